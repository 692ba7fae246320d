/**
 * The stock Hocuspocus socket and provider, made exact: nothing is queued while there is no connection, and a document's
 * edits go out only after the handshake of this very connection, which carries everything made before. So at any moment
 * it is known whether all of a document has been sent. Knows the wire; no meaning of documents, no page.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { HocuspocusProviderConfiguration, HocuspocusProviderWebsocketConfiguration } from '@hocuspocus/provider';
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { messageYjsSyncStep1 } from 'y-protocols/sync';

/** Longest wait for the server's first message on a new socket; a proxy that swallows everything ends here. */
const FIRST_MESSAGE_MS = 15_000;
/** First wait after a connection was lost, at least and at most: spread, so that a restarted server is not stampeded. */
const RECONNECT_MS_MIN = 150;
const RECONNECT_MS_MAX = 1_000;
/** Longest wait between attempts. */
const RECONNECT_BACKOFF_MS_MAX = 8_000;
/** The same after a code that means "not as you are": perhaps a newer page or server mends it. */
const REFUSED_BACKOFF_MS_MAX = 60_000;
/** A connection that ends sooner than this counts as ended at once; so many are forgiven, as in a rolling restart. */
const SHORT_LIFE_MS = 10_000;
const FREE_SHORT_LIVES = 3;
/** Close codes that mean "do not come back as you are", and the one among them that does not. */
const FINAL_CODE_MIN = 4400;
const FINAL_CODE_MAX = 4499;
export const TOO_MANY_CODE = 4429;
/** A larger edit travels as an answer in the handshake, which has a wider limit than a single frame, in bytes. */
const UPDATE_BYTES_MAX = 512 * 1024;
/** Wait before a document that the server closed by itself is opened again. */
const REOPEN_MS = 3_000;
/** No message for so long means the connection is dead; the server speaks at least every 20 s. */
const SILENCE_MS = 30_000;
const SOCKET_OPEN = 1;
/** As if the browser had closed it: 1001, "going away". */
const NETWORK_LOST = { code: 1001, reason: 'offline' };
const SYNC = 0;

/** What the socket tells. */
export interface SocketEvents {
  readonly onState: (state: 'connecting' | 'open' | 'closed') => void;
  readonly onClosed: (code: number, reason: string) => void;
}

/** One socket for many documents. */
export class ExactSocket extends HocuspocusProviderWebsocket {
  #watch: ReturnType<typeof setTimeout> | undefined;
  #connectedAt: number | undefined;
  /** Connections in a row that the server took and ended at once. */
  #shortLives = 0;

  constructor(settings: Pick<HocuspocusProviderWebsocketConfiguration, 'url' | 'WebSocketPolyfill'>, events: SocketEvents) {
    super({
      ...settings,
      autoConnect: false,
      delay: firstDelay(),
      minDelay: RECONNECT_MS_MIN,
      maxDelay: RECONNECT_BACKOFF_MS_MAX,
      factor: 1.7,
      jitter: true,
      messageReconnectTimeout: SILENCE_MS,
      onStatus: ({ status }) => {
        const now: string = status;
        events.onState(now === 'connected' ? 'open' : now === 'connecting' ? 'connecting' : 'closed');
        if (now === 'connecting') this.#watchFirstMessage();
      },
      onConnect: () => {
        clearTimeout(this.#watch);
        this.#connectedAt = Date.now();
      },
      onClose: ({ event }) => {
        clearTimeout(this.#watch);
        this.configuration.delay = this.#nextDelay(event.code);
        events.onClosed(event.code, event.reason);
      },
    });
  }

  /** Sends on an open socket, else drops: the next handshake carries every edit, and presence is sent anew. */
  override send(message: Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.webSocket?.send(message);
  }

  /** Whether something sent now goes out. */
  get isOpen(): boolean {
    return this.webSocket?.readyState === SOCKET_OPEN;
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    const isWaiting = this.webSocket === null || this.webSocket.readyState > SOCKET_OPEN;
    if (this.shouldConnect && isWaiting) void this.connect();
  }

  /** The device says that its line is gone: a dead connection would be noticed only by its long silence. */
  dropConnection(): void {
    if (this.isOpen) this.emit('close', { event: NETWORK_LOST });
  }

  override destroy(): void {
    clearTimeout(this.#watch);
    super.destroy();
  }

  /** A server that takes connections and ends them at once must not be asked in a hot loop. */
  #nextDelay(code: number): number {
    const lived = this.#connectedAt === undefined ? 0 : Date.now() - this.#connectedAt;
    this.#connectedAt = undefined;
    const isFinal = code >= FINAL_CODE_MIN && code <= FINAL_CODE_MAX && code !== TOO_MANY_CODE;
    this.#shortLives = lived < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
    const longest = isFinal ? REFUSED_BACKOFF_MS_MAX : RECONNECT_BACKOFF_MS_MAX;
    const rounds = Math.max(0, this.#shortLives - (isFinal ? 0 : FREE_SHORT_LIVES));
    return Math.min(longest, Math.round(firstDelay() * 2 ** Math.min(rounds, 10)));
  }

  /** The stock client waits for ever for a first message; this does not. */
  #watchFirstMessage(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.webSocket?.close(), FIRST_MESSAGE_MS);
  }
}

function firstDelay(): number {
  // Whole milliseconds: the retry library refuses anything else.
  return Math.round(RECONNECT_MS_MIN + Math.random() * (RECONNECT_MS_MAX - RECONNECT_MS_MIN));
}

/** What a document's provider tells. */
export interface ProviderEvents {
  /** All of the document has been sent on the open socket, and every later edit goes out at once. */
  readonly onComplete: () => void;
  /** The connection or the exchange ended: nothing may be concluded until the next `onComplete`. */
  readonly onIncomplete: () => void;
  /** A token to present; may wait for as long as it takes, `undefined` when there will be none. */
  readonly token: () => Promise<string | undefined>;
}

/** One document on the socket. */
export class ExactProvider extends HocuspocusProvider {
  readonly #events: ProviderEvents;
  readonly #socket: ExactSocket;
  #isComplete = false;
  /** Nothing of this document may be sent, until the next opening says otherwise. */
  #isHeld = false;
  /** Counts openings, so that a token that comes late is not presented on a later socket a second time. */
  #opening = 0;
  #reopen: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: HocuspocusProviderConfiguration & { readonly websocketProvider: ExactSocket }, events: ProviderEvents) {
    super(settings);
    this.#events = events;
    this.#socket = settings.websocketProvider;
  }

  /** Whether all of the document has been sent on the open socket. */
  get isComplete(): boolean {
    return this.#isComplete && this.#socket.isOpen;
  }

  override async onOpen(event: Event): Promise<void> {
    this.isAuthenticated = false;
    this.#setIncomplete();
    this.emit('open', { event });
    await this.authenticate();
  }

  /** Presents a token and starts the exchange: on a new socket, or again after a denial. */
  async authenticate(): Promise<void> {
    this.#opening += 1;
    this.#isHeld = false;
    const opening = this.#opening;
    const token = await this.#events.token();
    if (token === undefined || opening !== this.#opening || !this.#socket.isOpen) return;
    this.configuration.token = token;
    await this.sendToken();
    if (opening === this.#opening) this.startSync();
  }

  /** Presents a newer token for a document that goes on. */
  async renew(token: string): Promise<void> {
    this.configuration.token = token;
    if (this.isAuthenticated) await this.sendToken();
  }

  /** Sends nothing more of this document; what the server sends is still taken. Ends with the next opening. */
  hold(): void {
    this.#isHeld = true;
    this.#setIncomplete();
  }

  /** Exchanges state vectors again; edits made meanwhile go with the answer to the server's. */
  resync(): void {
    if (!this.isAuthenticated || this.#isHeld) return;
    this.#setIncomplete();
    this.forceSync();
  }

  /** Sends a stateless message, only when everything before it has been sent. */
  sendAfterAll(payload: string): 'sent' | 'notSent' {
    if (!this.isComplete) return 'notSent';
    this.sendStateless(payload);
    return 'sent';
  }

  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    // Before the handshake is complete, our answer to the server's state vector carries this edit.
    if (origin === this || !this.#isComplete) return;
    if (update.length > UPDATE_BYTES_MAX) this.resync();
    else super.documentUpdateHandler(update, origin);
  }

  override onMessage(event: MessageEvent): void {
    const asksForOurs = isSyncStep1(event);
    // An answer would carry every edit that the server lacks.
    if (asksForOurs && this.#isHeld) return;
    super.onMessage(event);
    // The answer went out inside the line before. Nothing can have slipped between: edits are synchronous too.
    if (asksForOurs && this.#socket.isOpen) {
      this.#isComplete = true;
      this.#events.onComplete();
    }
  }

  override onClose(): void {
    this.#opening += 1;
    this.#setIncomplete();
    super.onClose();
    clearTimeout(this.#reopen);
    // The server let go of this document alone; the connection goes on.
    if (this.#socket.isOpen) this.#reopen = setTimeout(() => void this.authenticate(), REOPEN_MS);
  }

  override destroy(): void {
    clearTimeout(this.#reopen);
    this.#opening += 1;
    super.destroy();
  }

  override permissionDeniedHandler(reason: string): void {
    this.#setIncomplete();
    super.permissionDeniedHandler(reason);
  }

  #setIncomplete(): void {
    if (!this.#isComplete) return;
    this.#isComplete = false;
    this.#events.onIncomplete();
  }
}

/** Whether a frame is the server's state vector, which the provider answers with all that the server lacks. */
function isSyncStep1(event: MessageEvent): boolean {
  const decoder = createDecoder(new Uint8Array(event.data as ArrayBuffer));
  readVarString(decoder);
  return readVarUint(decoder) === SYNC && readVarUint(decoder) === messageYjsSyncStep1;
}
