/**
 * The web client reads odd and hostile shapes as crdt/data/reading-vectors.json says, which holds the server to the same
 * (docs/spec/pathway.md, READ and FACTS).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { isOrdered, KINDS, rowOf, textsOf } from '../src/model/kinds';
import { MapModel } from '../src/model/map';
import { workshopFacts } from '../src/workshop/facts';

/** A text: itself, or one that is made by repeating another. */
type Written = string | { readonly repeat: string; readonly times: number; readonly then?: string };
interface Vectors {
  readonly parts: readonly { readonly says: string; readonly root: string; readonly id: Written; readonly part: Readonly<Record<string, unknown>>; readonly reads: Readonly<Record<string, Written>> | null }[];
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

  it('of people and agendas read as the vectors say', () => {
    const factsOf = (doc: Y.Doc) => workshopFacts(doc, () => Promise.resolve({ revision: 0, people: [] }));
    for (const { says, value, state } of vectors.people) {
      const doc = new Y.Doc();
      doc.getMap('participants').set('p', value);
      expect(factsOf(doc).participants.value.get('p')?.state ?? null, says).toBe(state);
    }
    const doc = new Y.Doc();
    for (const { key, value } of vectors.agenda.items) doc.getMap('agenda').set(key, value);
    expect(factsOf(doc).agenda.value).toEqual(vectors.agenda.reads);
    const long = new Y.Doc();
    for (let at = 0; at <= vectors.agenda.itemsMax; at += 1) long.getMap('agenda').set(String(at), { min: 5 });
    expect(factsOf(long).agenda.value).toHaveLength(vectors.agenda.itemsMax);
  });
});
