/**
 * When what is on has just been changed by somebody else: a finger that was on its way to "next" meant what was on before, and would skip
 * a part. Owns that second; knows no document.
 */

/** For how long after somebody else's press "next" and "back" do nothing, in milliseconds. */
const SETTLE_MS = 1_000;

/** What is on, as one screen came to know it. */
export class Settling {
  #on: string;
  #mine: string | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(on: string) {
    this.#on = on;
  }

  /** Notes what is on now; what I asked for myself, and the first activity, is no surprise. */
  see(on: string): void {
    const isNews = this.#on !== '' && this.#on !== on && this.#mine !== on;
    this.#on = on;
    if (isNews) this.#changedAt = performance.now();
  }

  /** Whether I may go on to an item now; then it is mine. */
  mayGo(to: string): boolean {
    if (performance.now() - this.#changedAt < SETTLE_MS) return false;
    this.#mine = to;
    return true;
  }
}
