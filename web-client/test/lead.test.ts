/** Hands, turns, messages and calls as the document tells them, and where a call leads (docs/spec/session.md). */
import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readHands } from '../src/model/session/hands';
import { readCall, readMessages, readRound } from '../src/model/session/lead';
import { isResting, NO_SESSION } from '../src/model/session/run';
import { liveLead } from '../src/workshop/session/live-lead';

describe('what leads the room', () => {
  it('LEAD-1 hands stand in the order of the server: sides in turn, the patient side first, neither side last', () => {
    const doc = new Y.Doc();
    const hands = doc.getMap('hands');
    for (const [at, [person, side]] of [['visitor'], ['pro1', 'professional'], ['pro2', 'professional'], ['pat1', 'patient'], ['pro3', 'professional'], ['pat2', 'patient']].entries()) hands.set(person!, { at, ...(side === undefined ? {} : { side }) });
    expect(readHands(doc)).toEqual(['pat1', 'pro1', 'pat2', 'pro2', 'pro3', 'visitor']);
    doc.getMap('handsOrder').set('spoke', 'patient');
    expect(readHands(doc)).toEqual(['pro1', 'pat1', 'pro2', 'pat2', 'pro3', 'visitor']);
  });

  it('LEAD-3 odd values read as absent', () => {
    const doc = new Y.Doc();
    for (const root of ['hands', 'messages', 'turns']) for (const [key, value] of Object.entries({ text: 'up', odd: { at: -1, side: 'both', text: 7, first: 'nobody' }, list: [] })) doc.getMap(root).set(key, value);
    for (const value of ['here', { map: 'm', view: 'side', by: 'fay', at: 1 }, { map: 7, view: 'map', by: 'fay', at: 1 }]) {
      doc.getMap('call').set('state', value);
      expect(readCall(doc)).toBeUndefined();
    }
    doc.getMap('call').set('state', { map: 'm', view: 'list', by: 'fay', at: 1, part: 'step:"] , * {' });
    expect(readCall(doc)).toEqual({ map: 'm', view: 'list', by: 'fay', at: 1 });
    expect([readHands(doc), readMessages(doc), readRound(doc, 'odd')]).toEqual([[], [], undefined]);
  });

  it('LEAD-4 a hand changes nothing else that is drawn', () => {
    const doc = new Y.Doc();
    const version = signal(0);
    const lead = liveLead(doc, version, signal('a'));
    doc.on('afterTransaction', () => { version.value += 1; });
    doc.getMap('messages').set('m', { text: 'Hello', by: 'fay', at: 1 });
    doc.getMap('turns').set('a', { first: 'patient', now: 'pat', waiting: ['pro'] });
    const before = [lead.messages.value, lead.call.value, lead.round.value];
    doc.getMap('hands').set('pat', { side: 'patient', at: 2 });
    expect(lead.hands.value).toEqual(['pat']);
    for (const [at, value] of [lead.messages.value, lead.call.value, lead.round.value].entries()) expect(value).toBe(before[at]);
  });

  it('LEAD-7 messages stand in the order of their time', () => {
    const doc = new Y.Doc();
    for (const [id, at] of [['c', 3], ['a', 1], ['b', 2]] as const) doc.getMap('messages').set(id, { text: id, by: 'fay', at });
    expect(readMessages(doc).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('LEAD-20 people rest in a break, unless everybody may edit', () => {
    const rest = { title: 'Break', min: 10, addedMin: 0, mode: 'break', opens: 'none', startedAt: 0, ranMs: 0 };
    const session = { ...NO_SESSION, current: 'b', activities: new Map([['b', rest]]) };
    expect([isResting(NO_SESSION), isResting(session), isResting({ ...session, editInBreak: true })]).toEqual([false, true, false]);
    expect(isResting({ ...session, activities: new Map([['b', { ...rest, mode: 'plenary' }]]) })).toBe(false);
  });
});
