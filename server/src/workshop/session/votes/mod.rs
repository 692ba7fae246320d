//! Votes (capability WS-8): a facilitator opens one, people vote in secret, and closing it tells the sums.
//!
//! A ballot stands in a row of its own and nowhere else, from the answer "it is in" until the vote is closed; nobody can ask for
//! one. That it is counted is committed together with it. What is decided is in `crdt/src/workshop/session`.

mod anew;
pub mod cancel;
pub mod cast;
pub mod close;
pub mod open;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::round::Refused;
use pairway_crdt::workshop::session::votes::{self, Rounds};
use serde::Serialize;
use utoipa::ToSchema;

use super::session_document;
use crate::auth::records::{self, Grant, PersonRecord};
use crate::auth::vote_records::{self, OpenRound};
use crate::ids::{ParticipantId, WorkshopId, is_id};
use crate::workshop::command::state::State;
use crate::workshop::{Caller, CommandError, Workshops};

const NO_SUCH_ROUND: CommandError =
    CommandError::NotFound("There is no such vote. A facilitator may have taken it away.");

const CLOSED: CommandError = CommandError::NotNow { code: "vote_closed", message: "This vote is closed." };

/// Of whom a ballot is in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyBallots {
    /// The round that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, required = false)]
    pub round: Option<String>,
    /// The people of whom a ballot is in: oneself, and the person one writes for.
    #[schema(value_type = Vec<String>)]
    pub cast: Vec<ParticipantId>,
}

impl Workshops {
    /// Of whom of those a person votes for a ballot is in. What it holds is told to nobody.
    ///
    /// # Errors
    /// The room's and the store's.
    pub async fn my_ballots(&self, caller: &Caller) -> Result<MyBallots, CommandError> {
        let workshop = &caller.workshop;
        let open = |document: &Document| votes::read(document).open_one().map(|(id, _)| id.to_owned());
        let Some(round) = self.rooms.read(&session_document(workshop), open).await? else {
            return Ok(MyBallots::default());
        };
        let key = records::person_key(workshop, &caller.participant);
        let person: Option<PersonRecord> = records::read(self.store.as_ref(), &key).await?;
        let acts_for =
            person.filter(|person| person.grant == Grant::Given).and_then(|person| person.acts_for);
        let mut cast = Vec::new();
        for person in acts_for.into_iter().chain([caller.participant.clone()]) {
            let key = vote_records::ballot_key(workshop, &round, person.as_str());
            if self.store.get(&key).await?.is_some() {
                cast.push(person);
            }
        }
        Ok(MyBallots { round: Some(round), cast })
    }
}

/// Checks that a round takes ballots; that it still does becomes a condition.
async fn check_open(
    workshops: &Workshops,
    (workshop, round): (&WorkshopId, &str),
    state: &mut State<'_>,
) -> Result<(), CommandError> {
    if !is_id(round) {
        return Err(NO_SUCH_ROUND);
    }
    let open: Option<OpenRound> = state.get(&vote_records::open_round_key(workshop, round)).await?;
    match open {
        None => Err(CLOSED),
        Some(open) if open.epoch == workshops.epoch.id => Ok(()),
        Some(_) => Err(CommandError::not_now(
            "vote_begins_anew",
            "This vote begins anew, because the server was set back. Please try again in a minute.",
        )),
    }
}

/// Checks that no vote is open before the session goes on: it would stay open where nobody is shown it.
pub(super) fn check_none_open(document: &Document) -> Result<(), CommandError> {
    match votes::read(document).open_one() {
        None => Ok(()),
        Some(_) => Err(CommandError::not_now(
            "vote_still_open",
            "A vote is still open. Close it, or take it away, before you go on.",
        )),
    }
}

/// A change of the votes of a session. It is decided inside the room.
fn change(
    change: impl FnOnce(&mut Rounds) -> Result<(), Refused> + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        let mut rounds = votes::read(document);
        change(&mut rounds).map_err(refusal)?;
        document.write(|txn, _| rounds.write(txn));
        Ok(())
    }
}

fn refusal(refused: Refused) -> CommandError {
    let bad = CommandError::bad;
    match refused {
        Refused::AnotherOpen => {
            CommandError::not_now("vote_open", "Another vote is open. Close it first: one vote at a time.")
        }
        Refused::NoSuchRound => NO_SUCH_ROUND,
        Refused::Closed => CLOSED,
        Refused::Choices => {
            bad("choices_wrong", "Give 2 to 40 choices. A question or a scale has no choices of its own.")
        }
        Refused::Dots => bad("dots_wrong", "Give each person 1 to 10 dots."),
        Refused::NothingChosen => bad("nothing_chosen", "Choose something first."),
        Refused::UnknownChoice => bad("unknown_choice", "This is not one of the choices. Reload the page."),
        Refused::TooManyDots => {
            bad("too_many_dots", "You have used more dots than you have. Take some away.")
        }
        Refused::Places => {
            bad("places_wrong", "Choose a first, then a second, then a third. Each only once.")
        }
        Refused::OneAnswer => bad("one_answer", "Choose one answer."),
    }
}
