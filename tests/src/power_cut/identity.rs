//! Tells files apart that had the same inode number one after the other. Knows names and numbers only.
//!
//! A file system gives the number of a removed file to the next new one (SQLite's journal, gone after the tables were
//! made, and whatever was created next), so an inode number alone does not name a file of a record.

use std::collections::{HashMap, HashSet};

use super::recording::Event;

/// Gives every file of a record a number of its own, in place of the inode number it shares with earlier ones.
#[must_use]
pub fn told_apart(events: Vec<Event>) -> Vec<Event> {
    let mut files = Files::default();
    events.into_iter().map(|event| files.name(event)).collect()
}

#[derive(Debug, Default)]
struct Files {
    /// The inode behind each name.
    names: HashMap<String, u64>,
    /// Inodes that lost their last name: whoever opens one next is another file.
    free: HashSet<u64>,
    /// How many files had an inode before.
    generation: HashMap<u64, u64>,
}

impl Files {
    fn name(&mut self, event: Event) -> Event {
        match event {
            Event::Open { inode, name } => {
                if self.free.remove(&inode) {
                    *self.generation.entry(inode).or_default() += 1;
                }
                self.names.insert(name.clone(), inode);
                Event::Open { inode: self.own(inode), name }
            }
            Event::Write { inode, offset, data } => Event::Write { inode: self.own(inode), offset, data },
            Event::Truncate { inode, bytes } => Event::Truncate { inode: self.own(inode), bytes },
            Event::Sync { inode } => Event::Sync { inode: self.own(inode) },
            Event::SyncFailed { inode } => Event::SyncFailed { inode: self.own(inode) },
            Event::SyncFolder => Event::SyncFolder,
            Event::Unlink { name } => {
                self.free.extend(self.names.remove(&name));
                Event::Unlink { name }
            }
            Event::Rename { from, to } => {
                self.free.extend(self.names.remove(&to));
                if let Some(inode) = self.names.remove(&from) {
                    self.names.insert(to.clone(), inode);
                }
                Event::Rename { from, to }
            }
        }
    }

    /// The file's own number: no real inode number reaches 2^48.
    fn own(&self, inode: u64) -> u64 {
        inode | self.generation.get(&inode).copied().unwrap_or(0) << 48
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reused_inode_number_is_another_file() {
        let open = |inode, name: &str| Event::Open { inode, name: name.to_owned() };
        let write = |inode| Event::Write { inode, offset: 0, data: vec![1] };
        let journal = Event::Unlink { name: "journal".to_owned() };
        let told = told_apart(vec![open(7, "journal"), write(7), journal, open(7, "acks"), write(7)]);
        let inode = |at: usize| match told[at] {
            Event::Open { inode, .. } | Event::Write { inode, .. } => inode,
            _ => unreachable!("only opens and writes are asked for"),
        };
        assert_eq!(inode(0), inode(1));
        assert_eq!(inode(3), inode(4));
        assert_ne!(inode(1), inode(4));
    }
}
