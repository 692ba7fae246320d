/**
 * Outcomes and shared decisions in the model: reading, editing, undo, meaning, what changed and bringing it back
 * (docs/spec/model.md and agreement.md). How they are shown is in outcomes-screens.test.tsx.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { changesBetween } from '../src/model/difference';
import { MapModel } from '../src/model/map';
import { fingerprintOf } from '../src/model/fingerprint';
import { meaningOf, nameOfPart, partOfName, type Meaning } from '../src/model/meaning';
import { readMeaning } from '../src/model/record';
import { wordsOnlyIn } from '../src/model/refused';
import { partsInOrder } from '../src/model/walk';
import * as edits from './short-edits';
import { copyOf, furnished, made, meet } from './helpers';

const refused = (why: string) => ({ done: false, why });

/** A furnished map with an outcome of which everything is said. */
function withOutcome() {
  const one = furnished();
  const outcome = made(edits.addOutcome(one.map, 'People walk further', { family: 'recovery' }));
  made(edits.setText(one.map, { kind: 'outcome', id: outcome }, 'measure', { text: 'They say so after six weeks' }));
  one.undo.clear();
  return { ...one, outcome, part: { kind: 'outcome', id: outcome } as const };
}

/** A furnished map whose first step is a shared decision of which everything is said. */
function withDecision() {
  const one = furnished();
  const part = { kind: 'step', id: one.step } as const;
  made(edits.setStepMeta(one.map, one.step, { mode: 'with', sector: 'peer', perspective: 'lived' }));
  made(edits.setStepKind(one.map, one.step, 'decision'));
  made(edits.setText(one.map, part, 'options', { text: 'Rest\nSee the GP' }));
  made(edits.setText(one.map, part, 'matters', { text: 'Sleeping at home' }));
  one.undo.clear();
  return { ...one, part };
}

const meaning = (map: MapModel, part: Parameters<typeof meaningOf>[1]) => meaningOf(map, part) as Meaning;

describe('outcomes', () => {
  it('OUTCOME-20 are made, changed, moved, removed and brought back, in the layout of the protocol', () => {
    const { map, doc, outcome, part } = withOutcome();
    const json = doc.getMap('outcomes').toJSON()[outcome] as Record<string, unknown>;
    expect(Object.keys(json).sort()).toEqual(['measure', 'meta', 'ord', 'title']);
    expect(json['meta']).toEqual({ family: 'recovery' });
    expect(doc.getMap('outcomes').get(outcome)).toBeInstanceOf(Y.Map);
    for (const field of ['title', 'measure'] as const) expect(map.text(part, field)).toBeInstanceOf(Y.Text);
    const first = made(edits.addOutcome(map, 'Fewer falls', { index: 0 }));
    expect(map.outcomes.value.map((one) => [one.title, one.family, one.measure])).toEqual([['Fewer falls', '', ''], ['People walk further', 'recovery', 'They say so after six weeks']]);
    made(edits.moveOutcome(map, outcome, { index: 0 }));
    expect(map.outcomes.value.map((one) => one.id)).toEqual([outcome, first]);
    expect(edits.moveOutcome(map, outcome, { index: 0 })).toEqual(refused('nothingToDo'));
    made(edits.setOutcomeFamily(map, first, 'prevention'));
    expect(edits.setOutcomeFamily(map, first, 'prevention')).toEqual(refused('nothingToDo'));
    expect(edits.setOutcomeFamily(map, 'gone', 'prevention')).toEqual(refused('missing'));
    expect(edits.addOutcome(map, 'x'.repeat(301))).toEqual(refused('tooLong'));
    made(edits.removePart(map, part));
    expect(map.outcomes.value.map((one) => one.id)).toEqual([first]);
    expect(map.removed.value).toEqual([part]);
    made(edits.restorePart(map, part));
    expect(map.outcomes.value).toHaveLength(2);
  });

  it('OUTCOME-20 are read tolerantly: a value of the wrong type reads as absent', () => {
    const { doc, outcome } = withOutcome();
    doc.transact(() => {
      const outcomes = doc.getMap('outcomes');
      outcomes.set('text', 'not a part');
      const odd = new Y.Map<unknown>();
      outcomes.set('odd', odd);
      odd.set('title', new Y.Text('Odd'));
      odd.set('measure', 7);
      odd.set('meta', { family: 'for_ever' });
    });
    const map = new MapModel(doc);
    expect(map.outcome('text').value).toBeUndefined();
    expect(map.outcome('odd').value).toEqual({ id: 'odd', title: 'Odd', measure: '', family: '', ord: '', removed: false });
    expect(map.outcome(outcome).value?.family).toBe('recovery');
  });

  it('UNDO-3 undo takes back my own work on them only, and what another wrote inside stays', () => {
    const one = furnished();
    const outcome = made(edits.addOutcome(one.map, 'People walk further'));
    const two = copyOf(one);
    const part = { kind: 'outcome', id: outcome } as const;
    made(edits.setText(two.map, part, 'measure', { text: 'They say so' }));
    made(edits.setOutcomeFamily(one.map, outcome, 'recovery'));
    meet(one, two);
    one.undo.undo();
    expect(one.map.outcome(outcome).value).toMatchObject({ family: '', measure: 'They say so', removed: false });
    one.undo.undo();
    expect(one.map.outcomes.value).toEqual([]);
    one.undo.redo();
    expect(one.map.outcome(outcome).value).toMatchObject({ measure: 'They say so', removed: false });
    meet(one, two);
    made(edits.removePart(two.map, part));
    meet(one, two);
    expect(one.map.outcomes.value).toEqual([]);
    two.undo.undo();
    meet(one, two);
    expect(one.map.outcome(outcome).value?.measure).toBe('They say so');
  });

  it('OUTCOME-1 their meaning is title, measure and family; their order is none', () => {
    const { map, outcome, part } = withOutcome();
    expect(meaning(map, part)).toEqual({ kind: 'outcome', title: 'People walk further', measure: 'They say so after six weeks', family: 'recovery' });
    expect(readMeaning(JSON.parse(JSON.stringify(meaning(map, part))))).toEqual(meaning(map, part));
    expect(partOfName(nameOfPart(part))).toEqual(part);
    const agreed = meaning(map, part);
    const seen = new Set([fingerprintOf(agreed)]);
    made(edits.addOutcome(map, 'Fewer falls', { index: 0 }));
    made(edits.moveOutcome(map, outcome, { index: 0 }));
    seen.add(fingerprintOf(meaning(map, part)));
    expect(seen.size).toBe(1);
    made(edits.setTitle(map, part, 'People walk to the shop'));
    seen.add(fingerprintOf(meaning(map, part)));
    made(edits.setText(map, part, 'measure', { text: 'They say so' }));
    seen.add(fingerprintOf(meaning(map, part)));
    made(edits.setOutcomeFamily(map, outcome, 'long_term'));
    seen.add(fingerprintOf(meaning(map, part)));
    expect(seen.size).toBe(4);
    expect(changesBetween(agreed, meaning(map, part))).toEqual([
      { field: 'title', before: 'People walk further', after: 'People walk to the shop' },
      { field: 'measure', before: 'They say so after six weeks', after: 'They say so' },
      { field: 'family', before: 'recovery', after: 'long_term' },
    ]);
    made(edits.restoreWording(map, part, agreed));
    expect(meaning(map, part)).toEqual(agreed);
  });

  it('OUTCOME-23 come after the goals and before the stages, wherever parts are gone through', () => {
    const { map } = withOutcome();
    expect(partsInOrder(map).map((part) => part.kind)).toEqual(['goal', 'outcome', 'stage', 'step', 'step', 'stage']);
  });

  it('SYNC-23 words that were refused are given back, from every text of outcomes and decisions', () => {
    const one = withDecision();
    const theirs = copyOf(one);
    const outcome = made(edits.addOutcome(one.map, 'People walk further'));
    made(edits.setText(one.map, { kind: 'outcome', id: outcome }, 'measure', { text: 'They say so' }));
    made(edits.setText(one.map, one.part, 'options', { text: 'Rest' }));
    made(edits.setText(one.map, one.part, 'matters', { text: 'Being heard' }));
    expect(wordsOnlyIn(one.map, theirs.map).map((words) => words.text)).toEqual(['People walk further', 'They say so', 'Rest', 'Being heard']);
  });
});

describe('shared decisions', () => {
  it('DECISION-20 a step becomes one and a plain step again; what is said of it and both texts stay', () => {
    const { map, doc, step, part } = withDecision();
    expect(map.step(step).value).toMatchObject({ kind: 'decision', options: 'Rest\nSee the GP', matters: 'Sleeping at home', mode: 'with', sector: 'peer', perspective: 'lived' });
    expect(edits.setStepKind(map, step, 'decision')).toEqual(refused('nothingToDo'));
    expect(edits.setStepKind(map, 'gone', 'decision')).toEqual(refused('missing'));
    const texts = [map.text(part, 'options'), map.text(part, 'matters')];
    made(edits.setStepKind(map, step, 'step'));
    expect((doc.getMap('steps').toJSON()[step] as Record<string, unknown>)['meta']).toEqual({ kind: 'step', mode: 'with', sector: 'peer', perspective: 'lived' });
    made(edits.setStepKind(map, step, 'decision'));
    expect([map.text(part, 'options'), map.text(part, 'matters')]).toEqual(texts);
    expect(map.step(step).value?.options).toBe('Rest\nSee the GP');
    made(edits.setStepMode(map, step, 'for'));
    expect(map.step(step).value).toMatchObject({ kind: 'decision', mode: 'for' });
  });

  it('DECISION-20 a new step can be one from its birth, and any other kind reads as a plain step', () => {
    const { map, doc, stage, lane } = furnished();
    const step = made(edits.addStep(map, 'Chooses where to go', { stage, lane }, { kind: 'decision' }));
    expect(Object.keys(doc.getMap('steps').toJSON()[step] as object).sort()).toEqual(['detail', 'matters', 'meta', 'options', 'pos', 'title']);
    expect(map.step(step).value).toMatchObject({ kind: 'decision', options: '', matters: '' });
    doc.transact(() => map.part('step', step)?.set('meta', { kind: 'gateway' }));
    expect(map.step(step).value?.kind).toBe('step');
  });

  it('UNDO-3 undoing that it became one hides nothing that others wrote, and redo shows it again', () => {
    const one = furnished();
    made(edits.setStepKind(one.map, one.step, 'decision'));
    const two = copyOf(one);
    made(edits.setText(two.map, { kind: 'step', id: one.step }, 'options', { text: 'Rest' }));
    meet(one, two);
    one.undo.undo();
    expect(one.map.step(one.step).value).toMatchObject({ kind: 'step', options: 'Rest' });
    one.undo.redo();
    meet(one, two);
    for (const each of [one, two]) expect(each.map.step(one.step).value).toMatchObject({ kind: 'decision', options: 'Rest' });
    expect(one.undo.canUndo.value?.verb).toBe('setMeta');
  });

  it('DECISION-1 its options and what matters are part of its meaning; a plain step means the same whatever stands there', () => {
    const { map, step, part } = withDecision();
    const agreed = meaning(map, part);
    expect(agreed).toMatchObject({ kind: 'decision', title: 'Feels unwell', options: 'Rest\nSee the GP', matters: 'Sleeping at home', mode: 'with' });
    expect(readMeaning(JSON.parse(JSON.stringify(agreed)))).toEqual(agreed);
    const seen = new Set([fingerprintOf(agreed)]);
    made(edits.setText(map, part, 'options', { text: 'Rest' }));
    seen.add(fingerprintOf(meaning(map, part)));
    made(edits.setText(map, part, 'matters', { text: 'Sleeping well at home' }));
    seen.add(fingerprintOf(meaning(map, part)));
    expect(changesBetween(agreed, meaning(map, part)).map((change) => change.field)).toEqual(['options', 'matters']);
    made(edits.setStepKind(map, step, 'step'));
    const plain = meaning(map, part);
    seen.add(fingerprintOf(plain));
    expect(seen.size).toBe(4);
    expect(changesBetween(agreed, plain)).toEqual([
      { field: 'kind', before: 'decision', after: 'step' },
      { field: 'options', before: 'Rest\nSee the GP', after: '' },
      { field: 'matters', before: 'Sleeping at home', after: '' },
    ]);
    made(edits.setText(map, part, 'options', { text: 'Something else' }));
    expect(fingerprintOf(meaning(map, part))).toBe(fingerprintOf(plain));
  });

  it('SHOWN-7 the agreed words bring back what the step was, with its choice; going back to a plain step keeps what is written', () => {
    const { map, step, part } = withDecision();
    const decision = meaning(map, part);
    made(edits.setStepKind(map, step, 'step'));
    const plain = meaning(map, part);
    made(edits.setText(map, part, 'options', { text: 'Something else' }));
    made(edits.restoreWording(map, part, decision));
    expect(meaning(map, part)).toEqual(decision);
    made(edits.restoreWording(map, part, plain));
    expect(map.step(step).value).toMatchObject({ kind: 'step', options: 'Rest\nSee the GP' });
    expect(meaning(map, part)).toEqual(plain);
  });
});
