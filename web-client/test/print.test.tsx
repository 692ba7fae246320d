// @vitest-environment happy-dom
/** The paper: pages that are read, with everything on them (docs/spec/browser.md, BROWSER-44). */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { seedMany } from '../dev/seed';
import { MapModel } from '../src/model/map';
import { PAPERS, slices, stageGroups } from '../src/print/pages';
import { PrintView } from '../src/print/print-view';
import { addGoal, addLane, addOutcome, addStage, addStep, linkSteps } from './short-edits';
import { agreementOn, made } from './helpers';

const columns = (...widths: number[]) => {
  let x = 0;
  return widths.map((width) => {
    x += width + 24;
    return { x: x - width - 24, width };
  });
};
const layoutOf = (rows: readonly number[], cards: readonly (readonly [number, number])[]) => {
  let y = 0;
  const placed = rows.map((height, at) => {
    y += height + 4;
    return { lane: `l${at}`, y: y - height - 4, height };
  });
  const steps = new Map(cards.map(([top, height], at) => [`s${at}`, { y: top, height }]));
  return { rows: placed, height: y, steps } as unknown as Parameters<typeof slices>[0];
};

describe('pages', () => {
  it('BROWSER-44 as many stages stand side by side as have room, and one at least', () => {
    expect(stageGroups(columns(200, 200, 200, 200, 200), 700)).toEqual([{ from: 0, to: 3 }, { from: 3, to: 5 }]);
    expect(stageGroups(columns(900, 200, 900), 700)).toEqual([{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 3 }]);
    expect(stageGroups([], 700)).toEqual([]);
  });

  it('BROWSER-44 a page ends between two lanes, else between two steps, and no page is left out', () => {
    const lanes = layoutOf([200, 200, 200, 200], [[10, 100], [210, 100], [420, 100], [630, 100]]);
    expect(slices(lanes, 500)).toEqual([{ top: 0, bottom: 408 }, { top: 408, bottom: 816 }]);
    expect(slices(lanes, 500, 250)[0]).toEqual({ top: 0, bottom: 204 });
    const tall = layoutOf([1_000], Array.from({ length: 10 }, (_, at) => [at * 100, 90] as const));
    for (const { top, bottom } of slices(tall, 350)) {
      expect(bottom - top).toBeLessThanOrEqual(350);
      expect(Array.from(tall.steps.values()).some((step) => step.y < bottom && step.y + step.height > bottom)).toBe(false);
    }
    // A step that is higher than a page is cut rather than lost.
    const huge = slices(layoutOf([900], [[0, 900]]), 300);
    expect(huge.at(-1)).toEqual({ top: 900, bottom: 904 });
    expect(huge.map(({ top }) => top)).toEqual([0, 300, 600, 900]);
  });
});

describe('the paper', () => {
  let page: HTMLElement;
  beforeEach(() => {
    page = document.createElement('div');
    document.body.append(page);
  });
  afterEach(() => {
    render(null, page);
    page.remove();
    document.documentElement.style.fontSize = '';
  });
  const draw = (map: MapModel, size: 'a4' | 'a3' = 'a4') => act(() => render(<PrintView map={map} agreement={agreementOn(map).agreement} title="Heart" challenge="" on={new Date(0)} size={size} />, page));
  const frames = () => [...page.querySelectorAll<HTMLElement>('.pw-print__frame')].map((frame) => ({ width: Number.parseFloat(frame.style.width), height: Number.parseFloat(frame.style.height), scale: Number(/scale\(([\d.]+)\)/.exec(frame.querySelector<HTMLElement>('.pw-print__map')?.style.transform ?? '')?.[1]) }));

  it('BROWSER-44 every step is on a page, no page is higher or wider than the paper, and nothing is made smaller, at every size of text', async () => {
    const map = new MapModel(new Y.Doc());
    seedMany(map, 60);
    for (const [text, size] of [['16px', 'a4'], ['28px', 'a4'], ['16px', 'a3']] as const) {
      document.documentElement.style.fontSize = text;
      await draw(map, size);
      const titles = new Set([...page.querySelectorAll('.pw-print__step .pw-step__title')].map((title) => title.textContent));
      for (const id of map.reading.value) expect(titles.has(map.step(id).value?.title ?? '')).toBe(true);
      for (const frame of frames()) {
        expect(frame.width).toBeLessThanOrEqual(PAPERS[size].width + 1);
        expect(frame.height).toBeLessThanOrEqual(PAPERS[size].height + 1);
        // The smallest words of a step have 12 px, which is 9 pt.
        expect(frame.scale).toBeGreaterThanOrEqual(text === '28px' ? 1.5 : 0.95);
      }
    }
  });

  it('BROWSER-44 goals and outcomes stand above the map, and what leads to another page is told in words', async () => {
    const map = new MapModel(new Y.Doc());
    made(addGoal(map, 'I feel safe'));
    made(addOutcome(map, 'Fewer people feel lost'));
    const lane = made(addLane(map, 'GP'));
    const steps = Array.from({ length: 9 }, (_, at) => made(addStep(map, `Step number ${at + 1}`, { stage: made(addStage(map, `Stage ${at + 1}`)), lane })));
    made(linkSteps(map, steps[0] ?? '', steps[8] ?? ''));
    await draw(map);
    const first = page.querySelector('.pw-print__page')?.textContent ?? '';
    expect(first.indexOf('Fewer people feel lost')).toBeGreaterThan(0);
    expect(first.indexOf('Fewer people feel lost')).toBeLessThan(first.indexOf('1. Stage 1'));
    expect(frames().length).toBeGreaterThan(1);
    expect([...page.querySelectorAll('.pw-print__onward li')].map((line) => line.textContent)).toEqual(['“Step number 1” leads to “Step number 9” (stage 9).']);
  });
});
