/**
 * How far people are who write alone, and what they gave, as the `session` document tells it. Reads only, and never throws on unexpected
 * content. The layout is PROTOCOL.md section 1.5.
 */
import type * as Y from 'yjs';
import { NOTE_UNITS_MAX, readAbout, type About } from './my-notes';
import type { Side } from '../people';
import { plainOf } from '../read';

/** How many of one side are how far. */
export interface Counts {
  readonly opened: number;
  readonly finished: number;
}

/** How far the people are in one activity. */
export interface Writing {
  readonly patient: Counts;
  readonly professional: Counts;
  /** Since when notes can be given, in milliseconds since 1970. */
  readonly givingSince: number | undefined;
}

/** A note that was given, or an idea that was added without one. */
export interface Idea {
  readonly id: string;
  readonly text: string;
  /** In which activity: id of the item of the agenda; `''` where it was added while none was on. */
  readonly activity: string;
  /** Whose it is, and their side; `''` where it was shared without a name. */
  readonly by: string;
  readonly side: Side | undefined;
  /** Id of the note; `''` where there was none. */
  readonly note: string;
  readonly about: About | undefined;
  readonly at: number;
}

const NOBODY: Counts = { opened: 0, finished: 0 };
/** An activity in which nobody has opened their notes. */
export const NOT_WRITING: Writing = { patient: NOBODY, professional: NOBODY, givingSince: undefined };
/** Most ideas that are read. */
const IDEAS_MAX = 1_000;

/** How far the people are, by the id of the item of the agenda. */
export function readWriting(doc: Y.Doc): ReadonlyMap<string, Writing> {
  const all = new Map<string, Writing>();
  for (const [activity, raw] of doc.getMap('writing').entries()) {
    const said = plainOf(raw);
    if (!said) continue;
    const { givingSince } = said;
    all.set(activity, { patient: countsOf(said['patient']), professional: countsOf(said['professional']), givingSince: typeof givingSince === 'number' ? givingSince : undefined });
  }
  return all;
}

/** Every idea, the first given first. */
export function readIdeas(doc: Y.Doc): readonly Idea[] {
  const ideas: Idea[] = [];
  for (const [id, raw] of doc.getMap('ideas').entries()) {
    const said = plainOf(raw);
    if (!said || ideas.length >= IDEAS_MAX) continue;
    const { text, activity, by, side, note, at } = said;
    if (typeof text !== 'string' || typeof activity !== 'string') continue;
    ideas.push({
      id, text: text.slice(0, NOTE_UNITS_MAX), activity, by: typeof by === 'string' ? by : '', side: side === 'patient' || side === 'professional' ? side : undefined, note: typeof note === 'string' ? note : '',
      about: readAbout(said['about']), at: typeof at === 'number' ? at : 0,
    });
  }
  return ideas.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function countsOf(value: unknown): Counts {
  const said = plainOf(value);
  return { opened: count(said?.['opened']), finished: count(said?.['finished']) };
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
