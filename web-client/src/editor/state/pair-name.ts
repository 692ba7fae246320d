/** What a pair is called, on every screen. Owns these words. */
import { SIDES } from '../../model/agreement';
import type { Pair } from '../../model/pairs';
import type { Desk } from './editor-state';

/** Its name, else the names of the two. */
export function pairName(desk: Pick<Desk, 'nameOf'>, pair: Pair): string {
  return pair.name.trim() || SIDES.map((side) => desk.nameOf(pair[side])).join(' · ');
}
