/**
 * What time it is for the server, by which activities are counted: the clock of a device may be wrong by hours, and two people
 * would see different minutes. Asked a few times when first needed and after the connection came back; the answer that travelled
 * fastest counts, and is taken to have been half as long on its way as question and answer together. In between it counts by the
 * clock that only goes forward (`performance.now`), so that a corrected clock of the device changes nothing. Knows no page.
 */
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';

/** How often it is asked each time. */
export const QUESTIONS = 3;
/** An answer that travelled longer says too little, in milliseconds. */
const TRAVEL_MS_MAX = 10_000;
/** Wait before it is asked again when there was no answer, in milliseconds. */
export const ASK_AGAIN_MS = 10_000;

/** Where the time comes from; another one in tests. */
export interface ClockSources {
  /** Milliseconds of a clock that only goes forward. */
  readonly steady: () => number;
  /** Milliseconds since 1970 by the device. */
  readonly device: () => number;
}

const SOURCES: ClockSources = { steady: () => performance.now(), device: () => Date.now() };

/** The clock, for as long as a workshop is open. */
export class ServerClock {
  /** Whether the server has told its time; before, the device's own is taken. */
  readonly isKnown: ReadonlySignal<boolean>;
  readonly #isKnown = signal(false);
  /** Milliseconds between the server's clock and the steady one. */
  readonly #offset: { ms: number };
  readonly #ask: () => Promise<number>;
  readonly #sources: ClockSources;
  readonly #stop: () => void;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** `ask` gives the server's time; it is asked while `isWanted`, anew each time that becomes so. */
  constructor(ask: () => Promise<number>, isWanted: ReadonlySignal<boolean>, sources: ClockSources = SOURCES) {
    this.isKnown = this.#isKnown;
    this.#ask = ask;
    this.#sources = sources;
    this.#offset = { ms: sources.device() - sources.steady() };
    this.#stop = effect(() => {
      clearTimeout(this.#again);
      if (isWanted.value) void this.#measure();
    });
  }

  /** The server's time now, in milliseconds since 1970. */
  now(): number {
    return this.#sources.steady() + this.#offset.ms;
  }

  stop(): void {
    this.#isOver = true;
    this.#stop();
    clearTimeout(this.#again);
  }

  async #measure(): Promise<void> {
    let fastest = TRAVEL_MS_MAX;
    let isTold = false;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const asked = this.#sources.steady();
      const told = await this.#ask().catch(() => undefined);
      const came = this.#sources.steady();
      if (this.#isOver) return;
      if (told === undefined || came - asked >= fastest) continue;
      fastest = came - asked;
      isTold = true;
      this.#offset.ms = told - (asked + came) / 2;
    }
    if (isTold) this.#isKnown.value = true;
    else this.#again = setTimeout(() => void this.#measure(), ASK_AGAIN_MS);
  }
}
