/** What simulated people do in a practice (docs/spec/session.md). */
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Round as Turns } from '../src/model/session/lead';
import type { Reveal } from '../src/model/session/reveals';
import { NOT_WRITING, type Writing } from '../src/model/session/shared-notes';
import { POINTS, type Round, type VoteKind } from '../src/model/session/votes';
import { ballotFor } from '../src/practice/ballot';
import { letAct, type Actor, type SeenSession } from '../src/practice/deeds';
import { MADE_UP } from '../src/practice/made-up';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const roundOf = (kind: VoteKind, more: Partial<Round> = {}): Round => ({
  id: 'r', kind, question: '', choices: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id })), dotsEach: 3, notOwn: false, state: 'open', openedAt: 1, isAnew: false, voted: { patient: 0, professional: 0 }, ...more,
});

describe('ballots', () => {
  it('PRACTICE-6 a ballot by chance is valid for its kind of vote', () => {
    for (let seed = 0; seed < 1; seed += 0.01) {
      let number = seed;
      const random = () => (number = (number * 7.3 + 0.11) % 1);
      const marks = (kind: VoteKind) => Object.entries(ballotFor(roundOf(kind), random)!.marks);
      expect(marks('answer')).toHaveLength(1);
      expect(['yes', 'no', 'notSure']).toContain(marks('answer')[0]![0]);
      expect(POINTS).toContain(marks('scale')[0]![0]);
      expect(marks('dots').reduce((sum, [, dots]) => sum + dots, 0)).toBe(3);
      expect(marks('rank').map(([, place]) => place).toSorted()).toEqual([1, 2, 3]);
      expect(new Set(marks('rank').map(([id]) => id)).size).toBe(3);
    }
    expect(ballotFor(roundOf('dots', { choices: [] }), Math.random)).toBeUndefined();
    expect(ballotFor(roundOf('rank', { choices: [] }), Math.random)).toBeUndefined();
  });
});

describe('what they do', () => {
  function practice() {
    const calls: string[] = [];
    const people = MADE_UP.map((_, place): Actor => {
      const participant = `p${place}`;
      const did = (what: string) => { calls.push(`${participant} ${what}`); return place === 3 ? Promise.reject(new Error('gone on')) : Promise.resolve(); };
      return {
        who: { participant, deviceSecret: '', map: 'm' },
        writeNotes: (activity) => did(`writes ${activity}`), giveNotes: (activity, how) => did(`gives ${activity} ${how}`), vote: ({ round }) => did(`votes ${round}`),
        takeTurn: (activity, act) => did(`${act} ${activity}`), raiseHand: () => did('hand'),
      };
    });
    const session = { current: signal<SeenSession['current']['value']>(undefined), writing: signal<ReadonlyMap<string, Writing>>(new Map()), reveals: signal<ReadonlyMap<string, Reveal>>(new Map()), votes: signal<readonly Round[]>([]), lead: { round: signal<Turns | undefined>(undefined) } };
    const stop = letAct(people, session, () => 0.5);
    const after = async () => { await vi.advanceTimersByTimeAsync(30_000); return calls.splice(0); };
    const on = (id: string, mode: string) => { session.current.value = { id, mode, startedAt: 1 }; };
    return { session, stop, after, on };
  }
  const all = (what: string) => MADE_UP.map((_, place) => `p${place} ${what}`);

  it('PRACTICE-6 they write, give as it is shown, and vote, each once, after a while', async () => {
    const { session, after, on } = practice();
    on('a', 'silent');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await after()).toEqual(all('writes a'));
    on('b', 'break');
    on('a', 'silent');
    expect(await after()).toEqual([]);
    session.writing.value = new Map([['a', { ...NOT_WRITING, givingSince: 5 }]]);
    expect(await after()).toEqual(all('gives a named'));
    session.reveals.value = new Map([['b', { state: 'open', given: 0, kept: undefined, isAnew: false }], ['c', { state: 'shown', given: 3, kept: undefined, isAnew: false }]]);
    session.writing.value = new Map([['a', { ...NOT_WRITING, givingSince: 5 }], ['b', { ...NOT_WRITING, givingSince: 6 }], ['c', { ...NOT_WRITING, givingSince: 7 }]]);
    expect(await after()).toEqual(all('gives b unnamed'));
    session.votes.value = [roundOf('answer'), roundOf('answer', { id: 'closed', state: 'closed' })];
    expect(await after()).toEqual(all('votes r'));
    // How many have voted changes with each ballot.
    session.votes.value = [roundOf('answer', { voted: { patient: 3, professional: 2 } })];
    expect(await after()).toEqual([]);
  });

  it('PRACTICE-6 they take turns, one of them later at first, and two raise a hand; nothing after the end', async () => {
    const { session, after, on, stop } = practice();
    on('a', 'round_robin');
    const turn = (now: string, waiting: readonly string[], done: readonly string[]) => { session.lead.round.value = { now, waiting, done, passed: [] }; };
    turn('p4', ['p0'], []);
    expect(await after()).toEqual(['p4 later a']);
    turn('p0', ['p4'], []);
    expect(await after()).toEqual(['p0 done a']);
    turn('p4', [], ['p0']);
    expect(await after()).toEqual(['p4 done a']);
    turn('somebody', [], []);
    expect(await after()).toEqual([]);
    on('b', 'plenary');
    expect(await after()).toEqual(['p0 hand', 'p1 hand']);
    on('c', 'silent');
    stop();
    expect(await after()).toEqual([]);
  });
});
