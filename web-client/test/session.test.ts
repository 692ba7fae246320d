/** What is on in a session, and its time: read from the document, counted by the server's clock (docs/spec/session.md). */
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { readActions, readCallLink } from '../src/model/session/close';
import { leftAt, NO_SESSION, ranUntil, readSession, type Activity } from '../src/model/session/run';
import { clockLeft, minutesLeft } from '../src/shell/workshop/session/time-words';
import { ASK_AGAIN_MS, QUESTIONS, ServerClock } from '../src/workshop/server/server-clock';
import './words';

const MINUTE = 60_000;
const BEGIN = 1_764_000_000_000;
const activity = (change: Partial<Activity> = {}): Activity => ({ title: 'Goals first', min: 10, addedMin: 0, mode: 'silent', opens: 'patient', startedAt: BEGIN, ranMs: 0, since: BEGIN, ...change });

describe('the session document', () => {
  it('SESSION-20 is read with what is on; odd values read as absent', () => {
    const doc = new Y.Doc();
    expect(readSession(doc)).toEqual(NO_SESSION);
    doc.getMap('run').set('state', { activity: 'b', beganAt: BEGIN });
    const { since: _, ...still } = activity({ ranMs: 5 * MINUTE });
    doc.getMap('activities').set('a', still);
    doc.getMap('activities').set('b', { ...activity(), addedMin: -3 });
    doc.getMap('activities').set('odd', { ...activity(), min: -1 });
    doc.getMap('activities').set('text', 'on');
    const session = readSession(doc);
    expect([session.current, session.beganAt, session.endedAt, [...session.activities.keys()]]).toEqual(['b', BEGIN, undefined, ['a', 'b']]);
    expect(session.activities.get('a')).toEqual(still);
    doc.getMap('run').set('state', { activity: 'odd', endedAt: 'soon' });
    expect([readSession(doc).current, readSession(doc).endedAt]).toEqual([undefined, undefined]);
  });

  it('SESSION-21 an activity counts on from the time it was begun and stands still in a pause', () => {
    const running = activity({ ranMs: 2 * MINUTE, addedMin: 5 });
    expect([ranUntil(running, BEGIN + MINUTE), leftAt(running, BEGIN + MINUTE)]).toEqual([3 * MINUTE, 12 * MINUTE]);
    const { since: _, ...paused } = running;
    expect(ranUntil(paused, BEGIN + 60 * MINUTE)).toBe(2 * MINUTE);
    // A clock that is a little behind the server's.
    expect(ranUntil(running, BEGIN - 200)).toBe(2 * MINUTE);
  });
});

describe('the time in words', () => {
  it('SESSION-22 is in whole minutes for everybody, and to the second for whoever runs the session', () => {
    const said = (ms: number, change: Partial<Activity> = {}) => [minutesLeft(activity(change), BEGIN + ms), clockLeft(activity(change), BEGIN + ms)];
    expect(said(0)).toEqual(['10 min left', '10:00']);
    expect(said(1)).toEqual(['10 min left', '10:00']);
    expect(said(MINUTE + 1_000)).toEqual(['9 min left', '8:59']);
    expect(said(9 * MINUTE + 1)).toEqual(['1 min left', '1:00']);
    expect(said(9 * MINUTE + 1_000)).toEqual(['Less than 1 min left', '0:59']);
    expect(said(10 * MINUTE)).toEqual(['Time is up', '0:00']);
    expect(said(11 * MINUTE + 5_000)).toEqual(['Time is up', '+1:05']);
    const { since: _, ...paused } = activity();
    expect(minutesLeft(paused, BEGIN + MINUTE)).toBe('Paused');
  });
});

describe('the clock of the server', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('SESSION-23 is the one that is counted by, whatever the clock of the device says, and the fastest answer counts', async () => {
    let steady = 0;
    const isWanted = signal(false);
    const travels = [4_000, 100, 2_000];
    const clock = new ServerClock(async () => {
      const travel = travels.shift() ?? 0;
      const told = BEGIN + steady + travel / 2;
      steady += travel;
      // Only the fast answer is told as it is; a slow one waited on its way back.
      return travel === 100 ? told : told - 900;
    }, isWanted, { steady: () => steady, device: () => 12_345 });
    expect([clock.isKnown.value, clock.now()]).toEqual([false, 12_345]);
    isWanted.value = true;
    await vi.advanceTimersByTimeAsync(0);
    expect(clock.isKnown.value).toBe(true);
    expect(clock.now()).toBe(BEGIN + steady);
    clock.stop();
  });

  it('SESSION-23 is asked for when a session is on and the server is reached, a few times, and nothing in the minutes after', async () => {
    const isWanted = signal(false);
    let calls = 0;
    let line: 'good' | 'none' = 'none';
    const clock = new ServerClock(() => {
      calls += 1;
      return line === 'good' ? Promise.resolve(BEGIN) : Promise.reject(new Error('no line'));
    }, isWanted, { steady: () => 0, device: () => 0 });
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(calls).toBe(0);
    isWanted.value = true;
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_MS - 1);
    expect([calls, clock.isKnown.value]).toEqual([QUESTIONS, false]);
    line = 'good';
    await vi.advanceTimersByTimeAsync(1);
    expect([calls, clock.isKnown.value, clock.now()]).toEqual([2 * QUESTIONS, true, BEGIN]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(calls).toBe(2 * QUESTIONS);
    clock.stop();
  });
});

describe('what is to be done, and the call', () => {
  it('CLOSE-4 actions are read in the order they were written down; odd values read as absent', () => {
    const doc = new Y.Doc();
    const actions = doc.getMap('actions');
    actions.set('b', { text: 'Print the map', state: 'done', at: 2 });
    actions.set('a', { text: 'Ask the practice', owner: 'p1', due: '2030-01-31', state: 'open', at: 1 });
    for (const [id, odd] of Object.entries({ c: 'Ask', d: { text: 7, state: 'open', at: 1 }, e: { text: 'x', state: 'maybe', at: 1 }, f: { text: 'x', state: 'open' } })) actions.set(id, odd);
    expect(readActions(doc)).toEqual([
      { id: 'a', text: 'Ask the practice', owner: 'p1', due: '2030-01-31', isDone: false, at: 1 },
      { id: 'b', text: 'Print the map', owner: '', due: '', isDone: true, at: 2 },
    ]);
  });

  it('MEET-3 only an https address is ever a link, whatever the document holds', () => {
    const doc = new Y.Doc();
    const read = (callLink: unknown) => { doc.getMap('meeting').set('callLink', callLink); return readCallLink(doc); };
    expect(readCallLink(doc)).toEqual({ link: '', phone: '' });
    expect(read({ link: 'https://call.example/heart', phone: '0113' })).toEqual({ link: 'https://call.example/heart', phone: '0113' });
    for (const link of ['javascript:alert(1)', 'http://call.example', 'data:text/html,x', 'call.example', 7]) expect(read({ link, phone: '' }), String(link)).toEqual({ link: '', phone: '' });
  });
});
