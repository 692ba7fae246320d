//! Opening a vote: what is asked, and how people vote.

use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::workshop::session::round::{
    CHOICES_MAX, Choice, ChosenPart, Refused, Round, RoundState, VOTE_TEXT_CHARS_MAX, VoteKind,
};
use pairway_crdt::workshop::session::{run, votes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{refusal, session_document};
use crate::auth::rights::Right;
use crate::auth::vote_records;
use crate::ids::{MapId, random_id};
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::invisible_characters::{is_blank, is_hiding};

/// Opens a vote; one at a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenRound {
    /// `dots`, `rank` (a first, second and third choice), `answer` (yes, no, not sure) or `scale` (1 to 5).
    #[schema(value_type = String)]
    kind: VoteKind,
    /// What is asked.
    question: String,
    /// What can be voted for; none for an answer and a scale.
    #[serde(default)]
    choices: Vec<AskedChoice>,
    /// Dots of each person; only for dots.
    #[serde(default)]
    dots_each: u32,
    /// Whether nobody votes for a part that they were the first to write.
    #[serde(default)]
    not_own: bool,
}

/// Something that can be voted for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskedChoice {
    /// What people read.
    text: String,
    /// The part of a map that it stands for, when it is one.
    #[serde(default)]
    part: Option<AskedPart>,
}

/// A part of a map.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskedPart {
    /// Which map.
    #[schema(value_type = String)]
    map: MapId,
    /// Kind and id, as in `step:id`.
    part: String,
}

/// The vote that was opened.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OpenedRound {
    /// Its id.
    round: String,
}

impl Command for OpenRound {
    const NAME: &'static str = "openRound";
    const PATH: &'static str = "/session/rounds";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = OpenedRound;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<OpenedRound>, CommandError> {
        let (mut round, workshop) = (self.round(call.now_ms, state)?, &call.caller.workshop);
        let id = random_id();
        let open = vote_records::OpenRound { epoch: call.workshops.epoch.id.clone() };
        Ok(Decision::new(OpenedRound { round: id.clone() })
            .put(vote_records::open_round_key(workshop, &id), &open)
            .audit(&Entry::of(call.now_ms, AuditWord::OpenRound, call.caller))
            .edit(session_document(workshop), move |document| {
                round.activity = run::read(document).run.activity;
                let mut rounds = votes::read(document);
                rounds.open(&id, round).map_err(refusal)?;
                document.write(|txn, _| rounds.write(txn));
                Ok(())
            }))
    }
}

impl OpenRound {
    /// The round as it is asked for.
    fn round(&self, now_ms: u64, state: &State<'_>) -> Result<Round, CommandError> {
        if self.choices.len() > CHOICES_MAX {
            return Err(refusal(Refused::Choices));
        }
        let mut choices = Vec::with_capacity(self.choices.len());
        for (place, choice) in (1..).zip(&self.choices) {
            choices.push(choice.read(place, state)?);
        }
        let round = Round {
            activity: None,
            kind: self.kind,
            question: read_vote_text(&self.question)?,
            choices,
            dots_each: self.dots_each,
            not_own: self.not_own,
            state: RoundState::Open,
            opened_at: now_ms,
            closed_at: None,
            anew_at: None,
            result: None,
        };
        round.check().map_err(refusal)?;
        Ok(round)
    }
}

impl AskedChoice {
    fn read(&self, place: usize, state: &State<'_>) -> Result<Choice, CommandError> {
        let part = match &self.part {
            None => None,
            Some(asked) => {
                state.check_map(&asked.map)?;
                let part = PartName::parse(&asked.part);
                let part = part.ok_or(CommandError::NotFound("There is no such part on the map."))?;
                Some(ChosenPart { map: asked.map.to_string(), part: part.to_string() })
            }
        };
        Ok(Choice { id: place.to_string(), text: read_vote_text(&self.text)?, part })
    }
}

/// A question or a choice without spaces around it: one line that people can read.
fn read_vote_text(text: &str) -> Result<String, CommandError> {
    let text = text.trim();
    if is_blank(text) {
        return Err(CommandError::bad("vote_text_empty", "Type the question, and words for each choice."));
    }
    if text.chars().count() > VOTE_TEXT_CHARS_MAX {
        let message = format!("This is too long. Use {VOTE_TEXT_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("vote_text_too_long", message));
    }
    if text.chars().any(char::is_control) || is_hiding(text) {
        return Err(CommandError::bad("vote_text_unreadable", "This must be one line of plain text."));
    }
    Ok(text.to_owned())
}
