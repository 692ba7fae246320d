//! Who acts for whom: a supporter helps one person, a scribe writes and says yes for one person. A facilitator says so
//! and takes it back; everybody can see it in the workshop document.

use super::audit::{Act, Entry};
use super::managing::{About, InPairs, check_is_in};
use super::people::NO_SUCH_PERSON;
use super::repeat::until_it_fits;
use super::{CommandError, Workshops};
use crate::auth::records::{self, PersonRecord};
use crate::ids::ParticipantId;

impl Workshops {
    /// Says for whom a person acts from now on; for nobody when `person` is none.
    ///
    /// # Errors
    /// See [`CommandError`]; also when it would make a chain, or the one who acts speaks for themselves in a pair.
    pub async fn set_acts_for(
        &self,
        about: About<'_>,
        person: Option<&ParticipantId>,
    ) -> Result<(), CommandError> {
        super::words::check_command(about.command)?;
        if person == Some(about.participant) {
            return Err(CommandError::bad("acts_for_self", "Choose another person to act for."));
        }
        until_it_fits(|| async {
            let Some(mut changing) = self.begin_change(about).await? else { return Ok(()) };
            check_is_in(&changing.person)?;
            let act = match person {
                None => Act::StopActingFor,
                Some(person) => {
                    let key = records::person_key(&about.actor.workshop, person);
                    let bytes = self.store.get(&key).await?.ok_or(NO_SUCH_PERSON)?;
                    let helped: PersonRecord = records::decode(&key, &bytes)?;
                    check_is_in(&helped)?;
                    self.check_no_chain(about, &helped).await?;
                    // They must still be in when it counts.
                    changing.batch.expects.push((key, Some(bytes)));
                    changing.pairs = InPairs::Not;
                    Act::ActFor
                }
            };
            changing.person.acts_for = person.cloned();
            let entry = Entry { acts_for: person, ..self.entry(about, act) };
            self.finish_change(about, changing, entry).await
        })
        .await
    }

    /// Who acts for somebody has nobody acting for them, and the other way round.
    async fn check_no_chain(&self, about: About<'_>, helped: &PersonRecord) -> Result<(), CommandError> {
        let everybody = self.people(&about.actor.workshop).await?;
        let is_helped = everybody.iter().any(|(_, other)| {
            other.acts_for.as_ref() == Some(about.participant) && other.state.check_in().is_ok()
        });
        if is_helped || helped.acts_for.is_some() {
            return Err(CommandError::NotNow {
                code: "acts_for_chain",
                message: "One of the two already has somebody who acts for them, or acts for somebody.",
            });
        }
        Ok(())
    }
}
