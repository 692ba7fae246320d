// @vitest-environment happy-dom
/**
 * Pairs on the screen (docs/spec/agreement.md, SHOWN-15): forming, asking, answering, ending, their words, and
 * the invitation of who has no partner. The server's answers are stand-ins.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pair } from '../../src/model/pairs';
import type { Role, Side } from '../../src/model/people';
import { clearToasts, toasts } from '../../src/notice/notice';
import { Banner } from '../../src/shell/workshop/banners';
import { PairsDialog } from '../../src/shell/workshop/pairs/pairs-dialog';
import { announcePair } from '../../src/shell/workshop/announcements/pair';
import { ApiError, type RosterPerson } from '../../src/workshop/api';
import { agreementOn, furnished, PAIR, openMapOf } from '../helpers';

let page: HTMLElement;
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const words = () => page.textContent ?? '';
const buttons = () => [...page.querySelectorAll('button')].map((each) => each.getAttribute('aria-label') ?? each.textContent);
async function press(name: string): Promise<void> {
  const found = [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent) === name);
  if (!found) throw new Error(`no button ${name}; there are: ${buttons().join(' | ')}`);
  await act(async () => found.click());
  await settle();
}
async function write(field: Element | null, text: string): Promise<void> {
  await act(async () => {
    (field as HTMLTextAreaElement).value = text;
    (field as HTMLTextAreaElement).dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const person = (participant: string, nickname: string, role: Role, side: Side | null): [string, RosterPerson] => [participant, { participant, nickname, role, side, state: 'in', takesPart: 'device' }];
const EVERYONE = new Map([
  person('p', 'Ann', 'patientLeader', 'patient'), person('c', 'Cai', 'carer', 'patient'), person('q', 'Ben', 'professional', 'professional'),
  person('s', 'Dee', 'professional', 'professional'), person('f', 'Fay', 'facilitator', null), person('o', 'Oli', 'observer', null),
]);

function workshop(me: string, pairs: readonly Pair[] = []) {
  const { map, undo } = furnished();
  const role = EVERYONE.get(me)?.role ?? 'observer';
  const kit = agreementOn(map, { participant: me, role });
  const all = signal(pairs);
  kit.pairs.value = pairs;
  const calls: unknown[] = [];
  const refuse: { error: Error | undefined } = { error: undefined };
  const call = (name: string) => async (_command: string, ...given: unknown[]) => {
    if (refuse.error) throw refuse.error;
    calls.push([name, ...given]);
  };
  const meta = { title: 'Heart', challenge: '', endsOn: '2099-01-01', template: '', format: '', map: 'm', frozen: false, rosterRevision: 1 };
  const open = openMapOf({
    entry: { participant: me, role, nickname: 'me', workshop: 'w' },
    me: signal({ nickname: 'me', role, side: null }),
    map, undo, agreement: kit.agreement,
    facts: { pairs: all, roster: signal(EVERYONE), meta: signal(meta), participants: kit.participants },
    presence: { people: signal([]), peers: signal([]), show: () => undefined },
    access: signal('readWrite'), saveState: signal('saved'), connectionRefusal: signal(undefined), isDenied: signal(false), setBackTo: signal(undefined),
    api: { formPair: call('form'), acceptPair: call('accept'), endPair: call('end'), wordPair: call('word') },
  });
  const set = (next: readonly Pair[]) => act(async () => {
    all.value = next;
    kit.pairs.value = next;
  });
  return { open, calls, refuse, set };
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  clearToasts();
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

describe('pairs', () => {
  it('SHOWN-15 a facilitator puts two free people together, one of each side', async () => {
    const { open, calls } = workshop('f', [PAIR]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect([...page.querySelectorAll('option')].map((each) => each.textContent)).toEqual(['Cai', 'Dee']);
    await press('Form this pair');
    expect(calls).toEqual([['form', { patient: 'c', professional: 's' }]]);
    expect(toasts.value.at(-1)?.text).toBe('The pair is formed.');
  });

  it('FORM-3 words of a pair that ends while they are changed stay, with the reason', async () => {
    const { open, calls, set } = workshop('p', [PAIR]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    await press('Edit: How we work');
    await write(page.querySelector('textarea'), 'Ann speaks first');
    await set([{ ...PAIR, state: 'ended' }]);
    expect(words()).toContain('This pair has ended meanwhile.');
    await press('Save these words');
    expect([page.querySelector('textarea')?.value, calls]).toEqual(['Ann speaks first', []]);
    await press('Cancel');
    expect(words()).toContain('No pair has been formed yet.');
  });

  it('FORM-3, FORM-5: a name for a pair stays when nobody is free any more, and is not cut', async () => {
    const { open, set } = workshop('f', [PAIR]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    await write(page.querySelector('#pair-name'), 'n'.repeat(81));
    expect(page.querySelector('#pair-name-error')?.textContent).toContain('Too long by 1 letter.');
    await set([PAIR, { ...PAIR, id: 'cs', patient: 'c', professional: 's' }]);
    expect([words().includes('is free'), page.querySelector<HTMLInputElement>('#pair-name')?.value.length]).toEqual([true, 81]);
  });

  it('SHOWN-15 a partner asks somebody of the other side who is free, and can take the question back', async () => {
    const { open, calls, set } = workshop('p');
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect(buttons()).toContain('Ask Ben');
    expect(buttons()).not.toContain('Ask Cai');
    await press('Ask Dee');
    expect(calls).toEqual([['form', { patient: 'p', professional: 's' }]]);
    await set([{ ...PAIR, id: 'x', professional: 's', state: 'asked', askedBy: 'p' }]);
    expect(buttons()).not.toContain('Ask Dee');
    expect(words()).toContain('Find your partner');
    await set([{ ...PAIR, id: 'x', professional: 's', state: 'asked', askedBy: 'p' }, { ...PAIR, id: 'y', state: 'asked', askedBy: 'p' }]);
    // Everybody there is has been asked: an answer is awaited, and nobody is told to look again later.
    expect(words()).not.toContain('Find your partner');
    await press('Take the question back');
    expect(calls.at(-1)).toEqual(['end', 'x']);
  });

  it('SHOWN-15 who was asked says yes or no; nobody else answers for them', async () => {
    const asked: Pair = { ...PAIR, id: 'x', state: 'asked', askedBy: 'p' };
    const { open, calls } = workshop('q', [asked]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('Ann asks you to be their partner.');
    // She waits for an answer, not for a question; of the others one may ask anybody.
    expect(buttons().filter((each) => each?.startsWith('Ask '))).toEqual(['Ask Cai']);
    await press('Yes, let us work together');
    await press('No, thank you');
    expect(calls).toEqual([['accept', 'x'], ['end', 'x']]);
    const observer = workshop('o', [asked]);
    await draw(<PairsDialog key="o" open={observer.open} onClose={() => undefined} />);
    expect(buttons()).toEqual(['Close']);
  });

  it('SHOWN-15 both write how they work; what the other wrote meanwhile is shown, and nothing is lost', async () => {
    const mine: Pair = { ...PAIR, howWeWork: 'Ann speaks first' };
    const { open, calls, refuse, set } = workshop('q', [mine]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    await press('Edit: How we work');
    await write(page.querySelector('textarea'), 'Ann speaks first. We stop on time');
    refuse.error = new ApiError('changed', 'Changed.', { status: 409 });
    await set([{ ...mine, howWeWork: 'We meet on Tuesdays' }]);
    await press('Save these words');
    expect(words()).toContain('Someone changed these words while you were writing.');
    expect(page.querySelector('blockquote')?.textContent).toBe('We meet on Tuesdays');
    expect(page.querySelector('textarea')?.value).toBe('Ann speaks first. We stop on time');
    refuse.error = undefined;
    await press('Go on with my words');
    await press('Save these words');
    expect(calls).toEqual([['word', 'pq', { field: 'howWeWork', was: 'We meet on Tuesdays', text: 'Ann speaks first. We stop on time' }]]);
  });

  it('SHOWN-15 a facilitator words name and challenge, but not how the two work; others only read', async () => {
    const { open } = workshop('f', [{ ...PAIR, howWeWork: 'Ann speaks first' }]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect(buttons()).toContain('Edit: Name of the pair');
    expect(buttons()).not.toContain('Edit: How we work');
    const observer = workshop('o', [{ ...PAIR, howWeWork: 'Ann speaks first' }]);
    await draw(<PairsDialog key="o" open={observer.open} onClose={() => undefined} />);
    expect(words()).toContain('Ann speaks first');
    expect(buttons()).toEqual(['Close']);
  });

  it('SHOWN-15 ending a pair is asked about first', async () => {
    const { open, calls } = workshop('p', [PAIR]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    await press('End this pair');
    expect(calls).toEqual([]);
    expect(words()).toContain('End the pair Ann · Ben?');
    const form = page.querySelector('form') as HTMLFormElement;
    await act(async () => void form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await settle();
    expect(calls).toEqual([['end', 'pq']]);
  });

  it('SHOWN-15 a partner without a pair is invited to find one, or to answer; nobody else is', async () => {
    const said = async (me: string, pairs: readonly Pair[]) => {
      await draw(<Banner key={me + pairs.length} open={workshop(me, pairs).open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return words();
    };
    expect(await said('p', [])).toBe('You decide together with a partner, and you have none yet.Find your partner');
    expect(await said('q', [{ ...PAIR, state: 'asked', askedBy: 'p' }])).toBe('Ann asks you to be their partner.Answer');
    expect(await said('p', [PAIR])).toBe('');
    expect(await said('f', [])).toBe('');
    expect(await said('o', [])).toBe('');
  });
});

describe('news of a pair', () => {
  it('SHOWN-24 both are told that they are a pair now, or no longer, whoever did it; what one finds when coming is no news', async () => {
    const { open, set } = workshop('p', [PAIR]);
    const live = openMapOf({ ...open, ready: signal(true), connection: signal('connected') });
    const stop = announcePair(live);
    const told = () => toasts.value.map(({ text }) => text);
    expect(told()).toEqual([]);
    await set([{ ...PAIR, state: 'ended' }]);
    expect(told()).toEqual(['You and Ben are no longer a pair.']);
    await set([{ ...PAIR, state: 'ended' }, { ...PAIR, id: 'ps', professional: 's', state: 'asked', askedBy: 's' }]);
    await set([{ ...PAIR, state: 'ended' }, { ...PAIR, id: 'ps', professional: 's' }]);
    expect(told()).toEqual(['You and Ben are no longer a pair.', 'You and Dee are a pair now.']);
    stop();
  });

  it('SHOWN-24 a device that knew nothing is told nothing of before; one that was here is told what came since, with the name', async () => {
    const told = () => toasts.value.map(({ text }) => text);
    // A new device: the facts come from the server, after the map.
    const fresh = workshop('p', []);
    const areFactsKnown = signal(false);
    const stopFresh = announcePair(openMapOf({ ...fresh.open, areFactsKnown }));
    await fresh.set([PAIR]);
    areFactsKnown.value = true;
    await fresh.set([{ ...PAIR, name: 'Tuesday pair' }]);
    expect(told()).toEqual([]);
    stopFresh();
    // One that has a copy, in which there was no pair: told when the roster has come.
    const known = workshop('p', []);
    const roster = signal<ReadonlyMap<string, RosterPerson>>(new Map());
    const stopKnown = announcePair(openMapOf({ ...known.open, facts: { ...known.open.workshop.facts, roster }, areFactsKnown: signal(true) }));
    await known.set([PAIR]);
    expect(told()).toEqual([]);
    roster.value = EVERYONE;
    expect(told()).toEqual(['You and Ben are a pair now.']);
    stopKnown();
  });
});
