/**
 * Notes that somebody wrote alone, on this device: when their copy goes (docs/spec/session.md). Real sockets, a server whose answers are in the
 * test's hand, an IndexedDB made of memory.
 */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals-core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import * as Y from 'yjs';
import { NotesModel } from '../src/model/session/my-notes';
import { readReveals, type Reveal } from '../src/model/session/reveals';
import { Collab } from '../src/sync/collab';
import { openDeviceCopy, type DeviceCopy } from '../src/sync/offline';
import { AllNotes } from '../src/workshop/session/all-notes';
import { FakeServer } from './fake-server';

class PageSocket extends NodeWebSocket {
  constructor(address: string) {
    super(address);
    this.on('error', () => undefined);
  }
}
const OLD = 'notes/w/a/me';
const KEPT = 'notes/w/kept-a/me';
const SHOWN: Reveal = { state: 'shown', given: 3, kept: 'kept-a', isAnew: false };
let server: FakeServer;
let url: string;
let stops: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  url = await server.start();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await server.kill();
});

/** Puts notes on the device, and on the server what it had of them. */
async function writeOn(copy: DeviceCopy, name: string, texts: Readonly<Record<string, string>>): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (const [id, text] of Object.entries(texts)) {
    const note = new Y.Map<unknown>();
    doc.getMap('notes').set(id, note);
    note.set('text', new Y.Text(text));
  }
  await copy.write(name, [{ update: Y.encodeStateAsUpdate(doc) }]);
  return doc;
}

/** A page that has come to a server. */
function page(copy: DeviceCopy) {
  const collab = new Collab({ url, tokens: () => Promise.resolve({ kind: 'token', token: 't', remainingMs: 3_600_000 }), WebSocketPolyfill: PageSocket });
  const [reveals, isSessionOpen] = [signal<ReadonlyMap<string, Reveal>>(new Map()), signal(true)];
  const all = new AllNotes({ workshop: 'w', reveals, isSessionOpen });
  const forgotten: string[] = [];
  stops.push(() => all.close(), () => collab.destroy(), () => copy.close());
  const serve = () => all.serve({ collab, copy, me: 'me', keepRefused: () => undefined, dropRefusedOf: (document) => forgotten.push(document) });
  return { all, reveals, isSessionOpen, forgotten, serve };
}

const texts = (model: NotesModel) => model.notes.value.map(({ id, text }) => [id, text]);
const until = (what: () => Promise<boolean> | boolean) => vi.waitUntil(what, { timeout: 8_000, interval: 10 });

describe('notes on this device', () => {
  it('NOTE-50 how far showing notes is reads as the server wrote it, odd values as absent', () => {
    const doc = new Y.Doc();
    for (const [id, said] of Object.entries({ a: { state: 'open', given: 2 }, b: { state: 'shown', given: 'x', kept: 'k-1', anewAt: 5 }, c: { state: 'odd' }, d: 5, e: { state: 'shown', kept: '../w' } })) doc.getMap('reveals').set(id, said);
    expect(Object.fromEntries(readReveals(doc))).toEqual({
      a: { state: 'open', given: 2, kept: undefined, isAnew: false }, b: { state: 'shown', given: 0, kept: 'k-1', isAnew: true }, e: { state: 'shown', given: 0, kept: undefined, isAnew: false },
    });
  });

  it('NOTE-72 the copy of notes that were shown without names goes on next contact; what was written without a line goes over to what was kept', async () => {
    const copy = await openDeviceCopy({ workshop: 'w', participant: 'me' });
    await writeOn(copy, OLD, { given: 'Given words', kept: 'Kept', late: 'Written without a line' });
    const kept = server.doc(KEPT);
    const note = new Y.Map<unknown>();
    kept.getMap('notes').set('kept', note);
    note.set('text', new Y.Text('Kept'));
    kept.getMap('state').set('seen', ['given', 'filler', 'kept']);
    server.deny = (_token, name) => (name === OLD ? 'permission-denied' : undefined);
    const { all, reveals, forgotten, serve } = page(copy);
    reveals.value = new Map([['a', SHOWN]]);
    await serve();
    await until(async () => (await copy.documents('notes/w/')).join() === KEPT);
    const now = all.get('a', 'me')!;
    expect(texts(now.model)).toEqual([['kept', 'Kept'], ['late', 'Written without a line']]);
    await until(() => now.saveState.value === 'saved');
    expect(texts(new NotesModel(server.doc(KEPT)))).toEqual(texts(now.model));
    expect(server.doc(OLD).getMap('notes').size).toBe(0);
    expect(forgotten).toEqual([OLD]);
  });

  it('NOTE-72 whoever shared nothing goes on with their notes, and a denial without a reveal drops nothing of mine', async () => {
    const copy = await openDeviceCopy({ workshop: 'w', participant: 'me' });
    await writeOn(copy, OLD, { mine: 'Mine' });
    const { all, reveals, serve } = page(copy);
    await serve();
    reveals.value = new Map([['a', SHOWN]]);
    await until(() => all.get('a', 'me')?.saveState.value === 'saved');
    expect(texts(all.get('a', 'me')!.model)).toEqual([['mine', 'Mine']]);
    await all.close();
    server.deny = () => 'permission-denied';
    const later = page(copy);
    await later.serve();
    const mine = later.all.get('a', 'me')! as unknown as { readonly isDenied: { readonly value: boolean } };
    await until(() => mine.isDenied.value);
    expect(await copy.documents('notes/w/')).toEqual([OLD]);
  });

  it('NOTE-73 a scribe\'s copy goes when the server opens the notes no more, also of notes that no page shows; never while the session is closed to them', async () => {
    const copy = await openDeviceCopy({ workshop: 'w', participant: 'me' });
    for (const name of [OLD, 'notes/w/a/pat', 'notes/w/b/pat', 'notes/other/a/pat']) await writeOn(copy, name, { n: 'Words' });
    server.deny = (_token, name) => (name.endsWith('/pat') ? 'permission-denied' : undefined);
    const { all, isSessionOpen, serve } = page(copy);
    isSessionOpen.value = false;
    await serve();
    const notes = all.get('a', 'pat') as unknown as { readonly isDenied: { readonly value: boolean } };
    await until(() => notes.isDenied.value);
    expect(await copy.documents('notes/w/')).toEqual(['notes/w/a/me', 'notes/w/a/pat', 'notes/w/b/pat']);
    isSessionOpen.value = true;
    await until(async () => (await copy.documents('notes/w/')).join() === OLD);
    expect(await copy.documents('notes/other/')).toEqual(['notes/other/a/pat']);
  });
});
