//! Runs a program under the recorder and reads the record. It knows files and bytes, not what they mean.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::identity::told_apart;

/// Bytes before the data of a record: kind, inode, number, length.
const HEAD_BYTES: usize = 21;

/// Something that happened to the watched folder, in order of effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A file was opened under a name, and made if there was none.
    Open {
        /// Identity of the file while it exists.
        inode: u64,
        /// Its name in the folder.
        name: String,
    },
    /// Bytes were written.
    Write {
        /// The file.
        inode: u64,
        /// Where, in bytes.
        offset: usize,
        /// What.
        data: Vec<u8>,
    },
    /// A file was cut or lengthened.
    Truncate {
        /// The file.
        inode: u64,
        /// Its new length.
        bytes: usize,
    },
    /// All that was written to a file is on disk.
    Sync {
        /// The file.
        inode: u64,
    },
    /// A sync failed: what was written since the last one may be lost, even if a later sync succeeds.
    SyncFailed {
        /// The file.
        inode: u64,
    },
    /// All names of the folder are on disk.
    SyncFolder,
    /// A name was removed.
    Unlink {
        /// The name.
        name: String,
    },
    /// A name was changed.
    Rename {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
}

/// How the recorder treats syncs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syncs {
    /// As asked.
    Honest,
    /// Syncs of files do nothing: what `synchronous = OFF` is.
    None,
    /// Syncs of the write-ahead log do nothing: what `synchronous = NORMAL` is between checkpoints.
    NotTheLog,
}

/// The compiled recorder, in a folder of its own.
#[derive(Debug)]
pub struct Recorder {
    folder: tempfile::TempDir,
}

impl Recorder {
    /// Compiles the recorder with the C compiler that cargo links with.
    ///
    /// # Errors
    /// When there is no working C compiler.
    pub fn compile() -> Result<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("recorder/recorder.c");
        let folder = tempfile::tempdir()?;
        let output = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-o"])
            .arg(folder.path().join("recorder.so"))
            .arg(&source)
            .arg("-lpthread")
            .output()
            .context("cc cannot be started")?;
        ensure!(output.status.success(), "cc failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(Self { folder })
    }

    /// Runs a program to its end and gives what it did to `watched`; `trouble` is the prefix of the flag files that make
    /// the disk fail.
    ///
    /// # Errors
    /// When the program fails or the record is not whole.
    pub fn run(&self, program: &mut Command, watched: &Path, syncs: Syncs) -> Result<Vec<Event>> {
        let log = tempfile::NamedTempFile::new()?;
        let mode = match syncs {
            Syncs::Honest => "honest",
            Syncs::None => "none",
            Syncs::NotTheLog => "not-the-log",
        };
        let output = program
            .env("LD_PRELOAD", self.folder.path().join("recorder.so"))
            .env("RECORDER_FOLDER", watched)
            .env("RECORDER_LOG", log.path())
            .env("RECORDER_SYNC", mode)
            .env("RECORDER_TROUBLE", trouble_prefix(watched))
            .output()?;
        ensure!(output.status.success(), "the program failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(told_apart(parse(&std::fs::read(log.path())?)?))
    }
}

/// Flag files beside the watched folder: `{prefix}.full` fills the disk, `{prefix}.sync` makes syncs fail.
#[must_use]
pub fn trouble_prefix(watched: &Path) -> PathBuf {
    watched.with_extension("trouble")
}

fn parse(mut rest: &[u8]) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut renamed_from = None;
    while !rest.is_empty() {
        let (head, after) = rest.split_at_checked(HEAD_BYTES).context("the record is cut")?;
        let number = |at: usize, bytes: usize| {
            head[at..at + bytes].iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
        };
        let (inode, count) = (number(1, 8), usize::try_from(number(9, 8))?);
        let (data, after) =
            after.split_at_checked(usize::try_from(number(17, 4))?).context("the record is cut")?;
        rest = after;
        let name = || String::from_utf8(data.to_vec());
        events.push(match head[0] {
            1 => Event::Open { inode, name: name()? },
            2 => Event::Write { inode, offset: count, data: data.to_vec() },
            3 => Event::Truncate { inode, bytes: count },
            4 => Event::Sync { inode },
            5 => Event::SyncFailed { inode },
            6 => Event::SyncFolder,
            7 => Event::Unlink { name: name()? },
            8 => {
                renamed_from = Some(name()?);
                continue;
            }
            9 => Event::Rename {
                from: renamed_from.take().context("a rename without its start")?,
                to: name()?,
            },
            kind => bail!("unknown record {kind}"),
        });
    }
    Ok(events)
}
