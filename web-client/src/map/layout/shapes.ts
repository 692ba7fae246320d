/**
 * The measures and shapes of the map: sizes in map pixels, rectangles, and what a laid-out map consists of.
 *
 * Owns constants and types that geometry.ts and routes.ts share, so that neither needs the other's file twice. Pure.
 */

/** Width of a step, in map pixels. */
export const STEP_WIDTH = 256;
/** Space between a step's edge and its words. */
export const STEP_PADDING = 12;
/** Height of one line of a step's title. */
export const TITLE_LINE_HEIGHT = 21;
/** Lines of a title shown on the map; the whole title is in the panel and the list. */
export const TITLE_LINES_MAX = 6;
/** Height of one row of tags (sector, for/by/with, perspective). */
export const TAG_ROW_HEIGHT = 22;
/** Height of the row with the goals served. */
export const GOAL_ROW_HEIGHT = 30;
/** Height of the row that says what is agreed: always there, so that nothing moves when somebody agrees. */
export const STATE_ROW_HEIGHT = 24;
/** Width of a symbol and the space after it, before a tag's word. */
export const TAG_SYMBOL_WIDTH = 20;
/** Space between two tags of a row. */
export const TAG_GAP = 10;
/** Space between two steps of a cell: long enough for an arrow. */
export const STEP_GAP = 26;
/** Space between the edge of a cell and its steps. */
export const CELL_PADDING = 12;
/** Height kept free at the end of a cell for its 'Add a step' button. */
export const ADD_HEIGHT = 34;
/** Least height of a row. */
export const ROW_HEIGHT_MIN = 96;
/** Least width of a gutter between columns. */
export const GUTTER_WIDTH_MIN = 44;
/** Least height of a channel between rows. */
export const CHANNEL_HEIGHT_MIN = 20;
/** Space between two links that run side by side. */
export const TRACK_WIDTH = 10;
/** Space kept free on both sides of the outermost links of a gutter or channel. */
export const TRACK_MARGIN = 14;

/** A rectangle in map pixels. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A point in map pixels. */
export interface Point {
  x: number;
  y: number;
}

/** What the layout must know of a step. */
export interface GridStep {
  id: string;
  stage: string;
  lane: string;
  title: string;
  /** The words of its tags, in the order shown. */
  tags: readonly string[];
}

/** What the layout must know of a map; every list is in display order. */
export interface GridInput {
  stages: readonly string[];
  lanes: readonly string[];
  steps: readonly GridStep[];
  links: readonly { id: string; from: string; to: string }[];
}

/** Widths of words in pixels: the browser measures, tests count letters. */
export interface Measure {
  /** Width of title text. */
  title(text: string): number;
  /** Width of tag text. */
  tag(text: string): number;
}

/** A stage as a column. */
export interface Column {
  stage: string;
  x: number;
  width: number;
}

/** A lane as a row. */
export interface Row {
  lane: string;
  y: number;
  height: number;
}

/** Where a step stands. */
export interface StepBox extends Rect {
  id: string;
  column: number;
  row: number;
  /** Place within its cell, from 0. */
  index: number;
}

/** A link as drawn: corner points from the first step to the arrow head. */
export interface LinkBox {
  id: string;
  from: string;
  to: string;
  points: Point[];
  bounds: Rect;
  /** True when the arrow leads to an earlier stage: care is often a loop. */
  back: boolean;
}

/**
 * Ids of the steps of each cell that has some, top to bottom, by column and row. Cells without steps are not in it: a map
 * can have far more cells than stages, lanes and steps together.
 */
export type Cells = ReadonlyMap<number, ReadonlyMap<number, readonly string[]>>;

const NO_STEPS: readonly string[] = [];

/** Ids of the steps of a cell, top to bottom. */
export function stepsAt(layout: Pick<Layout, 'cells'>, column: number, row: number): readonly string[] {
  return layout.cells.get(column)?.get(row) ?? NO_STEPS;
}

/** The whole map, placed. */
export interface Layout {
  columns: Column[];
  rows: Row[];
  steps: Map<string, StepBox>;
  /** The cells that have steps; see {@link stepsAt}. */
  cells: Cells;
  links: LinkBox[];
  width: number;
  height: number;
}

/** Size of a gutter or channel that carries this many links side by side. */
export function trackSpace(tracks: number, least: number): number {
  return Math.max(least, 2 * TRACK_MARGIN + Math.max(0, tracks - 1) * TRACK_WIDTH);
}

/** The least rectangle around points. */
export function boundsOf(points: readonly Point[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether two rectangles share any area or edge. */
export function touches(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
