/**
 * The order of lines that run side by side in one gutter or channel, chosen so that they cross rarely, and the tracks that
 * this order needs. A run is the long piece of a line, with the short pieces that join it from either side. Gutters run
 * from top to bottom and are joined from left and right; channels are the same turned by a quarter.
 *
 * Owns order and tracks. Pure, and bounded: what is compared grows with the square of the runs of one gutter, up to
 * {@link COMPARED_MAX}; a gutter of more runs keeps the order it was given.
 */

/** A short piece that joins a run: where, and from which side (-1 before it, 1 after it). */
export interface Joint {
  readonly at: number;
  readonly side: -1 | 1;
}

/** The long piece of one or several lines that lead to the same step. */
export interface Run {
  readonly key: string;
  readonly joints: Joint[];
  /** Its track, from 0; -1 where there was none left. See {@link placeRuns}. */
  track: number;
}

/** Runs of one gutter up to which their order is looked for. */
export const COMPARED_MAX = 60;
/** Looking for an order stops after as many rounds, also where another would still find a better one. */
const ROUNDS_MAX = 4;
/** Runs whose ends are nearer than this do not share a track. */
const APART = 5;
/** Two pieces on one height would lie upon one another: as bad as many crossings. */
const OVERLAP_COST = 1_000;
/** Heights nearer than this count as one. */
const SAME = 2;

/** The stretch that a run covers. */
export function spanOf(run: Run): { from: number; to: number } {
  let [from, to] = [Infinity, -Infinity];
  for (const { at } of run.joints) {
    if (at < from) from = at;
    if (at > to) to = at;
  }
  return { from, to };
}

interface Spanned {
  readonly run: Run;
  /** From which side it is joined, in the mean. */
  readonly lean: number;
  readonly from: number;
  readonly to: number;
}

/** What it costs when one run lies before another: crossings of their short pieces. */
function costOf(before: Spanned, after: Spanned): number {
  // Most runs of a large map lie far from one another.
  if (before.to <= after.from - SAME || after.to <= before.from - SAME) return 0;
  let cost = 0;
  for (const joint of before.run.joints) {
    if (joint.side !== 1) continue;
    if (joint.at > after.from && joint.at < after.to) cost += 1;
    if (after.run.joints.some((other) => other.side === -1 && Math.abs(other.at - joint.at) < SAME)) cost += OVERLAP_COST;
  }
  for (const joint of after.run.joints) if (joint.side === -1 && joint.at > before.from && joint.at < before.to) cost += 1;
  return cost;
}

/** Puts runs in an order of few crossings; returns how many pairs were compared. */
function order(spanned: Spanned[]): number {
  const count = spanned.length;
  if (count > COMPARED_MAX) return 0;
  const costs = new Float64Array(count * count);
  /** Runs that cost something before or after another one: where the others lie makes no difference. */
  const met = new Set<number>();
  spanned.forEach((before, row) => spanned.forEach((after, column) => {
    const cost = row === column ? 0 : costOf(before, after);
    if (cost === 0) return;
    costs[row * count + column] = cost;
    met.add(row).add(column);
  }));
  if (met.size === 0) return count * count;
  const cost = (a: number, b: number): number => costs[a * count + b] ?? 0;
  const at = spanned.map((_, index) => index);
  for (let round = 0, better = true; better && round < ROUNDS_MAX; round += 1) {
    better = false;
    for (let item = 0; item < count; item += 1) if (met.has(item)) better = reinsert(at, item, cost) || better;
  }
  spanned.splice(0, count, ...at.flatMap((index) => spanned[index] ?? []));
  return count * count;
}

/** Moves one item to where it costs least; true when that is another place than before. */
function reinsert(at: number[], item: number, cost: (a: number, b: number) => number): boolean {
  const now = at.indexOf(item);
  const others = at.filter((other) => other !== item);
  // The cost at the first place, then what each step further changes.
  let sum = others.reduce((all, other) => all + cost(item, other), 0);
  const sums = [sum];
  for (const other of others) {
    sum += cost(other, item) - cost(item, other);
    sums.push(sum);
  }
  const least = Math.min(...sums);
  if ((sums[now] ?? 0) <= least) return false;
  others.splice(sums.indexOf(least), 0, item);
  at.splice(0, at.length, ...others);
  return true;
}

/**
 * Gives each run a track, so that runs of one track do not meet and the order is kept where they do; runs that would need
 * one more than `tracksMax` get none. Returns how many tracks there are and how many pairs were compared.
 */
export function placeRuns(runs: readonly Run[], tracksMax: number): { tracks: number; compared: number } {
  const spanned = runs.map((run): Spanned => ({ run, ...spanOf(run), lean: run.joints.reduce((sum, joint) => sum + joint.side, 0) / run.joints.length }));
  // Those joined from before alone come first, those from behind alone last.
  spanned.sort((a, b) => a.lean - b.lean || a.from - b.from || a.to - b.to);
  const compared = order(spanned);
  const placed: Spanned[][] = [];
  for (const next of spanned) {
    // Behind every run that it meets; into the first track after those.
    let track = placed.length;
    while (track > 0 && !placed[track - 1]?.some((other) => other.from < next.to + APART && next.from < other.to + APART)) track -= 1;
    next.run.track = track < tracksMax ? track : -1;
    if (track >= tracksMax) continue;
    (placed[track] ??= []).push(next);
  }
  return { tracks: placed.length, compared };
}
