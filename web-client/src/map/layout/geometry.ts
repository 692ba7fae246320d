/**
 * Where everything on the map stands: stages are columns, lanes are rows, as large as what is in them; the steps of a cell are
 * stacked by their order, and links run in the gutters between columns and the channels between rows, so that an arrow never
 * crosses a step.
 *
 * Owns the layout. Pure: knows no DOM, no Yjs and no zoom but what the choice says of it. One unit is a CSS pixel at 100 %
 * zoom; the origin is the top left of the grid body (stage and lane headers are drawn outside of it, see headers.ts).
 */
import { keptLines } from '../routing/kept-lines';
import { finished, type Parts } from '../routing/parts';
import { planLinks, roomOf } from '../routing/plan';
import { roomForLinks, routesInParts } from '../routing/route';
import { LINKS_DRAWN_MAX, type GridPlace, type LinkPlan, type LinkRoom } from '../routing/shapes';
import { columnWidth, planAgain, planColumns, splitAt, stackHeight, type ColumnPlan } from './columns';
import {
  CELL_PADDING, CHANNEL_HEIGHT_MIN, EDGE_WIDTH_MIN, GUTTER_WIDTH_MIN, ROW_HEIGHT_MIN, STACK_GAP, STEP_GAP, stepsAt, TITLE_TEXT, USUAL_LAYOUT,
  type Cells, type Column, type GridInput, type GridStep, type Layout, type LayoutChoice, type Measure, type Point, type Rect, type Row, type StepBox,
} from './shapes';
import { heightsIn, stepHeight } from './step-size';

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

/** One layout while it is made. */
interface Draft {
  readonly input: GridInput;
  readonly choice: LayoutChoice;
  readonly cells: Cells;
  /** How much larger than usual the letters are, and all that goes with them. */
  readonly grown: number;
  /** Which links are stubs, and the room that steps need for them. */
  readonly links: LinkPlan;
  /** Heights of steps with the room for their stubs above and below. */
  heightsOf(ids: readonly string[], width: number): readonly number[];
}

/** Reckons each step's height once for each width that is tried: its own, without room for stubs. */
function heightsBy(input: GridInput, measure: Measure, choice: LayoutChoice): Draft['heightsOf'] {
  const steps = new Map(input.steps.map((step) => [step.id, step]));
  const known = new Map<number, (step: GridStep) => number>();
  return (ids, width) => {
    const heightOf = known.get(width) ?? heightsIn(measure, { ...choice, width });
    known.set(width, heightOf);
    return ids.map((id) => {
      const step = steps.get(id);
      return step ? heightOf(step) : 0;
    });
  };
}

/** Height that each row needs: that of its highest cell, and of an empty one at least. */
function rowNeeds(draft: Draft, plan: ColumnPlan): number[] {
  const { input, choice, cells, grown } = draft;
  const needs = Array.from({ length: input.lanes.length }, () => ROW_HEIGHT_MIN * grown);
  for (const [column, filled] of cells) {
    for (const [row, ids] of filled) {
      const stacked = stackHeight(draft.heightsOf(ids, plan.step), plan.slots[column] ?? 1, STEP_GAP * grown);
      needs[row] = Math.max(needs[row] ?? 0, (2 * CELL_PADDING + choice.addHeight) * grown + stacked);
    }
  }
  return needs;
}

/** Rows from the heights of their cells and the links that run between them. */
function placeRows(lanes: readonly string[], needs: readonly number[], channels: readonly number[]): Row[] {
  let y = 0;
  return lanes.map((lane, index) => {
    y += Math.max(channels[index] ?? 0, CHANNEL_HEIGHT_MIN);
    const row = { lane, y, height: needs[index] ?? ROW_HEIGHT_MIN };
    y += row.height;
    return row;
  });
}

/** The width of each gutter, the ones before the first column and after the last too. */
function gutterWidths(columns: number, needs: readonly number[]): number[] {
  return Array.from({ length: columns + 1 }, (_, index) => {
    const edge = index === 0 || index === columns;
    return edge && (needs[index] ?? 0) === 0 ? EDGE_WIDTH_MIN : Math.max(needs[index] ?? 0, GUTTER_WIDTH_MIN);
  });
}

/** Columns from the stacks in them and the gutters between them. */
function placeColumns(draft: Draft, plan: ColumnPlan, gutters: readonly number[]): Column[] {
  let x = 0;
  return draft.input.stages.map((stage, index) => {
    x += gutters[index] ?? 0;
    const slots = plan.slots[index] ?? 1;
    const column = { stage, x, width: columnWidth(plan.step, slots, draft.choice), slots: Math.max(1, slots) };
    x += column.width;
    return column;
  });
}

/** Places every step in its cell; what a cell keeps free above and below a step is for its stubs. */
function stackSteps(draft: Draft, plan: ColumnPlan, grid: { rows: readonly Row[]; columns: readonly Column[] }): Map<string, StepBox> {
  const { cells, grown } = draft;
  const gap = STEP_GAP * grown;
  const steps = new Map<string, StepBox>();
  cells.forEach((filled, column) => {
    filled.forEach((ids, row) => {
      const slots = plan.slots[column] ?? 1;
      const heights = draft.heightsOf(ids, plan.step);
      const split = slots > 1 && ids.length > 1 ? splitAt(heights) : ids.length;
      const left = grid.columns[column]?.x ?? 0;
      const top = (grid.rows[row]?.y ?? 0) + CELL_PADDING * grown;
      let y = top;
      ids.forEach((id, index) => {
        if (index === split) y = top;
        const slot = index < split ? 0 : 1;
        const whole = heights[index] ?? 0;
        const { above, below } = roomOf(draft.links, id);
        steps.set(id, { id, column, row, index, slot, x: left + slot * (plan.step + STACK_GAP * grown), y: y + above, width: plan.step, height: whole - above - below });
        y += whole + gap;
      });
    });
  });
  return steps;
}

/** The grid with room for links in its gutters and channels. */
type Grid = Pick<Layout, 'columns' | 'rows' | 'steps' | 'cells' | 'width' | 'height'>;

/** Rows, columns and steps with this room for links. */
function gridWith(draft: Draft, plan: ColumnPlan, room: Pick<LinkRoom, 'gutters' | 'channels'>): Grid {
  const { input } = draft;
  const gutters = gutterWidths(input.stages.length, room.gutters);
  const rows = placeRows(input.lanes, rowNeeds(draft, plan), room.channels);
  const columns = placeColumns(draft, plan, gutters);
  const [lastColumn, lastRow] = [columns[columns.length - 1], rows[rows.length - 1]];
  return {
    columns, rows, steps: stackSteps(draft, plan, { rows, columns }), cells: draft.cells,
    width: (lastColumn ? lastColumn.x + lastColumn.width : 0) + (gutters[columns.length] ?? 0),
    height: (lastRow ? lastRow.y + lastRow.height : 0) + Math.max(room.channels[rows.length] ?? 0, CHANNEL_HEIGHT_MIN),
  };
}

/** How often links that find no room are made stubs and the rest is tried again. */
const ROUNDS_MAX = 3;

const NO_LINK_ROOM = { gutters: [], channels: [] };

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Where each step stands among the cells. */
function placesOf(cells: Cells): Map<string, GridPlace> {
  const places = new Map<string, GridPlace>();
  cells.forEach((filled, column) => filled.forEach((ids, row) => ids.forEach((id, index) => places.set(id, { column, row, index }))));
  return places;
}

/** A draft of a map before its links are planned; with them, once more where some must be stubs whatever their length. */
function drafts(input: GridInput, measure: Measure, choice: LayoutChoice): (overflow: ReadonlySet<string>) => Draft {
  const cells = fillCells(input);
  const places = placesOf(cells);
  const grown = choice.text / TITLE_TEXT;
  const own = heightsBy(input, measure, choice);
  return (overflow) => {
    const links = planLinks(input.links, places, measure, { scale: grown, overflow });
    const heightsOf: Draft['heightsOf'] = (ids, width) => own(ids, width).map((height, index) => {
      const { above, below } = roomOf(links, ids[index] ?? '');
      return height + above + below;
    });
    return { input, choice, cells, grown, links, heightsOf };
  };
}

/** The columns of a draft whose gutters need this room for links. */
function columnsOf(draft: Draft, gutters: readonly number[]): ColumnPlan {
  const { input } = draft;
  return planColumns({ ...draft, columns: input.stages.length, steps: input.steps.length, gutters: sum(gutterWidths(input.stages.length, gutters)) });
}

/** The columns of a draft and the room that its links need, tried on a grid without such room. */
function* planOf(draft: Draft): Parts<{ columns: ColumnPlan; room: LinkRoom }> {
  const { input, choice } = draft;
  const columns = columnsOf(draft, []);
  const grid = gridWith(draft, columns, NO_LINK_ROOM);
  yield;
  const room = yield* roomForLinks(draft.links, grid);
  // Links may need wider gutters: then the steps give them the room, so that the window still holds the map.
  const again = planAgain(columns, choice, sum(gutterWidths(input.stages.length, room.gutters)));
  if (again.step >= columns.step) return { columns, room };
  return { columns: again, room: yield* roomForLinks(draft.links, gridWith(draft, again, NO_LINK_ROOM)) };
}

/**
 * Lays the whole map out. The same input and choice give the same layout on every device. `before` is given back when the map
 * has changed in nothing that moves or resizes anything.
 */
export function layoutMap(input: GridInput, measure: Measure, choice: LayoutChoice = USUAL_LAYOUT, before?: Layout): Layout {
  if (before && standsAsBefore(before, input, measure, choice)) return before;
  return finished(layoutInParts(input, measure, choice));
}

/** Whether a map has so many links that only those between neighbours are lines, and that lines are looked for apart from the rest. */
function isLarge(input: GridInput): boolean {
  return input.links.length > LINKS_DRAWN_MAX;
}

/** The same layout in parts. */
export function* layoutInParts(input: GridInput, measure: Measure, choice: LayoutChoice): Parts<Layout> {
  const draftWith = drafts(input, measure, choice);
  const large = isLarge(input);
  let draft = draftWith(new Set());
  yield;
  let plan = yield* planOf(draft);
  const stubs = new Set<string>();
  for (let round = 0; plan.room.overflow.size > 0 && round < (large ? 1 : ROUNDS_MAX); round += 1) {
    for (const id of plan.room.overflow) stubs.add(id);
    draft = draftWith(stubs);
    // What became stubs makes steps higher, so lines may run elsewhere. In a large map the room for more lines is taken as enough.
    plan = large ? { columns: columnsOf(draft, plan.room.gutters), room: plan.room } : yield* planOf(draft);
  }
  let grid = gridWith(draft, plan.columns, plan.room);
  yield;
  let routes = yield* routesInParts(draft.links, grid);
  let room = { gutters: largest(plan.room.gutters, routes.gutters), channels: largest(plan.room.channels, routes.channels) };
  // With the room for links the rows stand elsewhere: rarely a line then runs where none was tried.
  if (!large && sum(room.gutters) + sum(room.channels) > sum(plan.room.gutters) + sum(plan.room.channels)) {
    grid = gridWith(draft, plan.columns, room);
    routes = yield* routesInParts(draft.links, grid);
  } else room = plan.room;
  return { ...grid, links: routes.links, linkPlan: draft.links, linkRoom: { ...room, stubs }, input, choice };
}

/**
 * The layout of a map with many links while its lines are looked for anew: steps stand where they will, in the room that links had,
 * with the lines that they had. Nothing where all can be laid out at once: few links, or other stages and lanes than before.
 */
export function layoutMeanwhile(input: GridInput, measure: Measure, choice: LayoutChoice, before: Layout): Layout | undefined {
  if (choice !== before.choice || !isLarge(input) || !isLarge(before.input)) return undefined;
  if (!sameWords(before.input.stages, input.stages) || !sameWords(before.input.lanes, input.lanes)) return undefined;
  const { linkRoom } = before;
  const draft = drafts(input, measure, choice)(linkRoom.stubs);
  const grid = gridWith(draft, columnsOf(draft, linkRoom.gutters), linkRoom);
  return { ...grid, links: keptLines(draft.links, before, grid), linkPlan: draft.links, linkRoom, input, choice };
}

/** The larger number at each place. */
function largest(one: readonly number[], other: readonly number[]): number[] {
  return one.map((value, index) => Math.max(value, other[index] ?? 0));
}

/** Whether a map stands as it did: the same steps in the same places, as high as they were, with the same links. */
export function standsAsBefore(before: Layout, input: GridInput, measure: Measure, choice: LayoutChoice): boolean {
  const old = before.input;
  if (choice !== before.choice || !sameWords(old.stages, input.stages) || !sameWords(old.lanes, input.lanes)) return false;
  if (old.steps.length !== input.steps.length || old.links.length !== input.links.length) return false;
  for (const [index, link] of input.links.entries()) {
    const was = old.links[index];
    if (was !== link && (was?.id !== link.id || was.from !== link.from || was.to !== link.to || was.label !== link.label || was.handover !== link.handover)) return false;
  }
  return input.steps.every((step, index) => {
    const was = old.steps[index];
    if (was?.id !== step.id || was.stage !== step.stage || was.lane !== step.lane) return false;
    if (was.title === step.title && sameWords(was.tags, step.tags)) return true;
    const box = before.steps.get(step.id);
    return box === undefined || stepHeight(step, measure, { ...choice, width: box.width }) === box.height;
  });
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((word, index) => word === other[index]));
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
  const boxes = stepsAt(layout, column, row).map((id) => layout.steps.get(id)).filter((box) => box !== undefined);
  const slot = boxes.some((box) => box.slot > 0 && point.x >= box.x - STACK_GAP / 2) ? 1 : 0;
  const index = boxes.filter((box) => box.slot < slot || (box.slot === slot && box.y + box.height / 2 < point.y)).length;
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

/** The line that shows where a dropped step would go. */
export function dropLine(layout: Layout, place: GridPosition): { x: number; y: number; width: number } {
  const rect = cellRect(layout, place.column, place.row);
  const ids = stepsAt(layout, place.column, place.row);
  const before = layout.steps.get(ids[place.index - 1] ?? '');
  const after = layout.steps.get(ids[place.index] ?? '');
  // Between the last of one stack and the first of the next the line stands below the one that it follows.
  const near = before && after && before.slot !== after.slot ? before : after ?? before;
  const x = near?.x ?? rect.x + CELL_PADDING;
  const width = near?.width ?? rect.width - 2 * CELL_PADDING;
  if (near && near === after) return { x, y: after.y - (before ? STEP_GAP / 2 : CELL_PADDING / 2), width };
  return { x, y: before ? before.y + before.height + STEP_GAP / 2 : rect.y + CELL_PADDING, width };
}
