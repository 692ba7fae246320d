/**
 * No word is lost by a server's mistake: servers are swapped for an empty one, lose their data, are set back to a backup and
 * killed; the clocks of server and devices jump; devices with unsent words come and go, join later, close and open again.
 * When all is put right, every word that anybody typed is on the server. The rounds are seeded; `SEEDS` names others.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { newCommand } from '../src/workshop/api';
import type { OpenMap } from '../src/workshop/open';
import type { CreatedWorkshop } from '../src/workshop/api';
import { seeded } from '../test/helpers';
import * as edits from '../test/short-edits';
import { device, eachOnItsOwnServer, inviteOf, makeWorkshop, server, until } from './real-server';

eachOnItsOwnServer();

const SEEDS = (process.env['SEEDS'] ?? '1,2').split(',').map(Number);
const ROUNDS = 12;
/** The workshop's last day lies so many days ahead at most; a jump by more makes it over. */
const YEAR_S = 400 * 86_400;

type Device = Awaited<ReturnType<typeof device>>;

/** A device, and the map that is open on it if one is. */
interface Person {
  readonly device: Device;
  map: OpenMap | undefined;
}

/** Everything of one run. */
class World {
  readonly random: () => number;
  readonly root = mkdtempSync(join(tmpdir(), 'pairway-lost-'));
  readonly people: Person[] = [];
  readonly typed: string[] = [];
  readonly done: string[] = [];
  readonly offset = join(this.root, 'offset');
  created: CreatedWorkshop | undefined;
  /** The folder that holds the workshop; the server may run on another one. */
  right = server.folder;
  backup: string | undefined;
  #folders = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    writeFileSync(this.offset, '0');
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random() % list.length] as T;
  }

  folder(): string {
    this.#folders += 1;
    return join(this.root, `folder${this.#folders}`);
  }

  async serve(folder: string): Promise<void> {
    await server.end(this.random() % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    server.folder = folder;
    await server.start();
  }

  /** Opens the workshop on a device, as a page does that is loaded anew. */
  async open(person: Person): Promise<OpenMap> {
    await person.map?.workshop.close();
    const map = person.device.start();
    person.map = map;
    await until(() => map.ready.value || map.saveState.value !== 'opening', () => 'opened');
    return map;
  }

  /** Waits for something on the map of a device; opens it anew, as the page does, when its copy was replaced by the server's. */
  async waitFor(person: Person, what: (map: OpenMap) => boolean, name: string): Promise<OpenMap> {
    for (;;) {
      const map = person.map ?? (await this.open(person));
      const isReplaced = () => map.replaced.value || map.workshop.replaced.value;
      await until(() => what(map) || isReplaced(), () => `${name}: ${map.saveState.value}, ${map.workshop.tokenRefusal.value}; ${this.done.join('; ')}`);
      if (what(map)) return map;
      await this.open(person);
    }
  }

  /** Types a word that nobody else types, and waits until it is on the disk of the device. */
  async type(person: Person): Promise<void> {
    if (person.map?.replaced.value || person.map?.workshop.replaced.value) await this.open(person);
    const map = person.map;
    if (!map?.ready.value || map.access.value === 'readOnly') return;
    const word = `word ${this.typed.length}`;
    edits.addGoal(map.map, word);
    this.typed.push(word);
    await until(() => !map.isOnlyHere.value, () => `${word} is kept, ${map.saveState.value}`);
  }
}

const MISTAKES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  killed: (world) => world.serve(world.right),
  'on an empty folder': (world) => world.serve(world.folder()),
  'without its database': async (world) => {
    const folder = world.folder();
    await server.end('SIGKILL');
    cpSync(world.right, folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.startsWith('pairway.db')) rmSync(join(folder, name));
    await world.serve(folder);
  },
  'without the end of its database': async (world) => {
    const folder = world.folder();
    await server.end('SIGKILL');
    cpSync(world.right, folder, { recursive: true });
    for (const name of ['pairway.db-wal', 'pairway.db-shm']) rmSync(join(folder, name), { force: true });
    await world.serve(folder);
  },
  'backed up': async (world) => {
    world.backup = world.folder();
    await server.runBinary(['backup', '--data', world.right, world.backup]);
  },
  'set back': async (world) => {
    if (world.backup === undefined) return;
    const folder = world.folder();
    await server.end('SIGKILL');
    await server.runBinary(['restore', world.backup, '--data', folder]);
    world.right = folder;
    await world.serve(folder);
  },
  'a year ahead': async (world) => {
    writeFileSync(world.offset, String(YEAR_S));
    if (world.random() % 2 === 0) await world.serve(world.right);
  },
  'a year behind': async (world) => {
    writeFileSync(world.offset, String(-YEAR_S));
    if (world.random() % 2 === 0) await world.serve(world.right);
  },
};

const MOVES: Readonly<Record<string, (world: World, person: Person) => Promise<void>>> = {
  types: (world, person) => world.type(person),
  'types more': (world, person) => world.type(person),
  'opens again': async (world, person) => void (await world.open(person)),
  closes: async (_world, person) => {
    await person.map?.workshop.close();
    person.map = undefined;
  },
  'loses the line': (_world, person) => Promise.resolve(person.device.line.cut()),
  'has the line again': (_world, person) => Promise.resolve(person.device.line.mend()),
  'has a clock that jumps': (world) => {
    const real = performance.timeOrigin + performance.now();
    vi.spyOn(Date, 'now').mockReturnValue(Math.round(real) + world.pick([-300, 0, 300]) * 86_400_000);
    return Promise.resolve();
  },
};

async function joins(world: World, role: 'facilitator' | 'patientLeader' | 'professional'): Promise<void> {
  if (!world.created) return;
  const person: Person = { device: await device(inviteOf(world.created, role), `Person ${world.people.length}`), map: undefined };
  world.people.push(person);
  await world.open(person);
}

/** Puts all right: the folder, the clocks, the lines; whoever is not known asks to be let in, and is. */
async function putRight(world: World): Promise<void> {
  vi.restoreAllMocks();
  writeFileSync(world.offset, '0');
  await world.serve(world.right);
  for (const person of world.people) person.device.line.mend();
  const [facilitator, ...others] = world.people;
  if (!facilitator) return;
  const isSaved = (map: OpenMap) => map.saveState.value === 'saved';
  await world.open(facilitator);
  await world.waitFor(facilitator, isSaved, 'the facilitator has saved');
  for (const person of others) {
    await world.open(person);
    const map = await world.waitFor(person, (one) => isSaved(one) || one.workshop.tokenRefusal.value === 'unknownDevice', 'known or not');
    if (map.workshop.tokenRefusal.value === undefined) continue;
    expect(map.workshop.mayAskAgain.value, 'can ask to be let in').toBe(true);
    await map.workshop.askAgain();
    const fay = await world.waitFor(facilitator, isSaved, 'the facilitator lets in');
    await fay.workshop.api.people.admit(newCommand(), person.device.entry.participant);
    await world.open(person);
    await world.waitFor(person, isSaved, 'let in and saved');
  }
}

function wordsOn(map: OpenMap): readonly string[] {
  return map.map.goals.value.map((goal) => goal.title);
}

describe('no word is lost by a mistake of a server', () => {
  for (const seed of SEEDS) it(`RIGHTS-14 every word is on the server when all is put right again, seed ${seed}`, async () => {
    const world = new World(seed);
    const preload = join(world.root, 'clock.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', preload, fileURLToPath(new URL('../../tests/process/clock.c', import.meta.url))]);
    server.env = { LD_PRELOAD: preload, CLOCK_OFFSET_FILE: world.offset };
    const first = server.folder;
    try {
      await world.serve(world.right);
      world.created = await makeWorkshop();
      await joins(world, 'facilitator');
      await joins(world, 'patientLeader');
      for (const person of world.people) await until(() => person.map?.saveState.value === 'saved', () => 'saved at first');
      await MISTAKES['backed up']?.(world);
      for (let round = 0; round < ROUNDS; round += 1) {
        const mistake = world.pick(Object.keys(MISTAKES));
        world.done.push(mistake);
        await MISTAKES[mistake]?.(world);
        for (let move = 0; move < 6; move += 1) {
          const [person, what] = [world.pick(world.people), world.pick(Object.keys(MOVES))];
          world.done.push(`${world.people.indexOf(person)} ${what}`);
          await MOVES[what]?.(world, person);
        }
        // Half of the mistakes are noticed soon; then somebody new may join.
        if (world.random() % 2 === 0) {
          vi.restoreAllMocks();
          writeFileSync(world.offset, '0');
          await world.serve(world.right);
          if (world.people.length < 5) await joins(world, world.pick(['patientLeader', 'professional']));
        }
      }
      await putRight(world);
      const facilitator = world.people[0] as Person;
      const missing = (map: OpenMap) => world.typed.filter((word) => !wordsOn(map).includes(word));
      await world.waitFor(facilitator, (map) => missing(map).length === 0, `all of ${world.typed.length} words`).catch((error: unknown) => {
        throw new Error(`missing: ${facilitator.map ? missing(facilitator.map).join(', ') : 'all'}`, { cause: error });
      });
      expect(world.typed.length, 'words that were typed').toBeGreaterThan(5);
      // Nobody was told to forget.
      for (const { device: one } of world.people) expect(one.memory.person(one.entry)?.deviceSecret).toBe(one.entry.deviceSecret);
    } finally {
      for (const person of world.people) await person.map?.workshop.close();
      await server.end('SIGKILL');
      server.folder = first;
      rmSync(world.root, { recursive: true, force: true });
    }
  }, 300_000);
});
