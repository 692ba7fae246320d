/**
 * How high a step is: from the lines of its title and from the signs below it, at a width, in a density and with letters of
 * a size. Owns that reckoning, which must be that of map.scss. Pure: knows no DOM.
 */
import {
  SIGNS_HEIGHT, STEP_PADDING, STEP_PADDING_BLOCK, TAG_GAP, TAG_ROW_HEIGHT, TAG_SYMBOL_WIDTH, TITLE_LINE_HEIGHT, TITLE_LINES_MAX, TITLE_TEXT,
  type GridStep, type LayoutChoice, type Measure,
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
    const [more, last] = size <= width ? [0, size] : brokenWord(word, width, measure);
    lines += more;
    used = last;
  }
  return lines;
}

/** How many more lines a word needs that is broken by letters, and how much of its last line it takes. */
function brokenWord(word: string, width: number, measure: (text: string) => number): readonly [number, number] {
  // By letters, because a line rarely ends where the width does: the rest of each line stays free.
  let more = 0;
  let used = 0;
  for (const letter of word) {
    const size = measure(letter);
    if (used > 0 && used + size > width) {
      more += 1;
      used = 0;
    }
    used += size;
    if (more >= TITLE_LINES_MAX) break;
  }
  return [more, used];
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

/** What the height of a step depends on besides its words. */
type HeightGiven = Pick<LayoutChoice, 'density' | 'text'> & { readonly width: number };

/** Heights kept for one measure; a map with more different words, or sizes of them, starts afresh. */
const HEIGHTS_KEPT_MAX = 20_000;

/** Heights by what they depend on, and then by words. */
interface Kept {
  readonly heights: Map<string, Map<string, number>>;
  count: number;
}

const keptBy = new WeakMap<Measure, Kept>();

/** How high steps are in the same room, in map pixels. The same words are reckoned once: most stay from layout to layout. */
export function heightsIn(measure: Measure, given: HeightGiven): (step: Pick<GridStep, 'title' | 'tags'>) => number {
  const kept = keptBy.get(measure) ?? { heights: new Map<string, Map<string, number>>(), count: 0 };
  keptBy.set(measure, kept);
  if (kept.count >= HEIGHTS_KEPT_MAX) {
    kept.heights.clear();
    kept.count = 0;
  }
  const room = `${given.width}|${given.text}|${given.density}`;
  const heights = kept.heights.get(room) ?? new Map<string, number>();
  kept.heights.set(room, heights);
  return (step) => {
    const words = given.density === 'full' ? `${step.tags.join('|')}|${step.title}` : step.title;
    const known = heights.get(words);
    if (known !== undefined) return known;
    const height = reckonedHeight(step, measure, given);
    heights.set(words, height);
    kept.count += 1;
    return height;
  };
}

/** Height of a step from its words, in map pixels. */
export function stepHeight(step: Pick<GridStep, 'title' | 'tags'>, measure: Measure, given: HeightGiven): number {
  return heightsIn(measure, given)(step);
}

function reckonedHeight(step: Pick<GridStep, 'title' | 'tags'>, measure: Measure, given: HeightGiven): number {
  // Reckoned at the usual size of letters: larger ones are as if the step were narrower.
  const grown = given.text / TITLE_TEXT;
  // A little slack, because the browser rounds each word's width by itself.
  const inner = given.width / grown - 2 * STEP_PADDING - 0.25;
  const wider = measure.lines ?? 1;
  const lines = Math.min(TITLE_LINES_MAX, wrapLines(step.title, inner, (text) => measure.title(text)));
  const signs = given.density === 'outline' ? 0 : given.density === 'compact' ? SIGNS_HEIGHT : fullSigns(step.tags, inner, measure);
  return Math.ceil((2 * STEP_PADDING_BLOCK + lines * TITLE_LINE_HEIGHT * wider + signs * wider) * grown);
}

/** Height of all that is said below the title of a full step: its tags, then its goals, then its state. */
function fullSigns(tags: readonly string[], inner: number, measure: Measure): number {
  const rows = tagRows(tags.map((tag) => TAG_SYMBOL_WIDTH + measure.tag(tag) + 1), inner);
  return (rows + 2) * TAG_ROW_HEIGHT + 2;
}
