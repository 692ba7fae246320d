// @vitest-environment happy-dom
/** "Hold others' changes while I write" (docs/spec/shell.md, SHELL-41): real fields, real focus, real messages. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { announce, announcement, clearToasts, HELD_MAX, showToast, announceHeld, toasts } from '../../src/notice/notice';
import { changePreferences, resetPreferences, preferences, readPreferences } from '../../src/shell/common/preferences';
import { SettingsDialog } from '../../src/shell/common/settings-dialog';
import { holdWhileWriting } from '../../src/shell/workshop/announcements/hold-while-writing';

let page: HTMLElement;
let stop: () => void;
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
  stop = holdWhileWriting();
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
