/**
 * Where the words of links stand: on their own line, in a gutter that was made wide enough, or beside the line to the step
 * below; never over a step, and not over one another where the line leaves another place.
 *
 * Owns these places. Pure.
 */
import { boundsOf, touches, type Point, type Rect } from './boxes';
import { gutterAt } from './corridors';
import { WORDS_PADDING, type Frame, type LinkBox, type LinkLabel, type LinkPlan, type LinkWords } from './shapes';
import { stackLineAt, type Way } from './ways';

/** How far apart places are that are tried along a line, and how many are. */
const TRY_EVERY = 8;
const TRIES_MAX = 60;

/** Places along the upright pieces of a line, from the middle outwards; the middle of a level one. */
function middles(points: readonly Point[]): Point[] {
  const found: Point[] = [];
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (!a || !b || a.x !== b.x) continue;
    const middle = (a.y + b.y) / 2;
    const half = Math.abs(b.y - a.y) / 2;
    for (let by = 0; by <= half && found.length < TRIES_MAX; by += TRY_EVERY) found.push({ x: a.x, y: middle + by }, ...(by > 0 ? [{ x: a.x, y: middle - by }] : []));
  }
  const [first, last] = [points[0], points[1]];
  if (found.length === 0 && first && last) found.push({ x: (first.x + last.x) / 2, y: first.y });
  return found;
}

/** A rectangle of words around a point, kept within a gutter. */
function around(point: Point, words: LinkWords, gutter: { from: number; to: number }): Rect {
  const low = gutter.from + 1;
  const high = gutter.to - words.width - 1;
  return { x: Math.max(low, Math.min(high, point.x - words.width / 2)), y: point.y - words.height / 2, width: words.width, height: words.height };
}

/** In how many places the words of a line can stand. */
function choice({ way, box }: { way: Way; box: LinkBox }): number {
  return way.form === 'stack' ? 0 : middles(box.points).length;
}

/** Gives the words of lines their places; returns the links for whose words there is none that is free. */
export function placeLabels(lines: readonly { way: Way; box: LinkBox }[], plan: LinkPlan, frame: Frame): Set<string> {
  const placed: LinkLabel[] = [];
  const overflow = new Set<string>();
  // Those that can stand in one place only come first.
  const worded = lines.filter(({ way }) => plan.words.has(way.link.id)).sort((a, b) => choice(a) - choice(b));
  for (const { way, box } of worded) {
    const words = plan.words.get(way.link.id);
    if (!words) continue;
    const place = placeOf(way, words, { frame, points: box.points, placed });
    if (!place.free) overflow.add(box.id);
    const label = { ...place.rect, lines: words.lines };
    placed.push(label);
    box.label = label;
    box.bounds = boundsOf([...box.points, { x: label.x, y: label.y }, { x: label.x + label.width, y: label.y + label.height }]);
  }
  return overflow;
}

/** The place of the words of one line, and whether it is free of other words. */
function placeOf(way: Way, words: LinkWords, given: { frame: Frame; points: readonly Point[]; placed: readonly LinkLabel[] }): { rect: Rect; free: boolean } {
  if (way.form === 'stack') {
    return { rect: { x: stackLineAt(way.from, way.to) - WORDS_PADDING, y: way.to.y - words.height - 4, width: words.width, height: words.height }, free: true };
  }
  const { start, size } = gutterAt(way.gutterOut, given.frame);
  const gutter = { from: start, to: start + size };
  const tries = middles(given.points).map((point) => around(point, words, gutter));
  const free = tries.find((rect) => !given.placed.some((other) => touches(other, rect)));
  return { rect: free ?? tries[0] ?? { x: start, y: 0, width: words.width, height: words.height }, free: free !== undefined };
}
