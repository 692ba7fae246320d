// @vitest-environment happy-dom
/** The panel of writing alone and the counts of whoever runs the session (docs/spec/session.md). The server's answers are stand-ins. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { MapModel } from '../../src/model/map';
import { NotesModel } from '../../src/model/session/my-notes';
import { NOT_WRITING, type Idea, type Writing } from '../../src/model/session/shared-notes';
import type { Reveal } from '../../src/model/session/reveals';
import type { Role } from '../../src/model/people';
import type { SaveState } from '../../src/sync/status';
import { IdeaList } from '../../src/shell/workshop/session/notes/idea-list';
import { NotesPanel } from '../../src/shell/workshop/session/notes/notes-panel';
import { NotesRun } from '../../src/shell/workshop/session/notes/notes-run';
import type { OpenMap } from '../../src/workshop/open';
import { openMapOf } from '../helpers';
import { addStage } from '../short-edits';
import '../words';

const ACTIVITY = { id: 'a', title: 'Goals first', min: 10, addedMin: 0, mode: 'silent', opens: 'patient', startedAt: 0, ranMs: 0 };
const UNNAMED = { ...ACTIVITY, notes: 'anonymous' } as const;
const OPEN: Reveal = { state: 'open', given: 0, kept: undefined, isAnew: false };
let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(() => {
  render(null, page);
  page.remove();
});

function workshopFor(role: Role) {
  const model = new NotesModel(new Y.Doc());
  const [saveState, writing, ideas, reveal] = [signal<SaveState>('saved'), signal(NOT_WRITING), signal<readonly Idea[]>([]), signal<Reveal | undefined>(undefined)];
  /** What waits of mine, as the server says. */
  const waiting: { given: { activity: string; person: string; notes: readonly string[] }[] } = { given: [] };
  const calls: unknown[][] = [];
  const call = (name: string) => (_command: string, ...rest: unknown[]) => { calls.push([name, ...rest]); return Promise.resolve(); };
  const map = new MapModel(new Y.Doc());
  const person = (participant: string, side: 'patient' | 'professional') => [participant, { participant, role: side === 'patient' ? 'patientLeader' : 'professional', side, state: 'in' }] as const;
  const open = openMapOf({
    map, entry: { workshop: 'w', participant: 'me' }, me: signal({ nickname: 'Me', role, side: null }), connection: signal('connected'),
    api: { session: { sayHowFar: call('sayHowFar'), giveNotes: call('giveNotes'), openGiving: call('openGiving'), giveUnnamed: call('giveUnnamed'), revealNotes: call('revealNotes'), given: () => Promise.resolve(waiting) } },
    session: { writing: { get value() { return new Map([['a', writing.value]]); } }, ideas, reveals: { get value() { return new Map(reveal.value ? [['a', reveal.value]] : []); } }, notes: () => ({ model, saveState }), now: () => 0 },
    facts: { participants: signal(new Map([person('ann', 'patient'), person('cai', 'patient'), person('bo', 'professional')])), roster: signal(new Map([['ann', { nickname: 'Ann' }]])) },
  } as never) as unknown as OpenMap;
  return { open, workshop: open.workshop, model, saveState, writing, ideas, calls, reveal, waiting };
}

const button = (name: string) => Array.from(page.querySelectorAll('button')).find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)!;
const press = (name: string) => act(() => button(name).click());
/** Presses it as soon as it is there: an answer of the server comes first. */
const pressNext = async (name: string) => {
  await vi.waitFor(() => expect(button(name)).toBeDefined());
  await press(name);
};

describe('writing alone on the screen', () => {
  it('NOTE-52 what will happen with the notes is said before the field; adding keeps the focus in it; a removed note can be brought back', async () => {
    const { open, model } = workshopFor('patientLeader');
    await act(() => render(<NotesPanel open={open} activity={ACTIVITY} />, page));
    const words = page.textContent ?? '';
    expect(words.indexOf('Only you can read this')).toBeLessThan(words.indexOf('Write one thing here'));
    expect(words).toContain('shown with your name');
    expect(words).toContain('Do not write about a real person.');
    const field = () => page.querySelector<HTMLTextAreaElement>('form textarea')!;
    await act(() => { field().value = 'Walk to the shop'; field().dispatchEvent(new Event('input', { bubbles: true })); });
    await press('Add');
    expect(model.notes.value.map(({ text }) => text)).toEqual(['Walk to the shop']);
    expect([document.activeElement, field().value]).toEqual([field(), '']);
    await press('Remove note 1');
    expect(model.notes.value).toEqual([]);
    expect(document.activeElement).toBe(field());
  });

  it('NOTE-53 that the notes were opened, and that one has finished, is said to the server without a word of them; what stands in the field is kept', async () => {
    const { open, model, calls } = workshopFor('carer');
    await act(() => render(<NotesPanel open={open} activity={ACTIVITY} />, page));
    const field = page.querySelector<HTMLTextAreaElement>('form textarea')!;
    await act(() => { field.value = 'Sleep'; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await press('I have finished');
    expect(model.notes.value.map(({ text }) => text)).toEqual(['Sleep']);
    expect(page.textContent).toContain('You have finished, with 1 note.');
    await press('Write more');
    await vi.waitFor(() => expect(calls).toEqual(['opened', 'finished', 'goingOn'].map((said) => ['sayHowFar', 'a', said, undefined])));
    expect(page.querySelector('form textarea')).not.toBeNull();
  });

  it('NOTE-54 every note has a tick at first; what has none stays; nothing is sent before the notes are saved', async () => {
    const { open, model, writing, saveState, calls } = workshopFor('professional');
    const [first] = [model.add('Walk', undefined)!, model.add('Kept', undefined)];
    writing.value = { ...NOT_WRITING, givingSince: 5 };
    await act(() => render(<NotesPanel open={open} activity={ACTIVITY} />, page));
    calls.length = 0;
    expect(button('Share 2 notes')).toBeDefined();
    await act(() => page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[1]!.click());
    await act(() => { saveState.value = 'saving'; });
    await press('Share 1 note');
    expect(calls).toEqual([]);
    await act(() => { saveState.value = 'saved'; });
    await press('Share 1 note');
    expect(calls).toEqual([['giveNotes', 'a', [first], undefined]]);
  });

  it('NOTE-55 whoever runs the session sees how many of each side have finished and who has not come, no name and no word', async () => {
    const { workshop, writing, calls } = workshopFor('facilitator');
    writing.value = { ...NOT_WRITING, patient: { opened: 1, finished: 1 } } satisfies Writing;
    await act(() => render(<NotesRun workshop={workshop} activity={ACTIVITY} />, page));
    expect(page.textContent).toContain('1 of 2 have finished');
    expect(page.textContent).toContain('0 of 1 have finished');
    expect(page.textContent).toContain('1 has not opened the notes');
    expect(page.textContent).not.toContain('Ann');
    await press('Let people share notes');
    expect(calls).toEqual([['openGiving', 'a']]);
  });

  it('NOTE-74 without names: what will happen is said before the field; what has a tick is shared, can be changed and taken back until it is shown', async () => {
    const { open, model, writing, reveal, calls } = workshopFor('patientLeader');
    await act(() => render(<NotesPanel open={open} activity={UNNAMED} />, page));
    const words = page.textContent ?? '';
    for (const said of ['without your name', 'you cannot take it back', 'fewer than 3']) expect(words).toContain(said);
    expect(words.indexOf('without your name')).toBeLessThan(words.indexOf('Write one thing here'));
    expect(words).not.toContain('shown with your name');
    const [first, second] = [model.add('Walk', undefined)!, model.add('Kept', undefined)!];
    writing.value = { ...NOT_WRITING, givingSince: 5 };
    reveal.value = OPEN;
    await act(() => render(<NotesPanel open={open} activity={{ ...UNNAMED }} />, page));
    calls.length = 0;
    await vi.waitFor(() => expect(button('Share 2 notes without my name')).toBeDefined());
    await act(() => page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[1]!.click());
    await pressNext('Share 1 note without my name');
    await vi.waitFor(() => expect(page.textContent).toContain('You share 1 note. Nobody can read it before all are shown.'));
    await pressNext('Change what I share');
    expect(Array.from(page.querySelectorAll<HTMLInputElement>('input[type=checkbox]'), (box) => box.checked)).toEqual([true, false]);
    await act(() => page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[1]!.click());
    await pressNext('Share 2 notes without my name');
    await pressNext('Change what I share');
    for (const box of page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) await act(() => box.click());
    await pressNext('Take all back');
    expect(calls).toEqual([[first], [first, second], []].map((ids) => ['giveUnnamed', 'a', ids, undefined]));
  });

  it('NOTE-74 what waits is known again on another device, and a set back server is said', async () => {
    const { open, model, writing, reveal, waiting } = workshopFor('carer');
    const id = model.add('Walk', undefined)!;
    waiting.given = [{ activity: 'a', person: 'me', notes: [id] }];
    writing.value = { ...NOT_WRITING, givingSince: 5 };
    reveal.value = OPEN;
    await act(() => render(<NotesPanel open={open} activity={UNNAMED} />, page));
    await vi.waitFor(() => expect(page.textContent).toContain('You share 1 note.'));
    waiting.given = [];
    await act(() => { reveal.value = { ...OPEN, isAnew: true }; });
    await act(() => render(<NotesPanel open={open} activity={{ ...UNNAMED }} />, page));
    await vi.waitFor(() => expect(page.textContent).toContain('Please share again.'));
    expect(button('Share 1 note without my name')).toBeDefined();
  });

  it('NOTE-74 once shown, what was kept is there to be read, and nothing can be shared; of too few each may sign theirs', async () => {
    const { open, model, writing, reveal, calls } = workshopFor('carer');
    const id = model.add('Kept', undefined)!;
    writing.value = { ...NOT_WRITING, givingSince: 5 };
    reveal.value = { ...OPEN, state: 'shown', given: 4, kept: 'x' };
    await act(() => render(<NotesPanel open={open} activity={UNNAMED} />, page));
    expect(page.textContent).toContain('Kept');
    expect(page.querySelector('.pw-notes__mine .pw-button')).toBeNull();
    reveal.value = { ...OPEN, state: 'tooFew', given: 2 };
    await act(() => render(<NotesPanel open={open} activity={{ ...UNNAMED }} />, page));
    expect(page.textContent).toContain('nothing was shown');
    calls.length = 0;
    await press('Share 1 note');
    expect(calls).toEqual([['giveNotes', 'a', [id], undefined]]);
  });

  it('NOTE-75 whoever runs the session sees one number of those who share, shows all at once, and is told before what fewer than 3 mean', async () => {
    const { workshop, writing, reveal, calls } = workshopFor('facilitator');
    const run = () => act(() => render(<NotesRun workshop={workshop} activity={{ ...UNNAMED }} />, page));
    await run();
    expect(page.textContent).toContain('shown without names');
    await press('Let people share notes');
    writing.value = { ...NOT_WRITING, givingSince: 5 };
    reveal.value = { ...OPEN, given: 2 };
    await run();
    expect(page.textContent).toContain('2 people share notes.');
    expect(page.textContent).toContain('Of fewer than 3 people nothing is shown.');
    expect(button('Show the notes to everybody')).toBeUndefined();
    await press('Stop without showing notes');
    reveal.value = { ...OPEN, given: 3 };
    await run();
    await press('Show the notes to everybody');
    expect(calls).toEqual([['openGiving', 'a'], ['revealNotes', 'a'], ['revealNotes', 'a']]);
    reveal.value = { ...OPEN, state: 'shown', given: 3 };
    await run();
    expect(page.querySelector('button')).toBeNull();
  });

  it('NOTE-76 the heading is the question of the agenda, or the part of the map that it names; else the title', async () => {
    const { open } = workshopFor('carer');
    const stage = (addStage(open.map, 'At home') as { readonly id: string }).id;
    const heading = async (about: string | undefined) => {
      await act(() => render(<NotesPanel open={open} activity={{ ...ACTIVITY, ...(about === undefined ? {} : { about }) }} />, page));
      return page.querySelector('h3')?.textContent;
    };
    expect(await heading('question:What should people be able to do again?')).toBe('What should people be able to do again?');
    expect(await heading(`stage:${stage}`)).toBe('Goals first: At home');
    for (const about of ['stage:gone', 'map:map', undefined]) expect(await heading(about)).toBe('Goals first');
  });

  it('NOTE-56 ideas stand in groups by what they are about, with side and name, for an observer too, who has no notes', async () => {
    const { open, ideas, calls } = workshopFor('observer');
    const idea = (id: string, by: string): Idea => ({ id, text: `Idea ${id}`, activity: 'a', by, side: 'patient', note: id, about: undefined, at: 0 });
    ideas.value = [idea('x', 'ann'), idea('y', 'gone'), { ...idea('u', ''), side: undefined }, { ...idea('z', 'ann'), activity: 'other' }];
    await act(() => render(<NotesPanel open={open} activity={ACTIVITY} />, page));
    expect(page.querySelector('form')).toBeNull();
    expect(calls).toEqual([]);
    expect(page.querySelector('h4')?.textContent).toBe('About no part of the map');
    expect(Array.from(page.querySelectorAll('.pw-notes__by'), (one) => one.textContent)).toEqual(['Patient sideAnn', 'Patient sideSomeone', 'Without a name']);
    await act(() => render(<IdeaList open={open} activity="none" />, page));
    expect(page.textContent).toBe('');
  });
});
