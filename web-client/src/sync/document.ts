/**
 * One document on the connection: what I may do with it, its marks and notices, and what happens when it is denied. A denial
 * ends nothing: only the call for a token knows who is out. Knows the wire; no page, no meaning of the document.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import { DocumentChannel, type ChannelSettings } from './channel';

/** What I may do with a document right now. */
export type Access = 'unknown' | 'readWrite' | 'readOnly' | 'stopped';
/** Why a connection ended for good. */
export type StopReason = 'removed' | 'deleted' | 'signedOut';

const NOTICES = ['storeDown', 'storeUp', 'frozen', 'thawed', 'role', 'removed', 'tooFast', 'identity', 'full'] as const;
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
  /** `remainingMs`: how long it is still good; no moment, because the clock of a device may be wrong. */
  | { readonly kind: 'token'; readonly token: string; readonly remainingMs: number }
  | { readonly kind: 'stopped'; readonly why: StopReason }
  /** Not for now: nothing is said of the person that is final. */
  | { readonly kind: 'refused' };

/**
 * Gives tokens. Waits and tries again by itself while the server cannot be reached. `new`: fetched now, unless one other
 * than `refused` is at hand. Its `stopped` is the only thing that ends a connection for good.
 */
export type TokenSource = (which: 'any' | 'new', refused?: string) => Promise<TokenAnswer>;

/**
 * The version of the layout of documents that this page knows. A server with a newer one says so when a document is opened;
 * one that says nothing has version 1.
 */
export const SCHEMA_VERSION = 2;
/** Wait before a document that was denied is asked for again, at first and at most. */
const DENIED_MS_MIN = 1_000;
const DENIED_MS_MAX = 60_000;

/** What a document needs of its connection. */
interface DocumentHooks {
  readonly token: TokenSource;
  readonly onAccepted: () => void;
  /** Called when `isDenied` has changed. */
  readonly onDenied: () => void;
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
  /** Whether the server does not open it for now, also with a new token; it is asked again all the time. */
  readonly isDenied: ReadonlySignal<boolean>;
  /** Called when all of the document has been sent on the open connection (`true`), and when that is no longer so. */
  onComplete: (isComplete: boolean) => void = () => undefined;
  /** Called with each answer to a mark, in order. */
  onMarkAnswer: (answer: MarkAnswer) => void = () => undefined;
  /** Whether something of mine waits for the server; set by whoever keeps count. */
  isWaiting: () => boolean = () => true;
  /** Called with each notice. */
  onNotice: (notice: Notice) => void = () => undefined;
  readonly #access = signal<Access>('unknown');
  readonly #arrived = signal(false);
  readonly #isOutdated = signal(false);
  readonly #isDenied = signal(false);
  readonly #channel: DocumentChannel;
  readonly #hooks: DocumentHooks;
  /** The token presented last, and the one that is no longer good: the next opening presents another one. */
  #presented: string | undefined;
  #refused: string | undefined;
  /** Denials since the last success, and waits for the next try since then. */
  #denials = 0;
  #waits = 0;
  #nextTry: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(settings: ChannelSettings, hooks: DocumentHooks) {
    this.name = settings.name;
    this.access = this.#access;
    this.arrived = this.#arrived;
    this.isOutdated = this.#isOutdated;
    this.isDenied = this.#isDenied;
    this.#hooks = hooks;
    this.#channel = new DocumentChannel(settings, {
      // Who may only look has nothing to say; what waits is sent all the same, so that its refusal is told.
      toSend: () => (this.#access.peek() === 'readOnly' && !this.isWaiting() ? 'nothing' : 'everything'),
      token: () => this.#takeToken(),
      onAccepted: (scope) => this.#onScope(scope),
      onDenied: () => this.#onDenied(),
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
    this.#presented = token;
    this.#channel.renew(token);
  }

  /** The token is no longer good: the next opening asks for a new one. */
  requireNewToken(): void {
    this.#refused = this.#presented;
  }

  /** Asks at once for what was denied. */
  retryNow(): void {
    if (this.#isDenied.peek()) void this.#channel.authenticate();
  }

  /** The connection ended for good. */
  markStopped(): void {
    clearTimeout(this.#nextTry);
    this.#access.value = 'stopped';
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#nextTry);
    this.#channel.destroy();
  }

  async #takeToken(): Promise<string | undefined> {
    clearTimeout(this.#nextTry);
    const answer = await this.#hooks.token(this.#refused === undefined ? 'any' : 'new', this.#refused);
    if (answer.kind === 'refused') this.#keepAsking();
    if (answer.kind !== 'token') return undefined;
    this.#presented = answer.token;
    return answer.token;
  }

  #onScope(scope: string): void {
    this.#denials = 0;
    this.#waits = 0;
    this.#refused = undefined;
    this.#setDenied(false);
    this.#hooks.onAccepted();
    const before = this.#access.peek();
    this.#access.value = scope === 'read-write' ? 'readWrite' : 'readOnly';
    // Thawed: whatever was held back meanwhile goes out with a new exchange.
    if (before === 'readOnly' && scope === 'read-write') this.#channel.resync();
  }

  /**
   * Whatever the reason says, a denial is about a token and a document: an expired token, a changed role, a server that was
   * set back. Whether the person is still in is what the call for the next token says.
   */
  #onDenied(): void {
    this.#refused = this.#presented;
    this.#denials += 1;
    if (this.#denials > 1) this.#keepAsking();
    else void this.#channel.authenticate();
  }

  #keepAsking(): void {
    if (this.#isOver) return;
    this.#setDenied(true);
    const wait = Math.min(DENIED_MS_MAX, DENIED_MS_MIN * 2 ** this.#waits) * (0.5 + Math.random() / 2);
    this.#waits += 1;
    clearTimeout(this.#nextTry);
    this.#nextTry = setTimeout(() => void this.#channel.authenticate(), wait);
  }

  #setDenied(isDenied: boolean): void {
    if (this.#isDenied.peek() === isDenied) return;
    this.#isDenied.value = isDenied;
    this.#hooks.onDenied();
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
