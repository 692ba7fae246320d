/**
 * Which step serves which goal, as `stepGoals` holds it: by step, and by goal in reading order. Goals that are not there are
 * left out on the way out. Goes from pair to pair, never through steps times goals. Never writes.
 */
import { computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import type { Placement } from './placement';
import { placesOf } from './placement';
import { readStepGoalKey } from './read';
import type { Goal } from './schema';

const NO_IDS: readonly string[] = [];

/** The pairs of steps and goals of one map. */
export class ServedGoals {
  readonly #root: Y.Map<unknown>;
  readonly #byStep = new Map<string, Set<string>>();
  readonly #version = signal(0);
  readonly #places: ReadonlySignal<ReadonlyMap<string, number>>;
  readonly #byGoal: ReadonlySignal<ReadonlyMap<string, readonly string[]>>;

  constructor(root: Y.Map<unknown>, goals: ReadonlySignal<readonly Goal[]>, placement: ReadonlySignal<Placement>) {
    this.#root = root;
    for (const key of root.keys()) this.#take(key);
    this.#places = computed(() => placesOf(goals.value.map((goal) => goal.id)));
    this.#byGoal = computed(() => this.#stepsByGoal(placement.value.reading.keys()));
  }

  /** Reads the given keys again; gives the steps that they are about. */
  refresh(keys: Iterable<string>): readonly string[] {
    const steps = Array.from(keys, (key) => this.#take(key)).filter((step) => step !== undefined);
    if (steps.length > 0) this.#version.value += 1;
    return steps;
  }

  /** The place of a goal in the order of the goals, counted from 0. */
  placeOfGoal(goal: string): number | undefined {
    return this.#places.value.get(goal);
  }

  /** Ids of the goals a step serves, in goal order. */
  goalsOf(step: string): readonly string[] {
    void this.#version.value;
    const places = this.#places.value;
    const there = Array.from(this.#byStep.get(step) ?? NO_IDS).filter((goal) => places.has(goal));
    return there.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  }

  /** Ids of the steps that serve a goal, in reading order. */
  stepsOf(goal: string): readonly string[] {
    return this.#byGoal.value.get(goal) ?? NO_IDS;
  }

  #take(key: string): string | undefined {
    const pair = readStepGoalKey(key);
    if (!pair) return undefined;
    const goals = this.#byStep.get(pair.step) ?? new Set<string>();
    if (this.#root.get(key) === true) goals.add(pair.goal);
    else goals.delete(pair.goal);
    if (goals.size > 0) this.#byStep.set(pair.step, goals);
    else this.#byStep.delete(pair.step);
    return pair.step;
  }

  #stepsByGoal(reading: Iterable<string>): ReadonlyMap<string, readonly string[]> {
    void this.#version.value;
    const steps = new Map<string, string[]>();
    for (const step of reading) {
      for (const goal of this.#byStep.get(step) ?? NO_IDS) {
        const serving = steps.get(goal);
        if (serving) serving.push(step);
        else steps.set(goal, [step]);
      }
    }
    return steps;
  }
}
