// @vitest-environment happy-dom
/** What is said of the session (docs/spec/session.md). */
import { computed, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_SESSION, type Activity, type Session } from '../../src/model/session/run';
import type { Reveal } from '../../src/model/session/reveals';
import { NOT_WRITING, type Writing } from '../../src/model/session/shared-notes';
import { announcement, silenced } from '../../src/notice/notice';
import { announceSession } from '../../src/shell/workshop/announcements/session';
import type { OpenWorkshop } from '../../src/workshop/open';
import '../words';

const MINUTE = 60_000;
const activity = (title: string, change: Partial<Activity> = {}): Activity => ({ title, min: 2, addedMin: 0, mode: 'plenary', opens: 'patient', startedAt: 0, ranMs: 0, ...change });
const on = (id: string, change: Partial<Activity>): Session => ({ ...NO_SESSION, current: id, beganAt: 0, activities: new Map([[id, activity(id, change)]]) });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  silenced.value = new Set();
  vi.useRealTimers();
});

function follow(at: Session) {
  const state = signal(at);
  const current = computed(() => { const id = state.value.current; return id === undefined ? undefined : { ...state.value.activities.get(id)!, id }; });
  const [writing, reveals] = [signal<ReadonlyMap<string, Writing>>(new Map()), signal<ReadonlyMap<string, Reveal>>(new Map())];
  announcement.value = undefined;
  const stop = announceSession({ session: { state, current, writing, reveals, now: () => Date.now() } } as unknown as OpenWorkshop);
  const said = async () => { await vi.advanceTimersByTimeAsync(0); const words = announcement.value?.text; announcement.value = undefined; return words; };
  return { state, writing, reveals, stop, said };
}

describe('what is said of the session', () => {
  it('SESSION-28 what is on is spoken when it begins, pauses and goes on; a change of minutes is not, nor what I find', async () => {
    const { state, stop, said } = follow(on('Welcome', { since: Date.now() }));
    expect(await said()).toBeUndefined();
    state.value = on('Goals', { since: Date.now() });
    expect(await said()).toBe('Now: Goals.');
    state.value = on('Goals', { since: Date.now(), addedMin: 5 });
    expect(await said()).toBeUndefined();
    state.value = on('Goals', { ranMs: 10 });
    expect(await said()).toBe('The session is paused.');
    state.value = on('Goals', { ranMs: 10, since: Date.now() });
    expect(await said()).toBe('The session goes on.');
    state.value = { ...state.value, current: undefined, endedAt: 1 };
    expect(await said()).toContain('The session has ended.');
    stop();
  });

  it('SESSION-28 the end of the time is spoken once, and not when it was silenced', async () => {
    const { state, stop, said } = follow(on('Goals', { since: Date.now() }));
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(await said()).toBe('Time is up for: Goals.');
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(await said()).toBeUndefined();
    silenced.value = new Set(['session']);
    state.value = on('Thanks', { since: Date.now() });
    expect(await said()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(await said()).toBeUndefined();
    stop();
  });

  it('NOTE-57 that notes can be shared is spoken once, in the activity that is on', async () => {
    const { state, writing, stop, said } = follow(on('Goals', { since: Date.now() }));
    await said();
    writing.value = new Map([['Goals', { ...NOT_WRITING, patient: { opened: 1, finished: 0 } }]]);
    expect(await said()).toBeUndefined();
    writing.value = new Map([['Goals', { ...NOT_WRITING, givingSince: 5 }]]);
    expect(await said()).toBe('Notes can be shared now.');
    writing.value = new Map([['Goals', { ...NOT_WRITING, givingSince: 5 }], ['Thanks', { ...NOT_WRITING, givingSince: 6 }]]);
    expect(await said()).toBeUndefined();
    state.value = on('Thanks', { since: Date.now() });
    expect(await said()).toBe('Now: Thanks.');
    stop();
  });

  it('NOTE-57 what became of notes without names is spoken once', async () => {
    const { writing, reveals, stop, said } = follow(on('Goals', { since: Date.now() }));
    await said();
    const reveal: Reveal = { state: 'open', given: 0, kept: undefined, isAnew: false };
    writing.value = new Map([['Goals', { ...NOT_WRITING, givingSince: 5 }]]);
    expect(await said()).toBe('Notes can be shared now.');
    for (const given of [0, 1, 2]) reveals.value = new Map([['Goals', { ...reveal, given }]]);
    expect(await said()).toBeUndefined();
    reveals.value = new Map([['Goals', { ...reveal, state: 'shown', given: 3 }]]);
    expect(await said()).toBe('The notes are shown now, without names.');
    reveals.value = new Map([['Goals', { ...reveal, state: 'tooFew', given: 2 }]]);
    expect(await said()).toContain('nothing was shown');
    stop();
  });
});
