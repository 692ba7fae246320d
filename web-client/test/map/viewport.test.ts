/** Panning, zooming, fitting and culling (docs/spec/map.md, VIEW and CULL rules). */
import { describe, expect, it } from 'vitest';
import { CULL_MARGIN, spansWithin, visible } from '../../src/map/layout/culling';
import { layoutMap } from '../../src/map/layout/geometry';
import { drawOverview, type Canvas2d } from '../../src/map/overview/overview';
import { END_ROOM, FIRST_ZOOM_MIN, firstZoom, fit, keepInView, isOverview, NARROW_ZOOM, OVERVIEW_ZOOM, pinch, reveal, seen, stillPoint, toMap, toScreen, wheel, ZOOM_MAX, ZOOM_MIN, zoomAt } from '../../src/map/layout/viewport';
import { grid, measure, step } from './fixtures';

const WINDOW = { width: 1000, height: 600 };

const noop = () => undefined;

describe('viewport', () => {
  it('VIEW-1 keeps the map under the pointer still while zooming', () => {
    const before = { x: 30, y: -40, zoom: 0.8 };
    const at = { x: 311, y: 207 };
    const after = zoomAt(before, at, 1.6);
    expect(after.zoom).toBe(1.6);
    expect(toMap(after, at).x).toBeCloseTo(toMap(before, at).x, 9);
    expect(toMap(after, at).y).toBeCloseTo(toMap(before, at).y, 9);
  });

  it('VIEW-1 zooms from 0.1 to 2 and no further', () => {
    const at = { x: 0, y: 0 };
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, at, 99).zoom).toBe(ZOOM_MAX);
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, at, 0.001).zoom).toBe(ZOOM_MIN);
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, at, Number.NaN).zoom).toBe(1);
    expect([ZOOM_MIN, ZOOM_MAX]).toEqual([0.1, 2]);
  });

  it('VIEW-1 pans by the wheel and zooms by the wheel with the zoom key', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(wheel(view, { dx: 10, dy: 20, at: { x: 0, y: 0 }, zooming: 'no' })).toEqual({ x: -10, y: -20, zoom: 1 });
    expect(wheel(view, { dx: 0, dy: -100, at: { x: 0, y: 0 }, zooming: 'yes' }).zoom).toBeGreaterThan(1);
    expect(wheel(view, { dx: 0, dy: 100, at: { x: 0, y: 0 }, zooming: 'yes' }).zoom).toBeLessThan(1);
  });

  // What two fingers hold stays between them.
  it('keeps what two fingers hold between them', () => {
    const view = { x: 12, y: 8, zoom: 1 };
    const after = pinch(view, [{ x: 100, y: 100 }, { x: 200, y: 100 }], [{ x: 100, y: 150 }, { x: 300, y: 150 }]);
    expect(after.zoom).toBeCloseTo(2, 9);
    expect(toScreen(after, toMap(view, { x: 150, y: 100 })).x).toBeCloseTo(200, 9);
    expect(toScreen(after, toMap(view, { x: 150, y: 100 })).y).toBeCloseTo(150, 9);
    expect(pinch(view, [{ x: 1, y: 1 }, { x: 1, y: 1 }], [{ x: 1, y: 1 }, { x: 9, y: 1 }]).zoom).toBe(1);
  });

  it('VIEW-5 fits the whole map in the window, from its first stage and lane, and never enlarges it', () => {
    const view = fit({ width: 4000, height: 1000 }, WINDOW);
    expect(view).toEqual({ x: 0, y: 0, zoom: WINDOW.width / 4000 });
    expect(fit({ width: 1000, height: 6000 }, WINDOW)).toEqual({ x: 0, y: 0, zoom: WINDOW.height / 6000 });
    expect(fit({ width: 100, height: 100 }, WINDOW)).toEqual({ x: 0, y: 0, zoom: 1 });
    expect(fit({ width: 0, height: 0 }, WINDOW).zoom).toBe(1);
  });

  it('VIEW-5 begins with the whole map where it can be read well, else with its beginning in words that can be read', () => {
    expect(firstZoom(0.8, WINDOW, 1)).toBe(0.8);
    expect(firstZoom(FIRST_ZOOM_MIN - 0.05, WINDOW, 1)).toBe(1);
    expect(firstZoom(undefined, WINDOW, 1)).toBe(1);
    expect(firstZoom(undefined, { width: 284, height: 500 }, 1)).toBe(NARROW_ZOOM);
    // Whoever reads larger text begins with larger words, also where the whole map would fit smaller ones.
    expect(firstZoom(undefined, { width: 284, height: 500 }, 1.75)).toBe(NARROW_ZOOM * 1.75);
    expect(firstZoom(0.8, WINDOW, 1.75)).toBe(1.75);
    expect(firstZoom(undefined, WINDOW, 9)).toBe(ZOOM_MAX);
  });

  it('VIEW-1 tells the point that a zoom left where it was', () => {
    const before = { x: 30, y: -40, zoom: 0.8 };
    const still = stillPoint(before, zoomAt(before, { x: 311, y: 207 }, 1.3));
    expect(still.x).toBeCloseTo(311, 6);
    expect(still.y).toBeCloseTo(207, 6);
  });

  // Bringing a place into sight moves the map as little as needed.
  it('moves as little as needed to show a place, and not at all when it is seen', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(reveal(view, { x: 100, y: 100, width: 200, height: 100 }, WINDOW)).toEqual(view);
    const right = reveal(view, { x: 1500, y: 100, width: 200, height: 100 }, WINDOW);
    expect(toScreen(right, { x: 1700, y: 0 }).x).toBeLessThanOrEqual(WINDOW.width);
    expect(right.y).toBe(0);
    const huge = reveal(view, { x: 50, y: 300, width: 5000, height: 10 }, WINDOW);
    expect(toScreen(huge, { x: 50, y: 0 }).x).toBeGreaterThanOrEqual(0);
  });

  it('VIEW-7 never shows empty ground before the first stage or lane, and little after the last', () => {
    const map = { width: 2500, height: 1400 };
    expect(keepInView({ x: 99_999, y: 99_999, zoom: 1 }, map, WINDOW)).toEqual({ x: 0, y: 0, zoom: 1 });
    const far = keepInView({ x: -99_999, y: -99_999, zoom: 1 }, map, WINDOW);
    expect(far.x + map.width).toBe(WINDOW.width - END_ROOM);
    expect(far.y + map.height).toBe(WINDOW.height - END_ROOM);
    expect(keepInView({ x: -700, y: -50, zoom: 1 }, map, WINDOW)).toEqual({ x: -700, y: -50, zoom: 1 });
    // Smaller than the window: it stands at its beginning, wherever the pointer was when it became so.
    const small = zoomAt({ x: -1200, y: -600, zoom: 1 }, { x: 700, y: 500 }, 0.2);
    expect(keepInView(small, map, WINDOW)).toEqual({ x: 0, y: 0, zoom: 0.2 });
  });

  it('VIEW-8 draws an overview below the zoom at which words can be read', () => {
    expect(isOverview({ x: 0, y: 0, zoom: OVERVIEW_ZOOM - 0.01 })).toBe(true);
    expect(isOverview({ x: 0, y: 0, zoom: OVERVIEW_ZOOM })).toBe(false);
  });
});

describe('culling', () => {
  const steps = Array.from({ length: 40 }, (_, index) => step(`n${index}`, `s${index}.l0`));
  const layout = layoutMap(grid({ stages: 40, lanes: 1 }, steps, ['n0>n1', 'n30>n31']), measure);
  const start = seen({ x: 0, y: 0, zoom: 1 }, WINDOW);

  // Only what is near the window is in the page.
  it('keeps only what is near the window', () => {
    const near = visible(layout, start, new Set());
    expect(near.steps.has('n0')).toBe(true);
    expect(near.steps.has('n39')).toBe(false);
    expect(near.links.map((link) => link.id)).toEqual(['n0>n1']);
    for (const id of near.steps) expect(layout.steps.get(id)!.x).toBeLessThanOrEqual(WINDOW.width + CULL_MARGIN);
  });

  it('BROWSER-32 keeps a step with focus wherever it is, and forgets one that is gone', () => {
    const near = visible(layout, start, new Set(['n39', 'never']));
    expect(near.steps.has('n39')).toBe(true);
    expect(near.steps.has('never')).toBe(false);
  });

  it('finds the run of spans that a window touches', () => {
    const spans = (starts: readonly number[]) => ({ count: starts.length, start: (at: number) => starts[at]!, end: (at: number) => starts[at]! + 5 });
    const four = spans([0, 10, 20, 30]);
    expect(spansWithin(four, 11, 20)).toEqual({ from: 1, to: 3 });
    expect(spansWithin(four, -9, 99)).toEqual({ from: 0, to: 4 });
    expect(spansWithin(four, 36, 90)).toEqual({ from: 4, to: 4 });
    expect(spansWithin(four, 16, 18)).toEqual({ from: 2, to: 2 });
    expect(spansWithin(spans([]), 0, 9)).toEqual({ from: 0, to: 0 });
  });

  it('VIEW-8 tells in the overview by shape what is agreed, not by colour alone', () => {
    const shapes = (['open', 'asked', 'agreed', 'differ', 'parked'] as const).map((shape) => {
      const drawn: string[] = [];
      const tell = (name: string) => (...at: unknown[]) => void drawn.push([name, ...at].join(' '));
      const pen: Canvas2d = {
        setTransform: noop, save: noop, restore: noop, rect: tell('rect'), clip: noop, clearRect: noop, fillRect: noop, strokeRect: noop, beginPath: noop, moveTo: noop, lineTo: tell('line'),
        stroke: tell('stroke'), fill: tell('fill'), fillText: noop, globalAlpha: 1, fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textAlign: 'left', textBaseline: 'top',
      };
      const one = layoutMap(grid({ stages: 1, lanes: 1 }, [step('a', 's0.l0')]), measure);
      const colours = { lane: () => 'x', cell: 'x', link: 'x', words: 'x', focus: 'x', step: () => ({ shape, colour: 'x', second: 'x' }) };
      drawOverview(pen, one, { x: 0, y: 0, zoom: 0.2 }, { window: { ...WINDOW, ratio: 1 }, colours, marks: { selected: new Set(), drop: null } });
      return drawn.join(', ');
    });
    expect(new Set(shapes).size).toBe(5);
  });

  it('VIEW-8 draws blocks that are too small for an outline in the colour of their outline, so that they can be told from the ground', () => {
    const filled: string[] = [];
    const pen: Canvas2d = {
      setTransform: noop, save: noop, restore: noop, rect: noop, clip: noop, clearRect: noop, fillRect: noop, strokeRect: noop, beginPath: noop, moveTo: noop, lineTo: noop,
      stroke: noop, fill() { filled.push(pen.fillStyle as string); }, fillText: noop, globalAlpha: 1, fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textAlign: 'left', textBaseline: 'top',
    };
    const one = layoutMap(grid({ stages: 1, lanes: 1 }, [step('a', 's0.l0')]), measure);
    for (const shape of ['open', 'asked', 'agreed', 'parked'] as const) {
      const colours = { lane: () => 'x', cell: 'x', link: 'x', words: 'x', focus: 'x', step: () => ({ shape, colour: 'outline', second: 'ground' }) };
      drawOverview(pen, one, { x: 0, y: 0, zoom: 0.02 }, { window: { ...WINDOW, ratio: 1 }, colours, marks: { selected: new Set(), drop: null } });
    }
    expect(new Set(filled)).toEqual(new Set(['outline']));
  });

  // The overview draws only the steps that the window shows.
  it('draws in the overview only the steps that the window shows', () => {
    const pen: Canvas2d = {
      setTransform: noop, save: noop, restore: noop, rect: noop, clip: noop, clearRect: noop, fillRect: noop, strokeRect: noop, beginPath: noop, moveTo: noop, lineTo: noop,
      stroke: noop, fill: noop, fillText: noop, globalAlpha: 1, fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textAlign: 'left', textBaseline: 'top',
    };
    const colours = { lane: () => 'a', cell: 'b', link: 'c', words: 'd', focus: 'e', step: () => ({ shape: 'open', colour: 'f', second: 'g' } as const) };
    const given = { window: { ...WINDOW, ratio: 1 }, colours, marks: { selected: new Set(['n1']), drop: { column: 0, row: 0, index: 0 } } };
    expect(drawOverview(pen, layout, { x: 0, y: 0, zoom: 0.2 }, given)).toBeLessThan(40);
    expect(drawOverview(pen, layout, { x: 9999, y: 0, zoom: 0.1 }, given)).toBe(0);
  });
});
