/**
 * The connection: one socket to `/collab`, one channel a document, tokens and their refresh, rights that change live.
 * Knows the wire (docs/PROTOCOL.md section 2); no page, no meaning of documents.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { DocumentChannel, type ChannelSettings } from './channel';
import { CollabSocket, TOO_MANY_CODE } from './socket';

/** What I may do with a document right now. */
export type Access = 'unknown' | 'readWrite' | 'readOnly' | 'stopped';
/** How the socket is. */
export type ConnectionState = 'connecting' | 'connected' | 'offline';
/** Why a connection ended for good. */
export type StopReason = 'removed' | 'deleted' | 'signedOut';

const NOTICES = ['storeDown', 'storeUp', 'frozen', 'thawed', 'role', 'removed', 'tooFast', 'identity'] as const;
/** Plain-word notices of the server, by code. */
export interface Notice {
  readonly code: (typeof NOTICES)[number];
  readonly message: string;
}

/** What has to happen after a refusal. */
export type Recovery = 'again' | 'resync' | 'rebuild';
/** The server's answer to a mark. */
export type MarkAnswer = { readonly kind: 'durable'; readonly id: number } | { readonly kind: 'refused'; readonly id: number; readonly recovery: Recovery; readonly message: string };

/** The outcome of a request for a token. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string; readonly expiresAt: number }
  | { readonly kind: 'stopped'; readonly why: StopReason };

/** Gives tokens. Waits and tries again by itself while the server cannot be reached. `new`: not one given before. */
export type TokenSource = (which: 'any' | 'new') => Promise<TokenAnswer>;

/** What a connection needs. */
export interface CollabSettings {
  readonly url: string;
  readonly tokens: TokenSource;
  /** Another WebSocket class, where there is none or for tests. */
  readonly WebSocketPolyfill?: unknown;
}

/**
 * The version of the layout of documents that this page knows. A server with a newer one says so when a document is opened;
 * one that says nothing has version 1.
 */
export const SCHEMA_VERSION = 1;
/** Close codes of docs/PROTOCOL.md section 2. */
const CLOSE_REVOKED = 4401;
const CLOSE_DELETED = 4404;
/** A token is renewed so long before it ends … */
const RENEW_BEFORE_MS = 5 * 60_000;
/** … but never sooner than so long after it came. */
const RENEW_MS_MIN = 30_000;
/** Longest delay a timer can hold. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** One connection of one person in one workshop. */
export class Collab {
  /** How the socket is. */
  readonly connection: ReadonlySignal<ConnectionState>;
  /** Why it ended for good; `undefined` while it goes on. */
  readonly stopped: ReadonlySignal<StopReason | undefined>;
  /** Why the server takes no further connection for now, in its plain words; it is asked again all the time. */
  readonly connectionRefusal: ReadonlySignal<string | undefined>;
  readonly #connection = signal<ConnectionState>('connecting');
  readonly #stopped = signal<StopReason | undefined>(undefined);
  readonly #connectionRefusal = signal<string | undefined>(undefined);
  readonly #settings: CollabSettings;
  readonly #socket: CollabSocket;
  readonly #documents = new Set<CollabDocument>();
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #isStarted = false;

  constructor(settings: CollabSettings) {
    this.#settings = settings;
    this.connection = this.#connection;
    this.stopped = this.#stopped;
    this.connectionRefusal = this.#connectionRefusal;
    this.#socket = new CollabSocket(
      { url: settings.url, WebSocketPolyfill: settings.WebSocketPolyfill },
      { onState: (state) => this.#onState(state), onClosed: (code, reason) => this.#onClosed(code, reason) },
    );
  }

  /** Opens a document; connects when it is the first one. */
  attach(name: string, doc: Y.Doc, awareness: Awareness | null): CollabDocument {
    const document = new CollabDocument({ name, doc, awareness, socket: this.#socket }, {
      token: (which) => this.#token(which),
      onAccepted: () => void (this.#connectionRefusal.value = undefined),
      stop: (why) => this.stop(why),
    });
    this.#documents.add(document);
    document.start();
    if (!this.#isStarted && this.#stopped.peek() === undefined) {
      this.#isStarted = true;
      this.#socket.connect();
    }
    return document;
  }

  /** Lets a document go. */
  detach(document: CollabDocument): void {
    if (this.#documents.delete(document)) document.destroy();
  }

  /** Tries to connect at once, for example when the device says that it is online again. */
  retryNow(): void {
    if (this.#stopped.peek() === undefined) this.#socket.retryNow();
  }

  /** The device says that it is offline: the light must not wait until the silence is noticed. */
  networkLost(): void {
    this.#socket.dropConnection();
  }

  /** Ends the connection for good; documents stay as they are. */
  stop(why: StopReason): void {
    if (this.#stopped.peek() !== undefined) return;
    this.#stopped.value = why;
    clearTimeout(this.#renewal);
    this.#socket.disconnect();
    for (const document of this.#documents) document.markStopped();
  }

  /** Closes everything. */
  destroy(): void {
    clearTimeout(this.#renewal);
    for (const document of this.#documents) document.destroy();
    this.#documents.clear();
    this.#socket.destroy();
  }

  #onState(state: 'connecting' | 'open' | 'closed'): void {
    if (state === 'open') this.#connection.value = 'connected';
    else if (state === 'closed') this.#connection.value = 'offline';
    // An attempt after a failure is still "offline" to a person.
    else if (this.#connection.peek() !== 'offline') this.#connection.value = 'connecting';
  }

  #onClosed(code: number, reason: string): void {
    this.#connectionRefusal.value = code === TOO_MANY_CODE && reason !== '' ? reason : undefined;
    if (code === CLOSE_DELETED) this.stop('deleted');
    // Whether a revoked person may come back is for the server to say: the next token is a new one.
    if (code === CLOSE_REVOKED) for (const document of this.#documents) document.requireNewToken();
  }

  async #token(which: 'any' | 'new'): Promise<string | undefined> {
    if (this.#stopped.peek() !== undefined) return undefined;
    const answer = await this.#settings.tokens(which);
    if (answer.kind === 'stopped') {
      this.stop(answer.why);
      return undefined;
    }
    this.#planRenewal(answer.expiresAt);
    return answer.token;
  }

  #planRenewal(expiresAt: number): void {
    clearTimeout(this.#renewal);
    const wait = Math.max(RENEW_MS_MIN, expiresAt - Date.now() - RENEW_BEFORE_MS * (1 + Math.random()));
    this.#renewal = setTimeout(() => void this.#renew(), Math.min(wait, TIMER_MS_MAX));
  }

  async #renew(): Promise<void> {
    const token = await this.#token('new');
    if (token === undefined) return;
    for (const document of this.#documents) document.renew(token);
  }
}

/** What a document needs of its connection. */
interface DocumentHooks {
  readonly token: (which: 'any' | 'new') => Promise<string | undefined>;
  readonly onAccepted: () => void;
  readonly stop: (why: StopReason) => void;
}

/** One document on the connection. */
export class CollabDocument {
  readonly name: string;
  /** What I may do with it now. */
  readonly access: ReadonlySignal<Access>;
  /** Whether the server's content has arrived once. */
  readonly arrived: ReadonlySignal<boolean>;
  /** Whether the server's layout of documents is newer than this page's: nothing is sent until the page is reloaded. */
  readonly isOutdated: ReadonlySignal<boolean>;
  /** Called when all of the document has been sent on the open connection (`true`), and when that is no longer so. */
  onComplete: (isComplete: boolean) => void = () => undefined;
  /** Called with each answer to a mark, in order. */
  onMarkAnswer: (answer: MarkAnswer) => void = () => undefined;
  /** Called with each notice. */
  onNotice: (notice: Notice) => void = () => undefined;
  readonly #access = signal<Access>('unknown');
  readonly #arrived = signal(false);
  readonly #isOutdated = signal(false);
  readonly #channel: DocumentChannel;
  readonly #hooks: DocumentHooks;
  #nextToken: 'any' | 'new' = 'any';
  /** Denials since the last success: a second one in a row with a fresh token is final. */
  #denials = 0;

  constructor(settings: ChannelSettings, hooks: DocumentHooks) {
    this.name = settings.name;
    this.access = this.#access;
    this.arrived = this.#arrived;
    this.isOutdated = this.#isOutdated;
    this.#hooks = hooks;
    this.#channel = new DocumentChannel(settings, {
      token: () => this.#takeToken(),
      onAccepted: (scope) => this.#onScope(scope),
      onDenied: (reason) => this.#onDenied(reason),
      onArrived: () => void (this.#arrived.value = true),
      onStateless: (payload) => this.#onStateless(payload),
      onComplete: () => {
        // All was sent, so the server of this opening did not name a newer version.
        this.#isOutdated.value = false;
        this.onComplete(true);
      },
      onIncomplete: () => this.onComplete(false),
    });
  }

  /** The origin of edits that come from the server. */
  get origin(): unknown {
    return this.#channel;
  }

  /** Starts talking. */
  start(): void {
    this.#channel.attach();
  }

  /** Asks whether everything sent so far is durable; only when all of the document has been sent. */
  sendMark(id: number): 'sent' | 'notSent' {
    return this.#channel.sendAfterAll(JSON.stringify({ kind: 'mark', id }));
  }

  /** Exchanges everything again. */
  resync(): void {
    this.#channel.resync();
  }

  /** Presents a newer token. */
  renew(token: string): void {
    this.#channel.renew(token);
  }

  /** The token is no longer good: the next opening asks for a new one. */
  requireNewToken(): void {
    this.#nextToken = 'new';
  }

  /** The connection ended for good. */
  markStopped(): void {
    this.#access.value = 'stopped';
  }

  destroy(): void {
    this.#channel.destroy();
  }

  async #takeToken(): Promise<string | undefined> {
    const which = this.#nextToken;
    this.#nextToken = 'any';
    return this.#hooks.token(which);
  }

  #onScope(scope: string): void {
    this.#denials = 0;
    this.#hooks.onAccepted();
    const before = this.#access.peek();
    this.#access.value = scope === 'read-write' ? 'readWrite' : 'readOnly';
    // Thawed: whatever was held back meanwhile goes out with a new exchange.
    if (before === 'readOnly' && scope === 'read-write') this.#channel.resync();
  }

  #onDenied(reason: string): void {
    if (reason === 'deleted') {
      this.#hooks.stop('deleted');
      return;
    }
    this.#denials += 1;
    if (this.#denials > 1) {
      this.#hooks.stop('removed');
      return;
    }
    // An expired token, a changed role: the token call knows whether this person may still come in.
    this.#nextToken = 'new';
    void this.#channel.authenticate();
  }

  /** An old page must not write into a newer layout: its edits stay on this device and are sent by the page after it. */
  #onSchema(version: number): void {
    if (!(version > SCHEMA_VERSION)) return;
    this.#channel.hold();
    this.#isOutdated.value = true;
  }

  #onStateless(payload: string): void {
    const message = parse(payload);
    if (message['kind'] === 'notice') {
      const code = NOTICES.find((one) => one === message['code']);
      if (code) this.onNotice({ code, message: String(message['message'] ?? '') });
      return;
    }
    if (message['kind'] === 'schema') {
      this.#onSchema(Number(message['version']));
      return;
    }
    const id = message['id'];
    if (typeof id !== 'number') return;
    if (message['kind'] === 'durable') this.onMarkAnswer({ kind: 'durable', id });
    if (message['kind'] === 'refused') {
      const recovery = message['recovery'];
      const known = recovery === 'again' || recovery === 'rebuild' ? recovery : 'resync';
      this.onMarkAnswer({ kind: 'refused', id, recovery: known, message: String(message['message'] ?? '') });
    }
  }
}

function parse(payload: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
