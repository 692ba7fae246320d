// @vitest-environment happy-dom
/**
 * Rules of docs/spec/forms.md that show on a screen: a question whose place, part or right goes away keeps the words that
 * were typed in it, and words that are too many are kept and told. When a dialog closes is dialog.test.tsx.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EditorFrame } from '../../src/editor/frame';
import { EditorState } from '../../src/editor/state/editor-state';
import { PARTS_PER_MAP_MAX, TITLE_UNITS_MAX } from '../../src/model/limits';
import type { Access } from '../../src/sync/collab';
import { Drafts } from '../../src/workshop/drafts';
import * as edits from '../short-edits';
import { agreementOn, furnished, talkFor } from '../helpers';
import { dialogs, press, write } from '../on-page';

let page: HTMLElement;
const nothing = () => undefined;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  sessionStorage.clear();
});

const area = () => document.querySelector('dialog textarea') as HTMLTextAreaElement;
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
}

const escape = () => act(async () => void dialogs()[0]?.dispatchEvent(new Event('cancel', { cancelable: true })));

async function editing(given: { access?: Access; drafts?: Drafts } = {}) {
  const one = furnished();
  const access = signal<Access>(given.access ?? 'readWrite');
  const frozen = signal(false);
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({
    agreement: agreementOn(one.map).agreement, names: signal(new Map()), map: one.map, undo: one.undo, presence, access, frozen,
    role: signal('patientLeader' as const), talk: talkFor().talk, ...(given.drafts ? { formDrafts: given.drafts.forms } : {}),
  });
  await draw(<EditorFrame editor={editor}><p>The map</p></EditorFrame>);
  await vi.waitFor(async () => {
    await act(async () => editor.openDialog({ name: 'addStep', stage: one.stage, lane: one.lane }));
    expect(area()).not.toBeNull();
  });
  const choose = (label: string, id: string) => act(async () => {
    const list = [...document.querySelectorAll<HTMLSelectElement>('dialog select')].find((each) => each.labels?.[0]?.textContent === label) as HTMLSelectElement;
    list.value = id;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  });
  return { ...one, editor, access, frozen, choose };
}
const alerts = () => [...document.querySelectorAll('dialog [role=alert]')].map((each) => each.textContent);

describe('a question whose answer cannot be given any more', () => {
  it('FORM-3 keeps the words of a step when its lane or stage is removed, says so, and offers another place', async () => {
    const { map, stage, lane, otherStage, otherLane, choose } = await editing();
    await write(area(), 'Asks a neighbour');
    await act(async () => void edits.removePart(map, { kind: 'lane', id: lane }));
    expect(document.querySelector('dialog [role=status]')?.textContent).toContain('The lane “Person” was removed meanwhile. Your words are still here.');
    await press('Add');
    expect([area().value, alerts()]).toEqual(['Asks a neighbour', ['Choose a place for it first.']]);
    await choose('In which lane', otherLane);
    await act(async () => void edits.removePart(map, { kind: 'stage', id: stage }));
    await choose('In which stage', otherStage);
    await press('Add');
    expect(dialogs()).toEqual([]);
    expect(map.cells.value.get(`${otherStage}/${otherLane}`)?.map((id) => map.step(id).value?.title)).toEqual(['Asks a neighbour']);
  });

  it('FORM-3 keeps the words when there is no other place, and they go in when the place is back', async () => {
    const { map, stage, lane, otherLane } = await editing();
    await write(area(), 'Waits');
    await act(async () => { for (const id of [lane, otherLane]) edits.removePart(map, { kind: 'lane', id }); });
    expect(document.querySelector('dialog')?.textContent).toContain('There is no other lane.');
    await press('Add');
    expect(area().value).toBe('Waits');
    await act(async () => void edits.restorePart(map, { kind: 'lane', id: lane }));
    await press('Add');
    expect(map.cells.value.get(`${stage}/${lane}`)?.map((id) => map.step(id).value?.title)).toContain('Waits');
  });

  it('FORM-3 keeps the words of a stage that is removed while they are changed, and offers to bring it back', async () => {
    const { editor, map, otherStage } = await editing();
    await act(async () => editor.closeDialog());
    await act(async () => editor.open({ kind: 'stage', id: otherStage }, 'field'));
    await act(async () => void edits.removePart(map, { kind: 'stage', id: otherStage }));
    expect(document.querySelector('aside')?.textContent).toContain('This was removed. What it says is kept');
    expect(document.querySelector('aside')?.textContent).not.toContain('The view that you began');
    editor.viewDrafts.set(`stage:${otherStage}`, 'I see it otherwise');
    await write(document.querySelector('aside textarea') as HTMLTextAreaElement, 'Caring');
    await act(async () => editor.closePanel());
    await act(async () => editor.open({ kind: 'stage', id: otherStage }, 'field'));
    expect(document.querySelector('aside')?.textContent).toContain('The view that you began to write is kept');
    await press('Bring back');
    expect(map.stages.value.map((part) => part.title)).toContain('Caring');
  });

  it('KEY-6 Enter in the finder of a link takes the only match, and what was chosen among several', async () => {
    const { editor, map, step, stage, lane } = await editing();
    for (const title of ['Rings the ward', 'Rings home']) edits.addStep(map, title, { stage, lane });
    await act(async () => editor.openDialog({ name: 'leadTo', step }));
    const find = document.querySelector<HTMLInputElement>('dialog input[type=search]');
    const enter = () => act(async () => void find?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })));
    await write(find, 'rings');
    await enter();
    expect([dialogs().length, map.links.value.length]).toEqual([1, 1]);
    await write(find, 'rings home');
    await enter();
    expect(dialogs()).toEqual([]);
    expect(map.linksFrom(step).value.map(({ to }) => map.step(to).value?.title)).toEqual(['Sees GP', 'Rings home']);
  });

  it('FORM-3 a move whose step is removed says so and stays open', async () => {
    const { editor, map, step } = await editing();
    await act(async () => editor.openDialog({ name: 'moveStep', step }));
    await act(async () => void edits.removePart(map, { kind: 'step', id: step }));
    await press('Move');
    expect([dialogs().length, alerts()]).toEqual([1, ['That is no longer there.']]);
  });

  it('FORM-4 keeps the words when the map is frozen, with the reason, and takes them when that is over', async () => {
    const { access, frozen, map, stage, lane } = await editing();
    await write(area(), 'Rings the ward');
    await act(async () => {
      frozen.value = true;
      access.value = 'readOnly';
    });
    expect(document.querySelector('dialog [role=status]')?.textContent).toContain('A facilitator has locked the map.');
    await press('Add');
    expect([area().value, alerts()]).toEqual(['Rings the ward', [expect.stringContaining('locked the map')]]);
    await act(async () => { access.value = 'readWrite'; });
    await press('Add');
    expect(map.cells.value.get(`${stage}/${lane}`)?.map((id) => map.step(id).value?.title)).toContain('Rings the ward');
  });

  it('FORM-4 gives the words back to the question when the map was opened anew, and asks before they go', async () => {
    const before = new Drafts('w/m/p', undefined);
    await editing({ drafts: before });
    await write(area(), 'Half a sentence');
    before.handOver();
    await draw(null);
    const after = new Drafts('w/m/p', undefined);
    await editing({ drafts: after });
    expect(area().value).toBe('Half a sentence');
    await escape();
    expect(document.body.textContent).toContain('Close without your words?');
    await press('Close without my words');
    expect([dialogs().length, after.forms.size]).toEqual([0, 0]);
  });
});

describe('words that are too many', () => {
  it('FORM-5 a title that is too long is not cut: it is told by how much, and refused until it fits', async () => {
    const { map, stage, lane } = await editing();
    const long = 'w'.repeat(TITLE_UNITS_MAX + 169);
    expect(area().maxLength).toBe(-1);
    await write(area(), long);
    expect(alerts()).toEqual(['Too long by 169 letters. Nothing was cut: shorten it, then add it.']);
    await press('Add');
    expect(area().value).toBe(long);
    await write(area(), long.slice(0, TITLE_UNITS_MAX));
    expect(alerts()).toEqual([]);
    await press('Add');
    expect(map.cells.value.get(`${stage}/${lane}`)?.map((id) => map.step(id).value?.title.length)).toContain(TITLE_UNITS_MAX);
  });

  it('FORM-6 several lines are offered as several parts, in their order and place, or as one, and one undo takes all of them back', async () => {
    const { editor, map, undo } = await editing();
    await act(async () => editor.openDialog({ name: 'addPart', kind: 'stage' }));
    await write(area(), 'Before\r\n\n  During \nAfter\n');
    expect(document.querySelector('dialog')?.textContent).toContain('Add 3, one for each line');
    await press('Add');
    expect(map.stages.value.map((part) => part.title)).toEqual(['Referral', 'Care', 'Before', 'During', 'After']);
    await act(async () => editor.openDialog({ name: 'addPart', kind: 'goal' }));
    await write(area(), 'Walk\nand rest');
    await act(async () => [...document.querySelectorAll<HTMLInputElement>('dialog input[type=radio]')].find((each) => each.value === 'together')?.click());
    await press('Add');
    expect(map.goals.value.at(-1)?.title).toBe('Walk\nand rest');
    undo.undo();
    undo.undo();
    expect([map.goals.value.length, map.stages.value.map((part) => part.title)]).toEqual([1, ['Referral', 'Care']]);
  });

  it('FORM-6 what the map has no room for stays in the field, with the reason', async () => {
    const { editor, map } = await editing();
    await act(async () => editor.openDialog({ name: 'addPart', kind: 'stage' }));
    await write(area(), 'One\nTwo\nThree');
    const count = vi.spyOn(map.partCount, 'peek').mockReturnValue(PARTS_PER_MAP_MAX - 2);
    await press('Add');
    expect(map.stages.value.map((part) => part.title)).toEqual(['Referral', 'Care']);
    expect([area().value, alerts()]).toEqual(['One\nTwo\nThree', ['This map is full. Remove something first.']]);
    count.mockRestore();
    await press('Add');
    expect(map.stages.value.map((part) => part.title)).toEqual(['Referral', 'Care', 'One', 'Two', 'Three']);
  });
});
