/**
 * Where lines leave and reach the sides of steps: each leaving line has a place of its own, all lines into a step share one.
 * Places come in the order of where the lines go, so that they need not cross; straight lines keep theirs.
 *
 * Owns these places. Pure.
 */
import type { CardBox } from './boxes';
import { PORT_MARGIN, PORT_OFFSET } from './shapes';
import { sideKey, type Anchors, type Ground, type Side, type Way } from './ways';

/** Least space between two places of one side; what does not fit becomes a stub. */
const PORTS_APART = 3;
/** A line that leaves alone does so a little lower than lines arrive, so that the two are never on one height. */
const LEAVING_LOWER = 10;
/** How far a place may be moved to keep clear of lines on the other side of its gutter. */
const MOVES = [0, 4, -4, 8, -8, 12, -12, 2, -2] as const;
/** Least space between lines of one height where there is no more. */
const CROWDED_APART = 1.6;

interface Port {
  readonly box: CardBox;
  readonly side: Side;
  readonly leaves: boolean;
  /** Height of where the line goes or, for lines that arrive, about where they come from. */
  toward: number;
  readonly ways: Way[];
}

/** All places of one side of a step. */
interface SidePorts {
  readonly key: string;
  readonly ports: Port[];
}

/** Collects what must get a place, side by side. */
function collect(ways: readonly Way[], entries: ReadonlyMap<string, number>): SidePorts[] {
  const sides = new Map<string, Port[]>();
  const add = (key: string, port: Port): void => {
    const mine = sides.get(key);
    if (mine) mine.push(port);
    else sides.set(key, [port]);
  };
  const arriving = new Map<string, Port>();
  for (const way of ways) {
    if (way.form === 'stack' || way.form === 'straight') continue;
    const inKey = sideKey(way.to.id, way.inSide);
    add(sideKey(way.from.id, way.outSide), { box: way.from, side: way.outSide, leaves: true, toward: entries.get(inKey) ?? way.to.y + PORT_OFFSET, ways: [way] });
    const entry = entries.get(inKey);
    if (entry !== undefined) {
      way.yIn = entry;
      continue;
    }
    const comesFrom = way.from.y + PORT_OFFSET + LEAVING_LOWER;
    const known = arriving.get(inKey);
    if (known) {
      known.toward += (comesFrom - known.toward) / (known.ways.length + 1);
      known.ways.push(way);
    } else {
      const port = { box: way.to, side: way.inSide, leaves: false, toward: comesFrom, ways: [way] };
      arriving.set(inKey, port);
      add(inKey, port);
    }
  }
  return [...sides].map(([key, ports]) => ({ key, ports }));
}

/** Heights for places between two fixed ones, evenly. */
function spread(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((index + 1) * (to - from)) / (count + 1));
}

/** Heights for the places of one side, in their order; `fixed` are those of straight lines. */
function heightsFor(ports: readonly Port[], fixed: readonly number[]): number[] {
  const [first] = ports;
  if (!first) return [];
  const { box } = first;
  const [low, high] = [box.y + PORT_MARGIN, box.y + box.height - PORT_MARGIN];
  if (ports.length === 1 && fixed.length === 0) return [Math.min(high, box.y + PORT_OFFSET + (first.leaves ? LEAVING_LOWER : 0))];
  const marks = [low - PORTS_APART, ...[...fixed].sort((a, b) => a - b), high + PORTS_APART];
  const stretches = marks.slice(1).map((to, index) => ({ from: marks[index] ?? low, to, count: 0 }));
  for (const port of ports) {
    const mine = stretches.find((stretch) => port.toward < stretch.to) ?? stretches[stretches.length - 1];
    if (mine) mine.count += 1;
  }
  // What does not fit between two straight lines goes on below them, or else above.
  for (const around of [stretches, [...stretches].reverse()]) {
    around.forEach((stretch, index) => {
      const next = around[index + 1];
      const surplus = stretch.count - Math.max(0, Math.floor((stretch.to - stretch.from) / PORTS_APART) - 1);
      if (!next || surplus <= 0) return;
      stretch.count -= surplus;
      next.count += surplus;
    });
  }
  return stretches.flatMap((stretch) => spread(stretch.count, stretch.from, stretch.to));
}

/** Moves a height a little where a line to another step runs level with it in the same gutter. */
function clear(port: Port, wanted: number, given: { ground: Ground; low: number; high: number }): number {
  const { box, side } = port;
  const { ground, low, high } = given;
  const gutter = side === 1 ? box.column + 1 : box.column;
  const key = port.ways[0]?.link.to ?? '';
  const free = (apart?: number): number | undefined => {
    const by = MOVES.find((each) => wanted + each >= low && wanted + each <= high && ground.isFree(box.row, { y: wanted + each, from: gutter, to: gutter, key }, apart));
    return by === undefined ? undefined : wanted + by;
  };
  // In a crowded place it is enough not to lie upon another line.
  const y = free() ?? free(CROWDED_APART) ?? wanted;
  ground.take(box.row, { y, from: gutter, to: gutter, key });
  return y;
}

/** Gives every way its heights; returns the links for which a side had no more room. */
export function placePorts(ways: readonly Way[], given: { anchors: Anchors; entries: ReadonlyMap<string, number> }, ground: Ground): Set<string> {
  const overflow = new Set<string>();
  for (const { key, ports } of collect(ways, given.entries)) {
    const box = ports[0]?.box;
    if (!box) continue;
    const fixed = given.anchors.get(key) ?? [];
    const room = Math.max(1, Math.floor((box.height - 2 * PORT_MARGIN) / PORTS_APART) - fixed.length);
    // Lines that arrive keep their place; of those that leave, the first ones.
    const kept = [...ports].sort((a, b) => Number(a.leaves) - Number(b.leaves)).slice(0, room);
    if (kept.length < ports.length) for (const port of ports) if (!kept.includes(port)) for (const way of port.ways) overflow.add(way.link.id);
    kept.sort((a, b) => a.toward - b.toward || Number(a.leaves) - Number(b.leaves));
    const heights = heightsFor(kept, fixed);
    let low = box.y + PORT_MARGIN;
    kept.forEach((port, index) => {
      const wanted = heights[index] ?? box.y + PORT_OFFSET;
      // Between the place before and the one after.
      const high = (heights[index + 1] ?? box.y + box.height - PORT_MARGIN + PORTS_APART) - PORTS_APART;
      const y = clear(port, wanted, { ground, low, high });
      low = y + PORTS_APART;
      for (const way of port.ways) {
        if (port.leaves) way.yOut = y;
        else way.yIn = y;
      }
    });
  }
  return overflow;
}
