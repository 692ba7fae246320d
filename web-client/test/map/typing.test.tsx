// @vitest-environment happy-dom
/** Typing on the map (docs/spec/map.md, TYPE rules). */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { letterKeys } from '../../src/editor/state/letter-keys';
import { linesOf } from '../../src/map/typing/lines';
import { typing } from '../../src/map/typing/start';
import { TITLE_UNITS_MAX } from '../../src/model/limits';
import { announcement } from '../../src/notice/notice';
import * as edits from '../short-edits';
import { field, key, settle, showMap, smallMap, type } from './drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
const show = async (...given: Parameters<typeof showMap>) => (shown = await showMap(...given));
const said = () => announcement.value?.text ?? '';
const click = (element: HTMLElement | null | undefined, detail = 1) => act(async () => void element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail })));
const box = () => document.querySelector('[data-typing]');
const button = (words: string) => [...document.querySelectorAll<HTMLButtonElement>('[data-typing] button')].find((one) => one.textContent === words);

beforeEach(async () => {
  await typing.load();
  announcement.value = undefined;
});
afterEach(async () => {
  await shown?.remove();
  shown = undefined;
  letterKeys.value = 'off';
});

describe('adding is typing', () => {
  it('TYPE-1 a press on an empty place opens a field in it within the press; Enter adds and goes on below, empty words end', async () => {
    const map = await show();
    await act(async () => map.editor.open({ kind: 'step', id: map.steps[0] ?? '' }, 'stay'));
    const place = map.cellButton(1, 1);
    place?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    // Without waiting: the field has the focus before the press is over.
    expect(field()?.getAttribute('aria-label')).toBe('New step: Care, GP');
    expect([field()?.dir, map.editor.opened.value]).toEqual(['auto', undefined]);
    await type('Takes blood');
    await key('Enter');
    expect(map.titles(1, 1)).toEqual(['Takes blood']);
    expect([said(), field()?.value]).toEqual(['Added: Takes blood.', '']);
    await type('Rings back');
    await key('Enter');
    await key('Enter');
    expect(map.titles(1, 1)).toEqual(['Takes blood', 'Rings back']);
    expect(box()).toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toContain('Rings back');
  });

  it('TYPE-1 a field below a step adds there, and Escape keeps what was written', async () => {
    const map = await show();
    await act(async () => map.step(map.steps[0])?.focus());
    await key('Insert');
    await type('Waits a week');
    await key('Escape');
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'Waits a week', 'Rings up']);
    expect(box()).toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toContain('Waits a week');
  });

  it('TYPE-2 Tab goes on in the next stage of the lane and Shift and Tab back; beyond the last the browser has it', async () => {
    const map = await show();
    await click(map.cellButton(1, 0));
    await type('Sees someone');
    expect(await key('Tab')).toBe(true);
    expect(field()?.getAttribute('aria-label')).toBe('New step: Home, Person');
    expect(await key('Tab')).toBe(false);
    await type('Rests');
    expect(await key('Tab', { shiftKey: true })).toBe(true);
    expect(field()?.getAttribute('aria-label')).toBe('New step: Care, Person');
    await key('Tab', { shiftKey: true });
    expect(field()?.getAttribute('aria-label')).toBe('New step: Before, Person');
    await key('Escape');
    expect([map.titles(1, 0), map.titles(2, 0)]).toEqual([['Sees someone'], ['Rests']]);
    expect(map.map.partCount.value).toBe(3 + 2 + 4);
  });

  it('TYPE-3 letters typed before the field is loaded stand in it, and Enter of a composition adds nothing', async () => {
    const map = await show();
    const loaded = vi.spyOn(typing, 'loaded').mockReturnValue(undefined);
    map.cellButton(2, 1)?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    const catcher = field();
    expect(catcher?.className).toBe('pw-hidden');
    await type('Quick ');
    loaded.mockRestore();
    await vi.waitFor(() => expect(field()).not.toBe(catcher));
    expect([field()?.value, catcher?.isConnected]).toEqual(['Quick ', false]);
    await type('かんじ');
    await key('Enter', { isComposing: true });
    await key('Tab', { isComposing: true });
    expect([map.titles(2, 1), field()?.value]).toEqual([[], 'Quick かんじ']);
    await key('Enter');
    expect(map.titles(2, 1)).toEqual(['Quick かんじ']);
  });

  it('TYPE-4 words stay when the map is frozen, with the reason, and go in afterwards', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type('Asks a friend');
    await act(async () => {
      map.frozen.value = true;
      map.access.value = 'readOnly';
    });
    expect(box()?.querySelector('[role=status]')?.textContent).toContain('A facilitator has locked the map.');
    await key('Enter');
    expect([field()?.value, map.titles(1, 1)]).toEqual(['Asks a friend', []]);
    await act(async () => {
      map.frozen.value = false;
      map.access.value = 'readWrite';
    });
    await key('Enter');
    expect(map.titles(1, 1)).toEqual(['Asks a friend']);
  });

  it('TYPE-4 words stay when the lane is removed, and another place is offered with them', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type('Asks a friend');
    await act(async () => void edits.removePart(map.map, { kind: 'lane', id: map.lanes[1] ?? '' }));
    expect(box()?.querySelector('[role=status]')?.textContent).toContain('The lane “GP” was removed meanwhile. Your words are still here.');
    await key('Enter');
    expect(field()?.value).toBe('Asks a friend');
    await click(button('Choose another place'));
    await vi.waitFor(() => expect(document.querySelector<HTMLTextAreaElement>('dialog textarea')?.value).toBe('Asks a friend'));
    expect(document.querySelector('dialog')?.textContent).toContain('Choose another place below.');
  });

  it('TYPE-4 words begun are in their place again when the map is drawn anew', async () => {
    const drafts = new Map<string, string>();
    const one = smallMap();
    const first = await show(one, drafts);
    await click(first.cellButton(1, 1));
    await type('Half a thou');
    await first.remove();
    expect(drafts.size).toBe(1);
    await show(one, drafts);
    await vi.waitFor(() => expect(field()?.value).toBe('Half a thou'));
    await type('ght');
    await key('Enter');
    expect([shown?.titles(1, 1), drafts.size]).toEqual([['Half a thought'], 0]);
  });

  it('TYPE-4 too many letters are refused, with how many, and nothing is cut', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type('x'.repeat(TITLE_UNITS_MAX + 2));
    expect(box()?.querySelector('[role=alert]')?.textContent).toContain('Too long by 2 letters.');
    await key('Enter');
    expect([map.titles(1, 1), field()?.value.length]).toEqual([[], TITLE_UNITS_MAX + 2]);
    expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(false);
  });

  it('TYPE-1 going elsewhere ends the field and keeps what was written', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type('Left behind');
    await act(async () => map.step(map.steps[0])?.focus());
    await vi.waitFor(() => expect(box()).toBeNull());
    expect(map.titles(1, 1)).toEqual(['Left behind']);
    expect(document.activeElement?.getAttribute('aria-label')).toContain('Feels ill');
  });

  it('TYPE-5 stages and lanes are typed one after the other', async () => {
    const map = await show();
    const column = map.find(`[data-stage="${map.stages[0]}"]`);
    await act(async () => column?.focus());
    await key('Insert');
    expect(field()?.getAttribute('aria-label')).toBe('New stage');
    await type('Review');
    await key('Enter');
    await type('After a year');
    await key('Escape');
    expect(map.map.stages.value.map(({ title }) => title)).toEqual(['Before', 'Care', 'Home', 'Review', 'After a year']);
    expect(document.activeElement?.getAttribute('aria-label')).toContain('After a year');
  });
});

describe('pasting', () => {
  const paste = (text: string) => act(async () => {
    const event = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(event, { clipboardData: { getData: () => text } });
    (document.activeElement ?? document).dispatchEvent(event);
  });

  it('TYPE-6 lines pasted on a place are shown and added together; one undo takes all back', async () => {
    const map = await show();
    await act(async () => map.step(map.steps[0])?.focus());
    await paste('  One \r\nTwo\n\nThree\n');
    await settle();
    expect(box()?.textContent).toContain('Add 3 steps?');
    expect([...(box()?.querySelectorAll('li') ?? [])].map((line) => line.textContent)).toEqual(['One', 'Two', 'Three']);
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'Rings up']);
    await click(button('Add 3 steps'));
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'One', 'Two', 'Three', 'Rings up']);
    expect(map.undo.canUndo.value?.verb).toBe('addMany');
    map.undo.undo();
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'Rings up']);
    map.undo.redo();
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'One', 'Two', 'Three', 'Rings up']);
  });

  it('TYPE-6 columns of a spreadsheet are stages, where there are enough of them', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type('a\tb\nc\t\n\td');
    expect(box()?.textContent).toContain('For Home');
    await key('Enter');
    expect([map.titles(1, 1), map.titles(2, 1)]).toEqual([['a', 'c'], ['b', 'd']]);
    await key('Escape');
    await click(map.cellButton(2, 0));
    await type('a\tb');
    expect(box()?.textContent).toContain('There are not enough stages');
    await key('Enter');
    expect(map.titles(2, 0)).toEqual(['a', 'b']);
  });

  it('TYPE-6 lines are not added by going away, and one that is too long is said', async () => {
    const map = await show();
    await click(map.cellButton(1, 1));
    await type(`fits\n${'y'.repeat(TITLE_UNITS_MAX + 1)}`);
    await key('Enter');
    expect([map.titles(1, 1), box()?.querySelector('[role=alert]')?.textContent]).toEqual([[], 'One line is too long by 1 letter. Nothing was cut: shorten it, then add it.']);
    await act(async () => map.step(map.steps[0])?.focus());
    await settle();
    expect(box()?.querySelector('textarea')?.value).toContain('fits');
    await click(button('Do not add'));
    expect([box(), map.titles(1, 1)]).toEqual([null, []]);
  });

  it('TYPE-6 reads lines and cells, also quoted ones, as spreadsheets write them', () => {
    const titles = (text: string) => linesOf(text).lines.map(({ title, column }) => `${column}:${title}`);
    expect(titles('"a ""b""\nc"\td\r\ne')).toEqual(['0:a "b" c', '1:d', '0:e']);
    expect(titles('"not closed\tx')).toEqual(['0:"not closed', '1:x']);
    expect(titles('\t\tx\n\ty')).toEqual(['1:x', '0:y']);
    expect(titles("'=1+1\t'quoted'")).toEqual(['0:=1+1', "1:'quoted'"]);
    expect([titles(''), titles('\n\t\n')]).toEqual([[], []]);
    expect(linesOf('a\nb', 'together').lines).toEqual([{ title: 'a b', column: 0 }]);
  });
});

describe('titles in place, and keys', () => {
  it('TYPE-7 F2 or a double press changes a title in place, bound to the map', async () => {
    const map = await show();
    const id = map.steps[0] ?? '';
    await act(async () => map.step(id)?.focus());
    await key('F2');
    expect([field()?.value, field()?.labels?.[0]?.textContent]).toEqual(['Feels ill', 'Title of Feels ill']);
    await type(' at night');
    expect(map.map.step(id).value?.title).toBe('Feels ill at night');
    edits.setText(map.map, { kind: 'step', id }, 'title', { text: 'She feels ill at night' });
    expect(field()?.value).toBe('She feels ill at night');
    await key('Enter');
    expect([box(), document.activeElement]).toEqual([null, map.step(id)]);
    await act(async () => void map.step(id)?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true })));
    expect(field()?.value).toBe('She feels ill at night');
  });

  it('TYPE-8 letters, Space and Backspace on a step change nothing and open no field, unless letters are keys by choice', async () => {
    const map = await show();
    await act(async () => map.step(map.steps[0])?.focus());
    for (const letter of ['n', 'm', 'l', 'Backspace']) expect(await key(letter)).toBe(false);
    expect([box(), map.editor.dialog.value, map.map.removed.value]).toEqual([null, undefined, []]);
    await key(' ');
    expect(map.editor.opened.value?.id).toBe(map.steps[0]);
    expect(document.activeElement).toBe(map.step(map.steps[0]));
    letterKeys.value = 'on';
    await key('n');
    expect(field()?.getAttribute('aria-label')).toBe('New step: Before, Person');
  });

  it('TYPE-1 nobody types without the right to edit, and the reason is said', async () => {
    const map = await show();
    await act(async () => { map.access.value = 'readOnly'; });
    await click(map.cellButton(1, 1));
    expect([box(), said()]).toEqual([null, 'You can look, but not change the map.']);
  });
});
