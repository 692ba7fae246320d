/**
 * Whether something on the way blocks the live connection although the server answers calls: a firewall or proxy that lets no
 * WebSocket through. "You are offline" would be wrong then, and waiting would help nobody. Knows no page and no wire.
 */
import { effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';

/** How long a live connection may take to reach the server before a call is made to see who is to blame, in milliseconds. */
export const LIVE_MS_MAX = 10_000;
/** How long after that the next call is made, in milliseconds. */
export const LOOK_AGAIN_MS = 60_000;

/** The check, for as long as a workshop is open. */
export class LiveCheck {
  /** Whether calls reach the server and the live connection does not. */
  readonly isBlocked: ReadonlySignal<boolean>;
  readonly #isBlocked = signal(false);
  readonly #isReached: ReadonlySignal<boolean>;
  readonly #call: () => Promise<unknown>;
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `call` is any small call that the server answers to everybody. */
  constructor(isReached: ReadonlySignal<boolean>, call: () => Promise<unknown>) {
    this.isBlocked = this.#isBlocked;
    this.#isReached = isReached;
    this.#call = call;
    this.#stop = effect(() => {
      clearTimeout(this.#timer);
      if (isReached.value) this.#isBlocked.value = false;
      else this.#lookIn(LIVE_MS_MAX);
    });
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #lookIn(ms: number): void {
    const timer = setTimeout(() => {
      const say = (answers: boolean) => {
        // Reached or stopped meanwhile: somebody else's turn.
        if (this.#timer !== timer || this.#isReached.peek()) return;
        this.#isBlocked.value = answers;
        this.#lookIn(LOOK_AGAIN_MS);
      };
      this.#call().then(() => say(true), () => say(false));
    }, ms);
    this.#timer = timer;
  }
}
