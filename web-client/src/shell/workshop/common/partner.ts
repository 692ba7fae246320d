/** Whether I decide with a partner and have none, and who asks to be it. Owns these two questions; what is offered then is its callers'. */
import { partnerSide, sideIn, type Pair } from '../../../model/pairs';
import type { OpenMap } from '../../../workshop/open';

/** Whether my role decides with a partner and I have none; not told before the server has said so: a copy on this device may be from before I had one. */
export function isPartnerMissing(open: OpenMap): boolean {
  return partnerSide(open.workshop.me.value.role) !== undefined && !open.agreement.myPair.value && open.workshop.facts.meta.value !== undefined && open.workshop.areFactsKnown.value;
}

/** The pair that somebody asks me to be half of. */
export function askedPair({ workshop }: OpenMap): Pair | undefined {
  const me = workshop.entry.participant;
  return workshop.facts.pairs.value.find((pair) => pair.state === 'asked' && pair.askedBy !== me && sideIn(pair, me) !== undefined);
}
