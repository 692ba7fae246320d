/** Edits of several steps at once (docs/spec/model.md, MANY rules). */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { PARTS_PER_MAP_MAX, TITLE_UNITS_MAX } from '../src/model/limits';
import { addParts, addSteps, moveSteps, removeSteps, setStepsGoal, setStepsMeta, type ManyResult, type NewStep } from '../src/model/many/many';
import { MyWork } from '../src/model/refused';
import { addGoal, addLane, addStage, addStep, linkSteps, removePart } from './short-edits';
import { copyOf, device, made, meet, titlesOf } from './helpers';

function filled() {
  const one = device();
  const stages = ['Before', 'Care', 'Home'].map((title) => made(addStage(one.map, title)));
  const lanes = ['Person', 'GP'].map((title) => made(addLane(one.map, title)));
  const slot = (stage: number, lane: number, index?: number) => ({ stage: stages[stage] ?? '', lane: lanes[lane] ?? '', index });
  const steps = ['a', 'b', 'c', 'd'].map((title) => made(addStep(one.map, title, slot(0, 0))));
  const goal = made(addGoal(one.map, 'Walk'));
  one.undo.clear();
  const titles = (stage: number, lane: number) => titlesOf(one.map, one.map.cells.value.get(`${stages[stage]}/${lanes[lane]}`));
  return { ...one, stages, lanes, slot, steps, goal, titles };
}

const idsOf = (result: ManyResult): readonly string[] => {
  if (!result.done) throw new Error(result.why);
  return result.ids;
};
const newStep = (title: string, slot: NewStep['slot'], more: Partial<NewStep> = {}): NewStep => ({ title, slot, ...more });

describe('several steps in one edit', () => {
  it('MANY-1 adds steps in order, with what is known of them and the links between them; undo takes all of it back, redo brings it', () => {
    const { map, undo, slot, titles, goal, steps } = filled();
    const ids = idsOf(addSteps(map, [
      newStep('x', slot(0, 0, 1), { detail: 'more', mode: 'with', sector: 'peer', perspective: 'lived', goals: [goal, 'none'] }),
      newStep('y', slot(0, 0, 2), { kind: 'decision', options: 'one\ntwo', matters: 'sleep' }),
      newStep('z', slot(2, 1)),
    ], [{ from: 0, to: 1, label: 'if worried' }, { from: 2, to: 2, label: '' }, { from: 1, to: 9, label: '' }]));
    expect([titles(0, 0), titles(2, 1)]).toEqual([['a', 'x', 'y', 'b', 'c', 'd'], ['z']]);
    expect(map.step(ids[0] ?? '').value).toMatchObject({ detail: 'more', mode: 'with', sector: 'peer', perspective: 'lived' });
    expect(map.step(ids[1] ?? '').value).toMatchObject({ kind: 'decision', options: 'one\ntwo', matters: 'sleep' });
    expect(map.goalsOf(ids[0] ?? '').value).toEqual([goal]);
    expect(map.links.value.map(({ from, to, label }) => [from, to, label])).toEqual([[ids[0], ids[1], 'if worried']]);
    expect([undo.canUndo.value?.verb, undo.canUndo.value?.parts.length]).toEqual(['addMany', 3]);
    undo.undo();
    expect([titles(0, 0), titles(2, 1), map.links.value, undo.canUndo.value]).toEqual([['a', 'b', 'c', 'd'], [], [], undefined]);
    undo.redo();
    expect([titles(0, 0), map.links.value.length, map.goalsOf(ids[0] ?? '').value]).toEqual([['a', 'x', 'y', 'b', 'c', 'd'], 1, [goal]]);
    expect(map.step(steps[0] ?? '').value?.title).toBe('a');
  });

  it('MANY-1 one step is named as one', () => {
    const { map, undo, slot } = filled();
    idsOf(addSteps(map, [newStep('only', slot(1, 1))]));
    expect([undo.canUndo.value?.verb, undo.canUndo.value?.name]).toEqual(['add', 'only']);
  });

  it('MANY-1 adds parts of a list in one edit', () => {
    const { map, undo } = filled();
    idsOf(addParts(map, 'stage', ['Review', 'After'], { index: 1 }));
    expect(map.stages.value.map(({ title }) => title)).toEqual(['Before', 'Review', 'After', 'Care', 'Home']);
    undo.undo();
    expect(map.stages.value.map(({ title }) => title)).toEqual(['Before', 'Care', 'Home']);
    expect(addParts(map, 'stage', Array.from({ length: 198 }, () => 's'))).toEqual({ done: false, why: 'tooManyParts' });
  });

  it('MANY-2 all or nothing: a word too many, a place that is gone, or too many parts change nothing', () => {
    const { map, doc, undo, slot, lanes } = filled();
    const before = Y.encodeStateVector(doc);
    const good = newStep('fits', slot(1, 1));
    expect(addSteps(map, [good, newStep('x'.repeat(TITLE_UNITS_MAX + 1), slot(1, 1))])).toEqual({ done: false, why: 'tooLong' });
    expect(addSteps(map, [good, newStep('y', { stage: 'none', lane: lanes[0] ?? '' })])).toEqual({ done: false, why: 'missing' });
    expect(addSteps(map, Array.from({ length: PARTS_PER_MAP_MAX }, () => good))).toEqual({ done: false, why: 'tooManyParts' });
    expect(addSteps(map, [])).toEqual({ done: false, why: 'nothingToDo' });
    expect(Y.encodeStateVector(doc)).toEqual(before);
    expect(undo.canUndo.value).toBeUndefined();
  });

  it('MANY-3 moves to a stage keep lanes, to a lane stages, and to one place of a cell in the order given', () => {
    const one = filled();
    const { map, undo, steps, stages, lanes, titles, slot } = one;
    const [a = '', b = '', c = '', d = ''] = steps;
    const other = made(addStep(map, 'e', slot(0, 1)));
    undo.clear();
    idsOf(moveSteps(map, [a, other, c], { stage: stages[2] }));
    expect([titles(0, 0), titles(2, 0), titles(2, 1)]).toEqual([['b', 'd'], ['a', 'c'], ['e']]);
    undo.undo();
    expect([titles(0, 0), titles(0, 1)]).toEqual([['a', 'b', 'c', 'd'], ['e']]);
    idsOf(moveSteps(map, [d, a], { stage: stages[0], lane: lanes[0], index: 1 }));
    expect(titles(0, 0)).toEqual(['b', 'd', 'a', 'c']);
    expect(moveSteps(map, [b], { lane: lanes[0] })).toEqual({ done: false, why: 'nothingToDo' });
    expect(moveSteps(map, [b], { lane: 'none' })).toEqual({ done: false, why: 'missing' });
  });

  it('MANY-3 says the same of several steps, and removes several, each in one thing to undo', () => {
    const { map, undo, steps, goal, titles } = filled();
    idsOf(setStepsMeta(map, steps, { mode: 'with' }));
    expect(steps.map((id) => map.step(id).value?.mode)).toEqual(['with', 'with', 'with', 'with']);
    idsOf(setStepsGoal(map, steps.slice(1), { id: goal, serves: 'yes' }));
    expect(map.stepsOf(goal).value).toEqual(steps.slice(1));
    expect(idsOf(removeSteps(map, [...steps.slice(2), 'none']))).toEqual(steps.slice(2));
    expect(titles(0, 0)).toEqual(['a', 'b']);
    expect(undo.canUndo.value?.verb).toBe('removeMany');
    undo.undo();
    undo.undo();
    undo.undo();
    expect([titles(0, 0), map.stepsOf(goal).value, map.step(steps[0] ?? '').value?.mode]).toEqual([['a', 'b', 'c', 'd'], [], '']);
  });

  it('MANY-3 undo keeps what others did to one of several steps', () => {
    const one = filled();
    const other = copyOf(one);
    idsOf(setStepsMeta(one.map, one.steps, { mode: 'with' }));
    meet(one, other);
    idsOf(setStepsMeta(other.map, [one.steps[1] ?? ''], { mode: 'by' }));
    meet(one, other);
    one.undo.undo();
    meet(one, other);
    expect(one.steps.map((id) => other.map.step(id).value?.mode)).toEqual(['', 'by', '', '']);
  });

  it('MANY-2 words of every step of one edit are known when the server refuses it', () => {
    const { map, slot } = filled();
    const work = new MyWork(map);
    idsOf(addSteps(map, [newStep('first', slot(1, 0)), newStep('second', slot(1, 0))]));
    expect(work.words().map(({ text }) => text)).toEqual(['first', 'second']);
    work.destroy();
  });

  it('MANY-1 steps go between neighbours whose order keys are the same', () => {
    const { map, doc, slot, steps, titles } = filled();
    const key = map.step(steps[0] ?? '').peek()?.ord;
    doc.transact(() => steps.forEach((id) => map.part('step', id)?.set('pos', { ...slot(0, 0), index: undefined, ord: key })));
    const before = titles(0, 0);
    idsOf(addSteps(map, ['p', 'q', 'r'].map((title, at) => newStep(title, slot(0, 0, 1 + at)))));
    expect(titles(0, 0)).toEqual([before[0], 'p', 'q', 'r', ...before.slice(1)]);
    idsOf(moveSteps(map, [...map.cells.value.get(`${slot(0, 0).stage}/${slot(0, 0).lane}`) ?? []].reverse(), { ...slot(0, 0, 0) }));
    expect(titles(0, 0)).toEqual([before[0], 'p', 'q', 'r', ...before.slice(1)].reverse());
  });
});

it('MANY-3 a step that somebody removed meanwhile is left alone', () => {
  const { map, steps, stages } = filled();
  made(removePart(map, { kind: 'step', id: steps[0] ?? '' }));
  made(linkSteps(map, steps[1] ?? '', steps[2] ?? ''));
  expect(idsOf(moveSteps(map, steps, { stage: stages[1] }))).toEqual(steps.slice(1));
});
