/**
 * The way of each line before it has a track: which side of its steps it leaves and reaches, straight where nothing lies
 * between, else through one gutter, or through two and what joins them (an open stretch of a row, or a channel).
 *
 * Owns sides and forms of ways, and which stretches are free. Pure. No way leads over a step or over its stubs.
 */
import type { CardBox } from './boxes';
import { cellKey, roomOf } from './plan';
import { PORT_MARGIN, PORT_OFFSET, STACK_LINE_OFFSET, type Frame, type GridLink, type LinkPlan, type StepRoom } from './shapes';

/** A side of a step: -1 left, 1 right. */
export type Side = -1 | 1;

/**
 * `stack`: down to a step below in the same stage. `straight`: level, with nothing between. `gutter`: through one gutter.
 * `atEnd`, `atStart`: through two gutters, level with the end or the start between them. `channel`: through two gutters and a channel.
 */
export type WayForm = 'stack' | 'straight' | 'gutter' | 'atEnd' | 'atStart' | 'channel';

/** The way of a link. */
export interface Way {
  readonly link: GridLink;
  readonly from: CardBox;
  readonly to: CardBox;
  form: WayForm;
  outSide: Side;
  inSide: Side;
  /** Gutter left of the column with this index. */
  gutterOut: number;
  gutterIn: number;
  /** Channel above the row with this index. */
  channel: number;
  /** Heights at which it leaves and reaches its steps; filled in with the ports. */
  yOut: number;
  yIn: number;
}

/** How near to a step or its stubs a line may pass. */
const CLEARANCE = 3;
/** Heights that are tried for a straight line, from where lines usually reach a step. */
const STRAIGHT_TRIES = [0, 9, -9, 18] as const;
/** Level lines of different ends are at least this far apart. */
const LEVEL_APART = 4;

/** A level stretch of a row, between the gutters with these indices, of lines to the step that is its key. */
export interface Level {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly key: string;
}

/** What is in the way, and the level stretches that lines have taken. */
export class Ground {
  private readonly levels = new Map<number, Level[]>();
  /** The steps of cells that were asked for: each is asked for many times. */
  private readonly cells = new Map<number, readonly CardBox[]>();

  constructor(private readonly frame: Frame, private readonly plan: LinkPlan) {}

  /** The room that a step keeps for its stubs. */
  roomOf(box: CardBox): StepRoom {
    return roomOf(this.plan, box.id);
  }

  /** The steps of a cell. */
  at(column: number, row: number): readonly CardBox[] {
    const key = cellKey(column, row);
    const known = this.cells.get(key);
    if (known) return known;
    const boxes = (this.frame.cells.get(column)?.get(row) ?? []).flatMap((id) => this.frame.steps.get(id) ?? []);
    this.cells.set(key, boxes);
    return boxes;
  }

  /** Whether another step of the same cell, or its stubs, stand at that side of a step. */
  isShut(box: CardBox, side: Side): boolean {
    return this.at(box.column, box.row).some((other) => other !== box && (side === 1 ? other.x >= box.x + box.width : other.x + other.width <= box.x)
      && other.y - this.roomOf(other).above < box.y + box.height && box.y < other.y + other.height + this.roomOf(other).below);
  }

  /** Whether a level line meets no step in the columns from one up to, not including, another. */
  isOpen(y: number, row: number, columns: { from: number; to: number }): boolean {
    for (let column = columns.from; column < columns.to; column += 1) {
      if (this.at(column, row).some((box) => {
        const room = this.roomOf(box);
        return y > box.y - room.above - CLEARANCE && y < box.y + box.height + room.below + CLEARANCE;
      })) return false;
    }
    return true;
  }

  /** Whether a line straight down within a stage meets no step between two steps. */
  isOpenBelow(from: CardBox, to: CardBox, x: number): boolean {
    for (let row = from.row; row <= to.row; row += 1) {
      if (this.at(from.column, row).some((box) => box !== from && box !== to && box.x <= x && x <= box.x + box.width && box.y >= from.y && box.y < to.y)) return false;
    }
    return true;
  }

  /** Whether a level stretch between two gutters is free of other lines; lines to the same step may share it. */
  isFree(row: number, level: Level, apart = LEVEL_APART): boolean {
    for (let gutter = level.from; gutter <= level.to; gutter += 1) {
      if (this.levels.get(cellKey(gutter, row))?.some((other) => other.key !== level.key && Math.abs(other.y - level.y) < apart)) return false;
    }
    return true;
  }

  /** Takes a level stretch, in each of its gutters. */
  take(row: number, level: Level): void {
    for (let gutter = level.from; gutter <= level.to; gutter += 1) {
      const mine = this.levels.get(cellKey(gutter, row));
      if (mine) mine.push(level);
      else this.levels.set(cellKey(gutter, row), [level]);
    }
  }
}

/** Whether a step stands right of another in the same stage, level with it for a part. */
function isBeside(from: CardBox, to: CardBox): boolean {
  return from.column === to.column && from.row === to.row && to.x >= from.x + from.width && to.y < from.y + from.height && from.y < to.y + to.height;
}

/** Sides, gutters and channel of a link; its form is the one that is always possible. `across` asks for the way from one stack of a cell to the next. */
function wayOf(link: GridLink, ends: { from: CardBox; to: CardBox }, ground: Ground, across = isBeside(ends.from, ends.to)): Way {
  const { from, to } = ends;
  const wanted: [Side, Side] = to.column === from.column ? (across ? [1, -1] : [1, 1]) : to.column > from.column ? [1, -1] : [-1, 1];
  let [outSide, inSide] = wanted;
  if (!across && ground.isShut(from, outSide)) outSide = outSide === 1 ? -1 : 1;
  if (!across && ground.isShut(to, inSide)) inSide = inSide === 1 ? -1 : 1;
  // Within a stage both ends use one side where they can, so that one gutter is enough.
  if (to.column === from.column && outSide !== inSide && !across) {
    if (!ground.isShut(from, inSide)) outSide = inSide;
    else if (!ground.isShut(to, outSide)) inSide = outSide;
  }
  const gutterOut = outSide === 1 ? from.column + 1 : from.column;
  const gutterIn = inSide === 1 ? to.column + 1 : to.column;
  const channel = from.row < to.row ? to.row : from.row > to.row ? to.row + 1 : from.y + from.height / 2 <= to.y + to.height / 2 ? to.row : to.row + 1;
  return { link, from, to, form: gutterOut === gutterIn ? 'gutter' : 'channel', outSide, inSide, gutterOut, gutterIn, channel, yOut: 0, yIn: 0 };
}

/** Whether two steps of one stage are joined by a line straight down. */
function isStack(from: CardBox, to: CardBox, ground: Ground): boolean {
  if (from.column !== to.column || to.y < from.y + from.height) return false;
  const x = stackLineAt(from, to);
  if (x > Math.min(from.x + from.width, to.x + to.width) - STACK_LINE_OFFSET) return false;
  // Words of stubs begin right of this line, unless it is that of a step further right.
  const isClear = (box: CardBox, words: number): boolean => words === 0 || x === box.x + STACK_LINE_OFFSET;
  return isClear(from, ground.roomOf(from).below) && isClear(to, ground.roomOf(to).above) && ground.isOpenBelow(from, to, x);
}

/** Where a line straight down runs: near the left edge of the step that begins further right. */
export function stackLineAt(from: CardBox, to: CardBox): number {
  return Math.max(from.x, to.x) + STACK_LINE_OFFSET;
}

/** Where lines reach one side of a step, and where straight lines leave it. */
export type Anchors = Map<string, number[]>;

/** The key of a side of a step, by what its lines do there. */
export function sideKey(step: string, side: Side): string {
  return `${step}|${side}`;
}

/** The height at which a straight line would run, when there is one. */
function straightHeight(way: Way, ground: Ground, given: { entries: ReadonlyMap<string, number>; anchors: Anchors }): number | undefined {
  const { from, to } = way;
  const low = Math.max(from.y, to.y) + PORT_MARGIN;
  const high = Math.min(from.y + from.height, to.y + to.height) - PORT_MARGIN;
  if (high < low || way.outSide === way.inSide) return undefined;
  const facing = way.outSide === 1 ? from.x + from.width <= to.x : to.x + to.width <= from.x;
  if (!facing) return undefined;
  const entry = given.entries.get(sideKey(to.id, way.inSide));
  const tries = entry === undefined ? STRAIGHT_TRIES.map((by) => Math.min(high, Math.max(low, to.y + PORT_OFFSET + by))) : [entry];
  const columns = { from: Math.min(from.column, to.column) + 1, to: Math.max(from.column, to.column) };
  const taken = [...(given.anchors.get(sideKey(from.id, way.outSide)) ?? []), ...(given.anchors.get(sideKey(to.id, way.inSide)) ?? []).filter((y) => y !== entry)];
  return tries.find((y) => y >= low && y <= high && taken.every((other) => Math.abs(other - y) >= LEVEL_APART * 2)
    && (from.row === to.row || columns.from >= columns.to) && ground.isOpen(y, from.row, columns)
    && ground.isFree(from.row, levelOf(way, y)));
}

/** The level stretch between the gutters of a way. */
export function levelOf(way: Way, y: number): Level {
  const [a, b] = [way.gutterOut, way.gutterIn];
  return { y, from: Math.min(a, b), to: Math.max(a, b), key: way.link.to };
}

/** Ways of all links with the lines that are straight, and the heights that those fix; `known` are heights at which steps are reached already. */
export function planWays(
  links: readonly GridLink[],
  frame: Frame,
  ground: Ground,
  known: ReadonlyMap<string, number> = new Map(),
): { ways: Way[]; anchors: Anchors; entries: Map<string, number> } {
  const anchors: Anchors = new Map([...known].map(([key, y]) => [key, [y]]));
  const entries = new Map(known);
  const ways: Way[] = [];
  for (const link of links) {
    const [from, to] = [frame.steps.get(link.from), frame.steps.get(link.to)];
    if (!from || !to) continue;
    const way = wayOf(link, { from, to }, ground);
    if (isStack(from, to, ground)) way.form = 'stack';
    ways.push(way);
  }
  const addAnchor = (key: string, y: number): void => { anchors.set(key, [...(anchors.get(key) ?? []), y]); };
  // Neighbours first: theirs is the line that must be straight.
  const apart = (way: Way): number => Math.abs(way.to.column - way.from.column) + Math.abs(way.to.row - way.from.row);
  for (const way of [...ways].sort((a, b) => apart(a) - apart(b))) {
    if (way.form === 'stack') continue;
    const y = straightHeight(way, ground, { entries, anchors });
    if (y === undefined) {
      if (isBeside(way.from, way.to)) Object.assign(way, wayOf(way.link, way, ground, false));
      continue;
    }
    Object.assign(way, { form: 'straight', yOut: y, yIn: y });
    ground.take(way.from.row, levelOf(way, y));
    addAnchor(sideKey(way.from.id, way.outSide), y);
    if (!entries.has(sideKey(way.to.id, way.inSide))) addAnchor(sideKey(way.to.id, way.inSide), y);
    entries.set(sideKey(way.to.id, way.inSide), y);
  }
  return { ways, anchors, entries };
}

/** Takes the shortest way between two gutters: level with the end, level with the start, else along the channel. */
export function joinGutters(ways: readonly Way[], ground: Ground): void {
  for (const way of ways) {
    if (way.form !== 'channel') continue;
    const columns = { from: Math.min(way.gutterOut, way.gutterIn), to: Math.max(way.gutterOut, way.gutterIn) };
    const tries = [['atEnd', way.yIn, way.to.row], ['atStart', way.yOut, way.from.row]] as const;
    for (const [form, y, row] of tries) {
      if (!ground.isOpen(y, row, columns) || !ground.isFree(row, levelOf(way, y))) continue;
      way.form = form;
      ground.take(row, levelOf(way, y));
      break;
    }
  }
}
