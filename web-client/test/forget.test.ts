/**
 * What lets a device forget: a whole open workshop against a server of the wire that denies, closes and says things, with
 * the answers to the call for a token in the test's hand. Nothing but the server's own words about the person or the workshop, given to the
 * device's secret, may take copy, secret and words away.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { deviceMemory, entryOf } from '../src/workshop/device';
import type { OpenMap } from '../src/workshop/open';
import { openWorkshop } from '../src/workshop/open-workshop';
import { FakeServer } from './fake-server';
import * as edits from './short-edits';

const HOUR_MS = 3_600_000;
const JOINED = {
  workshop: 'w', map: 'm', participant: 'p', deviceSecret: 's', role: 'patientLeader', side: 'patient', nickname: 'Pat', state: 'in', token: 't', tokenExpiresAt: 1, title: 'Heart',
  endsOn: '2099-01-01',
} as const;
class PageSocket extends NodeWebSocket {
  constructor(address: string) {
    super(address);
    this.on('error', () => undefined);
  }
}

let server: FakeServer;
let origin: string;
/** The answer to each call for a token; how many were asked for. */
let answerToken: () => Response;
let asked = 0;
const opened: OpenMap[] = [];

const json = (status: number, value: unknown) => new Response(JSON.stringify(value), { status });
const error = (status: number, code: string) => json(status, { error: { code, message: `about ${code}` } });
const fresh = () => json(200, { token: `t${asked}`, tokenExpiresAt: Date.now() + HOUR_MS, role: 'patientLeader', side: 'patient' });

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  origin = (await server.start()).replace('ws', 'http').replace('/collab', '');
  asked = 0;
  answerToken = fresh;
  vi.stubGlobal('fetch', (url: string) => {
    if (!url.endsWith('/api/workshops/w/token')) return Promise.resolve(json(200, { revision: 1, people: [], parts: [] }));
    asked += 1;
    return Promise.resolve(answerToken());
  });
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.workshop.close();
  await server.kill();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const copies = async () => (await indexedDB.databases()).map((one) => one.name);
const until = (what: () => boolean, name: () => string) =>
  vi.waitUntil(what, { timeout: 8_000, interval: 5 }).catch(() => {
    throw new Error(`never: ${name()}`);
  });
const state = (one: OpenMap, wanted: string) => until(() => one.saveState.value === wanted, () => `${wanted}, is ${one.saveState.value}`);
const onDisk = () => JSON.stringify(server.doc('map/w/m').getMap('goals').toJSON());

/** A device that has joined, with the workshop open. */
function device() {
  const kept = new Map<string, string>();
  const memory = deviceMemory({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) });
  const entry = entryOf(JOINED, 'keep');
  memory.remember(entry);
  const open = () => {
    const map = openWorkshop(entry, memory, { origin, WebSocketPolyfill: PageSocket }).openMap('m');
    opened.push(map);
    return map;
  };
  const hasAll = async () => {
    expect(JSON.parse(kept.get('pairway/workshops') ?? '[]')).toMatchObject([{ workshop: 'w', deviceSecret: 's' }]);
    expect(await copies()).toEqual(['pairway/w/p']);
  };
  const hasNothing = async () => {
    expect(kept.get('pairway/workshops')).toBeUndefined();
    await vi.waitUntil(async () => (await copies()).length === 0);
  };
  return { open, hasAll, hasNothing };
}

describe('what lets a device forget', () => {
  it('RIGHTS-8 a document that is denied again and again is asked for again; nothing is forgotten, and words are sent when it opens', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    const before = asked;
    server.deny = () => 'permission-denied';
    for (const name of ['map/w/m', 'workshop/w']) server.denyNow(name, 'revoked');
    await state(map, 'deniedNothingWaiting');
    edits.addGoal(map.map, 'Typed meanwhile');
    await state(map, 'deniedKept');
    const tokens = server.tokens.length;
    await until(() => server.tokens.length >= tokens + 2, () => 'asked again');
    expect(map.workshop.stopped.value).toBeUndefined();
    expect(map.workshop.isDenied.value).toBe(true);
    expect(asked, 'the server is asked with the secret of the device').toBeGreaterThan(before);
    await one.hasAll();
    server.deny = () => undefined;
    await state(map, 'saved');
    // The map is opened again before or after the workshop's own document; the page speaks of both.
    await until(() => !map.workshop.isDenied.value, () => 'both documents are open again');
    expect(onDisk()).toContain('Typed meanwhile');
  }, 20_000);

  // Each of these can come from a machine on the way, from another server, or from one that was set back.
  it.each([
    ['a device that the server does not know', () => error(401, 'not_signed_in')],
    ['a token that ran out', () => error(401, 'token_expired')],
    ['a waiting room', () => error(403, 'waiting')],
    ['a wall on the way', () => new Response('<html>', { status: 403 })],
    ['another server at this address', () => new Response('<html>', { status: 404 })],
    ['a page that is gone', () => new Response('<html>', { status: 410 })],
    ['a word of removal that is no answer about the person', () => error(403, 'removed')],
  ])('RIGHTS-8 keeps everything and says so, and opens again with all words, when the call for a token answers with %s', async (_name, answer) => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    edits.addGoal(map.map, 'Kept');
    await state(map, 'saved');
    answerToken = answer;
    server.deny = () => 'revoked';
    server.denyNow('map/w/m', 'revoked');
    await state(map, 'deniedNothingWaiting');
    expect(map.workshop.stopped.value).toBeUndefined();
    await one.hasAll();
    edits.addGoal(map.map, 'Typed meanwhile');
    await state(map, 'deniedKept');
    await map.workshop.close();
    answerToken = fresh;
    server.deny = () => undefined;
    const again = one.open();
    await state(again, 'saved');
    expect(onDisk()).toContain('Typed meanwhile');
  }, 20_000);

  it.each([
    ['removed', () => error(401, 'removed')],
    ['deleted', () => error(410, 'workshop_deleted')],
  ] as const)('RIGHTS-4 forgets at once when the server says of the person or the workshop: %s', async (why, answer) => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    answerToken = answer;
    server.deny = () => 'revoked';
    server.denyNow('map/w/m', 'You are no longer in this workshop.');
    await state(map, 'stopped');
    expect(map.workshop.stopped.value).toBe(why);
    await one.hasNothing();
  });

  it('RIGHTS-8 a connection that ends with "deleted" is believed only when the call for a token says the same', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    const before = asked;
    server.closeAll(4404);
    await until(() => asked > before, () => 'asked');
    await state(map, 'saved');
    expect(map.workshop.stopped.value).toBeUndefined();
    await one.hasAll();
    answerToken = () => error(410, 'workshop_deleted');
    server.closeAll(4404);
    await state(map, 'stopped');
    await one.hasNothing();
  }, 20_000);

  it('RIGHTS-8 a document that says that I was removed is believed only when the call for a token says the same', async () => {
    server.doc('workshop/w').getMap('participants').set('p', { role: 'patientLeader', side: 'patient', state: 'gone?' });
    const one = device();
    const map = one.open();
    await until(() => map.workshop.facts.participants.value.get('p')?.state === 'removed', () => 'the facts say so');
    await until(() => asked >= 2, () => 'asked');
    await state(map, 'saved');
    expect(map.workshop.stopped.value).toBeUndefined();
    await one.hasAll();
    await map.workshop.close();
    answerToken = () => error(401, 'removed');
    const again = one.open();
    await state(again, 'stopped');
    await one.hasNothing();
  });

  it('RIGHTS-9 a clock that was set back makes no expired token new: a fresh one is fetched and everything goes on', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    const [before, real] = [asked, Date.now()];
    vi.spyOn(Date, 'now').mockReturnValue(real - 2 * HOUR_MS);
    // The server's clock goes on: what it gave out before has run out, although it looks new here.
    const expired = new Set(server.tokens);
    server.deny = (token) => (expired.has(token) ? 'token-expired' : undefined);
    const denied: boolean[] = [];
    const stop = map.workshop.isDenied.subscribe((is) => denied.push(is));
    for (const name of ['map/w/m', 'record/w/m', 'talk/w/m', 'workshop/w']) server.denyNow(name, 'token-expired');
    edits.addGoal(map.map, 'Typed then');
    await state(map, 'saved');
    stop();
    expect(denied, 'never shown as denied').toEqual([false]);
    expect(asked, 'one fresh token for all documents').toBe(before + 1);
    expect(onDisk()).toContain('Typed then');
    await one.hasAll();
  });

  it('RIGHTS-9 "expired" is never final, also when every fresh token is called so', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    server.deny = () => 'token-expired';
    server.denyNow('map/w/m', 'token-expired');
    await state(map, 'deniedNothingWaiting');
    await one.hasAll();
    server.deny = () => undefined;
    await state(map, 'saved');
  });
});
