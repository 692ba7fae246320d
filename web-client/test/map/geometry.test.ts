/** Where steps and links stand on the map (docs/spec/map.md, LAYOUT and ROUTE rules). */
import { describe, expect, it } from 'vitest';
import { cellRect, dropLine, layoutMap, gridPositionAt, stepHeight, tagRows, wrapLines } from '../../src/map/layout/geometry';
import { assignTracks, pathOf, TRACKS_MAX } from '../../src/map/layout/routes';
import { stepsAt, STEP_WIDTH, TITLE_LINES_MAX, type Layout, type Point, type StepBox } from '../../src/map/layout/shapes';
import { grid, measure, seeded, step } from './fixtures';

/** Whether a straight piece runs through the inside of a box. */
function crosses(a: Point, b: Point, box: StepBox): boolean {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left < box.x + box.width - 0.5 && right > box.x + 0.5 && top < box.y + box.height - 0.5 && bottom > box.y + 0.5;
}

function crossings(layout: Layout): string[] {
  const found: string[] = [];
  for (const link of layout.links) {
    for (let i = 1; i < link.points.length; i += 1) {
      for (const box of layout.steps.values()) {
        if (crosses(link.points[i - 1]!, link.points[i]!, box)) found.push(`${link.id} crosses ${box.id}`);
      }
    }
  }
  return found;
}

describe('layout', () => {
  it('LAYOUT-1 puts stages left to right and lanes top to bottom, without overlap', () => {
    const layout = layoutMap(grid({ stages: 3, lanes: 2 }, [step('a', 's0.l0')]), measure);
    expect(layout.columns.map((column) => column.stage)).toEqual(['s0', 's1', 's2']);
    expect(layout.rows.map((row) => row.lane)).toEqual(['l0', 'l1']);
    for (let i = 1; i < 3; i += 1) expect(layout.columns[i]!.x).toBeGreaterThan(layout.columns[i - 1]!.x + STEP_WIDTH);
    expect(layout.rows[1]!.y).toBeGreaterThanOrEqual(layout.rows[0]!.y + layout.rows[0]!.height);
  });

  it('LAYOUT-1 stacks the steps of a cell in order inside the cell', () => {
    const layout = layoutMap(grid({ stages: 1, lanes: 2 }, [step('a', 's0.l1'), step('b', 's0.l1'), step('c', 's0.l1')]), measure);
    expect(stepsAt(layout, 0, 1)).toEqual(['a', 'b', 'c']);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => layout.steps.get(id)!);
    expect(b!.y).toBeGreaterThan(a!.y + a!.height);
    expect(c!.y).toBeGreaterThan(b!.y + b!.height);
    const cell = cellRect(layout, 0, 1);
    expect(c!.y + c!.height).toBeLessThan(cell.y + cell.height);
  });

  it('READ-4 leaves out steps whose stage or lane is not on the map', () => {
    const layout = layoutMap(grid({ stages: 1, lanes: 1 }, [step('a', 's0.l0'), step('lost', 's9.l0'), step('gone', 's0.l9')]), measure);
    expect([...layout.steps.keys()]).toEqual(['a']);
  });

  it('LAYOUT-4 gives a step the height its words need, up to a number of lines', () => {
    const short = stepHeight({ title: 'Call', tags: [] }, measure);
    const long = stepHeight({ title: 'Explains the result in plain words with a written summary', tags: [] }, measure);
    const endless = stepHeight({ title: 'word '.repeat(500), tags: [] }, measure);
    const lines = TITLE_LINES_MAX;
    expect(long).toBeGreaterThan(short);
    expect(endless - short).toBe((lines - 1) * 21);
  });

  it('LAYOUT-4 breaks a word that is wider than a line', () => {
    expect(wrapLines('x'.repeat(25), 80, (text) => text.length * 8)).toBe(3);
    expect(wrapLines('', 80, (text) => text.length * 8)).toBe(1);
    expect(tagRows([100, 100, 100], 215)).toBe(2);
    expect(tagRows([], 215)).toBe(0);
  });

  // A map without stages, lanes or steps is laid out like any other.
  it('lays out a map without stages, lanes or steps', () => {
    const empty = layoutMap(grid({ stages: 0, lanes: 0 }, [], []), measure);
    expect(empty.steps.size).toBe(0);
    expect(empty.width).toBeGreaterThanOrEqual(0);
    expect(gridPositionAt(empty, { x: 5, y: 5 })).toBeNull();
  });
});

describe('dropping', () => {
  const layout = layoutMap(grid({ stages: 2, lanes: 2 }, [step('a', 's1.l1'), step('b', 's1.l1')]), measure);

  it('GESTURE-2 finds the cell and the place in its stack nearest to a point', () => {
    const a = layout.steps.get('a')!;
    const b = layout.steps.get('b')!;
    expect(gridPositionAt(layout, { x: a.x + 10, y: a.y + 1 })).toEqual({ column: 1, row: 1, index: 0 });
    expect(gridPositionAt(layout, { x: a.x + 10, y: b.y + 1 })).toEqual({ column: 1, row: 1, index: 1 });
    expect(gridPositionAt(layout, { x: a.x + 10, y: b.y + b.height })).toEqual({ column: 1, row: 1, index: 2 });
    expect(gridPositionAt(layout, { x: -900, y: -900 })).toEqual({ column: 0, row: 0, index: 0 });
  });

  it('GESTURE-2 shows the line between the neighbours of the place', () => {
    const a = layout.steps.get('a')!;
    const b = layout.steps.get('b')!;
    const line = dropLine(layout, { column: 1, row: 1, index: 1 });
    expect(line.y).toBeGreaterThan(a.y + a.height);
    expect(line.y).toBeLessThan(b.y);
  });
});

describe('links', () => {
  // A link between the first steps of two neighbouring stages in one lane is a straight line.
  it('runs straight between the first steps of neighbouring stages', () => {
    const layout = layoutMap(grid({ stages: 2, lanes: 1 }, [step('a', 's0.l0'), step('b', 's1.l0')], ['a>b']), measure);
    const [start, end] = layout.links[0]!.points;
    expect(layout.links[0]!.points).toHaveLength(2);
    expect(start!.y).toBe(end!.y);
    expect(end!.x).toBe(layout.steps.get('b')!.x);
  });

  it('ROUTE-2 marks a link to an earlier stage as going back and enters it from the left', () => {
    const layout = layoutMap(grid({ stages: 3, lanes: 1 }, [step('a', 's2.l0'), step('b', 's0.l0')], ['a>b']), measure);
    const link = layout.links[0]!;
    expect(link.back).toBe(true);
    expect(link.points[0]!.x).toBe(layout.steps.get('a')!.x + STEP_WIDTH);
    expect(link.points.at(-1)!.x).toBe(layout.steps.get('b')!.x);
    expect(link.points.at(-2)!.x).toBeLessThan(layout.steps.get('b')!.x);
    expect(crossings(layout)).toEqual([]);
  });

  it('READ-5 draws no link whose step is not placed, and none from a step to itself', () => {
    const layout = layoutMap(grid({ stages: 1, lanes: 1 }, [step('a', 's0.l0'), step('b', 's7.l0')], ['a>b', 'a>a', 'x>a']), measure);
    expect(layout.links).toEqual([]);
  });

  it('ROUTE-5 gives links that run side by side tracks of their own', () => {
    const steps = [step('a', 's0.l0'), step('b', 's0.l0'), step('c', 's1.l1'), step('d', 's1.l1')];
    const layout = layoutMap(grid({ stages: 2, lanes: 2 }, steps, ['a>c', 'b>d']), measure);
    const [first, second] = layout.links.map((link) => link.points[1]!.x);
    expect(first).not.toBe(second);
    expect(crossings(layout)).toEqual([]);
  });

  it('ROUTE-5 never crosses a step, on a hundred random maps', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = seeded(seed);
      const pick = (count: number) => Math.floor(random() * count);
      const steps = Array.from({ length: 24 }, (_, index) => step(`n${index}`, `s${pick(5)}.l${pick(4)}`, 'word '.repeat(1 + pick(9))));
      const links = Array.from({ length: 24 }, () => `n${pick(24)}>n${pick(24)}`);
      const layout = layoutMap(grid({ stages: 5, lanes: 4 }, steps, [...new Set(links)]), measure);
      expect(crossings(layout), `seed ${seed}`).toEqual([]);
    }
  });

  it('ROUTE-5 shares tracks when there are more links than tracks', () => {
    const got: number[] = [];
    const spans = Array.from({ length: TRACKS_MAX + 5 }, (_, index) => ({ from: 0, to: 10, set: (track: number) => { got[index] = track; } }));
    expect(assignTracks(spans)).toBe(TRACKS_MAX);
    expect(Math.max(...got)).toBe(TRACKS_MAX - 1);
    expect(assignTracks([])).toBe(0);
  });

  // Corners of links are rounded without leaving the way.
  it('rounds corners without leaving the way', () => {
    expect(pathOf([{ x: 0, y: 0 }, { x: 40, y: 0 }, { x: 40, y: 40 }])).toBe('M0 0L32 0Q40 0 40 8L40 40');
    expect(pathOf([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 40 }])).toBe('M0 0L2 0Q4 0 4 8L4 40');
    expect(pathOf([])).toBe('');
  });
});
