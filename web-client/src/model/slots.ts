/**
 * Order keys for a place among siblings. Usually one new key; when neighbours' keys collide (two devices made the same,
 * or a hostile one), the ones in the way get fresh keys too. Pure.
 */
import { between, isOrd } from './order';
import type { Random32 } from './order';

/** Something that has a place in an order. */
export interface Ordered {
  readonly id: string;
  readonly ord: string;
}

/** The key of the part to place, and fresh keys for siblings that were in the way. */
export interface SlotKeys {
  readonly ord: string;
  readonly moved: readonly Ordered[];
}

/** Keys that put a part at `index` (clamped) among `siblings`, which are in display order and do not hold the part. */
export function keysFor(siblings: readonly Ordered[], index: number | undefined, random: Random32): SlotKeys {
  const at = Math.max(0, Math.min(index ?? siblings.length, siblings.length));
  const floor = siblings[at - 1]?.ord || undefined;
  // Below a text that is not a key nothing can be said about room: the whole list gets fresh keys.
  if (floor !== undefined && !isOrd(floor)) return freshKeys(siblings, at, random);
  let next = at;
  while (next < siblings.length && !isAbove(siblings[next]?.ord, floor)) next += 1;
  const ceiling = siblings[next]?.ord;
  const ord = between(floor, ceiling, random);
  const moved: Ordered[] = [];
  let last = ord;
  for (const sibling of siblings.slice(at, next)) {
    last = between(last, ceiling, random);
    moved.push({ id: sibling.id, ord: last });
  }
  return { ord, moved };
}

function freshKeys(siblings: readonly Ordered[], at: number, random: Random32): SlotKeys {
  let last: string | undefined;
  const next = (): string => (last = between(last, undefined, random));
  const low = siblings.slice(0, at).map(({ id }) => ({ id, ord: next() }));
  const ord = next();
  const high = siblings.slice(at).map(({ id }) => ({ id, ord: next() }));
  return { ord, moved: [...low, ...high] };
}

function isAbove(ord: string | undefined, floor: string | undefined): boolean {
  return ord !== undefined && isOrd(ord) && (floor === undefined || ord > floor);
}
