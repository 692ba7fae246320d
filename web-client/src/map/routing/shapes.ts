/**
 * The measures and shapes of links: what the router must know of a link and of the grid, and what it gives back.
 *
 * Owns constants and types that the files of this folder share. Pure.
 */
import type { CardBox, Point, Rect } from './boxes';

/** Space between two lines that run side by side, in map pixels. */
export const TRACK_WIDTH = 6;
/** Space between a step's edge and the nearest line of the gutter: long enough for an arrow head. */
export const TRACK_MARGIN = 9;
/** Lines side by side in one gutter or channel; further links become stubs, because a map must not grow without bound. */
export const TRACKS_MAX = 12;
/** Where a line reaches the side of a step, below its top edge, unless there are several. */
export const PORT_OFFSET = 20;
/** Least space between the end of a step's side and a line that reaches it. */
export const PORT_MARGIN = 6;
/** How far from a step's left edge the line to the step below runs; words beside it begin further right. */
export const STACK_LINE_OFFSET = 14;
/** Height kept free for the arrow between two steps of one cell. */
export const STACK_LINE_HEIGHT = 10;
/** Height of one line of words at a link. */
export const WORDS_LINE_HEIGHT = 16;
/** Widest line of words at a link; longer words go on in the next line. */
export const WORDS_WIDTH_MAX = 96;
/** Space between the words at a link and the edge of what they stand on. */
export const WORDS_PADDING = 5;
/** Width of the sign before the words at a link that says what is agreed of it. */
export const MARK_WIDTH = 18;
/** Stubs shown at one side of a step; what is more is one stub that counts the rest. */
export const STUBS_MAX = 3;
/** Where the words of a stub begin, from the step's left edge. */
export const STUB_INDENT = 42;
/** Links of a map up to which all but the long ones are drawn; in larger maps only links between neighbours are. */
export const LINKS_DRAWN_MAX = 200;
/** Rows apart at which a link counts as long, in a map of few links and in one of many. */
export const ROWS_APART_MAX = { few: 3, many: 1 } as const;

/** What the router must know of a link. */
export interface GridLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Its words; none for most links. */
  readonly label?: string;
  /** True when it leads from one organisation to another. */
  readonly handover?: boolean;
}

/** A place in the grid, before anything has a size. */
export interface GridPlace {
  readonly column: number;
  readonly row: number;
  readonly index: number;
}

/** Room that a step needs for its links: above it, and below it before the next step. */
export interface StepRoom {
  readonly above: number;
  readonly below: number;
}

/** Which links are drawn as lines, which as stubs, and the room that stubs need. */
export interface LinkPlan {
  /** How much larger than usual letters are. */
  readonly scale: number;
  readonly near: readonly GridLink[];
  readonly far: readonly GridLink[];
  /** Long links by the step they leave and by the step they reach. */
  readonly farFrom: ReadonlyMap<string, readonly GridLink[]>;
  readonly farTo: ReadonlyMap<string, readonly GridLink[]>;
  /** Words of a link as lines, where it has some. */
  readonly words: ReadonlyMap<string, LinkWords>;
  /** The room that steps need besides their own height; those that need none are not in it. */
  readonly rooms: ReadonlyMap<string, StepRoom>;
}

/** Words of a link, broken into lines. */
export interface LinkWords {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** The grid with its boxes; a step's box is its card, without the room for stubs. */
export interface Frame {
  readonly columns: readonly { readonly x: number; readonly width: number }[];
  readonly rows: readonly { readonly y: number; readonly height: number }[];
  readonly steps: ReadonlyMap<string, CardBox>;
  /** Ids of the steps of each cell that has some, by column and row. */
  readonly cells: ReadonlyMap<number, ReadonlyMap<number, readonly string[]>>;
  readonly width: number;
  readonly height: number;
}

/** Words of a link in their place, in the middle of which its line passes. */
export interface LinkLabel extends Rect {
  readonly lines: readonly string[];
}

/** A link as it is drawn. */
export interface LinkBox {
  id: string;
  from: string;
  to: string;
  /** Corner points from the first step to the arrow head; none while it is drawn as stubs only. */
  points: Point[];
  bounds: Rect;
  /** True when the arrow leads to an earlier stage: care is often a loop. */
  back: boolean;
  /** True when the arrow leads to another organisation. */
  handover: boolean;
  /** True for a long link, which is two stubs until somebody looks at it. */
  far: boolean;
  label: LinkLabel | undefined;
}

/** The end of one long link, or of several, beside the step it leaves (`out`) or reaches (`in`). */
export interface StubBox extends Rect {
  /** Step, side and links: no two stubs of a map have the same. */
  readonly id: string;
  readonly step: string;
  readonly side: 'out' | 'in';
  readonly links: readonly string[];
  /** The short line between the step and the words. */
  readonly tail: readonly Point[];
  readonly back: boolean;
}

/** Height of one line of words where letters are as large as in this plan. */
export function lineHeight(plan: Pick<LinkPlan, 'scale'>): number {
  return WORDS_LINE_HEIGHT * plan.scale;
}

/** The room that links need, which is known once their lines have been tried on a provisional grid. */
export interface LinkRoom {
  /** Width that the gutter left of each column needs, and the one after the last. */
  readonly gutters: number[];
  /** Height that the channel above each row needs, and the one below the last. */
  readonly channels: number[];
  /** Links for which there was no track: they should be stubs. */
  readonly overflow: ReadonlySet<string>;
}

/** What the router gives back. */
export interface Routes extends LinkRoom {
  readonly links: LinkBox[];
  /** How many pairs of lines were compared to put them in order: the work done, for tests. */
  readonly compared: number;
}
