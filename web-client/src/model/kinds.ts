/**
 * The kinds of parts that a map holds, as one table: a row says where parts of a kind are, which texts and words they
 * have, how they are ordered, whether pairs agree on them, and under which symbol and words they are shown.
 *
 * Reading, adding, moving, removing, undo, limits and the lists go by the rows, so that a new kind that is listed needs a
 * row here. What parts mean to a pair is written by hand in meaning.ts. The same rows as `crdt/src/pathway/kinds.rs`, held
 * together by `crdt/data/part-kinds.json`; knows neither network nor page: symbols and words are named, not looked up.
 */
import { PARTS_PER_MAP_MAX, STAGES_OR_LANES_PER_MAP_MAX, TEXT_FIELD_UNITS_MAX, TITLE_UNITS_MAX } from './limits';

/** Every sector, in the order choices are offered. */
export const SECTORS = ['nhs', 'social_care', 'vcse', 'peer', 'self_family', 'other_public'] as const;
/** Every family of outcomes, in the order choices are offered. */
export const FAMILIES = ['long_term', 'recovery', 'prevention'] as const;
/** Every mode, in the order choices are offered. */
export const MODES = ['for', 'by', 'with'] as const;
/** Every perspective, in the order choices are offered. */
export const PERSPECTIVES = ['lived', 'professional', 'both', 'other'] as const;
/** Whether a step simply happens or is a point where person and professional choose together. */
export const STEP_KINDS = ['step', 'decision'] as const;

/** A field that holds one word of a closed set; what is absent or not in the set reads as the first. */
export interface WordField {
  /** Under its own key of the part, or as a field of the one value `meta`. */
  readonly within: 'part' | 'meta';
  readonly words: readonly string[];
  /** The word `w` is shown with the message `{label}.w` and the symbol `w`. */
  readonly label?: string;
}

/** The messages that name parts of a kind that is listed. */
interface Labels {
  readonly one: string;
  readonly untitled: string;
  readonly title: string;
  readonly lead: string;
  readonly add: string;
}

/** One row of the table. */
export interface KindRow {
  /** Name of the root of its parts. */
  readonly root: string;
  /** An order key in one list of the kind, or within its cell of stage and lane; or the order of the steps it joins. */
  readonly order: 'list' | 'cell' | 'ends';
  /** Its texts, each with the most UTF-16 code units that may be written. */
  readonly texts: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, WordField>>;
  /** The fields above that a pair agrees on; `null` when there is nothing to agree on in this kind. */
  readonly meaning: readonly string[] | null;
  /** Most parts of the kind that a map shows; over it the server takes out what was added last. */
  readonly shownMax: number;
  readonly symbol?: string;
  readonly labels: Pick<Labels, 'one'> & Partial<Labels>;
  /** Of a text beside the title: the message that shows it. */
  readonly shown?: Readonly<Record<string, string>>;
  /** Of a kind that is a plain list: whether its section is there always, or once there is a part in it. */
  readonly shows?: 'always' | 'used';
}

/** The table. The order of the rows is the order in which the server reads parts until a map is full. */
export const PART_KINDS = {
  stage: {
    root: 'stages', order: 'list', texts: { title: TITLE_UNITS_MAX }, words: {}, meaning: ['title'], shownMax: STAGES_OR_LANES_PER_MAP_MAX,
    labels: { one: 'stage.one', untitled: 'stage.untitled', title: 'stages.title', lead: 'stages.lead', add: 'add.stage' },
  },
  lane: {
    root: 'lanes', order: 'list', texts: { title: TITLE_UNITS_MAX },
    words: { sector: { within: 'part', words: ['', ...SECTORS], label: 'sector' } }, meaning: null, shownMax: STAGES_OR_LANES_PER_MAP_MAX,
    labels: { one: 'lane.one', untitled: 'lane.untitled', title: 'lanes.title', lead: 'lanes.lead', add: 'add.lane' },
  },
  goal: {
    root: 'goals', order: 'list', texts: { title: TITLE_UNITS_MAX }, words: {}, meaning: ['title'], shownMax: PARTS_PER_MAP_MAX, symbol: 'goal',
    labels: { one: 'goal.one', untitled: 'goal.untitled', title: 'goals.title', lead: 'goals.lead', add: 'add.goal' },
  },
  step: {
    root: 'steps', order: 'cell',
    texts: { title: TITLE_UNITS_MAX, detail: TEXT_FIELD_UNITS_MAX, options: TEXT_FIELD_UNITS_MAX, matters: TEXT_FIELD_UNITS_MAX },
    words: {
      kind: { within: 'meta', words: STEP_KINDS },
      mode: { within: 'meta', words: ['', ...MODES] },
      sector: { within: 'meta', words: ['', ...SECTORS] },
      perspective: { within: 'meta', words: ['', ...PERSPECTIVES] },
    },
    meaning: ['title', 'detail', 'options', 'matters', 'kind', 'mode', 'sector'], shownMax: PARTS_PER_MAP_MAX, labels: { one: 'step.one' },
  },
  link: {
    root: 'links', order: 'ends', texts: { label: TITLE_UNITS_MAX }, words: { kind: { within: 'part', words: ['leadsTo'] } },
    meaning: ['label'], shownMax: PARTS_PER_MAP_MAX, labels: { one: 'link.one' },
  },
  outcome: {
    root: 'outcomes', order: 'list', texts: { title: TITLE_UNITS_MAX, measure: TEXT_FIELD_UNITS_MAX },
    words: { family: { within: 'meta', words: ['', ...FAMILIES], label: 'family' } },
    meaning: ['title', 'measure', 'family'], shownMax: PARTS_PER_MAP_MAX, symbol: 'outcome',
    labels: { one: 'outcome.one', untitled: 'outcome.untitled', title: 'outcomes.title', lead: 'outcomes.lead', add: 'add.outcome' },
    shown: { measure: 'outcome.measure' }, shows: 'always',
  },
  asset: {
    root: 'assets', order: 'list', texts: { title: TITLE_UNITS_MAX },
    words: { kind: { within: 'meta', words: ['', 'strength', 'family', 'friend', 'peer', 'place', 'other'], label: 'asset.kind' } },
    meaning: null, shownMax: PARTS_PER_MAP_MAX, symbol: 'asset', shows: 'used',
    labels: { one: 'asset.one', untitled: 'asset.untitled', title: 'assets.title', lead: 'assets.lead', add: 'add.asset' },
  },
} as const satisfies Readonly<Record<string, KindRow>>;

type Table = typeof PART_KINDS;

/** The kinds of part a map holds. */
export type PartKind = keyof Table;
/** The kinds of part that stand in one order of their own. */
export type OrderedKind = { [Kind in PartKind]: Table[Kind]['order'] extends 'list' ? Kind : never }[PartKind];
/** The kinds of part that a pair can agree on. */
export type AgreedKind = { [Kind in PartKind]: Table[Kind]['meaning'] extends null ? never : Kind }[PartKind];
/** The text fields a part can have. */
export type TextField = { [Kind in PartKind]: keyof Table[Kind]['texts'] }[PartKind];

type WordsOf<Kind extends PartKind> = { readonly [Field in keyof Table[Kind]['words']]: Table[Kind]['words'][Field] extends { readonly words: readonly (infer Word)[] } ? Word : never };
/** Who provides a step or a lane; `''` means not said yet. */
export type Sector = WordsOf<'lane'>['sector'];
/** Done for people, by people, or with each other; `''` means not said yet. */
export type Mode = WordsOf<'step'>['mode'];
/** Whose knowledge a step rests on; `''` means not said yet. */
export type Perspective = WordsOf<'step'>['perspective'];
/** What kind of change an outcome is; `''` means not said yet. */
export type Family = WordsOf<'outcome'>['family'];
/** Whether a step simply happens or is a point where person and professional choose together. */
export type StepKind = WordsOf<'step'>['kind'];

/** The texts and words of a kind. */
export type FieldsOf<Kind extends PartKind> = { readonly [Text in keyof Table[Kind]['texts']]: string } & WordsOf<Kind>;

/** A part that stands in one order of its own, as it is read. */
export type ListedPart<Kind extends OrderedKind = OrderedKind> = {
  readonly id: string;
  /** Order key; `''` when what the document holds is not one. */
  readonly ord: string;
  readonly removed: boolean;
} & FieldsOf<Kind>;

/** Every kind, in the order of the table. */
export const KINDS = Object.keys(PART_KINDS) as readonly PartKind[];
/** The kinds of part that stand in one order of their own. */
export const ORDERED_KINDS = KINDS.filter(isOrdered);
/** Every kind in the order in which people meet them. */
export const KINDS_AS_SHOWN = ['goal', 'outcome', 'asset', 'stage', 'lane', 'step', 'link'] as const satisfies readonly PartKind[];
/** The kinds that stand below the goals, each a list that is read and changed in one way. */
export const PLAIN_KINDS = ['outcome', 'asset'] as const satisfies readonly OrderedKind[];
/** One of them. */
export type PlainKind = (typeof PLAIN_KINDS)[number];

/** What the table says of a kind, for code that goes through its fields. */
export function rowOf(kind: PartKind): KindRow {
  return PART_KINDS[kind];
}

/** Whether parts of a kind stand in one order of their own. */
export function isOrdered(kind: PartKind): kind is OrderedKind {
  return rowOf(kind).order === 'list';
}

/** Whether a pair can agree on a part; on the whole map it can. */
export function isAgreed<Part extends { readonly kind: PartKind | 'map' }>(part: Part): part is Part & { readonly kind: AgreedKind | 'map' } {
  return part.kind === 'map' || rowOf(part.kind).meaning !== null;
}

/** The texts of a kind. */
export function textsOf(kind: PartKind): readonly TextField[] {
  return Object.keys(PART_KINDS[kind].texts) as TextField[];
}

/** Longest text that may be written into a field. */
export function unitsMaxOf(kind: PartKind, field: TextField): number {
  return rowOf(kind).texts[field] ?? 0;
}

/** The word of a set that a value is; the first of the set for anything else. */
export function wordOf<Word extends string>(field: { readonly words: readonly Word[] }, value: unknown): Word {
  return field.words.find((word) => word === value) ?? (field.words[0] as Word);
}
