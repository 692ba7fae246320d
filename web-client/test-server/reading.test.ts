/**
 * The web client and the server read the same out of the same bytes, whatever was written into a map: random hostile
 * operations, read by both (docs/spec/pathway.md, READ-11). `SEED=n` runs one, `SEEDS=n` so many.
 */
import { afterAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { MapModel } from '../src/model/map';
import { fingerprintOf } from '../src/model/fingerprint';
import { meaningOf, nameOfPart } from '../src/model/meaning';
import { partsInOrder } from '../src/model/walk';
import { agreementIn, readingOf, statesIn } from './client-reader';
import { bytesOf, rustReader } from './rust-reader';
import { diceOf, hostileUpdates, type Dice } from './hostile-maps';

const SEEDS_DEFAULT = 60;

const reader = rustReader();
afterAll(() => reader.end());

/** What pairs may have said of the parts of a map, and who they are. */
function statements(dice: Dice, map: MapModel) {
  const [record, workshop] = [new Y.Doc(), new Y.Doc()];
  const parts = partsInOrder(map);
  const prints = [...parts.map((part) => { const meaning = meaningOf(map, part); return meaning ? fingerprintOf(meaning) : ''; }), `2-${'0'.repeat(64)}-${'0'.repeat(64)}`];
  const pairs = ['p', 'q', 'r'].slice(0, dice.below(4));
  for (const pair of pairs) {
    const state = dice.one(['open', 'open', 'open', 'ended', 'asked']);
    workshop.getMap('pairs').set(pair, { name: '', challenge: '', howWeWork: '', patient: `${pair}1`, professional: `${pair}2`, state, since: 1, ...(dice.once(2) ? { scope: { m: map.stages.value.filter(() => dice.once(2)).map(({ id }) => id) } } : {}) });
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
  const agreement = agreementIn(map, 'm', { record, workshop });
  const answer = statesIn(map, agreement);
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
  expect(readingOf(fresh)).toEqual(reads);
  expect(readingOf(watched)).toEqual(reads);
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
