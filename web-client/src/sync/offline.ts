/**
 * The copy on this device: the updates of each document in IndexedDB, one database a workshop and participant. Beside
 * each edit of mine stands a note that it waits for the server, written in the same transaction and taken away when the
 * server has it, so that a reload knows the truth. How the storage is kept open is copy-database.ts. Knows no network, no page,
 * no meaning of documents.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { CopyDatabase, type CopyTrouble } from './copy-database';

/** Words of mine that the server refused, kept so that I can copy them. */
export interface RefusedText {
  readonly id: string;
  /** When it was refused, in milliseconds since 1970. */
  readonly at: number;
  readonly document: string;
  /** The server's reason, in plain words. */
  readonly message: string;
  /** One entry a field: what it was called, what it said. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
}

/** One update to write; `waiting` is the note of an edit of mine. */
export interface CopyWrite {
  readonly update: Uint8Array;
  readonly waiting?: string | undefined;
}

/** What the copy of one document holds. */
export interface CopyContent {
  readonly updates: readonly Uint8Array[];
  /** Notes of edits that the server has not confirmed. */
  readonly waiting: readonly string[];
  /** Where reading on starts. */
  readonly last: number;
}

/** The copy of one workshop's documents for one participant. */
export interface DeviceCopy {
  /** What fails now; `undefined` while it works, and where nothing is meant to be kept. */
  readonly trouble: ReadonlySignal<CopyTrouble | undefined>;
  /** Whether anything written stays. */
  readonly keeps: 'updates' | 'nothing';
  /** Reads a document's updates after `after` (0: all of it), and every waiting note. */
  read(document: string, after: number): Promise<CopyContent>;
  /** Writes updates in order, all or none; done when they are on disk. */
  write(document: string, writes: readonly CopyWrite[]): Promise<void>;
  /** Takes waiting notes away. */
  confirm(document: string, waiting: readonly string[]): Promise<void>;
  /** Puts one update in place of the many when there are more than {@link COMPACT_AFTER}. */
  compact(document: string): Promise<void>;
  /** Drops a document's updates and notes. */
  drop(document: string): Promise<void>;
  /** The documents of which there is something, whose names begin so. */
  documents(prefix: string): Promise<readonly string[]>;
  /** Keeps refused words, reads them, lets one go. */
  keepRefused(text: RefusedText): Promise<void>;
  refused(): Promise<readonly RefusedText[]>;
  dropRefused(id: string): Promise<void>;
  /** The documents with work of mine that was not confirmed. */
  documentsWithUnsentWork(): Promise<readonly string[]>;
  /** Whether it holds work that was not confirmed, or refused words. */
  holdsUnsentWork(): Promise<boolean>;
  close(): void;
}

/** Updates of one document before they are put together. */
export const COMPACT_AFTER = 300;
const UPDATES = 'updates';
const WAITING = 'waiting';
const REFUSED = 'refused';
const BY_DOCUMENT = 'document';
const VERSION = 1;
/** Every database of ours starts like this. */
const PREFIX = 'pairway/';

interface UpdateRow {
  readonly document: string;
  readonly update: Uint8Array;
}
interface WaitingRow {
  readonly document: string;
  readonly note: string;
}

/** Whose copy it is: another participant on the same device has another one. */
export interface CopyOwner {
  readonly workshop: string;
  readonly participant: string;
}

function databaseName(owner: CopyOwner): string {
  return `${PREFIX}${owner.workshop}/${owner.participant}`;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('transaction aborted')));
  });
}

/** Opens the database of a copy; makes it when there is none. */
function openDatabase(owner: CopyOwner): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName(owner), VERSION);
  request.addEventListener('upgradeneeded', () => {
    const database = request.result;
    database.createObjectStore(UPDATES, { autoIncrement: true }).createIndex(BY_DOCUMENT, 'document');
    database.createObjectStore(WAITING, { keyPath: ['document', 'note'] }).createIndex(BY_DOCUMENT, 'document');
    database.createObjectStore(REFUSED, { keyPath: 'id' });
  });
  return done(request);
}

/**
 * Opens the copy; rejects where the device keeps none (private windows, storage switched off). Where the storage does not
 * answer there is a copy all the same, with trouble: it is used as soon as it answers.
 */
export async function openDeviceCopy(owner: CopyOwner): Promise<DeviceCopy> {
  const database = new CopyDatabase(() => openDatabase(owner));
  await database.ready();
  return new IndexedCopy(database);
}

/** Deletes the copy, whoever else has it open: they are told to let go. */
export async function deleteDeviceCopy(owner: CopyOwner): Promise<void> {
  await done(indexedDB.deleteDatabase(databaseName(owner)));
}

/** Whether the copy holds work of mine that no server has confirmed, or refused words that were not let go. */
export async function holdsUnsentWork(owner: CopyOwner): Promise<boolean> {
  const copy = await openDeviceCopy(owner);
  try {
    return await copy.holdsUnsentWork();
  } finally {
    copy.close();
  }
}

/** Deletes every copy of Pairway on this device that can be found. */
export async function deleteAllCopies(): Promise<void> {
  const databases = typeof indexedDB.databases === 'function' ? await indexedDB.databases() : [];
  const ours = databases.map((one) => one.name ?? '').filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map((name) => done(indexedDB.deleteDatabase(name))));
}

/** Refused words of people whose device keeps nothing: they last as long as the page. */
const inMemory = new Map<string, Map<string, RefusedText>>();

/** A copy that keeps nothing: for people who ask for that, and for devices that cannot. */
export function noDeviceCopy(owner: CopyOwner, trouble?: CopyTrouble): DeviceCopy {
  const name = databaseName(owner);
  const refused = inMemory.get(name) ?? new Map<string, RefusedText>();
  inMemory.set(name, refused);
  return {
    keeps: 'nothing',
    trouble: signal(trouble),
    read: () => Promise.resolve({ updates: [], waiting: [], last: 0 }),
    write: () => Promise.reject(new Error('nothing is kept on this device')),
    confirm: () => Promise.resolve(),
    compact: () => Promise.resolve(),
    drop: () => Promise.resolve(),
    documents: () => Promise.resolve([]),
    keepRefused: (text) => Promise.resolve(void refused.set(text.id, text)),
    refused: () => Promise.resolve(Array.from(refused.values())),
    dropRefused: (id) => Promise.resolve(void refused.delete(id)),
    documentsWithUnsentWork: () => Promise.resolve([]),
    holdsUnsentWork: () => Promise.resolve(refused.size > 0),
    close: () => undefined,
  };
}

class IndexedCopy implements DeviceCopy {
  readonly keeps = 'updates';
  readonly trouble: ReadonlySignal<CopyTrouble | undefined>;
  readonly #database: CopyDatabase;

  constructor(database: CopyDatabase) {
    this.#database = database;
    this.trouble = database.trouble;
  }

  read(document: string, after: number): Promise<CopyContent> {
    return this.#database.use((database) => this.#read(database, document, after));
  }

  async #read(database: IDBDatabase, document: string, after: number): Promise<CopyContent> {
    const transaction = database.transaction([UPDATES, WAITING], 'readonly');
    const index = transaction.objectStore(UPDATES).index(BY_DOCUMENT);
    const keys = done(index.getAllKeys(document));
    const rows = done(index.getAll(document) as IDBRequest<UpdateRow[]>);
    const notes = done(transaction.objectStore(WAITING).index(BY_DOCUMENT).getAll(document) as IDBRequest<WaitingRow[]>);
    const [numbers, found, waiting] = [(await keys) as number[], await rows, await notes];
    return {
      updates: found.filter((_row, at) => (numbers[at] ?? 0) > after).map((row) => row.update),
      waiting: waiting.map((row) => row.note),
      last: numbers.at(-1) ?? after,
    };
  }

  write(document: string, writes: readonly CopyWrite[]): Promise<void> {
    return this.#database.use((database) => this.#write(database, document, writes));
  }

  async #write(database: IDBDatabase, document: string, writes: readonly CopyWrite[]): Promise<void> {
    // An edit of mine shall be on the disk, not in a cache of the system, before anybody says that it is kept.
    const durability = writes.some((one) => one.waiting !== undefined) ? 'strict' : 'relaxed';
    const transaction = database.transaction([UPDATES, WAITING], 'readwrite', { durability });
    for (const { update, waiting } of writes) {
      transaction.objectStore(UPDATES).add({ document, update } satisfies UpdateRow);
      if (waiting !== undefined) transaction.objectStore(WAITING).put({ document, note: waiting } satisfies WaitingRow);
    }
    await finished(transaction);
  }

  async confirm(document: string, waiting: readonly string[]): Promise<void> {
    if (waiting.length === 0) return;
    await this.#database.use((database) => {
      const transaction = database.transaction(WAITING, 'readwrite');
      for (const note of waiting) transaction.objectStore(WAITING).delete([document, note]);
      return finished(transaction);
    });
  }

  compact(document: string): Promise<void> {
    return this.#database.use((database) => this.#compact(database, document));
  }

  async #compact(database: IDBDatabase, document: string): Promise<void> {
    const transaction = database.transaction(UPDATES, 'readwrite');
    const end = finished(transaction);
    const store = transaction.objectStore(UPDATES);
    const index = store.index(BY_DOCUMENT);
    const keys = await done(index.getAllKeys(document));
    if (keys.length > COMPACT_AFTER) {
      const rows = await done(index.getAll(document) as IDBRequest<UpdateRow[]>);
      // Written and deleted in one transaction: another tab's update cannot fall between.
      store.add({ document, update: together(rows.map((row) => row.update)) } satisfies UpdateRow);
      for (const key of keys) store.delete(key);
    }
    await end;
  }

  drop(document: string): Promise<void> {
    return this.#database.use((database) => this.#drop(database, document));
  }

  async #drop(database: IDBDatabase, document: string): Promise<void> {
    const transaction = database.transaction([UPDATES, WAITING], 'readwrite');
    const end = finished(transaction);
    for (const name of [UPDATES, WAITING]) {
      const store = transaction.objectStore(name);
      for (const key of await done(store.index(BY_DOCUMENT).getAllKeys(document))) store.delete(key);
    }
    await end;
  }

  documents(prefix: string): Promise<readonly string[]> {
    return this.#database.use(async (database) => {
      const index = database.transaction(UPDATES, 'readonly').objectStore(UPDATES).index(BY_DOCUMENT);
      // Nothing that a name can hold comes after this letter.
      const rows = await done(index.getAll(IDBKeyRange.bound(prefix, `${prefix}\uFFFF`)) as IDBRequest<UpdateRow[]>);
      return Array.from(new Set(rows.map(({ document }) => document)));
    });
  }

  keepRefused(text: RefusedText): Promise<void> {
    return this.#database.use((database) => {
      const transaction = database.transaction(REFUSED, 'readwrite', { durability: 'strict' });
      transaction.objectStore(REFUSED).put(text);
      return finished(transaction);
    });
  }

  refused(): Promise<readonly RefusedText[]> {
    return this.#database.use((database) => done(database.transaction(REFUSED, 'readonly').objectStore(REFUSED).getAll() as IDBRequest<RefusedText[]>));
  }

  dropRefused(id: string): Promise<void> {
    return this.#database.use((database) => {
      const transaction = database.transaction(REFUSED, 'readwrite');
      transaction.objectStore(REFUSED).delete(id);
      return finished(transaction);
    });
  }

  documentsWithUnsentWork(): Promise<readonly string[]> {
    return this.#database.use(async (database) => {
      const notes = await done(database.transaction(WAITING, 'readonly').objectStore(WAITING).getAll() as IDBRequest<WaitingRow[]>);
      return Array.from(new Set(notes.map((note) => note.document)));
    });
  }

  holdsUnsentWork(): Promise<boolean> {
    return this.#database.use(async (database) => {
      const transaction = database.transaction([WAITING, REFUSED], 'readonly');
      const counts = [WAITING, REFUSED].map((name) => done(transaction.objectStore(name).count()));
      return (await Promise.all(counts)).some((count) => count > 0);
    });
  }

  close(): void {
    this.#database.close();
  }
}

/** Many updates as one, through a document, so that deleted text is really gone. */
function together(updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const one = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return one;
}
