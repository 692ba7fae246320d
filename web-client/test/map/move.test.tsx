// @vitest-environment happy-dom
/** Moving what has the focus by keys and by its menu (docs/spec/map.md, KEY-7). */
import { act } from 'preact/test-utils';
import { afterEach, expect, it } from 'vitest';
import { announcement } from '../../src/notice/notice';
import { key, settle, showMap } from './drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
afterEach(async () => {
  await shown?.remove();
  shown = undefined;
});

const BOTH = { ctrlKey: true, shiftKey: true };
const said = () => announcement.value?.text;
const focused = () => document.activeElement?.getAttribute('aria-label');
const stages = () => shown?.map.stages.value.map(({ title }) => title);
const lanes = () => shown?.map.lanes.value.map(({ title }) => title);

it('KEY-7 a stage and a lane move among their own, keep the focus and say where they are; at the end they stay', async () => {
  shown = await showMap();
  await act(async () => shown?.find(`[data-stage="${shown.stages[0]}"]`)?.focus());
  await key('ArrowRight', BOTH);
  expect([stages(), said()]).toEqual([['Care', 'Before', 'Home'], 'Before moved, now 2 of 3.']);
  expect(focused()).toMatch(/^Edit stage 2: Before/);
  await key('ArrowRight', BOTH);
  await key('ArrowRight', BOTH);
  expect([stages(), said()]).toEqual([['Care', 'Home', 'Before'], 'Not moved.']);
  await key('ArrowDown', BOTH);
  expect(stages()).toEqual(['Care', 'Home', 'Before']);
  await act(async () => shown?.find(`[data-lane="${shown.lanes[0]}"]`)?.focus());
  await key('ArrowDown', BOTH);
  expect([lanes(), said()]).toEqual([['GP', 'Person'], 'Person moved, now 2 of 2.']);
  expect(focused()).toMatch(/^Edit lane: Person/);
  await act(async () => void shown?.undo.undo());
  expect(lanes()).toEqual(['Person', 'GP']);
});

it('KEY-7 a step moves within its cell and into the cell beside, with those chosen with it; nobody moves without the right to', async () => {
  shown = await showMap();
  const [ill, rings] = shown.steps;
  await act(async () => shown?.step(ill)?.focus());
  await key('ArrowDown', BOTH);
  expect([shown.titles(0, 0), said()]).toEqual([['Rings up', 'Feels ill'], 'Feels ill moved to Before, Person, 2 of 2.']);
  await key('ArrowRight', BOTH);
  expect([shown.titles(0, 0), shown.titles(1, 0), focused()?.startsWith('Feels ill')]).toEqual([['Rings up'], ['Feels ill'], true]);
  await act(async () => shown?.editor.chosen.only([ill ?? '', rings ?? '']));
  await settle();
  await key('ArrowDown', BOTH);
  expect(shown.titles(1, 1)).toEqual(['Rings up', 'Feels ill']);
  await act(async () => { if (shown) shown.access.value = 'readOnly'; });
  await key('ArrowLeft', BOTH);
  expect([shown.titles(1, 1), said()]).toEqual([['Rings up', 'Feels ill'], 'You can look, but not change the map.']);
});

it('KEY-7 the menu of a stage offers to move it, where there is a place', async () => {
  shown = await showMap();
  const words = () => [...document.querySelectorAll('.pw-map-menu [role="menuitem"]')].map((each) => each.textContent);
  const first = () => shown?.find(`[data-stage="${shown.stages[0]}"]`);
  await act(async () => first()?.focus());
  await key('F10', { shiftKey: true });
  expect(words()).toEqual(['Open', 'Change the title here', 'Move later', 'Remove']);
  await act(async () => [...document.querySelectorAll<HTMLElement>('.pw-map-menu [role="menuitem"]')].find((each) => each.textContent === 'Move later')?.click());
  await settle();
  expect([stages(), focused()]).toEqual([['Care', 'Before', 'Home'], expect.stringMatching(/^Edit stage 2: Before/)]);
});
