//! Memory of the server process, as the operating system counts it.
//!
//! Owns reading it and waiting for it to be given back. Bounds are the tests' own.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// How long freed memory may take to go back to the system.
const GIVEN_BACK_LIMIT: Duration = Duration::from_secs(120);

/// What a process takes, in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resident {
    /// Now.
    pub now_mib: u64,
    /// At most so far.
    pub peak_mib: u64,
}

impl Resident {
    /// Reads what a process takes.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn of(pid: u32) -> Result<Self> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let mib = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
        };
        let (now, peak) = (mib("VmRSS:"), mib("VmHWM:"));
        Ok(Self { now_mib: now.context("no VmRSS")?, peak_mib: peak.context("no VmHWM")? })
    }
}

/// Waits until a process takes at most so much.
///
/// # Errors
/// When it still takes more after a long time.
pub async fn given_back(pid: u32, at_most_mib: u64) -> Result<()> {
    let begun = Instant::now();
    loop {
        let Resident { now_mib, .. } = Resident::of(pid)?;
        if now_mib <= at_most_mib {
            return Ok(());
        }
        ensure!(begun.elapsed() < GIVEN_BACK_LIMIT, "{now_mib} MiB stay, more than {at_most_mib}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
