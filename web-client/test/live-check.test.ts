/**
 * A live connection that is blocked on the way while calls go through, told apart from having no line at all.
 */
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { WebSocket as NodeWebSocket } from 'ws';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as Y from 'yjs';
import { Collab } from '../src/sync/collab';
import { LiveCheck, LIVE_MS_MAX, LOOK_AGAIN_MS } from '../src/workshop/server/live-check';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the live connection', () => {
  it('SYNC-27 is called blocked when calls are answered and it is not reached, and no longer once it is', async () => {
    const isReached = signal(false);
    let line: 'good' | 'none' = 'good';
    let calls = 0;
    const check = new LiveCheck(isReached, () => {
      calls += 1;
      return line === 'good' ? Promise.resolve() : Promise.reject(new Error('no line'));
    });
    await vi.advanceTimersByTimeAsync(LIVE_MS_MAX - 1);
    expect([check.isBlocked.value, calls]).toEqual([false, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect([check.isBlocked.value, calls]).toEqual([true, 1]);
    line = 'none';
    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    expect([check.isBlocked.value, calls], 'without a line it is the line').toEqual([false, 2]);
    line = 'good';
    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    isReached.value = true;
    expect(check.isBlocked.value).toBe(false);
    await vi.advanceTimersByTimeAsync(10 * LOOK_AGAIN_MS);
    expect(calls, 'who is reached asks nothing').toBe(3);
    check.stop();
  });

  it('SYNC-27 a server that says why it ends a connection was reached; a proxy that ends the handshake was not', async () => {
    vi.useRealTimers();
    const http = createServer((_request, response) => response.end());
    const sockets = new WebSocketServer({ noServer: true });
    let answer: 'refuses' | 'ends' = 'refuses';
    http.on('upgrade', (request, socket, head) => {
      if (answer === 'refuses') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      else sockets.handleUpgrade(request, socket, head, (opened) => opened.close(4529, 'Too many.'));
    });
    await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve); });
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/collab`;
    class PageSocket extends NodeWebSocket {
      constructor(address: string) {
        super(address);
        this.on('error', () => undefined);
      }
    }
    const collab = new Collab({ url, tokens: () => new Promise(() => undefined), WebSocketPolyfill: PageSocket });
    collab.attach('map/w/m', new Y.Doc(), null);
    await vi.waitUntil(() => collab.connection.value === 'offline');
    expect(collab.isReached.value).toBe(false);
    answer = 'ends';
    await vi.waitUntil(() => collab.isReached.value, { timeout: 10_000 });
    expect(collab.connectionRefusal.value).toBe('Too many.');
    collab.destroy();
    sockets.close();
    http.close();
  });
});
