/**
 * Pairs as a workshop document tells them (docs/PROTOCOL.md section 1.2), read tolerantly, and who is in which. Pure.
 */
import { PAIRS_READ_MAX } from './limits';
import type { Role, Side } from './people';
import { plainOf } from './read';

/** A patient leader or carer and a professional who decide together. */
export interface Pair {
  readonly id: string;
  readonly name: string;
  readonly challenge: string;
  /** "How we work": the words that the two have agreed on for themselves. */
  readonly howWeWork: string;
  /** Participant ids. */
  readonly patient: string;
  readonly professional: string;
  readonly state: 'asked' | 'open' | 'ended';
  readonly askedBy: string | undefined;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What a pair has words for. */
export type PairField = 'name' | 'challenge' | 'howWeWork';

/** The side for which a role decides; nothing for those who do not decide. */
export function partnerSide(role: Role): Side | undefined {
  if (role === 'patientLeader' || role === 'carer') return 'patient';
  return role === 'professional' ? 'professional' : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads every pair, oldest first; what is malformed is left out. */
export function readPairs(entries: Iterable<readonly [string, unknown]>): readonly Pair[] {
  const out: Pair[] = [];
  for (const [id, raw] of entries) {
    const said = plainOf(raw);
    if (out.length >= PAIRS_READ_MAX || !said) continue;
    const state = said['state'];
    const [patient, professional] = [text(said['patient']), text(said['professional'])];
    if (patient === '' || professional === '' || (state !== 'asked' && state !== 'open' && state !== 'ended')) continue;
    const since = said['since'];
    const askedBy = text(said['askedBy']);
    out.push({
      id, patient, professional, state,
      name: text(said['name']), challenge: text(said['challenge']), howWeWork: text(said['howWeWork']),
      askedBy: askedBy === '' ? undefined : askedBy,
      since: typeof since === 'number' ? since : Number(since ?? 0) || 0,
    });
  }
  return out.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

/** The half of a pair that a person is; nothing when they are not in it. */
export function sideIn(pair: Pair, participant: string): Side | undefined {
  if (pair.patient === participant) return 'patient';
  return pair.professional === participant ? 'professional' : undefined;
}
