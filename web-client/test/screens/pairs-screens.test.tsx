// @vitest-environment happy-dom
/**
 * Pairs on the screen (docs/spec/agreement.md, SHOWN-15): forming, asking, answering, ending, their words, and
 * the invitation of who has no partner. The server's answers are stand-ins.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pair } from '../../src/model/pairs';
import type { Role, Side } from '../../src/model/people';
import { clearToasts, toasts } from '../../src/notice/notice';
import { Banner, bannerLines } from '../../src/shell/workshop/banners';
import { PairsDialog } from '../../src/shell/workshop/pairs/pairs-dialog';
import { wantedMap } from '../../src/shell/workshop/common/map-names';
import { announcePair } from '../../src/shell/workshop/announcements/pair';
import { ApiError, type RosterPerson } from '../../src/workshop/api';
import type { MapFact } from '../../src/workshop/facts';
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
  const maps = signal<readonly MapFact[]>([]);
  kit.pairs.value = pairs;
  const calls: unknown[] = [];
  const refuse: { error: Error | undefined } = { error: undefined };
  const call = (name: string) => async (_command: string, ...given: unknown[]) => {
    if (refuse.error) throw refuse.error;
    calls.push([name, ...given]);
  };
  const meta = { title: 'Heart', challenge: '', endsOn: '2099-01-01', template: '', format: '', map: 'm', frozen: false, rosterRevision: 1 };
  const open = openMapOf({
    id: 'm',
    entry: { participant: me, role, nickname: 'me', workshop: 'w' },
    me: signal({ nickname: 'me', role, side: null }),
    map, undo, agreement: kit.agreement,
    facts: { pairs: all, maps, roster: signal(EVERYONE), meta: signal(meta), participants: kit.participants },
    presence: { people: signal([]), peers: signal([]), show: () => undefined },
    access: signal('readWrite'), saveState: signal('saved'), connectionRefusal: signal(undefined), isDenied: signal(false), setBackTo: signal(undefined),
    api: { formPair: call('form'), askScope: call('ask'), acceptScope: call('yes'), declineScope: call('no'), acceptPair: call('accept'), endPair: call('end'), wordPair: call('word') },
  });
  const set = (next: readonly Pair[]) => act(async () => {
    all.value = next;
    kit.pairs.value = next;
  });
  return { open, calls, refuse, maps, set };
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
    await press('Cancel my question');
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

  it('SHOWN-15, BAR-3 a partner without a pair is invited to find one, on a phone in the line below the bar, or to answer; nobody else is', async () => {
    const isPhone = vi.spyOn(window, 'matchMedia').mockImplementation((media) => ({ matches: true, media, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList);
    const said = async (me: string, pairs: readonly Pair[]) => {
      await draw(<Banner key={me + pairs.length} open={workshop(me, pairs).open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return words();
    };
    expect(await said('p', [])).toBe('You decide together with a partner, and you have none yet.Find your partner');
    expect(await said('q', [{ ...PAIR, state: 'asked', askedBy: 'p' }])).toBe('Ann asks you to be their partner.Answer');
    expect(await said('p', [PAIR])).toBe('');
    expect(await said('f', [])).toBe('');
    expect(await said('o', [])).toBe('');
    isPhone.mockRestore();
    expect(await said('p', [])).toBe('');
  });
});

describe('what a pair decides about', () => {
  const check = (name: string) => act(async () => {
    const label = [...page.querySelectorAll('label')].find((each) => each.textContent === name);
    if (!label) throw new Error(`no choice ${name}; there are: ${[...page.querySelectorAll('label')].map((each) => each.textContent).join(' | ')}`);
    (label.querySelector('input') ?? document.getElementById(label.htmlFor))?.click();
  });
  const submit = async () => {
    await act(async () => void page.querySelector('.pw-scope form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await settle();
  };

  it('PAIR-12 one half asks for stages, the other sees them and answers, and the banner says that somebody asks', async () => {
    const { open, calls } = workshop('p', [PAIR]);
    const [, second] = open.map.stages.value;
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('The whole map');
    await press('Choose stages');
    await check('Some stages');
    await submit();
    expect([words().includes('Choose at least one stage.'), calls]).toEqual([true, []]);
    await check(second?.title ?? '');
    await submit();
    const scope = { map: 'm', stages: [second?.id ?? ''] };
    expect(calls).toEqual([['ask', 'pq', { scope }]]);
    const asked: Pair = { ...PAIR, askedScope: { ...scope, by: 'p', yes: ['patient'] } };

    const other = workshop('q', [asked]);
    const [, theirs] = other.open.map.stages.value;
    await other.set([{ ...asked, askedScope: { map: 'm', stages: [theirs?.id ?? ''], by: 'p', yes: ['patient'] } }]);
    await draw(<Banner key="q" open={other.open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(words()).toBe('Ann asks which stages your pair decides about.Answer');
    await draw(<PairsDialog key="q" open={other.open} onClose={() => undefined} />);
    expect(words()).toContain(`Ann asks that this pair decides about:${theirs?.title}`);
    expect(buttons()).not.toContain('Choose stages');
    await press('Yes, we decide about these');
    await press('No, leave it as it is');
    const seen = { scope: { map: 'm', stages: [theirs?.id] } };
    expect(other.calls).toEqual([['yes', 'pq', seen], ['no', 'pq', seen]]);
  });

  it('PAIR-12 who asked waits and can take the question back; others read what is decided and asked', async () => {
    const asked: Pair = { ...PAIR, scope: { m: ['gone'] }, askedScope: { map: 'm', stages: [], by: 'p', yes: ['patient'] } };
    const { open, calls } = workshop('p', [asked]);
    await draw(<Banner open={open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(words()).toBe('');
    await draw(<PairsDialog key="d" open={open} onClose={() => undefined} />);
    expect(words()).toContain('Only these stages: 1 stage that was removed');
    expect(words()).toContain('It counts when both say yes. No answer yet from: Ben');
    expect(buttons()).not.toContain('Yes, we decide about these');
    await press('Cancel my question');
    expect(calls).toEqual([['no', 'pq', { scope: { map: 'm', stages: [] } }]]);
    const observer = workshop('o', [asked]);
    await draw(<PairsDialog key="o" open={observer.open} onClose={() => undefined} />);
    expect([words().includes('Ann asks that this pair decides about:The whole map'), buttons()]).toEqual([true, ['Close']]);
  });

  it('PAIR-12 stages of another map have no names here, so that nobody says yes to what they cannot read', async () => {
    const { open } = workshop('q', [{ ...PAIR, askedScope: { map: 'n', stages: ['x'], by: 'p', yes: ['patient'] } }]);
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('Ann asks that this pair decides about some stages of another map. Open that map to answer.');
    expect(buttons()).not.toContain('Yes, we decide about these');
    expect(buttons()).toContain('No, leave it as it is');
  });

  it('PAIR-14 where the workshop has several maps each is named: what the pair decides about on it, and which one the question is about', async () => {
    const maps: readonly MapFact[] = [{ id: 'm', name: '', kind: 'future', isRemoved: false }, { id: 'n', name: 'Today', kind: 'current', isRemoved: false }, { id: 'o', name: 'First try', kind: 'future', isRemoved: true }];
    const told = async (pair: Pair, key: string) => {
      const one = workshop('q', [pair]);
      one.maps.value = maps;
      await draw(<PairsDialog key={key} open={one.open} onClose={() => undefined} />);
      return one;
    };
    await told({ ...PAIR, scope: { n: ['x', 'y'] } }, 'scope');
    expect(words()).toContain('Future map: The whole map');
    expect(words()).toContain('Today: Only 2 stages');
    expect(words()).not.toContain('First try');
    await told({ ...PAIR, askedScope: { map: 'm', stages: [], by: 'p', yes: ['patient'] } }, 'here');
    expect(words()).toContain('Ann asks that on the map “Future map” this pair decides about:The whole map');
    expect(buttons()).toContain('Yes, we decide about these');
    await told({ ...PAIR, askedScope: { map: 'n', stages: ['x'], by: 'p', yes: ['patient'] } }, 'other');
    expect(words()).toContain('Ann asks that this pair decides about 1 stage of the map “Today”. Open that map to answer.');
    expect(buttons()).not.toContain('Yes, we decide about these');
    await press('Show Today');
    expect(wantedMap.value).toBe('n');
    wantedMap.value = undefined;
    // A map that was removed has no name to be answered by.
    await told({ ...PAIR, askedScope: { map: 'o', stages: ['x'], by: 'p', yes: ['patient'] } }, 'gone');
    expect(words()).toContain('some stages of another map');
  });

  it('PAIR-12 a facilitator who forms a pair can propose stages', async () => {
    const { open, calls } = workshop('f', []);
    const [first] = open.map.stages.value;
    await draw(<PairsDialog open={open} onClose={() => undefined} />);
    await check('Some stages');
    await press('Form this pair');
    expect([words().includes('Choose at least one stage.'), calls]).toEqual([true, []]);
    await check(first?.title ?? '');
    expect(words()).toContain('Until both say yes, they decide about the whole map.');
    await press('Form this pair');
    expect(calls).toEqual([['form', { patient: 'p', professional: 'q', scope: { map: 'm', stages: [first?.id] } }]]);
  });
});

describe('news of a pair', () => {
  it('PAIR-12 both are told that their pair decides about other stages', async () => {
    const { open, set } = workshop('p', [PAIR]);
    const stop = announcePair(openMapOf({ ...open, ready: signal(true), connection: signal('connected') }));
    await set([{ ...PAIR, askedScope: { map: 'm', stages: ['a'], by: 'q', yes: ['professional'] } }]);
    expect(toasts.value).toEqual([]);
    await set([{ ...PAIR, scope: { m: ['a'] } }]);
    expect(toasts.value.map(({ text }) => text)).toEqual(['The stages that your pair decides about have changed.']);
    stop();
  });

  it('SHOWN-24 both are told that they are a pair now, or no longer, whoever did it; what one finds when coming is no news', async () => {
    const { open, set } = workshop('p', [PAIR]);
    const live = openMapOf({ ...open, ready: signal(true), connection: signal('connected') });
    const stop = announcePair(live);
    const told = () => toasts.value.map(({ text }) => text);
    // That one has no partner is said while it is so, and at no other time.
    const isSaidAlone = () => bannerLines({ open, onRefused: () => undefined, onPeople: () => undefined, onPairs: () => undefined }).some(({ text }) => text.includes('you have none yet'));
    expect([told(), isSaidAlone()]).toEqual([[], false]);
    await set([{ ...PAIR, state: 'ended' }]);
    expect([told(), isSaidAlone()]).toEqual([['You and Ben are no longer a pair.'], true]);
    await set([{ ...PAIR, state: 'ended' }, { ...PAIR, id: 'ps', professional: 's', state: 'asked', askedBy: 's' }]);
    await set([{ ...PAIR, state: 'ended' }, { ...PAIR, id: 'ps', professional: 's' }]);
    expect([told(), isSaidAlone()]).toEqual([['You and Ben are no longer a pair.', 'You and Dee are a pair now.'], false]);
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
    // Its copy may be from before there was a pair: nothing is said of that until the server has answered.
    const isKnown = signal(false);
    const lines = () => bannerLines({ open: openMapOf({ ...known.open, areFactsKnown: isKnown }), onRefused: () => undefined, onPeople: () => undefined, onPairs: () => undefined }).map(({ id }) => id);
    expect(lines()).not.toContain('noPair');
    isKnown.value = true;
    expect(lines()).toContain('noPair');
    await known.set([PAIR]);
    expect(told()).toEqual([]);
    roster.value = EVERYONE;
    expect(told()).toEqual(['You and Ben are a pair now.']);
    stopKnown();
  });
});
