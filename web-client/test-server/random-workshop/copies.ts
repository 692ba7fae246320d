/**
 * Copies of documents in a form that can be compared, whatever Yjs holds them, and what the server itself has of a map. Owns that
 * form; must not know what must hold.
 */
import * as Y from 'yjs';
import { TEXT_FIELD_UNITS_MAX } from '../../src/model/limits';
import { MapModel } from '../../src/model/map';
import type { Agreement } from '../../src/workshop/agreement';
import { agreementIn } from '../client-reader';
import { fromServer } from './stock';
import type { World } from './world';

/** The roots of each kind of document. */
const ROOTS = {
  map: ['meta', 'stages', 'lanes', 'goals', 'outcomes', 'assets', 'steps', 'links', 'stepGoals'],
  record: ['proposed', 'acts', 'wordings', 'origins'],
} as const;

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inOrder(one)] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1)));
}

/** How far a copy has come: the same for two copies that have the same. */
export function reachOf(doc: Y.Doc): string {
  return JSON.stringify(Array.from(Y.decodeStateVector(Y.encodeStateVector(doc))).sort((a, b) => a[0] - b[0]));
}

/** All that a copy says. */
export function saysOf(doc: Y.Doc, kind: keyof typeof ROOTS): string {
  return JSON.stringify(ROOTS[kind].map((root) => [root, inOrder(doc.getMap(root).toJSON())]));
}

/** What the server has of a map, read by our own client as somebody who comes now. */
export interface Stored {
  readonly doc: Y.Doc;
  readonly record: Y.Doc;
  readonly talk: Y.Doc;
  readonly workshop: Y.Doc;
  readonly map: MapModel;
  readonly agreement: Agreement;
}

export async function storedOf(world: World, map: string): Promise<Stored> {
  const [doc, record, talk, workshop] = await Promise.all((['map', 'record', 'talk', 'workshop'] as const).map((kind) => fromServer(world.document(kind, map), world.readerToken))) as [Y.Doc, Y.Doc, Y.Doc, Y.Doc];
  const model = new MapModel(doc);
  return { doc, record, talk, workshop, map: model, agreement: agreementIn(model, map, { record, workshop }) };
}

/** A text as an archive has it: without the mark behind one that is too long, of which the archive says that it was cut. */
function cut<Said extends object>(said: Said): Said {
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, typeof value === 'string' && value.length > TEXT_FIELD_UNITS_MAX ? value.slice(0, TEXT_FIELD_UNITS_MAX) : value])) as Said;
}

/** What a map is without its ids and order keys: what an archive brings back. */
export function formOf(map: MapModel): unknown {
  const listed = (['stage', 'lane', 'goal', 'outcome', 'asset'] as const).map((kind) => map.ordered(kind).peek());
  const placeIn = (ids: readonly string[]) => (id: string) => ids.indexOf(id);
  const [stages, lanes, goals] = (['stage', 'lane', 'goal'] as const).map((kind) => placeIn(map.ordered(kind).peek().map(({ id }) => id))) as [Place, Place, Place];
  const reading = map.reading.peek();
  const step = placeIn(reading);
  return {
    kind: map.kind.peek(),
    listed: listed.map((parts) => parts.map(({ id: _id, ord: _ord, removed: _removed, ...said }) => cut(said))),
    steps: reading.map((id) => {
      const { id: _id, ord: _ord, removed: _removed, stage, lane, ...said } = map.step(id).peek() as NonNullable<ReturnType<MapModel['step']>['value']>;
      return { ...cut(said), stage: stages(stage), lane: lanes(lane), goals: map.goalsOf(id).peek().map(goals).sort((a, b) => a - b) };
    }),
    links: map.links.peek().map(({ from, to, label }) => [step(from), step(to), label]).map((link) => JSON.stringify(link)).sort(),
  };
}

type Place = (id: string) => number;
