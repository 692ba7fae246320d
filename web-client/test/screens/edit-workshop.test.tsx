// @vitest-environment happy-dom
/**
 * Changing name, shared challenge and end date (docs/spec/shell.md, SHELL-50 and following), drawn into a page that is not a
 * browser. The server's answers are stand-ins.
 */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/model/people';
import { announcement, clearToasts, toasts } from '../../src/notice/notice';
import { server } from '../../src/shell/common/services';
import { today } from '../../src/shell/common/today';
import { CHALLENGE_UNITS_MAX, dayAfter, TITLE_UNITS_MAX } from '../../src/shell/start/start-form';
import { PanelView } from '../../src/shell/workshop/panel-view';
import { EditWorkshopDialog } from '../../src/shell/workshop/dialogs/edit-workshop-dialog';
import { PANELS } from '../../src/shell/workshop/panels';
import { ApiError, type ServerConfig } from '../../src/workshop/api';
import { openMapOf } from '../helpers';

const META = { title: 'Heart care', challenge: 'Fewer people drop out', endsOn: dayAfter(today(), 20), template: '', format: '', map: 'm', frozen: false, rosterRevision: 1 };
const DAYS_MAX = 30;

let page: HTMLElement;
/** Resolves the call that is under way. */
let answer: (failure?: Error) => void;

function workshop(role: Role = 'facilitator') {
  const meta = signal<Partial<typeof META> | undefined>(META);
  const edit = vi.fn((_command: string, _changes: unknown) => new Promise<void>((resolve, reject) => { answer = (failure) => (failure ? reject(failure) : resolve()); }));
  const me = signal<{ nickname: string; role: Role; side: null }>({ nickname: 'Fay', role, side: null });
  const open = openMapOf({ facts: { meta }, me, api: { edit } });
  const set = (changes: Partial<typeof META>) => act(async () => { meta.value = { ...meta.peek(), ...changes }; });
  return { open, edit, set, me, sent: () => edit.mock.calls.map(([, changes]) => changes) };
}

const closed = vi.fn();
async function show(kit: ReturnType<typeof workshop>): Promise<void> {
  await act(async () => render(<EditWorkshopDialog open={kit.open} onClose={closed} />, page));
  await act(async () => undefined);
}
function field(name: 'title' | 'challenge' | 'endsOn'): HTMLInputElement {
  const found = page.querySelector<HTMLInputElement>(`#workshop-${name}`);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}
async function typeInto(input: HTMLInputElement | null, text: string): Promise<void> {
  if (!input) throw new Error('no field');
  await act(async () => {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
/** The three fields of the end date, the year first. */
const dayFields = () => ['-year', '-month', ''].map((part) => page.querySelector<HTMLInputElement>(`#workshop-endsOn${part}`));
/** The end date that is in them. */
const dayShown = () => dayFields().map((input, at) => input?.value.padStart(at === 0 ? 4 : 2, '0')).join('-');
async function type(name: 'title' | 'challenge' | 'endsOn', text: string): Promise<void> {
  if (name !== 'endsOn') return typeInto(field(name), text);
  for (const [at, part] of text.split('-').entries()) await typeInto(dayFields()[at] ?? null, part);
  return undefined;
}
async function press(name: string): Promise<void> {
  const found = [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent) === name);
  if (!found) throw new Error(`no button ${name}`);
  await act(async () => found.click());
  await act(async () => undefined);
}
const answered = (failure?: Error) => act(async () => answer(failure));
const mistakeAt = (name: 'title' | 'challenge' | 'endsOn') => page.querySelector(`#workshop-${name}-error`)?.textContent ?? '';
const summary = () => page.querySelector<HTMLElement>('.nhsuk-error-summary');
const refused = (code: string) => new ApiError(code, 'The words of the server.', { status: 400 });

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  clearToasts();
  closed.mockReset();
  vi.spyOn(server, 'config').mockResolvedValue({ retentionDaysMax: DAYS_MAX } as ServerConfig);
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  vi.restoreAllMocks();
});

describe('a role that changes', () => {
  it('FORM-4 the form of what the workshop is stays with its words, and says why they cannot be saved', async () => {
    const kit = workshop();
    await act(async () => render(<PanelView open={kit.open} name="editWorkshop" onClose={closed} />, page));
    await vi.waitFor(() => expect(page.querySelector('#workshop-title')).not.toBeNull());
    await type('title', 'Heart care, all of it');
    await act(async () => { kit.me.value = { ...kit.me.peek(), role: 'professional' }; });
    expect([field('title').value, page.querySelector('[role=status]')?.textContent]).toEqual(['Heart care, all of it', expect.stringContaining('Your role has changed')]);
    // Opened anew it is not for me.
    await act(async () => render(null, page));
    await act(async () => render(<PanelView open={kit.open} name="editWorkshop" onClose={closed} />, page));
    expect(page.querySelector('dialog')).toBeNull();
  });
});

describe('changing what the workshop is', () => {
  it('SHELL-50 holds what is now, sends only what was changed, once, and says that it is saved', async () => {
    const kit = workshop();
    await show(kit);
    expect([field('title').value, field('challenge').value, dayShown()]).toEqual([META.title, META.challenge, META.endsOn]);
    const hints = (field('endsOn').closest('fieldset')?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => page.querySelector(`#${id}`)?.textContent).join(' ');
    expect(hints).toContain('deleted for good');
    await type('title', '  Care at home ');
    await type('challenge', 'Something else');
    await type('challenge', META.challenge);
    await press('Save');
    await press('Saving');
    expect(kit.sent()).toEqual([{ title: 'Care at home' }]);
    expect(closed).not.toHaveBeenCalled();
    await answered();
    expect(closed).toHaveBeenCalledTimes(1);
    expect(toasts.value.map((toast) => toast.text)).toEqual(['Your changes are saved.']);
    expect(announcement.value?.text).toBe('Your changes are saved.');
  });

  it('SHELL-50 each field has the limits of starting, and nothing is sent until all of what was changed is right', async () => {
    const kit = workshop();
    await show(kit);
    await type('title', 'x'.repeat(TITLE_UNITS_MAX + 1));
    await type('challenge', ' ');
    await type('endsOn', dayAfter(today(), DAYS_MAX + 1));
    await press('Save');
    expect(document.activeElement).toBe(summary());
    expect(mistakeAt('title')).toContain(`${TITLE_UNITS_MAX} characters or fewer`);
    expect(mistakeAt('challenge')).toContain('Say what you want to make better');
    expect(mistakeAt('endsOn')).toContain('or earlier');
    await act(async () => summary()?.querySelectorAll('a')[2]?.click());
    expect(document.activeElement).toBe(field('endsOn'));
    await type('title', ' ');
    await type('challenge', 'x'.repeat(CHALLENGE_UNITS_MAX + 1));
    await type('endsOn', dayAfter(today(), -1));
    await press('Save');
    expect(mistakeAt('title')).toContain('Enter a name');
    expect(mistakeAt('challenge')).toContain(`${CHALLENGE_UNITS_MAX} characters or fewer`);
    expect(mistakeAt('endsOn')).toContain('today or later');
    expect(kit.edit).not.toHaveBeenCalled();
    const last = dayAfter(today(), DAYS_MAX);
    await type('title', META.title);
    await type('challenge', META.challenge);
    await type('endsOn', last);
    await press('Save');
    expect(kit.sent()).toEqual([{ endsOn: last }]);
  });

  it('SHELL-50 what was not changed is not checked: an end date of today or an empty challenge stand in nobody’s way', async () => {
    const kit = workshop();
    await kit.set({ endsOn: dayAfter(today(), -1), challenge: '' });
    await show(kit);
    await press('Save');
    expect(kit.edit).not.toHaveBeenCalled();
    expect(closed).toHaveBeenCalledTimes(1);
    await type('title', 'Care at home');
    await press('Save');
    expect(kit.sent()).toEqual([{ title: 'Care at home' }]);
  });

  it('SHELL-50 only facilitators are offered it', () => {
    const panel = PANELS.find((one) => one.name === 'editWorkshop');
    const offered = (['facilitator', 'patientLeader', 'professional', 'carer', 'supporter', 'observer'] as const).filter((role) => panel?.who(workshop(role).open));
    expect(offered).toEqual(['facilitator']);
  });

  it('SHELL-51 each refusal is told in the words of the form at its field, and everything typed stays', async () => {
    const kit = workshop();
    await show(kit);
    await type('title', 'Care at home');
    await type('challenge', 'Nobody waits');
    await type('endsOn', dayAfter(today(), 5));
    const cases = [
      ['title_empty', 'title', 'words of the server'], ['title_too_long', 'title', 'words of the server'], ['title_unreadable', 'title', 'The name has letters or signs'],
      ['challenge_too_long', 'challenge', 'words of the server'], ['challenge_unreadable', 'challenge', 'This text has letters'],
      ['end_date_unreadable', 'endsOn', 'Enter an end date'], ['end_date_past', 'endsOn', 'today or later'], ['end_date_too_late', 'endsOn', 'words of the server'],
    ] as const;
    for (const [code, name, words] of cases) {
      await press('Save');
      await answered(refused(code));
      expect(mistakeAt(name), code).toContain(words);
      expect(document.activeElement, code).toBe(summary());
      expect(page.querySelectorAll('.nhsuk-form-group--error').length, code).toBe(1);
    }
    expect([field('title').value, field('challenge').value]).toEqual(['Care at home', 'Nobody waits']);
    expect(new Set(kit.edit.mock.calls.map(([command]) => command)).size, 'a refused command is not sent again').toBe(cases.length);
  });

  it('SHELL-51 without a line everything typed stays, and the reason is at the top', async () => {
    vi.spyOn(server, 'config').mockRejectedValue(new ApiError('offline', '', { status: 0 }));
    const kit = workshop();
    await show(kit);
    await type('title', 'Care at home');
    await type('endsOn', dayAfter(today(), DAYS_MAX + 1));
    await press('Save');
    await answered(new ApiError('offline', '', { status: 0 }));
    expect(summary()?.textContent).toContain('We cannot reach the server');
    expect(field('title').value).toBe('Care at home');
    expect(closed).not.toHaveBeenCalled();
    await press('Save');
    expect(kit.sent()[1], 'how far ahead is left to the server').toEqual({ title: 'Care at home', endsOn: dayAfter(today(), DAYS_MAX + 1) });
  });

  it('SHELL-52 an untouched field follows; a touched one shows what it is now and waits for a choice', async () => {
    const kit = workshop();
    await show(kit);
    await type('title', 'Care at home');
    // What was typed and taken back is not touched.
    await type('challenge', 'Something else');
    await type('challenge', META.challenge);
    await kit.set({ title: 'Heart school', challenge: 'Nobody waits' });
    expect([field('title').value, field('challenge').value]).toEqual(['Care at home', 'Nobody waits']);
    expect(page.querySelectorAll('blockquote').length).toBe(1);
    expect(page.querySelector('blockquote')?.textContent).toBe('Heart school');
    expect(announcement.value?.text).toBe('Someone else has changed the name. It is now: Heart school');
    await press('Save');
    expect(mistakeAt('title')).toContain('Choose which name to keep');
    expect(kit.edit).not.toHaveBeenCalled();
    await press('Keep what I typed: Name of the workshop');
    expect(document.activeElement).toBe(field('title'));
    expect(mistakeAt('title')).toBe('');
    expect(page.querySelector('blockquote')).toBeNull();
    await press('Save');
    expect(kit.sent()).toEqual([{ title: 'Care at home' }]);
  });

  it('SHELL-52 taking the new one lets the field follow again, and the same text typed by both needs no choice', async () => {
    const kit = workshop();
    await show(kit);
    await type('endsOn', dayAfter(today(), 5));
    await type('challenge', 'Nobody waits');
    await kit.set({ endsOn: dayAfter(today(), 6), challenge: 'Nobody waits' });
    expect(page.querySelectorAll('blockquote').length).toBe(1);
    await press('Use the new one: End date');
    expect(dayShown()).toBe(dayAfter(today(), 6));
    await kit.set({ endsOn: dayAfter(today(), 7) });
    expect(dayShown()).toBe(dayAfter(today(), 7));
    await press('Save');
    expect(kit.edit).not.toHaveBeenCalled();
    expect(toasts.value.map((toast) => toast.text)).toEqual(['You have not changed anything.']);
  });
});
