/**
 * The web client reads odd and hostile shapes as crdt/data/reading-vectors.json says, which holds the server to the same
 * (docs/spec/pathway.md, READ and FACTS).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { isOrdered, KINDS, rowOf, textsOf } from '../src/model/kinds';
import { MapModel } from '../src/model/map';
import { isOverLimit } from '../src/model/fingerprint';
import { meaningOf, nameOfPart } from '../src/model/meaning';
import { partsInOrder } from '../src/model/walk';
import { workshopFacts } from '../src/workshop/facts';
import { made } from './helpers';
import * as edits from './short-edits';

/** A text: itself, or one that is made by repeating another. */
type Written = string | { readonly repeat: string; readonly times: number; readonly then?: string };
interface Vectors {
  readonly parts: readonly { readonly says: string; readonly root: string; readonly id: Written; readonly part: Readonly<Record<string, unknown>>; readonly reads: Readonly<Record<string, Written>> | null }[];
  readonly maps: readonly {
    readonly says: string; readonly parts: readonly Pick<Vectors['parts'][number], 'root' | 'id' | 'part'>[];
    readonly steps: readonly (readonly [string, string, string])[]; readonly kinds: Readonly<Record<string, string>>; readonly links: readonly string[]; readonly overLimit: readonly string[];
  }[];
  readonly updates: readonly { readonly says: string; readonly updates: readonly string[]; readonly reads: Readonly<Record<string, Written>> | null }[];
  readonly people: readonly { readonly says: string; readonly value: unknown; readonly state: string | null }[];
  readonly agenda: { readonly items: readonly { readonly key: string; readonly value: unknown }[]; readonly reads: unknown; readonly itemsMax: number };
}
const vectors = JSON.parse(readFileSync(new URL('../../crdt/data/reading-vectors.json', import.meta.url), 'utf8')) as Vectors;

const isWritten = (value: unknown): value is Exclude<Written, string> => typeof value === 'object' && value !== null && 'repeat' in value;
const text = (written: Written): string => (typeof written === 'string' ? written : `${written.repeat.repeat(written.times)}${written.then ?? ''}`);

function valueOf(value: unknown): unknown {
  if (isWritten(value)) return text(value);
  const isText = typeof value === 'object' && value !== null && 'text' in value;
  return isText ? new Y.Text(text((value as { readonly text: Written }).text)) : value;
}

/** What a map says of a part; nothing when it does not show it. */
function read(vector: Vectors['parts'][number]): unknown {
  const doc = new Y.Doc();
  const fields = Object.entries(vector.part).map(([key, value]) => [key, valueOf(value)] as const);
  doc.getMap(vector.root).set(text(vector.id), new Y.Map<unknown>(fields));
  const kind = KINDS.find((one) => rowOf(one).root === vector.root);
  const part = kind && (new MapModel(doc).at(kind, text(vector.id)).value as Readonly<Record<string, unknown>> | undefined);
  if (!kind || !part || part['removed'] === true) return null;
  const keys = [...textsOf(kind), ...Object.keys(rowOf(kind).words), ...(isOrdered(kind) ? ['ord'] : [])];
  return Object.fromEntries(keys.map((key) => [key, part[key]]));
}

describe('odd shapes', () => {
  it('of parts read as the vectors say', () => {
    for (const vector of vectors.parts) {
      const wanted = vector.reads && Object.fromEntries(Object.entries(vector.reads).map(([key, written]) => [key, text(written)]));
      expect(read(vector), vector.says).toEqual(wanted);
    }
  });

  it('READ-7 of updates that no editor makes read as the vectors say', () => {
    expect(vectors.updates.length).toBeGreaterThan(5);
    for (const { says, updates, reads } of vectors.updates) {
      const doc = new Y.Doc();
      const map = new MapModel(doc);
      for (const update of updates) Y.applyUpdate(doc, Buffer.from(update, 'hex'));
      const goal = map.goals.value[0];
      const wanted = reads && Object.fromEntries(Object.entries(reads).map(([key, written]) => [key, text(written)]));
      expect(goal ? { title: goal.title, ord: goal.ord } : null, says).toEqual(wanted);
    }
  });

  it('READ-7 of whole maps read as the vectors say', () => {
    for (const vector of vectors.maps) {
      const written = new Y.Doc();
      for (const { root, id, part } of vector.parts) {
        written.getMap(root).set(text(id), new Y.Map<unknown>(Object.entries(part).map(([key, value]) => [key, valueOf(value)] as const)));
      }
      // As it comes over the wire: a decoder makes prototypes of fields that have their name.
      const doc = new Y.Doc();
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(written));
      const map = new MapModel(doc);
      const shown = (kind: 'stage' | 'lane', id: string) => (map.at(kind, id).value?.removed === false ? id : '');
      const places = map.reading.value.map((id) => [id, shown('stage', map.step(id).value?.stage ?? ''), shown('lane', map.step(id).value?.lane ?? '')]);
      expect(places, vector.says).toEqual(vector.steps);
      for (const [id, kind] of Object.entries(vector.kinds)) expect(map.step(id).value?.kind, `${vector.says}: ${id}`).toBe(kind);
      expect(map.links.value.map((link) => link.id), vector.says).toEqual(vector.links);
      const over = partsInOrder(map).filter((part) => {
        const meaning = meaningOf(map, part);
        return meaning && isOverLimit(meaning);
      });
      expect(over.map(nameOfPart).sort(), vector.says).toEqual(vector.overLimit);
    }
  });

  it('READ-8 hides no part behind removed ones, however many and under whatever client id they came', { timeout: 60_000 }, () => {
    const [early, late] = [new Y.Doc(), new Y.Doc()];
    early.clientID = 1;
    late.clientID = 2 ** 32 - 1;
    early.getMap('steps').set('first', new Y.Map([['title', new Y.Text('Rings')]]));
    late.transact(() => {
      for (let at = 0; at < 20_004; at += 1) late.getMap('steps').set(`r${at}`, new Y.Map([['rm', true]]));
    });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.mergeUpdates([Y.encodeStateAsUpdate(early), Y.encodeStateAsUpdate(late)]));
    const map = new MapModel(doc);
    expect(map.reading.value).toEqual(['first']);
    expect(map.removed.value).toHaveLength(20_004);
    expect(made(edits.addGoal(map, 'Walk'))).toBe(map.goals.value[0]?.id);
  });

  it('of people and agendas read as the vectors say', () => {
    const factsOf = (doc: Y.Doc) => workshopFacts(doc, () => Promise.resolve({ revision: 0, people: [] }));
    for (const { says, value, state } of vectors.people) {
      const doc = new Y.Doc();
      doc.getMap('participants').set('p', value);
      expect(factsOf(doc).participants.value.get('p')?.state ?? null, says).toBe(state);
    }
    const doc = new Y.Doc();
    for (const { key, value } of vectors.agenda.items) doc.getMap('agenda').set(key, value);
    const read = factsOf(doc).agenda.value;
    expect(read.map(({ id: _id, ...item }) => item)).toEqual(vectors.agenda.reads);
    // One by its place for each that has none.
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
    expect(read[0]?.id).toBe('item-0');
    const long = new Y.Doc();
    for (let at = 0; at <= vectors.agenda.itemsMax; at += 1) long.getMap('agenda').set(String(at), { min: 5 });
    expect(factsOf(long).agenda.value).toHaveLength(vectors.agenda.itemsMax);
  });
});
