/** Hands that are up, in the order in which people speak, as the `session` document tells it. The same as `crdt/src/workshop/session/hands.rs`. */
import type * as Y from 'yjs';
import type { Side } from '../people';
import { plainOf } from '../read';

/** Most hands that are read. */
const HANDS_MAX = 300;

interface Hand {
  readonly person: string;
  readonly side: Side | undefined;
  readonly at: number;
}

/** Everybody whose hand is up, in the order in which they speak. */
export function readHands(doc: Y.Doc): readonly string[] {
  const hands: Hand[] = [];
  for (const [person, raw] of doc.getMap('hands').entries()) {
    const said = plainOf(raw);
    const at = said?.['at'];
    if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0 || hands.length >= HANDS_MAX) continue;
    hands.push({ person, side: sideOf(said?.['side']), at });
  }
  hands.sort((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1));
  const of = (side: Side | undefined) => hands.filter((hand) => hand.side === side).map(({ person }) => person);
  const spoke = sideOf(doc.getMap('handsOrder').get('spoke'));
  const first: Side = spoke === 'patient' ? 'professional' : 'patient';
  return [...alternate(of(first), of(first === 'patient' ? 'professional' : 'patient')), ...of(undefined)];
}

function sideOf(value: unknown): Side | undefined {
  return value === 'patient' || value === 'professional' ? value : undefined;
}

/** One of each in turn, beginning with the first; of the longer list the rest follows. */
function alternate(first: readonly string[], second: readonly string[]): readonly string[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, at) => [first[at], second[at]]).flat().filter((one) => one !== undefined);
}
