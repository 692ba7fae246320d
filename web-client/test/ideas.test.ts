/** How shared ideas are sorted, as the document holds it, and by which stage they stand (docs/spec/session.md). */
import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { NOT_SORTED, readSorting, sortedOf, type Sorting } from '../src/model/session/idea-sorting';
import type { Idea } from '../src/model/session/shared-notes';
import { IdeasHere } from '../src/workshop/session/ideas-here';
import { furnished } from './helpers';
import * as edits from './short-edits';

const IDEA: Idea = { id: 'i', text: 'Walk', activity: '', by: 'pat', side: 'patient', note: '', about: undefined, at: 1 };

describe('shared ideas', () => {
  it('IDEA-20 reads themes in the order they were named and what became of ideas, and odd values as absent', () => {
    const doc = new Y.Doc();
    doc.getMap('themes').set('later', { name: 'On the ward', at: 9 });
    doc.getMap('themes').set('first', { name: 'Going home', at: 2 });
    doc.getMap('themes').set('odd', { name: 7, at: 1 });
    const became = { kind: 'step', map: 'm', part: 's1' };
    for (const [id, said] of Object.entries({ a: { theme: 'first', became }, b: { theme: 'gone' }, c: 'odd', d: { became: { ...became, kind: 'lane' } }, e: { became: { ...became, part: 'a/b' } } })) doc.getMap('ideaSorting').set(id, said);
    const sorting = readSorting(doc);
    expect(sorting.themes).toEqual([{ id: 'first', name: 'Going home' }, { id: 'later', name: 'On the ward' }]);
    expect([...sorting.ideas]).toEqual([['a', { theme: 'first', became }]]);
    expect(sortedOf(sorting, 'b')).toEqual({ theme: undefined, became: undefined });
  });

  it('IDEA-21 an idea stands by the stage it is about or that of its step, the others together; parts know their ideas', () => {
    const { map, stage, otherStage, step, goal } = furnished();
    const about = (id: string, kind: 'stage' | 'step' | 'goal', part: string): Idea => ({ ...IDEA, id, about: { kind, id: part } });
    const ideas = signal<readonly Idea[]>([about('s', 'stage', otherStage), about('t', 'step', step), about('g', 'goal', goal), about('x', 'stage', 'gone'), IDEA]);
    const sorting = signal<Sorting>(NOT_SORTED);
    const here = new IdeasHere({ session: { ideas, sorting }, map, id: 'm' });
    const groups = () => Object.fromEntries([...here.byStage.value].map(([key, group]) => [key, group.map(({ id }) => id)]));
    expect(groups()).toEqual({ [otherStage]: ['s'], [stage]: ['t'], '': ['g', 'x', 'i'] });
    edits.removePart(map, { kind: 'stage', id: otherStage });
    expect(groups()).toEqual({ [stage]: ['t'], '': ['s', 'g', 'x', 'i'] });
    const became = { kind: 'step', map: 'm', part: step } as const;
    sorting.value = { themes: [], ideas: new Map([['i', { theme: undefined, became }], ['s', { theme: undefined, became: { ...became, map: 'another' } }]]) };
    expect(here.from('step', step).map(({ id }) => id)).toEqual(['i']);
    expect([here.from('goal', step), here.cameTo.map(({ id }) => id), here.became('i')]).toEqual([[], ['i'], became]);
  });
});
