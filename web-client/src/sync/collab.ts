/**
 * The connection: one socket to `/collab`, its documents, tokens and their refresh, and what ends it for good.
 * Knows the wire (docs/PROTOCOL.md section 2); no page, no meaning of documents.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { CollabDocument, type StopReason, type TokenAnswer, type TokenSource } from './document';
import { CollabSocket, TOO_MANY_CODE } from './socket';

export { SCHEMA_VERSION } from './document';
export type { Access, CollabDocument, MarkAnswer, Notice, Recovery, StopReason, TokenAnswer, TokenSource } from './document';

/** How the socket is. */
export type ConnectionState = 'connecting' | 'connected' | 'offline';

/** What a connection needs. */
export interface CollabSettings {
  readonly url: string;
  readonly tokens: TokenSource;
  /** Another WebSocket class, where there is none or for tests. */
  readonly WebSocketPolyfill?: unknown;
}

/** Close codes of docs/PROTOCOL.md section 2. */
const CLOSE_REVOKED = 4401;
const CLOSE_DELETED = 4404;
/** From this code on it is the server that ended the connection, and not something on the way. */
const CLOSE_BY_SERVER_MIN = 4000;
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
  /** Whether the server does not open one of the documents for now; it is asked again all the time. */
  readonly isDenied: ReadonlySignal<boolean>;
  /** Whether a live connection reaches the server: it said something on the newest socket, if only why it ended it. */
  readonly isReached: ReadonlySignal<boolean>;
  readonly #connection = signal<ConnectionState>('connecting');
  readonly #stopped = signal<StopReason | undefined>(undefined);
  readonly #connectionRefusal = signal<string | undefined>(undefined);
  readonly #isDenied = signal(false);
  readonly #isReached = signal(false);
  readonly #settings: CollabSettings;
  readonly #socket: CollabSocket;
  readonly #documents = new Set<CollabDocument>();
  #renewal: ReturnType<typeof setTimeout> | undefined;
  /** The token given out last. */
  #lastToken: string | undefined;
  #isStarted = false;

  constructor(settings: CollabSettings) {
    this.#settings = settings;
    this.connection = this.#connection;
    this.stopped = this.#stopped;
    this.connectionRefusal = this.#connectionRefusal;
    this.isDenied = this.#isDenied;
    this.isReached = this.#isReached;
    this.#socket = new CollabSocket(
      { url: settings.url, WebSocketPolyfill: settings.WebSocketPolyfill },
      { onState: (state) => this.#onState(state), onClosed: (code, reason) => this.#onClosed(code, reason) },
    );
  }

  /** Opens a document; connects when it is the first one. */
  attach(name: string, doc: Y.Doc, awareness: Awareness | null): CollabDocument {
    const document = new CollabDocument({ name, doc, awareness, socket: this.#socket }, {
      token: (which, refused) => this.#token(which, refused),
      onAccepted: () => void (this.#connectionRefusal.value = undefined),
      onDenied: () => this.#showDenied(),
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
    this.#showDenied();
  }

  /** Tries to connect at once, for example when the device says that it is online again. */
  retryNow(): void {
    if (this.#stopped.peek() !== undefined) return;
    this.#socket.retryNow();
    for (const document of this.#documents) document.retryNow();
  }

  /** Something says that this person is out or the workshop gone: asks the server itself, and stops when that says so. */
  async checkStanding(): Promise<void> {
    await this.#token('new');
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

  #onState(state: 'connecting' | 'open' | 'heard' | 'closed'): void {
    if (state === 'heard') this.#isReached.value = true;
    else if (state === 'open') this.#connection.value = 'connected';
    else if (state === 'closed') this.#connection.value = 'offline';
    // An attempt after a failure is still "offline" to a person.
    else if (this.#connection.peek() !== 'offline') this.#connection.value = 'connecting';
  }

  #onClosed(code: number, reason: string): void {
    this.#isReached.value = code >= CLOSE_BY_SERVER_MIN;
    this.#connectionRefusal.value = code === TOO_MANY_CODE && reason !== '' ? reason : undefined;
    if (code === CLOSE_DELETED) void this.checkStanding();
    // Whether a revoked person may come back is for the server to say: the next token is a new one.
    if (code === CLOSE_REVOKED) for (const document of this.#documents) document.requireNewToken();
  }

  async #token(which: 'any' | 'new', refused?: string): Promise<TokenAnswer> {
    const why = this.#stopped.peek();
    if (why !== undefined) return { kind: 'stopped', why };
    const answer = await this.#settings.tokens(which, refused);
    if (answer.kind === 'stopped') this.stop(answer.why);
    if (answer.kind === 'token') {
      this.#lastToken = answer.token;
      this.#planRenewal(answer.remainingMs);
    }
    return answer;
  }

  #showDenied(): void {
    this.#isDenied.value = Array.from(this.#documents).some((document) => document.isDenied.peek());
  }

  #planRenewal(remainingMs: number): void {
    clearTimeout(this.#renewal);
    const wait = Math.max(RENEW_MS_MIN, remainingMs - RENEW_BEFORE_MS * (1 + Math.random()));
    this.#renewal = setTimeout(() => void this.#renew(), Math.min(wait, TIMER_MS_MAX));
  }

  async #renew(): Promise<void> {
    const answer = await this.#token('new', this.#lastToken);
    if (answer.kind !== 'token') return;
    for (const document of this.#documents) document.renew(answer.token);
  }
}
