/**
 * Documents on a connection: handshake, light, restart, offline edits, two tabs, denial, refusal. Real sockets, a server
 * whose disk is in the test's hand, an IndexedDB made of memory.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import * as Y from 'yjs';
import { Collab, SCHEMA_VERSION } from '../src/sync/collab';
import type { Notice, TokenAnswer, TokenSource } from '../src/sync/collab';
import { openDeviceCopy } from '../src/sync/offline';
import type { DeviceCopy } from '../src/sync/offline';
import { MEND_MS, Replica } from '../src/sync/replica';
import { isTidying } from '../src/sync/tidying';
import { FakeServer } from './fake-server';

const NAME = 'map/w/m';
/** A socket that does not shout when it is closed while connecting, as a browser's does not. */
class PageSocket extends NodeWebSocket {
  constructor(address: string) {
    super(address);
    this.on('error', () => undefined);
  }
}
let server: FakeServer;
let url: string;
const open: { readonly collab: Collab; readonly replica: Replica; readonly copy: DeviceCopy }[] = [];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  url = await server.start();
});
afterEach(async () => {
  for (const one of open.splice(0)) {
    await one.replica.close();
    one.collab.destroy();
    one.copy.close();
  }
  await server.kill();
});

/** A page of a participant, with its own connection and the device's copy. */
async function page(options: { readonly participant?: string; readonly tokens?: TokenSource } = {}) {
  const doc = new Y.Doc();
  const collab = new Collab({
    url,
    tokens: options.tokens ?? (() => Promise.resolve({ kind: 'token', token: 't', remainingMs: 3_600_000 })),
    WebSocketPolyfill: PageSocket,
  });
  const copy = await openDeviceCopy({ workshop: 'w', participant: options.participant ?? 'p' });
  const notices: Notice[] = [];
  const refusals: string[] = [];
  const replica = new Replica({ name: NAME, doc, awareness: null, collab, copy, onRefused: (message) => refusals.push(message), onNotice: (notice) => notices.push(notice) });
  const one = { doc, collab, copy, replica, notices, refusals, text: doc.getText('t') };
  open.push(one);
  await replica.opened;
  return one;
}
/** Like closing the tab at once: no goodbye to the server is needed, the copy stays. */
async function shut(one: Awaited<ReturnType<typeof page>>) {
  open.splice(open.indexOf(one), 1);
  await one.replica.close();
  one.collab.destroy();
  one.copy.close();
}
function until(what: () => boolean, name: string) {
  return vi.waitUntil(what, { timeout: 8_000, interval: 5 }).catch(() => {
    throw new Error(`never: ${name}`);
  });
}
const state = (one: { readonly replica: Replica }, wanted: string) => until(() => one.replica.state.value === wanted, `${wanted}, is ${one.replica.state.value}`);
const onDisk = () => {
  const doc = new Y.Doc();
  const kept = server.disk.get(NAME);
  if (kept) Y.applyUpdate(doc, kept);
  return doc.getText('t').toString();
};

describe('a document on a connection', () => {
  it('SYNC-1 is saved only when the server has it on disk', async () => {
    const one = await page();
    await state(one, 'saved');
    server.autoCommit = false;
    one.text.insert(0, 'hello');
    await until(() => server.doc(NAME).getText('t').toString() === 'hello', 'arrived in memory');
    expect(one.replica.state.value).toBe('saving');
    expect(onDisk()).toBe('');
    await until(() => server.frames.at(-1) === '5', 'mark');
    server.commit();
    await state(one, 'saved');
    expect(onDisk()).toBe('hello');
  });

  it('SYNC-1 puts the mark behind every frame before it: never green while an update is on its way', async () => {
    const one = await page();
    await state(one, 'saved');
    server.frames.length = 0;
    for (const letter of 'abcdef') one.text.insert(one.text.length, letter);
    await state(one, 'saved');
    expect(server.frames.lastIndexOf('5')).toBeGreaterThan(server.frames.lastIndexOf('sync:2'));
    expect(onDisk()).toBe('abcdef');
  });

  it('SYNC-3 survives kill -9 while saving: reconnects by itself, sends what was lost, then is green', async () => {
    const one = await page();
    await state(one, 'saved');
    server.autoCommit = false;
    one.text.insert(0, 'uncommitted');
    await until(() => server.doc(NAME).getText('t').length > 0, 'in memory');
    await server.kill();
    await state(one, 'offlineKept');
    one.text.insert(0, 'offline ');
    server.autoCommit = true;
    await server.start();
    await state(one, 'saved');
    expect(onDisk()).toBe('offline uncommitted');
  });

  it('SYNC-3 sends again what the server lost although it had said saved (restored from an old backup)', async () => {
    const one = await page();
    one.text.insert(0, 'kept here');
    await state(one, 'saved');
    await server.kill();
    server.disk.clear();
    await state(one, 'offlineNothingWaiting');
    await server.start();
    await state(one, 'saved');
    expect(onDisk()).toBe('kept here');
  });

  it('SYNC-6 keeps offline work, deletions too, over a reload without a server, and knows that it waits', async () => {
    const one = await page();
    one.text.insert(0, 'one two');
    await state(one, 'saved');
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    one.doc.transact(() => one.text.delete(0, 4), 'an edit of mine');
    await state(one, 'offlineKept');
    await shut(one);
    const again = await page();
    expect(again.text.toString()).toBe('two');
    expect(again.replica.state.value).toBe('offlineKept');
    await server.start();
    await state(again, 'saved');
    expect(onDisk()).toBe('two');
    await again.replica.settled();
    expect((await again.copy.read(NAME, 0)).waiting).toEqual([]);
    await shut(again);
    await server.kill();
    const third = await page();
    expect(third.replica.state.value).toBe('offlineNothingWaiting');
  });

  it('SYNC-7 takes over what another tab of the device left unsent, and both tabs show the truth', async () => {
    const one = await page();
    one.text.insert(0, '.');
    await state(one, 'saved');
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    const two = await page();
    two.text.insert(0, 'from the other tab');
    await state(two, 'offlineKept');
    await shut(two);
    await until(() => one.text.toString() === 'from the other tab.', 'heard of it');
    expect(one.replica.state.value).toBe('offlineKept');
    await server.start();
    await state(one, 'saved');
    expect(onDisk()).toBe('from the other tab.');
    await one.replica.settled();
    expect((await one.copy.read(NAME, 0)).waiting).toEqual([]);
  });

  it('ROOM-1 brings two people together and marks only the work of the author', async () => {
    const [one, two] = [await page(), await page({ participant: 'q' })];
    await state(one, 'saved');
    await state(two, 'saved');
    server.autoCommit = false;
    one.text.insert(0, 'hi');
    await until(() => two.text.toString() === 'hi', 'seen by the other');
    expect(one.replica.state.value).toBe('saving');
    expect(two.replica.state.value).toBe('saved');
    await until(() => server.frames.at(-1) === '5', 'mark');
    server.commit();
    await state(one, 'saved');
  });

  // Edits made offline travel once.
  it('does not queue edits while offline: they travel once, with the handshake', async () => {
    const one = await page();
    await state(one, 'saved');
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    for (let at = 0; at < 50; at += 1) one.text.insert(0, 'x');
    await state(one, 'offlineKept');
    server.frames.length = 0;
    await server.start();
    await state(one, 'saved');
    expect(server.frames.filter((frame) => frame === 'sync:2')).toEqual([]);
    expect(server.frames.filter((frame) => frame === 'sync:1')).toHaveLength(1);
    expect(onDisk()).toBe('x'.repeat(50));
  });

  it('SYNC-5 never says kept when the device cannot write, and mends the copy when it can again', async () => {
    const one = await page();
    await state(one, 'saved');
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    const broken = vi.spyOn(one.copy, 'write').mockRejectedValue(new Error('quota'));
    one.text.insert(0, 'lost? ');
    await one.replica.settled();
    expect(one.replica.state.value).toBe('offlineNotKept');
    broken.mockRestore();
    one.text.insert(0, 'no: ');
    await state(one, 'offlineKept');
    await shut(one);
    const again = await page();
    expect(again.text.toString()).toBe('no: lost? ');
    expect(again.replica.state.value).toBe('offlineKept');
  });

  it('SYNC-25 what could not be written or read is tried again also when nobody types', async () => {
    const one = await page();
    await state(one, 'saved');
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const broken = vi.spyOn(one.copy, 'write').mockRejectedValue(new Error('gone'));
    one.text.insert(0, 'typed once');
    await one.replica.settled();
    expect(one.replica.state.value).toBe('offlineNotKept');
    broken.mockRestore();
    await vi.advanceTimersByTimeAsync(MEND_MS);
    vi.useRealTimers();
    await state(one, 'offlineKept');
    await shut(one);
    const again = await page();
    expect([again.text.toString(), again.replica.state.value]).toEqual(['typed once', 'offlineKept']);
  });

  it('SYNC-26 a copy that could not be read at first is read as soon as it can be, and its unsent work is sent', async () => {
    const before = await page();
    await state(before, 'saved');
    await server.kill();
    await state(before, 'offlineNothingWaiting');
    before.text.insert(0, 'kept offline');
    await state(before, 'offlineKept');
    await shut(before);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const unread = vi.spyOn(IDBObjectStore.prototype, 'index').mockImplementation(() => { throw new Error('not now'); });
    const one = await page();
    expect([one.text.toString(), one.replica.state.value]).toEqual(['', 'opening']);
    unread.mockRestore();
    await vi.advanceTimersByTimeAsync(MEND_MS);
    vi.useRealTimers();
    await state(one, 'offlineKept');
    expect(one.text.toString()).toBe('kept offline');
    await server.start();
    // The timer of the next attempt was one of those that stood still.
    one.collab.retryNow();
    await state(one, 'saved');
    expect(onDisk()).toBe('kept offline');
  });

  it('SYNC-9 tells of a store that is down', async () => {
    const one = await page();
    await state(one, 'saved');
    server.autoCommit = false;
    one.text.insert(0, 'x');
    server.notice(NAME, 'storeDown');
    await state(one, 'storeDown');
    expect(one.notices).toEqual([{ code: 'storeDown', message: 'storeDown' }]);
    server.notice(NAME, 'storeUp');
    await state(one, 'saving');
    server.commit();
    await state(one, 'saved');
  });
});

describe('a page that is older than the server', () => {
  it('SYNC-17 sends no edit and no mark of the document, takes what others write, and keeps what is typed on this device', async () => {
    server.schemaVersion = SCHEMA_VERSION + 1;
    server.doc(NAME).getText('t').insert(0, 'theirs');
    const one = await page();
    await state(one, 'reloadNothingWaiting');
    expect(one.text.toString()).toBe('theirs');
    server.frames.length = 0;
    one.text.insert(0, 'mine ');
    await state(one, 'reloadKept');
    // Neither a new exchange nor a newer token lets it out.
    one.replica.onConnection?.resync();
    one.replica.onConnection?.renew('newer');
    expect(one.replica.onConnection?.sendMark(9)).toBe('notSent');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.frames.filter((frame) => frame === 'sync:1' || frame === 'sync:2' || frame === '5')).toEqual([]);
    expect(server.doc(NAME).getText('t').toString()).toBe('theirs');
    expect(one.replica.state.value).toBe('reloadKept');
  });

  it('SYNC-17 goes on as usual with a server of its own version, of an older one, or one that says nothing', async () => {
    for (const version of [undefined, SCHEMA_VERSION, SCHEMA_VERSION - 1]) {
      server.schemaVersion = version;
      const one = await page();
      await state(one, 'saved');
      one.text.insert(0, 'x');
      await state(one, 'saved');
      await shut(one);
    }
    expect(onDisk()).toBe('xxx');
  });

  it('SYNC-17 holds what is typed also when the server was upgraded under an open page', async () => {
    const one = await page();
    await state(one, 'saved');
    await server.kill();
    server.schemaVersion = SCHEMA_VERSION + 1;
    one.text.insert(0, 'typed meanwhile');
    await server.start();
    await state(one, 'reloadKept');
    expect(server.doc(NAME).getText('t').toString()).toBe('');
  });

  it('SYNC-19 sends after the reload what was kept, as any offline words', async () => {
    server.schemaVersion = SCHEMA_VERSION + 1;
    const before = await page();
    await state(before, 'reloadNothingWaiting');
    before.text.insert(0, 'kept words');
    await state(before, 'reloadKept');
    await shut(before);
    // The page that comes knows the newer layout: for it the server is not newer.
    server.schemaVersion = SCHEMA_VERSION;
    const after = await page();
    await state(after, 'saved');
    expect(onDisk()).toBe('kept words');
  });

  it('SYNC-19 sends without a reload when the next server of this connection is the one from before', async () => {
    server.schemaVersion = SCHEMA_VERSION + 1;
    const one = await page();
    await state(one, 'reloadNothingWaiting');
    one.text.insert(0, 'back');
    await server.kill();
    server.schemaVersion = undefined;
    await server.start();
    await state(one, 'saved');
    expect(onDisk()).toBe('back');
  });
});

describe('marks of formatting that say nothing', () => {
  /** Two people mark the same words at once: a Yjs that hears of both deletes what says nothing, by itself. */
  const markTwice = (mark: string) => {
    const base = Y.encodeStateAsUpdate(server.doc(NAME));
    const updates = ['one', 'other'].map(() => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, base);
      doc.getText('t').format(0, 5, { [mark]: true });
      return Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(base));
    });
    for (const update of updates) server.take(NAME, update);
  };

  it('SYNC-28 a page that may only look sends nothing, however much Yjs tidies up in it, and is not rebuilt', async () => {
    server.scope = 'readonly';
    server.doc(NAME).getText('t').insert(0, 'words');
    server.commit();
    const one = await page();
    await state(one, 'readOnly');
    let tidied = 0;
    one.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (isTidying(transaction)) tidied += transaction.deleteSet.clients.size;
    });
    for (const mark of ['bold', 'strong', 'loud']) markTwice(mark);
    await until(() => tidied >= 3, 'Yjs has tidied up');
    expect(one.replica.light.isNothingWaiting).toBe(true);
    server.commit();
    // A new exchange carries nothing of it either.
    await server.kill();
    await state(one, 'offlineNothingWaiting');
    server.frames.length = 0;
    await server.start();
    await until(() => server.frames.includes('sync:1'), 'answered');
    await state(one, 'readOnly');
    expect(server.updates.map((update) => update.length)).toEqual([2, 2]);
    expect(one.refusals).toEqual([]);
  });

  it('SYNC-28 what Yjs tidies up in the page of somebody who writes is no edit of theirs: nothing waits', async () => {
    const one = await page();
    one.text.insert(0, 'words');
    await state(one, 'saved');
    server.updates.length = 0;
    let tidied = 0;
    one.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (isTidying(transaction)) tidied += transaction.deleteSet.clients.size;
    });
    markTwice('bold');
    await until(() => tidied >= 1, 'Yjs has tidied up');
    expect(one.replica.light.isNothingWaiting).toBe(true);
    one.text.insert(5, '!');
    await state(one, 'saved');
    expect(server.updates).toHaveLength(1);
  });
});

describe('rights', () => {
  it('BROWSER-15 follows a freeze and a thaw live, and sends after the thaw what was typed before', async () => {
    const one = await page();
    await state(one, 'saved');
    server.setScope('readonly', NAME);
    await state(one, 'readOnly');
    expect(one.replica.onConnection?.access.value).toBe('readOnly');
    server.setScope('read-write', NAME);
    await state(one, 'saved');
    one.text.insert(0, 'thawed');
    await state(one, 'saved');
    expect(onDisk()).toBe('thawed');
  });

  it('RIGHTS-2 is told that offline work was refused because the map was frozen meanwhile', async () => {
    const one = await page();
    await state(one, 'saved');
    await server.kill();
    one.text.insert(0, 'too late');
    server.scope = 'readonly';
    await server.start();
    await state(one, 'refused');
    expect(one.refusals).toEqual(['The map is frozen.']);
    expect(onDisk()).toBe('');
  });

  it('SOCK-7 presents a new token after an expired one and goes on without losing anything', async () => {
    const asked: string[] = [];
    const tokens = (which: 'any' | 'new') => {
      asked.push(which);
      return Promise.resolve<TokenAnswer>({ kind: 'token', token: `t${asked.length}`, remainingMs: 3_600_000 });
    };
    const one = await page({ tokens });
    await state(one, 'saved');
    server.deny = (token) => (token === 't1' ? 'token-expired' : undefined);
    server.denyNow(NAME, 'token-expired');
    one.text.insert(0, 'during');
    await until(() => asked.length === 2, 'asked for a token');
    expect(asked).toEqual(['any', 'new']);
    await state(one, 'saved');
    expect(onDisk()).toBe('during');
  });

  it('RIGHTS-4 stops for good when the token call says that the person was removed', async () => {
    let isRemoved = false;
    let asked = 0;
    const one = await page({
      tokens: () => {
        asked += 1;
        return Promise.resolve<TokenAnswer>(isRemoved ? { kind: 'stopped', why: 'removed' } : { kind: 'token', token: 't', remainingMs: 3_600_000 });
      },
    });
    await state(one, 'saved');
    isRemoved = true;
    server.deny = () => 'removed';
    server.denyNow(NAME, 'removed');
    await state(one, 'stopped');
    expect(one.collab.stopped.value).toBe('removed');
    const before = server.tokens.length;
    one.collab.retryNow();
    server.closeAll(1012);
    await until(() => one.collab.connection.value === 'offline', 'offline');
    expect(server.tokens).toHaveLength(before);
    expect(asked).toBe(2);
  });

  it('RIGHTS-8 goes on asking when denied although the token is new, at growing distances, and opens without a reload', async () => {
    server.deny = () => 'no';
    const times: number[] = [];
    const refusals: (string | undefined)[] = [];
    const one = await page({
      tokens: (which, refused) => {
        times.push(performance.now());
        refusals.push(which === 'new' ? refused : undefined);
        return Promise.resolve<TokenAnswer>({ kind: 'token', token: `t${times.length}`, remainingMs: 3_600_000 });
      },
    });
    await until(() => one.replica.onConnection?.isDenied.value === true, 'denied');
    // Without a copy there is nothing to show yet, and nothing to say of work.
    expect(one.replica.state.value).toBe('opening');
    await until(() => server.tokens.length >= 4, 'asked again');
    const waits = times.slice(2).map((time, at) => time - (times[at + 1] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(450);
    expect(refusals.slice(0, 4), 'each time the token that was refused last').toEqual([undefined, 't1', 't2', 't3']);
    expect(one.collab.stopped.value).toBeUndefined();
    server.deny = () => undefined;
    one.collab.retryNow();
    await state(one, 'saved');
  }, 20_000);

  it('RIGHTS-4 stops when the workshop was deleted', async () => {
    let isDeleted = false;
    const one = await page({ tokens: () => Promise.resolve<TokenAnswer>(isDeleted ? { kind: 'stopped', why: 'deleted' } : { kind: 'token', token: 't', remainingMs: 3_600_000 }) });
    await state(one, 'saved');
    isDeleted = true;
    server.closeAll(4404);
    await state(one, 'stopped');
    expect(one.collab.stopped.value).toBe('deleted');
  });

  it('RIGHTS-7 comes back after the server stopped, quickly and not all at the same moment', async () => {
    const one = await page();
    await state(one, 'saved');
    const started = Date.now();
    server.closeAll(4503);
    await until(() => one.replica.state.value !== 'saved', 'cut');
    await state(one, 'saved');
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('RIGHTS-7 who is turned away reads the words of the server, keeps asking, and reads nothing more once let in', async () => {
    const one = await page();
    await state(one, 'saved');
    const told: (string | undefined)[] = [];
    const stop = one.collab.connectionRefusal.subscribe((words) => told.push(words));
    server.closeAll(4529, 'Close a tab of it.');
    await until(() => told.length === 2, 'told');
    await state(one, 'saved');
    stop();
    expect(told).toEqual([undefined, 'Close a tab of it.', undefined]);
    expect(one.collab.stopped.value).toBeUndefined();
  });

  // A token that comes late is presented once, on the socket that is open then.
  it('presents a token that comes late only once, on the socket that is open then', async () => {
    const waiting: ((answer: TokenAnswer) => void)[] = [];
    const one = await page({ tokens: () => new Promise((resolve) => waiting.push(resolve)) });
    await until(() => waiting.length === 1, 'first socket asks');
    server.closeAll(1012);
    await until(() => waiting.length === 2, 'second socket asks');
    for (const resolve of waiting) resolve({ kind: 'token', token: 'late', remainingMs: 3_600_000 });
    await state(one, 'saved');
    expect(server.tokens).toEqual(['late']);
    expect(server.frames.filter((frame) => frame === 'sync:0')).toHaveLength(1);
  });

  it('RIGHTS-7 does not loop hot when the server takes the connection and ends it at once', async () => {
    const one = await page();
    await state(one, 'saved');
    let closes = 0;
    const started = Date.now();
    const times: number[] = [];
    const stop = one.collab.connection.subscribe((now) => {
      if (now !== 'connected') return;
      times.push(Date.now() - started);
      closes += 1;
      setTimeout(() => server.closeAll(4400), 30);
    });
    await until(() => closes >= 3, 'three connections');
    stop();
    const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.max(...waits)).toBeGreaterThan(400);
    expect(times.at(-1)).toBeGreaterThan(150 * (2 + 4));
  }, 30_000);

  // An edit larger than 512 KiB travels with an exchange, not as a frame of its own.
  it('sends an edit that is larger than a frame with a new exchange', async () => {
    const one = await page();
    await state(one, 'saved');
    server.frames.length = 0;
    one.text.insert(0, 'x'.repeat(600 * 1024));
    await state(one, 'saved');
    expect(server.frames).not.toContain('sync:2');
    expect(server.frames).toContain('sync:1');
    expect(onDisk()).toHaveLength(600 * 1024);
  });
});
