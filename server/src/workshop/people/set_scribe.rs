//! Who writes for whom: a supporter helps one person, a scribe writes and says yes for one person. Everybody can see it in
//! the workshop document.

use serde::Deserialize;
use utoipa::ToSchema;

use super::check_is_in;
use crate::auth::records::{Grant, PersonRecord, TakesPart};
use crate::auth::rights::{self, Right};
use crate::ids::ParticipantId;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{Effect, RightsChange};
use crate::workshop::{Caller, CommandError};

/// Says for whom a person acts from now on; for nobody when `person` is none. A facilitator says it for whoever takes part
/// by phone; anybody else is asked, and counts as helped when they say so themselves. Either side ends it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetScribe {
    /// The person who is helped, or none.
    person: Option<ParticipantId>,
}

impl Command for SetScribe {
    const NAME: &'static str = "setScribe";
    const PATH: &'static str = "/participants/{p}/acts-for";
    const RIGHT: Right = Right::LetWrite;
    type Target = ParticipantId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ParticipantId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, participant, person) = (call.caller, call.target, self.person.as_ref());
        if person == Some(participant) {
            return Err(CommandError::bad("acts_for_self", "Choose another person to act for."));
        }
        let mut scribe = state.person(participant).await?;
        check_is_in(&scribe)?;
        check_may_say(caller, participant, person, &scribe)?;
        let (word, grant) = match person {
            None => (AuditWord::StopActingFor, Grant::Given),
            Some(person) => ask(call, state, &scribe, person).await?,
        };
        scribe.act_for(person, grant);
        let entry = Entry { to: Some(participant), acts_for: person, ..Entry::of(call.now_ms, word, caller) };
        let recheck =
            Effect::RecheckRights { workshop: caller.workshop.clone(), change: RightsChange::Notes };
        // Whoever wrote for somebody has their notes no longer.
        let decision = Decision::new(Done {}).audit(&entry).effect(recheck);
        Ok(if person.is_some() {
            decision.save_unpaired_person(&caller.workshop, participant, scribe)
        } else {
            decision.save_person(&caller.workshop, participant, scribe)
        })
    }
}

/// Whether the helped person's yes is theirs to give first.
async fn ask(
    call: &Call<'_, ParticipantId>,
    state: &mut State<'_>,
    scribe: &PersonRecord,
    person: &ParticipantId,
) -> Result<(AuditWord, Grant), CommandError> {
    if scribe.presence == TakesPart::Phone {
        return Err(CommandError::not_now(
            "takes_part_by_phone",
            "This person takes part by phone and cannot write for anybody. Choose who writes for them instead.",
        ));
    }
    // They must still be in when it counts: looked at, so a condition.
    let helped = state.person(person).await?;
    check_is_in(&helped)?;
    check_no_chain(state, call.target, &helped).await?;
    let is_theirs = *person == call.caller.participant || helped.presence == TakesPart::Phone;
    Ok(if is_theirs { (AuditWord::ActFor, Grant::Given) } else { (AuditWord::AskToActFor, Grant::Asked) })
}

/// Who acts for somebody has nobody acting for them, and the other way round.
async fn check_no_chain(
    state: &State<'_>,
    scribe: &ParticipantId,
    helped: &PersonRecord,
) -> Result<(), CommandError> {
    let everybody = state.people().await?;
    let is_helped = everybody
        .iter()
        .any(|(_, other)| other.acts_for.as_ref() == Some(scribe) && other.state.check_in().is_ok());
    if is_helped || helped.acts_for.is_some() {
        return Err(CommandError::NotNow {
            code: "acts_for_chain",
            message: "One of the two already has somebody who acts for them, or acts for somebody.",
        });
    }
    Ok(())
}

/// Facilitators say who acts for whom; a person says who acts for them; and either of the two ends it.
fn check_may_say(
    caller: &Caller,
    participant: &ParticipantId,
    person: Option<&ParticipantId>,
    scribe: &PersonRecord,
) -> Result<(), CommandError> {
    let own = match person {
        Some(person) => *person == caller.participant,
        None => *participant == caller.participant || scribe.acts_for.as_ref() == Some(&caller.participant),
    };
    if own || rights::may(caller.role, Right::ManagePeople) {
        Ok(())
    } else {
        Err(CommandError::not_allowed(rights::refusal(Right::ManagePeople)))
    }
}
