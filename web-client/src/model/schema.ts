/**
 * The layout of a map document (docs/PROTOCOL.md section 1.1): root names, key names, the closed sets of words, and the
 * plain values that a reader gets. Owns no behaviour and knows neither network nor page.
 */
import type * as Y from 'yjs';

/** Who provides a step or a lane; `''` means not said yet. */
export type Sector = 'nhs' | 'social_care' | 'vcse' | 'peer' | 'self_family' | 'other_public' | '';
/** Done for people, by people, or with each other; `''` means not said yet. */
export type Mode = 'for' | 'by' | 'with' | '';
/** Whose knowledge a step rests on; `''` means not said yet. */
export type Perspective = 'lived' | 'professional' | 'both' | 'other' | '';
/** What kind of change an outcome is; `''` means not said yet. */
export type Family = 'long_term' | 'recovery' | 'prevention' | '';
/** Whether a step simply happens or is a point where person and professional choose together. */
export type StepKind = 'step' | 'decision';
/** Whether the map shows how it is now or how we want it. */
export type MapKind = 'current' | 'future';

/** Every sector, in the order choices are offered. */
export const SECTORS = ['nhs', 'social_care', 'vcse', 'peer', 'self_family', 'other_public'] as const satisfies readonly Sector[];
/** Every family of outcomes, in the order choices are offered. */
export const FAMILIES = ['long_term', 'recovery', 'prevention'] as const satisfies readonly Family[];
/** Every mode, in the order choices are offered. */
export const MODES = ['for', 'by', 'with'] as const satisfies readonly Mode[];
/** Every perspective, in the order choices are offered. */
export const PERSPECTIVES = ['lived', 'professional', 'both', 'other'] as const satisfies readonly Perspective[];

/** The kinds of part a map holds. */
export type PartKind = 'stage' | 'lane' | 'goal' | 'outcome' | 'step' | 'link';
/** The kinds of part that stand in one order of their own. */
export type OrderedKind = Exclude<PartKind, 'step' | 'link'>;
/** The text fields a part can have. */
export type TextField = 'title' | 'detail' | 'options' | 'matters' | 'measure' | 'label';

/** Names one part of the map. */
export interface PartRef {
  readonly kind: PartKind;
  readonly id: string;
}

/** A part of the journey as lived, left to right. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  /** Order key; `''` when what the document holds is not one. */
  readonly ord: string;
  readonly removed: boolean;
}

/** Who does it or where it happens, top to bottom. */
export interface Lane extends Stage {
  readonly sector: Sector;
}

/** What the person wants, in their words. */
export type Goal = Stage;

/** A change that people can notice. */
export interface Outcome extends Stage {
  /** How we will know. */
  readonly measure: string;
  readonly family: Family;
}

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

/** Root name of each kind of part. */
export const ROOT_OF = {
  stage: 'stages',
  lane: 'lanes',
  goal: 'goals',
  outcome: 'outcomes',
  step: 'steps',
  link: 'links',
} as const satisfies Record<PartKind, string>;

/** The roots of a map document. */
export interface MapRoots {
  readonly meta: Y.Map<unknown>;
  readonly stage: Y.Map<unknown>;
  readonly lane: Y.Map<unknown>;
  readonly goal: Y.Map<unknown>;
  readonly outcome: Y.Map<unknown>;
  readonly step: Y.Map<unknown>;
  readonly link: Y.Map<unknown>;
  readonly stepGoals: Y.Map<unknown>;
}

/** The roots of `doc`, defined as the types they are. */
export function mapRoots(doc: Y.Doc): MapRoots {
  return {
    meta: doc.getMap('meta'),
    stage: doc.getMap(ROOT_OF.stage),
    lane: doc.getMap(ROOT_OF.lane),
    goal: doc.getMap(ROOT_OF.goal),
    outcome: doc.getMap(ROOT_OF.outcome),
    step: doc.getMap(ROOT_OF.step),
    link: doc.getMap(ROOT_OF.link),
    stepGoals: doc.getMap('stepGoals'),
  };
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
