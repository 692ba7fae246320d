/** Work that is done in parts, so that a page can draw and answer between them. Owns that shape. Pure. */

/** Work that stops after each part. */
export type Parts<Result> = Generator<undefined, Result, undefined>;

/** Does all parts of some work at once. */
export function finished<Result>(work: Parts<Result>): Result {
  for (;;) {
    const part = work.next();
    if (part.done === true) return part.value;
  }
}
