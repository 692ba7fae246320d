//! `pairway token`: a link for a facilitator who lost theirs. Whoever can read the data folder may do anything anyway.

use std::path::Path;

use anyhow::{Context, bail};
use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts;

use super::{DataFolder, say};
use crate::auth::invite;
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::Keys;
use crate::clock::now_ms;
use crate::config;
use crate::ids::WorkshopId;
use crate::store::sqlite::inspect::Inspection;

/// What `pairway token` takes.
#[derive(Debug, clap::Args)]
pub struct TokenArgs {
    #[command(flatten)]
    data: DataFolder,
    /// Which workshop; may be left out when there is only one
    #[arg(long, value_name = "ID")]
    workshop: Option<String>,
    /// The role the link gives: facilitator, patientLeader, carer, professional, supporter, observer, systemPartner
    #[arg(long, default_value = "facilitator", value_name = "ROLE")]
    role: String,
    /// List the workshops instead
    #[arg(long)]
    list: bool,
    /// Address people reach the server at
    #[arg(long, env = "PAIRWAY_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
}

/// Lists workshops, or prints a link.
pub(super) fn make_token(args: &TokenArgs) -> anyhow::Result<()> {
    let inspection = Inspection::open(&args.data.data)?;
    let workshops = open_workshops(&inspection)?;
    if args.list {
        return list(&inspection, &workshops);
    }
    let workshop = chosen(args.workshop.as_deref(), &workshops)?;
    let role = Role::ALL.into_iter().find(|role| role.as_str() == args.role);
    let role = role.with_context(|| format!("there is no role {:?}", args.role))?;
    say(&link(&args.data.data, &args.public_url, workshop, role)?);
    say("The link lets one person in, once, within an hour. The older links go on working.");
    Ok(())
}

fn link(folder: &Path, public_url: &str, workshop: &WorkshopId, role: Role) -> anyhow::Result<String> {
    let public_url = config::read_public_url("public-url", public_url)?;
    let secret = Keys::read(folder)?.sign_recovery(workshop, role, now_ms());
    Ok(invite::link(&public_url, &secret))
}

fn open_workshops(inspection: &Inspection) -> anyhow::Result<Vec<(WorkshopId, WorkshopRecord)>> {
    let mut workshops = Vec::new();
    for (key, value) in inspection.list(records::WORKSHOPS_PREFIX)? {
        if let Some(workshop) = key.strip_prefix(records::WORKSHOPS_PREFIX).and_then(WorkshopId::parse) {
            let record: WorkshopRecord = records::decode(&key, &value)?;
            if record.life == Life::Open {
                workshops.push((workshop, record));
            }
        }
    }
    Ok(workshops)
}

fn chosen<'a>(
    named: Option<&str>,
    workshops: &'a [(WorkshopId, WorkshopRecord)],
) -> anyhow::Result<&'a WorkshopId> {
    match (named, workshops) {
        (Some(named), _) => {
            let found = workshops.iter().find(|(workshop, _)| workshop.as_str() == named);
            Ok(&found.with_context(|| format!("there is no workshop {named}; see --list"))?.0)
        }
        (None, [(only, _)]) => Ok(only),
        (None, []) => bail!("there is no workshop in this data folder"),
        (None, _) => bail!("there are several workshops: name one with --workshop; see --list"),
    }
}

fn list(inspection: &Inspection, workshops: &[(WorkshopId, WorkshopRecord)]) -> anyhow::Result<()> {
    if workshops.is_empty() {
        say("There is no workshop in this data folder.");
    }
    for (workshop, record) in workshops {
        let people = inspection.list(&records::people_prefix(workshop))?.len();
        let title = title(inspection, workshop).unwrap_or_else(|_| "(its title cannot be read)".to_owned());
        say(&format!("{workshop}  until {}  {people:>3} people  {title}", record.ends_on));
    }
    Ok(())
}

fn title(inspection: &Inspection, workshop: &WorkshopId) -> anyhow::Result<String> {
    let content = inspection.load(&DocumentName::Workshop(workshop.clone()).to_string())?;
    let snapshot = content.snapshot.as_ref().map(|(_, bytes)| bytes.as_ref());
    let document = Document::rebuild(snapshot, content.entries.iter().map(|(_, bytes)| bytes.as_ref()))?;
    Ok(facts::read(&document).title)
}
