/** What led to what, read from the `talk` document (docs/spec/talk.md), and its totals by side. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { fingerprintOf } from '../src/model/fingerprint';
import { meaningOf, nameOfPart, type AgreePart, type Meaning } from '../src/model/meaning';
import { partKey } from '../src/workshop/talk-part';
import { trailTotals, trailOf } from '../src/workshop/trail';
import { agreementOn, furnished, made, PAIR, TALKERS, talkFor } from './helpers';
import * as edits from './short-edits';

const [ANN, LEE, CAI] = TALKERS.map((person) => person.participant) as [string, string, string];
const SIDES = new Map(TALKERS.map((person) => [person.participant, person.side ?? undefined]));

/** A document with two comments of Ann, one of Lee and one of Cai, in one thread. */
function said() {
  const doc = new Y.Doc();
  doc.getMap('threads').set('t', { part: 'step:s1', state: 'open', at: 1 });
  [ANN, ANN, LEE, CAI].forEach((by, index) => doc.getMap('messages').set(`m${index}`, { thread: 't', by, text: `words ${index}`, mentions: [], at: 1 + index }));
  const lead = (key: string, value: unknown = { by: LEE, at: 10 }) => doc.getMap('ledTo').set(key, value);
  return { doc, lead };
}

describe('the trail', () => {
  it('TRAIL-1 reads what fits the layout, oldest first, and leaves out the rest', () => {
    const { doc, lead } = said();
    const { talk } = talkFor({ doc });
    const trail = trailOf(talk);
    expect(trailOf(talk)).toBe(trail);
    lead('message:m0/step:s2', { by: LEE, at: 20, scribe: CAI });
    lead('step:s1/goal:g', { by: ANN, at: 5n });
    const odd: [string, unknown][] = [
      ['message:m0', { by: LEE, at: 1 }], ['message:m0/step:s2/more', { by: LEE, at: 1 }], ['message:/step:s2', { by: LEE, at: 1 }], ['map:map/step:s2', { by: LEE, at: 1 }],
      ['step:s1/step:s1', { by: LEE, at: 1 }], ['cell:x/step:s2', { by: LEE, at: 1 }], ['message:m1/step:', { by: LEE, at: 1 }], ['message:m1/message:m0', { by: LEE, at: 1 }],
      ['message:m1/step:s3', 7], ['message:m1/step:s4', null], ['message:m1/step:s5', { by: 7, at: 1 }], ['message:m1/step:s6', { by: LEE, at: '1' }], ['message:m1/step:s7', []],
      ['message:m1/step:s8', new Y.Text('no')],
    ];
    for (const [key, value] of odd) lead(key, value);
    expect(trail.all.value).toEqual([
      { id: 'step:s1/goal:g', source: { kind: 'step', id: 's1' }, part: { kind: 'goal', id: 'g' }, by: ANN, scribe: undefined, at: 5 },
      { id: 'message:m0/step:s2', source: { kind: 'message', id: 'm0' }, part: { kind: 'step', id: 's2' }, by: LEE, scribe: CAI, at: 20 },
    ]);
    expect(trail.fromMessage('m0').map((led) => partKey(led.part))).toEqual(['step:s2']);
    expect(trail.fromPart({ kind: 'step', id: 's1' }).map((led) => partKey(led.part))).toEqual(['goal:g']);
    expect(trail.to({ kind: 'step', id: 's2' })).toHaveLength(1);
    doc.getMap('ledTo').delete('message:m0/step:s2');
    expect(trail.to({ kind: 'step', id: 's2' })).toEqual([]);
  });

  it('TRAIL-1 reads no more than 2,000', () => {
    const { doc, lead } = said();
    doc.transact(() => {
      for (let at = 0; at < 2_001; at += 1) lead(`message:m0/step:s${at}x`, { by: ANN, at });
    });
    expect(trailOf(talkFor({ doc }).talk).all.value).toHaveLength(2_000);
  });

  it('SHOWN-21 counts by side what led to a part that is on the map, each once, and which of these are agreed now', () => {
    const { doc, lead } = said();
    const one = furnished();
    const kit = agreementOn(one.map);
    kit.pairs.value = [PAIR];
    const trail = trailOf(talkFor({ doc }).talk);
    const step: AgreePart = { kind: 'step', id: one.step };
    const count = () => trailTotals(trail, kit.agreement, (participant) => SIDES.get(participant));
    const nothing = { comments: 0, ideas: 0, parts: 0, agreed: 0 };
    expect(count()).toEqual({ patient: nothing, professional: nothing, neither: nothing });
    lead(`message:m0/step:${one.step}`);
    lead(`message:m0/goal:${one.goal}`);
    lead(`message:m1/step:${one.step}`);
    lead(`message:m2/step:${one.step}`);
    lead(`message:m3/step:${one.step}`);
    lead('message:m2/step:nowhere');
    lead(`message:unknown/step:${one.step}`);
    // The goal came with the template: it counts for nobody until somebody of the workshop is said to have written it.
    lead(`goal:${one.goal}/step:${one.step}`);
    lead(`step:${one.other}/step:${one.step}`);
    kit.record.getMap('origins').set(`step:${one.other}`, 'professional');
    expect(count()).toEqual({
      patient: { comments: 2, ideas: 0, parts: 2, agreed: 0 },
      professional: { comments: 1, ideas: 1, parts: 1, agreed: 0 },
      neither: { comments: 1, ideas: 0, parts: 1, agreed: 0 },
    });
    const meaning = meaningOf(one.map, step) as Meaning;
    const [fingerprint, at] = [fingerprintOf(meaning), 5];
    kit.record.getMap('acts').set(`pq/${nameOfPart(step)}`, { patient: { yes: { fingerprint, at, by: 'p' } }, professional: { yes: { fingerprint, at, by: 'q' } }, agreed: { fingerprint, at }, past: [] });
    expect([count().patient.agreed, count().professional.agreed, count().neither.agreed]).toEqual([1, 1, 1]);
    made(edits.removePart(one.map, { kind: 'step', id: one.step }));
    expect(count()).toEqual({ patient: { comments: 1, ideas: 0, parts: 1, agreed: 0 }, professional: nothing, neither: nothing });
  });
});
