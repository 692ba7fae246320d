/**
 * The five simulated people of a practice: they join by the invitations of their roles and come back after a reload of the page. Knows no
 * page's look.
 */
import { newId } from '../model/schema';
import { newCommand, publicApi, type Invite } from '../workshop/api';
import type { OpenWorkshop } from '../workshop/open';
import { letAct } from './deeds';
import { MADE_UP, type MadeUp } from './made-up';
import { keep, keptIn, type KeptPerson } from './kept-people';
import { SimulatedPerson } from './simulated-person';

/** Somebody joins as anybody would; nothing when they would have to wait. */
async function join(madeUp: MadeUp, invites: readonly Invite[]): Promise<KeptPerson | null> {
  const secret = invites.find(({ role }) => role === madeUp.role)?.link.split('#')[1];
  if (secret === undefined) return null;
  const joined = await publicApi().join(newCommand(), secret, { nickname: madeUp.nickname, device: newId() });
  if (joined.state !== 'in') return null;
  const { participant, deviceSecret, map } = joined;
  return { participant, deviceSecret, map };
}

/** Brings them, and lets them take part until it is stopped. */
export async function simulatePeople(workshop: OpenWorkshop): Promise<() => void> {
  const id = workshop.entry.workshop;
  const kept = keptIn(id);
  const invites = kept.length === MADE_UP.length ? [] : await workshop.api.invites();
  const all: (KeptPerson | null)[] = [];
  for (const [place, madeUp] of MADE_UP.entries()) all.push(kept[place] ?? (await join(madeUp, invites)));
  keep(id, all);
  const people = all.flatMap((who, place) => {
    const madeUp = MADE_UP[place];
    return who && madeUp ? [new SimulatedPerson(id, who, madeUp)] : [];
  });
  const stop = letAct(people, workshop.session);
  return () => {
    stop();
    for (const person of people) person.close();
  };
}
