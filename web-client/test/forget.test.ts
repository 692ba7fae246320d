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
import { statementKey } from './statements';
import * as edits from './short-edits';

const HOUR_MS = 3_600_000;
const JOINED = {
  workshop: 'w', map: 'm', participant: 'p', deviceSecret: 's', role: 'patientLeader', side: 'patient', nickname: 'Pat', state: 'in', token: 't', tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms', server: { key: 'k', epoch: 'e' }, title: 'Heart',
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
let identity: { key: string; epoch: string; setBackTo?: number };
const fresh = () => json(200, { token: `t${asked}`, tokenExpiresAt: Date.now() + HOUR_MS, tokenLifeMs: HOUR_MS, server: identity, membership: 'ms', role: 'patientLeader', side: 'patient' });
/** The server's own key, and what it says of an end; nothing recorded at first. */
let own: Awaited<ReturnType<typeof statementKey>>;
let answerProof: () => Promise<Response>;
const states = (payload: unknown, key = own) => async () => json(200, { statement: await key.sign(payload) });
const REMOVED = { is: 'removed', workshop: 'w', participant: 'p', epoch: 'e' };
const DELETED = { is: 'deleted', workshop: 'w', epoch: 'e', on: '2026-11-22' };

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  origin = (await server.start()).replace('ws', 'http').replace('/collab', '');
  asked = 0;
  answerToken = fresh;
  own = await statementKey();
  identity = { key: own.serverKey, epoch: 'e' };
  answerProof = () => Promise.resolve(error(404, 'not_found'));
  vi.stubGlobal('fetch', (url: string) => {
    if (url.endsWith('/api/workshops/w/proof')) return answerProof();
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
  const entry = entryOf({ ...JOINED, server: identity }, 'keep');
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
  return { open, hasAll, hasNothing, memory, entry };
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
    ['removed', () => error(401, 'removed'), REMOVED],
    ['deleted', () => error(410, 'workshop_deleted'), DELETED],
  ] as const)('RIGHTS-4 forgets at once when the server that was joined states of the person or the workshop: %s', async (why, answer, stated) => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    answerToken = answer;
    answerProof = states(stated);
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
    answerProof = states(DELETED);
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
    answerProof = states(REMOVED);
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

  // What a server on a wrong folder, one that lost its data, or a stranger at this address can say.
  it.each([
    ['nothing', () => Promise.resolve(error(404, 'not_found'))],
    ['no answer', () => Promise.reject(new TypeError('no line'))],
    ['a page', () => Promise.resolve(new Response('<html>', { status: 200 }))],
    ['another key', async () => json(200, { statement: await (await statementKey()).sign(REMOVED) })],
    ['another workshop', () => states({ ...REMOVED, workshop: 'v' })()],
    ['another person', () => states({ ...REMOVED, participant: 'q' })()],
    ['a history of the data that this device was not with', () => states({ ...REMOVED, epoch: 'later' })()],
    ['the end of something else', () => states(DELETED)()],
    ['changed words', async () => json(200, { statement: (await own.sign({ ...REMOVED, participant: 'q' })).replace(/\.[^.]+\./, `.${btoa(JSON.stringify(REMOVED)).replaceAll('=', '')}.`) })],
  ])('RIGHTS-10 keeps everything and says so when a server says "removed" and states %s', async (_name, proof) => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    answerToken = () => error(401, 'removed');
    answerProof = proof;
    server.deny = () => 'revoked';
    server.denyNow('map/w/m', 'revoked');
    await until(() => map.workshop.tokenRefusal.value === 'removedUnproven', () => 'said');
    edits.addGoal(map.map, 'Typed meanwhile');
    await state(map, 'deniedKept');
    expect(map.workshop.stopped.value).toBeUndefined();
    await one.hasAll();
    await map.workshop.close();
    answerToken = fresh;
    server.deny = () => undefined;
    const again = one.open();
    await state(again, 'saved');
    expect(onDisk()).toContain('Typed meanwhile');
    expect(again.workshop.tokenRefusal.value).toBeUndefined();
  }, 20_000);

  it('RIGHTS-10 keeps everything where the browser cannot check a statement', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    const statement = await own.sign(DELETED);
    answerProof = () => Promise.resolve(json(200, { statement }));
    answerToken = () => error(410, 'workshop_deleted');
    // As on an address without https.
    const real = globalThis.crypto;
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => real.getRandomValues(bytes) });
    server.deny = () => 'deleted';
    server.denyNow('map/w/m', 'deleted');
    await until(() => map.workshop.tokenRefusal.value === 'deletedUnproven', () => 'said');
    expect(map.workshop.stopped.value).toBeUndefined();
    await one.hasAll();
  }, 20_000);

  it('RIGHTS-11 keeps the first key it is told, follows the history of the data, and says that the server was set back', async () => {
    const one = device();
    const map = one.open();
    await state(map, 'saved');
    expect(map.workshop.setBackTo.value, 'the history is the one of joining').toBeUndefined();
    await map.workshop.close();
    identity = { ...identity, epoch: 'later', setBackTo: 1_000 };
    const again = one.open();
    await state(again, 'saved');
    expect(again.workshop.setBackTo.value).toBe(1_000);
    again.workshop.dismissSetBack();
    expect(again.workshop.setBackTo.value).toBeUndefined();
    expect(one.memory.person(one.entry)).toMatchObject({ serverKey: own.serverKey, epoch: 'later', membership: 'ms' });
    await again.workshop.close();
    const other = await statementKey();
    identity = { key: other.serverKey, epoch: 'other' };
    const third = one.open();
    await state(third, 'saved');
    expect(third.workshop.setBackTo.value).toBeUndefined();
    expect(one.memory.person(one.entry)).toMatchObject({ serverKey: own.serverKey, epoch: 'later' });
    answerToken = () => error(401, 'removed');
    answerProof = states({ ...REMOVED, epoch: 'later' }, other);
    server.denyNow('map/w/m', 'revoked');
    await until(() => third.workshop.tokenRefusal.value === 'removedUnproven', () => 'said');
    await one.hasAll();
  }, 20_000);

  it('RIGHTS-11 a device that joined before servers had keys keeps the one that comes with its next token', async () => {
    const one = device();
    one.memory.learn(one.entry, { serverKey: undefined, epoch: undefined, membership: undefined });
    const { serverKey: _key, epoch: _epoch, membership: _membership, ...before } = one.entry;
    const old = openWorkshop(before, one.memory, { origin, WebSocketPolyfill: PageSocket }).openMap('m');
    opened.push(old);
    await state(old, 'saved');
    expect(old.workshop.setBackTo.value).toBeUndefined();
    expect(one.memory.person(one.entry)).toMatchObject({ serverKey: own.serverKey, epoch: 'e' });
  });
});
