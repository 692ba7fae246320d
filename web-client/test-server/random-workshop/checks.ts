/**
 * What must hold in a random workshop: at every moment on every screen, and once all is quiet on every copy and in what the
 * server has. Owns these invariants; must not know how anything came about.
 */
import * as Y from 'yjs';
import { expect } from 'vitest';
import { AGREE_STATES, SIDES } from '../../src/model/agreement';
import type { MapModel } from '../../src/model/map';
import { nameOfPart, partOfName, WHOLE_MAP } from '../../src/model/meaning';
import type { Agreement, StateCounts } from '../../src/workshop/agreement';
import { workshopFacts } from '../../src/workshop/facts';
import { readingOf, statesIn } from '../client-reader';
import { hexOf, type rustReader } from '../rust-reader';
import { reachOf, saysOf, storedOf, type Stored } from './copies';
import { screenOn } from './deciding';
import type { World } from './world';

/** A map as somebody sees it. */
interface View { readonly map: MapModel; readonly agreement: Agreement }

/** Nobody is shown as having said yes to words that were not on their screen: not even on a copy that is behind. */
export function checkShown(world: World, map: string, view: View): void {
  const { known } = world;
  const { agreement } = view;
  for (const part of [...agreement.partsWithStatements.peek(), WHOLE_MAP]) {
    const screen = screenOn(view, part);
    const name = nameOfPart(part);
    const present = agreement.present(part).peek();
    if (!screen) continue;
    known.compare(name, screen, present);
    const all = agreement.of(part).peek();
    const counts = all.pairs.filter((one) => {
      const saw = (side: 'patient' | 'professional', how: 'whole' | 'own') => known.hasSeen({ map, pair: one.pair.id, part: name }, side, screen, how);
      const shown = one.state === 'agreed' ? SIDES : one.state === 'oneAgrees' && one.side ? [one.side] : [];
      for (const side of shown) expect(saw(side, 'whole'), `${name} is ${one.state} and the ${side} side saw other words than ${JSON.stringify(screen)}`).toBe(true);
      if (one.state === 'aroundChanged') for (const side of SIDES) expect(saw(side, 'own'), `${name} is ${one.state} and the ${side} side never saw ${screen.own}`).toBe(true);
      return one.state === 'agreed';
    }).length;
    expect([all.agreed, all.of], `pairs that agree to ${name}`).toEqual([counts, all.pairs.length]);
    expect(all.state === 'agreed', `${name} is ${all.state}`).toBe(counts > 0 && counts === all.pairs.length);
    const isSplit = counts > 0 && counts < all.pairs.length && !all.pairs.some(({ state }) => state === 'differ');
    expect(all.state === 'somePairsAgree', `${name} is ${all.state} by ${counts} of ${all.pairs.length}`).toBe(isSplit);
  }
}

function sum(counts: StateCounts): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}

/** The counts add up: by state, by stage, and as each pair sees them. */
export function checkCounts({ agreement }: View): void {
  const { all, byStage, byPair } = agreement.summary.peek();
  const parts = agreement.parts.peek();
  expect(sum(all)).toBe(parts.length);
  for (const state of AGREE_STATES) {
    expect(parts.filter((part) => agreement.of(part).peek().state === state).length, `counted as ${state}`).toBe(all[state]);
    expect(Array.from(byStage.values()).reduce((count, stage) => count + stage[state], 0), `${state} by stage`).toBe(all[state]);
  }
  for (const [pair, counts] of byPair) {
    const theirs = parts.filter((part) => agreement.of(part).peek().pairs.some((one) => one.pair.id === pair));
    expect(sum(counts), `parts of the pair ${pair}`).toBe(theirs.length);
  }
  expect(agreement.mineCount.peek() ?? 0).toBeLessThanOrEqual(agreement.openCount.peek());
}

/** What was called saved before a kill is in what the server has after it. */
export function checkAcknowledged(world: World, map: string, { doc }: Stored): void {
  const gone = Y.createDeleteSetFromStructStore(doc.store);
  for (const told of world.known.acknowledged.filter((one) => one.map === map)) {
    expect(Y.getState(doc.store, told.client), `what ${told.who} typed and was told is saved`).toBeGreaterThanOrEqual(told.clock);
    const kept = told.deleted.filter((id) => !Y.isDeleted(gone, id));
    expect(kept, `what ${told.who} deleted and was told is saved`).toEqual([]);
  }
}

/** Whether a link may have gone with a step at its end, which those who agreed it took out: what was said of it went too. */
function isGoneWithStep(world: World, map: string, { name, view }: { readonly name: string; readonly view: View }): boolean {
  const part = partOfName(name);
  const link = part?.kind === 'link' ? view.map.link(part.id).peek() : undefined;
  return link !== undefined && [link.from, link.to].some((step) => world.known.freed.has(`${map}|step:${step}`));
}

/** What the server answered is in what it has. */
export function checkAnswers(world: World, map: string, stored: Stored): void {
  const { known } = world;
  for (const [key, last] of known.lastSaid) {
    const [of, pair = '', name = ''] = key.split('|');
    if (of !== map || last === 'unknown' || isGoneWithStep(world, map, { name, view: stored })) continue;
    const half = stored.agreement.record.at(name).value.acts.get(pair)?.[last.side];
    if (last.act === 'agree') expect(half?.yes?.fingerprint, `${key}: the yes of the ${last.side} side`).toBe(last.words);
    if (last.act === 'withdraw') expect(half?.yes, `${key}: no yes any more`).toBeUndefined();
    if (last.act === 'differ') expect(half?.view?.text, `${key}: the view of the ${last.side} side`).toBe(last.words);
    if (last.act === 'park') expect(half?.park, `${key}: parked by the ${last.side} side`).toBe('parked');
  }
  const talk = JSON.stringify(Array.from(stored.talk.share.keys(), (root) => stored.talk.getMap(root).toJSON()));
  for (const { text } of known.comments.filter((one) => one.map === map)) expect(talk).toContain(`"${text}"`);
  const facts = workshopFacts(stored.workshop, () => Promise.reject(new Error('no names')));
  const { meta, agenda, maps, participants, pairs } = facts;
  facts.destroy();
  const { agenda: minutes, ...said } = world.plan;
  expect(meta.value).toMatchObject({ ...said, map: world.first, frozen: world.isFrozen });
  if (minutes) expect(agenda.value.map(({ min }) => min)).toEqual(minutes);
  for (const { id, name, isRemoved } of world.maps.slice(1)) expect(maps.value.find((one) => one.id === id)).toMatchObject({ name, isRemoved });
  for (const person of world.people) expect(participants.value.get(person.id)).toMatchObject(person.isIn ? { role: person.role, state: 'in' } : { state: 'removed' });
  for (const [id, { state }] of world.pairs) expect(pairs.value.find((one) => one.id === id)?.state, `the pair ${id}`).toBe(state);
}

/** What both halves of every pair that agreed it want gone, and that is still held; `[]` when the server has taken out all of it. */
function notTakenOut({ agreement }: View): readonly string[] {
  const isOpen = (pair: string) => agreement.pairs.peek().some(({ id }) => id === pair);
  return Array.from(agreement.record.names.peek()).filter((name) => {
    const holders = Array.from(agreement.record.at(name).peek().acts).filter(([pair, acts]) => acts.agreed && isOpen(pair));
    return holders.length > 0 && holders.every(([, acts]) => SIDES.every((side) => acts[side].removal !== undefined));
  });
}

/** What the server has still to do on a map: to put back what pairs have agreed, to take out what they want gone. */
export function notDone(world: World, map: string, view: View): readonly string[] {
  return [...notPutBack(world, map, view).map((part) => `agreed and yet gone: ${part}`), ...notTakenOut(view).map((part) => `asked out by all and yet there: ${part}`)];
}

/** What pairs have agreed and that is not on the map; `[]` when the server has put back all that must be put back. */
function notPutBack(world: World, map: string, { map: model, agreement }: View): readonly string[] {
  const isFree = (name: string) => world.known.freed.has(`${map}|${name}`);
  const shows = (kind: 'step' | 'link', id: string) => (kind === 'step' ? model.step(id) : model.link(id)).peek()?.removed === false;
  const missing: string[] = [];
  for (const name of agreement.record.names.peek()) {
    const part = partOfName(name);
    if (!part || part.kind === 'map') continue;
    for (const [pair, acts] of agreement.record.at(name).peek().acts) {
      if (!acts.agreed || !agreement.pairs.peek().some(({ id }) => id === pair) || isFree(name)) continue;
      if (model.at(part.kind, part.id).peek()?.removed !== false) missing.push(`${name} of ${pair}`);
      const wording = agreement.record.wording(acts.agreed.fingerprint);
      for (const { link, id } of wording && 'leadsTo' in wording ? wording.leadsTo : []) {
        // A plain link that both took out is in the wording without its id.
        if (link === '' || isFree(`link:${link}`) || isFree(`step:${id}`)) continue;
        const isLed = shows('link', link) || Array.from(model.everyLink()).some((other) => other.from === part.id && other.to === id && !other.removed);
        if (!isLed || !shows('step', id)) missing.push(`${name} of ${pair} to ${id}`);
      }
    }
  }
  return missing;
}

/** What the server has of a map, what its own reader makes of that, and what everybody has. */
async function look(world: World, map: string, reader: ReturnType<typeof rustReader>) {
  const stored = await storedOf(world, map);
  const state = Y.encodeStateAsUpdate(stored.doc);
  const { reads } = await reader.apply([state]);
  const states = await reader.said(hexOf(state), Y.encodeStateAsUpdate(stored.record), Y.encodeStateAsUpdate(stored.workshop), map);
  const views = [{ name: 'the server', view: stored as View, record: stored.record }];
  for (const person of world.present) {
    const one = person.at(map);
    if (one) views.push({ name: person.name, view: one, record: one.agreement.record.doc });
  }
  const stocks = map === world.maps[0]?.id ? world.stock : [];
  const [says, record] = [saysOf(stored.doc, 'map'), saysOf(stored.record, 'record')];
  const isOne = views.every((one) => saysOf(one.view.map.doc, 'map') === says && saysOf(one.record, 'record') === record) && stocks.every((client) => saysOf(client.doc, 'map') === says);
  return { stored, reads, states, views, stocks, says, record, isOne };
}

/** Most looks at the server and everybody at one moment: what the server itself writes comes a moment after the edits. */
const LOOKS_MAX = 40;
const LOOK_AGAIN_MS = 50;

/** Everything that must hold once all is quiet. */
export async function checkMap(world: World, map: string, reader: ReturnType<typeof rustReader>): Promise<void> {
  let looked = await look(world, map, reader);
  for (let looks = 1; !looked.isOne && looks < LOOKS_MAX; looks += 1) {
    await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
    looked = await look(world, map, reader);
  }
  const { stored, reads, states, views, stocks, says, record } = looked;
  for (const one of views) {
    expect(reachOf(one.view.map.doc), `how far ${one.name} is`).toBe(reachOf(stored.doc));
    expect(saysOf(one.view.map.doc, 'map'), `the map of ${one.name}`).toBe(says);
    expect(saysOf(one.record, 'record'), `the record of ${one.name}`).toBe(record);
    expect(readingOf(one.view.map), `what ${one.name} reads`).toEqual(reads);
    expect(statesIn(one.view.map, one.view.agreement), `the states that ${one.name} sees`).toEqual(states);
    checkShown(world, map, one.view);
    checkCounts(one.view);
  }
  for (const client of stocks) expect(saysOf(client.doc, 'map'), 'the map of a stock client').toBe(says);
  checkAnswers(world, map, stored);
  expect(notDone(world, map, stored)).toEqual([]);
}
