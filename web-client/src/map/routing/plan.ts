/**
 * Which links are drawn as lines and which as stubs, before anything has a size: a link between neighbours is a line, a
 * long one is a labelled stub at both ends. What a step needs above and below it for its stubs follows from that.
 *
 * Owns that choice. Pure: knows cells, no pixels but the height of a line of words.
 */
import type { WordMeasure } from './boxes';
import {
  lineHeight, LINKS_DRAWN_MAX, MARK_WIDTH, ROWS_APART_MAX, STACK_LINE_HEIGHT, STUBS_MAX, WORDS_LINE_HEIGHT, WORDS_PADDING, WORDS_WIDTH_MAX,
  type GridLink, type GridPlace, type LinkPlan, type LinkWords, type StepRoom,
} from './shapes';

/** Breaks the words of a link into lines; a word longer than a line is broken by letters, so that nothing is cut. */
export function wordsOf(text: string, measure: WordMeasure, scale: number): LinkWords {
  const widthOf = (part: string): number => measure.tag(part);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    for (const piece of piecesOf(word, widthOf)) {
      const joined = line === '' ? piece : `${line} ${piece}`;
      if (line !== '' && widthOf(joined) > WORDS_WIDTH_MAX) {
        lines.push(line);
        line = piece;
      } else {
        line = joined;
      }
    }
  }
  if (line !== '') lines.push(line);
  const width = Math.ceil(Math.max(...lines.map(widthOf)) + 2 * WORDS_PADDING + MARK_WIDTH);
  return { lines, width: width * scale, height: (lines.length * WORDS_LINE_HEIGHT + 2) * scale };
}

/** A word as pieces that each fit a line. */
function piecesOf(word: string, widthOf: (part: string) => number): string[] {
  if (widthOf(word) <= WORDS_WIDTH_MAX) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter) > WORDS_WIDTH_MAX) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/** More lanes than any map has: a cell as one number. */
const ROWS_MAX = 1_000_000;

/** A cell as a key. */
export function cellKey(column: number, row: number): number {
  return column * ROWS_MAX + row;
}

/** Whether a link is too long to be a line in a map that is not looked at closely. */
function isLong(from: GridPlace, to: GridPlace, given: { rowsApart: number; filled: ReadonlySet<number> }): boolean {
  const columns = Math.abs(to.column - from.column);
  if (columns <= 1) return Math.abs(to.row - from.row) > given.rowsApart;
  // Two stages on in the same lane, over an empty cell: a straight line.
  const between = (from.column + to.column) / 2;
  return !(columns === 2 && from.row === to.row && to.column > from.column && !given.filled.has(cellKey(between, from.row)));
}

/** Links by one of their steps. */
function byStep(links: readonly GridLink[], stepOf: (link: GridLink) => string): Map<string, GridLink[]> {
  const all = new Map<string, GridLink[]>();
  for (const link of links) {
    const mine = all.get(stepOf(link));
    if (mine) mine.push(link);
    else all.set(stepOf(link), [link]);
  }
  return all;
}

/** The links of a list of stubs that have a stub of their own, and those that are counted in one more. */
export function shownStubs(links: readonly GridLink[]): { each: readonly GridLink[]; rest: readonly GridLink[] } {
  if (links.length <= STUBS_MAX) return { each: links, rest: [] };
  return { each: links.slice(0, STUBS_MAX - 1), rest: links.slice(STUBS_MAX - 1) };
}

/** Lines of a stub: where it leads, and the words of its link where it leaves. */
export function stubLines(words: LinkWords | undefined): number {
  return 1 + (words ? words.lines.length : 0);
}

/** Lines of all stubs that leave a step. */
function linesBelow(links: readonly GridLink[], words: ReadonlyMap<string, LinkWords>): number {
  const { each, rest } = shownStubs(links);
  return each.reduce((sum, link) => sum + stubLines(words.get(link.id)), rest.length > 0 ? 1 : 0);
}

/**
 * Plans the links whose two steps are placed; the rest, and links from a step to itself, are left out. `overflow` are links
 * that must be stubs whatever their length; `scale` is how much larger than usual letters are.
 */
export function planLinks(
  links: readonly GridLink[],
  places: ReadonlyMap<string, GridPlace>,
  measure: WordMeasure,
  given: { readonly scale: number; readonly overflow: ReadonlySet<string> } = { scale: 1, overflow: new Set() },
): LinkPlan {
  const filled = new Set<number>();
  for (const place of places.values()) if (place.index === 0) filled.add(cellKey(place.column, place.row));
  const shown = links.filter((link) => link.from !== link.to && places.has(link.from) && places.has(link.to));
  const rowsApart = shown.length <= LINKS_DRAWN_MAX ? ROWS_APART_MAX.few : ROWS_APART_MAX.many;
  const near: GridLink[] = [];
  const far: GridLink[] = [];
  const words = new Map<string, LinkWords>();
  /** Steps with a line to the next step of their cell, and the height of its words. */
  const stacked = new Map<string, number>();
  for (const link of shown) {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    if (!from || !to) continue;
    if (link.label !== undefined && link.label.trim() !== '') words.set(link.id, wordsOf(link.label, measure, given.scale));
    (given.overflow.has(link.id) || isLong(from, to, { rowsApart, filled }) ? far : near).push(link);
    if (from.column === to.column && from.row === to.row && to.index === from.index + 1) stacked.set(link.from, words.get(link.id)?.height ?? 0);
  }
  const farFrom = byStep(far, (link) => link.from);
  const farTo = byStep(far, (link) => link.to);
  const { scale } = given;
  return { scale, near, far, farFrom, farTo, words, rooms: roomsOf({ scale, farFrom, farTo, stacked, words }) };
}

/** The room that each step needs; steps that need none are left out. */
function roomsOf(given: Pick<LinkPlan, 'scale' | 'farFrom' | 'farTo' | 'words'> & { stacked: ReadonlyMap<string, number> }): Map<string, StepRoom> {
  const rooms = new Map<string, StepRoom>();
  for (const [step, links] of given.farFrom) rooms.set(step, { above: 0, below: linesBelow(links, given.words) * lineHeight(given) });
  for (const [step, words] of given.stacked) rooms.set(step, { above: 0, below: (rooms.get(step)?.below ?? 0) + STACK_LINE_HEIGHT + words });
  for (const [step, links] of given.farTo) rooms.set(step, { above: Math.min(STUBS_MAX, links.length) * lineHeight(given), below: rooms.get(step)?.below ?? 0 });
  return rooms;
}

/** The room a step needs besides its own height. */
export function roomOf(plan: Pick<LinkPlan, 'rooms'>, step: string): StepRoom {
  return plan.rooms.get(step) ?? NO_ROOM;
}

const NO_ROOM: StepRoom = { above: 0, below: 0 };
