/** What is offered, done and said at the editor, and the words for parts (docs/spec/map.md, DESK, SENTENCE and PRINT rules). */
import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import { link, moveStepTo, nudgePart, nudgeStep, remove, restore, takeBack } from '../../src/editor/state/actions';
import { addPartsAt, addStepsAt, revealAdded } from '../../src/editor/state/many-actions';
import { offeredSteps } from '../../src/editor/dialogs/link-dialog';
import { EditorState } from '../../src/editor/state/editor-state';
import { partName, stepSentence } from '../../src/editor/words/part-words';
import { addGoal, addLane, addStage, addStep, linkSteps, setStepGoal, setStepMode, setStepSector } from '../short-edits';
import type { Role } from '../../src/model/people';
import { announcement, clearToasts, toasts } from '../../src/notice/notice';
import type { Access } from '../../src/sync/collab';
import { agreementOn, device, made, talkFor } from '../helpers';

const nothing = () => undefined;

function editor(given: { access?: Access; frozen?: boolean; role?: Role } = {}) {
  const { map, undo } = device();
  const access = signal<Access>(given.access ?? 'readWrite');
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const it = new EditorState({ agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo, presence, access, frozen: signal(given.frozen ?? false), role: signal(given.role ?? 'patientLeader'), talk: talkFor().talk });
  const stage = made(addStage(map, 'Going home'));
  const other = made(addStage(map, 'Review'));
  const lane = made(addLane(map, 'GP practice', { sector: 'nhs' }));
  const one = made(addStep(map, 'Phones', { stage, lane }));
  const two = made(addStep(map, 'Writes', { stage, lane }));
  return { editor: it, map, access, stage, other, lane, one, two };
}

const said = () => announcement.value?.text ?? '';

beforeEach(() => {
  announcement.value = undefined;
  clearToasts();
});

describe('rights', () => {
  it('DESK-1 offers editing with the right to edit, and says why not without it', () => {
    const { editor: it, map, access, one } = editor();
    expect(it.canEdit.value).toBe(true);
    access.value = 'readOnly';
    expect(it.canEdit.value).toBe(false);
    expect(remove(it, { kind: 'step', id: one })).toBe(false);
    expect(map.step(one).value?.removed).toBe(false);
    expect(said()).toBe('You can look, but not change the map.');
    it.openDialog({ name: 'moveStep', step: one });
    expect(it.dialog.value).toBeUndefined();
  });

  it('DESK-1 gives the reason of the freeze or of the role', () => {
    expect(editor({ access: 'readOnly', frozen: true }).editor.readOnlyReason.value).toBe('look.frozen');
    expect(editor({ access: 'readOnly', role: 'observer' }).editor.readOnlyReason.value).toBe('look.role');
  });

  it('DESK-1 lets a role that may edit begin before the server has answered', () => {
    expect(editor({ access: 'unknown' }).editor.canEdit.value).toBe(true);
    expect(editor({ access: 'unknown', role: 'observer' }).editor.canEdit.value).toBe(false);
    expect(editor({ access: 'unknown', frozen: true }).editor.canEdit.value).toBe(false);
    expect(editor({ access: 'unknown', frozen: true, role: 'facilitator' }).editor.canEdit.value).toBe(true);
    expect(editor({ access: 'stopped' }).editor.canEdit.value).toBe(false);
  });
});

describe('doing and saying', () => {
  it('DESK-3 says what was removed and offers to undo it', () => {
    const { editor: it, map, one } = editor();
    expect(remove(it, { kind: 'step', id: one })).toBe(true);
    expect(said()).toBe('Phones removed.');
    const offer = toasts.value.at(-1);
    expect(offer?.action?.label).toBe('Undo');
    offer?.action?.run();
    expect(map.step(one).value?.removed).toBe(false);
    expect(said()).toContain('Undone');
  });

  it('DESK-3 says how many steps of a removed stage are not placed now', () => {
    const { editor: it, map, stage } = editor();
    remove(it, { kind: 'stage', id: stage });
    expect(said()).toBe('Going home removed. 2 steps are now under “Not placed”.');
    expect(map.notPlaced.value).toHaveLength(2);
    restore(it, { kind: 'stage', id: stage });
    expect(said()).toBe('Going home is back.');
    expect(map.notPlaced.value).toHaveLength(0);
  });

  it('DESK-3 names both ends of a removed link', () => {
    const { editor: it, map, one, two } = editor();
    const id = made(linkSteps(map, one, two));
    remove(it, { kind: 'link', id });
    expect(said()).toBe('Phones no longer leads to Writes.');
  });

  it('DESK-3 says where a moved step is', () => {
    const { editor: it, other, lane, one, two } = editor();
    nudgeStep(it, one, 1);
    expect(said()).toBe('Phones moved to Going home, GP practice, 2 of 2.');
    moveStepTo(it, two, { stage: other, lane, index: 0 });
    expect(said()).toBe('Writes moved to Review, GP practice, 1 of 1.');
  });

  it('DESK-3 says the new place of a moved stage, and moves none beyond the ends', () => {
    const { editor: it, map, stage, other } = editor();
    nudgePart(it, { kind: 'stage', id: stage }, -1);
    expect(said()).toBe('');
    nudgePart(it, { kind: 'stage', id: stage }, 1);
    expect(said()).toBe('Going home moved, now 2 of 2.');
    expect(map.stages.value.map((part) => part.id)).toEqual([other, stage]);
  });

  it('DESK-5 gives a new step the sector of its lane, and asks the view to show it', () => {
    const { editor: it, map, stage, lane } = editor();
    const id = revealAdded(it, 'step', addStepsAt(it, [{ title: 'Visits', slot: { stage, lane } }])) ?? '';
    expect(map.step(id).value?.sector).toBe('nhs');
    expect(it.partToReveal.value).toEqual({ kind: 'step', id });
    expect(said()).toBe('Added: Visits.');
  });

  it('DESK-6 says why an edit was refused', () => {
    const { editor: it, one, two } = editor();
    link(it, one, two);
    expect(said()).toBe('Phones now leads to Writes.');
    link(it, one, two);
    expect(said()).toBe('These steps are linked already.');
    link(it, one, one);
    expect(said()).toBe('A step cannot lead to itself.');
    takeBack(it);
    takeBack(editor().editor);
    expect(said()).not.toBe('');
  });

  it('DESK-5 adds stages, lanes and goals where they were asked for', () => {
    const { editor: it, map } = editor();
    const added = addPartsAt(it, 'stage', ['Before'], { index: 0, words: { sector: '' } });
    expect(added).toEqual({ ids: [map.stages.value[0]?.id] });
    addPartsAt(it, 'lane', ['Peers'], { words: { sector: 'peer' } });
    expect(map.lanes.value.at(-1)?.sector).toBe('peer');
  });
});

describe('words', () => {
  it('SENTENCE-1 says everything about a step in one sentence after another', () => {
    const { map, one, two } = editor();
    const goal = made(addGoal(map, 'I feel safe'));
    setStepGoal(map, one, { id: goal, serves: 'yes' });
    linkSteps(map, one, two);
    setStepSector(map, one, 'nhs');
    setStepMode(map, one, 'with');
    expect(stepSentence(map, one)).toBe('Phones. G1. With people. Step 1 of 2 in Going home, GP practice. NHS. Helps with Goal 1: I feel safe. Leads to “Writes”.');
    expect(stepSentence(map, two)).toBe('Writes. No goal yet. Step 2 of 2 in Going home, GP practice. Comes from “Phones”.');
  });

  it('SENTENCE-1 names parts without words', () => {
    const { map, stage, lane } = editor();
    const id = made(addStep(map, ' ', { stage, lane }));
    expect(partName(map, { kind: 'step', id })).toBe('Step without a title');
    expect(partName(map, { kind: 'goal', id: 'never' })).toBe('Goal without words');
  });

  it('EDIT-2 finds steps to link to by their words', () => {
    const { map, one, two } = editor();
    expect(offeredSteps(map, one, '').map((offer) => offer.id)).toEqual([two]);
    expect(offeredSteps(map, one, 'wri HOME').map((offer) => offer.id)).toEqual([two]);
    expect(offeredSteps(map, one, 'nothing like it')).toEqual([]);
    linkSteps(map, one, two);
    expect(offeredSteps(map, one, '')).toEqual([]);
  });
});
