/**
 * The real server as a process for the tests of this folder: own port, own data folder, killed without mercy.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = process.env['PAIRWAY_BIN'] ?? new URL('../../target/debug/pairway', import.meta.url).pathname;
const START_MS_MAX = 20_000;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export class RealServer {
  readonly data = mkdtempSync(join(tmpdir(), 'pairway-client-'));
  origin = '';
  #port = 0;
  #process: ChildProcess | undefined;
  #log = '';

  async start(): Promise<void> {
    if (!existsSync(BINARY)) throw new Error(`build the server first: no ${BINARY}`);
    this.#port ||= await freePort();
    this.origin = `http://127.0.0.1:${this.#port}`;
    const args = ['serve', '--listen', `127.0.0.1:${this.#port}`, '--data', this.data, '--no-demo', '--metrics-listen', 'off'];
    const started = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text: Buffer) => { this.#log += text.toString(); });
    this.#process = started;
    const deadline = Date.now() + START_MS_MAX;
    while (Date.now() < deadline) {
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server did not start:\n${this.#log}`);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  }

  async destroy(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  get log(): string {
    return this.#log;
  }
}
