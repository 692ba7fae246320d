/**
 * Which step stands where: the cells of the grid in order, steps that have no place, the reading order, and the links
 * between steps that are there. Pure functions of typed values.
 */
import { byOrd } from './read';
import type { Link, Step } from './schema';

/** Key of a cell of the grid, from {@link cellKey}. */
export type CellKey = string;
/** The key of the cell where `stage` and `lane` meet. */
export function cellKey(stage: string, lane: string): CellKey {
  return `${stage}/${lane}`;
}

/** A cell that has steps. */
export interface FilledCell {
  readonly stage: string;
  readonly lane: string;
  /** Ids of its steps, in order. */
  readonly steps: readonly string[];
}

/** Where all steps stand. */
export interface Placement {
  /** The cells of each stage that have steps, by the order of the lanes; a stage without any is not in it. */
  readonly stages: ReadonlyMap<string, readonly FilledCell[]>;
  /** Ids of the steps of each cell that has some, in order; the cells stage by stage, lane by lane. */
  readonly cells: ReadonlyMap<CellKey, readonly string[]>;
  /** Steps whose stage or lane is missing or removed. */
  readonly notPlaced: readonly string[];
  /** The place of each shown step in reading order: stage by stage, lane by lane, those without a place last. */
  readonly reading: ReadonlyMap<string, number>;
}

/** Links by the step they leave and the step they reach. */
export interface LinkIndex {
  readonly all: readonly Link[];
  readonly from: ReadonlyMap<string, readonly Link[]>;
  readonly to: ReadonlyMap<string, readonly Link[]>;
  /** All links that were given, those of `all` first and in its order: given again, they need little sorting. */
  readonly given: readonly Link[];
}

/** The same array as before when it holds the same, so that views can compare by identity. */
function kept<T>(before: readonly T[] | undefined, after: readonly T[]): readonly T[] {
  const same = before?.length === after.length && before.every((item, at) => item === after[at]);
  return same && before ? before : after;
}

/** The place of each in a list. */
export function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, at) => [id, at]));
}

/**
 * Puts the shown steps into the cells of the given stages and lanes. Goes from step to step and from filled cell to filled
 * cell, never through the grid: a map can have far more cells than steps.
 */
export function place(steps: Iterable<Step>, stages: readonly string[], lanes: readonly string[], before?: Placement): Placement {
  const [stageAt, laneAt] = [placesOf(stages), placesOf(lanes)];
  const groups = new Map<CellKey, Step[]>();
  const loose: Step[] = [];
  for (const step of steps) {
    if (step.removed) continue;
    if (!stageAt.has(step.stage) || !laneAt.has(step.lane)) {
      loose.push(step);
      continue;
    }
    const key = cellKey(step.stage, step.lane);
    const group = groups.get(key);
    if (group) group.push(step);
    else groups.set(key, [step]);
  }
  const at = ([first]: readonly Step[]) => ({ stage: stageAt.get(first?.stage ?? '') ?? 0, lane: laneAt.get(first?.lane ?? '') ?? 0 });
  const filled = Array.from(groups.values(), (group) => ({ group, at: at(group) }));
  filled.sort((a, b) => a.at.stage - b.at.stage || a.at.lane - b.at.lane);
  const cells = new Map<CellKey, readonly string[]>();
  const byStage = new Map<string, FilledCell[]>();
  const reading = new Map<string, number>();
  for (const { group } of filled) {
    const [{ stage, lane } = { stage: '', lane: '' }] = group;
    const key = cellKey(stage, lane);
    const ids = kept(before?.cells.get(key), group.sort(byOrd).map((step) => step.id));
    for (const id of ids) reading.set(id, reading.size);
    cells.set(key, ids);
    const ofStage = byStage.get(stage) ?? [];
    ofStage.push({ stage, lane, steps: ids });
    byStage.set(stage, ofStage);
  }
  const notPlaced = loose.sort(byOrd).map((step) => step.id);
  for (const id of notPlaced) reading.set(id, reading.size);
  return { stages: byStage, cells, notPlaced: kept(before?.notPlaced, notPlaced), reading };
}

/** The links both of whose ends are in the reading order, sorted by it. A link of a step with itself is not one. */
export function indexLinks(links: Iterable<Link>, reading: ReadonlyMap<string, number>, before?: LinkIndex): LinkIndex {
  const shown: { readonly link: Link; readonly from: number; readonly to: number }[] = [];
  const rest: Link[] = [];
  for (const link of links) {
    const from = reading.get(link.from);
    const to = reading.get(link.to);
    if (!link.removed && from !== undefined && to !== undefined && from !== to) shown.push({ link, from, to });
    else rest.push(link);
  }
  shown.sort((a, b) => a.from - b.from || a.to - b.to || (a.link.id < b.link.id ? -1 : 1));
  const all = kept(before?.all, shown.map((one) => one.link));
  const given = rest.length === 0 ? all : [...all, ...rest];
  if (before && all === before.all) return { ...before, given };
  return { all, from: groupBy(all, (link) => link.from, before?.from), to: groupBy(all, (link) => link.to, before?.to), given };
}

function groupBy(links: readonly Link[], key: (link: Link) => string, before?: ReadonlyMap<string, readonly Link[]>): ReadonlyMap<string, readonly Link[]> {
  const groups = new Map<string, Link[]>();
  for (const link of links) {
    const group = groups.get(key(link));
    if (group) group.push(link);
    else groups.set(key(link), [link]);
  }
  if (!before) return groups;
  const out: Map<string, readonly Link[]> = groups;
  for (const [id, group] of groups) {
    const same = kept(before.get(id), group);
    if (same !== group) out.set(id, same);
  }
  return out;
}
