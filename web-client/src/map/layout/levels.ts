/**
 * How much of a step is drawn at which zoom, and how large its letters are in map pixels, so that a title is never smaller on
 * the screen than can be read. Zoom is divided into levels: within one the layout stays as it is, and at its beginning the map
 * uses the width of the window.
 *
 * Owns the levels and which of them shows the whole map. Pure: knows no DOM.
 */
import { ADD_HEIGHT, ROW_HEIGHT_MIN, STEP_WIDTH_MIN, TITLE_TEXT, type Density, type GridInput, type Layout, type LayoutChoice, type Measure } from './shapes';
import { layoutMap } from './geometry';
import { COMPACT_ZOOM, END_ROOM, FULL_ZOOM, OVERVIEW_ZOOM, type Size } from './viewport';

/** Least size of a title's letters, and least width of a step that is its title only, in screen pixels. */
export const READABLE_TEXT = 10;
export const OUTLINE_STEP_WIDTH = 76;
/** A map of more steps than this fits no window in words, so no level is tried for it. */
export const WHOLE_STEPS_MAX = 400;
/** A map of no more steps than this is tried at every level. */
const EVERY_LEVEL_STEPS_MAX = 80;
/** The zoom at which each level begins, the greatest first. */
const LEVELS = [1.5, 1.35, 1.25, 1.18, FULL_ZOOM, 1.05, 1, 0.95, 0.9, 0.85, COMPACT_ZOOM, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, OVERVIEW_ZOOM] as const;

/** The density at a zoom. */
export function densityAt(zoom: number): Density {
  if (zoom >= FULL_ZOOM) return 'full';
  return zoom >= COMPACT_ZOOM ? 'compact' : 'outline';
}

/** The level of an overview: no title is read, so letters have their usual size and steps are small. */
export const OVERVIEW_LEVEL = 0;

/** The level of a zoom. `text` is how much larger than usual the person reads. */
export function levelAt(zoom: number, text: number): number {
  // A hair's breadth of tolerance: zooms are products of steps.
  return LEVELS.find((level) => level <= zoom / text + 1e-6) ?? OVERVIEW_LEVEL;
}

/** From this width on a window has room for what stands at the end of the map, where a stage is added. */
const ROOMY_WINDOW = 900;

/** The part of a window's width that the map takes when it is shown whole. */
function widthFor(windowWidth: number): number {
  return windowWidth < ROOMY_WINDOW ? windowWidth : windowWidth - END_ROOM;
}

/** How the map is laid out at a level, in a window of this width. */
export function choiceAt(level: number, text: number, windowWidth: number): LayoutChoice {
  if (level === OVERVIEW_LEVEL) return { density: 'outline', room: 0, addHeight: 0, text: TITLE_TEXT, least: STEP_WIDTH_MIN };
  const density = densityAt(level);
  return {
    density, room: widthFor(windowWidth) / (level * text), addHeight: ADD_HEIGHT,
    text: density === 'outline' ? Math.max(TITLE_TEXT, READABLE_TEXT / level) : TITLE_TEXT,
    least: density === 'outline' ? OUTLINE_STEP_WIDTH / level : STEP_WIDTH_MIN,
  };
}

/** What the whole map is laid out from. */
export interface WholeGiven {
  readonly input: GridInput;
  readonly measure: Measure;
  readonly window: Size;
  readonly text: number;
}

/** Whether a layout fits the window at a level. */
function fits(layout: Layout, level: number, given: WholeGiven): boolean {
  const zoom = level * given.text;
  return layout.width * zoom <= widthFor(given.window.width) + 1 && layout.height * zoom <= given.window.height + 1;
}

/** The greatest zoom at which the whole map is in the window in words that can be read; nothing when there is none. */
export function wholeZoom(given: WholeGiven): number | undefined {
  const { input, measure, window, text } = given;
  if (input.steps.length > WHOLE_STEPS_MAX || window.width <= 0 || window.height <= 0) return undefined;
  // Stages and lanes alone can be too many for any level: each takes so much on the screen, whatever is in it.
  if (input.lanes.length * ROW_HEIGHT_MIN * OVERVIEW_ZOOM * text > window.height + 1) return undefined;
  if (input.stages.length * OUTLINE_STEP_WIDTH * text > widthFor(window.width) + 1) return undefined;
  const fitsAt = (index: number): boolean => {
    const level = LEVELS[index] ?? OVERVIEW_ZOOM;
    return fits(layoutMap(input, measure, choiceAt(level, text, window.width)), level, given);
  };
  // Stacks side by side can make a map fit that is a little too large at the levels around: each is tried where that is cheap.
  if (input.steps.length <= EVERY_LEVEL_STEPS_MAX) {
    const first = LEVELS.findIndex((_, index) => fitsAt(index));
    return first < 0 ? undefined : (LEVELS[first] ?? OVERVIEW_ZOOM) * text;
  }
  // The first level that fits, by halves: what fits at one fits at every smaller one, or nearly.
  let [from, to]: [number, number] = [0, LEVELS.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (fitsAt(middle)) to = middle;
    else from = middle + 1;
  }
  const level = LEVELS[from];
  return level === undefined ? undefined : level * text;
}
