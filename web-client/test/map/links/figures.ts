/** What can be measured of the links of a layout: from corner points alone, as a person would follow them. */
import { placeStubs } from '../../../src/map/routing/stubs';
import type { LinkBox } from '../../../src/map/routing/shapes';
import type { Layout, Point, Rect } from '../../../src/map/layout/shapes';

export interface LinkFigures {
  links: number;
  /** Links that are two stubs. */
  far: number;
  /** Pairs of pieces that cross, of lines that do not lead to the same step. */
  crossings: number;
  /** Pairs of lines that run upon one another, though they do not lead to the same step. */
  overlapping: number;
  /** Of those, pairs that leave the same step. */
  sharedStubs: number;
  /** Mean length of what is drawn, in map pixels. */
  meanLength: number;
  /** Lines that pass through a step or the words of a stub. */
  throughSteps: number;
  /** Words of links and stubs that lie over a step, or over other words. */
  wordsOver: number;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly pieces: readonly (readonly [Point, Point])[];
}

/** Lines nearer than this are upon one another. */
const OVER = 1.5;
/** Running upon one another for less than this is a crossing or a corner. */
const RUN = 4;

const piecesOf = (points: readonly Point[]): (readonly [Point, Point])[] => points.slice(1).map((point, index) => [points[index]!, point] as const);
const lengthOf = (pieces: readonly (readonly [Point, Point])[]): number => pieces.reduce((sum, [a, b]) => sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0);
const span = (a: number, b: number): [number, number] => [Math.min(a, b), Math.max(a, b)];

function meet([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): { crosses: boolean; run: number } {
  const [ax, bx] = span(a.x, b.x);
  const [ay, by] = span(a.y, b.y);
  const [cx, dx] = span(c.x, d.x);
  const [cy, dy] = span(c.y, d.y);
  const [upright, alsoUpright] = [ax === bx, cx === dx];
  if (upright === alsoUpright) {
    const apart = upright ? Math.abs(ax - cx) : Math.abs(ay - cy);
    const run = upright ? Math.min(by, dy) - Math.max(ay, cy) : Math.min(bx, dx) - Math.max(ax, cx);
    return { crosses: false, run: apart < OVER ? run : 0 };
  }
  const [v, h] = upright ? [{ x: ax, from: ay, to: by }, { y: cy, from: cx, to: dx }] : [{ x: cx, from: cy, to: dy }, { y: ay, from: ax, to: bx }];
  return { crosses: v.x > h.from + OVER && v.x < h.to - OVER && h.y > v.from + OVER && h.y < v.to - OVER, run: 0 };
}

const inside = (a: Rect, b: Rect, by = 0.5): boolean => a.x < b.x + b.width - by && b.x < a.x + a.width - by && a.y < b.y + b.height - by && b.y < a.y + a.height - by;

const rectOf = ([a, b]: readonly [Point, Point]): Rect => ({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) });

/** Measures what is drawn while nobody looks at any step; or, with `links` given, these instead of the layout's. */
export function linkFigures(layout: Layout, links: readonly LinkBox[] = layout.links): LinkFigures {
  const lines: Line[] = links.filter((link) => link.points.length > 0).map((link) => ({ from: link.from, to: link.to, id: link.id, pieces: piecesOf(link.points) }));
  const drawn = links === layout.links ? placeStubs(layout.linkPlan, layout, layout.steps.keys()) : [];
  const ends = new Map(layout.links.map((link) => [link.id, link]));
  // Several stubs into one step share their arrow head; what leaves never shares.
  const tails: Line[] = drawn.map((stub, index) => ({ from: stub.side === 'out' ? stub.step : `stub ${index}`, to: stub.side === 'in' ? stub.step : `stub ${index}`, id: stub.links.join(), pieces: piecesOf(stub.tail) }));
  const all = [...lines, ...tails];
  let [crossings, overlapping, sharedStubs] = [0, 0, 0];
  all.forEach((one, index) => {
    for (const other of all.slice(index + 1)) {
      if (one.to === other.to) continue;
      let upon = false;
      for (const a of one.pieces) {
        for (const b of other.pieces) {
          const { crosses, run } = meet(a, b);
          if (crosses) crossings += 1;
          if (run > RUN) upon = true;
        }
      }
      if (upon) overlapping += 1;
      if (upon && one.from === other.from) sharedStubs += 1;
    }
  });
  const words: Rect[] = [...links.flatMap((link) => link.label ?? []), ...drawn];
  const steps = [...layout.steps.values()];
  return {
    links: links.length, far: links.filter((link) => link.far).length, crossings, overlapping, sharedStubs,
    meanLength: Math.round((lines.reduce((sum, line) => sum + lengthOf(line.pieces), 0) + tails.reduce((sum, line) => sum + lengthOf(line.pieces), 0)) / Math.max(1, ends.size)),
    throughSteps: lines.filter((line) => line.pieces.some((piece) => [...steps, ...drawn].some((box) => inside(rectOf(piece), box, -0.1) && inside(grown(rectOf(piece)), box, 1.2)))).length,
    wordsOver: words.filter((rect, index) => steps.some((box) => inside(rect, box)) || words.some((other, at) => at > index && inside(rect, other))).length,
  };
}

function grown(rect: Rect): Rect {
  return { x: rect.x - 0.5, y: rect.y - 0.5, width: rect.width + 1, height: rect.height + 1 };
}
