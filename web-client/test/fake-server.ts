/**
 * A small server of the `/collab` wire for tests of the connection: what is durable is in the test's own hand (`commit`),
 * and it can be killed so that only what was committed survives. Not the real server: that one has its own tests.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';

type Scope = 'read-write' | 'readonly';
interface Pending {
  readonly socket: WebSocket;
  readonly name: string;
  readonly id: number;
}

export class FakeServer {
  /** What a crash leaves. */
  readonly disk = new Map<string, Uint8Array>();
  readonly memory = new Map<string, Y.Doc>();
  /** Every frame received, as `type` or `sync:n`. */
  readonly frames: string[] = [];
  /** The updates that came, in answers and by themselves. */
  readonly updates: Uint8Array[] = [];
  readonly tokens: string[] = [];
  /** Every presence message received. */
  readonly presence: Uint8Array[] = [];
  /** How many sockets came. */
  connections = 0;
  scope: Scope = 'read-write';
  /** Answers each Auth: `undefined` lets in, text denies. */
  deny: (token: string, name: string) => string | undefined = () => undefined;
  refuseMarks: 'again' | 'resync' | 'rebuild' | undefined;
  /** What it says of its layout of documents after each accepted Auth; nothing when left out. */
  schemaVersion: number | undefined;
  autoCommit = true;
  #pending: Pending[] = [];
  #server: WebSocketServer | undefined;
  #port = 0;
  /** Refuses updates (frozen). */
  #refusedSince = new Set<string>();

  async start(): Promise<string> {
    const server = new WebSocketServer({ port: this.#port, host: '127.0.0.1' });
    this.#server = server;
    server.on('connection', (socket) => {
      this.connections += 1;
      const attached = new Set<string>();
      socket.on('message', (data: Buffer) => this.#onFrame(socket, attached, new Uint8Array(data)));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.once('listening', () => resolve()));
    this.#port = (server.address() as AddressInfo).port;
    return `ws://127.0.0.1:${this.#port}/collab`;
  }

  /** Like kill -9: sockets break, memory is gone, only the disk stays. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#pending = [];
    this.memory.clear();
    for (const socket of server?.clients ?? []) socket.terminate();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  doc(name: string): Y.Doc {
    let doc = this.memory.get(name);
    if (!doc) {
      doc = new Y.Doc();
      const kept = this.disk.get(name);
      if (kept) Y.applyUpdate(doc, kept);
      this.memory.set(name, doc);
    }
    return doc;
  }

  /** Takes an update from somebody who is not connected here, and hands it on as it is. */
  take(name: string, update: Uint8Array): void {
    Y.applyUpdate(this.doc(name), update);
    for (const socket of this.#server?.clients ?? []) {
      this.#send(socket, name, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        syncProtocol.writeUpdate(encoder, update);
      });
    }
  }

  commit(): void {
    for (const [name, doc] of this.memory) this.disk.set(name, Y.encodeStateAsUpdate(doc));
    for (const { socket, name, id } of this.#pending.splice(0)) this.#stateless(socket, name, { kind: 'durable', id });
  }

  /** Sends Auth 2 with a new scope to everybody. */
  setScope(scope: Scope, name: string): void {
    this.scope = scope;
    for (const socket of this.#server?.clients ?? []) this.#auth(socket, name, 2, scope);
  }

  denyNow(name: string, reason: string): void {
    for (const socket of this.#server?.clients ?? []) this.#auth(socket, name, 1, reason);
  }

  notice(name: string, code: string): void {
    for (const socket of this.#server?.clients ?? []) this.#stateless(socket, name, { kind: 'notice', code, message: code });
  }

  closeAll(code: number, reason = ''): void {
    for (const socket of this.#server?.clients ?? []) socket.close(code, reason);
  }

  /** Says something of who is here to everybody. */
  tellPresence(name: string, message: Uint8Array): void {
    for (const socket of this.#server?.clients ?? []) {
      this.#send(socket, name, (encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint8Array(encoder, message);
      });
    }
  }

  #send(socket: WebSocket, name: string, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, name);
    write(encoder);
    socket.send(encoding.toUint8Array(encoder));
  }

  #auth(socket: WebSocket, name: string, kind: number, text: string): void {
    this.#send(socket, name, (encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, kind);
      encoding.writeVarString(encoder, text);
    });
  }

  #stateless(socket: WebSocket, name: string, message: unknown): void {
    this.#send(socket, name, (encoder) => {
      encoding.writeVarUint(encoder, 5);
      encoding.writeVarString(encoder, JSON.stringify(message));
    });
  }

  #onFrame(socket: WebSocket, attached: Set<string>, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const name = decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === 2) {
      decoding.readVarUint(decoder);
      const token = decoding.readVarString(decoder);
      this.tokens.push(token);
      const reason = this.deny(token, name);
      if (reason !== undefined) {
        attached.delete(name);
        this.#auth(socket, name, 1, reason);
        return;
      }
      attached.add(name);
      this.#auth(socket, name, 2, this.scope);
      if (this.schemaVersion !== undefined) this.#stateless(socket, name, { kind: 'schema', version: this.schemaVersion });
      return;
    }
    if (!attached.has(name)) return;
    if (type === 0) this.#onSync(socket, name, decoder);
    else this.frames.push(String(type));
    if (type === 1) this.presence.push(decoding.readVarUint8Array(decoder));
    if (type === 5) this.#onMark(socket, name, decoding.readVarString(decoder));
  }

  #onSync(socket: WebSocket, name: string, decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    this.frames.push(`sync:${kind}`);
    const body = decoding.readVarUint8Array(decoder);
    const doc = this.doc(name);
    if (kind === 0) {
      this.#send(socket, name, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        syncProtocol.writeSyncStep1(encoder, doc);
      });
      this.#send(socket, name, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        syncProtocol.writeSyncStep2(encoder, doc, body);
      });
      return;
    }
    this.updates.push(body);
    const before = Y.encodeStateVector(doc);
    if (this.scope === 'readonly') {
      const probe = new Y.Doc();
      Y.applyUpdate(probe, Y.encodeStateAsUpdate(doc));
      let isNew = false;
      probe.on('update', () => { isNew = true; });
      Y.applyUpdate(probe, body);
      if (isNew) this.#refusedSince.add(name);
      return;
    }
    Y.applyUpdate(doc, body, socket);
    for (const other of this.#server?.clients ?? []) {
      if (other !== socket) {
        this.#send(other, name, (encoder) => {
          encoding.writeVarUint(encoder, 0);
          syncProtocol.writeUpdate(encoder, Y.encodeStateAsUpdate(doc, before));
        });
      }
    }
  }

  #onMark(socket: WebSocket, name: string, payload: string): void {
    const { id } = JSON.parse(payload) as { id: number };
    const recovery = this.refuseMarks ?? (this.#refusedSince.delete(name) ? 'rebuild' : undefined);
    if (recovery) {
      this.#stateless(socket, name, { kind: 'refused', id, recovery, message: 'The map is frozen.' });
      return;
    }
    this.#pending.push({ socket, name, id });
    if (this.autoCommit) this.commit();
  }
}
