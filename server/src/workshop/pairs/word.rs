//! Changing the words of a pair: its name, what it works on, how the two work together.

use serde::Deserialize;
use utoipa::ToSchema;

use serde_json::json;

use super::{NOT_YOURS, change};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::PairId;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, input};

/// Answer to everybody else about how a pair works; facilitators too.
const ONLY_THE_TWO: (&str, &str) =
    ("not_your_pair", "Only the two write how they work together. You can talk with them about it.");

/// Changes words of a pair, when they are still what the person saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordPair {
    /// Which words.
    field: PairField,
    /// What the person saw before.
    was: String,
    /// What they shall be.
    text: String,
}

/// Which words of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PairField {
    /// What it is called.
    Name,
    /// What the two work on.
    Challenge,
    /// How they work together; only the two write it.
    HowWeWork,
}

impl Command for WordPair {
    const NAME: &'static str = "wordPair";
    const PATH: &'static str = "/pairs/{pair}/words";
    const RIGHT: Right = Right::WordPair;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let text = match self.field {
            PairField::Name => input::read_pair_name(&self.text)?,
            PairField::Challenge => input::read_challenge(&self.text)?,
            PairField::HowWeWork => input::read_how_we_work(&self.text)?,
        };
        let (me, role) = (call.caller.participant.to_string(), call.caller.role);
        let (field, was) = (self.field, self.was.clone());
        Ok(change(call, AuditWord::WordPair, move |_, _, mut pair| {
            let is_half = pair.side_of(&me).is_some();
            let (may, otherwise) = match field {
                PairField::Name | PairField::Challenge => (is_half || role == Role::Facilitator, NOT_YOURS),
                PairField::HowWeWork => (is_half, ONLY_THE_TWO),
            };
            if !may {
                return Err(CommandError::not_allowed(otherwise));
            }
            let now = match field {
                PairField::Name => &mut pair.name,
                PairField::Challenge => &mut pair.challenge,
                PairField::HowWeWork => &mut pair.how_we_work,
            };
            if *now != was && *now != text {
                let message = "Somebody changed these words while you wrote. Look at both and save again.";
                return Err(CommandError::Changed { message, now: json!({ "text": now }) });
            }
            now.clone_from(&text);
            Ok(pair)
        }))
    }
}
