/**
 * The router: from a plan of links and the final boxes of the grid to lines, stubs and the room that gutters and channels
 * need. It is asked twice for a layout: with a provisional grid for the room, then with the final one for the lines.
 *
 * Owns the order of that work. Pure and bounded: links between neighbours are routed, long ones are stubs and are routed
 * only when somebody looks at them (`far.ts`); a gutter takes {@link TRACKS_MAX} lines and compares at most 60, so the work
 * grows with the links, not with their square: 2,500 links of 2,500 steps compare fewer than 100,000 pairs.
 */
import { boundsOf, type Point } from './boxes';
import { channelAt, gutterAt, type Stretch } from './corridors';
import { placeLabels } from './labels';
import { finished, type Parts } from './parts';
import { placePorts } from './ports';
import { placeRuns, spanOf, type Joint, type Run } from './runs';
import {
  TRACK_MARGIN, TRACK_WIDTH, TRACKS_MAX, WORDS_PADDING,
  type Frame, type GridLink, type LinkBox, type LinkPlan, type LinkRoom, type Routes,
} from './shapes';
import type { Taken, TakenPiece } from './taken';
import { Ground, joinGutters, planWays, sideKey, stackLineAt, type Way } from './ways';

/** A run with the lines that it carries. */
interface Corridor {
  readonly runs: Map<string, Run>;
  tracks: number;
}

/** What each line uses: its runs in gutters and channel. */
interface Used {
  out?: Run | undefined;
  along?: Run | undefined;
  into?: Run | undefined;
}

/** Space for lines side by side. */
export function trackRoom(tracks: number): number {
  return tracks === 0 ? 0 : 2 * TRACK_MARGIN + (tracks - 1) * TRACK_WIDTH;
}

/** The run of a key in a corridor, made when it is not there, with more joints. */
function join(corridor: Corridor | undefined, key: string, joints: readonly Joint[]): Run | undefined {
  if (!corridor) return undefined;
  const run = corridor.runs.get(key) ?? { key, joints: [], track: 0 };
  run.joints.push(...joints);
  corridor.runs.set(key, run);
  return run;
}

/** From where a gutter is joined by what comes from the column with this index. */
function sideOf(gutter: number, column: number): -1 | 1 {
  return column < gutter ? -1 : 1;
}

/** As many corridors without lines. */
function corridors(count: number): Corridor[] {
  return Array.from({ length: count }, () => ({ runs: new Map<string, Run>(), tracks: 0 }));
}

/** Puts the runs of all ways into gutters and channels. */
function corridorsOf(ways: readonly Way[], frame: Frame): { gutters: Corridor[]; channels: Corridor[]; used: Map<Way, Used> } {
  const gutters = corridors(frame.columns.length + 1);
  const channels = corridors(frame.rows.length + 1);
  const used = new Map<Way, Used>();
  for (const way of ways) {
    const { gutterOut, gutterIn } = way;
    const start: Joint = { at: way.yOut, side: sideOf(gutterOut, way.from.column) };
    const end: Joint = { at: way.yIn, side: sideOf(gutterIn, way.to.column) };
    const into = `in|${sideKey(way.to.id, way.inSide)}`;
    const outward = gutterIn > gutterOut ? 1 : -1;
    switch (way.form) {
      case 'gutter':
        used.set(way, { into: join(gutters[gutterIn], into, [start, end]) });
        break;
      case 'atStart':
        used.set(way, { into: join(gutters[gutterIn], into, [{ at: way.yOut, side: outward === 1 ? -1 : 1 }, end]) });
        break;
      case 'atEnd':
        used.set(way, { out: join(gutters[gutterOut], `out|${way.link.id}`, [start, { at: way.yIn, side: outward }]) });
        break;
      case 'channel': {
        const middle = channelMiddle(way.channel, frame);
        const along = join(channels[way.channel], way.link.id, [
          { at: gutterMiddle(gutterOut, frame), side: way.yOut < middle ? -1 : 1 }, { at: gutterMiddle(gutterIn, frame), side: way.yIn < middle ? -1 : 1 },
        ]);
        used.set(way, {
          along,
          out: join(gutters[gutterOut], `out|${way.link.id}`, [start, { at: middle, side: outward }]),
          into: join(gutters[gutterIn], into, [{ at: middle, side: outward === 1 ? -1 : 1 }, end]),
        });
        break;
      }
      default:
        used.set(way, {});
    }
  }
  return { gutters, channels, used };
}

function gutterMiddle(gutter: number, frame: Frame): number {
  const { start, size } = gutterAt(gutter, frame);
  return start + size / 2;
}

function channelMiddle(channel: number, frame: Frame): number {
  const { start, size } = channelAt(channel, frame);
  return start + size / 2;
}

/** The middle of a track: tracks are as far apart as usual, or nearer where there is less room. */
function trackAt(stretch: Stretch, track: number, tracks: number): number {
  const apart = Math.min(TRACK_WIDTH, Math.max(0, stretch.size - 8) / Math.max(1, tracks - 1));
  return stretch.start + stretch.size / 2 + (track - (tracks - 1) / 2) * apart;
}

/** How far a run is moved to keep clear of lines that are there already. */
const MOVES = [0, 3, -3, 6, -6, 9, -9, 1.5, -1.5] as const;

/** Where a run lies in its gutter or channel. */
function placeRun(run: Run | undefined, given: { stretch: Stretch; tracks: number; taken: readonly TakenPiece[] | undefined }): number {
  const at = trackAt(given.stretch, run?.track ?? 0, given.tracks);
  if (!run || !given.taken) return at;
  const { from, to } = spanOf(run);
  const { start, size } = given.stretch;
  const isFree = (place: number): boolean => !given.taken?.some((piece) => Math.abs(piece.at - place) < 2 && piece.from <= to && from <= piece.to);
  return MOVES.map((by) => at + by).find((place) => place > start + 1 && place < start + size - 1 && isFree(place)) ?? at;
}

/** The corner points of a way. */
function pointsOf(way: Way, used: Used, at: { gutter(index: number, run: Run | undefined): number; channel(index: number, run: Run | undefined): number }): Point[] {
  const { from, to } = way;
  if (way.form === 'stack') {
    const x = stackLineAt(from, to);
    return [{ x, y: from.y + from.height }, { x, y: to.y }];
  }
  const start = { x: way.outSide === 1 ? from.x + from.width : from.x, y: way.yOut };
  const end = { x: way.inSide === 1 ? to.x + to.width : to.x, y: way.yIn };
  if (way.form === 'straight') return [start, end];
  const xOut = at.gutter(way.gutterOut, used.out ?? used.into);
  const xIn = at.gutter(way.gutterIn, used.into ?? used.out);
  if (way.form !== 'channel') {
    const x = used.into ? xIn : xOut;
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  }
  const y = at.channel(way.channel, used.along);
  return [start, { x: xOut, y: start.y }, { x: xOut, y }, { x: xIn, y }, { x: xIn, y: end.y }, end];
}

/** Leaves out corners that are none. */
function straightened(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept[kept.length - 2], kept[kept.length - 1]];
    if (last && last.x === point.x && last.y === point.y) continue;
    if (before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** A link without its way. */
export function bareLink(link: GridLink, frame: Frame, far: boolean): LinkBox {
  const [from, to] = [frame.steps.get(link.from), frame.steps.get(link.to)];
  return {
    id: link.id, from: link.from, to: link.to, points: [], bounds: { x: 0, y: 0, width: 0, height: 0 },
    back: from !== undefined && to !== undefined && to.column < from.column, handover: link.handover === true, far, label: undefined,
  };
}

/** How lines are to be routed: at most so many side by side, beside lines that are there already. */
interface LinesGiven {
  readonly tracksMax: number;
  readonly taken?: Taken;
}

/** Lines over boxes, with the tracks that they take. */
interface Lines {
  readonly lines: { way: Way; box: LinkBox }[];
  readonly gutters: number[];
  readonly channels: number[];
  readonly overflow: Set<string>;
  readonly compared: number;
}

/** Lines of these links over boxes. */
export function routeLines(links: readonly GridLink[], frame: Frame, plan: LinkPlan, given: LinesGiven): Lines {
  return finished(linesInParts(links, frame, plan, given));
}

function* linesInParts(links: readonly GridLink[], frame: Frame, plan: LinkPlan, given: LinesGiven): Parts<Lines> {
  const { taken, tracksMax } = given;
  const ground = new Ground(frame, plan);
  for (const { row, level } of taken?.levels ?? []) ground.take(row, level);
  const { ways, anchors, entries } = planWays(links, frame, ground, taken?.entries);
  yield;
  const overflow = placePorts(ways, { anchors, entries }, ground);
  const kept = ways.filter((way) => !overflow.has(way.link.id));
  yield;
  joinGutters(kept, ground);
  yield;
  const { gutters, channels, used } = corridorsOf(kept, frame);
  let compared = 0;
  for (const corridor of [...gutters, ...channels]) {
    if (corridor.runs.size === 0) continue;
    const placed = placeRuns([...corridor.runs.values()], tracksMax);
    corridor.tracks = placed.tracks;
    compared += placed.compared;
  }
  yield;
  const at = {
    gutter: (index: number, run: Run | undefined) => placeRun(run, { stretch: gutterAt(index, frame), tracks: gutters[index]?.tracks ?? 1, taken: taken?.uprights }),
    channel: (index: number, run: Run | undefined) => placeRun(run, { stretch: channelAt(index, frame), tracks: channels[index]?.tracks ?? 1, taken: taken?.levelPieces }),
  };
  const lines: { way: Way; box: LinkBox }[] = [];
  for (const way of kept) {
    const runs = used.get(way) ?? {};
    if ([runs.out, runs.along, runs.into].some((run) => run?.track === -1)) {
      overflow.add(way.link.id);
      continue;
    }
    const points = straightened(pointsOf(way, runs, at));
    lines.push({ way, box: { ...bareLink(way.link, frame, false), points, bounds: boundsOf(points) } });
  }
  return { lines, gutters: gutters.map((corridor) => corridor.tracks), channels: channels.map((corridor) => corridor.tracks), overflow, compared };
}

/** The width of gutters with the words of these lines in them. */
function guttersWithWords(lines: readonly { way: Way }[], plan: LinkPlan, tracks: readonly number[]): number[] {
  const gutters = tracks.map(trackRoom);
  for (const { way } of lines) {
    const words = plan.words.get(way.link.id);
    if (words && way.form !== 'stack') gutters[way.gutterOut] = Math.max(gutters[way.gutterOut] ?? 0, words.width + 2 * TRACK_MARGIN + WORDS_PADDING);
  }
  return gutters;
}

/** The room that the lines of a plan need in gutters and channels, tried on a provisional grid. */
export function* roomForLinks(plan: LinkPlan, frame: Frame): Parts<LinkRoom> {
  const { lines, gutters, channels, overflow } = yield* linesInParts(plan.near, frame, plan, { tracksMax: TRACKS_MAX });
  yield;
  // Words that find no place of their own stand at the stubs of their link.
  for (const id of placeLabels(lines, plan, frame)) overflow.add(id);
  return { gutters: guttersWithWords(lines, plan, gutters), channels: channels.map(trackRoom), overflow };
}

/** Routes a plan over final boxes: a line for each link between neighbours; long ones are there without a line. */
export function routeLinks(plan: LinkPlan, frame: Frame): Routes {
  return finished(routesInParts(plan, frame));
}

/** The same in parts. */
export function* routesInParts(plan: LinkPlan, frame: Frame): Parts<Routes> {
  // Heights have changed since the room was tried: a line or two more may meet somewhere, and then lie a little closer.
  const { lines, gutters, channels, overflow, compared } = yield* linesInParts(plan.near, frame, plan, { tracksMax: 2 * TRACKS_MAX });
  yield;
  placeLabels(lines, plan, frame);
  const links = lines.map(({ box }) => box);
  for (const link of plan.far) links.push(bareLink(link, frame, true));
  // A link that found no track on the final grid is there without a line, so that it can still be reached.
  for (const link of plan.near) if (overflow.has(link.id)) links.push(bareLink(link, frame, true));
  return { links, gutters: guttersWithWords(lines, plan, gutters), channels: channels.map(trackRoom), overflow, compared };
}
