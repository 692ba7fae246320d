/**
 * Stubs: a long link is a short line with words at both of its steps ("to ..." below the one, "from ..." above the other).
 *
 * Owns where they stand, in the room that the plan asked for. Pure: which words fit is for whoever draws them.
 */
import type { Point, Rect, CardBox } from './boxes';
import { shownStubs, stubLines } from './plan';
import { lineHeight, STUB_INDENT, type Frame, type GridLink, type LinkPlan, type StubBox } from './shapes';

/** Space between the line of a stub and the next, and between its end and the words. */
const TAIL_APART = 4;
/** Space between the words and the right edge of their step. */
const WORDS_END = 2;

/** A stub's words in a row of that height. */
function rectOf(box: CardBox, y: number, height: number): Rect {
  return { x: box.x + STUB_INDENT, y, width: box.width - STUB_INDENT - WORDS_END, height };
}

/** The line of a stub: down from the step and into the words, each left of the one above it so that none cross. */
function tailOut(box: CardBox, row: number, y: number): Point[] {
  const x = box.x + STUB_INDENT - 2 * TAIL_APART - row * TAIL_APART;
  return [{ x, y: box.y + box.height }, { x, y }, { x: box.x + STUB_INDENT - 1, y }];
}

/** The line of a stub that arrives: out of the words and down into the step; all of a step share the last piece. */
function tailIn(box: CardBox, y: number): Point[] {
  const x = box.x + STUB_INDENT - 3 * TAIL_APART;
  return [{ x: box.x + STUB_INDENT - 1, y }, { x, y }, { x, y: box.y }];
}

/** The stubs at some steps: only what is looked at is worth placing. */
export function placeStubs(plan: LinkPlan, frame: Pick<Frame, 'steps'>, at: Iterable<string>): StubBox[] {
  const boxes: StubBox[] = [];
  for (const step of at) {
    const box = frame.steps.get(step);
    if (!box) continue;
    boxes.push(...stubsOut(box, plan, frame), ...stubsIn(box, plan, frame));
  }
  return boxes;
}

/** Stubs of a list of links: each of the first, and one for the rest; in the order in which the other ends are read. */
function grouped(links: readonly GridLink[], otherEnd: (link: GridLink) => CardBox | undefined): GridLink[][] {
  const place = (link: GridLink): readonly number[] => {
    const box = otherEnd(link);
    return box ? [box.column, box.row, box.index] : [];
  };
  const sorted = [...links].sort((a, b) => place(a).reduce((first, value, index) => first || value - (place(b)[index] ?? 0), 0));
  const { each, rest } = shownStubs(sorted);
  return [...each.map((link) => [link]), ...(rest.length > 0 ? [[...rest]] : [])];
}

/** What leaves a step. */
function stubsOut(box: CardBox, plan: LinkPlan, frame: Pick<Frame, 'steps'>): StubBox[] {
  const line = lineHeight(plan);
  let y = box.y + box.height;
  return grouped(plan.farFrom.get(box.id) ?? [], (link) => frame.steps.get(link.to)).map((links, row) => {
    const height = line * (links.length === 1 ? stubLines(plan.words.get(links[0]?.id ?? '')) : 1);
    const tail = tailOut(box, row, y + line / 2);
    const stub = stubOf(box, { side: 'out', links, tail, y, height }, links.every((link) => (frame.steps.get(link.to)?.column ?? 0) < box.column));
    y += height;
    return stub;
  });
}

/** What reaches a step. */
function stubsIn(box: CardBox, plan: LinkPlan, frame: Pick<Frame, 'steps'>): StubBox[] {
  const all = grouped(plan.farTo.get(box.id) ?? [], (link) => frame.steps.get(link.from));
  const line = lineHeight(plan);
  return all.map((links, row) => {
    const y = box.y - (all.length - row) * line;
    const tail = tailIn(box, y + line / 2);
    return stubOf(box, { side: 'in', links, tail, y, height: line }, links.every((link) => (frame.steps.get(link.from)?.column ?? 0) > box.column));
  });
}

/** A stub in its place. */
function stubOf(box: CardBox, given: { side: StubBox['side']; links: readonly GridLink[]; tail: Point[]; y: number; height: number }, back: boolean): StubBox {
  const links = given.links.map((link) => link.id);
  return { id: `${box.id}|${given.side}|${links.join()}`, step: box.id, side: given.side, links, ...rectOf(box, given.y, given.height), tail: given.tail, back };
}
