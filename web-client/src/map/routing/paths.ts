/** Corner points of a line as an SVG path. Owns the rounding of corners. Pure. */
import type { Point } from './boxes';

/** Radius of the corners of a drawn link. */
export const CORNER_RADIUS = 5;

/** Corner points as the `d` of an SVG path with rounded corners; a cut short end leaves room for the arrow head. */
export function pathOf(points: readonly Point[]): string {
  const first = points[0];
  if (!first) return '';
  let d = `M${round(first.x)} ${round(first.y)}`;
  for (let i = 1; i < points.length - 1; i += 1) {
    const [before, corner, after] = [points[i - 1], points[i], points[i + 1]];
    if (!before || !corner || !after) continue;
    const into = toward(corner, before);
    const out = toward(corner, after);
    d += `L${round(into.x)} ${round(into.y)}Q${round(corner.x)} ${round(corner.y)} ${round(out.x)} ${round(out.y)}`;
  }
  const last = points[points.length - 1];
  return last && points.length > 1 ? `${d}L${round(last.x)} ${round(last.y)}` : d;
}

/** A point on the way from a corner to its neighbour, at most the radius or half the way off. */
function toward(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  if (length === 0) return corner;
  const share = Math.min(CORNER_RADIUS, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

/** One decimal is finer than any screen and keeps paths short. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
