/**
 * What the tests against the real server share: a server a test, devices that join it, lines that can be cut. What was
 * opened is closed when the test ends. Must not know what a test asserts.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import type { Role } from '../src/model/people';
import { newCommand, publicApi, type CreatedWorkshop } from '../src/workshop/api';
import { deviceMemory, entryOf, type DeviceEntry } from '../src/workshop/device';
import type { OpenWorkshop } from '../src/workshop/open';
import { openWorkshop } from '../src/workshop/open-workshop';
import { ServerProcess } from '../../tests/process/server.mjs';

/** The server of the running test. */
export let server: ServerProcess;
/** What the running test has opened and not closed for good. */
export const open: OpenWorkshop[] = [];

/** Gives every test of the file a server and an empty device storage of its own. */
export function eachOnItsOwnServer() {
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    server = await ServerProcess.create();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const one of open.splice(0)) await one.close();
    await server.end('SIGKILL');
    await server.remove();
  });
}

/** Waits until something holds; `name` says what never did. */
export function until(what: () => boolean, name: () => string) {
  return vi.waitUntil(what, { timeout: 15_000, interval: 10 }).catch(() => {
    throw new Error(`never: ${name()}`);
  });
}

/** The network of one device: can be cut and mended. */
function networkLine() {
  const sockets = new Set<NodeWebSocket>();
  let isCut = false;
  class LineSocket extends NodeWebSocket {
    constructor(address: string) {
      super(isCut ? 'ws://127.0.0.1:1' : address);
      // A browser's socket does not shout when it is closed while connecting.
      this.on('error', () => undefined);
      sockets.add(this);
    }
  }
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.terminate();
  };
  return { LineSocket, cut, mend: () => { isCut = false; } };
}

/** A workshop from the cardiac template. */
export function makeWorkshop(): Promise<CreatedWorkshop> {
  return publicApi(server.base).createWorkshop(newCommand(), { title: 'Heart', challenge: 'Waiting', endsOn: '2027-06-30', template: 'cardiac-services' });
}

/** The secret in a link. */
export const secretOf = (link: string) => ({ secret: link.split('#')[1] ?? '' });

/** The invitation with a role, as its link has it. */
export const inviteOf = (created: CreatedWorkshop, role: Role) =>
  secretOf(role === 'facilitator' ? created.facilitatorLink : (created.invites.find((invite) => invite.role === role)?.link ?? ''));

/** A device that has joined, with a line of its own. */
export async function device(invite: { readonly secret: string } | { readonly code: string }, nickname: string, keepCopy: DeviceEntry['keepCopy'] = 'keep') {
  const api = publicApi(server.base);
  const { secret } = await api.lookAtInvite(invite);
  const joined = await api.join(newCommand(), secret, { nickname, device: newCommand() });
  if (joined.state !== 'in') throw new Error('the waiting room is on');
  const kept = new Map<string, string>();
  const memory = deviceMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  const entry = entryOf(joined, keepCopy);
  memory.remember(entry);
  const line = networkLine();
  /** Opens the workshop, and gives its main map. */
  const start = () => {
    const one = openWorkshop(memory.person(entry) ?? entry, memory, { origin: server.base, WebSocketPolyfill: line.LineSocket });
    open.push(one);
    return one.openMap(entry.map);
  };
  return { memory, entry, start, line };
}
