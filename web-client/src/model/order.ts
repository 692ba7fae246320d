/**
 * Order keys: jittered fractional indices over `0-9A-Za-z`. Byte order is display order. Pure; randomness is passed in.
 */

/** A source of random 32-bit numbers. */
export type Random32 = () => number;
/** The browser's own randomness. */
export declare function browserRandom(): number;
/** Whether `ord` is a key that {@link between} could have made. */
export declare function isOrd(ord: string): boolean;
/** A key after `a` and before `b` (either may be absent). Needs `a < b`. */
export declare function between(a: string | undefined, b: string | undefined, random: Random32): string;
