/**
 * The votes of a session, as the `session` document tells them: what is asked, how many of each side have voted, and the sums of those that
 * are closed. A ballot never stands there. Reads only, and never throws on unexpected content; also the order in which one person sees the choices. The layout is
 * PROTOCOL.md section 1.5.
 */
import type * as Y from 'yjs';
import type { Side } from '../people';
import { plainOf, type Plain } from '../read';

/** How people vote. */
export const VOTE_KINDS = ['dots', 'rank', 'answer', 'scale'] as const;
export type VoteKind = (typeof VOTE_KINDS)[number];

const STATES = ['open', 'closed', 'tooFew'] as const;

/** The answers to a question, and the points of a scale, in the order in which they are shown. */
export const ANSWERS = ['yes', 'no', 'notSure'] as const;
export const POINTS = ['1', '2', '3', '4', '5'] as const;

/** Most choices of a vote, most dots of a person, most places of a ranking, and the fewest voters of whom anything is told. */
export const CHOICES_MAX = 40;
export const DOTS_EACH_MAX = 10;
export const PLACES_MAX = 3;
export const VOTERS_MIN = 3;
/** Longest question, and longest text of a choice. */
export const VOTE_TEXT_CHARS_MAX = 300;
/** Most votes that are read. */
const ROUNDS_MAX = 40;

/** Something that can be voted for. */
export interface VoteChoice {
  readonly id: string;
  readonly text: string;
}

/** A number for each choice or answer; what nobody chose is absent. */
export type Numbers = ReadonlyMap<string, number>;

/** How many of each side. */
export type BySide = Readonly<Record<Side, number>>;

/** What is told of a vote once it is closed. */
export interface RoundResult {
  readonly voted: BySide;
  readonly total: Numbers;
  /** The sums of each side; absent where one would tell too much. */
  readonly patient?: Numbers | undefined;
  readonly professional?: Numbers | undefined;
}

/** One vote. */
export interface Round {
  readonly id: string;
  readonly kind: VoteKind;
  readonly question: string;
  readonly choices: readonly VoteChoice[];
  readonly dotsEach: number;
  readonly notOwn: boolean;
  readonly state: (typeof STATES)[number];
  readonly openedAt: number;
  /** Whether it began anew, because the server was set back. */
  readonly isAnew: boolean;
  /** How many have voted so far. */
  readonly voted: BySide;
  readonly result?: RoundResult | undefined;
}

/** Reads the votes, the one opened last first. */
export function readVotes(doc: Y.Doc): readonly Round[] {
  const voted = doc.getMap('voted');
  const rounds: Round[] = [];
  for (const [id, raw] of doc.getMap('rounds').entries()) {
    const round = readRound(id, plainOf(raw), bySide(voted.get(id)));
    if (round && rounds.length < ROUNDS_MAX) rounds.push(round);
  }
  return rounds.toSorted((one, other) => other.openedAt - one.openedAt || (one.id < other.id ? -1 : 1));
}

function readRound(id: string, said: Plain | undefined, voted: BySide): Round | undefined {
  const kind = VOTE_KINDS.find((one) => one === said?.['kind']);
  const state = STATES.find((one) => one === said?.['state']);
  const openedAt = whole(said?.['openedAt']);
  if (!said || !kind || !state || openedAt === undefined) return undefined;
  return {
    id, kind, state, openedAt, voted, question: text(said['question']), choices: readChoices(said['choices']), dotsEach: Math.min(whole(said['dotsEach']) ?? 0, DOTS_EACH_MAX),
    notOwn: said['notOwn'] === true, isAnew: whole(said['anewAt']) !== undefined, result: state === 'closed' ? readResult(plainOf(said['result'])) : undefined,
  };
}

function readChoices(said: unknown): readonly VoteChoice[] {
  const list: readonly unknown[] = Array.isArray(said) ? said.slice(0, CHOICES_MAX) : [];
  return list.flatMap((one) => {
    const choice = plainOf(one);
    return typeof choice?.['id'] === 'string' ? [{ id: choice['id'], text: text(choice['text']) }] : [];
  });
}

function readResult(said: Plain | undefined): RoundResult | undefined {
  if (!said) return undefined;
  const has = (side: Side) => plainOf(said[side]) !== undefined;
  const sides = has('patient') && has('professional');
  return { voted: bySide(said['voted']), total: numbers(said['total']), ...(sides ? { patient: numbers(said['patient']), professional: numbers(said['professional']) } : {}) };
}

function numbers(said: unknown): Numbers {
  const found = Object.entries(plainOf(said) ?? {}).slice(0, CHOICES_MAX);
  return new Map(found.flatMap(([key, value]) => (whole(value) === undefined ? [] : [[key, Number(value)] as const])));
}

function bySide(said: unknown): BySide {
  const plain = plainOf(said);
  return { patient: whole(plain?.['patient']) ?? 0, professional: whole(plain?.['professional']) ?? 0 };
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * The choices in the order in which one person sees them: another for each person and vote, so that what stands first gains nothing, and the
 * same each time that person looks.
 */
export function inOrderFor(person: string, { id, choices }: Pick<Round, 'id' | 'choices'>): readonly VoteChoice[] {
  const place = (choice: VoteChoice) => scattered(`${id}/${person}/${choice.id}`);
  return choices.map((choice) => [place(choice), choice] as const).toSorted(([one], [other]) => one - other).map(([, choice]) => choice);
}

/** A number that differs widely between texts that differ little: FNV-1a, mixed once more. */
function scattered(words: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** What a person has chosen: for each choice its dots or its place, or the one answer with a 1. */
export type Marks = ReadonlyMap<string, number>;

/** Dots that are left. */
export function dotsLeft({ dotsEach }: Pick<Round, 'dotsEach'>, marks: Marks): number {
  return dotsEach - [...marks.values()].reduce((sum, dots) => sum + dots, 0);
}

/** With one dot more or less on a choice. */
export function withDots(marks: Marks, choice: string, change: 1 | -1): Marks {
  const next = new Map(marks);
  const dots = (marks.get(choice) ?? 0) + change;
  if (dots > 0) next.set(choice, dots);
  else next.delete(choice);
  return next;
}

/** With a choice at the next free place; or, when it has one, without it, those behind it moving up. */
export function withPlace(marks: Marks, choice: string): Marks {
  const ranked = [...marks].toSorted(([, one], [, other]) => one - other).map(([id]) => id);
  const next = marks.has(choice) ? ranked.filter((id) => id !== choice) : [...ranked, choice].slice(0, PLACES_MAX);
  return new Map(next.map((id, at) => [id, at + 1]));
}
