//! Practising: a workshop of its own, with what another one has prepared, in which a facilitator tries to run it with simulated people.
//! They are simulated by the page that shows it; here it is a workshop like any other, but that it ends after some hours.
//!
//! Of the people, pairs, comments and agreements of the other workshop nothing comes along.

use pairway_crdt::workshop::facts::WorkshopFacts;

use super::create::{Created, NewWorkshop, Source};
use super::days;
use crate::auth::practice_records;
use crate::auth::records;
use crate::ids::WorkshopId;
use crate::limits::TITLE_CHARS_MAX;
use crate::store::Batch;
use crate::workshop::audit::{self, AuditWord, Entry};
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::{Caller, CommandError, Workshops};

/// What the title begins with.
const TITLE_BEGIN: &str = "Practice: ";

const IS_PRACTICE: CommandError = CommandError::NotNow {
    code: "is_practice",
    message: "You are practising already. End the practice, then begin another one in your workshop.",
};
const NOT_OPEN: CommandError = CommandError::NotFound("This workshop is not there any more.");

impl Workshops {
    /// Makes a workshop in which the caller practises what is prepared in theirs. One that was made before is deleted.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn make_practice(
        &self,
        caller: &Caller,
        command: String,
        call: CallDigest,
    ) -> Result<Created, CommandError> {
        let record = self.open_record(&caller.workshop).await?;
        if record.practice_of.is_some() {
            return Err(IS_PRACTICE);
        }
        let map = record.maps.first().ok_or(NOT_OPEN)?;
        let (turn, archive) = self.archive(caller, map).await?;
        drop(turn);
        let facts = self.facts(&caller.workshop).await?;
        let tomorrow = days::day_of(self.clock.now_ms().saturating_add(days::PRACTICE_MS));
        let new = NewWorkshop {
            command,
            title: title_of(&facts),
            challenge: facts.challenge,
            ends_on: tomorrow.to_string(),
            source: Source::Archive(Box::new(Ok(archive))),
            practised_by: Some(caller.clone()),
            call,
        };
        self.create(new).await
    }

    /// What makes a new workshop the one in which another is practised: the earlier one is deleted, and the other must still be open.
    ///
    /// # Errors
    /// When it is not; the store's.
    pub(super) async fn take_place_of_practice(
        &self,
        by: &Caller,
        practice: &WorkshopId,
        batch: &mut Batch,
    ) -> Result<(), CommandError> {
        let of = &by.workshop;
        let key = records::workshop_key(of);
        // Read before it is looked at, so that whoever deletes it in between is noticed.
        let before = self.store.get(&key).await?;
        self.open_record(of).await?;
        batch.expects.push((key, before));
        self.end_practice_of(of, batch).await?;
        batch.puts.push((practice_records::practice_key(of), records::encode(practice)));
        let entry = Entry::of(self.clock.now_ms(), AuditWord::Practise, by);
        batch.appends.extend([audit::in_workshop(&entry)]);
        Ok(())
    }
}

/// As the other is called, so that both can be told apart in a list.
fn title_of(facts: &WorkshopFacts) -> String {
    format!("{TITLE_BEGIN}{}", facts.title).chars().take(TITLE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_1_the_title_says_what_it_is_and_is_as_long_as_a_title_may_be() {
        let facts = |title: String| WorkshopFacts { title, ..WorkshopFacts::default() };
        assert_eq!(title_of(&facts("Heart care".to_owned())), "Practice: Heart care");
        let long = title_of(&facts("x".repeat(TITLE_CHARS_MAX)));
        assert_eq!(long.chars().count(), TITLE_CHARS_MAX);
    }
}
