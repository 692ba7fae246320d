//! Making the code with which a person comes back. A code made anew ends the one before.

use serde::Deserialize;
use utoipa::ToSchema;

use serde::Serialize;

use crate::auth::records::{self, ReturnTarget};
use crate::auth::return_code;
use crate::auth::rights::Right;
use crate::auth::token::{Purpose, hash_secret};
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};

/// Makes the person's own return code, in place of an earlier one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeReturnCode {}

/// A return code, in groups.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ReturnCode {
    /// As it is shown; not kept with the command, only its hash is kept at all.
    #[serde(default)]
    #[schema(required = true)]
    code: String,
}

impl Command for MakeReturnCode {
    const NAME: &'static str = "makeReturnCode";
    const PATH: &'static str = "/return-code";
    const RIGHT: Right = Right::ComeBack;
    type Target = ();
    type Answer = ReturnCode;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<ReturnCode>, CommandError> {
        let caller = call.caller;
        let hash = hash_secret(&code_of(call));
        let mut person = state.person(&caller.participant).await?;
        let earlier = person.return_hash.replace(hash.clone()).map(|hash| records::return_key(&hash));
        let target =
            ReturnTarget { workshop: caller.workshop.clone(), participant: caller.participant.clone() };
        Ok(Decision::new(ReturnCode::default())
            .remove(earlier)
            .put(records::return_key(&hash), &target)
            .save_person(&caller.workshop, &caller.participant, person)
            .audit(&Entry::of(call.now_ms, AuditWord::ReturnCode, caller)))
    }

    async fn complete(call: &Call<'_, ()>, _kept: ReturnCode) -> Result<ReturnCode, CommandError> {
        Ok(ReturnCode { code: return_code::in_groups(&code_of(call)) })
    }
}

/// Derived, so that a repeated command gives the same code although only its hash is kept.
fn code_of(call: &Call<'_, ()>) -> String {
    let subject = format!("{} {} {}", call.caller.workshop, call.caller.participant, call.id);
    return_code::from_secret(&call.workshops.keys.derive(Purpose::ReturnCode, &subject))
}
