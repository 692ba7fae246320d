// @vitest-environment happy-dom
/** Finding what is on a map (docs/spec/list.md, SEARCH rules). */
import { signal } from '@preact/signals';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { entriesOf, excerptOf, findIn, FOUND_MAX } from '../../src/editor/find/entries';
import { letterKeys } from '../../src/editor/state/letter-keys';
import type { PersonHere, Presence } from '../../src/presence/presence';
import * as edits from '../short-edits';
import { made, TALKERS, talkFor } from '../helpers';
import { key, settle, showMap, smallMap } from '../map/drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
afterEach(async () => {
  letterKeys.value = 'off';
  await shown?.remove();
  shown = undefined;
});

const nothing = () => undefined;
const presenceWith = (people: readonly PersonHere[] = []): Presence => ({ people: signal(people), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing });
const person = (nickname: string, at: PersonHere['at']): PersonHere => ({ participant: nickname, nickname, role: 'patientLeader', side: 'patient', isMe: false, mark: 0, at });
const field = () => document.querySelector<HTMLInputElement>('dialog input[type=search]');
const options = () => [...document.querySelectorAll('dialog [role=option]')];
const look = (words: string) => act(async () => {
  const input = field();
  if (!input) throw new Error('no field');
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
});

describe('finding', () => {
  it('SEARCH-1 finds titles, words, stages, lanes, goals and people, without case and marks, the title first', () => {
    const { map, steps, cell } = smallMap();
    const gwyl = made(edits.addStep(map, 'Mynd i’r Ŵyl', cell));
    made(edits.setText(map, { kind: 'step', id: steps[1] ?? '' }, 'detail', { text: 'on the day of the gŵyl' }));
    made(edits.addGoal(map, 'I walk to the shop'));
    const entries = entriesOf(map, presenceWith([person('Ann', { part: { kind: 'step', id: steps[0] ?? '' } }), person('Bea', {})]), talkFor().talk);
    const titles = (words: string) => findIn(entries, words).shown.map(({ title }) => title);
    expect(titles('WYL')).toEqual(['Mynd i’r Ŵyl', 'Rings up']);
    expect(titles('up rings')).toEqual(['Rings up']);
    expect(titles('day gwyl')).toEqual(['Rings up']);
    expect(titles('shop')).toEqual(['I walk to the shop']);
    expect(titles('before')).toEqual(['Before', 'Feels ill', 'Rings up', 'Mynd i’r Ŵyl']);
    expect(titles('ann')).toEqual(['Ann']);
    expect(titles('bea')).toEqual([]);
    expect([titles('  '), titles('zzz')]).toEqual([[], []]);
    expect(findIn(entries, 'wyl').shown[0]).toMatchObject({ part: { kind: 'step', id: gwyl }, where: 'Step 3 of 3 in Before, Person' });
  });

  it('SEARCH-1 shows at most fifty and says how many there are', () => {
    const { map, cell } = smallMap();
    for (let at = 0; at < FOUND_MAX + 5; at += 1) edits.addStep(map, `Again ${at}`, cell);
    const found = findIn(entriesOf(map, presenceWith(), talkFor().talk), 'again');
    expect([found.shown.length, found.count]).toEqual([FOUND_MAX, FOUND_MAX + 5]);
  });

  it('SEARCH-3 finds what is said about a part that shows and about the whole map, with who said it and where, after what stands on the map', () => {
    const { map, steps } = smallMap();
    const doc = new Y.Doc();
    const [ann, lee] = TALKERS.map(({ participant }) => participant);
    const say = (id: string, part: string, more: object = {}) => {
      doc.getMap('threads').set(`t${id}`, { part, state: 'open', at: 1 });
      doc.getMap('messages').set(id, { thread: `t${id}`, by: lee, text: `Nobody rings back on a Friday, says @${ann}`, mentions: [ann], at: 1, ...more });
    };
    say('one', `step:${steps[0]}`);
    say('two', 'map:map', { text: `${'So it is. '.repeat(40)}On Fridays nobody is there. ${'And on. '.repeat(40)}` });
    say('gone', `step:${steps[0]}`, { text: '', takenBack: true });
    say('nowhere', 'step:none');
    const entries = entriesOf(map, presenceWith(), talkFor({ doc }).talk);
    const found = (words: string) => findIn(entries, words).shown.map((entry) => [excerptOf(entry, words), entry.where]);
    expect(found('friday back')).toEqual([['Nobody rings back on a Friday, says @Ann', `Comment by Ann Lee on “Feels ill”`]]);
    expect(found('rings').map(([title]) => title)).toEqual(['Rings up', 'Nobody rings back on a Friday, says @Ann']);
    const [long] = found('fridays');
    expect(long?.[1]).toBe('Comment by Ann Lee on “The whole map”');
    expect(long?.[0]).toMatch(/^….*On Fridays nobody is there\..*…$/);
    expect(long?.[0]?.length).toBeLessThan(170);
  });

  it('SEARCH-3 Enter opens the part with its comments', async () => {
    const one = smallMap();
    const doc = new Y.Doc();
    doc.getMap('threads').set('t', { part: `step:${one.steps[1]}`, state: 'open', at: 1 });
    doc.getMap('messages').set('m', { thread: 't', by: TALKERS[1]?.participant, text: 'Nobody answers', mentions: [], at: 1 });
    shown = await showMap(one, new Map(), talkFor({ doc }).talk);
    await act(async () => shown?.editor.openDialog({ name: 'find' }));
    await look('answers');
    await key('Enter');
    await settle();
    expect(document.querySelector('dialog')).toBeNull();
    expect(shown.editor.opened.value).toEqual({ kind: 'step', id: one.steps[1] });
    expect(shown.editor.commentsRequested.value === `step:${one.steps[1]}` || document.querySelector('details.pw-talk[open]') !== null).toBe(true);
  });

  it('SEARCH-2 Ctrl or Command and K opens it; arrows choose and Enter goes there with the focus', async () => {
    const one = smallMap();
    const far = made(edits.addStep(one.map, 'Rests at home', { stage: one.stages[2] ?? '', lane: one.lanes[1] ?? '' }));
    made(edits.addStep(one.map, 'Rests in bed', one.cell));
    shown = await showMap(one);
    await act(async () => shown?.step(shown.steps[0])?.focus());
    expect(await key('k', { ctrlKey: true })).toBe(true);
    expect(document.activeElement).toBe(field());
    await look('rests');
    expect(options().map((option) => [option.textContent, option.getAttribute('aria-selected')])).toEqual([
      ['Rests in bedStep 3 of 3 in Before, Person', 'true'], ['Rests at homeStep 1 of 1 in Home, GP', 'false'],
    ]);
    expect(document.querySelector('dialog [role=status]')?.textContent).toBe('2 found');
    await key('ArrowDown');
    expect(field()?.getAttribute('aria-activedescendant')).toBe(options()[1]?.id);
    await key('Enter');
    await settle();
    expect(document.querySelector('dialog')).toBeNull();
    expect(document.activeElement).toBe(shown.step(far));
    expect(shown.editor.selected.value?.id).toBe(far);
  });

  it('SEARCH-2 "/" opens it only for who has chosen that letters are keys, and never in a field', async () => {
    shown = await showMap();
    await act(async () => shown?.step(shown.steps[0])?.focus());
    expect(await key('/')).toBe(false);
    expect(field()).toBeNull();
    letterKeys.value = 'on';
    expect(await key('/')).toBe(true);
    expect(document.activeElement).toBe(field());
    expect(await key('/')).toBe(false);
  });

  it('SEARCH-2 says so when somebody has removed what was found', async () => {
    shown = await showMap();
    await act(async () => shown?.editor.openDialog({ name: 'find' }));
    await look('rings');
    edits.removePart(shown.map, { kind: 'step', id: shown.steps[1] ?? '' });
    await key('Enter');
    expect(document.querySelector('dialog [role=alert]')?.textContent).toBe('That is no longer there.');
  });
});
