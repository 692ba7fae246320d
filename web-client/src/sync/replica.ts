/**
 * One document on this device: the shared document, its copy in storage, its place on the connection and its light, put
 * together in the one order that is right: read the copy, then connect; write an edit, then say that it is kept; send
 * all, then ask whether it is durable. Knows no page and no meaning of the document.
 */
import { effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Collab, CollabDocument, Notice } from './collab';
import type { CopyWrite, DeviceCopy } from './offline';
import { SaveLight } from './status';
import type { SaveState } from './status';
import { isTidying } from './tidying';

/** What a replica is made of. */
export interface ReplicaSettings {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness | null;
  readonly collab: Collab;
  readonly copy: DeviceCopy;
  /** Called when the copy must be dropped for the server's: keep the person's words, then start anew. */
  readonly onRefused: (message: string) => void;
  readonly onNotice: (notice: Notice) => void;
  /** Called with whether the server does not open the document for now, also with a new token; and when that changes. */
  readonly onDenied?: (isDenied: boolean) => void;
}

/** The origin of what comes from the copy of this device. */
const FROM_COPY = Symbol('copy');
/** How long others wait before they read what another tab wrote, in milliseconds: typing is many small writes. */
const CATCH_UP_MS = 300;
/** Wait before what could not be read or written on this device is tried again, in milliseconds. */
export const MEND_MS = 10_000;
/** Writes between two looks at whether the copy should be put together. */
const COMPACT_EVERY = 100;

/** One document on this device. */
export class Replica {
  readonly doc: Y.Doc;
  readonly light: SaveLight;
  readonly state: ReadonlySignal<SaveState>;
  /**
   * Whether what the document said before is known: the copy of this device held it, or the server's content has come. Until
   * then nothing that comes is news.
   */
  readonly isKnown: ReadonlySignal<boolean>;
  /** Resolves when the copy has been read and the document is on the connection. */
  readonly opened: Promise<void>;
  readonly #settings: ReplicaSettings;
  readonly #isKnown = signal(false);
  /** Names this page among the tabs of one device. */
  readonly #tab = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`;
  readonly #stops: (() => void)[] = [];
  readonly #queue: (CopyWrite & { readonly edit?: number | undefined })[] = [];
  /** Runs storage work in order: a confirmation never overtakes the note it takes away. */
  #work: Promise<void> = Promise.resolve();
  #isWriting = false;
  #lastRead = 0;
  /** Notes of this page up to this edit have been taken away. */
  #confirmed = 0;
  #sinceCompact = 0;
  /** Newest edit of mine that was queued, newest that is written, and whether a write failed since. */
  #lastQueued = 0;
  #lastWritten = 0;
  #isBroken = false;
  /** The next try after a failure. */
  #mending: ReturnType<typeof setTimeout> | undefined;
  #onConnection: CollabDocument | undefined;
  #otherTabs: BroadcastChannel | undefined;
  #catchUp: ReturnType<typeof setTimeout> | undefined;
  #isClosing = false;
  #isOver = false;

  constructor(settings: ReplicaSettings) {
    this.#settings = settings;
    this.doc = settings.doc;
    this.light = new SaveLight({
      sendMark: (id) => this.#onConnection?.sendMark(id) ?? 'notSent',
      resync: () => this.#onConnection?.resync(),
      rebuild: (message) => settings.onRefused(message),
      confirm: (confirmed) => this.#confirm(confirmed),
    });
    this.state = this.light.state;
    this.isKnown = this.#isKnown;
    this.opened = this.#open();
  }

  /** What is on the connection; `undefined` until the copy has been read. */
  get onConnection(): CollabDocument | undefined {
    return this.#onConnection;
  }

  /** Resolves when everything queued for storage has been written or given up. */
  async settled(): Promise<void> {
    let before: Promise<void> | undefined;
    while (before !== this.#work) {
      before = this.#work;
      await before;
    }
  }

  /** Drops the copy of this document on this device. */
  async dropCopy(): Promise<void> {
    this.#isOver = true;
    this.#queue.length = 0;
    await this.settled();
    await this.#settings.copy.drop(this.#settings.name);
  }

  /** Takes the document off the connection and stops following it. What was typed is written first. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#onConnection) this.#settings.collab.detach(this.#onConnection);
    this.#onConnection = undefined;
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#catchUp);
    clearTimeout(this.#mending);
    this.#otherTabs?.close();
    this.light.destroy();
    await this.settled();
    this.#isOver = true;
  }

  async #open(): Promise<void> {
    await this.#read();
    if (this.#isOver) return;
    this.doc.on('update', this.#onUpdate);
    this.#stops.push(() => this.doc.off('update', this.#onUpdate));
    this.#listenToOtherTabs();
    const { collab, name, awareness } = this.#settings;
    this.#stops.push(effect(() => this.light.connected(collab.connection.value === 'connected')));
    const on = collab.attach(name, this.doc, awareness);
    this.#onConnection = on;
    on.isWaiting = () => !this.light.isNothingWaiting;
    on.onComplete = (isComplete) => this.#onComplete(isComplete);
    on.onMarkAnswer = (answer) => this.light.answered(answer);
    on.onNotice = (notice) => this.#onNotice(notice);
    this.#stops.push(effect(() => this.light.allowed(on.access.value)));
    this.#stops.push(effect(() => this.light.outdated(on.isOutdated.value)));
    this.#stops.push(
      effect(() => {
        this.light.denied(on.isDenied.value);
        this.#settings.onDenied?.(on.isDenied.value);
      }),
    );
    this.#stops.push(
      effect(() => {
        if (!on.arrived.value) return;
        this.light.arrived();
        this.#isKnown.value = true;
      }),
    );
  }

  /** Reads the copy into the document. A device that cannot read its copy goes on without. */
  async #read(): Promise<void> {
    try {
      const content = await this.#settings.copy.read(this.#settings.name, this.#lastRead);
      this.#lastRead = content.last;
      this.doc.transact(() => {
        for (const update of content.updates) Y.applyUpdate(this.doc, update, FROM_COPY);
      }, FROM_COPY);
      if (content.updates.length > 0) this.#isKnown.value = true;
      const foreign = content.waiting.filter((note) => !note.startsWith(`${this.#tab}:`));
      this.light.loaded({ holds: content.updates.length > 0 ? 'content' : 'nothing', waiting: foreign });
    } catch {
      this.light.loaded({ holds: 'nothing', waiting: [] });
      this.#mendLater();
    }
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    if (origin === FROM_COPY || this.#isOver || isTidying(transaction)) return;
    const isMine = origin !== this.#onConnection?.origin;
    const edit = isMine ? this.light.edited() : undefined;
    if (this.#settings.copy.keeps === 'nothing') return;
    this.#lastQueued = edit ?? this.#lastQueued;
    this.#queue.push({ update, waiting: edit === undefined ? undefined : `${this.#tab}:${edit}`, edit });
    if (!this.#isWriting) {
      this.#isWriting = true;
      this.#enqueue(() => this.#write());
    }
  };

  /** Writes all that has gathered, as one transaction: fast typing costs few of them. */
  async #write(): Promise<void> {
    this.#isWriting = false;
    const gathered = this.#queue.splice(0);
    const last = this.#lastQueued;
    if (gathered.length === 0 && !this.#isBroken) return;
    // After a failure the copy has a hole: only the whole document mends it.
    const writes = this.#isBroken ? [{ update: Y.encodeStateAsUpdate(this.doc), waiting: `${this.#tab}:${last}` }] : gathered;
    this.#isBroken = true;
    await this.#settings.copy.write(this.#settings.name, writes);
    this.#isBroken = false;
    if (last > this.#lastWritten) {
      this.#lastWritten = last;
      this.light.kept(last);
      this.#otherTabs?.postMessage('written');
    }
    this.#sinceCompact += writes.length;
    if (this.#sinceCompact > COMPACT_EVERY) {
      this.#sinceCompact = 0;
      await this.#settings.copy.compact(this.#settings.name);
    }
  }

  #confirm(confirmed: { readonly edit: number; readonly keys: readonly string[] }): void {
    const notes = Array.from(confirmed.keys);
    for (let edit = this.#confirmed + 1; edit <= confirmed.edit; edit += 1) notes.push(`${this.#tab}:${edit}`);
    this.#confirmed = confirmed.edit;
    if (notes.length > 0) this.#enqueue(() => this.#settings.copy.confirm(this.#settings.name, notes));
  }

  #enqueue(job: () => Promise<void>): void {
    // A failed write leaves the light at "not kept"; a failed confirmation only means asking the server once more.
    this.#work = this.#work.then(job).catch(() => this.#mendLater());
  }

  /** Storage comes back without telling: what failed is tried again also when nobody types. */
  #mendLater(): void {
    if (this.#isOver || this.#isClosing || this.#settings.copy.keeps === 'nothing') return;
    this.#mending ??= setTimeout(() => {
      this.#mending = undefined;
      this.#enqueue(async () => {
        await this.#readOn();
        await this.#write();
      });
    }, MEND_MS);
  }

  #onComplete(isComplete: boolean): void {
    this.light.complete(isComplete);
    // What another tab left behind (closed before it was confirmed) becomes ours to send.
    if (isComplete) this.#enqueue(() => this.#readOn());
  }

  #onNotice(notice: Notice): void {
    if (notice.code === 'storeDown') this.light.store('down');
    if (notice.code === 'storeUp') this.light.store('up');
    this.#settings.onNotice(notice);
  }

  #listenToOtherTabs(): void {
    if (typeof BroadcastChannel === 'undefined') return;
    const channel = new BroadcastChannel(`pairway/${this.#settings.name}`);
    this.#otherTabs = channel;
    channel.addEventListener('message', () => {
      this.#catchUp ??= setTimeout(() => {
        this.#catchUp = undefined;
        this.#enqueue(() => this.#readOn());
      }, CATCH_UP_MS);
    });
  }

  /** Takes over what other tabs wrote. It goes to the server as an edit of this page too; double is harmless. */
  async #readOn(): Promise<void> {
    if (this.#isOver) return;
    const content = await this.#settings.copy.read(this.#settings.name, this.#lastRead);
    this.#lastRead = content.last;
    if (content.updates.length > 0) {
      this.doc.transact(() => {
        for (const update of content.updates) Y.applyUpdate(this.doc, update, FROM_COPY);
      }, FROM_COPY);
    }
    const foreign = content.waiting.filter((note) => !note.startsWith(`${this.#tab}:`));
    this.light.loaded({ holds: content.updates.length > 0 ? 'content' : 'nothing', waiting: foreign });
  }
}
