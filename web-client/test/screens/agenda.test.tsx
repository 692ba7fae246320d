// @vitest-environment happy-dom
/** Preparing the agenda on the screen (docs/spec/session.md, AGENDA). The server's answers are stand-ins. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkAgenda } from '../../src/model/agenda/check';
import { announcement, clearToasts, toasts } from '../../src/notice/notice';
import { AgendaDialog } from '../../src/shell/workshop/agenda/agenda-dialog';
import { agendaOf, FORMATS } from '../../src/shell/workshop/agenda/formats';
import { PANELS } from '../../src/shell/workshop/panels';
import { openMapOf } from '../helpers';
import '../words';

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  clearToasts();
});
afterEach(() => {
  render(null, page);
  page.remove();
});

const item = (id: string, title: string, mode = 'plenary') => ({ id, min: 10, title, mode, opens: 'patient' });
const AGENDA = [item('a', 'Welcome'), { ...item('b', 'Goals first', 'silent'), says: 'Write alone.', about: 'stage:s1', notes: 'anonymous' as const }, item('c', 'End', 'reflect')];
let workshops = 0;

function workshop(agendaNow: readonly object[] = AGENDA, role = 'facilitator') {
  const meta = signal({ title: 'Heart care', challenge: '', endsOn: '2099-01-01', template: '', format: 'joint workshop', map: 'm', discuss: [], facts: [] });
  const agenda = signal(agendaNow);
  const plan = vi.fn((_command: string, _changes: unknown) => Promise.resolve());
  workshops += 1;
  const map = { stages: signal([{ id: 's1', title: 'Noticing' }]), goals: signal([{ id: 'g1', title: 'I can walk' }]) };
  const open = openMapOf({ facts: { meta, agenda }, me: signal({ nickname: 'Fay', role, side: null }), entry: { endsOn: '2099-01-01', workshop: `w${workshops}` }, api: { plan }, map } as never);
  return { agenda, plan, open };
}
const settle = () => act(() => new Promise<void>((resolve) => { setTimeout(resolve, 0); }));
const draw = async (kit: ReturnType<typeof workshop>) => { await act(() => render(<AgendaDialog open={kit.open} onClose={() => undefined} />, page)); await settle(); };
const field = (id: string) => page.querySelector<HTMLInputElement>(`#${id}`)!;
const type = (id: string, text: string) => act(() => { field(id).value = text; field(id).dispatchEvent(new Event('input', { bubbles: true })); });
const pick = (box: HTMLSelectElement, value: string) => act(() => { box.value = value; box.dispatchEvent(new Event('change', { bubbles: true })); });
const press = async (name: string) => {
  const found = [...page.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name);
  if (!found) throw new Error(`no button ${name}`);
  await act(async () => { found.click(); await Promise.resolve(); });
  await settle();
};
const titles = () => [...page.querySelectorAll<HTMLInputElement>('.pw-item__title input')].map((one) => one.value);
const sent = (kit: ReturnType<typeof workshop>) => kit.plan.mock.calls.at(-1)?.[1] as { readonly agenda: readonly Record<string, unknown>[]; readonly format?: string };

describe('the agenda while it is written', () => {
  it('AGENDA-6 facilitators have it in the menu, and what was changed is sent with the ids of its items', async () => {
    const panel = PANELS.find(({ name }) => name === 'agenda')!;
    expect([panel.who(workshop().open), panel.who(workshop(AGENDA, 'observer').open)]).toEqual([true, false]);
    const kit = workshop();
    await draw(kit);
    await type('agenda-title-0', 'Hello');
    await press('More about: Goals first');
    await type('agenda-says-1', 'Write one goal on each note.');
    expect([...page.querySelectorAll('option')].map((one) => one.textContent)).toEqual(['Nothing special', 'The whole map', 'A question in your own words', 'Stage: Noticing', 'Goal: I can walk']);
    await pick(page.querySelector('select')!, 'question:');
    await press('Save the agenda');
    expect([kit.plan.mock.calls.length, page.textContent?.includes('Part 2: write the question')]).toEqual([0, true]);
    await type('agenda-question-1', 'What helps?');
    await press('Save the agenda');
    expect(sent(kit)).toEqual({
      agenda: [
        { id: 'a', min: 10, title: 'Hello', mode: 'plenary', opens: 'patient' },
        { id: 'b', min: 10, title: 'Goals first', mode: 'silent', opens: 'patient', says: 'Write one goal on each note.', about: 'question:What helps?', notes: 'anonymous' },
        { id: 'c', min: 10, title: 'End', mode: 'reflect', opens: 'patient' },
      ],
    });
  });

  it('AGENDA-6 how people work and who speaks first are chosen by words; a break has nobody who speaks first', async () => {
    const kit = workshop();
    await draw(kit);
    await press('More about: Welcome');
    const choose = (words: string) => act(() => { [...page.querySelectorAll('label')].find((one) => one.textContent?.trim() === words)!.querySelector('input')!.click(); });
    await choose('Break');
    expect([...page.querySelectorAll('legend')].some((one) => one.textContent === 'Who speaks first')).toBe(false);
    await press('Save the agenda');
    expect(sent(kit).agenda[0]).toEqual({ id: 'a', min: 10, title: 'Welcome', mode: 'break', opens: 'none' });
  });

  it('AGENDA-9 items are moved by buttons and by Alt and an arrow, keep the focus, and it is said', async () => {
    const kit = workshop();
    await draw(kit);
    await act(() => field('agenda-down-0').focus());
    await press('Move down: Welcome');
    expect([titles(), document.activeElement?.id, announcement.value?.text]).toEqual([['Goals first', 'Welcome', 'End'], 'agenda-down-0', 'Welcome is part 2 of 3 now.']);
    await act(() => field('agenda-title-0').focus());
    await act(() => void field('agenda-title-0').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true, cancelable: true })));
    expect([titles(), document.activeElement?.id]).toEqual([['Goals first', 'End', 'Welcome'], 'agenda-title-0']);
    await press('Move down: Welcome');
    expect(titles()).toEqual(['Goals first', 'End', 'Welcome']);
  });

  it('AGENDA-9 an item is copied without its id, taken out, and comes back by Undo to its place', async () => {
    const kit = workshop();
    await draw(kit);
    await press('More about: Goals first');
    await press('Make a copy');
    expect([titles(), document.activeElement?.id]).toEqual([['Welcome', 'Goals first', 'Goals first', 'End'], 'agenda-title-3']);
    await press('Remove');
    expect(titles()).toEqual(['Welcome', 'Goals first', 'End']);
    await press('More about: Welcome');
    await press('Remove');
    expect([titles(), document.activeElement?.id]).toEqual([['Goals first', 'End'], 'agenda-title-1']);
    await act(() => toasts.value.at(-1)!.action!.run());
    expect(titles()).toEqual(['Welcome', 'Goals first', 'End']);
    await press('Add a part');
    expect(document.activeElement?.id).toBe('agenda-title-3');
    await type('agenda-title-3', 'Thanks');
    await press('Save the agenda');
    expect(sent(kit).agenda.map(({ id, title }) => [id, title])).toEqual([['a', 'Welcome'], ['b', 'Goals first'], ['c', 'End'], [undefined, 'Thanks']]);
  });

  it('AGENDA-7 shows when each part begins, when all is over, and hints beside it that lead to the part', async () => {
    const kit = workshop([item('a', 'Welcome'), item('v', 'Choose', 'vote'), item('c', 'End', 'reflect')]);
    await draw(kit);
    expect(page.textContent).toContain('30 minutes in all');
    await type('agenda-start', '10:00');
    await type('agenda-end', '10:20');
    for (const words of ['10:10', 'Ends at 10:30', 'Nobody writes alone before the vote', '10 minutes longer than there is time']) expect(page.textContent).toContain(words);
    await press('Go to “Choose”');
    expect(document.activeElement?.id).toBe('agenda-title-1');
    await press('Save the agenda');
    expect(kit.plan.mock.calls).toEqual([]);
  });

  it('AGENDA-6 what others change is followed until I type, and then told', async () => {
    const kit = workshop();
    await draw(kit);
    await act(() => { kit.agenda.value = [item('z', 'Theirs')]; });
    expect([titles(), page.textContent?.includes('Someone else')]).toEqual([['Theirs'], false]);
    await type('agenda-title-0', 'Mine');
    await act(() => { kit.agenda.value = [item('z', 'Theirs again')]; });
    expect([titles(), page.textContent?.includes('Someone else has changed the agenda too')]).toEqual([['Mine'], true]);
  });
});

describe('how people meet', () => {
  it('AGENDA-10 there are eight ways, each with a sentence, and where there is no agenda one to begin with', async () => {
    const kit = workshop([]);
    await draw(kit);
    expect(page.querySelectorAll('.pw-option')).toHaveLength(8);
    const choose = (words: string) => act(() => { [...page.querySelectorAll('label')].find((one) => one.textContent?.trim() === words)!.querySelector('input')!.click(); });
    await choose('Pair session');
    await press('Use this agenda');
    expect(titles()[0]).toBe('Welcome and how we work together');
    expect(page.textContent).not.toContain('Use this agenda');
    await press('Save the agenda');
    expect([sent(kit).format, sent(kit).agenda.length, sent(kit).agenda.every((one) => one['says'] !== undefined && one['id'] === undefined)]).toEqual(['Pair session', 6, true]);
  });

  it('AGENDA-10 the agendas to begin with lack nothing that the check looks at, and say what people do', () => {
    for (const format of FORMATS) {
      const rows = agendaOf(format).map((words, key) => ({ ...words, key }));
      expect([format, checkAgenda(rows)]).toEqual([format, []]);
      for (const { title, says, notes } of rows) expect([title.startsWith('format.'), says.length > 20, notes]).toEqual([false, true, 'named']);
    }
  });
});
