/**
 * Which steps, cells and links are worth having in the page: those near the window, and those that must never vanish
 * (the one with focus, the one being dragged).
 *
 * Owns the choice. Pure: knows no DOM. Whole columns are passed over at once; only cells that have steps are gone through.
 */
import { touches, type Layout, type LinkBox, type Rect } from './shapes';

/** Map pixels around the window that are drawn too, so that a small movement shows no gap. */
export const CULL_MARGIN = 240;

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

/** The run of sorted spans that touch a window. */
export function spansWithin(spans: readonly { start: number; size: number }[], from: number, to: number): Range {
  let first = 0;
  while (first < spans.length && (spans[first]?.start ?? 0) + (spans[first]?.size ?? 0) < from) first += 1;
  let end = first;
  while (end < spans.length && (spans[end]?.start ?? 0) <= to) end += 1;
  return { from: first, to: end };
}

/** What should be in the page for a window on the map; `pinned` steps always are. */
export function visible(layout: Layout, window: Rect, pinned: ReadonlySet<string>, margin = CULL_MARGIN): Visible {
  const near = grown(window, margin);
  const columns = spansWithin(layout.columns.map((c) => ({ start: c.x, size: c.width })), near.x, near.x + near.width);
  const rows = spansWithin(layout.rows.map((r) => ({ start: r.y, size: r.height })), near.y, near.y + near.height);
  const steps = new Set<string>();
  for (const [column, filled] of layout.cells) {
    if (column < columns.from || column >= columns.to) continue;
    for (const [row, ids] of filled) {
      if (row < rows.from || row >= rows.to) continue;
      for (const id of ids) {
        const box = layout.steps.get(id);
        if (box && touches(box, near)) steps.add(id);
      }
    }
  }
  for (const id of pinned) if (layout.steps.has(id)) steps.add(id);
  return { steps, columns, rows, links: layout.links.filter((link) => touches(link.bounds, near)) };
}
