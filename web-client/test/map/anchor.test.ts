/** What stays where it is on the screen when others change the map (docs/spec/map.md, VIEW rules). */
import { expect, it } from 'vitest';
import { shiftBetween } from '../../src/map/layout/anchor';
import { layoutMap } from '../../src/map/layout/geometry';
import { grid, measure, step } from './fixtures';

const WINDOW = { x: 0, y: 0, width: 1000, height: 2000 };
const size = { stages: 2, lanes: 2 };

it('VIEW-9 follows the step with focus when others add steps above it', () => {
  const before = layoutMap(grid(size, [step('a', 's0.l0'), step('mine', 's0.l1')]), measure);
  const after = layoutMap(grid(size, [step('a', 's0.l0'), step('new', 's0.l0'), step('mine', 's0.l1')]), measure);
  const shift = shiftBetween(before, after, { window: WINDOW, first: ['mine'] });
  expect(shift.y).toBe(after.steps.get('mine')!.y - before.steps.get('mine')!.y);
  expect(shift.y).toBeGreaterThan(0);
});

it('VIEW-9 lets a step that was moved be seen to move', () => {
  const before = layoutMap(grid(size, [step('a', 's0.l0'), step('mine', 's0.l1')]), measure);
  const after = layoutMap(grid(size, [step('a', 's0.l0'), step('mine', 's1.l0')]), measure);
  expect(shiftBetween(before, after, { window: WINDOW, first: ['mine'] })).toEqual({ x: 0, y: 0 });
});

it('VIEW-9 follows nothing on an empty map', () => {
  const empty = layoutMap(grid(size, []), measure);
  expect(shiftBetween(empty, empty, { window: WINDOW, first: ['gone'] })).toEqual({ x: 0, y: 0 });
});
