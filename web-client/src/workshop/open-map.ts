/**
 * Opens one map of a workshop: its documents (map, record, talk), their copies on this device, model, undo, agreement,
 * comments and presence, put together and taken apart again. What maps share (connection, facts, device) is its
 * workshop's. Knows no page.
 */
import { computed, effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { MapModel } from '../model/map';
import { MyWork, wordsOnlyIn } from '../model/refused';
import { newId } from '../model/schema';
import { hasUnwrittenLetters } from '../model/text/text';
import { UndoHistory } from '../model/undo';
import { presenceOf } from '../presence/presence';
import type { AroundMap as PresenceAround, KnownPerson, Presence } from '../presence/presence';
import { awarenessKeptByServer } from '../sync/awareness';
import type { Access, Collab, Notice } from '../sync/collab';
import type { DeviceCopy, RefusedText } from '../sync/offline';
import { Replica } from '../sync/replica';
import { withLettersInAField, withUnsentElsewhere } from '../sync/status';
import type { SaveState } from '../sync/status';
import { Agreement } from './agreement';
import type { MapApi } from './api';
import { Drafts, tabStorage } from './drafts';
import type { OpenMap, OpenWorkshop } from './open';
import type { ReadMarks } from './read-marks';
import { serveReplica } from './served';
import { Talk } from './talk';

/** What a map is told of the other maps that are open. */
export interface AroundMap extends PresenceAround {
  /** Where my work is that waits in another map. */
  readonly unsentElsewhere: ReadonlySignal<SaveState | undefined>;
  /** Whether an edit of mine in another map is in this page only. */
  readonly isOnlyHereElsewhere: ReadonlySignal<boolean>;
}

/** What a map takes from its workshop. */
export interface MapContext {
  readonly workshop: OpenWorkshop;
  readonly collab: Collab;
  /** The copy of this device; never rejects. */
  readonly copy: Promise<DeviceCopy>;
  readonly api: MapApi;
  readonly marks: ReadMarks;
  /** Keeps words of mine that the server refused. */
  readonly keepRefused: (text: RefusedText) => Promise<void>;
  readonly around: AroundMap;
  /** Called when the map begins to close. */
  readonly onClosing: (closed: Promise<void>) => void;
}

/** A map that is open. */
export class LiveMap implements OpenMap {
  readonly id: string;
  readonly workshop: OpenWorkshop;
  readonly api: MapApi;
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly agreement: Agreement;
  readonly talk: Talk;
  readonly drafts: Drafts;
  readonly presence: Presence;
  readonly saveState: ReadonlySignal<SaveState>;
  /** Where my work in this map alone is. */
  readonly ownState: ReadonlySignal<SaveState>;
  readonly isOwnOnlyHere: ReadonlySignal<boolean>;
  readonly isWaiting: ReadonlySignal<boolean>;
  readonly isOnlyHere: ReadonlySignal<boolean>;
  readonly access: ReadonlySignal<Access>;
  readonly ready: ReadonlySignal<boolean>;
  readonly isRecordKnown: ReadonlySignal<boolean>;
  readonly isTalkKnown: ReadonlySignal<boolean>;
  readonly replaced: ReadonlySignal<boolean>;
  readonly #context: MapContext;
  readonly #access = signal<Access>('unknown');
  readonly #saveState = signal<SaveState>('opening');
  readonly #isOnlyHere = signal(false);
  readonly #isWaiting = signal(false);
  readonly #replaced = signal(false);
  readonly #isRecordKnown = signal(false);
  readonly #isTalkKnown = signal(false);
  readonly #mapDoc = new Y.Doc();
  readonly #recordDoc = new Y.Doc();
  readonly #talkDoc = new Y.Doc();
  readonly #work: MyWork;
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #stops: (() => void)[] = [];
  #replicas: { readonly map: Replica; readonly served: readonly Replica[] } | undefined;
  #closed: Promise<void> | undefined;

  constructor(id: string, context: MapContext) {
    const { workshop, api } = context;
    const { entry, facts, connection, stopped } = workshop;
    this.id = id;
    this.workshop = workshop;
    this.api = api;
    this.#context = context;
    this.map = new MapModel(this.#mapDoc);
    this.#work = new MyWork(this.map);
    this.undo = new UndoHistory(this.map);
    this.agreement = new Agreement({ id, map: this.map, record: this.#recordDoc, facts, me: entry, api, connection, saveState: this.#saveState });
    this.drafts = new Drafts(`${entry.workshop}/${id}/${entry.participant}`, entry.keepCopy === 'keep' ? tabStorage() : undefined);
    this.talk = new Talk({ doc: this.#talkDoc, facts, me: entry, api, connection, marks: context.marks, drafts: this.drafts.comments, mentionDrafts: this.drafts.mentions });
    // Offline the roster cannot be fetched, but this device knows its own person.
    const known = computed(() => new Map<string, KnownPerson>([...facts.roster.value, [entry.participant, workshop.me.value]]));
    const awareness = awarenessKeptByServer(this.#mapDoc);
    this.presence = presenceOf(awareness, entry.participant, known, context.around);
    this.access = computed(() => (stopped.value === undefined ? this.#access.value : 'stopped'));
    this.saveState = computed(() => {
      if (stopped.value !== undefined) return 'stopped';
      const here = hasUnwrittenLetters.value ? withLettersInAField(this.#saveState.value) : this.#saveState.value;
      return withUnsentElsewhere(here, context.around.unsentElsewhere.value);
    });
    this.ownState = this.#saveState;
    this.isOwnOnlyHere = this.#isOnlyHere;
    this.isWaiting = this.#isWaiting;
    this.isOnlyHere = computed(() => this.#isOnlyHere.value || hasUnwrittenLetters.value || context.around.isOnlyHereElsewhere.value);
    this.ready = computed(() => this.#saveState.value !== 'opening');
    this.replaced = this.#replaced;
    this.isRecordKnown = this.#isRecordKnown;
    this.isTalkKnown = this.#isTalkKnown;
    void this.#open(awareness);
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = this.#close();
      this.#context.onClosing(this.#closed);
    }
    return this.#closed;
  }

  /** What I wrote in this map and the server has not confirmed, in words; nothing when it has all. */
  unconfirmedWords(): RefusedText | undefined {
    const texts = this.#replicas?.map.light.isNothingWaiting === false ? this.#work.words() : [];
    return texts.length > 0 ? { id: newId(), at: Date.now(), document: this.#name('map'), message: '', texts } : undefined;
  }

  /** Drops the copies of this map's documents on this device. */
  dropCopy(): void {
    for (const replica of this.#everyReplica()) void replica.dropCopy().catch(() => undefined);
  }

  /** Everything up to the first wait is let go at once, so that the map can be opened anew meanwhile. */
  async #close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.presence.destroy();
    await Promise.all(this.#everyReplica().map((replica) => replica.close()));
    this.agreement.destroy();
    this.talk.destroy();
    this.undo.destroy();
    this.#work.destroy();
    this.map.destroy();
  }

  #name(kind: 'map' | 'record' | 'talk'): string {
    return `${kind}/${this.workshop.entry.workshop}/${this.id}`;
  }

  async #open(awareness: Awareness): Promise<void> {
    const copy = await this.#context.copy;
    if (this.#closed) return;
    const { collab } = this.#context;
    const onNotice = (notice: Notice) => {
      for (const listener of this.#listeners) listener(notice);
    };
    const map = new Replica({ collab, copy, name: this.#name('map'), doc: this.#mapDoc, awareness, onNotice, onRefused: (message) => void this.#rebuild(copy, message) });
    const onBroken = () => void this.#replace();
    const record = serveReplica({ collab, copy, name: this.#name('record'), doc: this.#recordDoc }, onBroken);
    const talk = serveReplica({ collab, copy, name: this.#name('talk'), doc: this.#talkDoc }, onBroken);
    const served = [record, talk];
    this.#replicas = { map, served };
    this.#stops.push(
      effect(() => {
        this.#saveState.value = map.state.value;
        if (map.state.value === 'saved') this.#work.clear();
      }),
      effect(() => void (this.#isOnlyHere.value = map.light.isOnlyHere.value)),
      effect(() => void (this.#isWaiting.value = map.light.isWaiting.value)),
      effect(() => void (this.#isRecordKnown.value = record.isKnown.value)),
      effect(() => void (this.#isTalkKnown.value = talk.isKnown.value)),
      effect(() => map.light.refusalsToRead(this.workshop.refused.value.filter((text) => text.document === this.#name('map')).length)),
    );
    await Promise.all([map, ...served].map((replica) => replica.opened));
    const on = map.onConnection;
    if (on && !this.#closed) this.#stops.push(effect(() => void (this.#access.value = on.access.value)));
  }

  #everyReplica(): readonly Replica[] {
    return this.#replicas ? [this.#replicas.map, ...this.#replicas.served] : [];
  }

  /** The server refused my work for good: keep my words for me, then start from the server's copy. */
  async #rebuild(copy: DeviceCopy, message: string): Promise<void> {
    const old = this.#replicas?.map;
    if (!old) return;
    const { collab, keepRefused } = this.#context;
    const document = this.#name('map');
    await old.close();
    const fresh = new Y.Doc();
    const on = collab.attach(document, fresh, null);
    await becomesTrue(on.arrived);
    const theirs = new MapModel(fresh);
    const texts = wordsOnlyIn(this.map, theirs);
    theirs.destroy();
    // Kept before the copy goes: a crash between leaves the copy, and all of this happens again.
    if (texts.length > 0) await keepRefused({ id: newId(), at: Date.now(), document, message, texts });
    await copy.drop(document).catch(() => undefined);
    collab.detach(on);
    fresh.destroy();
    await this.#replace();
  }

  async #replace(): Promise<void> {
    this.drafts.handOver();
    await this.close();
    this.#replaced.value = true;
  }
}

/** Resolves when a signal becomes true. */
function becomesTrue(one: ReadonlySignal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (one.value) queueMicrotask(() => { stop(); resolve(); });
    });
  });
}
