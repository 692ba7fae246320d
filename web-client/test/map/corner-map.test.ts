// @vitest-environment happy-dom
/** The whole map in a corner, beside what can be read (docs/spec/map.md, VIEW-8). */
import { expect, it } from 'vitest';
import { CornerMap } from '../../src/map/overview/corner-map';
import { OverviewLayer, type OverviewGiven } from '../../src/map/overview/overview-layer';
import { layoutMap } from '../../src/map/layout/geometry';
import type { Point } from '../../src/map/layout/shapes';
import { grid, measure, step } from './fixtures';

const steps = Array.from({ length: 40 }, (_, index) => step(`n${index}`, `s${index % 20}.l${index % 3}`));
const layout = layoutMap(grid({ stages: 20, lanes: 3 }, steps), measure);

function scene(corner: boolean) {
  const went: Point[] = [];
  const map = new CornerMap(new OverviewLayer(document.body), (point) => went.push(point));
  document.body.append(map.root);
  const given = (view: OverviewGiven['view']): OverviewGiven => ({
    layout, view, size: { width: 800, height: 500 }, shown: false, corner, drop: undefined, editor: { selected: { peek: () => undefined } } as unknown as OverviewGiven['editor'],
  });
  return { map, went, given, frame: map.root.querySelector<HTMLElement>('.pw-map__small-frame')! };
}

it('VIEW-8 frames what the window shows, and goes where it is pressed', () => {
  const { map, went, given, frame } = scene(true);
  map.sync(given({ x: 0, y: 0, zoom: 1 }));
  expect(map.root.hidden).toBe(false);
  const scale = Number.parseFloat(map.root.style.width) / layout.width;
  expect(Number.parseFloat(frame.style.width)).toBeCloseTo(800 * scale, 0);
  map.sync(given({ x: -1_600, y: 0, zoom: 1 }));
  expect(Number.parseFloat(/translate\((.*?)px/.exec(frame.style.transform)![1]!)).toBeCloseTo(1_600 * scale, 0);
  map.root.setPointerCapture = () => undefined;
  map.root.dispatchEvent(new PointerEvent('pointerdown', { clientX: 60, clientY: 4, bubbles: true }));
  expect(went).toHaveLength(1);
  expect(went[0]!.x).toBeCloseTo(60 / scale, -2);
});

it('VIEW-8 is not there for a map that can be read as a whole', () => {
  const { map, given } = scene(false);
  map.sync(given({ x: 0, y: 0, zoom: 1 }));
  expect(map.root.hidden).toBe(true);
});
