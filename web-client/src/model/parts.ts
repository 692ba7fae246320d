/**
 * The parts of one kind, held as values with a signal each: what the read model of a map is made of. Owns the values and
 * the two version counters that derived lists hang on. Knows nothing of what a part means.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type * as Y from 'yjs';
import { isId } from './read';

/** How to read a part, and which changes of it move other things. */
export interface PartReading<T> {
  readonly read: (id: string, raw: unknown) => T | undefined;
  /** Whether the difference changes order, membership or connections, not only the part's own words. */
  readonly movesOthers: (before: T, after: T) => boolean;
}

/** What a part was before it was read again, and what it is now. */
export interface PartEdit<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** The parts of one kind. */
export class PartTable<T extends { readonly removed: boolean }> {
  /** Grows with every change of any part. */
  readonly version = signal(0);
  /** Grows when a part appears, goes away, or changes in a way that moves others. */
  readonly structure = signal(0);
  readonly #values = new Map<string, T>();
  readonly #signals = new Map<string, Signal<T | undefined>>();
  readonly #root: Y.Map<unknown>;
  readonly #reading: PartReading<T>;
  #shown = 0;

  constructor(root: Y.Map<unknown>, reading: PartReading<T>) {
    this.#root = root;
    this.#reading = reading;
    for (const [id, raw] of root.entries()) this.#take(id, raw);
  }

  /** How many parts are not removed. */
  get shownCount(): number {
    return this.#shown;
  }

  /** Every part, removed ones too, in no order. */
  values(): IterableIterator<T> {
    return this.#values.values();
  }

  /** The value now. */
  peek(id: string): T | undefined {
    return this.#values.get(id);
  }

  /** Whether there is such a part and it is not removed. */
  isShown(id: string): boolean {
    return this.#values.get(id)?.removed === false;
  }

  /** The signal of one part: always the same object for one id. */
  at(id: string): ReadonlySignal<T | undefined> {
    let one = this.#signals.get(id);
    if (!one) {
      one = signal(this.#values.get(id));
      this.#signals.set(id, one);
    }
    return one;
  }

  /** Reads the given parts again. Returns what that touched, each part with its values before and after. */
  refresh(ids: Iterable<string>): { readonly edits: readonly PartEdit<T>[]; readonly structure: boolean } {
    const edits: PartEdit<T>[] = [];
    let structure = false;
    for (const id of ids) {
      const before = this.#values.get(id);
      const after = this.#take(id, this.#root.get(id));
      if (before === undefined && after === undefined) continue;
      edits.push({ id, before, after });
      if (!before || !after || before.removed !== after.removed || this.#reading.movesOthers(before, after)) structure = true;
      const one = this.#signals.get(id);
      if (one) one.value = after;
    }
    if (edits.length > 0) this.version.value += 1;
    if (structure) this.structure.value += 1;
    return { edits, structure };
  }

  #take(id: string, raw: unknown): T | undefined {
    const before = this.#values.get(id);
    // However many there are, none is left out here: readers do not know which came first, and would not choose the same.
    if (!isId(id)) return undefined;
    const after = this.#reading.read(id, raw);
    if (before?.removed === false) this.#shown -= 1;
    if (after?.removed === false) this.#shown += 1;
    if (after) this.#values.set(id, after);
    else this.#values.delete(id);
    return after;
  }
}
