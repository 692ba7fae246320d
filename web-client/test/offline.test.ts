/**
 * The copy on this device, with an IndexedDB made of memory.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { ANSWER_MS_MAX, OPEN_MS_MAX } from '../src/sync/copy-database';
import { COMPACT_AFTER, deleteAllCopies, deleteDeviceCopy, openDeviceCopy } from '../src/sync/offline';

const OWNER = { workshop: 'w', participant: 'p' };
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.useRealTimers());

/** Updates of a document that was edited `count` times. */
function updatesOf(count: number): { readonly updates: readonly Uint8Array[]; readonly text: string } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let at = 0; at < count; at += 1) doc.getText('t').insert(0, String(at % 10));
  return { updates, text: doc.getText('t').toString() };
}

function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getText('t').toString();
}

/** Every connection that the page opens, so that a test can end one as a browser does: without a word. */
function connections(): readonly IDBDatabase[] {
  const all: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...given) => {
    const request = open(...given);
    request.addEventListener('success', () => all.push(request.result));
    return request;
  });
  return all;
}

describe('a storage that fails', () => {
  it('SYNC-25 opens a dead connection again, for every use, and loses nothing', async () => {
    const opened = connections();
    const copy = await openDeviceCopy(OWNER);
    const { updates, text } = updatesOf(3);
    const uses = [
      () => copy.write('d', updates.map((update, at) => ({ update, waiting: `tab:${at}` }))),
      () => copy.read('d', 0),
      () => copy.confirm('d', ['tab:0']),
      () => copy.compact('d'),
      () => copy.keepRefused({ id: 'r', at: 1, document: 'd', message: '', texts: [] }),
      () => copy.refused(),
      () => copy.dropRefused('r'),
    ];
    for (const use of uses) {
      opened.at(-1)?.close();
      await use();
    }
    expect(opened).toHaveLength(1 + uses.length);
    const content = await copy.read('d', 0);
    expect([textOf(content.updates), content.waiting]).toEqual([text, ['tab:1', 'tab:2']]);
    expect(copy.trouble.value).toBeUndefined();
    // What the page itself has closed, and a copy that was deleted, stay so: opening would make it anew.
    await deleteDeviceCopy(OWNER);
    await expect(copy.read('d', 0)).rejects.toThrow();
    expect((await indexedDB.databases()).map((one) => one.name)).toEqual([]);
  });

  it('SYNC-26 goes on without a copy when the storage never answers, says so, and uses it once it answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const real = indexedDB;
    let answer: () => void = () => undefined;
    const held = new EventTarget() as IDBOpenDBRequest;
    vi.stubGlobal('indexedDB', {
      open: (name: string, version: number) => {
        answer = () => {
          const request = real.open(name, version);
          request.addEventListener('upgradeneeded', () => { Object.assign(held, { result: request.result }); held.dispatchEvent(new Event('upgradeneeded')); });
          request.addEventListener('success', () => { Object.assign(held, { result: request.result }); held.dispatchEvent(new Event('success')); });
        };
        return held;
      },
    });
    const opening = openDeviceCopy(OWNER);
    await vi.advanceTimersByTimeAsync(OPEN_MS_MAX);
    const copy = await opening;
    expect(copy.trouble.value).toBe('notOpening');
    // Nobody waits a second time.
    await expect(copy.read('d', 0)).rejects.toThrow();
    answer();
    vi.useRealTimers();
    await vi.waitUntil(() => copy.trouble.value === undefined);
    const { updates, text } = updatesOf(2);
    await copy.write('d', updates.map((update) => ({ update })));
    expect(textOf((await copy.read('d', 0)).updates)).toBe(text);
    vi.unstubAllGlobals();
  });

  it('SYNC-26 lets a connection go that does not answer, and tries another one', async () => {
    const opened = connections();
    const copy = await openDeviceCopy(OWNER);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = vi.spyOn(opened[0] as IDBDatabase, 'transaction').mockReturnValue(Object.assign(new EventTarget(), { objectStore: () => ({ add: () => undefined }) }) as unknown as IDBTransaction);
    const failed = copy.write('d', [{ update: new Uint8Array([0, 0]) }]).then(() => 'written', () => 'failed');
    await vi.advanceTimersByTimeAsync(ANSWER_MS_MAX);
    expect([await failed, copy.trouble.value]).toEqual(['failed', 'notAnswering']);
    vi.useRealTimers();
    silent.mockRestore();
    await copy.write('d', [{ update: new Uint8Array([0, 0]) }]);
    expect([opened.length, copy.trouble.value]).toEqual([2, undefined]);
  });
});

describe('the copy on this device', () => {
  it('SYNC-6 gives back after a reload what was written, with the notes of what waits', async () => {
    const first = await openDeviceCopy(OWNER);
    const { updates, text } = updatesOf(3);
    await first.write('d', [{ update: updates[0]!, waiting: 'tab:1' }, { update: updates[1]! }]);
    await first.write('d', [{ update: updates[2]!, waiting: 'tab:2' }]);
    await first.write('other', [{ update: updates[0]!, waiting: 'tab:1' }]);
    first.close();
    const second = await openDeviceCopy(OWNER);
    const content = await second.read('d', 0);
    expect(textOf(content.updates)).toBe(text);
    expect(content.waiting).toEqual(['tab:1', 'tab:2']);
    await second.confirm('d', ['tab:1']);
    expect((await second.read('d', 0)).waiting).toEqual(['tab:2']);
    expect((await second.read('other', 0)).waiting).toEqual(['tab:1']);
    expect((await second.read('d', content.last)).updates).toEqual([]);
  });

  // More than 300 updates of a document are put together in one storage transaction, without losing another tab's.
  it('puts many updates together without losing any, also those of another tab', async () => {
    const [one, two] = [await openDeviceCopy(OWNER), await openDeviceCopy(OWNER)];
    const { updates, text } = updatesOf(COMPACT_AFTER + 2);
    await one.write('d', updates.slice(0, COMPACT_AFTER).map((update) => ({ update })));
    await one.compact('d');
    expect((await one.read('d', 0)).updates).toHaveLength(COMPACT_AFTER);
    await two.write('d', updates.slice(COMPACT_AFTER).map((update) => ({ update, waiting: 'two:1' })));
    await Promise.all([one.compact('d'), two.compact('d')]);
    const content = await two.read('d', 0);
    expect(content.updates).toHaveLength(1);
    expect(textOf(content.updates)).toBe(text);
    expect(content.waiting).toEqual(['two:1']);
  });

  it('DEVICE-2 keeps people apart, drops one document, and is deleted even while a tab has it open', async () => {
    const mine = await openDeviceCopy(OWNER);
    const theirs = await openDeviceCopy({ workshop: 'w', participant: 'q' });
    const { updates } = updatesOf(1);
    await mine.write('d', [{ update: updates[0]!, waiting: 'a:1' }]);
    await mine.write('e', [{ update: updates[0]! }]);
    expect((await theirs.read('d', 0)).updates).toEqual([]);
    await mine.drop('d');
    expect(await mine.read('d', 0)).toMatchObject({ updates: [], waiting: [] });
    expect((await mine.read('e', 0)).updates).toHaveLength(1);
    await deleteDeviceCopy(OWNER);
    expect((await (await openDeviceCopy(OWNER)).read('e', 0)).updates).toEqual([]);
    await expect(mine.write('d', [{ update: updates[0]! }])).rejects.toThrow();
    await deleteAllCopies();
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('SYNC-23 keeps refused words until they are let go', async () => {
    const copy = await openDeviceCopy(OWNER);
    const text = { id: 'r1', at: 1, document: 'd', message: 'Frozen', texts: [{ name: 'Step', text: 'my words' }] };
    await copy.keepRefused(text);
    await copy.drop('d');
    expect(await copy.refused()).toEqual([text]);
    await copy.dropRefused('r1');
    expect(await copy.refused()).toEqual([]);
  });
});
