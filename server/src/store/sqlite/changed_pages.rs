//! Which pages of the database were changed since their unused space was erased. SQLite does not say which pages a
//! commit wrote, but its log does: one frame for each.
//!
//! Layout of the log: <https://www.sqlite.org/fileformat2.html#wal_file_format>.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use bytes::Buf;

/// From so many pages on (256 MiB of 4 KiB each) they are not noted one by one: then all are looked at.
const PAGES_NOTED_MAX: usize = 64 * 1024;

const LOG_HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const SALTS_BYTES: usize = 8;

/// Some pages of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Pages {
    /// Every page, because it is not known which.
    All,
    /// Those with these numbers, from 1 on.
    These(BTreeSet<u32>),
}

impl Default for Pages {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Pages {
    /// Adds other pages to these.
    pub(super) fn add(&mut self, others: Self) {
        match (&mut *self, others) {
            (Self::These(pages), Self::These(others)) => {
                pages.extend(others);
                if pages.len() > PAGES_NOTED_MAX {
                    *self = Self::All;
                }
            }
            (Self::All, _) => {}
            (Self::These(_), Self::All) => *self = Self::All,
        }
    }
}

/// Reads the log behind the writer.
#[derive(Debug)]
pub(super) struct LogReader {
    log: PathBuf,
    /// What marks the frames of the log since it was begun anew.
    salts: [u8; SALTS_BYTES],
    /// Frames that were read since.
    frames: u32,
}

impl LogReader {
    /// For the log of this database.
    pub(super) fn new(database: &Path) -> Self {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        Self { log: log.into(), salts: [0; SALTS_BYTES], frames: 0 }
    }

    /// Which pages were written to the log since the last call; `frames` is how many frames it holds now. The log must
    /// not be begun anew meanwhile.
    ///
    /// # Errors
    /// When the log cannot be read, or holds fewer frames.
    pub(super) fn pages_since_last(&mut self, frames: u32) -> io::Result<Pages> {
        if frames == 0 {
            return Ok(Pages::default());
        }
        let mut log = File::open(&self.log)?;
        let mut header = [0; LOG_HEADER_BYTES];
        log.read_exact(&mut header)?;
        // Magic number and version; then how large a page is, the number of the checkpoint, and the salts.
        let mut fields = &header[8..];
        let frame_bytes = FRAME_HEADER_BYTES as u64 + u64::from(fields.get_u32());
        fields.advance(4);
        let mut salts = [0; SALTS_BYTES];
        fields.copy_to_slice(&mut salts);
        let known = if salts == self.salts { self.frames } else { 0 };
        let mut pages = BTreeSet::new();
        for frame in known..frames {
            log.seek(SeekFrom::Start(LOG_HEADER_BYTES as u64 + u64::from(frame) * frame_bytes))?;
            let mut header = [0; FRAME_HEADER_BYTES];
            log.read_exact(&mut header)?;
            // The number of the page, and the size of the database after a commit; then the salts.
            if header[8..8 + SALTS_BYTES] != salts {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a frame of the log is of another time",
                ));
            }
            pages.insert((&header[..4]).get_u32());
        }
        (self.salts, self.frames) = (salts, frames);
        Ok(Pages::These(pages))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    fn these(pages: &Pages) -> Vec<u32> {
        match pages {
            Pages::All => panic!("all pages"),
            Pages::These(pages) => pages.iter().copied().collect(),
        }
    }

    #[test]
    fn store_27_so_many_changed_pages_are_noted_and_from_one_more_on_all_are_looked_at() {
        let most = u32::try_from(PAGES_NOTED_MAX).unwrap();
        let mut pages = Pages::These((1..most).collect());
        pages.add(Pages::These(BTreeSet::from([1, most])));
        assert_eq!(these(&pages).len(), PAGES_NOTED_MAX);
        pages.add(Pages::These(BTreeSet::from([most + 1])));
        assert_eq!(pages, Pages::All);
        pages.add(Pages::default());
        assert_eq!(pages, Pages::All);
        let mut unknown = Pages::default();
        unknown.add(Pages::All);
        assert_eq!(unknown, Pages::All);
    }

    #[test]
    fn store_27_the_log_says_which_pages_each_commit_changed_also_when_it_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("test.db");
        let connection = Connection::open(&database).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE a (x); CREATE TABLE b (x);",
            )
            .unwrap();
        let root = |name: &str| -> u32 {
            let select = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
            connection.query_row(select, [name], |row| row.get(0)).unwrap()
        };
        let mut reader = LogReader::new(&database);
        let changed = |reader: &mut LogReader, sql: &str| {
            connection.execute_batch(sql).unwrap();
            let frames = connection.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get(1)).unwrap();
            these(&reader.pages_since_last(frames).unwrap())
        };
        let all = changed(&mut reader, "");
        assert_eq!(all, [1, root("a"), root("b")]);
        assert_eq!(changed(&mut reader, "INSERT INTO a VALUES (1)"), [root("a")]);
        assert_eq!(changed(&mut reader, "INSERT INTO b VALUES (1)"), [root("b")]);
        assert_eq!(changed(&mut reader, ""), Vec::<u32>::new());
        // The next commit writes the log from its beginning; more or fewer frames than before.
        for _ in 0..2 {
            let again = changed(
                &mut reader,
                "PRAGMA wal_checkpoint(PASSIVE); INSERT INTO a VALUES (2); INSERT INTO b VALUES (2);",
            );
            assert_eq!(again, [root("a"), root("b")]);
        }
        assert_eq!(changed(&mut reader, "PRAGMA wal_checkpoint(TRUNCATE)"), Vec::<u32>::new());
        assert_eq!(changed(&mut reader, "INSERT INTO b VALUES (3)"), [root("b")]);
        // Fewer frames than it is said to hold.
        assert!(reader.pages_since_last(2).is_err());
    }
}
