/**
 * How links run: out of the right side of a step, along the gutter between two columns and, when the way is longer, the
 * channel between two rows, into the left side of the other step. No piece of a route lies in a column, except the
 * short arrow between two neighbours of one stack. Links that share a gutter or channel get tracks beside each other.
 *
 * Owns the routing. Pure: knows no DOM and no Yjs. Sizes come from shapes.ts; geometry.ts calls this file.
 */
import { CHANNEL_HEIGHT_MIN, TRACK_WIDTH, type Layout, type Point, type Row, type StepBox } from './shapes';

/** Tracks of one gutter or channel; more links share tracks, because a map must not grow without bound. */
export const TRACKS_MAX = 12;
/** Where links leave and enter a step, below its top edge: links between steps of one row are then straight. */
export const PORT_OFFSET = 24;
/** Space between two links that leave the same step. */
export const PORT_GAP = 11;

/** The shape of a route. `stack`: to the next step below in the same cell. `side`: within a stage. `next`: to the next stage. `far`: anywhere else. */
export type RouteShape = 'stack' | 'side' | 'next' | 'far';

/** A link with its way through gutters and channels. */
export interface RoutePlan {
  id: string;
  from: string;
  to: string;
  shape: RouteShape;
  back: boolean;
  /** Which of its step's leaving links this is, from 0. */
  port: number;
  /** Gutter left of the column with this index; the first piece and the last. */
  gutterOut: number;
  gutterIn: number;
  /** Channel above the row with this index; only `far`. */
  channel: number;
  trackOut: number;
  trackIn: number;
  trackChannel: number;
  tracksOut: number;
  tracksIn: number;
  tracksChannel: number;
}

/** All routes and how many tracks each gutter and channel needs. */
export interface RoutesPlan {
  routes: RoutePlan[];
  channelTracks: number[];
  gutterTracks: number[];
  /** Gives tracks in gutters, once the steps' heights are known. */
  assignGutters(steps: ReadonlyMap<string, StepBox>, rows: readonly Row[]): void;
}

interface Span {
  from: number;
  to: number;
  /** Takes the track found. */
  set(track: number): void;
}

/** Gives spans tracks so that spans of one track do not overlap; returns how many tracks are used. */
export function assignTracks(spans: readonly Span[]): number {
  const ends: number[] = [];
  const sorted = [...spans].sort((a, b) => a.from - b.from || b.to - a.to);
  for (const span of sorted) {
    let track = ends.findIndex((end) => end < span.from);
    if (track < 0) track = ends.length < TRACKS_MAX ? ends.length : leastOf(ends);
    ends[track] = Math.max(ends[track] ?? -Infinity, span.to);
    span.set(track);
  }
  return ends.length;
}

/** Index of the least number. */
function leastOf(numbers: readonly number[]): number {
  return numbers.reduce((best, value, index) => (value < (numbers[best] ?? Infinity) ? index : best), 0);
}

/** Which channel a long way takes: the one next to the row it enters; ways back run below, ways forward above. */
function channelFor(from: StepBox, to: StepBox, back: boolean): number {
  if (from.row < to.row) return to.row;
  if (from.row > to.row) return to.row + 1;
  return back ? to.row + 1 : to.row;
}

/** The shape of the way between two steps. */
function shapeOf(from: StepBox, to: StepBox): RouteShape {
  if (from.column === to.column) return from.row === to.row && to.index === from.index + 1 ? 'stack' : 'side';
  return to.column === from.column + 1 ? 'next' : 'far';
}

/** Plans the ways of all links whose two steps are placed. */
export function planRoutes(
  links: readonly { id: string; from: string; to: string }[],
  steps: ReadonlyMap<string, StepBox>,
  size: { columns: number; rows: number },
): RoutesPlan {
  const leaving = new Map<string, number>();
  const routes: RoutePlan[] = [];
  for (const link of links) {
    const from = steps.get(link.from);
    const to = steps.get(link.to);
    if (!from || !to || from === to) continue;
    const shape = shapeOf(from, to);
    const back = to.column < from.column;
    const port = shape === 'stack' ? 0 : (leaving.get(link.from) ?? 0);
    if (shape !== 'stack') leaving.set(link.from, port + 1);
    routes.push({
      id: link.id, from: link.from, to: link.to, shape, back, port,
      gutterOut: from.column + 1,
      gutterIn: shape === 'far' ? to.column : from.column + 1,
      channel: channelFor(from, to, back),
      trackOut: 0, trackIn: 0, trackChannel: 0, tracksOut: 1, tracksIn: 1, tracksChannel: 1,
    });
  }
  const channelTracks = assignChannels(routes, size.rows);
  const gutterTracks = Array.from({ length: size.columns + 1 }, () => 0);
  return {
    routes, channelTracks, gutterTracks,
    assignGutters: (placed, rows) => assignGutters(routes, gutterTracks, { steps: placed, rows }),
  };
}

/** Tracks in the channels, counted in gutters: no pixels needed. */
function assignChannels(routes: readonly RoutePlan[], rows: number): number[] {
  const far: RoutePlan[][] = Array.from({ length: rows + 1 }, () => []);
  for (const route of routes) if (route.shape === 'far') far[route.channel]?.push(route);
  return far.map((mine) => {
    const tracks = assignTracks(mine.map((route) => ({
      from: Math.min(route.gutterOut, route.gutterIn),
      to: Math.max(route.gutterOut, route.gutterIn),
      set: (track) => { route.trackChannel = track; },
    })));
    for (const route of mine) route.tracksChannel = tracks;
    return tracks;
  });
}

/** Tracks in the gutters, by the heights that the links pass. */
function assignGutters(
  routes: readonly RoutePlan[],
  gutterTracks: number[],
  placed: { steps: ReadonlyMap<string, StepBox>; rows: readonly Row[] },
): void {
  const spans: Span[][] = gutterTracks.map(() => []);
  const add = (gutter: number, a: number, b: number, set: (track: number) => void) =>
    spans[gutter]?.push({ from: Math.min(a, b), to: Math.max(a, b), set });
  for (const route of routes) {
    if (route.shape === 'stack') continue;
    const from = placed.steps.get(route.from);
    const to = placed.steps.get(route.to);
    if (!from || !to) continue;
    const start = portOut(from, route);
    const end = portIn(to, route);
    if (route.shape === 'far') {
      const middle = channelMiddle(route.channel, placed.rows);
      add(route.gutterOut, start, middle, (track) => { route.trackOut = track; });
      add(route.gutterIn, end, middle, (track) => { route.trackIn = track; });
    } else if (start !== end) {
      add(route.gutterOut, start, end, (track) => { route.trackOut = track; });
    }
  }
  spans.forEach((list, gutter) => { gutterTracks[gutter] = assignTracks(list); });
  for (const route of routes) {
    route.tracksOut = Math.max(1, gutterTracks[route.gutterOut] ?? 1);
    route.tracksIn = Math.max(1, gutterTracks[route.gutterIn] ?? 1);
  }
}

/** About where a channel lies: good enough to tell which links overlap. */
function channelMiddle(channel: number, rows: readonly Row[]): number {
  const above = rows[channel - 1];
  const below = rows[channel];
  if (below) return below.y - CHANNEL_HEIGHT_MIN / 2;
  return above ? above.y + above.height + CHANNEL_HEIGHT_MIN / 2 : 0;
}

/** The y at which a link leaves a step. */
function portOut(box: StepBox, route: RoutePlan): number {
  return box.y + Math.min(PORT_OFFSET + route.port * PORT_GAP, box.height - PORT_GAP);
}

/** The y at which a link enters a step; within a stage it enters lower, where no link leaves. */
function portIn(box: StepBox, route: RoutePlan): number {
  return route.shape === 'side' ? box.y + box.height - PORT_GAP : box.y + PORT_OFFSET;
}

/** Middle of a track within a gutter or channel that starts at a place. */
function trackAt(start: number, space: number, track: { index: number; count: number }): number {
  return start + space / 2 + (track.index - (track.count - 1) / 2) * TRACK_WIDTH;
}

/** The corner points of a planned route. */
export function routePoints(route: RoutePlan, frame: Pick<Layout, 'columns' | 'rows' | 'steps' | 'width' | 'height'>): Point[] {
  const from = frame.steps.get(route.from);
  const to = frame.steps.get(route.to);
  if (!from || !to) return [];
  if (route.shape === 'stack') {
    const x = from.x + from.width / 2;
    return [{ x, y: from.y + from.height }, { x, y: to.y }];
  }
  const start = { x: from.x + from.width, y: portOut(from, route) };
  const end = { x: route.shape === 'side' ? to.x + to.width : to.x, y: portIn(to, route) };
  const xOut = gutterX(route.gutterOut, { index: route.trackOut, count: route.tracksOut }, frame);
  if (route.shape !== 'far') {
    if (start.y === end.y) return [start, end];
    return [start, { x: xOut, y: start.y }, { x: xOut, y: end.y }, end];
  }
  const xIn = gutterX(route.gutterIn, { index: route.trackIn, count: route.tracksIn }, frame);
  const y = channelY(route, frame);
  return [start, { x: xOut, y: start.y }, { x: xOut, y }, { x: xIn, y }, { x: xIn, y: end.y }, end];
}

/** The x of a track in a gutter. */
function gutterX(gutter: number, track: { index: number; count: number }, frame: Pick<Layout, 'columns' | 'width'>): number {
  const left = frame.columns[gutter - 1];
  const start = left ? left.x + left.width : 0;
  const end = frame.columns[gutter]?.x ?? frame.width;
  return trackAt(start, end - start, track);
}

/** The y of a route's track in its channel. */
function channelY(route: RoutePlan, frame: Pick<Layout, 'rows' | 'height'>): number {
  const above = frame.rows[route.channel - 1];
  const start = above ? above.y + above.height : 0;
  const end = frame.rows[route.channel]?.y ?? frame.height;
  return trackAt(start, end - start, { index: route.trackChannel, count: route.tracksChannel });
}

/** Radius of the corners of a drawn link. */
export const CORNER_RADIUS = 8;

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
