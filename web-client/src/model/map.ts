/**
 * The reactive read model of one map document: typed values from whatever the document holds, kept up to date by
 * `observeDeep`, offered as one signal per part and one per ordered list. Never writes, never throws on hostile content.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import type { Goal, Lane, Link, MapKind, PartKind, PartRef, Stage, Step, TextField } from './schema';

/** Key of a cell of the grid, from {@link cellKey}. */
export type CellKey = string;
/** The key of the cell where `stage` and `lane` meet. */
export function cellKey(stage: string, lane: string): CellKey {
  return `${stage}/${lane}`;
}

/** What changed in one transaction, for views that draw by hand. */
export interface MapChange {
  /** Parts whose value changed, appeared or went away. */
  readonly parts: readonly PartRef[];
  /** The order or the set of stages, lanes, goals, cells or links changed. */
  readonly structure: boolean;
  /** True when every change came from this device's own edits (undo and redo too). */
  readonly mine: boolean;
}

/** The read model of one map. */
export declare class MapModel {
  constructor(doc: Y.Doc);
  readonly doc: Y.Doc;
  readonly kind: ReadonlySignal<MapKind>;
  /** Stages, lanes, goals in display order, removed ones left out. */
  readonly stages: ReadonlySignal<readonly Stage[]>;
  readonly lanes: ReadonlySignal<readonly Lane[]>;
  readonly goals: ReadonlySignal<readonly Goal[]>;
  /** Ids of the steps of each cell that has some, in order. Changes only when a step comes, goes or moves. */
  readonly cells: ReadonlySignal<ReadonlyMap<CellKey, readonly string[]>>;
  /** Ids of steps whose stage or lane is missing or removed, in a stable order. */
  readonly notPlaced: ReadonlySignal<readonly string[]>;
  /** Links both of whose ends are there. */
  readonly links: ReadonlySignal<readonly Link[]>;
  /** Removed parts, for "bring back". */
  readonly removed: ReadonlySignal<readonly PartRef[]>;
  /** How many parts there are, removed ones not counted. */
  readonly partCount: ReadonlySignal<number>;
  /** The value of one part, also when it is removed; `undefined` when there is none. The signal stays the same object. */
  stage(id: string): ReadonlySignal<Stage | undefined>;
  lane(id: string): ReadonlySignal<Lane | undefined>;
  goal(id: string): ReadonlySignal<Goal | undefined>;
  step(id: string): ReadonlySignal<Step | undefined>;
  link(id: string): ReadonlySignal<Link | undefined>;
  /** Ids of the goals a step serves, in goal order. */
  goalsOf(step: string): ReadonlySignal<readonly string[]>;
  /** Ids of the steps that serve a goal, in reading order. */
  stepsOf(goal: string): ReadonlySignal<readonly string[]>;
  /** Visible links that leave a step, and those that reach it. */
  linksFrom(step: string): ReadonlySignal<readonly Link[]>;
  linksTo(step: string): ReadonlySignal<readonly Link[]>;
  /** The live text of a field, for binding a text area to it. */
  text(part: PartRef, field: TextField): Y.Text | undefined;
  /** Calls back after each transaction that changed something; returns how to stop. */
  subscribe(listener: (change: MapChange) => void): () => void;
  /** The live map of one part, for edits. */
  part(kind: PartKind, id: string): Y.Map<unknown> | undefined;
  destroy(): void;
}
