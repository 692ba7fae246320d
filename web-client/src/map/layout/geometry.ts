/**
 * Where everything on the map stands: stages are columns, lanes are rows, the steps of a cell are stacked by their order,
 * and links run in the gutters between columns and the channels between rows, so that an arrow never crosses a step.
 *
 * Owns the layout. Pure: knows no DOM, no Yjs and no zoom. One unit is a CSS pixel at 100 % zoom; the
 * origin is the top left of the grid body (stage and lane headers are drawn outside of it, see headers.ts).
 */
import { planRoutes, routePoints, type RoutePlan } from './routes';
import {
  ADD_HEIGHT, boundsOf, CELL_PADDING, CHANNEL_HEIGHT_MIN, GOAL_ROW_HEIGHT, GUTTER_WIDTH_MIN, ROW_HEIGHT_MIN, STEP_GAP,
  STATE_ROW_HEIGHT, stepsAt, STEP_PADDING, STEP_WIDTH, TAG_GAP, TAG_ROW_HEIGHT, TAG_SYMBOL_WIDTH, TITLE_LINE_HEIGHT, TITLE_LINES_MAX, trackSpace,
  type Cells, type Column, type GridInput, type GridStep, type Layout, type LinkBox, type Measure, type Point, type Rect, type Row, type StepBox,
} from './shapes';

/** Breaks text into the lines that fit a width; a word longer than the line is broken by letters. */
export function wrapLines(text: string, width: number, measure: (text: string) => number): number {
  let lines = 1;
  let used = 0;
  const space = measure(' ');
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const size = measure(word);
    if (used > 0 && used + space + size <= width) {
      used += space + size;
      continue;
    }
    if (used > 0) lines += 1;
    const broken = Math.max(0, Math.ceil(size / width) - 1);
    lines += broken;
    used = size - broken * width;
  }
  return lines;
}

/** Rows that tags of these widths need when they wrap. */
export function tagRows(widths: readonly number[], available: number): number {
  let rows = 0;
  let used = Infinity;
  for (const width of widths) {
    if (used + TAG_GAP + width <= available) {
      used += TAG_GAP + width;
    } else {
      rows += 1;
      used = width;
    }
  }
  return rows;
}

/** Height of a step from its words. */
export function stepHeight(step: Pick<GridStep, 'title' | 'tags'>, measure: Measure): number {
  const inner = STEP_WIDTH - 2 * STEP_PADDING;
  // A little slack, because the browser rounds each word's width by itself.
  const lines = Math.min(TITLE_LINES_MAX, wrapLines(step.title, inner - 1, (text) => measure.title(text)));
  const widths = step.tags.map((tag) => TAG_SYMBOL_WIDTH + measure.tag(tag) + 1);
  const tags = tagRows(widths, inner) * TAG_ROW_HEIGHT;
  return 2 * STEP_PADDING + lines * TITLE_LINE_HEIGHT + (tags > 0 ? 6 + tags : 0) + STATE_ROW_HEIGHT + GOAL_ROW_HEIGHT;
}

/** Height that a cell needs for steps of these heights. */
function cellHeight(heights: readonly number[], addHeight: number): number {
  const stacked = heights.reduce((sum, height) => sum + height, 0) + STEP_GAP * Math.max(0, heights.length - 1);
  return Math.max(ROW_HEIGHT_MIN, 2 * CELL_PADDING + stacked + addHeight);
}

/** Steps by cell, in the order given; steps without a known stage and lane are left out. */
function fillCells(input: GridInput): Cells {
  const column = new Map(input.stages.map((id, index) => [id, index]));
  const row = new Map(input.lanes.map((id, index) => [id, index]));
  const cells = new Map<number, Map<number, string[]>>();
  for (const step of input.steps) {
    const c = column.get(step.stage);
    const r = row.get(step.lane);
    if (c === undefined || r === undefined) continue;
    const rows = cells.get(c) ?? new Map<number, string[]>();
    const ids = rows.get(r) ?? [];
    ids.push(step.id);
    rows.set(r, ids);
    cells.set(c, rows);
  }
  return cells;
}

/** Height that each row needs: that of its highest cell, and of an empty one at least. */
function rowNeeds(rows: number, cells: Cells, heightOf: (ids: readonly string[]) => number): number[] {
  const needs = Array.from({ length: rows }, () => heightOf([]));
  for (const filled of cells.values()) {
    for (const [row, ids] of filled) needs[row] = Math.max(needs[row] ?? 0, heightOf(ids));
  }
  return needs;
}

/** Rows from the heights of their cells and the links that run between them. */
function placeRows(lanes: readonly string[], needs: readonly number[], channels: readonly number[]): Row[] {
  let y = 0;
  return lanes.map((lane, index) => {
    y += trackSpace(channels[index] ?? 0, CHANNEL_HEIGHT_MIN);
    const row = { lane, y, height: needs[index] ?? ROW_HEIGHT_MIN };
    y += row.height;
    return row;
  });
}

/** Columns from the links that run between them. */
function placeColumns(stages: readonly string[], gutters: readonly number[]): Column[] {
  let x = 0;
  return stages.map((stage, index) => {
    x += trackSpace(gutters[index] ?? 0, GUTTER_WIDTH_MIN);
    const column = { stage, x, width: STEP_WIDTH };
    x += STEP_WIDTH;
    return column;
  });
}

/** Places every step: x is filled in later, when the gutters are known. */
function stackSteps(cells: Cells, rows: readonly Row[], heights: Map<string, number>): Map<string, StepBox> {
  const steps = new Map<string, StepBox>();
  cells.forEach((filled, column) => {
    filled.forEach((ids, row) => {
      let y = (rows[row]?.y ?? 0) + CELL_PADDING;
      ids.forEach((id, index) => {
        const height = heights.get(id) ?? 0;
        steps.set(id, { id, column, row, index, x: 0, y, width: STEP_WIDTH, height });
        y += height + STEP_GAP;
      });
    });
  });
  return steps;
}

/**
 * Lays the whole map out. The same input gives the same layout on every device. `addHeight` is the room for the button at
 * the end of a cell; paper needs none.
 */
export function layoutMap(input: GridInput, measure: Measure, addHeight = ADD_HEIGHT): Layout {
  const cells = fillCells(input);
  const heights = new Map(input.steps.map((step) => [step.id, stepHeight(step, measure)]));
  const needs = rowNeeds(input.lanes.length, cells, (ids) => cellHeight(ids.map((id) => heights.get(id) ?? 0), addHeight));
  // Channels are counted in columns and need no pixels; gutters need the rows' pixels. So rows first, then columns.
  const flat = stackSteps(cells, placeRows(input.lanes, needs, []), heights);
  const plan = planRoutes(input.links, flat, { columns: input.stages.length, rows: input.lanes.length });
  const rows = placeRows(input.lanes, needs, plan.channelTracks);
  const steps = stackSteps(cells, rows, heights);
  plan.assignGutters(steps, rows);
  const columns = placeColumns(input.stages, plan.gutterTracks);
  for (const step of steps.values()) step.x = columns[step.column]?.x ?? 0;
  const lastColumn = columns[columns.length - 1];
  const lastRow = rows[rows.length - 1];
  const width = (lastColumn ? lastColumn.x + lastColumn.width : 0) + trackSpace(plan.gutterTracks[columns.length] ?? 0, GUTTER_WIDTH_MIN);
  const height = (lastRow ? lastRow.y + lastRow.height : 0) + trackSpace(plan.channelTracks[rows.length] ?? 0, CHANNEL_HEIGHT_MIN);
  const frame = { columns, rows, steps, width, height };
  const links = plan.routes.map((route) => drawLink(route, frame));
  return { ...frame, cells, links };
}

/** A planned route with its pixels. */
function drawLink(route: RoutePlan, frame: Pick<Layout, 'columns' | 'rows' | 'steps' | 'width' | 'height'>): LinkBox {
  const points = routePoints(route, frame);
  return { id: route.id, from: route.from, to: route.to, points, bounds: boundsOf(points), back: route.back };
}

/** The rectangle of a cell. */
export function cellRect(layout: Pick<Layout, 'columns' | 'rows'>, column: number, row: number): Rect {
  const c = layout.columns[column];
  const r = layout.rows[row];
  return { x: (c?.x ?? 0) - CELL_PADDING, y: r?.y ?? 0, width: (c?.width ?? 0) + 2 * CELL_PADDING, height: r?.height ?? 0 };
}

/** A place in the grid: cell and position in its stack. */
export interface GridPosition {
  column: number;
  row: number;
  index: number;
}

/** The nearest place for something dropped at a point: beside the grid counts as its edge. Null for an empty grid. */
export function gridPositionAt(layout: Layout, point: Point): GridPosition | null {
  const column = nearest(layout.columns.map((c) => ({ from: c.x, to: c.x + c.width })), point.x);
  const row = nearest(layout.rows.map((r) => ({ from: r.y, to: r.y + r.height })), point.y);
  if (column === null || row === null) return null;
  const ids = stepsAt(layout, column, row);
  const index = ids.filter((id) => {
    const box = layout.steps.get(id);
    return box !== undefined && box.y + box.height / 2 < point.y;
  }).length;
  return { column, row, index };
}

/** Index of the span that holds or is nearest to a value. */
function nearest(spans: readonly { from: number; to: number }[], value: number): number | null {
  let best: number | null = null;
  let least = Infinity;
  spans.forEach((span, index) => {
    const distance = value < span.from ? span.from - value : value > span.to ? value - span.to : 0;
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

/** The y of the line that shows where a dropped step would go. */
export function dropLine(layout: Layout, place: GridPosition): { x: number; y: number; width: number } {
  const rect = cellRect(layout, place.column, place.row);
  const ids = stepsAt(layout, place.column, place.row);
  const before = layout.steps.get(ids[place.index - 1] ?? '');
  const after = layout.steps.get(ids[place.index] ?? '');
  const y = after ? after.y - (before ? STEP_GAP / 2 : CELL_PADDING / 2) : before ? before.y + before.height + STEP_GAP / 2 : rect.y + CELL_PADDING;
  return { x: rect.x + CELL_PADDING, y, width: STEP_WIDTH };
}
