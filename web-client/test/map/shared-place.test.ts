/** Places that mean the same on every device (docs/spec/map.md, VIEW rules). */
import { expect, it } from 'vitest';
import { layoutMap } from '../../src/map/layout/geometry';
import { choiceAt } from '../../src/map/layout/levels';
import { fromShared, toShared } from '../../src/map/layout/shared-place';
import { grid, measure, step } from './fixtures';

const input = grid({ stages: 4, lanes: 3 }, [step('a', 's0.l0'), step('b', 's0.l0', 'word '.repeat(20)), step('c', 's2.l1'), step('d', 's3.l2')], ['a>d', 'b>c', 'd>a']);

it('VIEW-10 finds the same cell on a device with another window and zoom', () => {
  const mine = layoutMap(input, measure, choiceAt(1, 1, 1_300));
  const theirs = layoutMap(input, measure, choiceAt(0.5, 1, 320));
  for (const [id, box] of mine.steps) {
    const at = fromShared(theirs, toShared(mine, { x: box.x + box.width / 2, y: box.y + box.height / 2 }));
    const [column, row] = [theirs.columns[theirs.steps.get(id)!.column]!, theirs.rows[theirs.steps.get(id)!.row]!];
    expect(at.x).toBeGreaterThan(column.x);
    expect(at.x).toBeLessThan(column.x + column.width);
    expect(at.y).toBeGreaterThan(row.y);
    expect(at.y).toBeLessThan(row.y + row.height);
  }
});

it('VIEW-10 comes back to the point it left, between columns and beside the map too', () => {
  const layout = layoutMap(input, measure);
  for (let x = -200; x < layout.width + 200; x += 7) {
    const back = fromShared(layout, toShared(layout, { x, y: x / 2 }));
    expect(back.x).toBeCloseTo(x, 6);
    expect(back.y).toBeCloseTo(x / 2, 6);
  }
  const empty = layoutMap(grid({ stages: 0, lanes: 0 }, []), measure);
  expect(fromShared(empty, toShared(empty, { x: 5, y: 9 }))).toEqual({ x: 5, y: 9 });
});
