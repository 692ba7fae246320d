/**
 * Order keys: the vectors shared with the server, and properties on seeded random inserts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { between, isOrd } from '../src/model/order';
import { byOrd } from '../src/model/read';
import { keysFor } from '../src/model/slots';
import { seeded } from './helpers';

interface Vectors {
  readonly keys: readonly string[];
  readonly not_keys: readonly string[];
  readonly between: readonly { readonly before: string | null; readonly after: string | null; readonly random: readonly number[]; readonly key: string }[];
}
const vectors = JSON.parse(readFileSync(new URL('../../crdt/data/order-vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('order keys', () => {
  it('ORDER-2 makes the same keys as the server from the same draws', () => {
    expect(vectors.between.length).toBeGreaterThanOrEqual(20);
    for (const vector of vectors.between) {
      const draws = [...vector.random];
      const key = between(vector.before ?? undefined, vector.after ?? undefined, () => {
        const draw = draws.shift();
        if (draw === undefined) throw new Error('more draws than the vector lists');
        return draw;
      });
      expect(key, `between ${vector.before} and ${vector.after}`).toBe(vector.key);
      expect(draws).toEqual([]);
    }
  });

  it('ORDER-2 tells keys from other text as the server does', () => {
    for (const key of vectors.keys) expect(isOrd(key), key).toBe(true);
    for (const text of vectors.not_keys) expect(isOrd(text), text).toBe(false);
  });

  it('ORDER-4 always finds a key strictly between two neighbours, wherever 3,000 random inserts go', () => {
    const random = seeded(7);
    const keys: string[] = [];
    for (let insert = 0; insert < 3000; insert += 1) {
      const at = random() % (keys.length + 1);
      const key = between(keys[at - 1], keys[at], random);
      expect(isOrd(key)).toBe(true);
      if (at > 0) expect(key > (keys[at - 1] ?? '')).toBe(true);
      if (at < keys.length) expect(key < (keys[at] ?? '')).toBe(true);
      keys.splice(at, 0, key);
    }
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(40);
  });

  it('ORDER-4 makes different keys for 20,000 people who insert at the same place at once', () => {
    const random = seeded(11);
    const keys = new Set(Array.from({ length: 20_000 }, () => between('a0V', 'a1V', random)));
    expect(keys.size).toBeGreaterThan(19_995);
  });

  it('ORDER-2 gives colliding and malformed neighbours fresh keys instead of failing', () => {
    const random = seeded(3);
    for (const ords of [['a5', 'a5', 'a5'], ['', '', 'a1'], ['', 'a0', 'a00'], ['a0', 'a00', 'a1'], ['', ''], ['zz0', 'zz0']]) {
      for (let index = 0; index <= ords.length; index += 1) {
        const siblings = ords.map((ord, at) => ({ id: `s${at}`, ord }));
        const keys = keysFor(siblings, index, random);
        const after = siblings.map((one) => keys.moved.find((moved) => moved.id === one.id) ?? one);
        after.splice(index, 0, { id: 'new', ord: keys.ord });
        const wanted = after.map((one) => one.id);
        expect([...after].sort(byOrd).map((one) => one.id), `${ords.join(',')} at ${index}`).toEqual(wanted);
      }
    }
  });
});
