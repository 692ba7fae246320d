//! Ids under which words may stand that are not their owner's: whom to ask, and when it is settled.
//!
//! Comparing what they have with what others brought is in `claims.rs`.

use super::Writers;
use super::record::Claim;
use crate::ids::ParticipantId;

impl Writers {
    /// The ids under which a person may have other words than were written there, with the first clock of it: their own
    /// where somebody else has written, and those of nobody certain where more than one has.
    pub(crate) fn foreign_of<'a>(
        &'a self,
        person: &'a ParticipantId,
    ) -> impl Iterator<Item = (u64, u32)> + 'a {
        let of_person = move |client: &u64| {
            let record = self.known.get(client)?;
            let from = match record.claim {
                Claim::Own if record.person == *person => record.foreign_from?,
                // Whoever shows an id could have taken it over from who wrote under it and shows nothing.
                Claim::Own if record.brought_by.as_ref() == Some(person) => 0,
                Claim::Own => return None,
                Claim::Brought => record.foreign_from?,
            };
            Some((*client, from))
        };
        self.foreign.iter().filter_map(of_person)
    }

    /// What others wrote under an id is what its own connection has too, up to this clock; `known` is how far it goes.
    pub(crate) fn agree(&mut self, client: u64, (end, known): (u32, u32)) {
        self.change(client, |record| record.foreign_from = (end < known).then_some(end));
    }

    /// The document was built anew and may lack what was shown to people.
    pub(crate) fn doubt(&mut self) {
        for (client, record) in &mut self.known {
            if record.whole_in.take().is_some() {
                self.unsaved.insert(*client);
            }
        }
    }
}
