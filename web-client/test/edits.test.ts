/**
 * Every edit function, the limits and the refusals, on one device.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import * as edits from './short-edits';
import { STAGES_OR_LANES_PER_MAP_MAX, TEXT_FIELD_UNITS_MAX, TITLE_UNITS_MAX } from '../src/model/limits';
import { MapModel } from '../src/model/map';
import { cellKey } from '../src/model/placement';
import type { Step } from '../src/model/schema';
import { copyOf, furnished, made, titlesOf } from './helpers';

const refused = (why: string) => ({ done: false, why });

describe('adding', () => {
  it('EDIT-1 adds stages, lanes and goals at the place asked for', () => {
    const { map } = furnished();
    made(edits.addStage(map, 'First', { index: 0 }));
    made(edits.addStage(map, 'Middle', { index: 2 }));
    expect(map.stages.value.map((stage) => stage.title)).toEqual(['First', 'Referral', 'Middle', 'Care']);
    made(edits.addLane(map, 'Peer group', { index: 0, sector: 'peer' }));
    expect(map.lanes.value.map((lane) => [lane.title, lane.sector])).toEqual([['Peer group', 'peer'], ['Person', ''], ['GP', '']]);
    made(edits.addGoal(map, 'Sleep', { index: 0 }));
    expect(map.goals.value.map((goal) => goal.title)).toEqual(['Sleep', 'Walk to the shop']);
  });

  it('EDIT-1 adds a step to a cell with what is known about it', () => {
    const { map, stage, lane } = furnished();
    const id = made(edits.addStep(map, 'Rests', { stage, lane, index: 1 }, { mode: 'by', sector: 'self_family', perspective: 'lived' }));
    expect(titlesOf(map, map.cells.value.get(cellKey(stage, lane)))).toEqual(['Feels unwell', 'Rests', 'Sees GP']);
    expect(map.step(id).value).toMatchObject({ kind: 'step', mode: 'by', sector: 'self_family', perspective: 'lived', removed: false, detail: '' });
    expect(edits.addStep(map, 'x', { stage: 'nowhere', lane })).toEqual(refused('missing'));
  });

  it('EDIT-2 links two steps once, never a step with itself, and brings a removed link back', () => {
    const { map, step, other, link } = furnished();
    expect(edits.linkSteps(map, step, step)).toEqual(refused('sameStep'));
    expect(edits.linkSteps(map, step, other)).toEqual(refused('alreadyThere'));
    made(edits.removeLink(map, link));
    expect(map.links.value).toEqual([]);
    expect(edits.linkSteps(map, step, other)).toEqual({ done: true, id: link });
    made(edits.linkSteps(map, other, step, 'comes back'));
    expect(map.linksFrom(other).value.map((one) => one.label)).toEqual(['comes back']);
    expect(map.linksTo(step).value).toHaveLength(1);
  });

  // What is written has exactly the layout of the protocol; ids are 26 random characters.
  it('keeps the layout of the protocol', () => {
    const { doc, step, link, stage } = furnished();
    const json = doc.getMap('steps').toJSON()[step] as Record<string, unknown>;
    expect(Object.keys(json).sort()).toEqual(['detail', 'meta', 'pos', 'title']);
    expect(json['meta']).toEqual({ kind: 'step', mode: '', sector: '', perspective: '' });
    expect(Object.keys(json['pos'] as object).sort()).toEqual(['lane', 'ord', 'stage']);
    expect(step).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(doc.getMap('links').toJSON()[link]).toMatchObject({ kind: 'leadsTo', label: '' });
    expect(Object.keys(doc.getMap('stages').toJSON()[stage] as object).sort()).toEqual(['ord', 'title']);
  });
});

describe('words', () => {
  it('EDIT-14 sets titles, details and labels, and says when there is nothing to do', () => {
    const { map, stage, step, link } = furnished();
    made(edits.setTitle(map, { kind: 'stage', id: stage }, 'Asking for help'));
    expect(map.stages.value[0]?.title).toBe('Asking for help');
    made(edits.setStepDetail(map, step, 'Breathless on stairs.'));
    expect(map.step(step).value?.detail).toBe('Breathless on stairs.');
    made(edits.setLinkLabel(map, link, 'calls'));
    expect(map.link(link).value?.label).toBe('calls');
    expect(edits.setLinkLabel(map, link, 'calls')).toEqual(refused('nothingToDo'));
    expect(edits.setTitle(map, { kind: 'step', id: 'none' }, 'x')).toEqual(refused('missing'));
  });

  it('EDIT-5 takes a text of exactly the longest length and refuses one unit more, but lets a too long one shrink', () => {
    const { map, step } = furnished();
    made(edits.setStepDetail(map, step, 'x'.repeat(TEXT_FIELD_UNITS_MAX)));
    expect(edits.setStepDetail(map, step, 'x'.repeat(TEXT_FIELD_UNITS_MAX + 1))).toEqual(refused('tooLong'));
    made(edits.setTitle(map, { kind: 'step', id: step }, 'x'.repeat(TITLE_UNITS_MAX)));
    expect(edits.setTitle(map, { kind: 'step', id: step }, 'x'.repeat(TITLE_UNITS_MAX + 1))).toEqual(refused('tooLong'));
    map.text({ kind: 'step', id: step }, 'title')?.insert(0, 'yy');
    made(edits.setTitle(map, { kind: 'step', id: step }, 'x'.repeat(TITLE_UNITS_MAX + 1)));
  });
});

describe('moving', () => {
  it('EDIT-1 moves stages, lanes and goals to an index, counted without themselves', () => {
    const { map, stage, lane, goal } = furnished();
    made(edits.moveStage(map, stage, { index: 1 }));
    expect(map.stages.value.map((one) => one.title)).toEqual(['Care', 'Referral']);
    expect(edits.moveStage(map, stage, {})).toEqual(refused('nothingToDo'));
    made(edits.moveLane(map, lane, {}));
    expect(map.lanes.value.map((one) => one.title)).toEqual(['GP', 'Person']);
    made(edits.addGoal(map, 'Sleep'));
    made(edits.moveGoal(map, goal, { index: 1 }));
    expect(map.goals.value.map((one) => one.title)).toEqual(['Sleep', 'Walk to the shop']);
  });

  it('EDIT-7 moves a step within its cell and to another one, as one value', () => {
    const { map, stage, otherStage, lane, otherLane, step, other } = furnished();
    made(edits.moveStep(map, step, { stage, lane, index: 1 }));
    expect(map.cells.value.get(cellKey(stage, lane))).toEqual([other, step]);
    expect(edits.moveStep(map, step, { stage, lane, index: 1 })).toEqual(refused('nothingToDo'));
    made(edits.moveStep(map, step, { stage: otherStage, lane: otherLane }));
    expect(map.cells.value.get(cellKey(otherStage, otherLane))).toEqual([step]);
    expect(edits.moveStep(map, step, { stage: 'gone', lane })).toEqual(refused('missing'));
  });

  // Many drops of one step cost bytes for one.
  it('spends few bytes on a long drag that is dropped often', () => {
    const { doc, map, stage, otherStage, lane, step } = furnished();
    const before = Y.encodeStateAsUpdate(doc).length;
    for (let drop = 0; drop < 200; drop += 1) made(edits.moveStep(map, step, { stage: drop % 2 === 0 ? otherStage : stage, lane }));
    // The undo history keeps what it may bring back; a fresh copy of the document shows what is stored for good.
    const fresh = new Y.Doc();
    Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc));
    expect(Y.encodeStateAsUpdate(fresh).length - before).toBeLessThan(400);
  });
});

describe('facts', () => {
  it('EDIT-1 sets sector, mode and perspective together or alone and keeps the rest', () => {
    const { map, lane, step } = furnished();
    made(edits.setLaneSector(map, lane, 'vcse'));
    expect(map.lane(lane).value?.sector).toBe('vcse');
    made(edits.setLaneSector(map, lane, ''));
    expect(map.lane(lane).value?.sector).toBe('');
    made(edits.setStepMode(map, step, 'with'));
    made(edits.setStepSector(map, step, 'nhs'));
    made(edits.setStepPerspective(map, step, 'both'));
    expect(map.step(step).value).toMatchObject({ mode: 'with', sector: 'nhs', perspective: 'both' });
    expect(edits.setStepMeta(map, step, { mode: 'with' })).toEqual(refused('nothingToDo'));
  });

  it('EDIT-1 says which goals a step serves', () => {
    const { map, step, goal } = furnished();
    made(edits.setStepGoal(map, step, { id: goal, serves: 'yes' }));
    expect(map.goalsOf(step).value).toEqual([goal]);
    expect(map.stepsOf(goal).value).toEqual([step]);
    expect(edits.setStepGoal(map, step, { id: goal, serves: 'yes' })).toEqual(refused('nothingToDo'));
    made(edits.setStepGoal(map, step, { id: goal, serves: 'no' }));
    expect(map.goalsOf(step).value).toEqual([]);
    expect(edits.setStepGoal(map, step, { id: 'none', serves: 'yes' })).toEqual(refused('missing'));
  });
});

describe('removing', () => {
  it('EDIT-11 hides each kind of part and brings it back with everything in it', () => {
    const { map, stage, lane, goal, step, other, link } = furnished();
    made(edits.setStepGoal(map, step, { id: goal, serves: 'yes' }));
    made(edits.removeStage(map, stage));
    expect(map.stages.value.map((one) => one.title)).toEqual(['Care']);
    expect(new Set(map.notPlaced.value)).toEqual(new Set([step, other]));
    made(edits.restoreStage(map, stage));
    made(edits.removeLane(map, lane));
    expect(map.notPlaced.value).toHaveLength(2);
    made(edits.restoreLane(map, lane));
    expect(map.cells.value.get(cellKey(stage, lane))).toEqual([step, other]);
    made(edits.removeGoal(map, goal));
    expect(map.goalsOf(step).value).toEqual([]);
    made(edits.restoreGoal(map, goal));
    expect(map.goalsOf(step).value).toEqual([goal]);
    made(edits.removeLink(map, link));
    made(edits.restoreLink(map, link));
    made(edits.removeStep(map, step));
    expect(map.links.value).toEqual([]);
    expect(map.removed.value).toEqual([{ kind: 'step', id: step }]);
    made(edits.restoreStep(map, step));
    expect(map.links.value).toHaveLength(1);
    expect(edits.restoreStep(map, step)).toEqual(refused('nothingToDo'));
    expect(edits.removePart(map, { kind: 'goal', id: 'none' })).toEqual(refused('missing'));
  });

  it('UNDO-1 gives a removed thing a name to speak of', () => {
    const { map, undo, link, step } = furnished();
    made(edits.removeLink(map, link));
    expect(undo.canUndo.value).toMatchObject({ verb: 'remove', name: 'Feels unwell → Sees GP', part: { kind: 'link', id: link } });
    made(edits.removeStep(map, step));
    expect(undo.canUndo.value).toMatchObject({ verb: 'remove', name: 'Feels unwell' });
  });
});

describe('reading', () => {
  // A change touches only the signals of what changed: words of a step do not redraw cells, a renamed stage does not
  // move steps.
  it('touches only the signals of what changed', () => {
    const { map, step, stage, link } = furnished();
    const seen: string[] = [];
    const stops = [
      map.step(step).subscribe(() => seen.push('step')),
      map.cells.subscribe(() => seen.push('cells')),
      map.links.subscribe(() => seen.push('links')),
      map.stages.subscribe(() => seen.push('stages')),
    ];
    seen.length = 0;
    made(edits.setTitle(map, { kind: 'step', id: step }, 'Feels worse'));
    expect(seen).toEqual(['step']);
    seen.length = 0;
    made(edits.setTitle(map, { kind: 'stage', id: stage }, 'Start'));
    expect(seen).toEqual(['stages']);
    seen.length = 0;
    made(edits.setLinkLabel(map, link, 'then'));
    expect(seen).toEqual(['links']);
    for (const stop of stops) stop();
  });

  it('READ-9 reads hostile content as absent and never throws', () => {
    const one = furnished();
    const { doc } = one;
    doc.transact(() => {
      const steps = doc.getMap('steps');
      steps.set('text', 'not a part');
      steps.set('array', new Y.Array());
      steps.set('x'.repeat(200), new Y.Map());
      steps.set('a:b', new Y.Map());
      const odd = new Y.Map<unknown>();
      steps.set('odd', odd);
      odd.set('title', new Y.XmlElement('b'));
      odd.set('detail', 7);
      odd.set('pos', [[[]]]);
      odd.set('meta', { mode: { toString: 1 }, sector: 'NHS', perspective: null });
      const half = new Y.Map<unknown>();
      steps.set('__proto__', half);
      half.set('pos', { stage: 1, lane: one.lane, ord: {} });
      doc.getMap('stages').set('s', new Y.Text('x'));
      doc.getMap('links').set('l', new Y.Map([['ends', 'x']]));
      doc.getMap('links').set('self', new Y.Map([['ends', { from: one.step, to: one.step }]]));
      doc.getMap('stepGoals').set('a:b:c', true);
      doc.getMap('stepGoals').set(`${one.step}:${one.goal}`, 'yes');
      doc.getMap('meta').set('kind', 9);
    });
    for (const map of [one.map, new MapModel(doc)]) {
      expect(map.kind.value).toBe('current');
      expect(map.step('text').value).toBeUndefined();
      expect(map.step('odd').value).toMatchObject({ title: '', detail: '', stage: '', mode: '', sector: '', perspective: '' });
      expect(new Set(map.notPlaced.value)).toEqual(new Set(['odd', '__proto__']));
      expect(map.stages.value).toHaveLength(2);
      expect(map.links.value.map((link) => link.id)).toEqual([one.link]);
      expect(map.goalsOf(one.step).value).toEqual([]);
    }
  });

  // After each transaction views are told which parts changed, whether the structure did, and whether it was this
  // device's own edit.
  it('tells views what changed and whether it was mine', () => {
    const one = furnished();
    const two = copyOf(one);
    const told: unknown[] = [];
    one.map.subscribe(({ edits: parts, ...change }) => told.push({ ...change, titles: parts.map(({ before, after }) => [before, after].map((part) => (part as Step | undefined)?.title)) }));
    made(edits.setTitle(one.map, { kind: 'step', id: one.step }, 'Mine'));
    made(edits.moveStep(two.map, one.step, { stage: one.otherStage, lane: one.lane }));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(two.doc), 'wire');
    expect(told).toEqual([
      { parts: [{ kind: 'step', id: one.step }], structure: false, mine: true, writers: [one.doc.clientID], titles: [['Feels unwell', 'Mine']] },
      { parts: [{ kind: 'step', id: one.step }], structure: true, mine: false, writers: [two.doc.clientID], titles: [['Mine', 'Mine']] },
    ]);
  });

  it('READ-8 reads a map of 5,000 steps and follows one edit quickly', () => {
    const { doc, map, stage, lane } = furnished();
    doc.transact(() => {
      for (let at = 0; at < 5_000; at += 1) {
        const part = new Y.Map<unknown>();
        part.set('title', new Y.Text(`Step ${at}`));
        part.set('pos', { stage, lane, ord: `a${String(at).padStart(5, '0')}V` });
        doc.getMap('steps').set(`step${at}`, part);
      }
    });
    expect(map.reading.value).toHaveLength(5_002);
    let reads = 0;
    const stop = map.reading.subscribe(() => { reads += 1; });
    made(edits.setTitle(map, { kind: 'step', id: 'step9' }, 'Other'));
    expect(reads).toBe(1);
    stop();
    expect(edits.addStep(map, 'one too many', { stage, lane })).toEqual(refused('tooManyParts'));
  });

  it('FULL-4 the 201st stage or lane is refused before the edit, and bringing one back too; other kinds go on', () => {
    const { map, stage, lane } = furnished();
    for (const kind of ['stage', 'lane'] as const) {
      const add = (title: string) => edits.addPart(map, kind, title);
      let last = '';
      while (map.ordered(kind).peek().length < STAGES_OR_LANES_PER_MAP_MAX) last = made(add('One more'));
      expect(add('one too many')).toEqual(refused('tooManyParts'));
      made(edits.removePart(map, { kind, id: last }));
      made(add('In its place'));
      expect(edits.restorePart(map, { kind, id: last })).toEqual(refused('tooManyParts'));
    }
    made(edits.addStep(map, 'A step', { stage, lane }));
  });
});
