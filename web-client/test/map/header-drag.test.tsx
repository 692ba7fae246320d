// @vitest-environment happy-dom
/** Dragging the names of stages and lanes (docs/spec/map.md, GESTURE-9). */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { headerIndexAt } from '../../src/map/header-input';
import { announcement } from '../../src/notice/notice';
import { key, settle, showMap } from './drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
beforeEach(() => {
  Object.assign(HTMLElement.prototype, { setPointerCapture: () => undefined, hasPointerCapture: () => true });
});
afterEach(async () => {
  await shown?.remove();
  shown = undefined;
});

const titles = () => shown?.map.stages.value.map(({ title }) => title);
const send = (element: Element | null | undefined, type: string, at: { x?: number; y?: number }, more: PointerEventInit = {}) =>
  act(async () => void element?.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, pointerType: 'mouse', button: 0, clientX: at.x ?? 0, clientY: at.y ?? 0, ...more })));

it('GESTURE-9 a stage dropped between two others goes there, and opens nothing; a lane likewise', async () => {
  shown = await showMap();
  const first = shown.find(`[data-stage="${shown.stages[0]}"]`);
  await send(first, 'pointerdown', { x: 20 });
  await send(first, 'pointermove', { x: 5_000 });
  expect([shown.find('.pw-map__header-drop') !== null, first?.hasAttribute('data-dragged'), announcement.value?.text]).toEqual([true, true, 'Moving Before. Drop it between two others, or press Escape.']);
  await send(first, 'pointerup', { x: 5_000 });
  await act(async () => void first?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 })));
  await settle();
  expect(titles()).toEqual(['Care', 'Home', 'Before']);
  expect([shown.find('.pw-map__header-drop'), shown.editor.opened.value, shown.editor.dialog.value, announcement.value?.text]).toEqual([null, undefined, undefined, 'Before moved, now 3 of 3.']);
  const lane = shown.find(`[data-lane="${shown.lanes[1]}"]`);
  await send(lane, 'pointerdown', { y: 400 });
  await send(lane, 'pointermove', { y: 1 });
  await send(lane, 'pointerup', { y: 1 });
  expect(shown.map.lanes.value.map(({ title }) => title)).toEqual(['GP', 'Person']);
});

it('GESTURE-9 Escape leaves it where it was, a finger that moves at once moves the map, and nobody drags without the right to edit', async () => {
  shown = await showMap();
  const first = shown.find(`[data-stage="${shown.stages[0]}"]`);
  await send(first, 'pointerdown', { x: 20 });
  await send(first, 'pointermove', { x: 5_000 });
  await key('Escape');
  await send(first, 'pointerup', { x: 5_000 });
  expect([titles(), shown.find('.pw-map__header-drop')]).toEqual([['Before', 'Care', 'Home'], null]);
  await send(first, 'pointerdown', { x: 20 }, { pointerType: 'touch' });
  await send(first, 'pointermove', { x: 5_000 }, { pointerType: 'touch' });
  expect(shown.find('.pw-map__header-drop')).toBeNull();
  await send(first, 'pointerup', { x: 5_000 }, { pointerType: 'touch' });
  await act(async () => { if (shown) shown.access.value = 'readOnly'; });
  await send(first, 'pointerdown', { x: 20 });
  await send(first, 'pointermove', { x: 5_000 });
  await send(first, 'pointerup', { x: 5_000 });
  expect(titles()).toEqual(['Before', 'Care', 'Home']);
});

it('GESTURE-9 a name goes behind those whose middle it has passed', () => {
  const spans = [{ from: 0, to: 10 }, { from: 20, to: 30 }, { from: 40, to: 50 }];
  expect([0, 24, 26, 46].map((value) => headerIndexAt(spans, 0, value))).toEqual([0, 0, 1, 2]);
  expect([0, 6, 24, 44, 60].map((value) => headerIndexAt(spans, 2, value))).toEqual([0, 1, 1, 2, 2]);
});
