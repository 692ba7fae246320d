/**
 * The reactive read model of one map document: typed values from whatever the document holds, kept up to date by
 * `observeDeep`, offered as one signal per part and one per ordered list. Never writes, never throws on hostile content.
 */
import { batch, computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { rowOf } from './kinds';
import type { ListedPart, OrderedKind, PartKind, TextField } from './kinds';
import { HeldChanges } from './held';
import { PARTS_PER_MAP_MAX } from './limits';
import { IN_ORDER, listsOf, removedIn, shownIn, tablesOf } from './part-tables';
import type { Lists, Tables } from './part-tables';
import type { PartTable } from './parts';
import type { PartEdit } from './parts';
import { indexLinks, place, placesOf } from './placement';
import type { CellKey, FilledCell, LinkIndex, Placement } from './placement';
import { readKind, readStepGoalKey, textOf } from './read';
import { mapRoots } from './schema';
import type { Goal, Lane, Link, MapKind, MapRoots, Outcome, PartOf, PartRef, Stage, Step } from './schema';

/** What changed in one transaction, for views that draw by hand. */
export interface MapChange {
  /** Parts whose value changed, appeared or went away; a step counts as changed when its goals did. */
  readonly parts: readonly PartRef[];
  /** The values of those parts before and after, but for steps of which only the goals changed. */
  readonly edits: readonly PartChange[];
  /** The client ids that wrote something; what was only deleted has no writer. */
  readonly writers: readonly number[];
  /** The order or the set of stages, lanes, goals, cells or links changed. */
  readonly structure: boolean;
  /** True when the change was made on this device (undo and redo too). */
  readonly mine: boolean;
}

/** What became of one part. */
export interface PartChange extends PartEdit<PartOf<PartKind>> {
  readonly kind: PartKind;
}

const NO_IDS: readonly string[] = [];
const NO_LINKS: readonly Link[] = [];
const NO_CELLS: readonly FilledCell[] = [];

/** The read model of one map. */
export class MapModel {
  readonly doc: Y.Doc;
  readonly kind: ReadonlySignal<MapKind>;
  /** Stages, lanes, goals, outcomes in display order, removed ones left out. */
  readonly stages: ReadonlySignal<readonly Stage[]>;
  readonly lanes: ReadonlySignal<readonly Lane[]>;
  readonly goals: ReadonlySignal<readonly Goal[]>;
  readonly outcomes: ReadonlySignal<readonly Outcome[]>;
  /** Ids of the steps of each cell that has some, in order. Changes only when a step comes, goes or moves. */
  readonly cells: ReadonlySignal<ReadonlyMap<CellKey, readonly string[]>>;
  /** Ids of steps whose stage or lane is missing or removed, in a stable order. */
  readonly notPlaced: ReadonlySignal<readonly string[]>;
  /** Ids of all shown steps in reading order: stage by stage, lane by lane, those without a place last. */
  readonly reading: ReadonlySignal<readonly string[]>;
  /** Links both of whose ends are there, in reading order. */
  readonly links: ReadonlySignal<readonly Link[]>;
  /** Removed parts, for "bring back". */
  readonly removed: ReadonlySignal<readonly PartRef[]>;
  /** How many parts there are, removed ones not counted. */
  readonly partCount: ReadonlySignal<number>;
  /** How many parts others have changed while their changes are held. */
  readonly heldCount: ReadonlySignal<number>;

  readonly #roots: MapRoots;
  readonly #tables: Tables;
  readonly #lists: Lists;
  readonly #kind = signal<MapKind>('current');
  /** Goals by step, as `stepGoals` says; goals that are not there are filtered on the way out. */
  readonly #served = new Map<string, Set<string>>();
  readonly #servedVersion = signal(0);
  readonly #placement: ReadonlySignal<Placement>;
  readonly #goalPlaces: ReadonlySignal<ReadonlyMap<string, number>>;
  /** Steps by the goal they serve, in reading order. */
  readonly #serving: ReadonlySignal<ReadonlyMap<string, readonly string[]>>;
  readonly #links: ReadonlySignal<LinkIndex>;
  readonly #perStep = new Map<string, ReadonlySignal<readonly unknown[]>>();
  readonly #listeners = new Set<(change: MapChange) => void>();
  readonly #held = new HeldChanges();
  readonly #stops: (() => void)[] = [];
  /** What the running transaction touched, read again when it ends. */
  readonly #dirty = new Map(IN_ORDER.map((kind) => [kind, new Set<string>()]));
  readonly #dirtyServed = new Set<string>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.#roots = mapRoots(doc);
    this.#tables = tablesOf(this.#roots);
    this.#lists = listsOf(this.#tables);
    for (const key of this.#roots.stepGoals.keys()) this.#takeServed(key);
    this.#kind.value = readKind(this.#roots.meta.get('kind'));
    this.kind = this.#kind;
    this.stages = this.#lists.stage;
    this.lanes = this.#lists.lane;
    this.goals = this.#lists.goal;
    this.outcomes = this.#lists.outcome;
    this.#placement = this.#placementOf();
    this.cells = computed(() => this.#placement.value.cells);
    this.notPlaced = computed(() => this.#placement.value.notPlaced);
    this.reading = computed(() => Array.from(this.#placement.value.reading.keys()));
    this.#goalPlaces = computed(() => placesOf(this.goals.value.map((goal) => goal.id)));
    this.#serving = computed(() => this.#stepsByGoal());
    this.#links = this.#linkIndex(this.#placement);
    this.links = computed(() => this.#links.value.all);
    this.removed = computed(() => removedIn(this.#tables));
    this.partCount = computed(() => shownIn(this.#tables));
    this.heldCount = this.#held.count;
    this.#watch();
  }

  /** The value of one part, also when it is removed; `undefined` when there is none. The signal stays the same object. */
  at<Kind extends PartKind>(kind: Kind, id: string): ReadonlySignal<PartOf<Kind> | undefined> {
    return (this.#tables as { readonly [K in Kind]: PartTable<PartOf<K>> })[kind].at(id);
  }

  /** The same for each kind by its name. */
  stage(id: string): ReadonlySignal<Stage | undefined> {
    return this.#tables.stage.at(id);
  }
  lane(id: string): ReadonlySignal<Lane | undefined> {
    return this.#tables.lane.at(id);
  }
  goal(id: string): ReadonlySignal<Goal | undefined> {
    return this.#tables.goal.at(id);
  }
  outcome(id: string): ReadonlySignal<Outcome | undefined> {
    return this.#tables.outcome.at(id);
  }
  step(id: string): ReadonlySignal<Step | undefined> {
    return this.#tables.step.at(id);
  }
  link(id: string): ReadonlySignal<Link | undefined> {
    return this.#tables.link.at(id);
  }

  /** The cells of a stage that have steps, by the order of the lanes. Subscribes to where the steps stand. */
  cellsOf(stage: string): readonly FilledCell[] {
    return this.#placement.value.stages.get(stage) ?? NO_CELLS;
  }

  /** The place of a step in reading order, counted from 0. Subscribes likewise. */
  placeInReading(step: string): number | undefined {
    return this.#placement.value.reading.get(step);
  }

  /** The place of a goal in the order of the goals, counted from 0. Subscribes to that order. */
  placeOfGoal(goal: string): number | undefined {
    return this.#goalPlaces.value.get(goal);
  }

  /** Ids of the goals a step serves, in goal order. */
  goalsOf(step: string): ReadonlySignal<readonly string[]> {
    return this.#cached(`goals ${step}`, () => {
      void this.#servedVersion.value;
      const places = this.#goalPlaces.value;
      const there = Array.from(this.#served.get(step) ?? NO_IDS).filter((goal) => places.has(goal));
      return there.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    });
  }

  /** Ids of the steps that serve a goal, in reading order. */
  stepsOf(goal: string): ReadonlySignal<readonly string[]> {
    return this.#cached(`steps ${goal}`, () => this.#serving.value.get(goal) ?? NO_IDS);
  }

  /** Visible links that leave a step. */
  linksFrom(step: string): ReadonlySignal<readonly Link[]> {
    return this.#cached(`from ${step}`, () => this.#links.value.from.get(step) ?? NO_LINKS);
  }

  /** Visible links that reach a step. */
  linksTo(step: string): ReadonlySignal<readonly Link[]> {
    return this.#cached(`to ${step}`, () => this.#links.value.to.get(step) ?? NO_LINKS);
  }

  /** The live text of a field, for binding a text area to it. */
  text(part: PartRef, field: TextField): Y.Text | undefined {
    const live = this.part(part.kind, part.id);
    return live && textOf(live, field);
  }

  /** The value of a part whatever its kind, without subscribing. */
  peek(part: PartRef): PartOf<PartKind> | undefined {
    return this.#tables[part.kind].peek(part.id);
  }

  /** The value of a step, likewise. */
  peekStep(id: string): Step | undefined {
    return this.#tables.step.peek(id);
  }

  /** The shown parts of a kind that stands in one order of its own. */
  ordered<Kind extends OrderedKind>(kind: Kind): ReadonlySignal<readonly ListedPart<Kind>[]> {
    return (this.#lists as { readonly [K in Kind]: ReadonlySignal<readonly ListedPart<K>[]> })[kind];
  }

  /** Whether a map is full for parts of a kind: one more would be taken out by the server. */
  isFullFor(kind: PartKind): boolean {
    return this.partCount.peek() >= PARTS_PER_MAP_MAX || this.#tables[kind].shownCount >= rowOf(kind).shownMax;
  }

  /** Every link that is held, shown or not, without subscribing. */
  everyLink(): Iterable<Link> {
    return this.#tables.link.values();
  }

  /** Calls back after each transaction that changed something; returns how to stop. */
  subscribe(listener: (change: MapChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The live map of one part, for edits. */
  part(kind: PartKind, id: string): Y.Map<unknown> | undefined {
    const live = this.#roots[kind].get(id);
    return live instanceof Y.Map ? (live as Y.Map<unknown>) : undefined;
  }

  /** From now on what others change waits, and what is read stays as it is; what I change myself is read at once. */
  hold(): void {
    this.#held.begin();
  }

  /** Reads all that others have changed meanwhile, and holds nothing any more. */
  letIn(): void {
    const { keys, goals, writers } = this.#held.end();
    for (const [kind, ids] of keys) for (const id of ids) this.#dirty.get(kind)?.add(id);
    for (const key of goals) this.#dirtyServed.add(key);
    this.#readDirty({ mine: false, writers });
  }

  /** Stops following the document. */
  destroy(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#listeners.clear();
  }

  #placementOf(): ReadonlySignal<Placement> {
    // Gated by the ids alone: renaming a stage must not touch the cells.
    const stageIds = computed(() => this.stages.value.map((stage) => stage.id).join(':'));
    const laneIds = computed(() => this.lanes.value.map((lane) => lane.id).join(':'));
    let before: Placement | undefined;
    return computed(() => {
      void this.#tables.step.structure.value;
      before = place(this.#tables.step.values(), split(stageIds.value), split(laneIds.value), before);
      return before;
    });
  }

  #linkIndex(placement: ReadonlySignal<Placement>): ReadonlySignal<LinkIndex> {
    let before: LinkIndex | undefined;
    let read = -1;
    return computed(() => {
      const { link } = this.#tables;
      const links = before && link.version.value === read ? before.given : link.values();
      read = link.version.value;
      before = indexLinks(links, placement.value.reading, before);
      return before;
    });
  }

  #cached<T>(key: string, derive: () => readonly T[]): ReadonlySignal<readonly T[]> {
    let one = this.#perStep.get(key) as ReadonlySignal<readonly T[]> | undefined;
    if (!one) {
      let before: readonly T[] = [];
      one = computed(() => {
        const after = derive();
        if (before.length !== after.length || before.some((item, at) => item !== after[at])) before = after;
        return before;
      });
      this.#perStep.set(key, one);
    }
    return one;
  }

  #takeServed(key: string): string | undefined {
    const pair = readStepGoalKey(key);
    if (!pair) return undefined;
    const goals = this.#served.get(pair.step) ?? new Set<string>();
    const had = goals.has(pair.goal);
    const has = this.#roots.stepGoals.get(key) === true;
    if (has && !had) {
      goals.add(pair.goal);
      this.#served.set(pair.step, goals);
    } else if (!has && had) {
      goals.delete(pair.goal);
    }
    return pair.step;
  }

  #stepsByGoal(): ReadonlyMap<string, readonly string[]> {
    void this.#servedVersion.value;
    const steps = new Map<string, string[]>();
    for (const step of this.#placement.value.reading.keys()) {
      for (const goal of this.#served.get(step) ?? NO_IDS) {
        const serving = steps.get(goal);
        if (serving) serving.push(step);
        else steps.set(goal, [step]);
      }
    }
    return steps;
  }

  #watch(): void {
    for (const [kind, dirty] of this.#dirty) {
      const root = this.#roots[kind];
      const look = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
        for (const event of events) {
          const first = event.path[0];
          if (typeof first === 'string') dirty.add(first);
          else if (event instanceof Y.YMapEvent) for (const id of event.keysChanged) dirty.add(String(id));
        }
      };
      root.observeDeep(look);
      this.#stops.push(() => root.unobserveDeep(look));
    }
    const served = (event: Y.YMapEvent<unknown>) => {
      for (const key of event.keysChanged) this.#dirtyServed.add(key);
    };
    this.#roots.stepGoals.observe(served);
    const flush = (transaction: Y.Transaction) => this.#flush(transaction);
    this.doc.on('afterTransaction', flush);
    this.#stops.push(() => {
      this.#roots.stepGoals.unobserve(served);
      this.doc.off('afterTransaction', flush);
    });
  }

  #flush(transaction: Y.Transaction): void {
    const writers = writersOf(transaction);
    const dirty = { keys: this.#dirty, goals: this.#dirtyServed };
    if (!transaction.local && this.#held.take(dirty, writers)) {
      for (const ids of this.#dirty.values()) ids.clear();
      this.#dirtyServed.clear();
      return;
    }
    // What I change is read whole, with what others did to the same part.
    this.#held.drop(dirty);
    this.#readDirty({ mine: transaction.local, writers });
  }

  #readDirty(who: Pick<MapChange, 'mine' | 'writers'>): void {
    const parts: PartRef[] = [];
    const edits: PartChange[] = [];
    let structure = false;
    batch(() => {
      for (const key of this.#dirtyServed) {
        const step = this.#takeServed(key);
        if (step !== undefined) parts.push({ kind: 'step', id: step });
      }
      if (parts.length > 0) this.#servedVersion.value += 1;
      this.#dirtyServed.clear();
      for (const [kind, ids] of this.#dirty) {
        if (ids.size === 0) continue;
        const told = this.#tables[kind].refresh(ids);
        structure ||= told.structure;
        for (const edit of told.edits) edits.push({ kind, ...edit });
        if (told.edits.length > 0) for (const id of ids) parts.push({ kind, id });
        ids.clear();
      }
      if (!this.#held.isHolding) this.#kind.value = readKind(this.#roots.meta.get('kind'));
    });
    if (parts.length === 0) return;
    const change: MapChange = { parts, edits, structure, ...who };
    for (const listener of this.#listeners) listener(change);
  }
}

/** Whose client ids have written in a transaction. */
function writersOf(transaction: Y.Transaction): readonly number[] {
  return Array.from(transaction.afterState).filter(([client, clock]) => clock > (transaction.beforeState.get(client) ?? 0)).map(([client]) => client);
}

function split(ids: string): readonly string[] {
  return ids === '' ? NO_IDS : ids.split(':');
}
