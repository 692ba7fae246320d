/** Where steps stand on the map (docs/spec/map.md, LAYOUT rules). */
import { describe, expect, it } from 'vitest';
import { cellRect, dropLine, layoutMap, gridPositionAt } from '../../src/map/layout/geometry';
import { stepsAt, STEP_WIDTH, TITLE_LINE_HEIGHT, TITLE_LINES_MAX } from '../../src/map/layout/shapes';
import { stepHeight, tagRows, wrapLines } from '../../src/map/layout/step-size';
import { grid, measure, step } from './fixtures';

describe('layout', () => {
  it('LAYOUT-1 puts stages left to right and lanes top to bottom, without overlap', () => {
    const layout = layoutMap(grid({ stages: 3, lanes: 2 }, [step('a', 's0.l0')]), measure);
    expect(layout.columns.map((column) => column.stage)).toEqual(['s0', 's1', 's2']);
    expect(layout.rows.map((row) => row.lane)).toEqual(['l0', 'l1']);
    for (let i = 1; i < 3; i += 1) expect(layout.columns[i]!.x).toBeGreaterThan(layout.columns[i - 1]!.x + layout.columns[i - 1]!.width);
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
    const usual = { density: 'compact', text: 13, width: STEP_WIDTH } as const;
    const short = stepHeight({ title: 'Call', tags: [] }, measure, usual);
    const long = stepHeight({ title: 'Explains the result in plain words with a written summary', tags: [] }, measure, usual);
    const endless = stepHeight({ title: 'word '.repeat(500), tags: [] }, measure, usual);
    const lines = TITLE_LINES_MAX;
    expect(long).toBeGreaterThan(short);
    expect(endless - short).toBe((lines - 1) * TITLE_LINE_HEIGHT);
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
