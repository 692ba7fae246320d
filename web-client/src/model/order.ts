/**
 * Order keys: jittered fractional indices, so that two people can insert at the same place at once. The same steps as
 * `crdt/src/pathway/order.rs` (docs/spec/pathway.md); `crdt/data/order-vectors.json` holds both sides to it. Pure: the
 * caller passes a source of random numbers, one draw a digit.
 */

/** The digits in display order, which is their byte order. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** Digits of the random tail behind a fresh integer part; also the shortest tail that is computed with. */
const TAIL_DIGITS = 6;
/** Random digits of every insert between two keys: two people meet by chance once in 62⁵. */
const JITTER_DIGITS = 5;
/** Numbers the jitter can be. */
const JITTER_SPAN = BigInt(BASE) ** BigInt(JITTER_DIGITS);
/** A tail grows by this many digits when the room between two keys is used up. */
const GROWTH_DIGITS = 2;

/** A source of random 32-bit numbers. */
export type Random32 = () => number;

/** The browser's own randomness. */
export function browserRandom(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** A key cut into its integer part and its tail. */
interface Key {
  readonly integer: string;
  readonly tail: string;
}

/** How many digits follow the head letter of an integer part: `a` one, `b` two …; `Z` one, `Y` two … (before `a`). */
function integerDigits(head: string): number {
  if (head >= 'a' && head <= 'z') return head.charCodeAt(0) - 97 + 1;
  if (head >= 'A' && head <= 'Z') return 90 - head.charCodeAt(0) + 1;
  return 0;
}

function parse(text: string | undefined): Key | undefined {
  if (text === undefined || !/^[A-Za-z][0-9A-Za-z]*$/.test(text)) return undefined;
  const length = 1 + integerDigits(text.charAt(0));
  if (text.length < length) return undefined;
  const integer = text.slice(0, length);
  const tail = text.slice(length);
  // A trailing zero would leave no room before the key; the very first integer has room only through its tail.
  return tail.endsWith('0') || (tail === '' && /^A0*$/.test(integer)) ? undefined : { integer, tail };
}

/** Whether a text is a key that {@link between} could have made. */
export function isOrd(text: string): boolean {
  return parse(text) !== undefined;
}

function digit(value: number): string {
  return DIGITS.charAt(value);
}

/** The next integer part up (`1`) or down (`-1`); `undefined` beyond the ends. */
function stepInteger(integer: string, by: 1 | -1): string | undefined {
  const digits = Array.from(integer.slice(1), (one) => DIGITS.indexOf(one));
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    const next = (digits[at] ?? 0) + by;
    if (next >= 0 && next < BASE) {
      digits[at] = next;
      return integer.charAt(0) + digits.map(digit).join('');
    }
    digits[at] = by === 1 ? 0 : BASE - 1;
  }
  const head = integer.charAt(0);
  if (head === (by === 1 ? 'z' : 'A')) return undefined;
  const next = head === 'Z' && by === 1 ? 'a' : head === 'a' && by === -1 ? 'Z' : String.fromCharCode(head.charCodeAt(0) + by);
  return next + digit(by === 1 ? 0 : BASE - 1).repeat(integerDigits(next));
}

/** An integer part with a wholly random tail. The last digit is never `0`. */
function fresh(integer: string, random: Random32): string {
  let key = integer;
  for (let at = 1; at < TAIL_DIGITS; at += 1) key += digit(random() % BASE);
  return key + digit(1 + (random() % (BASE - 1)));
}

/** A tail as a whole number of `digits` digits. */
function toNumber(tail: string, digits: number): bigint {
  let sum = 0n;
  for (const one of tail.padEnd(digits, '0')) sum = sum * BigInt(BASE) + BigInt(DIGITS.indexOf(one));
  return sum;
}

function toTail(number: bigint, digits: number): string {
  let tail = '';
  for (let rest = number, at = 0; at < digits; at += 1, rest /= BigInt(BASE)) tail = digit(Number(rest % BigInt(BASE))) + tail;
  return tail;
}

/**
 * A tail strictly between two tails (no `high`: the end of the integer). The longer neighbour is the younger one, and
 * people insert again where they inserted last: so the new tail goes a small random distance beside the younger
 * neighbour. Halving the gap instead would cost a digit every six inserts.
 */
function tailBetween(low: string, high: string | undefined, random: Random32): string {
  const highDigits = high?.length ?? 0;
  const longest = Math.max(low.length, highDigits, TAIL_DIGITS);
  let digits = low.length === highDigits ? longest + GROWTH_DIGITS : longest;
  const top = () => (high === undefined ? BigInt(BASE) ** BigInt(digits) : toNumber(high, digits));
  while (top() - toNumber(low, digits) < 2n * JITTER_SPAN) digits += GROWTH_DIGITS;
  const from = toNumber(low, digits);
  const to = top();
  let jitter = 0n;
  for (let at = 0; at < JITTER_DIGITS; at += 1) jitter = jitter * BigInt(BASE) + BigInt(random() % BASE);
  let number: bigint;
  if (low.length > highDigits) number = from + 1n + jitter;
  else if (low.length < highDigits) number = to - 2n - jitter;
  else number = from + (to - from) / 2n - JITTER_SPAN / 2n + jitter;
  if (number % BigInt(BASE) === 0n) number += 1n;
  return toTail(number, digits);
}

/** After `low` alone: the next integer, or as far up the last one as there is room. */
function after(low: Key, random: Random32): string {
  const up = stepInteger(low.integer, 1);
  return up === undefined ? low.integer + tailBetween(low.tail, undefined, random) : fresh(up, random);
}

/**
 * A key strictly after `before` and strictly before `next`; absent is the open end. Keys come from peers and may be
 * anything, so this is total: text that is not a key counts as absent, and when `before` is not less than `next`
 * (equal keys, or neighbours that moved meanwhile) only `before` counts.
 */
export function between(before: string | undefined, next: string | undefined, random: Random32): string {
  const low = parse(before);
  const high = parse(next);
  if (!low && !high) return fresh('a0', random);
  if (!low && high) {
    const down = stepInteger(high.integer, -1);
    return down === undefined ? high.integer + tailBetween('', high.tail, random) : fresh(down, random);
  }
  if (!low) return fresh('a0', random);
  if (!high || low.integer > high.integer) return after(low, random);
  if (low.integer < high.integer) {
    const up = stepInteger(low.integer, 1);
    return up !== undefined && up < high.integer ? fresh(up, random) : low.integer + tailBetween(low.tail, undefined, random);
  }
  return low.tail < high.tail ? low.integer + tailBetween(low.tail, high.tail, random) : after(low, random);
}
