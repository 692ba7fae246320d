/**
 * The layout of a map document (docs/PROTOCOL.md section 1.1): its roots, and the plain values that a reader gets. The
 * kinds of parts and their fields are rows of kinds.ts. Owns no behaviour and knows neither network nor page.
 */
import type * as Y from 'yjs';
import { KINDS, PART_KINDS } from './kinds';
import type { ListedPart, Mode, OrderedKind, PartKind, Perspective, Sector, StepKind } from './kinds';

/** Whether the map shows how it is now or how we want it. */
export type MapKind = 'current' | 'future';

/** Names one part of the map. */
export interface PartRef {
  readonly kind: PartKind;
  readonly id: string;
}

/** A part of the journey as lived, left to right. */
export type Stage = ListedPart<'stage'>;
/** Who does it or where it happens, top to bottom. */
export type Lane = ListedPart<'lane'>;
/** What the person wants, in their words. */
export type Goal = ListedPart<'goal'>;
/** A change that people can notice. */
export type Outcome = ListedPart<'outcome'>;

/** One thing that happens. */
export interface Step {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** What there is to choose from, one a line; kept, but not shown, while the step is no shared decision. */
  readonly options: string;
  /** What matters to the person in the choice; kept likewise. */
  readonly matters: string;
  /** Id of the stage; may name one that is missing or removed. */
  readonly stage: string;
  /** Id of the lane; may name one that is missing or removed. */
  readonly lane: string;
  /** Order within its cell. */
  readonly ord: string;
  readonly kind: StepKind;
  readonly mode: Mode;
  readonly sector: Sector;
  readonly perspective: Perspective;
  readonly removed: boolean;
}

/** Order or handover between two steps. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly label: string;
  readonly removed: boolean;
}

/** What may be said about a step beside its words. */
export interface StepMeta {
  readonly mode: Mode;
  readonly sector: Sector;
  readonly perspective: Perspective;
}

/** The plain value under `pos`: one value, so that two movers never make a cell nobody chose. */
export interface Place {
  readonly stage: string;
  readonly lane: string;
  readonly ord: string;
}

/** The value of a part of a kind. */
export type PartOf<Kind extends PartKind> = Kind extends OrderedKind ? ListedPart<Kind> : Kind extends 'step' ? Step : Link;

/** The roots of a map document: one a kind of part, and two of the map. */
export type MapRoots = Readonly<Record<PartKind | 'meta' | 'stepGoals', Y.Map<unknown>>>;

/** The roots of `doc`, defined as the types they are. */
export function mapRoots(doc: Y.Doc): MapRoots {
  const parts = KINDS.map((kind) => [kind, doc.getMap(PART_KINDS[kind].root)] as const);
  return { ...(Object.fromEntries(parts) as Record<PartKind, Y.Map<unknown>>), meta: doc.getMap('meta'), stepGoals: doc.getMap('stepGoals') };
}

const ID_DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_UNITS = 26;

/** A fresh random id of a part: 26 characters, 130 random bits, never derived from anything. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_UNITS));
  return Array.from(bytes, (byte) => ID_DIGITS.charAt(byte & 31)).join('');
}

/** The key of "this step serves this goal" under `stepGoals`. */
export function stepGoalKey(step: string, goal: string): string {
  return `${step}:${goal}`;
}
