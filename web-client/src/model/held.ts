/**
 * Which parts others have changed while a person does not want what they read to change under them. Owns these names and their
 * count; what the parts say stays in the document and is read when they are let in (map.ts).
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { PartKind } from './kinds';
import { readStepGoalKey } from './read';

/** Ids by kind, and keys of `stepGoals`. */
export interface Dirty {
  readonly keys: ReadonlyMap<PartKind, ReadonlySet<string>>;
  readonly goals: ReadonlySet<string>;
}

/** What waits. */
export class HeldChanges {
  readonly count: ReadonlySignal<number>;
  readonly #count = signal(0);
  readonly #keys = new Map<PartKind, Set<string>>();
  readonly #goals = new Set<string>();
  readonly #writers = new Set<number>();
  #state: 'holding' | 'free' = 'free';

  constructor() {
    this.count = this.#count;
  }

  /** Whether changes wait now. */
  get isHolding(): boolean {
    return this.#state === 'holding';
  }

  begin(): void {
    this.#state = 'holding';
  }

  /** Keeps what others changed; false when nothing is held. */
  take(dirty: Dirty, writers: readonly number[]): boolean {
    if (!this.isHolding) return false;
    for (const [kind, ids] of dirty.keys) {
      const held = this.#keys.get(kind) ?? new Set<string>();
      for (const id of ids) held.add(id);
      this.#keys.set(kind, held);
    }
    for (const key of dirty.goals) this.#goals.add(key);
    for (const client of writers) this.#writers.add(client);
    this.#recount();
    return true;
  }

  /** These are read for another reason. */
  drop(dirty: Dirty): void {
    if (!this.isHolding) return;
    for (const [kind, ids] of dirty.keys) for (const id of ids) this.#keys.get(kind)?.delete(id);
    for (const key of dirty.goals) this.#goals.delete(key);
    this.#recount();
  }

  /** Gives back all that waits, and holds nothing any more. */
  end(): Dirty & { readonly writers: readonly number[] } {
    const all = { keys: new Map(Array.from(this.#keys, ([kind, ids]) => [kind, new Set(ids)])), goals: new Set(this.#goals), writers: [...this.#writers] };
    this.#state = 'free';
    this.#keys.clear();
    this.#goals.clear();
    this.#writers.clear();
    this.#recount();
    return all;
  }

  /** A step counts once, whether its words or its goals wait. */
  #recount(): void {
    const steps = new Set(this.#keys.get('step'));
    for (const key of this.#goals) {
      const step = readStepGoalKey(key)?.step;
      if (step !== undefined) steps.add(step);
    }
    let count = steps.size;
    for (const [kind, ids] of this.#keys) if (kind !== 'step') count += ids.size;
    this.#count.value = count;
  }
}
