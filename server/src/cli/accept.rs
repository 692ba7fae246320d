//! `pairway accept`: says that what `pairway check` asked about is as it should be.

use anyhow::{Context, bail};

use super::{DataFolder, say};
use crate::auth::records;
use crate::auth::tombstone;
use crate::clock::now_ms;
use crate::store::folder_facts::FolderFacts;
use crate::store::sqlite::inspect::Inspection;

/// What is accepted.
#[derive(Debug, clap::Args)]
pub struct AcceptArgs {
    #[command(flatten)]
    data: DataFolder,
    /// What is as it should be
    #[arg(value_enum)]
    what: What,
}

/// What can be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// The clock is right: workshops whose last day is over are deleted
    Clock,
    /// The workshops that are missing are gone for good
    Loss,
}

/// Accepts.
pub(super) fn accept(args: &AcceptArgs) -> anyhow::Result<()> {
    let folder = &args.data.data;
    let facts = FolderFacts::read(folder)?.with_context(|| {
        format!("no server has run on {} yet: there is nothing to accept", folder.display())
    })?;
    let accepted = match args.what {
        What::Clock => {
            say(
                "The clock is accepted. A running server deletes what is over within a minute, another one when it starts.",
            );
            FolderFacts::new(now_ms(), facts.workshops_made)
        }
        What::Loss => {
            let inspection = Inspection::open(folder)?;
            let made = inspection.list(tombstone::WORKSHOPS_MADE_KEY)?;
            let Some((key, made)) = made.first() else {
                bail!("start the server once, so that it counts the workshops that are there");
            };
            say("Accepted: from now on the folder counts the workshops that its database knows of.");
            FolderFacts::new(facts.last_used_ms, records::decode(key, made)?)
        }
    };
    accepted.write(folder)?;
    Ok(())
}
