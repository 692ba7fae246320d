/**
 * Which lines below the header a person has put away, of one open map: each as what it said, so that it comes back when it
 * says something else, or when it is so again. Kept as long as the page is open. Owns that memory only.
 */
import { signal, type Signal } from '@preact/signals';
import type { OpenMap } from '../../workshop/open';

/** What was put away: the words by the id of their line. */
export type PutAway = ReadonlyMap<string, string>;

const known = new WeakMap<OpenMap, Signal<PutAway>>();

/** What was put away in an open map. */
export function putAwayIn(open: OpenMap): Signal<PutAway> {
  const kept = known.get(open) ?? signal<PutAway>(new Map());
  known.set(open, kept);
  return kept;
}

/** Puts a line away as what it says now. */
export function putAway(open: OpenMap, line: { readonly id: string; readonly text: string }): void {
  const kept = putAwayIn(open);
  kept.value = new Map(kept.peek()).set(line.id, line.text);
}

/** Forgets what was put away and is not so any more: when it begins anew it is news. */
export function forgetOthers(open: OpenMap, now: ReadonlySet<string>): void {
  const kept = putAwayIn(open);
  if ([...kept.peek().keys()].some((id) => !now.has(id))) kept.value = new Map([...kept.peek()].filter(([id]) => now.has(id)));
}

/** Shows everything again. */
export function bringBack(open: OpenMap): void {
  putAwayIn(open).value = new Map();
}
