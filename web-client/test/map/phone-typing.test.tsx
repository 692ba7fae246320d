// @vitest-environment happy-dom
/** Typing in place on the map of a phone (docs/spec/map.md, PHONE-3). */
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import '../../src/map/phone/phone-map';
import { announcement } from '../../src/notice/notice';
import * as edits from '../short-edits';
import { device } from '../helpers';
import { field, key, settle, showMap, smallMap, type } from './drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
const show = async (...given: Parameters<typeof showMap>) => {
  shown = await showMap(...given);
  await vi.waitFor(() => expect(shown?.find('.pw-phone-map')).not.toBeNull());
  return shown;
};
const click = async (element: HTMLElement | null | undefined) => {
  await act(async () => element?.click());
  await settle();
};
const add = (stage: number, lane: number) => shown?.find(`[data-part="cell-${shown.stages[stage]}/${shown.lanes[lane]}"]`);
const button = (words: string) => [...document.querySelectorAll<HTMLButtonElement>('.pw-phone-typing button')].find((one) => one.textContent === words);
const pip = (at: number) => shown?.find(`.pw-phone-map__numbers li:nth-child(${at + 1}) button`);

beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'scrollTo', { configurable: true, value: () => undefined });
  Object.defineProperty(HTMLElement.prototype, 'scrollIntoView', { configurable: true, value: () => undefined });
});
beforeEach(() => {
  const before = window.matchMedia.bind(window);
  vi.spyOn(window, 'matchMedia').mockImplementation((query) => (query.includes('max-width') ? { ...before(query), matches: true, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as MediaQueryList : before(query)));
});
afterEach(async () => {
  await shown?.remove();
  shown = undefined;
  vi.restoreAllMocks();
  announcement.value = undefined;
});

it('PHONE-3 a + opens a field in its lane, Enter adds and goes on below, a button in the next stage, and the end gives the focus to what was added', async () => {
  const map = await show();
  await click(add(0, 0));
  expect(field()?.getAttribute('aria-label')).toBe('New step: Before, Person');
  expect(map.editor.dialog.value).toBeUndefined();
  await type('Waits');
  await key('Enter');
  expect([map.titles(0, 0), field()?.value]).toEqual([['Feels ill', 'Rings up', 'Waits'], '']);
  await type('Asks');
  await click(button('Next stage'));
  expect(map.titles(0, 0)).toEqual(['Feels ill', 'Rings up', 'Waits', 'Asks']);
  expect(field()?.getAttribute('aria-label')).toBe('New step: Care, Person');
  await type('Sees someone');
  await click(button('Done'));
  expect(map.titles(1, 0)).toEqual(['Sees someone']);
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toContain('Sees someone'));
  expect(field()).toBeUndefined();
});

it('PHONE-3 another stage takes the field along once its words are on the map, and another + ends the one before', async () => {
  const map = await show();
  await click(add(0, 1));
  await type('Answers');
  await click(pip(2));
  expect([map.titles(0, 1), field()?.getAttribute('aria-label')]).toEqual([['Answers'], 'New step: Home, GP']);
  await type('Visits');
  await click(add(2, 0));
  expect([map.titles(2, 1), field()?.getAttribute('aria-label')]).toEqual([['Visits'], 'New step: Home, Person']);
  await key('Escape');
  expect(map.titles(2, 0)).toEqual([]);
  await vi.waitFor(() => expect(document.activeElement).toBe(add(2, 0)));
});

it('PHONE-3 words that cannot be added stay in sight with the reason: while the map is frozen, and when the stage is removed', async () => {
  const map = await show();
  await click(add(1, 1));
  await type('Asks a friend');
  await act(async () => {
    map.frozen.value = true;
    map.access.value = 'readOnly';
  });
  await click(pip(0));
  expect([field()?.value ?? map.find<HTMLTextAreaElement>('.pw-phone-map__elsewhere textarea')?.value]).toEqual(['Asks a friend']);
  await act(async () => {
    map.frozen.value = false;
    map.access.value = 'readWrite';
  });
  await act(async () => void edits.removePart(map.map, { kind: 'stage', id: map.stages[1] ?? '' }));
  await settle();
  expect(map.find<HTMLTextAreaElement>('.pw-phone-map__elsewhere textarea')?.value).toBe('Asks a friend');
  expect(map.find('.pw-phone-map__elsewhere')?.textContent).toContain('was removed meanwhile');
  expect(map.editor.formDrafts.get('typing')).toContain('Asks a friend');
});

it('PHONE-3 a map without anything is begun by typing: stages one after the other, then lanes', async () => {
  const one = device();
  const map = await show({ ...smallMap(), ...one, stages: [], lanes: [], steps: [] });
  await click(map.find('[data-part="add-stage"]'));
  for (const title of ['Before', 'Care']) {
    await type(title);
    await key('Enter');
  }
  await key('Enter');
  expect(one.map.stages.value.map(({ title }) => title)).toEqual(['Before', 'Care']);
  await click(map.find('[data-part="add-lane"]'));
  await type('Person');
  await key('Escape');
  expect(one.map.lanes.value.map(({ title }) => title)).toEqual(['Person']);
});
