// @vitest-environment happy-dom
/** Many people in one workshop (docs/spec/shell.md, CROWD): equal names, the pointers of others, drawn into a page that is not a browser. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CursorLayer, type OtherCursor } from '../../src/map/layers/cursors';
import { givenName, toldApart } from '../../src/model/people';
import type { RosterPerson } from '../../src/workshop/api';

const person = (participant: string, nickname: string): RosterPerson => ({ participant, nickname, role: 'carer', side: 'patient', state: 'in', takesPart: 'device', sameDeviceAs: [] });

describe('people with the same name', () => {
  it('CROWD-1 are told apart by a number, in whatever order they are told, beside whoever is called so already', () => {
    const people = [person('a', 'Jo'), person('b', 'Ann'), person('c', 'jo '), person('d', 'Jo'), person('e', 'Jo 2')];
    const shown = (all: readonly RosterPerson[]) => Object.fromEntries([...toldApart(all)].map(([id, { nickname }]) => [id, nickname]));
    expect(shown(people)).toEqual({ a: 'Jo', b: 'Ann', c: 'jo 3', d: 'Jo 4', e: 'Jo 2' });
    expect(shown(people.toReversed())).toEqual(shown(people));
    expect([...toldApart(people)].map(([, one]) => givenName(one))).toEqual(['Jo', 'Ann', 'jo ', 'Jo', 'Jo 2']);
  });
});

describe('the pointers of others', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('CROWD-3 rest after three seconds without a movement, and are there again with the next', () => {
    const layer = new CursorLayer();
    const view = { x: 0, y: 0, zoom: 1 };
    const at = (x: number): OtherCursor => ({ key: '1', name: 'Ann', symbol: 'patient', mark: 1, at: { x, y: 5 }, moving: '' });
    const rests = () => layer.root.querySelector('.pw-cursor')?.hasAttribute('data-rest');
    layer.sync([at(1)], view);
    expect(rests()).toBe(false);
    vi.advanceTimersByTime(2_000);
    // Drawn again for another reason is no movement.
    layer.sync([at(1)], view);
    vi.advanceTimersByTime(1_100);
    expect(rests()).toBe(true);
    layer.sync([at(9)], view);
    expect(rests()).toBe(false);
    layer.stop();
  });
});
