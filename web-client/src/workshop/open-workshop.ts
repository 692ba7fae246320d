/**
 * Opens a workshop that this device has joined: its connection, tokens, facts, the copy on this device, and the maps that
 * are open in it, put together and taken apart again. What one map is made of is open-map.ts. Knows no page.
 */
import { computed, effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { collabUrl, serverUrl } from '../config';
import type { KnownPerson } from '../presence/presence';
import { Collab } from '../sync/collab';
import type { ConnectionState, StopReason, TokenAnswer } from '../sync/collab';
import type { CopyTrouble } from '../sync/copy-database';
import { noDeviceCopy, openDeviceCopy } from '../sync/offline';
import type { DeviceCopy, RefusedText } from '../sync/offline';
import type { Replica } from '../sync/replica';
import { mapApi, newCommand, publicApi, workshopApi } from './api';
import type { Roster, WorkshopApi } from './api';
import { pageStorage } from './device';
import type { DeviceEntry, DeviceMemory } from './device';
import { workshopFacts } from './facts';
import type { Participant, WorkshopFacts, WorkshopMeta } from './facts';
import { LiveCheck } from './server/live-check';
import type { OpenMap, OpenWorkshop } from './open';
import { OpenMaps } from './open-maps';
import { readMarks } from './read-marks';
import type { ReadMarks } from './read-marks';
import { OpenSession } from './session/live-session';
import { serveReplica } from './served';
import { Tokens, type Learned } from './tokens';
import { givenName, voicesOf } from '../model/people';

/** Where the server is; where the page came from when left out. */
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
  readonly facts: WorkshopFacts;
  readonly session: OpenSession;
  readonly api: WorkshopApi;
  readonly connection: ReadonlySignal<ConnectionState>;
  readonly stopped: ReadonlySignal<StopReason | undefined>;
  readonly connectionRefusal: ReadonlySignal<string | undefined>;
  readonly isDenied: ReadonlySignal<boolean>;
  readonly isLiveBlocked: ReadonlySignal<boolean>;
  readonly copyTrouble: ReadonlySignal<CopyTrouble | undefined>;
  readonly tokenRefusal: OpenWorkshop['tokenRefusal'];
  readonly setBackTo: OpenWorkshop['setBackTo'];
  readonly mayAskAgain: ReadonlySignal<boolean>;
  readonly refused: ReadonlySignal<readonly RefusedText[]>;
  readonly replaced: ReadonlySignal<boolean>;
  readonly areFactsKnown: ReadonlySignal<boolean>;
  readonly #refused = signal<readonly RefusedText[]>([]);
  readonly #droppedRefused = new Set<string>();
  readonly #replaced = signal(false);
  readonly #copyTrouble = signal<CopyTrouble | undefined>(undefined);
  readonly #areFactsKnown = signal(false);
  readonly #memory: DeviceMemory;
  readonly #origin: string | undefined;
  readonly #tokens: Tokens;
  readonly #collab: Collab;
  readonly #doc = new Y.Doc();
  readonly #copy: Promise<DeviceCopy>;
  readonly #marks: ReadMarks;
  readonly #maps: OpenMaps;
  readonly #stops: (() => void)[] = [];
  #replica: Replica | undefined;
  #isClosed = false;
  /** While the server is asked whether I am still in: with a token that may be dead nothing else is asked. */
  #isAskingWhetherIn = false;
  /** While leaving: whether it came to that. The connection asks for nothing until it is known. */
  #leaving: Promise<'left' | 'stayed'> | undefined;

  constructor(entry: DeviceEntry, memory: DeviceMemory, settings: OpenSettings) {
    const server = settings.origin ?? serverUrl(globalThis.location.origin);
    this.entry = entry;
    this.#memory = memory;
    this.#origin = settings.origin;
    const open = publicApi(settings.origin);
    this.#tokens = new Tokens(open, entry, (learned) => this.#learn(learned));
    this.api = workshopApi(entry, this.#tokens.forCall, settings.origin);
    this.#collab = new Collab({ url: collabUrl(server), tokens: (which, refused) => this.#tokenToConnect(which, refused), WebSocketPolyfill: settings.WebSocketPolyfill });
    this.facts = workshopFacts(this.#doc, () => this.#fetchRoster());
    this.#marks = readMarks(entry, pageStorage());
    this.me = computed(() => meIn(this.facts, entry));
    this.connection = this.#collab.connection;
    this.stopped = this.#collab.stopped;
    this.connectionRefusal = this.#collab.connectionRefusal;
    this.isDenied = this.#collab.isDenied;
    this.session = new OpenSession({
      collab: this.#collab, workshop: entry.workshop, time: () => open.time(),
      voices: computed(() => voicesOf(this.facts.participants.value, entry.participant)),
      openUnkept: (name, doc) => serveReplica({ collab: this.#collab, copy: noDeviceCopy(entry), name, doc }, () => undefined),
    });
    const live = new LiveCheck(this.#collab.isReached, () => open.config());
    this.#stops.push(() => live.stop());
    this.isLiveBlocked = live.isBlocked;
    this.copyTrouble = this.#copyTrouble;
    this.tokenRefusal = this.#tokens.refusal;
    this.setBackTo = this.#tokens.setBackTo;
    this.mayAskAgain = computed(() => memory.entries.value.find((one) => isMine(one, entry))?.membership !== undefined);
    this.refused = this.#refused;
    this.replaced = this.#replaced;
    this.areFactsKnown = this.#areFactsKnown;
    this.#copy = this.#openCopy();
    this.#maps = new OpenMaps({
      workshop: this, collab: this.#collab, copy: this.#copy, marks: this.#marks,
      keepRefused: (text) => this.#keepRefused(text),
      apiOf: (map) => mapApi({ workshop: entry.workshop, map }, this.#tokens.forCall, settings.origin),
    });
    void this.#open();
    this.#watchPage();
    this.#stops.push(effect(() => this.#onFacts(this.facts.participants.value.get(entry.participant)?.state)));
    this.#stops.push(effect(() => this.#onStopped(this.stopped.value)));
    this.#stops.push(effect(() => this.#remember(this.me.value, this.facts.meta.value)));
  }

  openMap(id: string): OpenMap {
    if (this.#isClosed) throw new Error('the workshop is closed');
    return this.#maps.open(id);
  }

  showMap(id: string | undefined): void {
    this.#maps.show(id);
  }

  dismissRefused(id: string): void {
    this.#refused.value = this.#refused.peek().filter((text) => text.id !== id);
    void this.#copy.then((copy) => copy.dropRefused(id)).catch(() => undefined);
  }

  dismissSetBack(): void {
    this.#tokens.dismissSetBack();
  }

  async askAgain(): Promise<void> {
    const { workshop, participant, deviceSecret } = this.entry;
    const membership = this.#memory.person(this.entry)?.membership ?? '';
    await publicApi(this.#origin).askAgain(workshop, { command: newCommand(), participant, deviceSecret, membership, nickname: this.me.peek().nickname });
    this.#retryNow();
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
    await this.#memory.forgetPerson(this.entry);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    await Promise.all([this.#replica?.close(), this.session.close(), this.#maps.close()]);
    this.#collab.destroy();
    this.facts.destroy();
    (await this.#copy).close();
  }

  /** The server ends the connection while it lets me go: what wants to come back then waits for how that ended. */
  async #tokenToConnect(which: 'any' | 'new', refused: string | undefined): Promise<TokenAnswer> {
    if ((await this.#leaving) === 'left') return { kind: 'stopped', why: 'signedOut' };
    return this.#tokens.forConnection(which, refused);
  }

  /** Somebody who is out, or on the way out, has no right to names. */
  #fetchRoster(): Promise<Roster> {
    const isIn = this.#leaving === undefined && this.stopped.peek() === undefined && !this.#isAskingWhetherIn;
    return isIn ? this.api.roster() : Promise.reject(new Error('not in the workshop any more'));
  }

  /** A document says that I am out. It may be old or wrong, and much is forgotten for it: the server itself is asked. */
  #onFacts(state: Participant['state'] | undefined): void {
    if (state !== 'removed' || this.#leaving !== undefined) return;
    this.#isAskingWhetherIn = true;
    void this.#collab.checkStanding().then(() => {
      this.#isAskingWhetherIn = false;
      if (this.stopped.peek() === undefined) this.facts.retryNow();
      return undefined;
    });
  }

  async #open(): Promise<void> {
    const copy = await this.#copy;
    if (this.#isClosed) return;
    this.#stops.push(effect(() => void (this.#copyTrouble.value = copy.trouble.value)));
    this.#replica = serveReplica({ collab: this.#collab, copy, name: `workshop/${this.entry.workshop}`, doc: this.#doc }, () => void this.#replace());
    this.session.open((name, doc) => serveReplica({ collab: this.#collab, copy, name, doc }, () => void this.#replace()), {
      collab: this.#collab, copy, me: this.entry.participant, keepRefused: (text) => void this.#keepRefused(text),
      dropRefusedOf: (document) => this.#dropRefusedOf(document),
    });
    const { isKnown } = this.#replica;
    this.#stops.push(effect(() => void (this.#areFactsKnown.value = isKnown.value)));
    this.#stops.push(effect(() => {
      const shown = this.facts.maps.value.filter((map) => !map.isRemoved);
      if (this.connection.value === 'connected') this.#maps.openNext(shown.map((map) => map.id));
    }));
    void this.#sendWhatWaits(copy);
    const kept = await copy.refused().catch(() => []);
    this.#refused.value = [...kept.filter(({ document }) => !this.#droppedRefused.has(document)), ...this.#refused.peek()];
    for (const document of this.#droppedRefused) this.#dropRefusedOf(document, kept);
  }

  /** What was typed in another map, or in notes, and not sent, before this page came. */
  async #sendWhatWaits(copy: DeviceCopy): Promise<void> {
    const ofMaps = `map/${this.entry.workshop}/`;
    for (const document of await copy.documentsWithUnsentWork().catch(() => [])) {
      if (this.#isClosed) return;
      if (document.startsWith(ofMaps)) this.#maps.open(document.slice(ofMaps.length));
      this.session.sendWhatWaits(document);
    }
  }

  async #openCopy(): Promise<DeviceCopy> {
    if (this.entry.keepCopy === 'doNotKeep') return noDeviceCopy(this.entry);
    return openDeviceCopy(this.entry).catch(() => noDeviceCopy(this.entry, 'notOpening'));
  }

  async #keepRefused(text: RefusedText): Promise<void> {
    const copy = await this.#copy;
    await copy.keepRefused(text).catch(() => undefined);
    this.#refused.value = [...this.#refused.peek(), text];
  }

  /** Lets go what was kept of a document: it is not this device's any more. Also of what is not read yet. */
  #dropRefusedOf(document: string, known: readonly RefusedText[] = this.#refused.peek()): void {
    this.#droppedRefused.add(document);
    for (const text of known) {
      if (text.document === document) this.dismissRefused(text.id);
    }
  }

  async #replace(): Promise<void> {
    for (const map of this.#maps.all) map.drafts.handOver();
    await this.close();
    this.#replaced.value = true;
  }

  /** So that the home page, and the next opening without a line, know the workshop, my name and role as they are now. */
  #remember({ nickname, role, side }: KnownPerson, meta: WorkshopMeta | undefined): void {
    const kept = this.#memory.person(this.entry);
    if (!kept) return;
    // What the document does not tell is not forgotten.
    const title = meta?.title || kept.title;
    const endsOn = meta?.endsOn || kept.endsOn;
    const map = meta?.map || kept.map;
    const isSame = kept.map === map && kept.nickname === nickname && kept.role === role && kept.title === title && kept.endsOn === endsOn;
    if (!isSame) this.#memory.learn(this.entry, { nickname, role, side, title, endsOn, map });
  }

  /** Which server this is, as it says with each token. */
  #learn(learned: Learned): void {
    const kept = this.#memory.person(this.entry);
    const isSame = kept?.serverKey === learned.serverKey && kept?.epoch === learned.epoch && kept?.membership === learned.membership;
    if (kept && !isSame) this.#memory.learn(this.entry, learned);
  }

  #retryNow(): void {
    this.#tokens.retryNow();
    this.#collab.retryNow();
    this.facts.retryNow();
  }

  /** Everything on this device goes at once when the server says that this person is out or the workshop gone, or when they left. */
  #onStopped(why: StopReason | undefined): void {
    if (why === undefined || this.#isClosed) return;
    const maps = this.#maps.all;
    // Only for as long as the page is open: nothing of the workshop stays on this device.
    const texts = maps.flatMap((map) => map.unconfirmedWords() ?? []);
    if (texts.length > 0) this.#refused.value = [...this.#refused.peek(), ...texts];
    this.facts.destroy();
    for (const map of maps) map.dropCopy();
    void this.#replica?.dropCopy().catch(() => undefined);
    this.session.dropCopy();
    void this.#memory.forgetPerson(this.entry);
  }

  /** What the browser tells about network and page life, where there is a browser. */
  #watchPage(): void {
    const retryNow = () => this.#retryNow();
    const back = () => {
      retryNow();
      for (const map of this.#maps.all) map.presence.showAgain();
    };
    const gone = () => this.#collab.networkLost();
    for (const [type, listener] of [['online', retryNow], ['offline', gone], ['pageshow', back]] as const) {
      globalThis.addEventListener?.(type, listener);
      this.#stops.push(() => globalThis.removeEventListener?.(type, listener));
    }
  }
}

function isMine(one: DeviceEntry, mine: DeviceEntry): boolean {
  return one.workshop === mine.workshop && one.participant === mine.participant;
}

/** My name as the roster has it, my role as the document has it; until they came, as this device remembers. */
function meIn(facts: WorkshopFacts, entry: DeviceEntry): KnownPerson {
  const told = facts.participants.value.get(entry.participant);
  const mine = facts.roster.value.get(entry.participant);
  const nickname = mine ? givenName(mine) : entry.nickname;
  return told ? { nickname, role: told.role, side: told.side ?? null } : { nickname, role: entry.role, side: entry.side };
}
