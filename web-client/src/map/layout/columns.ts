/**
 * How wide the columns of the map are: as wide as the window allows, narrow where a stage has no steps, and with two stacks of
 * steps side by side where that makes the map lower. Owns that choice. Pure: knows no DOM.
 */
import {
  CELL_PADDING, EMPTY_COLUMN_WIDTH, ROW_HEIGHT_MIN, STACK_GAP, STEP_GAP, STEP_WIDTH, STEP_WIDTH_MAX, STEP_WIDTH_MIN, TITLE_TEXT,
  type Cells, type LayoutChoice,
} from './shapes';

/** A map of more steps or stages than this has no stacks side by side: it is larger than any window, and the choice costs time. */
const SIDE_BY_SIDE_STEPS_MAX = 400;
const SIDE_BY_SIDE_STAGES_MAX = 40;
/** Least height that two stacks side by side must save, in map pixels at the usual size of letters. */
const SAVED_MIN = 30;

/** The columns of a map: the width of every step, and how many stacks each stage has; 0 for a stage without steps. */
export interface ColumnPlan {
  readonly step: number;
  readonly slots: readonly number[];
}

/** Where the steps of a cell go on in the next stack: the place that makes the higher of the two lowest. */
export function splitAt(heights: readonly number[]): number {
  const all = heights.reduce((sum, height) => sum + height + STEP_GAP, 0);
  let best = heights.length;
  let least = all;
  let above = 0;
  heights.forEach((height, index) => {
    above += height + STEP_GAP;
    const higher = Math.max(above, all - above);
    if (index < heights.length - 1 && higher <= least) {
      least = higher;
      best = index + 1;
    }
  });
  return best;
}

/** Height of steps in one stack or two. */
export function stackHeight(heights: readonly number[], slots: number, gap: number): number {
  const sum = (some: readonly number[]) => some.reduce((all, height) => all + height, 0) + gap * Math.max(0, some.length - 1);
  if (slots < 2 || heights.length < 2) return sum(heights);
  const at = splitAt(heights);
  return Math.max(sum(heights.slice(0, at)), sum(heights.slice(at)));
}

/** Width of a column with this many stacks. */
export function columnWidth(step: number, slots: number, choice: LayoutChoice): number {
  if (slots === 0) return Math.min(step, Math.max(EMPTY_COLUMN_WIDTH, choice.least));
  return slots * step + (slots - 1) * STACK_GAP * (choice.text / TITLE_TEXT);
}

/** The width of every step when the columns have these stacks; `fits` tells whether the window holds them all. */
function stepWidth(slots: readonly number[], choice: LayoutChoice, gutters: number): { step: number; fits: boolean } {
  const usual = choice.density === 'outline' ? choice.least : Math.max(STEP_WIDTH, choice.least);
  const stacks = slots.reduce((sum, count) => sum + count, 0);
  if (choice.room <= 0 || stacks === 0) return { step: usual, fits: false };
  const fixed = gutters + slots.reduce((sum, count) => sum + (count === 0 ? columnWidth(STEP_WIDTH_MAX, 0, choice) : columnWidth(0, count, choice)), 0);
  const step = Math.floor((choice.room - fixed) / stacks);
  const least = Math.max(choice.least, choice.density === 'outline' ? 0 : STEP_WIDTH_MIN);
  return step < least ? { step: usual, fits: false } : { step: Math.min(STEP_WIDTH_MAX, step), fits: true };
}

/** What the choice of stacks looks at. */
export interface ColumnsGiven {
  readonly cells: Cells;
  readonly columns: number;
  readonly steps: number;
  readonly choice: LayoutChoice;
  /** Width of all gutters together. */
  readonly gutters: number;
  /** Heights of the steps of a cell at a width. */
  heightsOf(ids: readonly string[], width: number): readonly number[];
}

/** The height of all rows when the columns have these stacks. */
function rowsHeight(given: ColumnsGiven, slots: readonly number[], step: number): number {
  const gap = STEP_GAP * (given.choice.text / TITLE_TEXT);
  const rows = new Map<number, number>();
  for (const [column, filled] of given.cells) {
    for (const [row, ids] of filled) {
      const height = 2 * CELL_PADDING + stackHeight(given.heightsOf(ids, step), slots[column] ?? 1, gap);
      rows.set(row, Math.max(rows.get(row) ?? ROW_HEIGHT_MIN, height));
    }
  }
  return [...rows.values()].reduce((sum, height) => sum + height, 0);
}

/** Columns that could have two stacks: for each row those that make it high together, and each of them by itself. */
function candidates(cells: Cells, slots: readonly number[]): ReadonlySet<number>[] {
  const byRow = new Map<number, Set<number>>();
  const alone = new Set<number>();
  for (const [column, filled] of cells) {
    if (slots[column] !== 1) continue;
    for (const [row, ids] of filled) {
      if (ids.length < 2) continue;
      byRow.set(row, (byRow.get(row) ?? new Set()).add(column));
      alone.add(column);
    }
  }
  return [...byRow.values(), ...[...alone].map((column) => new Set([column]))];
}

/** The columns that use the window best: one stack each, and two where the window has the width and the map gets lower by it. */
export function planColumns(given: ColumnsGiven): ColumnPlan {
  const { cells, columns, choice, gutters } = given;
  let slots: readonly number[] = Array.from({ length: columns }, (_, column) => (cells.has(column) ? 1 : 0));
  let { step, fits } = stepWidth(slots, choice, gutters);
  if (!fits || given.steps > SIDE_BY_SIDE_STEPS_MAX || columns > SIDE_BY_SIDE_STAGES_MAX) return { step, slots };
  for (let height = rowsHeight(given, slots, step); ;) {
    let best: { slots: number[]; step: number; height: number } | undefined;
    for (const wider of candidates(cells, slots)) {
      const trial = slots.map((count, index) => (wider.has(index) ? 2 : count));
      const width = stepWidth(trial, choice, gutters);
      if (!width.fits) continue;
      const would = rowsHeight(given, trial, width.step);
      if (would < (best?.height ?? height - SAVED_MIN)) best = { slots: trial, step: width.step, height: would };
    }
    if (!best) return { step, slots };
    ({ slots, step, height } = best);
  }
}

/** The same stacks in gutters of another width. */
export function planAgain(plan: ColumnPlan, choice: LayoutChoice, gutters: number): ColumnPlan {
  return { slots: plan.slots, step: stepWidth(plan.slots, choice, gutters).step };
}
