//! Asking everybody to look at a part of a map, at the map, or at its list.

use pairway_crdt::workshop::session::call::{self, View};
use pairway_crdt::workshop::talk::TalkPart;
use serde::Deserialize;
use utoipa::ToSchema;

use super::check_on;
use crate::auth::rights::Right;
use crate::ids::MapId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::session::session_document;

/// Asks everybody to look at one place. It lasts until it is ended or another place is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallEveryone {
    /// Which map.
    map: MapId,
    /// Whether as a map or as a list.
    view: SeenAs,
    /// Which part, `"{kind}:{id}"`; absent for the map as a whole.
    #[serde(default)]
    part: Option<String>,
}

/// The two ways to see a map.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum SeenAs {
    Map,
    List,
}

impl Command for CallEveryone {
    const NAME: &'static str = "callEveryone";
    const PATH: &'static str = "/session/call";
    const RIGHT: Right = Right::LeadRoom;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        state.check_map(&self.map)?;
        let part = self.part.as_deref().map(|part| {
            let part = TalkPart::parse(part).filter(|part| !part.is_whole_map());
            part.ok_or_else(|| CommandError::bad("part_unknown", "There is no such part on a map."))
        });
        let asked = call::Call {
            map: self.map.to_string(),
            view: match self.view {
                SeenAs::Map => View::Map,
                SeenAs::List => View::List,
            },
            part: part.transpose()?.map(|part| part.as_str().to_owned()),
            by: call.caller.participant.to_string(),
            at: call.now_ms,
        };
        Ok(Decision::new(Done {}).audit(&Entry::of(call.now_ms, AuditWord::CallEveryone, call.caller)).edit(
            session_document(&call.caller.workshop),
            move |document| {
                check_on(document)?;
                document.write(|txn, _| call::write(txn, Some(&asked)));
                Ok(())
            },
        ))
    }
}
