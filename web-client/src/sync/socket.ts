/**
 * One WebSocket to `/collab` for many documents: connecting, coming back with growing waits, noticing silence, answering
 * pings, and handing each frame to its document. Nothing is queued while there is no connection: what a document has to
 * say then, it says in its next handshake. Knows frames by their address only; no meaning of documents, no page.
 */
import { createDecoder, readVarString, type Decoder } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { MESSAGE_PING, MESSAGE_PONG } from './wire';

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
/** How often a wait is doubled at most: enough for the longest one. */
const DOUBLINGS_MAX = 10;
/** Close codes that mean "do not come back as you are". */
const FINAL_CODE_MIN = 4400;
const FINAL_CODE_MAX = 4499;
/** The workshop, or this person in it, has as many connections as there may be; its reason is for people to read. */
export const TOO_MANY_CODE = 4529;
/** No message for so long means the connection is dead; the server speaks at least every 20 s. */
const SILENCE_MS = 30_000;
const SILENCE_CHECK_MS = 3_000;
/** As if the browser had closed it: 1001, "going away". */
const NETWORK_LOST = { code: 1001, reason: 'offline' };
const NORMAL = { code: 1000, reason: '' };

/** How a socket ended. */
interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** What the socket needs. */
export interface SocketSettings {
  readonly url: string;
  /** Another WebSocket class, where there is none or for tests. */
  readonly WebSocketPolyfill?: unknown;
}

/** What the socket tells. */
export interface SocketEvents {
  /** `heard`: the first message of the server came on an open socket. */
  readonly onState: (state: 'connecting' | 'open' | 'heard' | 'closed') => void;
  readonly onClosed: (code: number, reason: string) => void;
}

/** What a document on the socket hears. */
export interface SocketUser {
  /** There is an open socket. */
  onOpen(): void;
  /** A frame for this document, read up to its address. */
  onFrame(decoder: Decoder): void;
  /** The socket is gone. */
  onClosed(): void;
}

/** One socket for many documents. */
export class CollabSocket {
  readonly #settings: SocketSettings;
  readonly #events: SocketEvents;
  readonly #users = new Map<string, SocketUser>();
  readonly #silenceCheck = setInterval(() => this.#checkSilence(), SILENCE_CHECK_MS);
  #socket: WebSocket | undefined;
  #isWanted = false;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #firstMessage: ReturnType<typeof setTimeout> | undefined;
  /** When the first message came on this socket, and the newest. */
  #connectedAt: number | undefined;
  #heardAt = 0;
  /** Connections in a row that did not come about or that the server took and ended at once. */
  #shortLives = 0;

  constructor(settings: SocketSettings, events: SocketEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  /** Connects, and from now on comes back by itself. */
  connect(): void {
    clearTimeout(this.#reconnect);
    this.#isWanted = true;
    if (this.#socket) return;
    const Socket = (this.#settings.WebSocketPolyfill ?? WebSocket) as typeof WebSocket;
    const socket = new Socket(this.#settings.url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#connectedAt = undefined;
    // What a socket says after it was let go is not heard.
    const ifCurrent = <Heard>(hear: (event: Heard) => void) => (event: Heard) => {
      if (this.#socket === socket) hear(event);
    };
    socket.addEventListener('open', ifCurrent(() => this.#onOpen()));
    socket.addEventListener('message', ifCurrent((event: MessageEvent) => this.#onMessage(event.data as ArrayBuffer)));
    socket.addEventListener('close', ifCurrent((event: CloseEvent) => this.#onClose(event)));
    // Told by the close that follows.
    socket.addEventListener('error', () => undefined);
    this.#firstMessage = setTimeout(() => this.#onClose(NETWORK_LOST), FIRST_MESSAGE_MS);
    this.#events.onState('connecting');
  }

  /** Lets a document speak and hear; it begins at once when the socket is open. */
  attach(name: string, user: SocketUser): void {
    this.#users.set(name, user);
    if (this.isOpen) user.onOpen();
  }

  /** Lets it go. */
  detach(name: string, user: SocketUser): void {
    // Another one may have taken the name meanwhile.
    if (this.#users.get(name) === user) this.#users.delete(name);
  }

  /** Sends on an open socket, else drops: the next handshake carries every edit, and presence is sent anew. */
  send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.#socket?.send(frame);
  }

  /** Whether something sent now goes out. */
  get isOpen(): boolean {
    return this.#socket !== undefined && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#isWanted && !this.#socket) this.connect();
  }

  /** The device says that its line is gone: a dead connection would be noticed only by its long silence. */
  dropConnection(): void {
    if (this.isOpen) this.#onClose(NETWORK_LOST);
  }

  /** Closes the connection and does not come back. */
  disconnect(): void {
    this.#isWanted = false;
    clearTimeout(this.#reconnect);
    if (this.#socket) this.#onClose(NORMAL);
  }

  /** Closes everything and tells nobody. */
  destroy(): void {
    this.#isWanted = false;
    clearInterval(this.#silenceCheck);
    clearTimeout(this.#reconnect);
    this.#users.clear();
    this.#letGo();
  }

  #onOpen(): void {
    this.#events.onState('open');
    for (const user of this.#users.values()) user.onOpen();
  }

  #onMessage(data: ArrayBuffer): void {
    clearTimeout(this.#firstMessage);
    this.#heardAt = Date.now();
    if (this.#connectedAt === undefined) {
      this.#connectedAt = this.#heardAt;
      this.#events.onState('heard');
    }
    const bytes = new Uint8Array(data);
    if (bytes.length === 1 && bytes[0] === MESSAGE_PING) {
      this.#sendPong();
      return;
    }
    const decoder = createDecoder(bytes);
    this.#users.get(readVarString(decoder))?.onFrame(decoder);
  }

  #sendPong(): void {
    const encoder = createEncoder();
    writeVarUint(encoder, MESSAGE_PONG);
    this.send(toUint8Array(encoder));
  }

  #onClose({ code, reason }: Ending): void {
    this.#letGo();
    const wait = this.#nextWait(code);
    this.#events.onState('closed');
    for (const user of this.#users.values()) user.onClosed();
    this.#events.onClosed(code, reason);
    if (this.#isWanted) this.#reconnect = setTimeout(() => this.connect(), wait);
  }

  /** Nothing of the socket is heard from here on. */
  #letGo(): void {
    clearTimeout(this.#firstMessage);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** A server that takes connections and ends them at once must not be asked in a hot loop. */
  #nextWait(code: number): number {
    const lived = this.#connectedAt === undefined ? 0 : Date.now() - this.#connectedAt;
    this.#connectedAt = undefined;
    const isFinal = code >= FINAL_CODE_MIN && code <= FINAL_CODE_MAX;
    this.#shortLives = lived < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
    const longest = isFinal ? REFUSED_BACKOFF_MS_MAX : RECONNECT_BACKOFF_MS_MAX;
    const rounds = Math.max(0, this.#shortLives - (isFinal ? 0 : FREE_SHORT_LIVES));
    const first = RECONNECT_MS_MIN + Math.random() * (RECONNECT_MS_MAX - RECONNECT_MS_MIN);
    return Math.min(longest, Math.round(first * 2 ** Math.min(rounds, DOUBLINGS_MAX)));
  }

  #checkSilence(): void {
    if (this.#connectedAt !== undefined && Date.now() - this.#heardAt > SILENCE_MS) this.#onClose(NETWORK_LOST);
  }
}
