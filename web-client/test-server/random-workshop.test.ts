/**
 * Random people over everything that a map and a workshop hold: several of our own clients without a page and two stock ones edit,
 * decide in pairs, choose stages, comment, change the set-up and lose their lines, while the server is killed without warning.
 * `SEED=n` runs one seed, `SEEDS=n` so many. A seed decides what is done; how it meets on the wire is the machine's.
 */
import { afterAll, expect, it } from 'vitest';
import { publicApi, newCommand } from '../src/workshop/api';
import { MapModel } from '../src/model/map';
import { workshopFacts } from '../src/workshop/facts';
import { checkMap, checkShown } from './random-workshop/checks';
import { formOf } from './random-workshop/copies';
import { disturb, kill, settle, writeWithStock } from './random-workshop/breaking';
import { agreeToSeveral, askOut, bothSay, sayAnything } from './random-workshop/deciding';
import { edit } from './random-workshop/editing';
import { run as runWorkshop } from './random-workshop/running';
import { fromServer } from './random-workshop/stock';
import { talk } from './random-workshop/talking';
import { workshopFrom, World } from './random-workshop/world';
import { eachOnItsOwnServer, secretOf, server } from './real-server';
import { rustReader } from './rust-reader';

const SEEDS_DEFAULT = 2;
const ROUNDS = 3;
/** A run goes on for more rounds until so much was said: one without pairs proves nothing. */
const SAID_MIN = 20;
const ROUNDS_MAX = 8;
const ACTS = 45;

eachOnItsOwnServer();
const reader = rustReader();
afterAll(() => reader.end());

const one = process.env['SEED'];
const seeds = one === undefined ? Array.from({ length: Number(process.env['SEEDS'] ?? SEEDS_DEFAULT) }, () => Math.floor(Math.random() * 1_000_000)) : [Number(one)];

/** One thing happens. */
async function act(world: World): Promise<void> {
  const roll = world.dice.below(100);
  const [person, map] = [world.somebody(), world.someMap()];
  if (roll < 16) await sayAnything(world, person, map);
  else if (roll < 32) await bothSay(world, map, 'agree');
  else if (roll < 38) await agreeToSeveral(world, person, map);
  else if (roll < 41) await bothSay(world, map, 'remove');
  else if (roll < 43) await askOut(world, person, map);
  else if (roll < 67) edit(world, person, map);
  else if (roll < 75) writeWithStock(world);
  else if (roll < 80) await talk(world, person, map);
  else if (roll < 89) await runWorkshop(world);
  else if (roll < 96) await disturb(world);
  else if (roll < 98) await kill(world);
  else await new Promise((resolve) => { setTimeout(resolve, world.dice.below(60)); });
  for (const seen of world.present) {
    const view = seen.at(map);
    if (view?.ready.peek()) checkShown(world, map, view);
  }
}

/** The archive of a workshop makes the same maps again. */
async function checkArchive(world: World): Promise<void> {
  const archive: unknown = JSON.parse(await (await world.fay.at(world.first)?.api.archive())?.text() ?? '');
  const again = await workshopFrom(archive);
  const joined = await publicApi(server.base).join(newCommand(), secretOf(again.facilitatorLink).secret, { nickname: 'Fay', device: newCommand() });
  if (joined.state !== 'in') throw new Error('the waiting room is on');
  const facts = workshopFacts(await fromServer(`workshop/${joined.workshop}`, joined.token), () => Promise.reject(new Error('no names')));
  facts.destroy();
  const shown = world.maps.filter(({ isRemoved }) => !isRemoved);
  const before = [...shown.filter(({ id }) => id === world.first), ...shown.filter(({ id }) => id !== world.first)];
  expect(facts.maps.value.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  for (const [at, { id }] of before.entries()) {
    const doc = await fromServer(`map/${joined.workshop}/${facts.maps.value[at]?.id ?? ''}`, joined.token);
    const model = world.fay.at(id)?.map;
    expect(formOf(new MapModel(doc))).toEqual(model && formOf(model));
  }
}

for (const seed of seeds) {
  it(`CONVERGE-2 random people over the whole schema end equal, keep what was answered, and agree to nothing they did not see (SEED=${seed})`, { timeout: 300_000 }, async () => {
    const world = await World.begin(seed);
    try {
      for (let round = 0; round < ROUNDS || (world.known.said < SAID_MIN && round < ROUNDS_MAX); round += 1) {
        for (let at = 0; at < ACTS; at += 1) await act(world);
        await settle(world);
        for (const { id } of world.maps.filter(({ isRemoved }) => !isRemoved)) await checkMap(world, id, reader);
      }
      await kill(world);
      await settle(world);
      for (const { id } of world.maps.filter(({ isRemoved }) => !isRemoved)) await checkMap(world, id, reader);
      await checkArchive(world);
      const { said, refused } = world.known;
      process.stdout.write(`seed ${seed}: ${said} said, refused ${JSON.stringify(Object.fromEntries(refused))}, ${world.maps.length} maps, ${world.people.length} people\n`);
      expect(said).toBeGreaterThanOrEqual(SAID_MIN);
      await world.end();
    } catch (error) {
      throw new Error(`SEED=${seed}: ${String(error)}\n${world.story}`, { cause: error });
    }
  });
}
