/**
 * What the drawn lines take of the map, so that lines which come later (the long ones of the step somebody looks at) run beside
 * them. Owns that reckoning. Pure.
 */
import type { Frame, LinkBox } from './shapes';
import { sideKey, type Level } from './ways';

/** An upright or level piece of a line. */
export interface TakenPiece {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** What is taken. */
export interface Taken {
  readonly uprights: readonly TakenPiece[];
  readonly levelPieces: readonly TakenPiece[];
  /** Level pieces by the row that they run in, between gutters. */
  readonly levels: readonly { row: number; level: Level }[];
  /** Where sides of steps are reached. */
  readonly entries: ReadonlyMap<string, number>;
}

/** Index of the last span that begins at or before a value; -1 when none does. */
function lastBefore(starts: readonly number[], value: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Reads what lines take. */
export function takenBy(links: readonly LinkBox[], frame: Frame): Taken {
  const uprights: TakenPiece[] = [];
  const levelPieces: TakenPiece[] = [];
  const levels: { row: number; level: Level }[] = [];
  const entries = new Map<string, number>();
  const lefts = frame.columns.map((column) => column.x);
  const rights = frame.columns.map((column) => column.x + column.width - 0.01);
  const tops = frame.rows.map((row) => row.y);
  for (const { points, to } of links) {
    points.forEach((b, index) => {
      const a = points[index - 1];
      if (!a) return;
      if (a.x === b.x) {
        uprights.push({ at: a.x, from: Math.min(a.y, b.y), to: Math.max(a.y, b.y) });
        return;
      }
      const [from, end] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
      levelPieces.push({ at: a.y, from, to: end });
      // Between which gutters it runs: the first that it is in, and the last.
      levels.push({ row: Math.max(0, lastBefore(tops, a.y)), level: { y: a.y, from: lastBefore(rights, from) + 1, to: lastBefore(lefts, end - 0.01) + 1, key: to } });
    });
    const [before, last] = [points[points.length - 2], points[points.length - 1]];
    if (before && last && before.y === last.y) entries.set(sideKey(to, before.x < last.x ? -1 : 1), last.y);
  }
  return { uprights, levelPieces, levels, entries };
}
