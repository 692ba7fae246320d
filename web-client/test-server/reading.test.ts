/**
 * The web client and the server read the same out of the same bytes, whatever was written into a map: random hostile
 * operations, read by both (docs/spec/pathway.md, READ-11). `SEED=n` runs one, `SEEDS=n` so many.
 */
import { afterAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { KINDS, ORDERED_KINDS, rowOf, textsOf } from '../src/model/kinds';
import { MapModel } from '../src/model/map';
import { fingerprintOf, isOverLimit, meaningOf, nameOfPart, WHOLE_MAP } from '../src/model/meaning';
import { readPairs } from '../src/model/pairs';
import { partsInOrder } from '../src/model/walk';
import { agreementOn } from '../test/helpers';
import { bytesOf, rustReader } from './rust-reader';
import { diceOf, hostileUpdates, type Dice } from './hostile-maps';

const SEEDS_DEFAULT = 60;

const reader = rustReader();
afterAll(() => reader.end());

/** Everything that the web client reads of a map, in the form of the server's answer. */
function reading(map: MapModel): unknown {
  const keysOf = (kind: (typeof KINDS)[number]) => ['id', ...textsOf(kind), ...Object.keys(rowOf(kind).words)];
  const pick = (value: unknown, keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, (value as Readonly<Record<string, unknown>>)[key]]));
  const listed = Object.fromEntries(ORDERED_KINDS.map((kind) => [kind, map.ordered(kind).value.map((part) => pick(part, [...keysOf(kind), 'ord']))]));
  const shown = (kind: 'stage' | 'lane', id: string) => (map.at(kind, id).value?.removed === false ? id : '');
  const steps = map.reading.value.map((id) => {
    const step = map.step(id).value;
    return { ...pick(step, [...keysOf('step'), 'ord']), stage: shown('stage', step?.stage ?? ''), lane: shown('lane', step?.lane ?? ''), goals: map.goalsOf(id).value };
  });
  const links = map.links.value.map((link) => pick(link, ['id', 'from', 'to', 'label']));
  // Links that lead away from a step are found through it; all of them are among the links that show.
  const parts = partsInOrder(map);
  expect(parts.filter((part) => part.kind === 'link')).toHaveLength(links.length);
  const meanings = Object.fromEntries(parts.map((part) => {
    const meaning = meaningOf(map, part);
    if (!meaning) throw new Error(`${nameOfPart(part)} shows and means nothing`);
    return [nameOfPart(part), { fingerprint: fingerprintOf(meaning), isOverLimit: isOverLimit(meaning), meaning }];
  }));
  return { kind: map.kind.value, listed, steps, links, meanings };
}

/** What pairs may have said of the parts of a map, and who they are. */
function statements(dice: Dice, map: MapModel) {
  const [record, workshop] = [new Y.Doc(), new Y.Doc()];
  const parts = partsInOrder(map);
  const prints = [...parts.map((part) => { const meaning = meaningOf(map, part); return meaning ? fingerprintOf(meaning) : ''; }), '0'.repeat(64)];
  const pairs = ['p', 'q', 'r'].slice(0, dice.below(4));
  for (const pair of pairs) {
    const state = dice.one(['open', 'open', 'open', 'ended', 'asked']);
    workshop.getMap('pairs').set(pair, { name: '', challenge: '', howWeWork: '', patient: `${pair}1`, professional: `${pair}2`, state, since: 1 });
  }
  const half = (print: string) => ({
    ...(dice.once(2) ? { yes: { fingerprint: dice.once(4) ? dice.one(prints) : print, at: 1, by: 'p1' } } : {}),
    ...(dice.once(12) ? { view: { text: 'otherwise', at: 1, by: 'p1' } } : {}),
    ...(dice.once(12) ? { park: dice.one(['parked', 'goOn']) } : {}),
  });
  parts.forEach((part, at) => {
    const name = nameOfPart(part);
    const print = prints[at] ?? '';
    if (dice.once(3)) record.getMap('proposed').set(name, { side: dice.one(['patient', 'professional', '']), by: 'p1', at: 1 });
    for (const pair of pairs) {
      if (dice.once(3)) continue;
      const [patient, professional] = dice.once(2) ? [half(print), half(print)] : [{ yes: { fingerprint: print, at: 1, by: 'p1' } }, { yes: { fingerprint: print, at: 1, by: 'p2' } }];
      record.getMap('acts').set(`${pair}/${name}`, { patient, professional, past: [] });
    }
  });
  // Of what is not on the map something may have been said as well.
  for (const name of ['goal:gone', 'link:a', 'step:a', 'map:map', 'lane:a']) if (dice.once(4)) record.getMap('proposed').set(name, { side: '', by: 'p1', at: 1 });
  return { record, workshop };
}

/** The states of the parts of a map, in the form of the server's answer. */
function states(map: MapModel, record: Y.Doc, workshop: Y.Doc): unknown {
  const kit = agreementOn(map);
  Y.applyUpdate(kit.record, Y.encodeStateAsUpdate(record));
  kit.pairs.value = readPairs(workshop.getMap('pairs').entries());
  const { agreement } = kit;
  const all = Object.fromEntries(agreement.parts.value.map((part) => {
    const { state, side = '', agreed, of } = agreement.of(part).value;
    return [nameOfPart(part), { state, side, agreed, of }];
  }));
  const answer = { states: all, whole: agreement.present(WHOLE_MAP).value, open: agreement.openForMap };
  agreement.destroy();
  return answer;
}

/** How many links show in the map of a seed, when both read it the same. */
async function run(seed: number): Promise<number> {
  const { added, state, reads } = await reader.apply(hostileUpdates(seed));
  // A browser that was there all the time, and one that comes now.
  const [live, late] = [new Y.Doc(), new Y.Doc()];
  const watched = new MapModel(live);
  for (const update of added) if (update !== null && update !== 'refused') Y.applyUpdate(live, bytesOf(update), 'wire');
  Y.applyUpdate(late, bytesOf(state), 'wire');
  const fresh = new MapModel(late);
  expect(reading(fresh)).toEqual(reads);
  expect(reading(watched)).toEqual(reads);
  const { record, workshop } = statements(diceOf(seed), fresh);
  const said = await reader.said(state, Y.encodeStateAsUpdate(record), Y.encodeStateAsUpdate(workshop));
  expect(states(fresh, record, workshop)).toEqual(said);
  return fresh.links.value.length;
}

it('READ-11 reads what the server reads out of random hostile operations', { timeout: 600_000 }, async () => {
  const one = process.env['SEED'];
  const seeds = one === undefined ? Array.from({ length: Number(process.env['SEEDS'] ?? SEEDS_DEFAULT) }, () => Math.floor(Math.random() * 1_000_000)) : [Number(one)];
  let links = 0;
  for (const seed of seeds) {
    links += await run(seed).catch((error: unknown) => {
      throw new Error(`SEED=${seed}: ${String(error)}`, { cause: error });
    });
  }
  // Not everything was refused or hidden: two that read nothing would agree, too.
  if (seeds.length >= SEEDS_DEFAULT) expect(links).toBeGreaterThan(SEEDS_DEFAULT);
});
