//! Writing alone (capability WS-6): how far people are, when notes can be given, and giving them.
//!
//! What is written stands in the `notes` document of its writer alone (`auth/permission.rs`), until that person gives it. Nothing
//! here reads a note before, and no record here holds a word of one. What is given without a name waits in a row of its own until it is
//! shown, with that of all others at once; the commit that shows it takes it out of its writer's notes.

mod anew;
pub mod erase;
pub mod give;
pub mod give_unnamed;
mod mine;
pub mod open_giving;
pub mod progress;
pub mod reveal;

pub use mine::MyGiven;

use std::collections::BTreeSet;

use pairway_crdt::agenda::{NOTES_SHOWN_UNSAID, SILENT};
use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::{self, NOTES_MAX, Note};
use pairway_crdt::workshop::session::reveal::Reveal;
use pairway_crdt::workshop::session::run;
use pairway_crdt::workshop::session::writing::{self, Progress, Writing};

use super::{CommandError, session_document};
use crate::auth::note_records::{self, BegunRecord, GivingRecord, WrittenRecord, writing_key, written_key};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::auth::rights::Right;
use crate::ids::{ActivityId, ParticipantId, WorkshopId};
use crate::workshop::command::Call;
use crate::workshop::command::state::State;
use crate::workshop::people::scribe::Voice;

/// Key and value that open the notes of an activity to those who write them, when it is one for that and was not begun before.
pub(super) async fn begun(
    (workshop, state): (&WorkshopId, &mut State<'_>),
    item: &pairway_crdt::agenda::AgendaItem,
) -> Result<Option<(String, Vec<u8>)>, CommandError> {
    let Some(activity) = ActivityId::parse(&item.id).filter(|_| item.mode == SILENT) else { return Ok(None) };
    let key = writing_key(workshop, &activity);
    // What is known of it stays when it is gone back to.
    let is_known = state.bytes(&key).await?.is_some();
    Ok((!is_known).then(|| (key, records::encode(&BegunRecord::default()))))
}

/// Whoever writes in an activity, and how far they were.
struct Writer {
    voice: Voice,
    person: ParticipantId,
    key: String,
    before: Option<WrittenRecord>,
}

impl Writer {
    /// Finds out whose notes are meant, of an activity in which people write alone.
    ///
    /// # Errors
    /// When it was not begun, and when the person may not, or not for whom they say it.
    async fn of(
        call: &Call<'_, ()>,
        state: &mut State<'_>,
        (activity, acting_for): (&ActivityId, Option<&ParticipantId>),
    ) -> Result<Self, CommandError> {
        let workshop = &call.caller.workshop;
        let (voice, ..) = Voice::heard(call.caller, state, acting_for, Right::WriteAlone).await?;
        if state.bytes(&writing_key(workshop, activity)).await?.is_none() {
            return Err(NOT_BEGUN);
        }
        let person = acting_for.unwrap_or(&call.caller.participant).clone();
        let key = written_key(workshop, activity, &person);
        let before = state.get(&key).await?;
        Ok(Self { voice, person, key, before })
    }

    /// What is kept of the writer when they have given, or have no longer.
    fn record(&self, given: bool, unnamed: bool) -> WrittenRecord {
        WrittenRecord {
            progress: self.before.map_or(Progress::Opened, |before| before.progress),
            side: self.before.map_or_else(|| self.voice.role.side(), |before| before.side),
            given,
            unnamed,
        }
    }

    /// The notes that the writer chose, each once, as the server has them.
    ///
    /// # Errors
    /// When there are too many, or one of them is not there.
    async fn chosen(
        &self,
        (workshop, activity): (&WorkshopId, &ActivityId),
        state: &State<'_>,
        chosen: &[String],
    ) -> Result<Vec<Note>, CommandError> {
        let ids: BTreeSet<String> = chosen.iter().cloned().collect();
        let name = DocumentName::Notes(workshop.clone(), activity.clone(), self.person.clone());
        let look = move |document: &Document| -> Option<Vec<Note>> {
            ids.iter().map(|id| notes::note(document, id)).collect()
        };
        state.look_at_map(&name, look).await?.ok_or(NOT_THERE)
    }
}

/// How far giving is in an activity.
struct Giving {
    /// How its notes are shown, as it was said when it was begun; empty where nothing was said.
    shown: String,
    /// Since when notes can be given.
    since: Option<u64>,
    /// How far showing them without names is, once that was opened.
    reveal: Option<Reveal>,
}

impl Giving {
    /// Looks at the session; that it did not change becomes a condition.
    async fn look(
        workshop: &WorkshopId,
        activity: &ActivityId,
        state: &mut State<'_>,
    ) -> Result<Self, CommandError> {
        let activity = activity.as_str().to_owned();
        let look = move |document: &Document| {
            let begun =
                run::read(document).activities.remove(&activity).filter(|begun| begun.mode == SILENT)?;
            let since = writing::read(document, &activity).giving_since;
            let reveal = document.read(|txn, _| Reveal::read(txn, &activity));
            Some(Self { shown: begun.notes, since, reveal })
        };
        state.look(&session_document(workshop), look).await?.ok_or(NOT_BEGUN)
    }

    /// Whether it was said before people wrote that notes are shown without names.
    fn is_without_names(&self) -> bool {
        !matches!(self.shown.as_str(), "" | NOTES_SHOWN_UNSAID)
    }
}

/// Checks that what was given without names waits in this epoch of the data; that it does becomes a condition.
async fn check_waits(
    call: &Call<'_, ()>,
    activity: &ActivityId,
    state: &mut State<'_>,
) -> Result<(), CommandError> {
    let key = note_records::giving_key(&call.caller.workshop, activity);
    let giving: Option<GivingRecord> = state.get(&key).await?;
    match giving {
        None => Err(NOT_OPEN),
        Some(giving) if giving.epoch == call.workshops.epoch.id => Ok(()),
        Some(_) => Err(CommandError::not_now(
            "giving_begins_anew",
            "Sharing these notes begins anew, because the server was set back. Please try again in a minute.",
        )),
    }
}

const NOT_OPEN: CommandError = CommandError::NotNow {
    code: "giving_not_open",
    message: "Notes cannot be given yet. A facilitator says when it is time.",
};
const NOT_THERE: CommandError = CommandError::NotFound(
    "One of these notes is empty or has not reached the server yet. Look at your notes and try again.",
);

fn wrong_notes() -> CommandError {
    CommandError::bad("notes_wrong", format!("Choose at least one note to give, and {NOTES_MAX} at most."))
}

fn too_many_ideas() -> CommandError {
    let most = pairway_crdt::workshop::session::ideas::IDEAS_MAX;
    CommandError::bad("too_many_ideas", format!("There are {most} ideas already. No more fit in."))
}

const NOT_BEGUN: CommandError =
    CommandError::NotNow { code: "not_begun", message: "Nobody writes alone in this part of the session." };

/// Changes how far people are in an activity, inside the room of the session.
fn change(
    activity: &ActivityId,
    change: impl FnOnce(&mut Writing) + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    let activity = activity.as_str().to_owned();
    move |document| {
        let session = run::read(document);
        let begun = session.activities.get(&activity).filter(|begun| begun.mode == SILENT);
        begun.ok_or(NOT_BEGUN)?;
        let mut writing = writing::read(document, &activity);
        change(&mut writing);
        document.write(|txn, _| writing.write(txn, &activity));
        Ok(())
    }
}
