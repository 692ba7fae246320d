/**
 * One open workshop: documents, connection, copy on this device, model, undo, presence and facts, put together and taken
 * apart again. What the shell holds while a person is in a workshop. Knows no page.
 */
import { computed, effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { collabUrl } from '../config';
import { MapModel } from '../model/map';
import { MyWork, wordsOnlyIn } from '../model/refused';
import { newId } from '../model/schema';
import { UndoHistory } from '../model/undo';
import { presenceOf } from '../presence/presence';
import type { KnownPerson, Presence } from '../presence/presence';
import { Collab } from '../sync/collab';
import type { Access, ConnectionState, Notice, StopReason, TokenAnswer } from '../sync/collab';
import { noDeviceCopy, openDeviceCopy } from '../sync/offline';
import type { DeviceCopy, RefusedText } from '../sync/offline';
import { Replica } from '../sync/replica';
import type { ReplicaSettings } from '../sync/replica';
import type { SaveState } from '../sync/status';
import { Agreement } from './agreement';
import { newCommand, publicApi, workshopApi } from './api';
import type { Roster, WorkshopApi } from './api';
import { pageStorage } from './device';
import type { DeviceEntry, DeviceMemory } from './device';
import { workshopFacts } from './facts';
import type { Participant, WorkshopFacts } from './facts';
import { readMarks } from './read-marks';
import { Talk } from './talk';
import { Tokens } from './tokens';

/** Everything the screens of a workshop need. */
export interface OpenWorkshop {
  readonly entry: DeviceEntry;
  /** Who I am now: a facilitator may change name and role while I am here. */
  readonly me: ReadonlySignal<KnownPerson>;
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly facts: WorkshopFacts;
  /** What the pairs have said of each part. */
  readonly agreement: Agreement;
  /** What people say about the map. */
  readonly talk: Talk;
  readonly presence: Presence;
  readonly api: WorkshopApi;
  /** The light. */
  readonly saveState: ReadonlySignal<SaveState>;
  readonly connection: ReadonlySignal<ConnectionState>;
  /** What I may do with the map now; editing is offered only with `readWrite` (and, offline, with `unknown`). */
  readonly access: ReadonlySignal<Access>;
  /** True once there is something to show: the copy of this device was read, or the first sync came. */
  readonly ready: ReadonlySignal<boolean>;
  /** Why it stopped, when `saveState` is `stopped`. */
  readonly stopped: ReadonlySignal<StopReason | undefined>;
  /** Why the server takes no further connection for now, in its plain words. */
  readonly turnedAway: ReadonlySignal<string | undefined>;
  /** My words that the server refused. */
  readonly refused: ReadonlySignal<readonly RefusedText[]>;
  /**
   * True when the copy of this device was dropped for the server's: this object is closed. Open the workshop again
   * (same entry) and draw it anew; the refused words are in the new one's `refused`.
   */
  readonly replaced: ReadonlySignal<boolean>;
  /** The person has read (and copied) refused words. */
  dismissRefused(id: string): void;
  /** Calls back for each notice of the server. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Leaves for good: tells the server, forgets this device. */
  leave(): Promise<void>;
  /** Closes the connection; the copy stays. */
  close(): Promise<void>;
}

/** Where the server is; the page's own origin when left out. */
export interface OpenSettings {
  readonly origin?: string;
  readonly WebSocketPolyfill?: unknown;
}

/** Opens a workshop that this device has joined. */
export function openWorkshop(entry: DeviceEntry, memory: DeviceMemory, settings: OpenSettings = {}): OpenWorkshop {
  return new LiveWorkshop(entry, memory, settings);
}

class LiveWorkshop implements OpenWorkshop {
  readonly entry: DeviceEntry;
  readonly me: ReadonlySignal<KnownPerson>;
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly facts: WorkshopFacts;
  readonly agreement: Agreement;
  readonly talk: Talk;
  readonly presence: Presence;
  readonly api: WorkshopApi;
  readonly saveState: ReadonlySignal<SaveState>;
  readonly connection: ReadonlySignal<ConnectionState>;
  readonly access: ReadonlySignal<Access>;
  readonly ready: ReadonlySignal<boolean>;
  readonly stopped: ReadonlySignal<StopReason | undefined>;
  readonly turnedAway: ReadonlySignal<string | undefined>;
  readonly refused: ReadonlySignal<readonly RefusedText[]>;
  readonly replaced: ReadonlySignal<boolean>;
  readonly #access = signal<Access>('unknown');
  readonly #saveState = signal<SaveState>('opening');
  readonly #refused = signal<readonly RefusedText[]>([]);
  readonly #replaced = signal(false);
  readonly #memory: DeviceMemory;
  readonly #tokens: Tokens;
  readonly #collab: Collab;
  readonly #mapDoc = new Y.Doc();
  readonly #workshopDoc = new Y.Doc();
  readonly #recordDoc = new Y.Doc();
  readonly #talkDoc = new Y.Doc();
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #stops: (() => void)[] = [];
  #copy: DeviceCopy | undefined;
  #replicas: { readonly map: Replica; readonly served: readonly Replica[] } | undefined;
  readonly #work: MyWork;
  #isClosed = false;
  /** While leaving: whether it came to that. The connection asks for nothing until it is known. */
  #leaving: Promise<'left' | 'stayed'> | undefined;

  constructor(entry: DeviceEntry, memory: DeviceMemory, settings: OpenSettings) {
    const origin = settings.origin ?? globalThis.location.origin;
    this.entry = entry;
    this.#memory = memory;
    this.#tokens = new Tokens(publicApi(settings.origin), entry);
    this.api = workshopApi(entry, this.#tokens.forCall, settings.origin);
    this.#collab = new Collab({ url: collabUrl(origin), tokens: (which) => this.#tokenToConnect(which), WebSocketPolyfill: settings.WebSocketPolyfill });
    this.map = new MapModel(this.#mapDoc);
    this.#work = new MyWork(this.map);
    this.undo = new UndoHistory(this.map);
    this.facts = workshopFacts(this.#workshopDoc, () => this.#fetchRoster());
    this.agreement = new Agreement({ map: this.map, record: this.#recordDoc, facts: this.facts, me: entry, api: this.api, connection: this.#collab.connection, saveState: this.#saveState });
    this.talk = new Talk({ doc: this.#talkDoc, facts: this.facts, me: entry, api: this.api, connection: this.#collab.connection, marks: readMarks(entry, pageStorage()) });
    const awareness = new Awareness(this.#mapDoc);
    this.me = computed(() => meIn(this.facts, entry));
    // Offline the roster cannot be fetched, but this device knows its own person.
    const known = computed(() => new Map<string, KnownPerson>([...this.facts.roster.value, [entry.participant, this.me.value]]));
    this.presence = presenceOf(awareness, entry.participant, known);
    this.connection = this.#collab.connection;
    this.stopped = this.#collab.stopped;
    this.turnedAway = this.#collab.connectionRefusal;
    this.access = computed(() => (this.stopped.value === undefined ? this.#access.value : 'stopped'));
    this.saveState = computed(() => (this.stopped.value === undefined ? this.#saveState.value : 'stopped'));
    this.ready = computed(() => this.#saveState.value !== 'opening');
    this.refused = this.#refused;
    this.replaced = this.#replaced;
    void this.#open(awareness);
    this.#watchPage();
    this.#stops.push(effect(() => this.#onFacts(this.facts.participants.value.get(entry.participant)?.state)));
    this.#stops.push(effect(() => this.#onStopped(this.stopped.value)));
    this.#stops.push(effect(() => this.#rememberMe(this.me.value)));
  }

  dismissRefused(id: string): void {
    this.#showRefused(this.#refused.peek().filter((text) => text.id !== id));
    void this.#copy?.dropRefused(id).catch(() => undefined);
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async leave(): Promise<void> {
    const leaving = this.api.leave(newCommand());
    this.#leaving = leaving.then(() => 'left' as const, () => 'stayed' as const);
    try {
      await leaving;
    } catch (error) {
      this.#leaving = undefined;
      throw error;
    }
    await this.close();
    await this.#memory.forget(this.entry.workshop);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.presence.destroy();
    await Promise.all(this.#everyReplica().map((replica) => replica.close()));
    this.#collab.destroy();
    this.agreement.destroy();
    this.talk.destroy();
    this.facts.destroy();
    this.undo.destroy();
    this.#work.destroy();
    this.map.destroy();
    this.#copy?.close();
  }

  /** The server ends the connection while it lets me go: what wants to come back then waits for how that ended. */
  async #tokenToConnect(which: 'any' | 'new'): Promise<TokenAnswer> {
    if ((await this.#leaving) === 'left') return { kind: 'stopped', why: 'signedOut' };
    return this.#tokens.forConnection(which);
  }

  /** Somebody who is out, or on the way out, has no right to names. */
  #fetchRoster(): Promise<Roster> {
    const isIn = this.#leaving === undefined && this.stopped.peek() === undefined;
    return isIn ? this.api.roster() : Promise.reject(new Error('not in the workshop any more'));
  }

  /** The workshop's own document says that I am out: nothing needs to be asked any more. */
  #onFacts(state: Participant['state'] | undefined): void {
    if (state === 'removed' && this.#leaving === undefined) this.#collab.stop('removed');
  }

  get #mapName(): string {
    return `map/${this.entry.workshop}/${this.entry.map}`;
  }

  async #open(awareness: Awareness): Promise<void> {
    const copy = await this.#openCopy();
    if (this.#isClosed) {
      copy.close();
      return;
    }
    this.#copy = copy;
    const onNotice = (notice: Notice) => {
      for (const listener of this.#listeners) listener(notice);
    };
    const common = { collab: this.#collab, copy };
    const map = new Replica({ ...common, name: this.#mapName, doc: this.#mapDoc, awareness, onNotice, onRefused: (message) => void this.#rebuild(message) });
    const served = this.#served().map(({ name, doc }) => this.#serve({ ...common, name, doc }));
    this.#replicas = { map, served };
    this.#stops.push(
      effect(() => {
        this.#saveState.value = map.state.value;
        if (map.state.value === 'saved') this.#work.clear();
      }),
    );
    this.#showRefused(await copy.refused().catch(() => []));
    await Promise.all([map, ...served].map((replica) => replica.opened));
    const on = map.onConnection;
    if (on && !this.#isClosed) this.#stops.push(effect(() => void (this.#access.value = on.access.value)));
  }

  /** The documents that only the server writes. */
  #served(): readonly { readonly name: string; readonly doc: Y.Doc }[] {
    const { workshop, map } = this.entry;
    return [
      { name: `workshop/${workshop}`, doc: this.#workshopDoc },
      { name: `record/${workshop}/${map}`, doc: this.#recordDoc },
      { name: `talk/${workshop}/${map}`, doc: this.#talkDoc },
    ];
  }

  /** One of them. A refusal can only mean a broken copy: take the server's. */
  #serve(settings: Pick<ReplicaSettings, 'collab' | 'copy' | 'name' | 'doc'>): Replica {
    const replica: Replica = new Replica({
      ...settings,
      awareness: null,
      // Notices come once a document; the map's are enough.
      onNotice: () => undefined,
      onRefused: () => void replica.dropCopy().then(() => this.#replace()),
    });
    return replica;
  }

  #everyReplica(): readonly Replica[] {
    return this.#replicas ? [this.#replicas.map, ...this.#replicas.served] : [];
  }

  async #openCopy(): Promise<DeviceCopy> {
    if (this.entry.keepCopy === 'doNotKeep') return noDeviceCopy(this.entry);
    return openDeviceCopy(this.entry).catch(() => noDeviceCopy(this.entry));
  }

  #showRefused(texts: readonly RefusedText[]): void {
    this.#refused.value = texts;
    this.#replicas?.map.light.refusalsToRead(texts.length);
  }

  /** The server refused my work for good: keep my words for me, then start from the server's copy. */
  async #rebuild(message: string): Promise<void> {
    const old = this.#replicas?.map;
    const copy = this.#copy;
    if (!old || !copy) return;
    await old.close();
    const fresh = new Y.Doc();
    const on = this.#collab.attach(this.#mapName, fresh, null);
    await becomesTrue(on.arrived);
    const theirs = new MapModel(fresh);
    const texts = wordsOnlyIn(this.map, theirs);
    theirs.destroy();
    // Kept before the copy goes: a crash between leaves the copy, and all of this happens again.
    if (texts.length > 0) {
      const kept: RefusedText = { id: newId(), at: Date.now(), document: this.#mapName, message, texts };
      await copy.keepRefused(kept).catch(() => undefined);
    }
    await copy.drop(this.#mapName).catch(() => undefined);
    this.#collab.detach(on);
    fresh.destroy();
    await this.#replace();
  }

  async #replace(): Promise<void> {
    await this.close();
    this.#replaced.value = true;
  }

  /** So that the home page, and the next opening without a line, know my name and role as they are now. */
  #rememberMe({ nickname, role, side }: KnownPerson): void {
    const kept = this.#memory.entry(this.entry.workshop);
    if (!kept || kept.participant !== this.entry.participant) return;
    if (kept.nickname !== nickname || kept.role !== role) this.#memory.remember({ ...kept, nickname, role, side });
  }

  /** Everything on this device goes at once when the workshop is gone for this person: removed, deleted, or signed out. */
  #onStopped(why: StopReason | undefined): void {
    if (why === undefined || this.#isClosed) return;
    const texts = this.#replicas?.map.light.isNothingWaiting === false ? this.#work.words() : [];
    // Only for as long as the page is open: nothing of the workshop stays on this device.
    if (texts.length > 0) this.#showRefused([...this.#refused.peek(), { id: newId(), at: Date.now(), document: this.#mapName, message: '', texts }]);
    this.facts.destroy();
    for (const replica of this.#everyReplica()) void replica.dropCopy().catch(() => undefined);
    void this.#memory.forgetPerson(this.entry);
  }

  /** What the browser tells about network and page life, where there is a browser. */
  #watchPage(): void {
    const nudge = () => {
      this.#tokens.retryNow();
      this.#collab.retryNow();
      this.facts.retryNow();
    };
    const back = () => {
      nudge();
      this.presence.showAgain();
    };
    const gone = () => this.#collab.networkLost();
    for (const [type, listener] of [['online', nudge], ['offline', gone], ['pageshow', back]] as const) {
      globalThis.addEventListener?.(type, listener);
      this.#stops.push(() => globalThis.removeEventListener?.(type, listener));
    }
  }
}

/** My name as the roster has it, my role as the document has it; until they came, as this device remembers. */
function meIn(facts: WorkshopFacts, entry: DeviceEntry): KnownPerson {
  const told = facts.participants.value.get(entry.participant);
  const nickname = facts.roster.value.get(entry.participant)?.nickname ?? entry.nickname;
  return told ? { nickname, role: told.role, side: told.side ?? null } : { nickname, role: entry.role, side: entry.side };
}

/** Resolves when a signal becomes true. */
function becomesTrue(one: ReadonlySignal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (one.value) queueMicrotask(() => { stop(); resolve(); });
    });
  });
}
