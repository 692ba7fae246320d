/**
 * Who waits to be let in, as far as this person is told: the server gives it to facilitators only. Owns that one question.
 */
import type { RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';

/** Who waits now; facilitators only learn it. */
export function waitingIn(workshop: OpenWorkshop): readonly RosterPerson[] {
  return [...workshop.facts.roster.value.values()].filter((person) => person.state === 'waiting');
}
