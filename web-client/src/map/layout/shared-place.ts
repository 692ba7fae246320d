/**
 * Places on the map that mean the same on every device: windows and zooms differ, and so do layouts, but every device has the
 * same stages and lanes in the same order. A column is 1,000 wide and a row 1,000 high, whatever it is in pixels.
 *
 * Owns the way between map pixels and such places. Pure.
 */
import type { Layout, Point } from './shapes';

/** Size of a column or row with half the gap on both sides, and where in it the column itself begins and ends. */
const SIZE = 1_000;
const [BEGIN, END] = [100, 900];

type Span = readonly [from: number, to: number];

/** Where a value lies among spans, as a shared coordinate. */
function share(spans: readonly Span[], value: number): number {
  let index = 0;
  while (index < spans.length - 1 && value > (spans[index + 1]?.[0] ?? Infinity)) index += 1;
  const span = spans[index];
  if (!span) return value;
  const [from, to] = span;
  if (value < from) return index * SIZE + BEGIN + (value - from);
  if (value <= to) return index * SIZE + BEGIN + ((value - from) / Math.max(1, to - from)) * (END - BEGIN);
  const next = spans[index + 1];
  if (!next) return index * SIZE + END + (value - to);
  return index * SIZE + END + ((value - to) / Math.max(1, next[0] - to)) * (SIZE - END + BEGIN);
}

/** The value among spans of a shared coordinate. */
function unshare(spans: readonly Span[], shared: number): number {
  const index = Math.min(Math.max(0, Math.floor((shared - BEGIN) / SIZE)), spans.length - 1);
  const span = spans[index];
  if (!span) return shared;
  const [from, to] = span;
  const within = shared - index * SIZE;
  if (within < BEGIN) return from + within - BEGIN;
  if (within <= END) return from + ((within - BEGIN) / (END - BEGIN)) * (to - from);
  const next = spans[index + 1];
  return next ? to + ((within - END) / (SIZE - END + BEGIN)) * (next[0] - to) : to + within - END;
}

function across(layout: Layout): Span[] {
  return layout.columns.map((column) => [column.x, column.x + column.width]);
}

function down(layout: Layout): Span[] {
  return layout.rows.map((row) => [row.y, row.y + row.height]);
}

/** A point of the map as every device understands it. */
export function toShared(layout: Layout, point: Point): Point {
  return { x: share(across(layout), point.x), y: share(down(layout), point.y) };
}

/** The point of this device's map that another device means. */
export function fromShared(layout: Layout, shared: Point): Point {
  return { x: unshare(across(layout), shared.x), y: unshare(down(layout), shared.y) };
}
