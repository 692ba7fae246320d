/**
 * Undo and redo of one's own work, alone and while others edit: the cases that shared documents get wrong.
 */
import { describe, expect, it } from 'vitest';
import * as edits from './short-edits';
import { UNDO_ITEMS_MAX } from '../src/model/limits';
import { cellKey } from '../src/model/placement';
import { copyOf, furnished, made, meet } from './helpers';

describe('undo', () => {
  it('UNDO-1 takes back one command at a time and names it', () => {
    const { map, undo, stage, lane, step } = furnished();
    made(edits.setStepMode(map, step, 'by'));
    made(edits.setStepSector(map, step, 'peer'));
    made(edits.addStep(map, 'Rests', { stage, lane }));
    expect(undo.canUndo.value).toMatchObject({ verb: 'add', name: 'Rests' });
    undo.undo();
    expect(map.cells.value.get(cellKey(stage, lane))).toHaveLength(2);
    undo.undo();
    expect(map.step(step).value).toMatchObject({ mode: 'by', sector: '' });
    expect(undo.canRedo.value).toMatchObject({ verb: 'setMeta', name: 'Feels unwell' });
    undo.redo();
    undo.redo();
    expect(map.step(step).value?.sector).toBe('peer');
    expect(map.cells.value.get(cellKey(stage, lane))).toHaveLength(3);
    expect(undo.canRedo.value).toBeUndefined();
  });

  it('UNDO-1 keeps a run of typing in one field together, and apart from the next field', () => {
    const { map, undo, step } = furnished();
    const part = { kind: 'step', id: step } as const;
    for (const text of ['a', 'ab', 'abc']) made(edits.setText(map, part, 'detail', { text, caret: text.length }));
    for (const text of ['Feels unwell!', 'Feels unwell!!']) made(edits.setText(map, part, 'title', { text, caret: text.length }));
    undo.undo();
    expect(map.step(step).value).toMatchObject({ title: 'Feels unwell', detail: 'abc' });
    undo.undo();
    expect(map.step(step).value?.detail).toBe('');
    undo.redo();
    expect(map.step(step).value?.detail).toBe('abc');
  });

  it('UNDO-3 never takes back what others did', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.setTitle(two.map, { kind: 'step', id: one.other }, 'Sees a nurse'));
    meet(one, two);
    expect(one.undo.canUndo.value).toBeUndefined();
    expect(one.undo.undo()).toBeUndefined();
    expect(one.map.step(one.other).value?.title).toBe('Sees a nurse');
  });

  it('UNDO-4 hides my creation but keeps what others wrote in it, and redo brings all of it back', () => {
    const one = furnished();
    const two = copyOf(one);
    const id = made(edits.addStep(one.map, 'Rests', { stage: one.stage, lane: one.lane }));
    meet(one, two);
    made(edits.setStepDetail(two.map, id, 'For two weeks, in bed.'));
    meet(one, two);
    one.undo.undo();
    meet(one, two);
    expect(two.map.step(id).value).toMatchObject({ removed: true, detail: 'For two weeks, in bed.' });
    one.undo.redo();
    meet(one, two);
    for (const each of [one, two]) expect(each.map.step(id).value).toMatchObject({ removed: false, title: 'Rests', detail: 'For two weeks, in bed.' });
  });

  it('UNDO-3 leaves a value that somebody else changed since, and says so', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.setStepMode(one.map, one.other, 'for'));
    made(edits.setStepMode(one.map, one.step, 'by'));
    meet(one, two);
    made(edits.setStepMode(two.map, one.step, 'with'));
    meet(one, two);
    expect(one.undo.undo()).toMatchObject({ effect: 'nothing', edit: { verb: 'setMeta', name: 'Feels unwell' } });
    expect(one.map.step(one.step).value?.mode).toBe('with');
    // The item before is a command of its own: it was not taken back in passing.
    expect(one.map.step(one.other).value?.mode).toBe('for');
    expect(one.undo.canUndo.value).toMatchObject({ name: 'Sees GP' });
    expect(one.undo.undo()).toMatchObject({ effect: 'changed' });
    expect(one.map.step(one.other).value?.mode).toBe('');
  });

  it('UNDO-4 undoes a removal so that words written inside meanwhile show again', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.removeStep(one.map, one.step));
    made(edits.setStepDetail(two.map, one.step, 'Written at the same time.'));
    meet(one, two);
    expect(two.map.step(one.step).value?.removed).toBe(true);
    one.undo.undo();
    meet(one, two);
    expect(two.map.step(one.step).value).toMatchObject({ removed: false, detail: 'Written at the same time.' });
    expect(two.map.links.value).toHaveLength(1);
  });

  it('UNDO-1 keeps the newest commands when there are more than the limit', () => {
    const { map, undo, step } = furnished();
    for (let at = 0; at <= UNDO_ITEMS_MAX; at += 1) made(edits.setStepMode(map, step, at % 2 === 0 ? 'by' : 'with'));
    let count = 0;
    while (undo.undo()) count += 1;
    expect(count).toBe(UNDO_ITEMS_MAX);
    expect(map.step(step).value?.mode).toBe('by');
  });
});

describe('two people at once', () => {
  it('EDIT-7 a move to two cells ends in one that somebody chose, on both devices', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.moveStep(one.map, one.step, { stage: one.otherStage, lane: one.lane }));
    made(edits.moveStep(two.map, one.step, { stage: one.stage, lane: one.otherLane }));
    meet(one, two);
    const chosen = [cellKey(one.otherStage, one.lane), cellKey(one.stage, one.otherLane)];
    for (const each of [one, two]) {
      const cells = [...each.map.cells.value].filter(([, ids]) => ids.includes(one.step)).map(([key]) => key);
      expect(cells).toHaveLength(1);
      expect(chosen).toContain(cells[0]);
    }
    expect([...one.map.cells.value]).toEqual([...two.map.cells.value]);
  });

  it('EDIT-14 words of two people in one field both stay', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.setTitle(one.map, { kind: 'step', id: one.step }, 'Suddenly feels unwell'.replace('feels', 'Feels')));
    made(edits.setTitle(two.map, { kind: 'step', id: one.step }, 'Feels unwell at night'));
    meet(one, two);
    expect(one.map.step(one.step).value?.title).toBe('Suddenly Feels unwell at night');
    expect(two.map.step(one.step).value?.title).toBe(one.map.step(one.step).value?.title);
  });

  it('EDIT-11 an edit inside a part that is removed at the same time is kept and can be brought back', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.removeStage(one.map, one.stage));
    made(edits.setStepDetail(two.map, one.step, 'Still true.'));
    const late = made(edits.addStep(two.map, 'Calls a friend', { stage: one.stage, lane: one.lane }));
    meet(one, two);
    for (const each of [one, two]) expect(new Set(each.map.notPlaced.value)).toEqual(new Set([one.step, one.other, late]));
    made(edits.restoreStage(two.map, one.stage));
    meet(one, two);
    expect(one.map.cells.value.get(cellKey(one.stage, one.lane))).toHaveLength(3);
    expect(one.map.step(one.step).value?.detail).toBe('Still true.');
  });

  it('ORDER-4 two inserts between the same neighbours get two places, and there is room between them', () => {
    const one = furnished();
    const two = copyOf(one);
    const cell = { stage: one.stage, lane: one.lane };
    const a = made(edits.addStep(one.map, 'A', { ...cell, index: 1 }));
    const b = made(edits.addStep(two.map, 'B', { ...cell, index: 1 }));
    meet(one, two);
    const order = one.map.cells.value.get(cellKey(one.stage, one.lane)) ?? [];
    expect(order).toHaveLength(4);
    expect(two.map.cells.value.get(cellKey(one.stage, one.lane))).toEqual(order);
    expect(new Set([order[1], order[2]])).toEqual(new Set([a, b]));
    const between = made(edits.addStep(two.map, 'C', { ...cell, index: 2 }));
    meet(one, two);
    expect(one.map.cells.value.get(cellKey(one.stage, one.lane))?.[2]).toBe(between);
  });

  it('EDIT-2 the same link made by two people shows as two that can be removed one by one', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.linkSteps(one.map, one.other, one.step));
    made(edits.linkSteps(two.map, one.other, one.step));
    meet(one, two);
    expect(one.map.links.value).toEqual(two.map.links.value);
    for (const link of one.map.linksFrom(one.other).value) made(edits.removeLink(one.map, link.id));
    meet(one, two);
    expect(two.map.linksFrom(one.other).value).toEqual([]);
  });

  it('READ-4 a step moved while its lane is removed, and a lane renamed while removed, lose nothing', () => {
    const one = furnished();
    const two = copyOf(one);
    made(edits.removeLane(one.map, one.otherLane));
    made(edits.moveStep(two.map, one.step, { stage: one.stage, lane: one.otherLane }));
    made(edits.setTitle(two.map, { kind: 'lane', id: one.otherLane }, 'GP and nurse'));
    meet(one, two);
    expect(one.map.notPlaced.value).toEqual([one.step]);
    made(edits.restoreLane(one.map, one.otherLane));
    expect(one.map.lanes.value[1]?.title).toBe('GP and nurse');
    expect(one.map.notPlaced.value).toEqual([]);
  });
});
