/**
 * The window onto the map: what part is seen and how large. Panning, zooming around a point, fitting, and bringing a
 * place into view are functions from one viewport to the next.
 *
 * Owns zoom limits and the arithmetic. Pure: knows no DOM; pointer.ts and MapView feed it, cells.ts applies it.
 */
import type { Point, Rect } from './shapes';

/** Least zoom: the largest map fits a screen as an overview. */
export const ZOOM_MIN = 0.1;
/** Greatest zoom: twice the normal size. */
export const ZOOM_MAX = 2;
/** From this zoom on everything is said in words; below the second a step is its title only (levels.ts). */
export const FULL_ZOOM = 1.1;
export const COMPACT_ZOOM = 0.8;
/** Below this zoom even titles cannot be read, and the map is an overview. */
export const OVERVIEW_ZOOM = 0.4;
/** Least zoom at which a map is shown whole at first; what would be smaller begins at its beginning. */
export const FIRST_ZOOM_MIN = 0.5;
/** Zoom at which a place is shown that is gone to from an overview: its words and signs can be read. */
export const READING_ZOOM = 1;
/** One press of a zoom button or key. */
export const ZOOM_STEP = 1.25;
/** Screen pixels of empty ground that the end of the map may be moved in by, so that its edge can be seen as one. */
export const END_ROOM = 80;
/** Screen pixels between a place brought into view and the window's edge. */
export const REVEAL_MARGIN = 32;
/** How much one unit of wheel movement zooms, as a power of e. */
export const WHEEL_ZOOM_RATE = 0.0022;

/** Screen position of the map's origin, in screen pixels, and the size of one map pixel. */
export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/** A width and a height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** A zoom within the limits; anything that is no number counts as normal size. */
export function clampZoom(zoom: number): number {
  return Number.isFinite(zoom) ? Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom)) : 1;
}

/** Map coordinates of a point on the screen. */
export function toMap(view: Viewport, point: Point): Point {
  return { x: (point.x - view.x) / view.zoom, y: (point.y - view.y) / view.zoom };
}

/** Screen coordinates of a point of the map. */
export function toScreen(view: Viewport, point: Point): Point {
  return { x: point.x * view.zoom + view.x, y: point.y * view.zoom + view.y };
}

/** Moves the map by screen pixels. */
export function panBy(view: Viewport, dx: number, dy: number): Viewport {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Zooms while the map under one screen point stays where it is. */
export function zoomAt(view: Viewport, point: Point, zoom: number): Viewport {
  const next = clampZoom(zoom);
  const fixed = toMap(view, point);
  return { x: point.x - fixed.x * next, y: point.y - fixed.y * next, zoom: next };
}

/** The next viewport for a wheel movement: with the zoom key held it zooms, else it pans. */
export function wheel(view: Viewport, turn: { dx: number; dy: number; at: Point; zooming: 'yes' | 'no' }): Viewport {
  if (turn.zooming === 'yes') return zoomAt(view, turn.at, view.zoom * Math.exp(-turn.dy * WHEEL_ZOOM_RATE));
  return panBy(view, -turn.dx, -turn.dy);
}

/** How far two fingers are apart. */
function spread(pair: [Point, Point]): number {
  return Math.hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y);
}

/** The point between two fingers. */
function middle(pair: [Point, Point]): Point {
  return { x: (pair[0].x + pair[1].x) / 2, y: (pair[0].y + pair[1].y) / 2 };
}

/** The next viewport when two fingers moved: what was between them stays between them. */
export function pinch(view: Viewport, before: [Point, Point], after: [Point, Point]): Viewport {
  const from = middle(before);
  const to = middle(after);
  const ratio = spread(before) > 0 ? spread(after) / spread(before) : 1;
  const zoomed = zoomAt(view, from, view.zoom * ratio);
  return panBy(zoomed, to.x - from.x, to.y - from.y);
}

/** The viewport that shows the whole map without words, beginning where the names of lanes and stages end. */
export function fit(map: Size, window: Size): Viewport {
  if (map.width <= 0 || map.height <= 0 || window.width <= 0 || window.height <= 0) return { x: 0, y: 0, zoom: 1 };
  return { x: 0, y: 0, zoom: clampZoom(Math.min(1, window.width / map.width, window.height / map.height)) };
}

/** Below this width of the window (a phone) the first view is near enough to read without zooming. */
export const NARROW_WINDOW = 640;
/** Zoom of the first view in a narrow window. */
export const NARROW_ZOOM = 0.9;

/**
 * The zoom of a first view: the whole map where its words can be read well (`whole`, absent where they cannot), else readable
 * words from the beginning of the pathway. `text` is how much larger than usual the person reads, 1 or more.
 */
export function firstZoom(whole: number | undefined, window: Size, text: number): number {
  if (whole !== undefined && whole >= FIRST_ZOOM_MIN * text) return whole;
  return clampZoom((window.width < NARROW_WINDOW ? NARROW_ZOOM : 1) * text);
}

/** Where a stretch of the map may begin: never after the window's edge, and its end never far inside it. */
function keepStart(start: number, stretch: number, space: number): number {
  return Math.min(0, Math.max(start, Math.min(0, space - END_ROOM - stretch)));
}

/**
 * Keeps the map at its lanes and stages: there is never empty ground before the first of them, and at most a little after
 * the last. A map that is smaller than the window stands at its beginning.
 */
export function keepInView(view: Viewport, map: Size, window: Size): Viewport {
  return {
    zoom: view.zoom,
    x: keepStart(view.x, map.width * view.zoom, window.width),
    y: keepStart(view.y, map.height * view.zoom, window.height),
  };
}

/** How far a stretch must move to lie within a space. */
function shift(from: number, to: number, space: number): number {
  const margin = Math.min(REVEAL_MARGIN, space / 4);
  if (from < margin || to - from > space - 2 * margin) return margin - from;
  return to > space - margin ? space - margin - to : 0;
}

/** The least movement that brings a rectangle of the map into the window; its start wins when it is larger. */
export function reveal(view: Viewport, rect: Rect, window: Size): Viewport {
  const start = toScreen(view, rect);
  const dx = shift(start.x, start.x + rect.width * view.zoom, window.width);
  const dy = shift(start.y, start.y + rect.height * view.zoom, window.height);
  return panBy(view, dx, dy);
}

/** The view with a point of the map in the middle of the window. */
export function centred(view: Viewport, point: Point, window: Size): Viewport {
  return { ...view, x: window.width / 2 - point.x * view.zoom, y: window.height / 2 - point.y * view.zoom };
}

/** The part of the map that the window shows, in map pixels. */
export function seen(view: Viewport, window: Size): Rect {
  const start = toMap(view, { x: 0, y: 0 });
  return { x: start.x, y: start.y, width: window.width / view.zoom, height: window.height / view.zoom };
}

/** Whether the map is drawn as an overview at this zoom. */
export function isOverview(view: Viewport, text = 1): boolean {
  return view.zoom < OVERVIEW_ZOOM * text - 1e-6;
}

/** The point of the window under which the map stays when one view follows another of another zoom. */
export function stillPoint(before: Viewport, after: Viewport): Point {
  const grown = before.zoom - after.zoom;
  if (grown === 0) return { x: 0, y: 0 };
  return { x: (after.x * before.zoom - before.x * after.zoom) / grown, y: (after.y * before.zoom - before.y * after.zoom) / grown };
}
