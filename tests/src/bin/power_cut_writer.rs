//! The writer of the power-cut tests: runs the workload on a real `SqliteStore`, under the recorder.
//!
//! Usage: `power_cut_writer FOLDER BATCHES (after-commit|before-commit) (no-trouble|trouble)`. Answering before the
//! commit is wrong on purpose and exists here only, so that the tests can show that their judge sees it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use pairway_server::store::Store;
use pairway_server::store::sqlite::SqliteStore;
use pairway_tests::power_cut::workload::{Answering, Trouble, Writer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, batches, answering, trouble] = &arguments[..] else { bail!("four arguments are needed") };
    let answering = match answering.as_str() {
        "after-commit" => Answering::AfterCommit,
        "before-commit" => Answering::BeforeCommit,
        other => bail!("unknown way to answer: {other}"),
    };
    let trouble = match trouble.as_str() {
        "no-trouble" => Trouble::None,
        "trouble" => Trouble::FromTimeToTime,
        other => bail!("unknown trouble: {other}"),
    };
    let folder = Path::new(folder);
    let store = SqliteStore::open(folder).context("the store cannot be opened")?;
    let batches = batches.parse().context("the number of batches")?;
    Writer::new(&store, folder, answering)?.run(batches, trouble, folder).await?;
    store.close().await?;
    Ok(())
}
