/**
 * How far showing notes without names is, as the `session` document tells it. Reads only, and never throws on unexpected content. The layout
 * is PROTOCOL.md section 1.5.
 */
import type * as Y from 'yjs';
import { plainOf } from '../read';

/** Fewest people whose notes are shown without names. */
export const GIVERS_MIN = 3;

/** How far showing the notes of one activity without names is. */
export interface Reveal {
  /** People share and change what they share; it was shown; or too few had shared, and nothing was. */
  readonly state: 'open' | 'shown' | 'tooFew';
  /** How many people have shared. */
  readonly given: number;
  /** What stands for the activity in the names of the documents that hold what people kept who shared. */
  readonly kept: string | undefined;
  /** Whether it began anew, because the server was set back. */
  readonly isAnew: boolean;
}

const STATES = ['open', 'shown', 'tooFew'] as const;
const ACTIVITY_ID = /^[a-z0-9-]{1,32}$/u;

/** It, by the id of the item of the agenda. */
export function readReveals(doc: Y.Doc): ReadonlyMap<string, Reveal> {
  const all = new Map<string, Reveal>();
  for (const [activity, raw] of doc.getMap('reveals').entries()) {
    const said = plainOf(raw);
    const state = STATES.find((known) => known === said?.['state']);
    if (!said || !state) continue;
    const { given, kept } = said;
    all.set(activity, {
      state, given: typeof given === 'number' && Number.isSafeInteger(given) && given >= 0 ? given : 0,
      kept: typeof kept === 'string' && ACTIVITY_ID.test(kept) ? kept : undefined, isAnew: said['anewAt'] !== undefined,
    });
  }
  return all;
}
