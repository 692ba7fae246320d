/**
 * The measures and shapes of the map: sizes in map pixels, rectangles, and what a laid-out map consists of.
 *
 * Owns constants and types of the grid; those of links are routing/shapes.ts. Pure.
 */

import type { CardBox, WordMeasure } from '../routing/boxes';
import type { GridLink, LinkBox, LinkPlan, LinkRoom } from '../routing/shapes';

export { boundsOf, touches, type Point, type Rect } from '../routing/boxes';

/** How much of a step is drawn: its title only, its title and a row of signs, or everything that is said of it in words. */
export type Density = 'outline' | 'compact' | 'full';

/** Size of a title's letters in map pixels, at which the measures below are given; where letters are larger, all grows with them. */
export const TITLE_TEXT = 13;
/** Width that a step has where the window says nothing, and the least and greatest that it takes to fit one. */
export const STEP_WIDTH = 168;
export const STEP_WIDTH_MIN = 148;
export const STEP_WIDTH_MAX = 320;
/** Width of a stage without steps. */
export const EMPTY_COLUMN_WIDTH = 112;
/** Space between a step's outer edge and its words, at the sides and above and below. */
export const STEP_PADDING = 8;
export const STEP_PADDING_BLOCK = 4;
/** Height of one line of a step's title. */
export const TITLE_LINE_HEIGHT = 16;
/** Lines of a title shown on the map: more than a title of the greatest length needs; the whole title is in the panel and the list. */
export const TITLE_LINES_MAX = 40;
/** Height of the one row of signs of a compact step: always there, so that nothing moves when somebody agrees. */
export const SIGNS_HEIGHT = 19;
/** Height of one row of tags (sector, for/by/with, perspective), of the goals served and of the state, where all is in words. */
export const TAG_ROW_HEIGHT = 18;
/** Width of a symbol and the space after it, before a tag's word. */
export const TAG_SYMBOL_WIDTH = 18;
/** Space between two tags of a row. */
export const TAG_GAP = 8;
/** Space between two steps of a cell. */
export const STEP_GAP = 4;
/** Space between two stacks of a cell: long enough for an arrow from the one to the other. */
export const STACK_GAP = 14;
/** Space between the edge of a cell and its steps. */
export const CELL_PADDING = 5;
/** Height kept free at the end of a cell for its 'Add a step' button, which uses the edge of the cell too. */
export const ADD_HEIGHT = 4;
/** Least height of a row. */
export const ROW_HEIGHT_MIN = 40;
/** Least width of a gutter between columns, and of the one before the first and after the last. */
export const GUTTER_WIDTH_MIN = 24;
export const EDGE_WIDTH_MIN = 10;
/** Least height of a channel between rows. */
export const CHANNEL_HEIGHT_MIN = 4;
/** What the layout must know of a step. */
export interface GridStep {
  id: string;
  stage: string;
  lane: string;
  title: string;
  /** The words of its tags, in the order shown; only a full step shows them. */
  tags: readonly string[];
}

/** How a map is to be laid out. */
export interface LayoutChoice {
  readonly density: Density;
  /** Size of a title's letters, in map pixels. */
  readonly text: number;
  /** Width of the window, in map pixels: columns use it where they can. 0 lets every step have its usual width. */
  readonly room: number;
  /** Least width of a step, in map pixels. */
  readonly least: number;
  /** Height kept free at the end of a cell for adding; paper needs none. */
  readonly addHeight: number;
}

/** Compact steps of the usual width. */
export const USUAL_LAYOUT: LayoutChoice = { density: 'compact', text: TITLE_TEXT, room: 0, least: STEP_WIDTH_MIN, addHeight: ADD_HEIGHT };

/** What the layout must know of a map; every list is in display order. */
export interface GridInput {
  stages: readonly string[];
  lanes: readonly string[];
  steps: readonly GridStep[];
  links: readonly GridLink[];
}

/** Widths of words in pixels: the browser measures, tests count letters. */
export interface Measure extends WordMeasure {
  /** Width of title text. */
  title(text: string): number;
  /** Tag text cut to a width where it is longer; nothing where that cannot be told from its letters. */
  cut?(text: string, width: number): string | undefined;
  /** How much higher than usual a line is: people may set wider lines in their browser (WCAG 2.2, 1.4.12). 1 when absent. */
  readonly lines?: number;
}

/** A stage as a column. */
export interface Column {
  stage: string;
  x: number;
  width: number;
  /** Steps that stand side by side in its cells: 1, or 2 where that makes rows lower. */
  slots: number;
}

/** A lane as a row. */
export interface Row {
  lane: string;
  y: number;
  height: number;
}

/** Where a step stands. */
export interface StepBox extends CardBox {
  /** Which of the stacks of its cell it stands in, from 0: read top to bottom, then the next stack. */
  slot: number;
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
  links: readonly LinkBox[];
  /** Which links are long, and the words of links. */
  linkPlan: LinkPlan;
  /** The room that links have in gutters and channels, and the links that are stubs because there was none. */
  readonly linkRoom: Pick<LinkRoom, 'gutters' | 'channels'> & { readonly stubs: ReadonlySet<string> };
  width: number;
  height: number;
  /** What it was made from: the next layout is compared with it. */
  readonly input: GridInput;
  readonly choice: LayoutChoice;
}
