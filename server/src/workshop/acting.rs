//! Who acts for whom: a supporter helps one person, a scribe writes and says yes for one person. A facilitator says so
//! and takes it back; everybody can see it in the workshop document.

use pairway_crdt::workshop::facts::{ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs::{Pair, Pairs, open_pair_of};
use pairway_crdt::workshop::side::Side;

use super::audit::{Act, Entry};
use super::managing::{About, InPairs, check_is_in};
use super::people::NO_SUCH_PERSON;
use super::repeat::until_it_fits;
use super::{Actor, CommandError, Workshops};
use crate::auth::command::{self, Command};
use crate::auth::records::{self, Grant, PersonRecord, TakesPart};
use crate::auth::role::Role;
use crate::ids::ParticipantId;

/// Whose words somebody brings, with whose rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voice {
    /// The person whose words they are.
    pub(super) person: String,
    /// Who writes them down, when that is somebody else.
    pub(super) scribe: Option<String>,
    /// The role of the person.
    pub(super) role: Role,
}

impl Voice {
    /// The voice of who is signed in, or of the person they act for. A scribe has the rights of that person, and only of
    /// that person; half of a pair speaks for themselves alone.
    ///
    /// # Errors
    /// When they do not act for this person, or the person's role may not do what is needed.
    pub(super) fn of(
        actor: &Actor,
        acting_for: Option<&ParticipantId>,
        (facts, pairs): (&WorkshopFacts, &Pairs),
    ) -> Result<Self, CommandError> {
        let me = actor.participant.as_str();
        let Some(person) = acting_for else {
            return Ok(Self { person: me.to_owned(), scribe: None, role: actor.role });
        };
        if facts.participants.get(me).and_then(|known| known.acts_for.as_deref()) != Some(person.as_str()) {
            return Err(CommandError::not_allowed((
                "not_their_scribe",
                "You do not write for this person. A facilitator sets that up, and the person says yes to it.",
            )));
        }
        if open_pair_of(pairs, me).is_some() {
            // Formed at the same moment as the grant.
            return Err(CommandError::not_allowed((
                "half_of_a_pair",
                "You are half of a pair and speak for yourself.",
            )));
        }
        let spoken_for = facts.participants.get(person.as_str());
        let spoken_for = spoken_for.filter(|person| person.state == ParticipantState::In);
        let role = spoken_for.and_then(|person| Role::parse(&person.role));
        let role = role.ok_or(CommandError::NotFound("This person no longer takes part."))?;
        Ok(Self { person: person.to_string(), scribe: Some(me.to_owned()), role })
    }

    /// Checks that the person's role may do this.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn may(self, needs: Command) -> Result<Self, CommandError> {
        if command::may(self.role, needs) {
            Ok(self)
        } else {
            Err(CommandError::not_allowed(command::refusal(needs)))
        }
    }
}

impl Workshops {
    /// Says for whom a person acts from now on; for nobody when `person` is none. A facilitator says it for whoever takes part
    /// by phone; anybody else is asked, and counts as helped when they say so themselves. Either side ends it.
    ///
    /// # Errors
    /// See [`CommandError`]; also when it is neither a facilitator's nor a person's own to say, it would make a chain, or the one who acts speaks for themselves in a pair.
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
            check_may_say(about, person, &changing.person)?;
            let mut grant = Grant::Given;
            if person.is_some() && changing.person.presence == TakesPart::Phone {
                return Err(CommandError::not_now(
                    "takes_part_by_phone",
                    "This person takes part by phone and cannot write for anybody. Choose who writes for them instead.",
                ));
            }
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
                    let is_theirs = *person == about.actor.participant || helped.presence == TakesPart::Phone;
                    if is_theirs {
                        Act::ActFor
                    } else {
                        grant = Grant::Asked;
                        Act::AskToActFor
                    }
                }
            };
            changing.person.act_for(person, grant);
            let entry = Entry { acts_for: person, ..self.entry(about, act) };
            self.finish_change(about, changing, entry).await
        })
        .await
    }

    /// Checks that a scribe has never acted for the other half of the pair they speak in: an agreement that one hand can
    /// write is worth nothing, whoever is named in it.
    ///
    /// # Errors
    /// `one_hand`; or when the scribe's record cannot be read.
    pub(super) async fn check_two_hands(
        &self,
        actor: &Actor,
        voice: &Voice,
        (pair, side): (&Pair, Side),
    ) -> Result<(), CommandError> {
        if voice.scribe.is_none() {
            return Ok(());
        }
        let key = records::person_key(&actor.workshop, &actor.participant);
        let scribe: Option<PersonRecord> = records::read(self.store.as_ref(), &key).await?;
        let scribe = scribe.ok_or(NO_SUCH_PERSON)?;
        let other_half = match side {
            Side::Patient => &pair.professional,
            Side::Professional => &pair.patient,
        };
        if scribe.acted_for.iter().any(|person| person.as_str() == other_half.as_str()) {
            return Err(CommandError::not_now(
                "one_hand",
                "You have written for the other half of this pair before. Nobody writes for both: somebody else can write this down.",
            ));
        }
        Ok(())
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

/// Facilitators say who acts for whom; a person says who acts for them; and either of the two ends it.
fn check_may_say(
    about: About<'_>,
    person: Option<&ParticipantId>,
    scribe: &PersonRecord,
) -> Result<(), CommandError> {
    let actor = &about.actor.participant;
    let own = match person {
        Some(person) => person == actor,
        None => about.participant == actor || scribe.acts_for.as_ref() == Some(actor),
    };
    if own || command::may(about.actor.role, Command::ManagePeople) {
        Ok(())
    } else {
        Err(CommandError::not_allowed(command::refusal(Command::ManagePeople)))
    }
}
