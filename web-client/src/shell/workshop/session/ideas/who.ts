/** For whom I add and sort shared ideas, and whether the map is locked for that now. Owns that choice; who may is the server's. */
import { isResting } from '../../../../model/session/run';
import type { OpenWorkshop } from '../../../../workshop/open';
import { writersOf, type Writer } from '../notes/writers';

/** Whether only facilitators change the map now, and I am none. */
export function isLockedForMe({ me, facts, session }: OpenWorkshop): boolean {
  if (me.value.role === 'facilitator') return false;
  return facts.meta.value?.frozen === true || isResting(session.state.value);
}

/** Those for whom I can add and sort ideas now; nobody for who looks on, and while the map is locked. */
export function sortersOf(workshop: OpenWorkshop): readonly Writer[] {
  return isLockedForMe(workshop) ? [] : writersOf(workshop);
}

/** For whom something is said, as the server takes it. */
export function forWhom(sorter: Writer | undefined): { readonly actingFor?: string } {
  return sorter?.actingFor === undefined ? {} : { actingFor: sorter.actingFor };
}
