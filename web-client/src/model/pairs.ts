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
  /** The stages that the two decide about, by map; a map that is not named counts whole. */
  readonly scope?: Scope | undefined;
  /** Another scope that is asked for, while both have not accepted it. */
  readonly askedScope?: AskedScope | undefined;
}

/** Ids of stages by the id of their map. */
export type Scope = Readonly<Record<string, readonly string[]>>;

/** A scope that somebody asks for. Until both halves have said yes the present one counts. */
export interface AskedScope {
  readonly map: string;
  /** None for the whole map. */
  readonly stages: readonly string[];
  /** Participant id of who asks. */
  readonly by: string;
  /** The halves that have said yes. */
  readonly yes: readonly Side[];
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

/** Most stages of a scope on one map that are read. */
const SCOPE_STAGES_MAX = 100;

function stagesIn(value: unknown): readonly string[] {
  const stages = Array.isArray(value) ? value.filter((stage): stage is string => typeof stage === 'string' && stage !== '') : [];
  return stages.slice(0, SCOPE_STAGES_MAX);
}

/** What is no list of stages counts whole, so that no pair is lost by it. */
function readScope(value: unknown): Scope | undefined {
  const chosen = Object.entries(plainOf(value) ?? {}).map(([map, stages]) => [map, stagesIn(stages)] as const).filter(([, stages]) => stages.length > 0);
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

function readAskedScope(value: unknown): AskedScope | undefined {
  const asked = plainOf(value);
  const [map, by] = [text(asked?.['map']), text(asked?.['by'])];
  if (map === '' || by === '') return undefined;
  const yes = Array.isArray(asked?.['yes']) ? asked['yes'].filter((side): side is Side => side === 'patient' || side === 'professional') : [];
  return { map, by, yes, stages: stagesIn(asked?.['stages']) };
}

/** The stages that a pair chose on a map; nothing for the whole of it. */
export function stagesOn(pair: Pair, map: string): readonly string[] | undefined {
  return pair.scope && Object.hasOwn(pair.scope, map) ? pair.scope[map] : undefined;
}

/** Whether a stage of a map is in the scope of a pair; what is in no stage (`''`) is in everybody's. */
export function covers(pair: Pair, map: string, stage: string): boolean {
  return stage === '' || (stagesOn(pair, map)?.includes(stage) ?? true);
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
      scope: readScope(said['scope']), askedScope: readAskedScope(said['askedScope']),
    });
  }
  return out.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

/** The half of a pair that a person is; nothing when they are not in it. */
export function sideIn(pair: Pair, participant: string): Side | undefined {
  if (pair.patient === participant) return 'patient';
  return pair.professional === participant ? 'professional' : undefined;
}
