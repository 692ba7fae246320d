/** How large steps and their words are, in every density, on maps of every size (docs/spec/map.md, LAYOUT and VIEW rules). */
import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../src/map/layout/geometry';
import { choiceAt, densityAt, levelAt, OUTLINE_STEP_WIDTH, READABLE_TEXT, wholeZoom } from '../../src/map/layout/levels';
import { ROW_HEIGHT_MIN, STACK_GAP, STEP_PADDING, STEP_PADDING_BLOCK, TITLE_LINE_HEIGHT, TITLE_TEXT, type GridInput, type Layout, type Measure } from '../../src/map/layout/shapes';
import { wrapLines } from '../../src/map/layout/step-size';
import { grid, seeded, step } from './fixtures';
import { templates } from './templates';

/** Seven pixels a letter: a little more than Arial's mean. */
const measure: Measure = { title: (text) => text.length * 7, tag: (text) => text.length * 6.4 };
/** The map's part of a laptop's screen, with the bars and the names of stages and lanes taken off. */
const LAPTOP = { width: 1_250, height: 570 };
/** Zooms of every density, and the least and greatest. */
const ZOOMS = [0.4, 0.5, 0.62, 0.79, 0.8, 1, 1.09, 1.1, 1.5, 2];

const WORDS = 'person family asks nurse about the result of her blood test at home with a friend before Friday'.split(' ');
const ARABIC = 'يسأل المريض الممرضة عن نتيجة فحص الدم في البيت مع صديق قبل يوم الجمعة'.split(' ');

/** A map of this many steps with titles of all lengths, the same every time. */
function mapOf(steps: number, size: { stages: number; lanes: number }, words: readonly string[]): GridInput {
  const random = seeded(steps);
  const pick = (count: number) => Math.floor(random() * count);
  const made = Array.from({ length: steps }, (_, index) =>
    step(`n${index}`, `s${pick(size.stages)}.l${pick(size.lanes)}`, Array.from({ length: 3 + pick(6) }, () => words[pick(words.length)]).join(' ')));
  return grid(size, made, made.slice(1).map((each, index) => `n${index}>${each.id}`));
}

const LONG = grid({ stages: 3, lanes: 2 }, [
  step('long', 's0.l0', 'word '.repeat(60).trim()), step('one', 's1.l0', 'x'.repeat(300)), step('german', 's2.l1', 'Rechtsschutzversicherungsgesellschaften'), step('short', 's0.l1', 'a'),
]);
const MAPS: Readonly<Record<string, GridInput>> = {
  '30 steps': mapOf(30, { stages: 6, lanes: 5 }, WORDS), '30 steps right to left': mapOf(30, { stages: 6, lanes: 5 }, ARABIC),
  '200 steps': mapOf(200, { stages: 12, lanes: 8 }, WORDS), 'titles of 300 letters': LONG,
  ...Object.fromEntries(templates().map(({ id, input }) => [id, input])),
};

/** What is wrong with a layout: titles that are cut, steps that overlap or leave their cell. */
function faults(layout: Layout): string[] {
  const found: string[] = [];
  const grown = layout.choice.text / TITLE_TEXT;
  const titles = new Map(layout.input.steps.map((each) => [each.id, each.title]));
  const boxes = [...layout.steps.values()];
  for (const box of boxes) {
    const lines = wrapLines(titles.get(box.id) ?? '', box.width / grown - 2 * STEP_PADDING, measure.title);
    if (box.height < (lines * TITLE_LINE_HEIGHT + 2 * STEP_PADDING_BLOCK) * grown) found.push(`${box.id} cuts its title`);
    const [column, row] = [layout.columns[box.column]!, layout.rows[box.row]!];
    if (box.x < column.x || box.x + box.width > column.x + column.width + 0.5) found.push(`${box.id} leaves its column`);
    if (box.y < row.y || box.y + box.height > row.y + row.height) found.push(`${box.id} leaves its row`);
  }
  boxes.forEach((one, at) => {
    for (const other of boxes.slice(at + 1)) {
      const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
      if (!apart) found.push(`${one.id} overlaps ${other.id}`);
    }
  });
  return found;
}

describe('densities', () => {
  it.each(Object.keys(MAPS))('LAYOUT-4 cuts no title and lets no steps overlap at any zoom, in windows of every width: %s', (name) => {
    for (const zoom of ZOOMS) {
      for (const width of [230, 700, 1_250, 2_450]) {
        const layout = layoutMap(MAPS[name]!, measure, choiceAt(levelAt(zoom, 1), 1, width));
        expect(faults(layout), `${name} at ${zoom} in ${width}`).toEqual([]);
      }
    }
  });

  it('LAYOUT-5 never writes a title below ten pixels on the screen, nor in a step narrower than a word, at any zoom', () => {
    for (const text of [1, 1.45]) {
      for (let zoom = 0.4 * text; zoom <= 2; zoom += 0.01) {
        const choice = choiceAt(levelAt(zoom, text), text, 1_250);
        expect(choice.text * zoom, `zoom ${zoom}`).toBeGreaterThanOrEqual(READABLE_TEXT * text - 0.01);
        expect(layoutMap(MAPS['200 steps']!, measure, choice).steps.get('n0')!.width * zoom).toBeGreaterThanOrEqual(OUTLINE_STEP_WIDTH * text - 1);
      }
    }
    expect([densityAt(0.79), densityAt(0.8), densityAt(1.09), densityAt(1.1)]).toEqual(['outline', 'compact', 'compact', 'full']);
  });

  it.each(templates().map(({ id }) => id))('VIEW-5 shows the whole of a template in words at first, on a laptop: %s', (id) => {
    const zoom = wholeZoom({ input: MAPS[id]!, measure, window: LAPTOP, text: 1 });
    expect(zoom).toBeGreaterThanOrEqual(0.85);
  });

  it('VIEW-5 shows the whole of 30 steps with their signs on a laptop, and uses the window', () => {
    const zoom = wholeZoom({ input: MAPS['30 steps']!, measure, window: LAPTOP, text: 1 })!;
    expect(zoom).toBeGreaterThanOrEqual(0.55);
    const layout = layoutMap(MAPS['30 steps']!, measure, choiceAt(levelAt(zoom, 1), 1, LAPTOP.width));
    expect((layout.width * zoom) / LAPTOP.width).toBeGreaterThan(0.9);
    expect((layout.height * zoom) / LAPTOP.height).toBeGreaterThan(0.8);
  });

  it('VIEW-8 lays an overview out small, with no room that only words need', () => {
    const overview = layoutMap(MAPS['200 steps']!, measure, choiceAt(levelAt(0.2, 1), 1, 1_250));
    const least = layoutMap(MAPS['200 steps']!, measure, choiceAt(levelAt(0.4, 1), 1, 1_250));
    expect(overview.height).toBeLessThan(least.height);
    expect(overview.steps.get('n0')!.width).toBeLessThan(least.steps.get('n0')!.width);
  });

  it('VIEW-8 finds no zoom for a map that fits no window in words', () => {
    expect(wholeZoom({ input: mapOf(2_500, { stages: 25, lanes: 10 }, WORDS), measure, window: LAPTOP, text: 1 })).toBeUndefined();
    expect(wholeZoom({ input: MAPS['30 steps']!, measure, window: { width: 230, height: 500 }, text: 1 })).toBeUndefined();
  });
});

describe('the grid', () => {
  it('LAYOUT-6 is as large as what is in it: an empty row is low, an empty column narrow', () => {
    const layout = layoutMap(grid({ stages: 2, lanes: 3 }, [step('a', 's0.l0', 'word '.repeat(12)), step('b', 's0.l1')]), measure);
    const [high, usual, empty] = layout.rows.map((row) => row.height);
    expect(empty).toBe(ROW_HEIGHT_MIN);
    expect(usual!).toBeGreaterThan(empty!);
    expect(high!).toBeGreaterThan(usual!);
    expect(layout.columns[1]!.width).toBeLessThan(layout.columns[0]!.width);
  });

  it('LAYOUT-6 puts the steps of a cell in two stacks where the window has the width and the map gets lower by it', () => {
    const cell = ['a', 'b', 'c', 'd', 'e'].map((id) => step(id, 's0.l0'));
    const input = grid({ stages: 2, lanes: 2 }, [...cell, step('z', 's1.l1')]);
    const wide = layoutMap(input, measure, choiceAt(1, 1, 890));
    expect(wide.columns.map((column) => column.slots)).toEqual([2, 1]);
    const boxes = ['a', 'b', 'c', 'd', 'e'].map((id) => wide.steps.get(id)!);
    // Read down the first stack, then down the second.
    expect(boxes.map((box) => box.slot)).toEqual([0, 0, 0, 1, 1]);
    expect(boxes[3]!.y).toBe(boxes[0]!.y);
    expect(boxes[3]!.x).toBe(boxes[0]!.x + boxes[0]!.width + STACK_GAP);
    // One that stands alone in the column is no wider than the others.
    const lone = layoutMap({ ...input, steps: [...input.steps, step('alone', 's0.l1')] }, measure, choiceAt(1, 1, 890));
    expect(lone.columns[0]!.slots).toBe(2);
    expect(new Set([...lone.steps.values()].map((box) => box.width)).size).toBe(1);
    expect(layoutMap(input, measure, choiceAt(1, 1, 400)).columns.map((column) => column.slots)).toEqual([1, 1]);
  });

  it('LAYOUT-6 gives the room that people need who space their words more', () => {
    const spaced: Measure = { title: (text) => text.length * (7 + 1.56), tag: measure.tag, lines: 1.5 * 13 / TITLE_LINE_HEIGHT };
    const plain = layoutMap(MAPS['30 steps']!, measure);
    const roomy = layoutMap(MAPS['30 steps']!, spaced);
    for (const [id, box] of plain.steps) expect(roomy.steps.get(id)!.height).toBeGreaterThan(box.height);
  });

  it('gives back the layout before when nothing moves or grows', () => {
    const input = MAPS['30 steps']!;
    const before = layoutMap(input, measure);
    const sameSize = { ...input, steps: input.steps.map((each) => (each.id === 'n3' ? { ...each, title: each.title.replace(/^./, 'X') } : { ...each })) };
    expect(layoutMap(sameSize, measure, before.choice, before)).toBe(before);
    const longer = { ...input, steps: input.steps.map((each) => (each.id === 'n3' ? { ...each, title: 'word '.repeat(30) } : each)) };
    expect(layoutMap(longer, measure, before.choice, before)).not.toBe(before);
    expect(layoutMap({ ...input, links: [] }, measure, before.choice, before)).not.toBe(before);
    expect(layoutMap({ ...input, lanes: [...input.lanes].reverse() }, measure, before.choice, before)).not.toBe(before);
  });
});
