// @vitest-environment happy-dom
/** "Hold others' changes while I write" (docs/spec/shell.md, SHELL-41): real fields, real focus, real messages. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { MapModel } from '../../src/model/map';
import { announce, announcement, clearToasts, HELD_MAX, pinned, showToast, announceHeld, toasts } from '../../src/notice/notice';
import { changePreferences, resetPreferences, preferences, readPreferences } from '../../src/shell/common/preferences';
import { SettingsDialog } from '../../src/shell/common/settings-dialog';
import { holdWhileWriting } from '../../src/shell/workshop/announcements/hold-while-writing';
import { copyOf, device, made, type Device } from '../helpers';
import { addStage, setTitle } from '../short-edits';

let page: HTMLElement;
let stop: () => void;
let mine: Device;
let map: MapModel;
const field = (name: string) => page.querySelector<HTMLElement>(`#${name}`) as HTMLElement;
/** Moves the focus as a browser does: the old place is told where it goes. */
const go = (to: string) => {
  const [before, after] = [document.activeElement, field(to)];
  before?.dispatchEvent(new FocusEvent('focusout', { bubbles: true, relatedTarget: after }));
  after.focus();
  after.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
};
const heard = () => announcement.value?.text;

beforeEach(() => {
  page = document.createElement('div');
  page.innerHTML = '<textarea id="words"></textarea><input id="label" type="text"><input id="choice" type="checkbox"><button id="done"></button>';
  document.body.append(page);
  announcement.value = undefined;
  clearToasts();
  resetPreferences();
  mine = device();
  map = mine.map;
  stop = holdWhileWriting(map);
});
afterEach(() => {
  stop();
  announceHeld();
  resetPreferences();
  page.remove();
});

it('SHELL-41 what others do waits while I write and is told in one go when I leave the field; my own and the connection do not wait', () => {
  changePreferences({ hold: 'on' });
  go('words');
  announce('Ben changed Step “Rest”.', 'edits');
  announce('Ben changed Step “Rest”.', 'edits');
  showToast('Cai joined.', { kind: 'people' });
  expect([heard(), toasts.value]).toEqual([undefined, []]);
  announce('You are offline.', 'connection');
  expect(heard()).toBe('You are offline.');
  announce('Saved for you.');
  expect(heard()).toBe('Saved for you.');
  go('label');
  expect(heard()).toBe('Saved for you.');
  go('choice');
  expect(heard()).toBe('Ben changed Step “Rest”. Cai joined.');
  expect(toasts.value.map(({ text }) => text)).toEqual(['Cai joined.']);
  announce('Dee left.', 'people');
  expect(heard()).toBe('Dee left.');
});

it('SHELL-41 the newest ten are kept, and stopping or turning it off tells what waits', () => {
  changePreferences({ hold: 'on' });
  go('words');
  for (let at = 0; at <= HELD_MAX; at += 1) announce(`News ${at}.`, 'talk');
  changePreferences({ hold: 'off' });
  expect(heard()).toBe(Array.from({ length: HELD_MAX }, (_, at) => `News ${at + 1}.`).join(' '));
  announce('At once.', 'agreement');
  expect(heard()).toBe('At once.');
  changePreferences({ hold: 'on' });
  announce('Later.', 'agreement');
  expect(heard()).toBe('At once.');
  stop();
  expect(heard()).toBe('Later.');
});

it('SHELL-41 nothing waits unless it was chosen; the choice is in the settings and stays on this device', async () => {
  go('words');
  announce('Ben changed Step “Rest”.', 'edits');
  expect(heard()).toBe('Ben changed Step “Rest”.');
  const host = document.createElement('div');
  document.body.append(host);
  await act(async () => render(<SettingsDialog onClose={() => undefined} />, host));
  const choice = [...host.querySelectorAll('label')].find((each) => each.textContent === 'Hold others’ changes while I write')?.querySelector('input');
  expect(choice?.checked).toBe(false);
  await act(async () => choice?.click());
  expect(preferences.value.hold).toBe('on');
  expect(readPreferences(localStorage.getItem('pairway.look')).hold).toBe('on');
  await act(async () => render(null, host));
  host.remove();
});

describe('what I read while I write', () => {
  const theirs = (change: (other: Device) => void) => {
    const other = copyOf(mine);
    change(other);
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(other.doc), 'wire');
  };
  const titles = () => map.stages.value.map(({ title }) => title);

  it('SHELL-41 stands still, with a count, until I let it in; what I change myself is there at once', () => {
    changePreferences({ hold: 'on' });
    const stage = made(addStage(map, 'Referral'));
    go('words');
    theirs(({ map: other }) => addStage(other, 'Care'));
    theirs(({ map: other }) => setTitle(other, { kind: 'stage', id: stage }, 'First call'));
    expect(titles()).toEqual(['Referral']);
    expect(pinned.value?.text).toBe('Others have changed 2 parts of the map. You do not see them yet.');
    made(addStage(map, 'Home'));
    expect(titles()).toEqual(['Referral', 'Home']);
    go('choice');
    // I have left the field: still mine to let in.
    expect(titles()).toEqual(['Referral', 'Home']);
    expect(heard()).toBe('Others have changed 2 parts of the map. You do not see them yet.');
    pinned.value?.action.run();
    expect([...titles()].toSorted()).toEqual(['Care', 'First call', 'Home']);
    expect([heard(), pinned.value]).toEqual(['2 changes by others are shown now.', undefined]);
    theirs(({ map: other }) => addStage(other, 'Rest'));
    expect(titles()).toHaveLength(4);
  });

  it('SHELL-41 is whole where I change it; nothing waits once I have left the field and nobody has changed anything, or turned it off', () => {
    changePreferences({ hold: 'on' });
    const stage = made(addStage(map, 'Referral'));
    go('words');
    theirs(({ map: other }) => setTitle(other, { kind: 'stage', id: stage }, 'Referral by phone'));
    setTitle(map, { kind: 'stage', id: stage }, `${String(map.text({ kind: 'stage', id: stage }, 'title'))}?`);
    expect([titles(), pinned.value]).toEqual([['Referral by phone?'], undefined]);
    go('choice');
    theirs(({ map: other }) => addStage(other, 'Care'));
    expect(titles()).toHaveLength(2);
    go('words');
    theirs(({ map: other }) => addStage(other, 'Home'));
    expect(titles()).toHaveLength(2);
    changePreferences({ hold: 'off' });
    expect([titles().length, pinned.value]).toEqual([3, undefined]);
  });

  it('SHELL-41 while I go on writing what comes after waits again', () => {
    changePreferences({ hold: 'on' });
    go('words');
    theirs(({ map: other }) => addStage(other, 'Care'));
    pinned.value?.action.run();
    expect(titles()).toEqual(['Care']);
    theirs(({ map: other }) => addStage(other, 'Home'));
    expect(titles()).toEqual(['Care']);
    stop();
    expect([...titles()].toSorted()).toEqual(['Care', 'Home']);
  });
});
