/**
 * The server's own reading of maps, asked over the pipes of `crdt/examples/read_maps.rs`. Owns the process and the form of
 * questions and answers; must not know what a test asserts.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../target/debug/examples/read_maps', import.meta.url));

/** What the server makes of updates. */
export interface Applied {
  /** What each added, in hex; `null` when nothing, `'refused'` when the gate does not take it. */
  readonly added: readonly (string | null)[];
  /** The whole map, in hex. */
  readonly state: string;
  readonly reads: unknown;
}
/** What the server makes of what pairs have said. */
export interface SaidOf {
  readonly states: unknown;
  /** Fingerprint of the whole map. */
  readonly whole: string;
  /** How many parts keep each open pair from agreeing to it. */
  readonly open: Readonly<Record<string, number>>;
}

export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

/** A running reader. */
export function rustReader() {
  if (!existsSync(BINARY)) throw new Error(`build the tests first: no ${BINARY}`);
  const child = spawn(BINARY, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the reader has ended');
    return JSON.parse(value);
  };
  return {
    apply: (updates: readonly Uint8Array[]) => ask({ apply: updates.map(hexOf) }) as Promise<Applied>,
    /** `map` is in hex; `mapId` is its id in the scopes of pairs. */
    said: (map: string, record: Uint8Array, workshop: Uint8Array, mapId = 'm') => ask({ map, mapId, record: hexOf(record), workshop: hexOf(workshop) }) as Promise<SaidOf>,
    end: () => child.kill(),
  };
}
