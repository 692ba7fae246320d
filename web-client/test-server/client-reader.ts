/**
 * What the web client reads of documents, in the form in which the server's own reader answers (rust-reader.ts), so that the
 * two can be compared as they stand. Owns that form; must not know what a test asserts.
 */
import { signal } from '@preact/signals-core';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { KINDS, ORDERED_KINDS, rowOf, textsOf } from '../src/model/kinds';
import { fingerprintOf, isOverLimit } from '../src/model/fingerprint';
import type { MapModel } from '../src/model/map';
import { isPlainLabel, isPlainLink, meaningOf, nameOfPart, WHOLE_MAP } from '../src/model/meaning';
import { readPairs } from '../src/model/pairs';
import { partsInOrder } from '../src/model/walk';
import type { ConnectionState } from '../src/sync/collab';
import type { SaveState } from '../src/sync/status';
import { Agreement } from '../src/workshop/agreement';

/** Everything that the web client reads of a map. */
export function readingOf(map: MapModel): unknown {
  const keysOf = (kind: (typeof KINDS)[number]) => ['id', ...textsOf(kind), ...Object.keys(rowOf(kind).words)];
  const pick = (value: unknown, keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, (value as Readonly<Record<string, unknown>>)[key]]));
  const listed = Object.fromEntries(ORDERED_KINDS.map((kind) => [kind, map.ordered(kind).value.map((part) => pick(part, [...keysOf(kind), 'ord']))]));
  const shown = (kind: 'stage' | 'lane', id: string) => (map.at(kind, id).value?.removed === false ? id : '');
  const steps = map.reading.value.map((id) => {
    const step = map.step(id).value;
    return { ...pick(step, [...keysOf('step'), 'ord']), stage: shown('stage', step?.stage ?? ''), lane: shown('lane', step?.lane ?? ''), goals: map.goalsOf(id).value };
  });
  const links = map.links.value.map((link) => pick(link, ['id', 'from', 'to', 'label']));
  // Links with words are parts of their own, found through the step they lead away from; all of them are among the links that show.
  const parts = partsInOrder(map);
  expect(parts.filter((part) => part.kind === 'link')).toHaveLength(map.links.value.filter((link) => !isPlainLabel(link.label)).length);
  const meanings = Object.fromEntries(parts.map((part) => {
    const meaning = meaningOf(map, part);
    if (!meaning) throw new Error(`${nameOfPart(part)} shows and means nothing`);
    return [nameOfPart(part), { fingerprint: fingerprintOf(meaning), isOverLimit: isOverLimit(meaning), meaning }];
  }));
  return { kind: map.kind.value, listed, steps, links, meanings };
}

/** The agreement on a map as its documents have it, for nobody in particular. Destroy it after use. */
export function agreementIn(map: MapModel, id: string, said: { readonly record: Y.Doc; readonly workshop: Y.Doc }): Agreement {
  const record = new Y.Doc();
  Y.applyUpdate(record, Y.encodeStateAsUpdate(said.record));
  const facts = { pairs: signal(readPairs(said.workshop.getMap('pairs').entries())), participants: signal(new Map()) };
  const none = () => Promise.reject(new Error('nothing is said here'));
  return new Agreement({
    id, map, record, facts, me: { participant: '', role: 'observer' }, api: { agree: none, agreeToSeveral: none },
    connection: signal<ConnectionState>('offline'), saveState: signal<SaveState>('saved'),
  });
}

/** The states of the parts of a map. Plain links are parts of their steps: the server's reader names none. */
export function statesIn(map: MapModel, agreement: Agreement): unknown {
  const parts = agreement.parts.value.filter((part) => !isPlainLink(map, part));
  const states = Object.fromEntries(parts.map((part) => {
    const { state, side = '', agreed, of } = agreement.of(part).value;
    return [nameOfPart(part), { state, side, agreed, of }];
  }));
  return { states, whole: agreement.present(WHOLE_MAP).value, open: Object.fromEntries(agreement.openForMap) };
}
