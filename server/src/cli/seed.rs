//! `pairway seed`: makes a workshop while no server runs.

use std::sync::Arc;

use jiff::ToSpan;
use tokio_util::task::TaskTracker;

use super::{DataFolder, role_in_words, say};
use crate::auth::token::Keys;
use crate::clock::Clock;
use crate::config::{self, RETENTION_DAYS_MAX_DEFAULT};
use crate::ids::random_id;
use crate::room::{RoomSettings, Rooms};
use crate::store::Store;
use crate::store::epoch::Epoch;
use crate::store::sqlite::SqliteStore;
use crate::time_guard::TimeGuard;
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::copies::Copies;
use crate::workshop::effect::Effects;
use crate::workshop::lifecycle::create::{NewWorkshop, Source};
use crate::workshop::lifecycle::days;
use crate::workshop::{Turns, Workshops};

/// Days a seeded workshop stays when no end date is given.
const SEED_DAYS: i64 = 90;

/// What `pairway seed` takes.
#[derive(Debug, clap::Args)]
pub struct SeedArgs {
    #[command(flatten)]
    data: DataFolder,
    /// Make a workshop from this template; without it the demo is made, if there never was a workshop
    #[arg(long, value_name = "ID")]
    template: Option<String>,
    /// What it is called [default: the template's id]
    #[arg(long, requires = "template")]
    title: Option<String>,
    /// What the pair works on
    #[arg(long, requires = "template", default_value = "")]
    challenge: String,
    /// Last day, as year-month-day [default: 90 days from today]
    #[arg(long, requires = "template", value_name = "DATE")]
    ends_on: Option<String>,
    /// Address people reach the server at
    #[arg(long, env = "PAIRWAY_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
    public_url: String,
}

/// Makes the demo or a workshop, and prints its links.
pub(super) async fn seed(args: SeedArgs) -> anyhow::Result<()> {
    let public_url = config::read_public_url("public-url", &args.public_url)?;
    let folder = args.data.data.clone();
    let opened = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let time = TimeGuard::of_folder(&folder, Clock::System)?;
        Ok((SqliteStore::open(&folder)?, Keys::open(&folder)?, time))
    });
    let (store, keys, time) = opened.await??;
    let store: Arc<dyn Store> = Arc::new(store);
    let epoch = Epoch::of(store.as_ref(), Clock::System.now_ms()).await?;
    let workshops = Workshops {
        store: store.clone(),
        rooms: Rooms::new(store.clone(), RoomSettings::default()),
        keys: Arc::new(keys),
        clock: Clock::System,
        epoch,
        time: time.clone(),
        public_url: public_url.into(),
        retention_days_max: RETENTION_DAYS_MAX_DEFAULT,
        copies: Copies::default(),
        effects: Effects::default(),
        running: TaskTracker::new(),
        creating: Arc::default(),
        turns: Turns::default(),
    };
    workshops.count_workshops().await?;
    let outcome = make(&workshops, args).await;
    workshops.rooms.shutdown().await;
    tokio::task::spawn_blocking(move || time.keep()).await??;
    store.close().await?;
    outcome
}

async fn make(workshops: &Workshops, args: SeedArgs) -> anyhow::Result<()> {
    let Some(template) = args.template else {
        workshops.seed_demo().await?;
        match workshops.demo_links().await? {
            Some(demo) => demo.links.iter().for_each(|(role, link)| say_link(role_in_words(*role), link)),
            None => {
                say("There is no demo: this data folder had other workshops before, or the demo was deleted.")
            }
        }
        return Ok(());
    };
    let in_a_while = || days::day_of(workshops.clock.now_ms()).saturating_add(SEED_DAYS.days()).to_string();
    let new = NewWorkshop {
        command: random_id(),
        title: args.title.unwrap_or_else(|| template.clone()),
        challenge: args.challenge,
        ends_on: args.ends_on.unwrap_or_else(in_a_while),
        source: Source::Template(template),
        practised_by: None,
        call: CallDigest::default(),
    };
    let created = workshops.create(new).await?;
    say_link("Facilitator", &created.facilitator_link);
    for invite in &created.invites {
        say_link(role_in_words(invite.role), &invite.link);
    }
    Ok(())
}

fn say_link(role: &str, link: &str) {
    say(&format!("{role:<16} {link}"));
}
