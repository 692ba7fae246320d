/**
 * What carries meaning in a part (docs/PROTOCOL.md section 1.3): the same fields as `crdt/src/pathway/meaning.rs`, held
 * together by crdt/data/agreement-vectors.json; how they become a fingerprint is in fingerprint.ts. Reads the model through
 * its signals, so that whoever computes with it is told when it changes. Knows nothing of who agreed to what.
 */
import type { Family, Mode, Sector } from './kinds';
import type { MapModel } from './map';
import type { MapKind } from './schema';

/** The kinds of parts that a pair can agree on. */
export const AGREE_KINDS = ['goal', 'outcome', 'stage', 'step', 'link', 'map'] as const;
/** One of them. */
export type AgreeKind = (typeof AGREE_KINDS)[number];

/** A part that a pair can agree on; the id of the whole map is `map`. */
export interface AgreePart {
  readonly kind: AgreeKind;
  readonly id: string;
}

/** The whole map as a part. */
export const WHOLE_MAP: AgreePart = { kind: 'map', id: 'map' };

/** Another part that this one's meaning rests on, with the words a person reads; both empty when there is none. */
export interface Named {
  readonly id: string;
  readonly title: string;
}

/** A step that another one leads to by a plain link, which is part of that other step; `link` carries no meaning. */
export interface LeadsTo extends Named { readonly link: string }

/** What a step means, whether it simply happens or is a shared decision. */
interface SaidOfStep {
  readonly title: string; readonly detail: string; readonly stage: Named; readonly lane: Named;
  readonly mode: Mode; readonly sector: Sector; readonly goals: readonly Named[];
  /** The steps that its plain links lead to, by id. */
  readonly leadsTo: readonly LeadsTo[];
}
/** What a plain step means. */
export interface StepMeaning extends SaidOfStep { readonly kind: 'step' }
/** What a step means that is a shared decision. */
export interface DecisionMeaning extends SaidOfStep { readonly kind: 'decision'; readonly options: string; readonly matters: string }
/** What an outcome means. */
export interface OutcomeMeaning { readonly kind: 'outcome'; readonly title: string; readonly measure: string; readonly family: Family }

/** What a part means: all a person says yes to, and nothing else. */
export type Meaning =
  | { readonly kind: 'goal' | 'stage'; readonly title: string }
  | OutcomeMeaning
  | StepMeaning
  | DecisionMeaning
  | { readonly kind: 'link'; readonly from: Named; readonly to: Named; readonly label: string }
  | { readonly kind: 'map'; readonly mapKind: MapKind; readonly parts: Readonly<Record<string, string>> };

const NOBODY: Named = { id: '', title: '' };

/** Whether a link with this label is plain: it has no words. A full stop alone is none. */
export function isPlainLabel(label: string): boolean {
  return /^\p{White_Space}*\.?\p{White_Space}*$/u.test(label);
}

/** Whether a part is a link without words, which is part of the step it leads from and none of its own. */
export function isPlainLink(map: MapModel, part: { readonly kind: string; readonly id: string }): boolean {
  const link = part.kind === 'link' ? map.link(part.id).value : undefined;
  return link !== undefined && isPlainLabel(link.label);
}

/** The name of a part in a record: `"{kind}:{id}"`. */
export function nameOfPart(part: AgreePart): string {
  return `${part.kind}:${part.id}`;
}

/** The part that a name names; nothing for anything that is no name. */
export function partOfName(name: string): AgreePart | undefined {
  const at = name.indexOf(':');
  const kind = AGREE_KINDS.find((one) => one === name.slice(0, at));
  const id = name.slice(at + 1);
  if (kind === undefined || !/^[0-9A-Za-z_-]{1,64}$/.test(id) || (kind === 'map' && id !== WHOLE_MAP.id)) return undefined;
  return { kind, id };
}

/** What a part means now; nothing when the map has no such part. Not for the whole map: see {@link meaningOfMap}. */
export function meaningOf(map: MapModel, part: AgreePart): Meaning | undefined {
  switch (part.kind) {
    case 'goal': return titled('goal', map.goal(part.id).value);
    case 'outcome': return outcomeMeaning(map, part.id);
    case 'stage': return titled('stage', map.stage(part.id).value);
    case 'step': return stepMeaning(map, part.id);
    case 'link': return linkMeaning(map, part.id);
    case 'map': return undefined;
  }
}

/** What the whole map means: its kind, and the fingerprint of each part that counts. */
export function meaningOfMap(mapKind: MapKind, parts: ReadonlyMap<string, string>): Meaning {
  return { kind: 'map', mapKind, parts: Object.fromEntries(parts) };
}

function titled(kind: 'goal' | 'stage', part: { readonly title: string } | undefined): Meaning | undefined {
  return part && { kind, title: part.title };
}

/** A part that shows; nothing when it is missing or removed. */
function shown(id: string, part: { readonly title: string; readonly removed: boolean } | undefined): Named {
  return part && !part.removed ? { id, title: part.title } : NOBODY;
}

function outcomeMeaning(map: MapModel, id: string): OutcomeMeaning | undefined {
  const outcome = map.outcome(id).value;
  return outcome && { kind: 'outcome', title: outcome.title, measure: outcome.measure, family: outcome.family };
}

function stepMeaning(map: MapModel, id: string): Meaning | undefined {
  const step = map.step(id).value;
  if (!step) return undefined;
  const goals = map.goalsOf(id).value.map((goal) => shown(goal, map.goal(goal).value)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const said = {
    title: step.title,
    detail: step.detail,
    stage: shown(step.stage, map.stage(step.stage).value),
    lane: shown(step.lane, map.lane(step.lane).value),
    mode: step.mode,
    sector: step.sector,
    goals,
    leadsTo: leadsTo(map, id),
  };
  return step.kind === 'decision' ? { kind: 'decision', options: step.options, matters: step.matters, ...said } : { kind: 'step', ...said };
}

/** The steps that the plain links of a step lead to; of several links to one step the first by id. */
function leadsTo(map: MapModel, id: string): readonly LeadsTo[] {
  const first = new Map<string, string>();
  for (const link of map.linksFrom(id).value) {
    const known = first.get(link.to);
    if (isPlainLabel(link.label) && (known === undefined || link.id < known)) first.set(link.to, link.id);
  }
  return Array.from(first, ([to, link]) => ({ id: to, title: map.step(to).value?.title ?? '', link })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The ends show their words also while a step is removed: the link's meaning is then still the one agreed to. */
function linkMeaning(map: MapModel, id: string): Meaning | undefined {
  const link = map.link(id).value;
  if (!link) return undefined;
  const end = (step: string): Named => {
    const value = map.step(step).value;
    return value ? { id: step, title: value.title } : NOBODY;
  };
  return { kind: 'link', from: end(link.from), to: end(link.to), label: link.label };
}
