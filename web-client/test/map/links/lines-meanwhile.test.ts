/** What is shown of a map with many links while its lines are looked for anew (docs/spec/map.md, ROUTE-12). */
import { describe, expect, it } from 'vitest';
import { layoutInParts, layoutMap, layoutMeanwhile } from '../../../src/map/layout/geometry';
import { LaidOut } from '../../../src/map/layout/laid-out';
import { USUAL_LAYOUT, type GridInput, type Layout, type StepBox } from '../../../src/map/layout/shapes';
import type { LinkBox } from '../../../src/map/routing/shapes';
import { measure } from '../fixtures';
import { randomMap } from './maps';

const LARGE = randomMap(6, { stages: 12, lanes: 8, steps: 600, links: 900 });

/** The same map with one step in another cell, last in it. */
function moved(input: GridInput, id: string, to: { stage: string; lane: string }): GridInput {
  const steps = input.steps.map((step) => (step.id === id ? { ...step, ...to } : step));
  const place = (list: readonly string[], name: string) => list.indexOf(name);
  return { ...input, steps: [...steps].sort((a, b) => place(input.stages, a.stage) - place(input.stages, b.stage) || place(input.lanes, a.lane) - place(input.lanes, b.lane)) };
}

const lay = (input: GridInput) => layoutMap(input, measure, USUAL_LAYOUT);
const meanwhile = (input: GridInput, before: Layout) => layoutMeanwhile(input, measure, USUAL_LAYOUT, before)!;
const isLine = (link: LinkBox) => link.points.length > 0;
const onEdge = (box: StepBox, { x, y }: { x: number; y: number }) =>
  ((x === box.x || x === box.x + box.width) && y >= box.y && y <= box.y + box.height) || ((y === box.y || y === box.y + box.height) && x >= box.x && x <= box.x + box.width);

/** A few steps, each moved to a cell far from where it was. */
const MOVES = [0, 150, 299, 450, 599].map((at) => ({ id: LARGE.steps[at]!.id, to: { stage: 's3', lane: 'l2' } }));

describe('lines of a large map after a step was moved', () => {
  it.each(MOVES)('ROUTE-12 stay at their steps, and are those of before wherever no step moved: $id', ({ id, to }) => {
    const before = lay(LARGE);
    const input = moved(LARGE, id, to);
    const now = meanwhile(input, before);
    const was = new Map(before.links.map((link) => [link.id, link]));
    const lines = now.links.filter(isLine);
    expect(now.links).toHaveLength(LARGE.links.length);
    for (const link of lines) {
      const [from, end] = [now.steps.get(link.from)!, now.steps.get(link.to)!];
      expect(onEdge(from, link.points[0]!) && onEdge(end, link.points.at(-1)!), link.id).toBe(true);
      link.points.slice(1).forEach((point, index) => expect(point.x === link.points[index]!.x || point.y === link.points[index]!.y, link.id).toBe(true));
      const still = [link.from, link.to].every((step) => now.steps.get(step)!.y === before.steps.get(step)!.y && now.rows[now.steps.get(step)!.row]!.y === before.rows[now.steps.get(step)!.row]!.y);
      if (still && link.points.length <= 4) expect(link, link.id).toBe(was.get(link.id));
    }
    // All but those of the step itself, and few that were straight.
    const lost = before.links.filter(isLine).filter((link) => !lines.some((line) => line.id === link.id) && link.from !== id && link.to !== id);
    expect(lost.length).toBeLessThan(before.links.filter(isLine).length / 10);
  });

  it('ROUTE-12 stand where they are looked for: the steps do not move again where the room for lines is the same', () => {
    const before = lay(LARGE);
    const same = meanwhile(LARGE, before);
    expect(same.steps).toEqual(before.steps);
    expect(same.links).toEqual(before.links);
  });

  it('ROUTE-12 are looked for in many parts, which end in the layout that all devices have', () => {
    const work = layoutInParts(LARGE, measure, USUAL_LAYOUT);
    let parts = 0;
    let part = work.next();
    for (; part.done !== true; part = work.next()) parts += 1;
    expect(parts).toBeGreaterThan(8);
    expect(part.value).toEqual(lay(LARGE));
  });

  it('ROUTE-12 come at once in a map of few links, and where stages or lanes are others', () => {
    const small = randomMap(3, { stages: 6, lanes: 5, steps: 30, links: 36 });
    expect(layoutMeanwhile(small, measure, USUAL_LAYOUT, lay(small))).toBeUndefined();
    expect(layoutMeanwhile({ ...LARGE, lanes: [...LARGE.lanes, 'l8'] }, measure, USUAL_LAYOUT, lay(LARGE))).toBeUndefined();
  });
});

describe('the layout of a large map as it is shown', () => {
  it('ROUTE-12 ends in the same lines whatever came between', () => {
    let input = LARGE;
    const laidOut = new LaidOut({ all: () => input, step: () => undefined }, measure);
    void laidOut.layout;
    expect(laidOut.isUnfinished).toBe(false);
    for (const { id, to } of MOVES) {
      input = moved(input, id, to);
      laidOut.note(undefined, 'others');
      laidOut.refresh();
      // Some of the work is done, and then the map changes again.
      laidOut.goOn(0);
    }
    expect(laidOut.isUnfinished).toBe(true);
    while (!laidOut.goOn(0));
    expect(laidOut.isStale).toBe(true);
    laidOut.refresh();
    expect([laidOut.isStale, laidOut.isUnfinished]).toEqual([false, false]);
    expect(laidOut.layout).toEqual(layoutMap(input, measure, laidOut.layout.choice));
  });
});
