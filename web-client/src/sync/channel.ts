/**
 * One document on the socket: token, exchange of state vectors, edits both ways, awareness, stateless messages. Edits go
 * out only after the handshake of this very connection, which carries everything made before; so at any moment it is known
 * whether all of the document has been sent. Knows the wire; no meaning of documents, no page.
 */
import { readVarString, readVarUint, readVarUint8Array, type Decoder } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array, type Encoder } from 'lib0/encoding';
import { applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates, type Awareness } from 'y-protocols/awareness';
import { messageYjsSyncStep1, messageYjsSyncStep2, readSyncStep1, readSyncStep2, readUpdate, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import type * as Y from 'yjs';
import type { CollabSocket } from './socket';
import { isTidying } from './tidying';
import { AUTH_ACCEPTED, AUTH_DENIED, AUTH_TOKEN, MESSAGE_AUTH, MESSAGE_AWARENESS, MESSAGE_CLOSE, MESSAGE_QUERY_AWARENESS, MESSAGE_STATELESS, MESSAGE_SYNC, WIRE_VERSION } from './wire';

/** A larger edit travels as an answer in the handshake, which has a wider limit than a single frame, in bytes. */
const UPDATE_BYTES_MAX = 512 * 1024;
/** An update that says nothing. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);
/** Wait before a document that the server closed by itself is opened again. */
const REOPEN_MS = 3_000;

/** Which document, and where it hangs. */
export interface ChannelSettings {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness | null;
  readonly socket: CollabSocket;
}

/** What a channel tells and asks. */
export interface ChannelEvents {
  /** What the answer to the server's question for what it lacks shall carry. */
  readonly toSend: () => 'everything' | 'nothing';
  /** A token to present; may wait for as long as it takes, `undefined` when there will be none. */
  readonly token: () => Promise<string | undefined>;
  readonly onAccepted: (scope: string) => void;
  readonly onDenied: (reason: string) => void;
  /** The server's content has arrived. */
  readonly onArrived: () => void;
  readonly onStateless: (payload: string) => void;
  /** All of the document has been sent on the open socket, and every later edit goes out at once. */
  readonly onComplete: () => void;
  /** The connection or the exchange ended: nothing may be concluded until the next `onComplete`. */
  readonly onIncomplete: () => void;
}

/** One document on the socket; the origin of what comes from the server. */
export class DocumentChannel {
  readonly #settings: ChannelSettings;
  readonly #events: ChannelEvents;
  #isAccepted = false;
  #isComplete = false;
  /** Nothing of this document may be sent, until the next opening says otherwise. */
  #isHeld = false;
  /** Counts openings, so that a token that comes late is not presented on a later socket a second time. */
  #opening = 0;
  #reopen: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: ChannelSettings, events: ChannelEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  /** Starts talking. */
  attach(): void {
    const { name, doc, awareness, socket } = this.#settings;
    doc.on('update', this.#onUpdate);
    doc.on('afterTransactionCleanup', this.#followClientId);
    awareness?.on('update', this.#onAwareness);
    globalThis.addEventListener?.('pagehide', this.#onPageHide);
    socket.attach(name, this);
  }

  /** Stops talking, and says so. */
  destroy(): void {
    clearTimeout(this.#reopen);
    this.#opening += 1;
    const { name, doc, awareness, socket } = this.#settings;
    if (awareness) {
      removeAwarenessStates(awareness, [awareness.clientID], 'closed');
      awareness.off('update', this.#onAwareness);
      awareness.destroy();
    }
    doc.off('update', this.#onUpdate);
    doc.off('afterTransactionCleanup', this.#followClientId);
    globalThis.removeEventListener?.('pagehide', this.#onPageHide);
    this.#send(MESSAGE_CLOSE, () => undefined);
    socket.detach(name, this);
  }

  /** Presents a token and starts the exchange: on a new socket, or again after a denial. Each new socket does it by itself. */
  async authenticate(): Promise<void> {
    if (!this.#settings.socket.isOpen) return;
    this.#opening += 1;
    this.#isHeld = false;
    const opening = this.#opening;
    const token = await this.#events.token();
    if (token === undefined || opening !== this.#opening || !this.#settings.socket.isOpen) return;
    this.#sendToken(token);
    this.#startExchange();
    const { awareness } = this.#settings;
    if (awareness?.getLocalState()) this.#sendAwareness(awareness, [awareness.clientID]);
  }

  /** Presents a newer token for a document that goes on. */
  renew(token: string): void {
    if (this.#isAccepted) this.#sendToken(token);
  }

  /** Sends nothing more of this document; what the server sends is still taken. Ends with the next opening. */
  hold(): void {
    this.#isHeld = true;
    this.#setIncomplete();
  }

  /** Exchanges state vectors again; edits made meanwhile go with the answer to the server's. */
  resync(): void {
    if (!this.#isAccepted || this.#isHeld) return;
    this.#setIncomplete();
    this.#startExchange();
  }

  /** Sends a stateless message, only when everything before it has been sent. */
  sendAfterAll(payload: string): 'sent' | 'notSent' {
    if (!this.#isComplete || !this.#settings.socket.isOpen) return 'notSent';
    this.#send(MESSAGE_STATELESS, (encoder) => writeVarString(encoder, payload));
    return 'sent';
  }

  onOpen(): void {
    this.#isAccepted = false;
    this.#setIncomplete();
    void this.authenticate();
  }

  onFrame(decoder: Decoder): void {
    const { awareness } = this.#settings;
    switch (readVarUint(decoder)) {
      case MESSAGE_SYNC: return this.#onSync(decoder);
      case MESSAGE_AWARENESS: return awareness ? applyAwarenessUpdate(awareness, readVarUint8Array(decoder), this) : undefined;
      case MESSAGE_AUTH: return this.#onAuth(decoder);
      case MESSAGE_QUERY_AWARENESS: return awareness ? this.#sendAwareness(awareness, Array.from(awareness.getStates().keys())) : undefined;
      case MESSAGE_STATELESS: return this.#events.onStateless(readVarString(decoder));
      // The server let go of this document alone; the connection goes on.
      case MESSAGE_CLOSE: return this.onClosed();
      // What goes beyond (the stock count of frames that arrived) says nothing that a mark does not say better.
      default:
    }
  }

  onClosed(): void {
    this.#opening += 1;
    this.#isAccepted = false;
    this.#setIncomplete();
    const { awareness, socket } = this.#settings;
    // Nobody else is known to be here any more.
    if (awareness) removeAwarenessStates(awareness, Array.from(awareness.getStates().keys()).filter((client) => client !== awareness.clientID), this);
    clearTimeout(this.#reopen);
    if (socket.isOpen) this.#reopen = setTimeout(() => void this.authenticate(), REOPEN_MS);
  }

  #onAuth(decoder: Decoder): void {
    switch (readVarUint(decoder)) {
      case AUTH_ACCEPTED:
        this.#isAccepted = true;
        this.#events.onAccepted(readVarString(decoder));
        return;
      case AUTH_DENIED:
        this.#isAccepted = false;
        this.#setIncomplete();
        this.#events.onDenied(readVarString(decoder));
        return;
      case AUTH_TOKEN:
        void this.authenticate();
    }
  }

  #onSync(decoder: Decoder): void {
    const { doc } = this.#settings;
    switch (readVarUint(decoder)) {
      case messageYjsSyncStep1: return this.#answer(decoder);
      case messageYjsSyncStep2:
        readSyncStep2(decoder, doc, this);
        return this.#events.onArrived();
      default: return readUpdate(decoder, doc, this);
    }
  }

  /** Answers the server's state vector with all that the server lacks. Nothing slips between: edits are synchronous too. */
  #answer(decoder: Decoder): void {
    if (this.#isHeld || !this.#settings.socket.isOpen) return;
    const { toSend } = this.#events;
    this.#send(MESSAGE_SYNC, (encoder) => {
      if (toSend() === 'everything') return readSyncStep1(decoder, encoder, this.#settings.doc);
      writeVarUint(encoder, messageYjsSyncStep2);
      writeVarUint8Array(encoder, EMPTY_UPDATE);
    });
    this.#isComplete = true;
    this.#events.onComplete();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    // Before the handshake is complete, our answer to the server's state vector carries this edit.
    if (origin === this || !this.#isComplete || isTidying(transaction)) return;
    if (update.length > UPDATE_BYTES_MAX) this.resync();
    else this.#send(MESSAGE_SYNC, (encoder) => writeUpdate(encoder, update));
  };

  readonly #onAwareness = ({ added, updated, removed }: { readonly added: number[]; readonly updated: number[]; readonly removed: number[] }, origin: unknown): void => {
    const { awareness } = this.#settings;
    if (!awareness) return;
    const changed = [...added, ...updated, ...removed];
    // What others show is theirs to tell. But a server that says that I am gone asks whether I am still here:
    // y-protocols has kept my state and raised its clock, and the others must see that.
    const mine = origin === this ? changed.filter((client) => client === awareness.clientID) : changed;
    if (mine.length > 0) this.#sendAwareness(awareness, mine);
  };

  /** Yjs takes a new client id when another wrote under mine. I am shown under the id that I write under: it is kept for me. */
  readonly #followClientId = (): void => {
    const { awareness, doc } = this.#settings;
    if (!awareness || awareness.clientID === doc.clientID) return;
    const state = awareness.getLocalState();
    removeAwarenessStates(awareness, [awareness.clientID], 'client id');
    awareness.clientID = doc.clientID;
    if (!state) return;
    // The first state of an id has clock 0, which y-protocols takes from nobody; the second one is seen.
    awareness.setLocalState(state);
    awareness.setLocalState(state);
  };

  /** Others see at once that I am gone, also when the page is only put away. */
  readonly #onPageHide = (): void => {
    const { awareness } = this.#settings;
    if (awareness) removeAwarenessStates(awareness, [awareness.clientID], 'page hide');
  };

  #startExchange(): void {
    this.#send(MESSAGE_SYNC, (encoder) => writeSyncStep1(encoder, this.#settings.doc));
  }

  #sendToken(token: string): void {
    this.#send(MESSAGE_AUTH, (encoder) => {
      writeVarUint(encoder, AUTH_TOKEN);
      writeVarString(encoder, token);
      writeVarString(encoder, WIRE_VERSION);
    });
  }

  #sendAwareness(awareness: Awareness, clients: number[]): void {
    this.#send(MESSAGE_AWARENESS, (encoder) => writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, clients)));
  }

  #send(type: number, write: (encoder: Encoder) => void): void {
    const encoder = createEncoder();
    writeVarString(encoder, this.#settings.name);
    writeVarUint(encoder, type);
    write(encoder);
    this.#settings.socket.send(toUint8Array(encoder));
  }

  #setIncomplete(): void {
    if (!this.#isComplete) return;
    this.#isComplete = false;
    this.#events.onIncomplete();
  }
}
