/**
 * What pairs have said of a part, the state it has by that, and what a person may say next: pure rules, the same as
 * `crdt/src/workshop/agreement.rs` (docs/spec/agreement.md). Knows no document, no clock and no words.
 */
import { ownHalf } from './fingerprint';
import type { Side } from './people';

/** A yes to one wording, or a view in somebody's words. */
export interface Said {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Participant id of the person who speaks. */
  readonly by: string;
  /** Participant id of who wrote it down for them. */
  readonly scribe?: string | undefined;
}
/** A yes, to the wording with this fingerprint. */
export interface Yes extends Said { readonly fingerprint: string }
/** How one side sees a part differently. */
export interface View extends Said { readonly text: string }

/** What one half of a pair has said of a part. */
export interface Half {
  readonly yes?: Yes | undefined;
  readonly view?: View | undefined;
  /** When they said that the differing views are resolved. */
  readonly resolved?: number | undefined;
  readonly park?: 'parked' | 'goOn' | undefined;
  /** When they said yes to taking the part out. */
  readonly removal?: number | undefined;
}

/** Differing views that both sides have resolved; `''` where a side gave none. */
export interface PastViews { readonly patient: string; readonly professional: string; readonly at: number }

/** All that one pair has said of one part. */
export interface Acts {
  readonly patient: Half;
  readonly professional: Half;
  /** The last wording both agreed to; stays when the part changes, goes when either withdraws. */
  readonly agreed?: { readonly fingerprint: string; readonly at: number } | undefined;
  /** Oldest first. */
  readonly past: readonly PastViews[];
}

/** Nothing said. */
export const NO_ACTS: Acts = { patient: {}, professional: {}, past: [] };

/** Both sides, patients first. */
export const SIDES = ['patient', 'professional'] as const satisfies readonly Side[];

/** Whether a half of the pair asks for the part to be taken out. */
export function isToGo(acts: Acts): boolean {
  return SIDES.some((side) => acts[side].removal !== undefined);
}

/** The partner's side. */
export function otherSide(side: Side): Side {
  return side === 'patient' ? 'professional' : 'patient';
}

/**
 * Every state, from the least to the most advanced; a parked part is not on the way, yet further than a new idea. That some
 * pairs agree is a state of several pairs alone.
 */
export const AGREE_STATES = ['idea', 'parked', 'differ', 'toAgree', 'oneAgrees', 'aroundChanged', 'somePairsAgree', 'agreed'] as const;
/** One of them. */
export type AgreeState = (typeof AGREE_STATES)[number];

/** The state of a part, for one pair or for all together. */
export interface State {
  readonly state: AgreeState;
  /** Who agrees, with `oneAgrees`; absent where several pairs wait for different sides. */
  readonly side?: Side | undefined;
}
/** The state for one pair. */
export interface PairState extends State {
  /** Both have agreed to other words of the part itself than the present ones. */
  readonly changedSince: boolean;
  /** Both have agreed to the present words, and those around them have changed since. */
  readonly aroundChanged: boolean;
}
/** The state for several pairs. */
export interface Combined extends State {
  /** How many pairs agree, of how many. */
  readonly agreed: number;
  /** How many have agreed to the part's own words, and the words around it have changed since. */
  readonly around: number;
  readonly of: number;
}

/** Parked by both sides, or by one and not contradicted. */
export function isParked(acts: Acts): boolean {
  return SIDES.some((side) => acts[side].park === 'parked' && acts[otherSide(side)].park !== 'goOn');
}

/** Whether a differing view stands. */
export function isDiffering(acts: Acts): boolean {
  return SIDES.some((side) => acts[side].view !== undefined);
}

/** Whether the pair has ever said yes and it still stands, to whatever wording. */
function namesAWording(acts: Acts): boolean {
  return acts.agreed !== undefined || SIDES.some((side) => acts[side].yes !== undefined);
}

/** The state of a part for one pair: the first rule that holds. `present` gives the fingerprint of what it means now, and is asked only when needed. */
export function stateOfPair(acts: Acts, proposed: 'proposed' | 'notYet', present: () => string): PairState {
  // The fingerprint is dear: a map has thousands of parts of which nobody has said anything.
  const now = namesAWording(acts) ? present() : '';
  const own = ownHalf(now);
  const changes = {
    changedSince: acts.agreed !== undefined && ownHalf(acts.agreed.fingerprint) !== own,
    aroundChanged: acts.agreed !== undefined && acts.agreed.fingerprint !== now && ownHalf(acts.agreed.fingerprint) === own,
  };
  if (isParked(acts)) return { state: 'parked', ...changes };
  if (isDiffering(acts)) return { state: 'differ', ...changes };
  const yeses = SIDES.filter((side) => acts[side].yes?.fingerprint === now);
  const [side] = yeses;
  if (yeses.length === SIDES.length) return { state: 'agreed', ...changes };
  if (SIDES.every((one) => saysYesToOwnWords(acts[one], now))) return { state: 'aroundChanged', ...changes };
  if (side) return { state: 'oneAgrees', side, ...changes };
  if (proposed === 'proposed' || namesAWording(acts)) return { state: 'toAgree', ...changes };
  return { state: 'idea', ...changes };
}

/** Whether a half says yes to the part's own words, whatever stood around them. */
export function saysYesToOwnWords(half: Half, present: string): boolean {
  return half.yes !== undefined && ownHalf(half.yes.fingerprint) === ownHalf(present);
}

/**
 * Puts the states of several pairs together: agreed when all are; else differing if any is; else agreed by some when any is
 * agreed, so that a pair formed later turns nobody's agreement back; else words around changed when any says so, for the same
 * reason; else the least advanced.
 */
export function combine(states: readonly State[]): Combined {
  const agreed = states.filter((one) => one.state === 'agreed').length;
  const around = states.filter((one) => one.state === 'aroundChanged').length;
  const counts = { agreed, around, of: states.length };
  if (states.some((one) => one.state === 'differ')) return { state: 'differ', ...counts };
  if (agreed > 0 && agreed < states.length) return { state: 'somePairsAgree', ...counts };
  if (agreed === 0 && around > 0) return { state: 'aroundChanged', ...counts };
  const state = AGREE_STATES.find((wanted) => states.some((one) => one.state === wanted)) ?? 'idea';
  if (state !== 'oneAgrees') return { state, ...counts };
  const sides = new Set(states.filter((one) => one.state === 'oneAgrees').map((one) => one.side));
  const [side] = sides;
  return { state, ...counts, ...(sides.size === 1 && side ? { side } : {}) };
}

/** The state while there is no pair at all. */
export function stateWithoutPair(proposed: 'proposed' | 'notYet'): Combined {
  return { state: proposed === 'proposed' ? 'toAgree' : 'idea', agreed: 0, around: 0, of: 0 };
}

/** What can be said of a part. */
export type Act = 'propose' | 'agree' | 'withdraw' | 'differ' | 'resolve' | 'park' | 'reopen' | 'remove' | 'keep';

/** Who looks at a part: a partner in an open pair, one who may only put it up, or one who looks. */
export type Speaker =
  | { readonly can: 'speak'; readonly side: Side; readonly pair: string; readonly actingFor?: string | undefined }
  | { readonly can: 'propose' }
  | { readonly can: 'look' };

/** What a table of actions is asked with. */
export interface Situation {
  readonly speaker: Speaker;
  readonly acts: Acts;
  readonly state: PairState;
  readonly proposed: 'proposed' | 'notYet';
  readonly present: string;
  /** A text in it is longer than is read: nobody can say yes to words that are not shown. */
  readonly isOverLimit: boolean;
}

/** What a person may say of a part now, the most likely first. */
export function actsFor({ speaker, acts, state, proposed, present, isOverLimit }: Situation): readonly Act[] {
  const propose: Act[] = proposed === 'notYet' && state.state === 'idea' ? ['propose'] : [];
  if (speaker.can === 'look') return [];
  if (speaker.can === 'propose') return propose;
  const mine = acts[speaker.side];
  if (state.state === 'parked') return ['reopen'];
  const saysYes = mine.yes?.fingerprint === present;
  const out: Act[] = [];
  if (isDiffering(acts) && mine.resolved === undefined) out.push('resolve');
  // Whoever has a view of their own says no yes beside it; the partner's view keeps nobody from agreeing to the words.
  if (!saysYes && mine.view === undefined && !isOverLimit) out.push('agree');
  out.push(...propose, 'differ', 'park');
  if (mine.yes) out.push('withdraw');
  return out;
}

/** Where a wish to take out an agreed part stands, for one pair; nothing when nobody wishes it. */
export function removalOf(acts: Acts): readonly Side[] {
  return SIDES.filter((side) => acts[side].removal !== undefined);
}
