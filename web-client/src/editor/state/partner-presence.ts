/** Who my partner is and whether they go through what is open just now. Reads the desk's signals; draws nothing. */
import { otherSide } from '../../model/agreement';
import type { PersonHere } from '../../presence/presence';
import type { Desk } from './editor-state';

/** My partner, or that of the person I write for, when they are here now. */
export function partnerHere(desk: Desk): PersonHere | undefined {
  const speaker = desk.agreement.speaker.value;
  const pair = desk.agreement.myPair.value;
  if (speaker.can !== 'speak' || !pair) return undefined;
  const partner = pair[otherSide(speaker.side)];
  return desk.presence.people.value.find((person) => person.participant === partner);
}

/** The same, only while they have the walk open. */
export function partnerInWalk(desk: Desk): PersonHere | undefined {
  const partner = partnerHere(desk);
  return partner?.at.view === 'walk' ? partner : undefined;
}
