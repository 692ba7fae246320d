//! The demo workshop: made from the cardiac template on the first start, its links shown on every start while it exists.

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use super::create::{NewWorkshop, Source};
use super::days;
use crate::auth::invite;
use crate::auth::records::{self, Life, RoleInvite, WorkshopRecord};
use crate::auth::role::Role;
use crate::ids::{WorkshopId, random_id};
use crate::store::Batch;
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::{CommandError, Workshops};

/// The template of the demo.
const DEMO_TEMPLATE: &str = "cardiac-services";
/// How long the demo stays, in days, where that much is allowed.
const DEMO_DAYS: u32 = 90;

/// Key of the demo record.
const DEMO_KEY: &str = "demo";

/// The demo workshop, so that every start can print its links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DemoRecord {
    /// Which workshop it is.
    workshop: WorkshopId,
}

/// The links of the demo; those that a facilitator has withdrawn are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLinks {
    /// Role and link.
    pub links: Vec<(Role, String)>,
    /// Last day.
    pub ends_on: String,
}

impl Workshops {
    /// Makes the demo when this data folder never had a workshop.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn seed_demo(&self) -> Result<(), CommandError> {
        let store = self.store.as_ref();
        if store.get(DEMO_KEY).await?.is_some() || !store.list(records::WORKSHOPS_PREFIX).await?.is_empty() {
            return Ok(());
        }
        let length = i64::from(DEMO_DAYS.min(self.retention_days_max));
        let today = days::day_of(self.clock.now_ms());
        let new = NewWorkshop {
            command: random_id(),
            title: "Demo: redesign a local cardiac service".to_owned(),
            challenge:
                "How can rehabilitation after a heart attack fit people's lives, so that fewer drop out?"
                    .to_owned(),
            ends_on: today.saturating_add(length.days()).to_string(),
            source: Source::Template(DEMO_TEMPLATE.to_owned()),
            practised_by: None,
            call: CallDigest::default(),
        };
        let created = self.create(new).await?;
        let record = records::encode(&DemoRecord { workshop: created.workshop });
        let batch = Batch { puts: vec![(DEMO_KEY.to_owned(), record)], ..Batch::default() };
        self.store.commit(batch).await?;
        Ok(())
    }

    /// The links of the demo, while it exists.
    ///
    /// # Errors
    /// The store's.
    pub async fn demo_links(&self) -> Result<Option<DemoLinks>, CommandError> {
        let store = self.store.as_ref();
        let Some(DemoRecord { workshop }) = records::read(store, DEMO_KEY).await? else { return Ok(None) };
        let record: Option<WorkshopRecord> = records::read(store, &records::workshop_key(&workshop)).await?;
        let Some(record) = record.filter(|record| record.life == Life::Open) else { return Ok(None) };
        let mut links = Vec::new();
        let founding = self.founding_secret(&workshop, &record.created_by_key);
        if invite::find_secret(store, &self.keys, &founding, self.clock.now_ms()).await?.is_some() {
            links.push((Role::Facilitator, invite::link(&self.public_url, &founding)));
        }
        for role in [Role::PatientLeader, Role::Professional] {
            let key = records::role_invite_key(&workshop, role);
            if let Some(kept) = records::read::<RoleInvite>(store, &key).await? {
                links.push((role, invite::link(&self.public_url, &kept.secret)));
            }
        }
        Ok(Some(DemoLinks { links, ends_on: record.ends_on }))
    }
}
