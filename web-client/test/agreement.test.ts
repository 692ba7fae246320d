/**
 * The pure rules of agreement (docs/spec/agreement.md): meanings and fingerprints, states for one pair and for several,
 * what a person may say, reading a record, what changed and bringing it back. The vectors are the server's own.
 */
import { readFileSync } from 'node:fs';
import { effect } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { actsFor, AGREE_STATES, combine, NO_ACTS, stateOfPair, type Act, type Acts, type PairState, type Speaker, type State } from '../src/model/agreement';
import { changesBetween, wordDifference } from '../src/model/difference';
import * as edits from './short-edits';
import { TEXT_FIELD_UNITS_MAX, WORD_PAIRS_MAX } from '../src/model/limits';
import { fingerprintOf, isOverLimit, ownHalf, plainWords } from '../src/model/fingerprint';
import { meaningOf, nameOfPart, partOfName, type Meaning } from '../src/model/meaning';
import { covers, readPairs, stagesOn } from '../src/model/pairs';
import { readActs, readMeaning, RecordModel } from '../src/model/record';
import { partsInOrder } from '../src/model/walk';
import { copyOf, furnished, made, meet, seeded } from './helpers';

interface Vectors {
  readonly fingerprints: readonly { readonly meaning: unknown; readonly fingerprint: string }[];
  readonly states: readonly { readonly about: string; readonly acts: unknown; readonly proposed: boolean; readonly present: string; readonly state: string; readonly side?: string; readonly changedSince: boolean; readonly aroundChanged: boolean }[];
  readonly combined: readonly { readonly states: readonly State[]; readonly state: string; readonly side?: string; readonly agreed: number; readonly around: number; readonly of: number }[];
  readonly scopes: readonly { readonly about: string; readonly scope: unknown; readonly map: string; readonly stage: string; readonly counts: boolean }[];
}
const vectors = JSON.parse(readFileSync(new URL('../../crdt/data/agreement-vectors.json', import.meta.url), 'utf8')) as Vectors;
const [OLD, NOW, MOVED] = ['00', 'ff', 'f0'].map((halves) => `2-${halves.charAt(0).repeat(64)}-${halves.charAt(1).repeat(64)}`) as [string, string, string];
const yes = (fingerprint = NOW) => ({ fingerprint, at: 1, by: 'p' });
const view = (text: string) => ({ text, at: 1, by: 'p' });
const acts = (given: Partial<Acts>): Acts => ({ ...NO_ACTS, ...given });

describe('meaning', () => {
  it('MEANING-7 has the fingerprints of the server', () => {
    expect(vectors.fingerprints.length).toBeGreaterThan(8);
    for (const one of vectors.fingerprints) {
      const meaning = readMeaning(one.meaning);
      expect(meaning, JSON.stringify(one.meaning)).toEqual(one.meaning);
      expect(meaning && fingerprintOf(meaning)).toBe(one.fingerprint);
    }
  });

  it('MEANING-1 tells a change of every field, and of the parts a step rests on', () => {
    const one = furnished();
    const of = (kind: 'step' | 'link' | 'goal' | 'stage', id: string) => fingerprintOf(meaningOf(one.map, { kind, id }) as Meaning);
    made(edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'yes' }));
    const changes: readonly (() => unknown)[] = [
      () => edits.setTitle(one.map, { kind: 'step', id: one.step }, 'Feels ill'),
      () => edits.setStepDetail(one.map, one.step, 'At night'),
      () => edits.moveStep(one.map, one.step, { stage: one.otherStage, lane: one.lane }),
      () => edits.moveStep(one.map, one.step, { stage: one.otherStage, lane: one.otherLane }),
      () => edits.setStepMode(one.map, one.step, 'with'),
      () => edits.setStepSector(one.map, one.step, 'peer'),
      () => edits.setTitle(one.map, { kind: 'stage', id: one.otherStage }, 'Looking after'),
      () => edits.setTitle(one.map, { kind: 'lane', id: one.otherLane }, 'Practice'),
      () => edits.setTitle(one.map, { kind: 'goal', id: one.goal }, 'Walk far'),
      () => edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'no' }),
    ];
    const seen = new Set([of('step', one.step)]);
    for (const change of changes) {
      change();
      seen.add(of('step', one.step));
    }
    expect(seen.size).toBe(changes.length + 1);
    made(edits.setLinkLabel(one.map, one.link, 'then'));
    const links = new Set([of('link', one.link)]);
    for (const change of [() => edits.setLinkLabel(one.map, one.link, 'soon'), () => edits.setTitle(one.map, { kind: 'step', id: one.other }, 'Calls GP')]) {
      change();
      links.add(of('link', one.link));
    }
    expect(links.size).toBe(3);
  });

  it('MEANING-1 titles of what a part rests on are the other half of its fingerprint', () => {
    const one = furnished();
    made(edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'yes' }));
    const print = () => fingerprintOf(meaningOf(one.map, { kind: 'step', id: one.step }) as Meaning);
    const around: readonly (() => unknown)[] = [
      () => edits.setTitle(one.map, { kind: 'stage', id: one.stage }, 'Before'),
      () => edits.setTitle(one.map, { kind: 'lane', id: one.lane }, 'Patient'),
      () => edits.setTitle(one.map, { kind: 'goal', id: one.goal }, 'Walk far'),
      () => edits.setTitle(one.map, { kind: 'step', id: one.other }, 'Visits GP'),
    ];
    for (const change of around) {
      const before = print();
      change();
      expect([print() === before, ownHalf(print()) === ownHalf(before)]).toEqual([false, true]);
    }
    const before = print();
    made(edits.setStepMode(one.map, one.step, 'by'));
    expect(ownHalf(print())).not.toBe(ownHalf(before));
  });

  it('MEANING-8 white space and the closing full stop carry no meaning, and everything else does', () => {
    for (const same of ['Walk far', ' Walk\tfar ', 'Walk\n\nfar.', 'Walk\u00a0far .', '\u3000Walk far\u0085']) expect(plainWords(same)).toBe('Walk far');
    for (const other of ['walk far', 'Walk far!', 'Walk far...', 'Walk. far', 'Walkfar', 'Walk\ufeff far']) expect(plainWords(other)).not.toBe('Walk far');
    const goal = (title: string): Meaning => ({ kind: 'goal', title });
    expect(changesBetween(goal('Walk far'), goal(' Walk  far. '))).toEqual([]);
    expect(changesBetween(goal('Walk far'), goal('walk far'))).toHaveLength(1);
  });

  it('MEANING-9 a link without words is part of the step it leads from', () => {
    const one = furnished();
    const step = () => meaningOf(one.map, { kind: 'step', id: one.step });
    expect(step()).toMatchObject({ leadsTo: [{ id: one.other, title: 'Sees GP', link: one.link }] });
    expect(partsInOrder(one.map).filter((part) => part.kind === 'link')).toEqual([]);
    expect(partsInOrder(one.map, (link) => link === one.link)).toContainEqual({ kind: 'link', id: one.link, stage: one.stage });
    made(edits.setLinkLabel(one.map, one.link, ' . '));
    expect(step()).toMatchObject({ leadsTo: [{ link: one.link }] });
    made(edits.setLinkLabel(one.map, one.link, 'then'));
    expect(step()).toMatchObject({ leadsTo: [] });
    expect(partsInOrder(one.map)).toContainEqual({ kind: 'link', id: one.link, stage: one.stage });
    made(edits.setLinkLabel(one.map, one.link, ''));
    made(edits.removeStep(one.map, one.other));
    expect(step()).toMatchObject({ leadsTo: [] });
  });

  it('SHOWN-7 the agreed words bring back where the plain links of a step led', () => {
    const one = furnished();
    const part = { kind: 'step', id: one.step } as const;
    const third = made(edits.addStep(one.map, 'Rests', { stage: one.stage, lane: one.lane }));
    const agreed = meaningOf(one.map, part) as Meaning;
    made(edits.removeLink(one.map, one.link));
    made(edits.linkSteps(one.map, one.step, third));
    expect(changesBetween(agreed, meaningOf(one.map, part) as Meaning)).toEqual([
      { field: 'leadsTo', before: 'Sees GP', after: '' }, { field: 'leadsTo', before: '', after: 'Rests' },
    ]);
    made(edits.restoreWording(one.map, part, agreed));
    expect(meaningOf(one.map, part)).toEqual(agreed);
    one.undo.undo();
    expect(meaningOf(one.map, part)).toMatchObject({ leadsTo: [{ id: third }] });
  });

  it('MEANING-3 leaves order, perspective and the sector of a lane out', () => {
    const one = furnished();
    const before = meaningOf(one.map, { kind: 'step', id: one.step });
    made(edits.moveStep(one.map, one.step, { stage: one.stage, lane: one.lane, index: 1 }));
    made(edits.setStepPerspective(one.map, one.step, 'lived'));
    made(edits.setLaneSector(one.map, one.lane, 'nhs'));
    made(edits.moveStage(one.map, one.stage, { index: 1 }));
    expect(meaningOf(one.map, { kind: 'step', id: one.step })).toEqual(before);
  });

  it('MEANING-4, MEANING-1 a change taken back leaves the same meaning; a removed part keeps its own and is in no other', () => {
    const one = furnished();
    const of = (id: string) => meaningOf(one.map, { kind: 'step', id });
    const before = of(one.step);
    made(edits.setTitle(one.map, { kind: 'step', id: one.step }, 'Other words'));
    one.undo.undo();
    expect(of(one.step)).toEqual(before);
    made(edits.removeStage(one.map, one.stage));
    expect(of(one.step)).toMatchObject({ stage: { id: '', title: '' }, lane: { title: 'Person' } });
    expect(meaningOf(one.map, { kind: 'stage', id: one.stage })).toEqual({ kind: 'stage', title: 'Referral' });
    made(edits.removeStep(one.map, one.other));
    expect(meaningOf(one.map, { kind: 'link', id: one.link })).toMatchObject({ to: { title: 'Sees GP' } });
  });

  it('AGREE-25 a part is named by kind and id, and nothing else is a name', () => {
    expect(partOfName('step:abc')).toEqual({ kind: 'step', id: 'abc' });
    expect(partOfName(nameOfPart({ kind: 'map', id: 'map' }))).toEqual({ kind: 'map', id: 'map' });
    for (const name of ['', 'step', 'step:', 'lane:a', 'map:other', 'step:a:b', 'step:a b', `step:${'a'.repeat(65)}`]) expect(partOfName(name)).toBeUndefined();
  });

  it('MEANING-1 whoever watches a meaning is told of changes of it alone', () => {
    const one = furnished();
    let runs = 0;
    const stop = effect(() => {
      meaningOf(one.map, { kind: 'step', id: one.step });
      runs += 1;
    });
    const before = runs;
    made(edits.setTitle(one.map, { kind: 'goal', id: one.goal }, 'Elsewhere'));
    expect(runs).toBe(before);
    made(edits.setTitle(one.map, { kind: 'stage', id: one.stage }, 'Renamed'));
    expect(runs).toBe(before + 1);
    stop();
  });
});

describe('states', () => {
  it('AGREE-1 are those of the server, for one pair', () => {
    expect(vectors.states.length).toBeGreaterThan(15);
    for (const one of vectors.states) {
      const state = stateOfPair(readActs(one.acts), one.proposed ? 'proposed' : 'notYet', () => one.present);
      const side = one.side === undefined ? {} : { side: one.side };
      expect(state, one.about).toEqual({ state: one.state, changedSince: one.changedSince, aroundChanged: one.aroundChanged, ...side });
    }
  });

  it('AGREE-2 are those of the server, for several pairs', () => {
    expect(vectors.combined.length).toBeGreaterThan(10);
    for (const { states, ...wanted } of vectors.combined) expect(combine(states), JSON.stringify(states)).toEqual(wanted);
  });

  it('PAIR-11 counts a part for the pairs in whose scope it is, as the server does', () => {
    expect(vectors.scopes.length).toBeGreaterThan(9);
    for (const { about, scope, map, stage, counts } of vectors.scopes) {
      const [pair] = readPairs([['x', { patient: 'p', professional: 'q', state: 'open', since: 1, scope }]]);
      expect(pair && covers(pair, map, stage), about).toBe(counts);
    }
    const [asked] = readPairs([['x', { patient: 'p', professional: 'q', state: 'open', askedScope: { map: 'm', stages: ['a'], by: 'p', at: 1, yes: ['patient'] } }]]);
    expect(asked && [stagesOn(asked, 'm'), asked.askedScope]).toEqual([undefined, { map: 'm', stages: ['a'], by: 'p', yes: ['patient'] }]);
  });

  // A fingerprint is computed only for a part that somebody has said yes to, and again only when what it rests on
  // changed. What is said of one part is told only to who shows that part.
  it('asks for a fingerprint only where somebody has named a wording', () => {
    const never = () => { throw new Error('computed'); };
    expect(stateOfPair(NO_ACTS, 'proposed', never).state).toBe('toAgree');
    expect(stateOfPair(acts({ patient: { view: view('No') } }), 'notYet', never).state).toBe('differ');
  });
});

describe('what a person may say', () => {
  it('AGREE-37 is asked for a yes again when only words around a part changed, and the old yes is no yes', () => {
    const all = acts({ patient: { yes: yes(MOVED) }, professional: { yes: yes(MOVED) }, agreed: { fingerprint: MOVED, at: 1 } });
    const state = stateOfPair(all, 'proposed', () => NOW);
    expect(state).toEqual({ state: 'aroundChanged', changedSince: false, aroundChanged: true });
    expect(actsFor({ speaker: { can: 'speak', side: 'patient', pair: 'q' }, acts: all, state, proposed: 'proposed', present: NOW, isOverLimit: false })).toContain('agree');
    expect(stateOfPair(all, 'proposed', () => MOVED).state).toBe('agreed');
    expect(stateOfPair(acts({ patient: { yes: yes(MOVED) } }), 'proposed', () => NOW).state).toBe('toAgree');
  });

  const partner: Speaker = { can: 'speak', side: 'patient', pair: 'q' };
  const offered = (given: Partial<Acts>, speaker: Speaker = partner, proposed: 'proposed' | 'notYet' = 'proposed'): readonly Act[] => {
    const all = acts(given);
    const state: PairState = stateOfPair(all, proposed, () => NOW);
    return actsFor({ speaker, acts: all, state, proposed, present: NOW, isOverLimit: false });
  };

  it('AGREE-35 is no yes to a part with a text over the limit', () => {
    const one = furnished();
    const part = { kind: 'goal', id: one.goal } as const;
    const tooLong = () => { const meaning = meaningOf(one.map, part); return meaning !== undefined && isOverLimit(meaning); };
    const text = one.map.text(part, 'title');
    text?.insert(0, 'x'.repeat(TEXT_FIELD_UNITS_MAX - text.length));
    expect(tooLong()).toBe(false);
    const before = fingerprintOf(meaningOf(one.map, part) as Meaning);
    text?.insert(TEXT_FIELD_UNITS_MAX, '!');
    expect(tooLong()).toBe(true);
    expect(fingerprintOf(meaningOf(one.map, part) as Meaning)).not.toBe(before);
    const all = acts({ patient: { yes: yes() }, professional: { yes: yes() }, agreed: { fingerprint: before, at: 1 } });
    const present = fingerprintOf(meaningOf(one.map, part) as Meaning);
    const state = stateOfPair(all, 'proposed', () => present);
    expect(state).toEqual({ state: 'toAgree', changedSince: true, aroundChanged: false });
    const offers = (isOver: boolean) => actsFor({ speaker: partner, acts: all, state, proposed: 'proposed', present, isOverLimit: isOver });
    expect([offers(true).includes('agree'), offers(false).includes('agree')]).toEqual([false, true]);
  });

  it('SHOWN-3 is a table of role and state', () => {
    expect(offered({}, partner, 'notYet')).toEqual(['agree', 'propose', 'differ', 'park']);
    expect(offered({})).toEqual(['agree', 'differ', 'park']);
    expect(offered({ patient: { yes: yes() } })).toEqual(['differ', 'park', 'withdraw']);
    expect(offered({ patient: { yes: yes(OLD) } })).toEqual(['agree', 'differ', 'park', 'withdraw']);
    expect(offered({ professional: { yes: yes() } })).toEqual(['agree', 'differ', 'park']);
    expect(offered({ patient: { view: view('Too far') } })).toEqual(['resolve', 'differ', 'park']);
    // Beside the partner's view one may say yes to the words of the part; with a view of one's own one does not.
    expect(offered({ professional: { view: view('Too dear') } })).toEqual(['resolve', 'agree', 'differ', 'park']);
    expect(offered({ professional: { view: view('Too dear') }, patient: { resolved: 1 } })).toEqual(['agree', 'differ', 'park']);
    expect(offered({ professional: { view: view('Too dear') }, patient: { yes: yes() } })).toEqual(['resolve', 'differ', 'park', 'withdraw']);
    expect(offered({ professional: { view: view('Too dear') }, patient: { view: view('Too far') } })).toEqual(['resolve', 'differ', 'park']);
    expect(offered({ professional: { park: 'parked' } })).toEqual(['reopen']);
    expect(offered({ patient: { park: 'goOn' }, professional: { park: 'parked' } })).toEqual(['agree', 'differ', 'park']);
  });

  it('SHOWN-3 who is in no pair may put a part up, if their role shapes the map; who looks may say nothing', () => {
    expect(offered({}, { can: 'propose' }, 'notYet')).toEqual(['propose']);
    expect(offered({}, { can: 'propose' })).toEqual([]);
    expect(offered({}, { can: 'look' }, 'notYet')).toEqual([]);
  });

  it('SHOWN-3 both sides are offered the same', () => {
    const other: Speaker = { can: 'speak', side: 'professional', pair: 'q' };
    for (const half of [{}, { yes: yes() }, { yes: yes(OLD) }, { view: view('x') }, { park: 'parked' as const }]) {
      expect(offered({ patient: half })).toEqual(offered({ professional: half }, other));
    }
  });
});

describe('a record', () => {
  it('RECORD-4 reads whatever it holds: a value of the wrong type reads as absent', () => {
    const hostile = [undefined, null, 1, 'x', [], { patient: 3 }, { patient: { yes: { fingerprint: 'short', at: 1 } } }, { patient: { view: { text: 4, at: 1 } }, past: [{}, 7] }, { agreed: { fingerprint: NOW, at: 'late' } }];
    for (const value of hostile) expect(stateOfPair(readActs(value), 'notYet', () => NOW).state).toBe('idea');
    expect(readActs({ professional: { yes: { fingerprint: NOW, at: 5n, by: 'b', scribe: 's' } } }).professional.yes).toEqual({ fingerprint: NOW, at: 5, by: 'b', scribe: 's' });
    for (const value of [undefined, 1, {}, { kind: 'lane' }, { kind: 'step', goals: 4, mode: 'sideways' }]) expect(() => readMeaning(value)).not.toThrow();
    expect(readPairs([['a', null], ['b', { state: 'open' }], ['c', { patient: 'p', professional: 'q', state: 'open', since: 2n, name: 9 }]])).toEqual([
      { id: 'c', patient: 'p', professional: 'q', state: 'open', name: '', challenge: '', howWeWork: '', askedBy: undefined, since: 2 },
    ]);
  });

  it('tells only those who watch the part that something was said of', () => {
    const doc = new Y.Doc();
    doc.getMap('acts').set('q/step:a', { patient: { yes: yes() }, professional: {}, past: [] });
    doc.getMap('proposed').set('step:b', { side: '', by: 'f', at: 1 });
    doc.getMap('acts').set('nonsense', 1);
    const record = new RecordModel(doc);
    expect([...record.names.value].sort()).toEqual(['step:a', 'step:b']);
    expect(record.at('step:b').value.proposed).toBe('');
    let runs = 0;
    const stop = effect(() => { void record.at('step:a').value; runs += 1; });
    const told: string[] = [];
    record.subscribe((changes) => told.push(...changes.map((change) => `${change.pair} ${change.part.id} ${change.after.professional.yes?.by}`)));
    doc.getMap('acts').set('q/step:b', { patient: {}, professional: { yes: yes() }, past: [] });
    expect(runs).toBe(1);
    expect(told).toEqual(['q b p']);
    doc.getMap('acts').delete('q/step:a');
    expect(runs).toBe(2);
    expect(record.names.value.has('step:a')).toBe(false);
    stop();
    record.destroy();
  });
});

describe('what changed', () => {
  const shown = (before: string, after: string) => wordDifference(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`);

  it('SHOWN-6 is told word by word', () => {
    expect(shown('Call within two weeks', 'Call within two weeks')).toEqual([' Call within two weeks']);
    expect(shown('Call within two weeks', 'Call within five days')).toEqual([' Call within ', '-two weeks', '+five days']);
    expect(shown('', 'New')).toEqual(['+New']);
    expect(shown('Old', '')).toEqual(['-Old']);
    expect(shown('one two three four', 'one 2 three 4')).toEqual([' one ', '-two ', '+2 ', ' three ', '-four', '+4']);
  });

  it('SHOWN-6 loses no letter of either text, whatever they are', () => {
    const random = seeded(71);
    const text = () => Array.from({ length: random() % 12 }, () => ['a', 'b', 'cc', ' ', '\n', 'ŵ '][random() % 6]).join('');
    for (let run = 0; run < 500; run += 1) {
      const [before, after] = [text(), text()];
      const pieces = wordDifference(before, after);
      const join = (kinds: readonly string[]) => pieces.filter((piece) => kinds.includes(piece.kind)).map((piece) => piece.text).join('');
      expect(join(['same', 'new']).replace(/\s/g, '')).toBe(after.replace(/\s/g, ''));
      expect(join(['same', 'gone']).replace(/\s/g, '')).toBe(before.replace(/\s/g, ''));
    }
  });

  it('SHOWN-6 is bounded: texts with too many different words are shown whole, one after the other', () => {
    const side = Math.sqrt(WORD_PAIRS_MAX);
    const words = (count: number, letter: string) => Array.from({ length: count }, (_, at) => `${letter}${at}`).join(' ');
    const atBound = wordDifference(`${words(side - 1, 'a')} x`, `x ${words(side - 1, 'b')}`);
    expect(atBound.some((piece) => piece.kind === 'same')).toBe(true);
    const over = wordDifference(`${words(side, 'a')} x`, `x ${words(side, 'b')}`);
    expect(over.map((piece) => piece.kind)).toEqual(['gone', 'new']);
  });

  it('SHOWN-6 names every field that differs', () => {
    const one = furnished();
    const before = meaningOf(one.map, { kind: 'step', id: one.step }) as Meaning;
    made(edits.setTitle(one.map, { kind: 'step', id: one.step }, 'Feels ill'));
    made(edits.setStepMode(one.map, one.step, 'by'));
    made(edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'yes' }));
    made(edits.moveStep(one.map, one.step, { stage: one.otherStage, lane: one.lane }));
    const after = meaningOf(one.map, { kind: 'step', id: one.step }) as Meaning;
    expect(changesBetween(before, after)).toEqual([
      { field: 'title', before: 'Feels unwell', after: 'Feels ill' },
      { field: 'stage', before: 'Referral', after: 'Care' },
      { field: 'mode', before: '', after: 'by' },
      { field: 'goal', before: '', after: 'Walk to the shop' },
    ]);
    expect(changesBetween(after, after)).toEqual([]);
    expect(changesBetween({ kind: 'map', mapKind: 'current', parts: { 'step:a': '1' } }, { kind: 'map', mapKind: 'current', parts: { 'step:a': '2', 'step:b': '3' } }))
      .toEqual([{ field: 'part', name: 'step:a', before: '1', after: '2' }, { field: 'part', name: 'step:b', before: '', after: '3' }]);
  });

  it('SHOWN-7 the agreed words come back as one edit of mine, undoable, and the meaning is the agreed one', () => {
    const one = furnished();
    made(edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'yes' }));
    const part = { kind: 'step', id: one.step } as const;
    const agreed = meaningOf(one.map, part) as Meaning;
    made(edits.setTitle(one.map, part, 'Something else'));
    made(edits.setStepDetail(one.map, one.step, 'More'));
    made(edits.setStepGoal(one.map, one.step, { id: one.goal, serves: 'no' }));
    made(edits.setStepSector(one.map, one.step, 'nhs'));
    made(edits.moveStep(one.map, one.step, { stage: one.otherStage, lane: one.otherLane }));
    const changed = meaningOf(one.map, part);
    const two = copyOf(one);
    made(edits.restoreWording(one.map, part, agreed));
    expect(meaningOf(one.map, part)).toEqual(agreed);
    expect(edits.restoreWording(one.map, part, agreed)).toEqual({ done: false, why: 'nothingToDo' });
    one.undo.undo();
    expect(meaningOf(one.map, part)).toEqual(changed);
    one.undo.redo();
    made(edits.setTitle(two.map, { kind: 'goal', id: one.goal }, 'Walk far'));
    meet(one, two);
    expect(two.map.step(one.step).value?.title).toBe('Feels unwell');
    expect(edits.restoreWording(one.map, { kind: 'step', id: 'gone' }, agreed)).toEqual({ done: false, why: 'missing' });
  });

  it('SHOWN-7 a link gets its ends and words back, a goal and a stage their words', () => {
    const one = furnished();
    const third = made(edits.addStep(one.map, 'Waits', { stage: one.stage, lane: one.lane }));
    const link = { kind: 'link', id: one.link } as const;
    const agreed = meaningOf(one.map, link) as Meaning;
    one.doc.transact(() => one.map.part('link', one.link)?.set('ends', { from: one.step, to: third }));
    made(edits.setLinkLabel(one.map, one.link, 'later'));
    made(edits.restoreWording(one.map, link, agreed));
    expect(meaningOf(one.map, link)).toEqual(agreed);
    for (const part of [{ kind: 'goal', id: one.goal }, { kind: 'stage', id: one.stage }] as const) {
      const before = meaningOf(one.map, part) as Meaning;
      made(edits.setTitle(one.map, part, 'Other'));
      made(edits.restoreWording(one.map, part, before));
      expect(meaningOf(one.map, part)).toEqual(before);
    }
  });

  it('AGREE-1 knows as many states as are shown', () => {
    expect([...AGREE_STATES].sort()).toEqual([...new Set([...vectors.states, ...vectors.combined].map((one) => one.state))].sort());
  });
});
