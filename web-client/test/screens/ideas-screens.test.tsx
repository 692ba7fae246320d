// @vitest-environment happy-dom
/** The shared ideas beside the map, in the list and in the history of a part (docs/spec/session.md). The server's answers are stand-ins. */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CommentThreads } from '../../src/editor/comments/threads';
import { editorStateOf } from '../../src/editor/state/editor-state-of';
import { StageSection } from '../../src/list/stage-section';
import { TrailSection } from '../../src/editor/trail/trail-section';
import type { Role } from '../../src/model/people';
import { NOT_SORTED, type Became, type Sorting } from '../../src/model/session/idea-sorting';
import type { Idea } from '../../src/model/session/shared-notes';
import { announcement } from '../../src/notice/notice';
import { ContributionsDialog } from '../../src/shell/workshop/dialogs/contributions-dialog';
import { IdeasPanel } from '../../src/shell/workshop/session/ideas/ideas-panel';
import { VoteForm } from '../../src/shell/workshop/session/votes/vote-form';
import type { SaveState } from '../../src/sync/status';
import { ApiError } from '../../src/workshop/api';
import { t } from '../../src/i18n/translate';
import { agreementOn, furnished, openMapOf, talkFor, TALKERS } from '../helpers';
import { dialogs, press, write } from '../on-page';
import '../words';

// The page of the tests has no popovers of its own.
HTMLElement.prototype.hidePopover = () => undefined;

const ANN = TALKERS[0]!.participant;
const NAMED = { id: 'i1', text: 'Walk to the shop\nand back', activity: '', by: ANN, side: 'patient', note: '', at: 1 } as const;

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
  announcement.value = undefined;
});

/** A map with an idea of Ann at its second stage and one without a name. */
function scene(given: { role?: Role; frozen?: boolean; actsFor?: string } = {}) {
  const one = furnished();
  const doc = new Y.Doc();
  const { talk } = talkFor({ doc });
  const calls: unknown[][] = [];
  let answer = (_name: string): Promise<void> => Promise.resolve();
  const call = (name: string) => (_command: string, ...rest: unknown[]) => { calls.push([name, ...rest]); return answer(name); };
  const named: Idea = { ...NAMED, about: { kind: 'stage', id: one.otherStage } };
  const unnamed: Idea = { ...NAMED, id: 'i2', text: 'Ask me first', by: '', side: undefined, about: undefined };
  const [ideas, sorting, saveState] = [signal<readonly Idea[]>([named, unnamed]), signal<Sorting>(NOT_SORTED), signal<SaveState>('saved')];
  const { role = 'patientLeader' } = given;
  const kit = agreementOn(one.map);
  const open = openMapOf({
    id: 'm', map: one.map, undo: one.undo, talk, agreement: kit.agreement, access: signal(given.frozen ? 'readOnly' : 'readWrite'), saveState,
    presence: { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} },
    entry: { workshop: 'w', participant: ANN }, me: signal({ nickname: 'Ann', role, side: null }), connection: signal('connected'),
    session: { state: signal({ activities: new Map() }), current: signal(undefined), ideas, sorting },
    facts: { meta: signal({ frozen: given.frozen === true, map: 'm' }), roster: signal(new Map(TALKERS.map((person) => [person.participant, person]))), participants: signal(new Map([[ANN, { state: 'in', role, ...(given.actsFor ? { actsFor: given.actsFor } : {}) }]])) },
    api: {
      session: { addIdea: call('add'), putIdeaInTheme: call('theme'), renameTheme: call('rename'), sayIdeaBecame: call('became') },
      beginThread: async (_command: string, comment: unknown) => { calls.push(['comment', comment]); return { thread: 't9' }; }, mine: () => Promise.resolve([]), votes: {},
    },
  } as never) as unknown as Parameters<typeof IdeasPanel>[0]['open'];
  const close = vi.fn();
  const draw = (what: ComponentChildren) => act(async () => render(what, document.body));
  const panel = () => draw(<IdeasPanel open={open} onClose={close} />);
  const becomes = (idea: string, became: Became | undefined, theme?: string) => { sorting.value = { ...sorting.value, ideas: new Map([...sorting.value.ideas, [idea, { theme, became }]]) }; };
  return { ...one, open, doc, talk, calls, ideas, sorting, saveState, close, draw, panel, becomes, editor: editorStateOf(open), answerWith: (next: (name: string) => Promise<void>) => { answer = next; } };
}

const text = () => document.body.textContent ?? '';
const heads = () => [...document.querySelectorAll('.pw-ideas__head h3')].map((head) => head.textContent);
const submit = (form = document.querySelectorAll('form')) => act(async () => { [...form].at(-1)?.requestSubmit(); });
const choose = (label: string) => act(async () => {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === label);
  found?.querySelector<HTMLInputElement>('input')?.dispatchEvent(new Event('change', { bubbles: true }));
});
/** Opens the menu of a card, which draws its items. */
const openMenu = (at: number) => act(async () => {
  const list = document.querySelectorAll('.pw-ideas__card .pw-menu')[at]!;
  list.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
});

describe('the panel of shared ideas', () => {
  it('IDEA-22 shows ideas by stage or by theme, with who had them, their theme and what became of them; who looks on reads', async () => {
    const { panel, sorting, becomes, goal, draw } = scene();
    sorting.value = { themes: [{ id: 't1', name: 'Going home' }], ideas: new Map() };
    becomes('i1', { kind: 'goal', map: 'm', part: goal }, 't1');
    await panel();
    expect(heads()).toEqual(['Stage 2: Care (1)', 'About no stage of this map (1)']);
    const cards = [...document.querySelectorAll('.pw-ideas__card')].map((card) => card.textContent ?? '');
    expect(cards[0]).toContain('Patient sideAnn');
    expect(cards[0]).toContain('Theme: Going home');
    expect(cards[0]).toContain('Became: Walk to the shop');
    expect(cards[1]).toContain('Without a name');
    await press('Theme');
    expect(heads()).toEqual(['Going home (1)', 'In no theme yet (1)']);
    await draw(null);
    await scene({ role: 'observer' }).panel();
    expect(text()).toContain('Ask me first');
    expect([...document.querySelectorAll('.pw-ideas__card button'), ...document.querySelectorAll('form')]).toEqual([]);
    await draw(null);
    await scene({ frozen: true }).panel();
    expect(text()).toContain(t('ideas.locked'));
  });

  it('IDEA-22 one is added with words and what it is about, for oneself or for whom one writes; without words nothing is sent', async () => {
    const { panel, calls, stage } = scene({ actsFor: TALKERS[3]!.participant });
    await panel();
    await press('Add an idea');
    expect(document.activeElement).toBe(document.querySelector('form textarea'));
    await submit();
    expect([text().includes('Write your idea first.'), calls]).toEqual([true, []]);
    await write(document.querySelector('form textarea'), ' Ring me at noon ');
    await act(async () => { const select = document.querySelectorAll('select')[1]!; select.value = `stage:${stage}`; select.dispatchEvent(new Event('change', { bubbles: true })); });
    await act(async () => { const select = document.querySelector('select')!; select.value = TALKERS[3]!.participant; select.dispatchEvent(new Event('change', { bubbles: true })); });
    expect(text()).toContain('with the name of Dee');
    await submit();
    expect(calls).toEqual([['add', { text: 'Ring me at noon', about: { kind: 'stage', id: stage }, actingFor: TALKERS[3]!.participant }]]);
    await vi.waitFor(() => expect(document.querySelector('form')).toBeNull());
  });

  it('IDEA-23 a theme is chosen in a dialog: a new one by its name, one that is there, or none; a theme is renamed', async () => {
    const { panel, calls, sorting } = scene();
    await panel();
    await press('Theme of this idea: Walk to the shop and back');
    await submit();
    expect([text().includes('Give the theme a name.'), calls]).toEqual([true, []]);
    await write(document.querySelector('dialog input[type=text]'), ' Going home ');
    await submit();
    await vi.waitFor(() => expect(dialogs()).toEqual([]));
    expect(calls).toEqual([['theme', 'i1', { name: 'Going home' }]]);
    await act(async () => { sorting.value = { themes: [{ id: 't1', name: 'Going home' }], ideas: new Map([['i1', { theme: 't1', became: undefined }]]) }; });
    await press('Theme of this idea: Ask me first');
    await choose('Going home');
    await submit();
    await vi.waitFor(() => expect(dialogs()).toEqual([]));
    await press('Theme of this idea: Walk to the shop and back');
    await choose('No theme');
    await submit();
    await vi.waitFor(() => expect(dialogs()).toEqual([]));
    await press('Theme');
    await press('Change the name of the theme Going home');
    await write(document.querySelector('dialog input[type=text]'), 'Back at home');
    await submit();
    expect(calls.slice(1)).toEqual([['theme', 'i2', { theme: 't1' }], ['theme', 'i1', {}], ['rename', 't1', { name: 'Back at home' }]]);
  });
});

describe('making something of an idea', () => {
  it('IDEA-24 a step has the words of the idea, at its stage, can be changed, and then is what became of the idea', async () => {
    const { panel, calls, map, otherStage, lane } = scene();
    await panel();
    await openMenu(0);
    await press('Make a step of it');
    const area = document.querySelector<HTMLTextAreaElement>('dialog textarea')!;
    expect(area.value).toBe('Walk to the shop and back');
    await write(area, 'Walks to the shop');
    await submit();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    const id = map.cells.value.get(`${otherStage}/${lane}`)![0]!;
    expect(map.step(id).value?.title).toBe('Walks to the shop');
    expect(calls).toEqual([['became', 'i1', { now: { kind: 'step', map: 'm', part: id } }]]);
    await vi.waitFor(() => expect([dialogs(), announcement.value?.text]).toEqual([[], t('ideas.made')]));
  });

  it('IDEA-24 where saying so fails it is said again without making the part twice', async () => {
    const { panel, calls, map, answerWith } = scene();
    await panel();
    await openMenu(1);
    await press('Make a goal of it');
    answerWith(() => Promise.reject(new ApiError('changed', 'Somebody was faster.', { status: 409 })));
    await submit();
    await vi.waitFor(() => expect(text()).toContain('That it came from this idea is not kept yet.'));
    answerWith(() => Promise.resolve());
    await press('Try to keep it again');
    await submit();
    await vi.waitFor(() => expect(dialogs()).toEqual([]));
    expect(map.goals.value.map(({ title }) => title)).toEqual(['Walk to the shop', 'Ask me first']);
    expect(new Set(calls.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('IDEA-24 without a connection nothing is made, and it is said why', async () => {
    const { panel, calls, map, open } = scene();
    Object.assign(open.workshop, { connection: signal('offline') });
    await panel();
    await openMenu(0);
    await press('Make a goal of it');
    await submit();
    await vi.waitFor(() => expect(document.querySelector('dialog [role=alert]')?.textContent).toBeTruthy());
    expect([calls, map.goals.value.length]).toEqual([[], 1]);
  });

  it('IDEA-24 a comment stands at what the idea is about; what became of it leads there and can be taken back', async () => {
    const { panel, calls, otherStage, doc, becomes, editor } = scene();
    await panel();
    await openMenu(0);
    await press('Make a comment of it');
    expect(text()).toContain('The comment will stand at: Care');
    await submit();
    const became = { kind: 'comment', map: 'm', part: 't9' } as const;
    await vi.waitFor(() => expect(calls).toEqual([['comment', { part: { kind: 'stage', id: otherStage }, text: 'Walk to the shop\nand back' }], ['became', 'i1', { now: became }]]));
    await act(async () => {
      doc.getMap('threads').set('t9', { part: `stage:${otherStage}`, state: 'open', at: 1 });
      doc.getMap('messages').set('x', { thread: 't9', by: ANN, text: 'Walk', mentions: [], at: 1 });
      becomes('i1', became);
    });
    await press('Became: a comment');
    expect(editor.opened.value).toEqual({ kind: 'stage', id: otherStage });
    await press('Undo that it became a comment');
    expect(calls.at(-1)).toEqual(['became', 'i1', { was: became }]);
  });
});

describe('where an idea went', () => {
  it('IDEA-21 the list shows the ideas of a stage below its steps, and opens the panel there', async () => {
    const { draw, editor, otherStage } = scene();
    await draw(<StageSection editor={editor} id={otherStage} number={2} open onToggle={() => undefined} />);
    await vi.waitFor(() => expect(document.querySelector('.pw-stage-ideas')?.textContent).toContain('Walk to the shop'));
    expect(document.querySelector('summary')?.textContent).toContain('1 shared idea');
    await press('Open the shared ideas');
    expect(editor.ideasRequested.value).toBe(otherStage);
  });

  it('IDEA-25 a part and a comment say from whose idea they came, and "What came of my ideas" lists mine', async () => {
    const { draw, editor, open, step, goal, becomes, doc, otherStage } = scene();
    becomes('i1', { kind: 'step', map: 'm', part: step });
    becomes('i2', { kind: 'goal', map: 'm', part: goal });
    await draw(<TrailSection editor={editor} part={{ kind: 'step', id: step }} />);
    expect(text()).toContain('From the idea of Ann: Walk to the shop and back');
    await draw(<TrailSection editor={editor} part={{ kind: 'goal', id: goal }} />);
    expect(text()).toContain('From an idea without a name: Ask me first');
    await draw(<ContributionsDialog open={open} onClose={() => undefined} />);
    expect(text()).toContain('Ideas that you sharedWalk to the shop\nand backBecame: Feels unwell');
    expect(text()).not.toContain('Ask me first');
    await draw(null);
    doc.getMap('threads').set('t', { part: `stage:${otherStage}`, state: 'open', at: 1 });
    doc.getMap('messages').set('x', { thread: 't', by: ANN, text: 'Walk', mentions: [], at: 1 });
    becomes('i2', { kind: 'comment', map: 'm', part: 't' });
    await draw(<CommentThreads editor={editor} part={{ kind: 'stage', id: otherStage }} onDrawn={undefined} />);
    expect(text()).toContain('From an idea without a name: Ask me first');
  });

  it('IDEA-26 an idea beside the map is a shared idea on every screen; an idea alone is the state of a part', () => {
    expect(t('state.idea')).toBe('Idea');
    for (const words of [t('session.ideas'), t('menu.ideas'), t('idea.open'), t('ideas.count', { count: 2 }), t('vote.run.from.idea')]) expect(words).toMatch(/shared ideas/i);
  });

  it('IDEA-27 shared ideas are ticked as the choices of a vote', async () => {
    const { draw, open } = scene({ role: 'facilitator' });
    const sent: unknown[] = [];
    Object.assign(open.workshop.api, { votes: { open: async (_: string, vote: unknown) => void sent.push(vote) } });
    await draw(<VoteForm workshop={open.workshop} />);
    await write(document.querySelector('input[type=text]'), 'What first?');
    await choose('Shared ideas');
    for (const box of document.querySelectorAll<HTMLInputElement>('.pw-vote__parts input')) await act(async () => { box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true })); });
    await press('Open the vote');
    await submit();
    expect(sent[0]).toMatchObject({ choices: [{ text: 'Walk to the shop and back' }, { text: 'Ask me first' }], notOwn: false });
  });
});
