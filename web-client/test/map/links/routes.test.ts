/** How links run on the map (docs/spec/map.md, ROUTE rules). */
import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../../src/map/layout/geometry';
import { USUAL_LAYOUT, type GridInput, type Layout } from '../../../src/map/layout/shapes';
import { routeFar } from '../../../src/map/routing/far';
import { pathOf } from '../../../src/map/routing/paths';
import { planLinks } from '../../../src/map/routing/plan';
import { routeLinks } from '../../../src/map/routing/route';
import { COMPARED_MAX, placeRuns, type Run } from '../../../src/map/routing/runs';
import { placeStubs } from '../../../src/map/routing/stubs';
import { grid, measure, step } from '../fixtures';
import { linkFigures } from './figures';
import { pathway, randomMap, templates } from './maps';

const lay = (input: GridInput): Layout => layoutMap(input, measure);
/** As in a wide window, where cells have stacks side by side. */
const layWide = (input: GridInput): Layout => layoutMap(input, measure, { ...USUAL_LAYOUT, room: 2_400 });
const line = (layout: Layout, id: string) => layout.links.find((link) => link.id === id)!;
const RTL = 'יוצר קשר עם המרפאה ומסביר מה מדאיג אותי יותר מכל';

/** Maps that people make, by name. */
const MAPS: readonly (readonly [string, GridInput])[] = [
  ['a pathway of 29 steps', pathway()],
  ['long titles', pathway((title) => `${title}, and ${title}, and ${title}`)],
  ['titles from right to left', pathway(() => RTL)],
  ...templates().map(({ id, input }) => [id, input] as const),
  ['30 steps', randomMap(3, { stages: 6, lanes: 5, steps: 30, links: 36 })],
  ['200 steps', randomMap(4, { stages: 12, lanes: 8, steps: 200, links: 200 })],
  ['200 steps, links anywhere', randomMap(5, { stages: 12, lanes: 8, steps: 200, links: 200 }, false)],
];

describe('all links of a map', () => {
  it.each(MAPS)('ROUTE-5 run beside each other and through no step: %s', (_, input) => {
    for (const layout of [lay(input), layWide(input)]) {
      const figures = linkFigures(layout);
      expect(figures).toMatchObject({ overlapping: 0, sharedStubs: 0, throughSteps: 0, wordsOver: 0 });
      expect(figures.links).toBe(input.links.length);
    }
  });

  it('ROUTE-5 hold on a hundred random maps', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const figures = linkFigures((seed % 3 === 0 ? layWide : lay)(randomMap(seed, { stages: 5, lanes: 4, steps: 24, links: 24 }, seed % 2 === 0)));
      expect(figures, `seed ${seed}`).toMatchObject({ overlapping: 0, sharedStubs: 0, throughSteps: 0, wordsOver: 0 });
    }
  });

  it('ROUTE-5 hold in crowded maps, and every link is a line or a stub', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const layout = (seed % 2 === 0 ? layWide : lay)(randomMap(seed, { stages: 5, lanes: 4, steps: 40, links: 100 }, seed % 3 !== 0));
      expect(linkFigures(layout), `seed ${seed}`).toMatchObject({ overlapping: 0, sharedStubs: 0, throughSteps: 0, wordsOver: 0 });
      const stubs = new Set(placeStubs(layout.linkPlan, layout, layout.steps.keys()).flatMap((stub) => stub.links));
      for (const link of layout.links) expect(stubs.has(link.id), link.id).toBe(link.points.length === 0);
    }
  });

  it('ROUTE-11 are few crossings and short lines in a pathway as a workshop builds it', () => {
    const input = pathway();
    expect([input.steps.length, input.links.length]).toEqual([29, 34]);
    const figures = linkFigures(lay(input));
    expect(figures.crossings).toBeLessThan(15);
    expect(figures.meanLength).toBeLessThanOrEqual(350);
    for (const { id, input: template } of templates()) expect(linkFigures(lay(template)).crossings, id).toBeLessThan(5);
  });

  it.each(MAPS)('ROUTE-8 of one step run beside each other, long ones too: %s', (_, input) => {
    const layout = lay(input);
    const every = layout.steps.size > 40 ? 7 : 1;
    for (const [index, id] of [...layout.steps.keys()].entries()) {
      if (index % every !== 0) continue;
      const mine = layout.links.filter((link) => link.from === id || link.to === id);
      const far = routeFar(layout, new Set(mine.map((link) => link.id)));
      expect(far.map((link) => link.id).sort()).toEqual(mine.filter((link) => link.far).map((link) => link.id).sort());
      const figures = linkFigures(layout, [...mine.filter((link) => !link.far), ...far]);
      expect(figures.throughSteps, id).toBe(0);
      // A step of very many long links in a full map may run two of them together; nobody's map of 34 links does.
      if (layout.links.length <= 36) expect(figures.overlapping, id).toBe(0);
    }
  });

  it('READ-5 leave out those whose step is not placed, and those from a step to itself', () => {
    const layout = lay(grid({ stages: 1, lanes: 1 }, [step('a', 's0.l0'), step('b', 's7.l0')], ['a>b', 'a>a', 'x>a']));
    expect(layout.links).toEqual([]);
  });
});

describe('one link', () => {
  it('ROUTE-6 is a straight arrow to the next step in the lane, and runs from bottom to top within a stage', () => {
    const layout = lay(grid({ stages: 2, lanes: 2 }, [step('a', 's0.l0'), step('b', 's0.l0'), step('c', 's0.l1'), step('d', 's1.l0')], ['a>d', 'a>b', 'b>c']));
    const [start, end] = line(layout, 'a>d').points;
    expect(line(layout, 'a>d').points).toHaveLength(2);
    expect(start!.y).toBe(end!.y);
    expect(end!.x).toBe(layout.steps.get('d')!.x);
    for (const id of ['a>b', 'b>c']) {
      const [top, bottom] = line(layout, id).points;
      const [from, to] = id.split('>').map((each) => layout.steps.get(each)!);
      expect(top!.x).toBe(bottom!.x);
      expect([top!.y, bottom!.y]).toEqual([from!.y + from!.height, to!.y]);
    }
  });

  it('ROUTE-6 is straight over an empty cell', () => {
    const steps = [step('a', 's0.l0'), step('b', 's2.l0'), step('c', 's1.l1')];
    const layout = lay(grid({ stages: 3, lanes: 2 }, steps, ['a>b']));
    expect(line(layout, 'a>b')).toMatchObject({ far: false });
    expect(line(layout, 'a>b').points).toHaveLength(2);
    expect(line(lay(grid({ stages: 3, lanes: 2 }, [...steps, step('d', 's1.l0')], ['a>b'])), 'a>b').far).toBe(true);
  });

  it('ROUTE-2 to an earlier stage leaves its step on the left and reaches the other on the right', () => {
    const layout = lay(grid({ stages: 2, lanes: 2 }, [step('a', 's1.l0'), step('b', 's0.l1')], ['a>b']));
    const link = line(layout, 'a>b');
    const [a, b] = [layout.steps.get('a')!, layout.steps.get('b')!];
    expect(link.back).toBe(true);
    expect(link.points[0]!.x).toBe(a.x);
    expect(link.points.at(-1)!.x).toBe(b.x + b.width);
    expect(link.points.at(-2)!.x).toBeGreaterThan(b.x + b.width);
  });

  it('ROUTE-5 shares its arrow head with others into the same step, and nothing with others from the same step', () => {
    const steps = [step('a', 's0.l0'), step('b', 's0.l1'), step('c', 's1.l0'), step('d', 's1.l1')];
    const layout = lay(grid({ stages: 2, lanes: 2 }, steps, ['a>c', 'b>c', 'a>d']));
    expect(line(layout, 'a>c').points.at(-1)).toEqual(line(layout, 'b>c').points.at(-1));
    expect(Math.abs(line(layout, 'a>c').points[0]!.y - line(layout, 'a>d').points[0]!.y)).toBeGreaterThan(3);
  });
});

describe('a long link', () => {
  const steps = [step('a', 's0.l0'), step('b', 's3.l1'), step('c', 's0.l1'), ...['d', 'e', 'f', 'g'].map((id) => step(id, 's3.l0'))];

  it('ROUTE-7 is a stub at both of its steps, in room kept for it', () => {
    const layout = lay(grid({ stages: 4, lanes: 2 }, steps, ['a>b']));
    expect(line(layout, 'a>b')).toMatchObject({ far: true, points: [] });
    const stubs = placeStubs(layout.linkPlan, layout, layout.steps.keys());
    expect(stubs.map((stub) => [stub.step, stub.side, stub.links])).toEqual([['a', 'out', ['a>b']], ['b', 'in', ['a>b']]]);
    const [a, b] = [layout.steps.get('a')!, layout.steps.get('b')!];
    expect(stubs[0]!.y).toBeGreaterThanOrEqual(a.y + a.height);
    expect(stubs[1]!.y + stubs[1]!.height).toBeLessThanOrEqual(b.y);
    expect(stubs[1]!.tail.at(-1)).toMatchObject({ y: b.y });
  });

  it('ROUTE-7 is counted with the rest where a step has more than three', () => {
    const layout = lay(grid({ stages: 4, lanes: 2 }, steps, ['a>b', 'a>d', 'a>e', 'a>f', 'a>g']));
    const stubs = placeStubs(layout.linkPlan, layout, ['a']);
    expect(stubs.map((stub) => stub.links)).toEqual([['a>d'], ['a>e'], ['a>f', 'a>g', 'a>b']]);
    expect(linkFigures(layout)).toMatchObject({ wordsOver: 0, crossings: 0, overlapping: 0 });
  });

  it('ROUTE-7 is one of more than one lane in a map of more than 200 links', () => {
    const few = randomMap(8, { stages: 12, lanes: 8, steps: 200, links: 200 });
    const many = { ...few, links: [...few.links, ...randomMap(9, { stages: 12, lanes: 8, steps: 200, links: 20 }).links.map((link) => ({ ...link, id: `more ${link.id}` }))] };
    const share = (input: GridInput) => linkFigures(lay(input)).far / input.links.length;
    expect(share(many)).toBeGreaterThan(share(few) * 1.2);
    expect(linkFigures(lay(many)).overlapping).toBe(0);
  });
});

describe('words of links', () => {
  const WORDS = 'if the pain is worse than last week';
  const steps = [step('a', 's0.l0'), step('b', 's0.l0'), step('c', 's1.l0'), step('d', 's1.l1'), step('e', 's0.l1')];
  const worded = (links: readonly string[], label = WORDS) => {
    const input = grid({ stages: 2, lanes: 2 }, steps, links);
    return lay({ ...input, links: input.links.map((link) => ({ ...link, label })) });
  };

  it('ROUTE-9 stand whole on their line, never over a step or over other words', () => {
    for (const label of [WORDS, 'x'.repeat(200), RTL, 'ok']) {
      const layout = worded(['a>b', 'a>c', 'b>d', 'e>d'], label);
      expect(linkFigures(layout)).toMatchObject({ wordsOver: 0, throughSteps: 0, overlapping: 0 });
      for (const link of layout.links) {
        // Long words find no place beside others: then the link is stubs, with its words at one of them.
        if (link.far) {
          expect(label.length).toBeGreaterThan(30);
          expect(placeStubs(layout.linkPlan, layout, [link.from])[0]!.height).toBeGreaterThan(32);
          continue;
        }
        expect(link.label!.lines.join('').replaceAll(' ', '')).toBe(label.replaceAll(' ', ''));
        const { x, y, width, height } = link.label!;
        expect(link.points.some((point, index) => {
          const before = link.points[index - 1];
          return before !== undefined && Math.min(before.x, point.x) <= x + width && Math.max(before.x, point.x) >= x && Math.min(before.y, point.y) <= y + height && Math.max(before.y, point.y) >= y;
        }), `${link.id} ${label}`).toBe(true);
      }
    }
  });

  it('ROUTE-9 take room only where they are', () => {
    const [bare, some] = [lay(grid({ stages: 2, lanes: 2 }, steps, ['a>b'])), worded(['a>b'])];
    expect(some.width).toBe(bare.width);
    expect(some.height).toBeGreaterThan(bare.height);
    expect(worded(['a>c']).width).toBeGreaterThan(lay(grid({ stages: 2, lanes: 2 }, steps, ['a>c'])).width);
  });
});

describe('the work of routing', () => {
  it('is bounded: 2,500 links of 2,500 steps are planned without comparing each with each', () => {
    for (const nearby of [true, false]) {
      const input = randomMap(6, { stages: 25, lanes: 10, steps: 2_500, links: 2_500 }, nearby);
      const layout = lay(input);
      const plan = planLinks(input.links, layout.steps, measure);
      const { compared, links } = routeLinks(plan, layout);
      expect(links).toHaveLength(2_500);
      expect(compared).toBeLessThan(100_000);
    }
    const oneGutter = randomMap(7, { stages: 2, lanes: 1, steps: 500, links: 2_500 }, false);
    const layout = lay(oneGutter);
    const { compared, links } = routeLinks(planLinks(oneGutter.links, layout.steps, measure), layout);
    expect(links).toHaveLength(2_500);
    expect(compared).toBeLessThanOrEqual(3 * COMPARED_MAX ** 2);
  });

  it('gives no more tracks than asked for, and lets the rest know', () => {
    const runs = Array.from({ length: 9 }, (_, index): Run => ({ key: String(index), joints: [{ at: index, side: -1 }, { at: 100 + index, side: 1 }], track: 0 }));
    expect(placeRuns(runs, 6).tracks).toBe(6);
    expect(runs.filter((run) => run.track < 0)).toHaveLength(3);
    expect(new Set(runs.map((run) => run.track)).size).toBe(7);
    expect(placeRuns([], 6)).toEqual({ tracks: 0, compared: 0 });
  });

  it('rounds corners without leaving the way', () => {
    expect(pathOf([{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 40, y: 40 }])).toBe('M0 0L35 0Q40 0 40 5L40 40');
    expect(pathOf([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 40 }])).toBe('M0 0L2 0Q4 0 4 5L4 40');
    expect(pathOf([])).toBe('');
  });
});
