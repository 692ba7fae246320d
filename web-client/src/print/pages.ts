/**
 * How the map is cut into pages: which stages stand side by side on one, and where a page ends below. Nothing is made smaller
 * than it is to be read: a larger map has more pages. Pure; knows neither model nor page.
 */
import type { Column, Layout } from '../map/layout/shapes';

/** The two sizes of paper, landscape: what is left of a page within its margins, in CSS pixels. */
export const PAPERS = { a4: { width: 1_040, height: 710 }, a3: { width: 1_500, height: 1_036 } } as const;
export type PaperSize = keyof typeof PAPERS;

/** Some stages that follow each other: places in the row of all, the end not counted. */
export interface StageGroup {
  readonly from: number;
  readonly to: number;
}

/** A part of the height of a layout, from above to below. */
export interface Slice {
  readonly top: number;
  readonly bottom: number;
}

/** The least part of a page's room that is used before it ends at the end of a lane. */
const USED_MIN = 0.5;

/** As many stages side by side as have room; one at least. */
export function stageGroups(columns: readonly Pick<Column, 'x' | 'width'>[], room: number): readonly StageGroup[] {
  const groups: StageGroup[] = [];
  let from = 0;
  for (let at = 1; at <= columns.length; at += 1) {
    const [first, last] = [columns[from], columns[at]];
    if (last && first && last.x + last.width - first.x <= room) continue;
    groups.push({ from, to: at });
    from = at;
  }
  return groups;
}

/** Where a page that may reach to `limit` ends: between two lanes, else between two steps, else there. */
function endOf(layout: Pick<Layout, 'rows' | 'steps'>, top: number, limit: number): number {
  const isBetweenSteps = (y: number) => [...layout.steps.values()].every((step) => y <= step.y || y >= step.y + step.height);
  const lanes = layout.rows.map((row) => row.y).filter((y) => y > top + (limit - top) * USED_MIN && y <= limit);
  const steps = [...layout.steps.values()].map((step) => step.y + step.height).filter((y) => y > top && y <= limit && isBetweenSteps(y));
  return Math.max(...(lanes.length > 0 ? lanes : steps.length > 0 ? steps : [limit]));
}

/** The slices of a layout; the first one may have less room, because other things stand above it. */
export function slices(layout: Pick<Layout, 'rows' | 'steps' | 'height'>, room: number, firstRoom = room): readonly Slice[] {
  const found: Slice[] = [];
  let top = 0;
  while (top < layout.height) {
    const limit = top + (found.length === 0 ? firstRoom : room);
    const bottom = limit >= layout.height ? layout.height : endOf(layout, top, limit);
    found.push({ top, bottom });
    top = bottom;
  }
  return found;
}
