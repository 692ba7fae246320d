/**
 * Presence that the server keeps by connection: nobody is forgotten by time, a question is answered without a timer, and I am
 * shown under the id that I write under.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, modifyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { awarenessKeptByServer } from '../src/sync/awareness';
import { Collab } from '../src/sync/collab';
import { FakeServer } from './fake-server';

const NAME = 'map/w/m';
let server: FakeServer;
let url: string;
const stops: (() => void)[] = [];

beforeEach(async () => {
  server = new FakeServer();
  url = await server.start();
});
afterEach(async () => {
  vi.useRealTimers();
  for (const stop of stops.splice(0)) stop();
  await server.kill();
});

/** What the others see after all that the server was sent. */
function seen(): Awareness {
  const awareness = new Awareness(new Y.Doc());
  stops.push(() => awareness.destroy());
  awareness.setLocalState(null);
  for (const message of server.presence) applyAwarenessUpdate(awareness, message, 'wire');
  return awareness;
}

function until(what: () => boolean, name: string) {
  return vi.waitUntil(what, { timeout: 8_000, interval: 5 }).catch(() => {
    throw new Error(`never: ${name}`);
  });
}

/** A page that shows itself and is shown. */
async function page() {
  const doc = new Y.Doc();
  const awareness = awarenessKeptByServer(doc);
  const collab = new Collab({ url, tokens: () => Promise.resolve({ kind: 'token', token: 't', remainingMs: 3_600_000 }), WebSocketPolyfill: NodeWebSocket });
  stops.push(() => collab.destroy());
  collab.attach(NAME, doc, awareness);
  awareness.setLocalState({ participant: 'me' });
  await until(() => seen().getStates().has(doc.clientID), 'shown');
  return { doc, awareness };
}

describe('presence kept by the server', () => {
  it('PRES-5 nobody is forgotten for having been silent', () => {
    vi.useFakeTimers();
    const [kept, stock, other] = [awarenessKeptByServer(new Y.Doc()), new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
    stops.push(() => [kept, stock, other].forEach((one) => one.destroy()));
    other.setLocalState({ participant: 'you' });
    for (const one of [kept, stock]) applyAwarenessUpdate(one, encodeAwarenessUpdate(other, [other.clientID]), 'wire');
    for (const one of [kept, stock]) for (const known of one.meta.values()) known.lastUpdated -= 10 * 60_000;
    vi.advanceTimersByTime(60_000);
    expect(stock.getStates().has(other.clientID)).toBe(false);
    expect(kept.getStates().has(other.clientID)).toBe(true);
  });

  it('PRES-6 a page that is asked whether it is still here answers, without a timer of its own', async () => {
    const { doc } = await page();
    const before = seen().meta.get(doc.clientID)?.clock ?? 0;
    // As the server asks: my state as gone, at the clock that it knows.
    server.tellPresence(NAME, modifyAwarenessUpdate(server.presence.at(-1) ?? new Uint8Array(), () => null));
    await until(() => (seen().meta.get(doc.clientID)?.clock ?? 0) > before, 'answered');
    expect(seen().getStates().get(doc.clientID)).toEqual({ participant: 'me' });
  });

  it('PRES-6 what others show is theirs to tell: it is never sent on', async () => {
    await page();
    const other = new Awareness(new Y.Doc());
    stops.push(() => other.destroy());
    other.setLocalState({ participant: 'you' });
    const { doc } = await page();
    server.tellPresence(NAME, encodeAwarenessUpdate(other, [other.clientID]));
    // Behind it, so that it was handled when this is answered.
    server.tellPresence(NAME, modifyAwarenessUpdate(encodeAwarenessUpdate(seen(), [doc.clientID]), () => null));
    await until(() => (seen().meta.get(doc.clientID)?.clock ?? 0) > 1, 'answered');
    expect(seen().getStates().has(other.clientID)).toBe(false);
  });

  it('PRES-7 when Yjs takes a new client id I am shown under that one, and no longer under the old one', async () => {
    const { doc, awareness } = await page();
    const before = doc.clientID;
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const other = new Y.Doc();
    other.clientID = before;
    other.getText('t').insert(0, 'not mine');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'wire');
    expect(doc.clientID).not.toBe(before);
    expect(awareness.clientID).toBe(doc.clientID);
    await until(() => seen().getStates().has(doc.clientID) && !seen().getStates().has(before), 'shown anew');
    expect(seen().getStates().get(doc.clientID)).toEqual({ participant: 'me' });
  });
});
