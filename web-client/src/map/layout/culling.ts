/**
 * Which steps, cells and links are worth having in the page: those near the window, and those that must never vanish
 * (the one with focus, the one being dragged).
 *
 * Owns the choice. Pure: knows no DOM. Whole columns are passed over at once; only cells that have steps are gone through.
 */
import type { LinkBox } from '../routing/shapes';
import { touches, type Layout, type Rect } from './shapes';

/** Map pixels around the window that are drawn too: until the map was moved by as much, nothing but its place changes. */
export const CULL_MARGIN = 96;

/** What the picture leaves out to stay quick; measurements compare it with a picture that leaves nothing out. */
export interface RenderLimits {
  /** Map pixels around the window that are drawn. */
  readonly margin: number;
  readonly overview: 'yes' | 'no';
}

/** How every picture is drawn. */
export const DEFAULT_RENDER_LIMITS: RenderLimits = { margin: CULL_MARGIN, overview: 'yes' };

/** What should be in the page. */
export interface Visible {
  steps: Set<string>;
  /** Column and row indices that the window touches. */
  columns: Range;
  rows: Range;
  links: LinkBox[];
}

/** Indices from `from` up to, not including, `to`. */
export interface Range {
  from: number;
  to: number;
}

/** A window with the margin around it. */
export function grown(rect: Rect, margin: number): Rect {
  return { x: rect.x - margin, y: rect.y - margin, width: rect.width + 2 * margin, height: rect.height + 2 * margin };
}

/** Whether a rectangle lies wholly in another. */
export function holds(outer: Rect, inner: Rect): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

/** What two rectangles share; without any width or height when they share nothing. */
export function shared(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return { x, y, width: Math.max(0, Math.min(one.x + one.width, other.x + other.width) - x), height: Math.max(0, Math.min(one.y + one.height, other.y + other.height) - y) };
}

/** The first of `count` sorted places at which something holds, by halves; `count` when it holds nowhere. */
function firstWhere(count: number, isThere: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isThere(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a span of sorted ones begins and ends, by its place among them. */
export interface Spans {
  readonly count: number;
  start(index: number): number;
  end(index: number): number;
}

/** The run of sorted spans that touch a window. */
export function spansWithin(spans: Spans, from: number, to: number): Range {
  const first = firstWhere(spans.count, (index) => spans.end(index) >= from);
  return { from: first, to: Math.max(first, firstWhere(spans.count, (index) => spans.start(index) > to)) };
}

/** The columns that a stretch of the map touches. */
export function columnsWithin({ columns }: Pick<Layout, 'columns'>, from: number, to: number): Range {
  return spansWithin({ count: columns.length, start: (at) => columns[at]?.x ?? 0, end: (at) => (columns[at]?.x ?? 0) + (columns[at]?.width ?? 0) }, from, to);
}

/** The rows that a stretch of the map touches. */
export function rowsWithin({ rows }: Pick<Layout, 'rows'>, from: number, to: number): Range {
  return spansWithin({ count: rows.length, start: (at) => rows[at]?.y ?? 0, end: (at) => (rows[at]?.y ?? 0) + (rows[at]?.height ?? 0) }, from, to);
}

const NO_CELLS: ReadonlyMap<number, readonly string[]> = new Map();

/** What should be in the page for a window on the map; `pinned` steps always are. */
export function visible(layout: Layout, window: Rect, pinned: ReadonlySet<string>, margin = CULL_MARGIN): Visible {
  const near = grown(window, margin);
  const columns = columnsWithin(layout, near.x, near.x + near.width);
  const rows = rowsWithin(layout, near.y, near.y + near.height);
  const steps = new Set<string>();
  for (let column = columns.from; column < columns.to; column += 1) {
    for (const [row, ids] of layout.cells.get(column) ?? NO_CELLS) {
      if (row < rows.from || row >= rows.to) continue;
      for (const id of ids) {
        const box = layout.steps.get(id);
        if (box && touches(box, near)) steps.add(id);
      }
    }
  }
  for (const id of pinned) if (layout.steps.has(id)) steps.add(id);
  return {
    steps, columns, rows,
    links: layout.links.filter((link) => !link.far && touches(link.bounds, near)),
  };
}
