/** Points, rectangles and the boxes that lines run between. Owns these shapes, in map pixels. Pure. */

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

/** Where a step stands. */
export interface CardBox extends Rect {
  id: string;
  column: number;
  row: number;
  /** Place within its cell, from 0. */
  index: number;
}

/** Width of words in pixels: the browser measures, tests count letters. */
export interface WordMeasure {
  /** Width of tag text. */
  tag(text: string): number;
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
