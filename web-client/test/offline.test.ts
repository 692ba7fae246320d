/**
 * The copy on this device, with an IndexedDB made of memory.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { COMPACT_AFTER, deleteAllCopies, deleteDeviceCopy, openDeviceCopy } from '../src/sync/offline';

const OWNER = { workshop: 'w', participant: 'p' };
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

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
