/**
 * What the facilitator of a random workshop does, and what pairs choose: set-up, maps, pairs and their stages, people, freezing.
 * Takes down what the server has answered; must not know what must hold.
 */
import { newCommand } from '../../src/workshop/api';
import type { WorkshopApi } from '../../src/workshop/api';
import type { Person } from './person';
import type { World } from './world';

/** Most and fewest people who take part besides the facilitator: everybody has every document open. */
const PEOPLE_MAX = 7;
const PEOPLE_MIN = 4;
/** Most maps: everybody has every map open. */
const MAPS_MAX = 3;

function apiOf(person: Person): WorkshopApi | undefined {
  return person.workshop?.api;
}

async function changeSetUp(world: World): Promise<void> {
  const { dice, plan } = world;
  const words = (what: string) => `${what} ${dice.below(1_000)}`;
  if (dice.once(2)) {
    const changes = dice.one([{ title: words('Title') }, { challenge: words('Challenge') }]);
    if (await world.call('edit', () => apiOf(world.fay)?.edit(newCommand(), changes).then(() => true))) Object.assign(plan, changes);
    return;
  }
  const agenda = Array.from({ length: 1 + dice.below(3) }, () => ({ min: 5 + dice.below(40), title: words('Part'), mode: dice.one(['plenary', 'pairs', 'break']), opens: dice.one(['patient', 'professional', 'none']) }));
  const changes = dice.one<object>([{ format: words('Format') }, { discuss: [words('Question'), words('Question')] }, { facts: [words('Fact')] }, { agenda }]);
  const done = await world.call('plan', () => apiOf(world.fay)?.plan(newCommand(), changes).then(() => true));
  if (done) Object.assign(plan, 'agenda' in changes ? { agenda: agenda.map(({ min }) => min) } : changes);
}

async function changeMaps(world: World): Promise<void> {
  const { dice } = world;
  const maps = apiOf(world.fay)?.maps;
  const map = dice.one(world.maps);
  if (!maps || !map) return;
  const name = `Map ${dice.below(1_000)}`;
  switch (world.maps.length < 2 ? 0 : dice.below(4)) {
    case 0: {
      if (world.maps.length >= MAPS_MAX) return;
      const id = await world.call('add a map', () => maps.add(newCommand(), { kind: dice.one(['current', 'future']), name, ...(dice.once(3) ? {} : { copyOf: map.id }) }));
      if (id !== undefined) world.maps.push({ id, name, isRemoved: false });
      return;
    }
    case 1:
      if (await world.call('name a map', () => maps.rename(newCommand(), map.id, name).then(() => true))) map.name = name;
      return;
    case 2:
      if (await world.call('show a map first', () => maps.showFirst(newCommand(), map.id).then(() => true))) world.first = map.id;
      return;
    default: {
      const wanted = map.isRemoved ? 'shown' : 'removed';
      if (await world.call(`a map is ${wanted}`, () => maps.setRemoved(newCommand(), map.id, wanted).then(() => true))) map.isRemoved = wanted === 'removed';
    }
  }
}

async function changePairs(world: World): Promise<void> {
  const { dice } = world;
  const free = world.present.filter((person) => world.pairOf(person) === undefined);
  const [patients, professionals] = [free.filter(({ role }) => role === 'patientLeader' || role === 'carer'), free.filter(({ role }) => role === 'professional')];
  const [patient, professional] = [dice.one(patients), dice.one(professionals)];
  if (patient && professional) return world.formPair(patient, professional);
  const [id, pair] = dice.one(Array.from(world.pairs).filter(([, { state }]) => state === 'open')) ?? [];
  if (id === undefined || !pair || !dice.once(3)) return undefined;
  if (await world.call('end a pair', () => apiOf(world.fay)?.endPair(newCommand(), id).then(() => true))) pair.state = 'ended';
  return undefined;
}

/** A half of a pair, or the facilitator, asks for stages; or a half answers what is asked. */
async function chooseStages(world: World): Promise<void> {
  const { dice } = world;
  const person = world.somebody();
  const mine = world.pairOf(person);
  const one = person.at(world.someMap());
  if (!mine || !one?.ready.peek()) return;
  const asked = person.workshop?.facts.pairs.peek().find(({ id }) => id === mine.id)?.askedScope;
  const by = dice.once(4) ? world.fay : person;
  if (!asked) {
    const stages = one.map.stages.peek().filter(() => dice.once(2)).map(({ id }) => id);
    await world.call(`${by.name} asks for stages`, () => apiOf(by)?.askScope(newCommand(), mine.id, { scope: { map: one.id, stages } }).then(() => true));
    return;
  }
  const seen = { scope: { map: asked.map, stages: [...asked.stages] } };
  if (dice.once(5)) await world.call(`${person.name} declines stages`, () => apiOf(person)?.declineScope(newCommand(), mine.id, seen).then(() => true));
  else await world.call(`${person.name} accepts stages`, () => apiOf(person)?.acceptScope(newCommand(), mine.id, seen).then(() => true));
}

async function changePeople(world: World): Promise<void> {
  const { dice } = world;
  const others = world.people.filter((person) => person.isIn && person !== world.fay);
  const person = dice.one(others);
  const people = apiOf(world.fay)?.people;
  if (!person || !people) return;
  switch (dice.below(5)) {
    case 0:
    case 1: {
      if (others.length >= PEOPLE_MAX) return;
      const role = dice.one(['patientLeader', 'professional', 'carer'] as const);
      const name = `New ${world.people.length}`;
      world.tell(`${name} joins as ${role}`);
      await world.join(name, role);
      return;
    }
    case 2: {
      const role = dice.one(['patientLeader', 'carer', 'professional'] as const);
      if (await world.call(`${person.name} becomes ${role}`, () => people.changeRole(newCommand(), person.id, role).then(() => true))) person.role = role;
      return;
    }
    case 3:
      if (others.length <= PEOPLE_MIN) return;
      if (await world.call(`${person.name} is removed`, () => apiOf(world.fay)?.removePerson(newCommand(), person.id).then(() => true))) {
        person.isIn = false;
        await person.close();
      }
      return;
    default:
      await world.call(`${person.name} is renamed`, () => people.rename(newCommand(), person.id, `Name ${dice.below(100)}`).then(() => true));
  }
}

async function freeze(world: World): Promise<void> {
  const wanted = world.isFrozen ? 'open' : 'frozen';
  if (await world.call(wanted, () => apiOf(world.fay)?.setFrozen(newCommand(), wanted).then(() => true))) world.isFrozen = wanted === 'frozen';
}

/** The facilitator or a pair changes something of the workshop itself. */
export async function run(world: World): Promise<void> {
  const what = world.dice.one([changeSetUp, changeSetUp, changeMaps, changeMaps, changePairs, changePairs, chooseStages, chooseStages, chooseStages, changePeople, changePeople, freeze]);
  await what(world);
}

/** Editing is open again. */
export async function thaw(world: World): Promise<void> {
  if (world.isFrozen) await freeze(world);
}
