//! The disk of the model. What was synced is there after a cut; of what was not, each write may be there, or not, or in
//! some of its sectors, in any combination, because caches and file systems reorder. Names behave likewise, except that
//! they become durable in order, as in a journal. Harsher than most disks, which is the point.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use rand::Rng;
use rand::rngs::StdRng;

use super::recording::Event;

/// What a disk writes whole, in bytes.
const SECTOR_BYTES: usize = 512;

/// The files as the running program sees them, and how much of them a cut would leave.
#[derive(Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    by_inode: HashMap<u64, usize>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    pending_names: Vec<NameChange>,
}

#[derive(Debug, Default, Clone)]
struct File {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, data: Vec<u8> },
    Truncate { bytes: usize },
}

#[derive(Debug, Clone)]
enum NameChange {
    Add { name: String, file: usize },
    Remove { name: String },
    Rename { from: String, to: String },
}

/// How much of what was not synced a cut leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Survival {
    Nothing,
    Everything,
    SomeWrites,
    SomeSectors,
}

impl Disk {
    /// Lets one event happen.
    ///
    /// # Errors
    /// When the event speaks of a file that was never opened.
    pub fn apply(&mut self, event: &Event, random: &mut StdRng) -> Result<()> {
        match event {
            Event::Open { inode, name } => self.open(*inode, name),
            Event::Write { inode, offset, data } => {
                self.file(*inode)?.pending.push(Change::Write { offset: *offset, data: data.clone() });
            }
            Event::Truncate { inode, bytes } => {
                self.file(*inode)?.pending.push(Change::Truncate { bytes: *bytes });
            }
            Event::Sync { inode } => {
                let file = self.file(*inode)?;
                for change in std::mem::take(&mut file.pending) {
                    change.apply(&mut file.durable);
                }
            }
            Event::SyncFailed { inode } => {
                // The system may forget what it could not write, and call the next sync a success.
                let file = self.file(*inode)?;
                *file = File { durable: file.after_cut(Survival::SomeWrites, random), pending: Vec::new() };
            }
            Event::SyncFolder => {
                for change in std::mem::take(&mut self.pending_names) {
                    change.apply(&mut self.durable_names);
                }
            }
            Event::Unlink { name } => self.change_name(NameChange::Remove { name: name.clone() }),
            Event::Rename { from, to } => {
                self.change_name(NameChange::Rename { from: from.clone(), to: to.clone() });
            }
        }
        Ok(())
    }

    /// Number of writes and names that a cut now might lose.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.files.iter().map(|file| file.pending.len()).sum::<usize>() + self.pending_names.len()
    }

    /// Cuts the power: writes what is left into an empty folder. The running program is not disturbed.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn cut(&self, into: &Path, random: &mut StdRng) -> Result<()> {
        let survival = match random.random_range(0..4) {
            0 => Survival::Nothing,
            1 => Survival::Everything,
            2 => Survival::SomeWrites,
            _ => Survival::SomeSectors,
        };
        let names_kept = match survival {
            Survival::Nothing => 0,
            Survival::Everything => self.pending_names.len(),
            Survival::SomeWrites | Survival::SomeSectors => random.random_range(0..=self.pending_names.len()),
        };
        let mut names = self.durable_names.clone();
        for change in self.pending_names.iter().take(names_kept) {
            change.apply(&mut names);
        }
        for (name, file) in names {
            std::fs::write(into.join(name), self.files[file].after_cut(survival, random))?;
        }
        Ok(())
    }

    fn open(&mut self, inode: u64, name: &str) {
        if self.names.contains_key(name) {
            return;
        }
        self.files.push(File::default());
        let file = self.files.len() - 1;
        self.by_inode.insert(inode, file);
        self.change_name(NameChange::Add { name: name.to_owned(), file });
    }

    fn change_name(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.pending_names.push(change);
    }

    fn file(&mut self, inode: u64) -> Result<&mut File> {
        let file = self.by_inode.get(&inode).context("a file that was never opened")?;
        Ok(&mut self.files[*file])
    }
}

impl File {
    fn after_cut(&self, survival: Survival, random: &mut StdRng) -> Vec<u8> {
        let mut content = self.durable.clone();
        for change in &self.pending {
            match survival {
                Survival::Nothing => {}
                Survival::Everything => change.apply(&mut content),
                Survival::SomeWrites => {
                    if random.random() {
                        change.apply(&mut content);
                    }
                }
                Survival::SomeSectors => change.apply_sectors(&mut content, random),
            }
        }
        content
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { offset, data } => write_at(content, *offset, data),
            Self::Truncate { bytes } => content.resize(*bytes, 0),
        }
    }

    fn apply_sectors(&self, content: &mut Vec<u8>, random: &mut StdRng) {
        match self {
            Self::Write { offset, data } => {
                let mut from = 0;
                while from < data.len() {
                    // Sectors are counted from the start of the file, not of the write.
                    let to = (from + SECTOR_BYTES - (offset + from) % SECTOR_BYTES).min(data.len());
                    if random.random() {
                        write_at(content, offset + from, &data[from..to]);
                    }
                    from = to;
                }
            }
            Self::Truncate { .. } => {
                if random.random() {
                    self.apply(content);
                }
            }
        }
    }
}

fn write_at(content: &mut Vec<u8>, offset: usize, data: &[u8]) {
    if content.len() < offset + data.len() {
        content.resize(offset + data.len(), 0);
    }
    content[offset..offset + data.len()].copy_from_slice(data);
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Add { name, file } => {
                names.insert(name.clone(), *file);
            }
            Self::Remove { name } => {
                names.remove(name);
            }
            Self::Rename { from, to } => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}
