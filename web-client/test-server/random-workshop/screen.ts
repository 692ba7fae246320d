/**
 * What a part says on somebody's own screen: read from the bare document and put into words by itself, so that the rules of
 * meaning and fingerprints are held against something that they had no part in. Must not know the model.
 */
import * as Y from 'yjs';
import type { AgreePart } from '../../src/model/meaning';

/** What a person reads of a part. */
export interface Screen {
  /** What it says itself. */
  readonly own: string;
  /** The titles of what it stands beside. */
  readonly around: string;
}

type Part = Y.Map<unknown>;

const ROOTS = { goal: 'goals', outcome: 'outcomes', stage: 'stages', lane: 'lanes', step: 'steps', link: 'links' } as const;
const MODES = ['for', 'by', 'with'];
const SECTORS = ['nhs', 'social_care', 'vcse', 'peer', 'self_family', 'other_public'];
const FAMILIES = ['long_term', 'recovery', 'prevention'];

/** Longest text that is shown, in UTF-16 code units; of a longer one the beginning, with a mark behind. */
const SHOWN_UNITS_MAX = 10_000;

function textIn(value: unknown): string {
  const text = value instanceof Y.Text && !(value instanceof Y.XmlText) ? value.toString() : '';
  return text.length > SHOWN_UNITS_MAX ? `${text.slice(0, SHOWN_UNITS_MAX)} …` : text;
}

/** Words as people tell them apart: spaces and a closing full stop are none. */
function plain(text: string): string {
  const joined = text.split(/\s+/).filter((word) => word !== '').join(' ');
  return joined.endsWith('.') && !joined.endsWith('..') ? joined.slice(0, -1).trimEnd() : joined;
}

function words(value: unknown): string {
  return plain(textIn(value));
}

/** The choices of a decision, one a line. */
function lines(value: unknown): readonly string[] {
  return textIn(value).split('\n').map(plain).filter((line) => line !== '');
}

function partOf(doc: Y.Doc, kind: keyof typeof ROOTS, id: unknown): Part | undefined {
  const part = typeof id === 'string' && id !== '' ? doc.getMap(ROOTS[kind]).get(id) : undefined;
  return part instanceof Y.Map ? part : undefined;
}

/** A part that shows, with its title; nothing when it does not. */
function shown(doc: Y.Doc, kind: keyof typeof ROOTS, id: unknown): readonly [string, string] {
  const part = partOf(doc, kind, id);
  return part && part.get('rm') !== true ? [String(id), words(part.get('title'))] : ['', ''];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function oneOf(list: readonly string[], value: unknown): string {
  return list.find((word) => word === value) ?? '';
}

function stepScreen(doc: Y.Doc, id: string, step: Part): Screen {
  const [pos, meta] = [step.get('pos'), step.get('meta')];
  const isDecision = field(meta, 'kind') === 'decision';
  const goals = Array.from(doc.getMap('stepGoals').entries())
    .filter(([key, serves]) => serves === true && key.startsWith(`${id}:`))
    .map(([key]) => shown(doc, 'goal', key.slice(id.length + 1))).filter(([goal]) => goal !== '').sort(byId);
  const leads = Array.from(doc.getMap('links').values()).filter((link): link is Part => link instanceof Y.Map && link.get('rm') !== true && words(link.get('label')) === '')
    .map((link) => link.get('ends')).filter((ends) => field(ends, 'from') === id && field(ends, 'to') !== id)
    .map((ends) => shown(doc, 'step', field(ends, 'to'))).filter(([to]) => to !== '');
  const then = step.get('rm') === true ? [] : Array.from(new Map(leads)).sort(byId);
  const beside = [shown(doc, 'stage', field(pos, 'stage')), shown(doc, 'lane', field(pos, 'lane')), ...goals, ...then];
  const choice = isDecision ? [lines(step.get('options')), words(step.get('matters'))] : [];
  const said = [words(step.get('title')), words(step.get('detail')), oneOf(MODES, field(meta, 'mode')), oneOf(SECTORS, field(meta, 'sector'))];
  return { own: JSON.stringify([isDecision, said, choice, goals.length, beside.map(([beside]) => beside)]), around: JSON.stringify(beside.map(([, title]) => title)) };
}

function byId(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : 1;
}

function linkScreen(doc: Y.Doc, link: Part): Screen {
  const ends = [field(link.get('ends'), 'from'), field(link.get('ends'), 'to')];
  // The ends of a link show their words also while a step is removed.
  const steps = ends.map((end) => [partOf(doc, 'step', end) ? String(end) : '', words(partOf(doc, 'step', end)?.get('title'))]);
  return { own: JSON.stringify([words(link.get('label')), steps.map(([id]) => id)]), around: JSON.stringify(steps.map(([, title]) => title)) };
}

/** What a part says; nothing when there is none, and of the whole map: see {@link screenOfMap}. */
export function screenOf(doc: Y.Doc, { kind, id }: AgreePart): Screen | undefined {
  if (kind === 'map') return undefined;
  const part = partOf(doc, kind, id);
  if (!part) return undefined;
  switch (kind) {
    case 'goal':
    case 'stage': return { own: words(part.get('title')), around: '' };
    case 'outcome': return { own: JSON.stringify([words(part.get('title')), words(part.get('measure')), oneOf(FAMILIES, field(part.get('meta'), 'family'))]), around: '' };
    case 'step': return stepScreen(doc, id, part);
    case 'link': return linkScreen(doc, part);
  }
}

/** What the whole map says: its kind, and each of the parts that count. */
export function screenOfMap(doc: Y.Doc, parts: readonly AgreePart[]): Screen {
  const named = parts.map((part) => [`${part.kind}:${part.id}`, screenOf(doc, part)] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const kind = doc.getMap('meta').get('kind') === 'future' ? 'future' : 'current';
  return { own: JSON.stringify([kind, named.map(([name, screen]) => [name, screen?.own])]), around: JSON.stringify(named.map(([, screen]) => screen?.around)) };
}
