/**
 * Several maps of one workshop open at the same time (workshop/open-workshop.ts, open-map.ts): one connection, one copy on
 * this device, and nothing of one map in another. The server is a small one of the same wire; what is stored is real.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { deviceMemory, type DeviceEntry, type DeviceMemory } from '../src/workshop/device';
import type { OpenMap, OpenWorkshop } from '../src/workshop/open';
import { openWorkshop } from '../src/workshop/open-workshop';
import { FakeServer } from './fake-server';
import * as edits from './short-edits';

const ENTRY: DeviceEntry = {
  workshop: 'w', map: 'main', participant: 'p', role: 'patientLeader', side: 'patient', nickname: 'Pat', deviceSecret: 's', title: 'Heart', endsOn: '2099-01-01', joinedAt: 0, keepCopy: 'keep',
};
const MAIN = 'map/w/main';
const SECOND = 'map/w/second';

let server: FakeServer;
let origin: string;
const opened: OpenWorkshop[] = [];

function memoryOf(): DeviceMemory {
  const kept = new Map<string, string>();
  return deviceMemory({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) });
}

function start(memory = memoryOf()): OpenWorkshop {
  const workshop = openWorkshop(ENTRY, memory, { origin, WebSocketPolyfill: WebSocket });
  opened.push(workshop);
  return workshop;
}

const until = (what: () => boolean, name: string) => vi.waitUntil(what, { timeout: 10_000, interval: 10 }).catch(() => { throw new Error(`never: ${name}`); });
const saved = (...maps: readonly OpenMap[]) => until(() => maps.every((map) => map.saveState.value === 'saved'), `saved; ${maps.map((map) => map.saveState.value).join()}`);
const titles = (map: OpenMap) => map.map.stages.value.map((stage) => stage.title);
/** Stage titles of a map as a server's document has them. */
function titlesOn(name: string): readonly string[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc(name)));
  return [...doc.getMap('stages').values()].map((stage) => String((stage as Y.Map<unknown>).get('title')));
}

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  origin = (await server.start()).replace('ws:', 'http:').replace('/collab', '');
  vi.stubGlobal('fetch', (url: string) => Promise.resolve(new Response(JSON.stringify(
    url.endsWith('/token') ? { token: 't', tokenExpiresAt: Date.now() + 3_600_000, role: ENTRY.role, side: ENTRY.side } : { revision: 1, people: [] },
  ))));
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  await server.kill();
  vi.unstubAllGlobals();
});

describe('several maps of one workshop', () => {
  it('opens a second map on the same connection, and edits of one reach neither document nor history of the other', async () => {
    const workshop = start();
    const [main, second] = [workshop.openMap('main'), workshop.openMap('second')];
    expect(workshop.openMap('second')).toBe(second);
    await saved(main, second);
    edits.addStage(main.map, 'Referral');
    edits.addStage(second.map, 'Recovery');
    await until(() => titlesOn(MAIN).length === 1 && titlesOn(SECOND).length === 1, 'both edits on the server');
    await saved(main, second);
    expect([titles(main), titles(second)]).toEqual([['Referral'], ['Recovery']]);
    expect([titlesOn(MAIN), titlesOn(SECOND)]).toEqual([['Referral'], ['Recovery']]);
    main.undo.undo();
    expect([titles(main), titles(second)]).toEqual([[], ['Recovery']]);
    expect(second.undo.canUndo.value).toBeTruthy();
    expect(main.agreement).not.toBe(second.agreement);
    expect(main.talk).not.toBe(second.talk);
    expect(server.connections).toBe(1);
  });

  it('closes one map and goes on with the other; the closed one is opened again with what was in it', async () => {
    const workshop = start();
    const [main, second] = [workshop.openMap('main'), workshop.openMap('second')];
    await saved(main, second);
    edits.addStage(second.map, 'Recovery');
    // Opened again before it has closed: what was typed a moment ago is there.
    void second.close();
    const early = workshop.openMap('second');
    await saved(early);
    expect(titles(early)).toEqual(['Recovery']);
    await early.close();
    edits.addStage(main.map, 'Referral');
    await saved(main);
    expect(titlesOn(MAIN)).toEqual(['Referral']);
    expect(workshop.stopped.value).toBeUndefined();
    const again = workshop.openMap('second');
    expect(again).not.toBe(second);
    await saved(again);
    expect([titles(main), titles(again)]).toEqual([['Referral'], ['Recovery']]);
    expect(titlesOn(SECOND)).toEqual(['Recovery']);
    expect(server.connections).toBe(1);
  });

  it('keeps what is typed in both while there is no connection, each for its own map', async () => {
    const before = start();
    const [main, second] = [before.openMap('main'), before.openMap('second')];
    await saved(main, second);
    await server.kill();
    edits.addStage(main.map, 'Referral');
    edits.addStage(second.map, 'Recovery');
    await until(() => main.saveState.value === 'offlineKept' && second.saveState.value === 'offlineKept', 'kept on this device');
    await before.close();
    await server.start();
    const after = start();
    const [mainAgain, secondAgain] = [after.openMap('main'), after.openMap('second')];
    await saved(mainAgain, secondAgain);
    expect([titles(mainAgain), titles(secondAgain)]).toEqual([['Referral'], ['Recovery']]);
    expect([titlesOn(MAIN), titlesOn(SECOND)]).toEqual([['Referral'], ['Recovery']]);
  });

  it('keeps the refused words of one map, and the other map is neither refused nor replaced', async () => {
    const workshop = start();
    const [main, second] = [workshop.openMap('main'), workshop.openMap('second')];
    await saved(main, second);
    // Frozen a moment ago: this page does not know it yet.
    server.scope = 'readonly';
    edits.addStage(second.map, 'Refused words');
    await until(() => second.replaced.value, 'replaced');
    server.scope = 'read-write';
    expect(workshop.refused.value.map((text) => text.document)).toEqual([SECOND]);
    const again = workshop.openMap('second');
    await until(() => again.saveState.value === 'refused', `refused; ${again.saveState.value}`);
    expect(main.replaced.value).toBe(false);
    expect(workshop.replaced.value).toBe(false);
    await saved(main);
    workshop.dismissRefused(workshop.refused.value[0]?.id ?? '');
    await saved(again);
  });

  it('closes every map with the workshop', async () => {
    const workshop = start();
    const [main, second] = [workshop.openMap('main'), workshop.openMap('second')];
    await saved(main, second);
    await workshop.close();
    expect(() => workshop.openMap('second')).toThrow('closed');
    edits.addStage(main.map, 'Too late');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(titlesOn(MAIN)).toEqual([]);
  });
});

describe('what this device remembers of an open workshop', () => {
  it('DEVICE-5 follows title and end date as a facilitator changes them, and keeps them when the document tells none', async () => {
    const memory = memoryOf();
    memory.remember(ENTRY);
    const meta = server.doc('workshop/w').getMap('meta');
    meta.set('map', 'main');
    const before = start(memory);
    await until(() => before.facts.meta.value !== undefined, 'the document has arrived');
    expect(memory.entry('w')).toEqual(ENTRY);
    await before.close();
    meta.set('title', 'Care at home');
    meta.set('endsOn', '2099-02-03');
    start(memory);
    await until(() => memory.entry('w')?.title === 'Care at home', 'the new title');
    expect(memory.entry('w')).toEqual({ ...ENTRY, title: 'Care at home', endsOn: '2099-02-03' });
  });
});
