/**
 * What goes wrong in a random workshop and how it becomes quiet again: lines are cut, pages closed, the server is killed without
 * warning, also while people decide. Owns these accidents; what must hold is in checks.ts.
 */
import { server, until } from '../real-server';
import { checkAcknowledged, checkAnswers, notDone } from './checks';
import { reachOf, saysOf, storedOf } from './copies';
import { bothSay } from './deciding';
import { edit } from './editing';
import { thaw } from './running';
import { writeByHand } from './stock';
import type { World } from './world';

/** A line is cut or mended, or a page closed or opened. */
export async function disturb(world: World): Promise<void> {
  const { dice } = world;
  const person = dice.one(world.people.filter(({ isIn }) => isIn));
  if (!person) return;
  if (!person.isOpen) {
    world.tell(`${person.name} opens the page`);
    person.open();
  } else if (person.isCut) {
    world.tell(`the line of ${person.name} is mended`);
    person.mend();
  } else if (dice.once(3) && person !== world.fay) {
    world.tell(`${person.name} closes the page`);
    await person.close();
  } else {
    world.tell(`the line of ${person.name} is cut`);
    person.cut();
  }
}

/** The server is killed, maybe while a pair decides; people edit without it; it comes back with all that it had called saved. */
export async function kill(world: World): Promise<void> {
  const { dice } = world;
  const deciding = dice.once(2) ? bothSay(world, world.someMap(), 'agree') : Promise.resolve();
  if (dice.once(2)) await new Promise((resolve) => { setTimeout(resolve, dice.below(10)); });
  world.tell('the server is killed');
  await server.end('SIGKILL');
  const whole = world.people.filter((person) => person.isIn && person.isOpen && !person.isCut);
  for (const person of whole) person.cut();
  await deciding;
  for (let edits = dice.below(6); edits > 0; edits -= 1) edit(world, world.somebody(), world.someMap());
  await server.start();
  world.tell('the server is started');
  // The server alone, before anybody could bring their own copy back.
  for (const { id } of world.maps) {
    const stored = await storedOf(world, id);
    checkAcknowledged(world, id, stored);
    checkAnswers(world, id, stored);
  }
  for (const person of whole) person.mend();
}

/** A stock client writes. */
export function writeWithStock(world: World): void {
  const client = world.dice.one(world.stock);
  if (client) world.tell(`a stock client ${writeByHand(world.dice, client.doc)}`);
}

/** Why it is not quiet yet; nothing when everybody has the same, all is saved, and what was agreed is on the map. */
function whyNotQuiet(world: World): string | undefined {
  for (const { id } of world.maps.filter(({ isRemoved }) => !isRemoved)) {
    const first = world.fay.at(id);
    if (!first?.ready.peek()) return `${id} is not open`;
    for (const person of world.present) {
      for (const { id } of person.workshop?.refused.peek() ?? []) person.workshop?.dismissRefused(id);
      const one = person.at(id);
      const state = one?.saveState.peek() ?? 'closed';
      if (!one || !['saved', 'readOnly'].includes(state)) return `${person.name} is ${state} on ${id}`;
      if (reachOf(one.map.doc) !== reachOf(first.map.doc)) return `${person.name} has not all of ${id}`;
      if (saysOf(one.map.doc, 'map') !== saysOf(first.map.doc, 'map')) return `${person.name} reads ${id} otherwise`;
      const [theirs, record] = [one.agreement.record.doc, first.agreement.record.doc];
      // What is only deleted moves no state vector.
      if (reachOf(theirs) !== reachOf(record) || saysOf(theirs, 'record') !== saysOf(record, 'record')) return `${person.name} has not all of the record of ${id}`;
    }
    const [left] = notDone(world, id, first);
    if (left !== undefined) return left;
  }
  const stocks = world.fay.at(world.maps[0]?.id ?? '');
  const behind = world.stock.findIndex((client) => !stocks || reachOf(client.doc) !== reachOf(stocks.map.doc) || saysOf(client.doc, 'map') !== saysOf(stocks.map.doc, 'map'));
  return behind < 0 ? undefined : `stock client ${behind} has not all`;
}

/** Everybody comes, says all and hears all. */
export async function settle(world: World): Promise<void> {
  await thaw(world);
  for (const person of world.people.filter(({ isIn }) => isIn)) {
    if (!person.isOpen) person.open();
    person.mend();
  }
  await until(() => whyNotQuiet(world) === undefined, () => `quiet: ${whyNotQuiet(world)}`);
}
