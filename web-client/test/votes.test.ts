/** Votes: read from the document, put in order for each person, and what a person can choose (docs/spec/session.md). */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { dotsLeft, inOrderFor, readVotes, withDots, withPlace, type Marks } from '../src/model/session/votes';

const CHOICES = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, text: `Choice ${id}` }));
const round = (change: object = {}) => ({ kind: 'dots', question: 'What first?', choices: CHOICES, dotsEach: 3, notOwn: false, state: 'open', openedAt: 5, ...change });

describe('the votes of a session', () => {
  it('VOTE-20 are read as they were written, the last first; odd values read as absent', () => {
    const doc = new Y.Doc();
    expect(readVotes(doc)).toEqual([]);
    const rounds = doc.getMap('rounds');
    rounds.set('r', round());
    rounds.set('s', round({ kind: 'scale', choices: [], dotsEach: 0, state: 'closed', openedAt: 9, anewAt: 7, result: { voted: { patient: 3, professional: 3 }, total: { 1: 2, 5: 4 }, patient: { 1: 2, 5: 1 }, professional: { 5: 3 } } }));
    rounds.set('t', round({ state: 'closed', openedAt: 1, result: { voted: { patient: 3, professional: 1 }, total: { a: 2, b: 'many', c: -1 }, patient: { a: 2 } } }));
    for (const [id, odd] of Object.entries({ text: 'open', kind: round({ kind: 'shout' }), state: round({ state: 'shut' }), time: round({ openedAt: 'soon' }) })) rounds.set(id, odd);
    doc.getMap('voted').set('r', { patient: 2, professional: -1 });
    const [s, r, t, ...others] = readVotes(doc);
    expect(others).toEqual([]);
    expect([r?.id, r?.voted, r?.choices, r?.result]).toEqual(['r', { patient: 2, professional: 0 }, CHOICES, undefined]);
    expect([s?.isAnew, s?.result?.total, s?.result?.professional]).toEqual([true, new Map([['1', 2], ['5', 4]]), new Map([['5', 3]])]);
    // One side without the other tells the other.
    expect([t?.result?.total, t?.result?.patient]).toEqual([new Map([['a', 2]]), undefined]);
    // A result of a vote that is open is none.
    rounds.set('r', round({ result: { total: { a: 1 } } }));
    expect(readVotes(doc).find(({ id }) => id === 'r')?.result).toBeUndefined();
  });

  it('VOTE-21 stand in another order for each person, the same each time, and each is first for about as many', () => {
    const vote = { id: 'vote', choices: CHOICES };
    const order = (person: string) => inOrderFor(person, vote).map(({ id }) => id).join('');
    expect(order('ann')).toBe(order('ann'));
    const orders = Array.from({ length: 500 }, (_, at) => order(`person-${at}`));
    for (const seen of orders) expect([...seen].toSorted().join('')).toBe('abcde');
    expect(new Set(orders).size).toBeGreaterThan(90);
    for (const { id } of CHOICES) expect(orders.filter((seen) => seen.startsWith(id)).length).toBeGreaterThan(60);
    // Another vote, another order.
    expect(orders.filter((seen, at) => inOrderFor(`person-${at}`, { id: 'other', choices: CHOICES }).map(({ id }) => id).join('') === seen).length).toBeLessThan(30);
  });
});

describe('what a person chooses', () => {
  const none: Marks = new Map();

  it('VOTE-22 is dots up to those that there are, and a choice without a dot is none', () => {
    const two = withDots(withDots(none, 'a', 1), 'a', 1);
    expect([[...two], dotsLeft({ dotsEach: 3 }, two)]).toEqual([[['a', 2]], 1]);
    expect([...withDots(withDots(two, 'a', -1), 'a', -1)]).toEqual([]);
  });

  it('VOTE-22 is a first, second and third choice in the order pressed; the others move up when one is taken back', () => {
    const ranked = ['c', 'a', 'b', 'd'].reduce(withPlace, none);
    expect(Object.fromEntries(ranked)).toEqual({ c: 1, a: 2, b: 3 });
    expect(Object.fromEntries(withPlace(ranked, 'c'))).toEqual({ a: 1, b: 2 });
  });
});
