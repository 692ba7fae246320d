// @vitest-environment happy-dom
/**
 * Rules of docs/spec/shell.md about people, drawn into a page that is not a browser: the waiting room from both sides,
 * coming back, the look at the device, what facilitators do with a person, what happened. The server is a stand-in here.
 */
import { signal, type Signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { MapModel } from '../../src/model/map';
import type { Role, Side } from '../../src/model/people';
import { announcement, clearToasts, SILENCEABLE, silenced } from '../../src/notice/notice';
import { InviteSheet } from '../../src/shell/invites/invite-sheet';
import { JoinPage } from '../../src/shell/join/join-page';
import { Toasts, toastList } from '../../src/shell/common/live-region';
import { device, server } from '../../src/shell/common/services';
import { AuditDialog } from '../../src/shell/workshop/dialogs/audit-dialog';
import { PersonChip } from '../../src/shell/workshop/header';
import { PeopleDialog } from '../../src/shell/workshop/people/people-dialog';
import { ReturnCodeDialog } from '../../src/shell/workshop/people/return-code-dialog';
import { bannerLines } from '../../src/shell/workshop/banners';
import { startAnnouncements } from '../../src/shell/workshop/announcements/announcements';
import { ApiError, type AuditLine, type InviteLook, type Joined, type RosterPerson, type Waiting } from '../../src/workshop/api';
import * as check from '../../src/workshop/device-check';
import type { SaveState } from '../../src/sync/status';
import { openMapOf } from '../helpers';

const W = '0123456789abcdefghjkmnpqrs';
const invite: InviteLook = { workshop: W, title: 'Heart care', challenge: '', role: 'carer', side: 'patient', endsOn: '2026-12-20', secret: 's' };
const who = { workshop: W, participant: 'p', role: 'carer', side: 'patient', nickname: 'Cai', deviceSecret: 'd', title: 'Heart care', endsOn: '2026-12-20', server: { key: 'k', epoch: 'e' } } as const;
const waiting: Waiting = { ...who, state: 'waiting' };
const joined: Joined = { ...who, state: 'in', map: 'm', token: 't', tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms' };

let page: HTMLElement;
beforeAll(() => toastList.load());

async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settled();
}

/** Turns of the event loop within which parts of the page whose code comes later have come. */
const TURNS = 10;

async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await act(async () => {
      await vi.dynamicImportSettled();
      await new Promise((resolve) => setImmediate(resolve));
    });
  }
}

async function press(element: Element | null | undefined): Promise<void> {
  await act(async () => (element as HTMLElement).click());
  await settled();
}

async function type(field: Element | null, text: string): Promise<void> {
  await act(async () => {
    (field as HTMLInputElement).value = text;
    (field as HTMLInputElement).dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function button(words: string): HTMLElement | undefined {
  return [...page.querySelectorAll('button')].find((each) => (each.getAttribute('aria-label') ?? each.textContent)?.includes(words));
}

const words = () => page.textContent ?? '';

const person = (participant: string, nickname: string, role: Role, more: Partial<RosterPerson> = {}): RosterPerson => ({
  participant, nickname, role, side: null as Side | null, state: 'in', takesPart: 'device', sameDeviceAs: [], ...more,
});

function workshopOf(people: readonly RosterPerson[], given: { readonly role?: Role; readonly actsFor?: Readonly<Record<string, string>>; readonly asks?: Readonly<Record<string, string>>; readonly lines?: readonly AuditLine[] } = {}) {
  const calls: unknown[][] = [];
  const called = (name: string) => (...values: unknown[]) => {
    // The command ids are random.
    calls.push([name, ...values.slice(1)]);
    return Promise.resolve(2);
  };
  const names = ['setWaitingRoom', 'setObserversComment', 'admit', 'refuse', 'admitAll', 'refuseAll', 'removeAbsent', 'addByPhone', 'rename', 'changeRole', 'setActsFor'];
  const meta = signal({ waitingRoom: true, observersComment: true, endsOn: '2099-01-01' });
  const me = signal({ nickname: 'Fay', role: given.role ?? 'facilitator', side: null as Side | null });
  const told = people.map((one) => [one.participant, { ...one, side: undefined, actsFor: given.actsFor?.[one.participant], asksToActFor: given.asks?.[one.participant] }] as const);
  const open = openMapOf({
    entry: { workshop: W, participant: 'f' },
    me,
    facts: { meta, maps: signal([]), participants: signal(new Map(told)), pairs: signal([]), roster: signal(new Map(people.map((one) => [one.participant, one]))) },
    presence: { people: signal([{ participant: 'f', isMe: true }]) },
    map: new MapModel(new Y.Doc()),
    agreement: { record: { subscribe: () => () => undefined }, speaker: signal({ can: 'propose' }), myPair: signal(undefined) },
    access: signal('readWrite'),
    talk: { threads: signal([]), me: signal('f'), mayComment: signal(true), isListenOnly: signal(false) },
    api: {
      removePerson: called('remove'),
      returnCode: () => Promise.resolve('ABCDE-FGHJK-MNPQR'),
      people: Object.fromEntries(names.map((name) => [name, called(name)])),
      audit: (before?: number) => {
        calls.push(['audit', before]);
        const lines = (given.lines ?? []).filter((line) => before === undefined || line.number < before).slice(0, 2);
        return Promise.resolve({ lines, more: lines.at(-1)?.number !== 1 });
      },
    },
    saveState: signal('saved'),
    connectionRefusal: signal(undefined),
    isDenied: signal(false),
    setBackTo: signal(undefined),
    connection: signal('connected'),
    ready: signal(true),
    onNotice: () => () => undefined,
  });
  return { open, calls, me, meta };
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  localStorage.clear();
  clearToasts();
  vi.spyOn(check, 'checkDevice').mockReturnValue(new Promise(() => undefined));
});

afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function joinAndWait(): Promise<void> {
  vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
  vi.spyOn(server, 'join').mockResolvedValue(waiting);
  await draw(<JoinPage secret="s" />);
  await type(page.querySelector('input'), 'Cai');
  await press(button('Join the workshop'));
}

describe('the waiting room', () => {
  it('SHELL-30 who waits reads so, over a reload too, and goes in by itself when let in', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const standing = vi.spyOn(server, 'standing').mockResolvedValue(waiting);
    await joinAndWait();
    expect(words()).toContain('You are in the waiting room');
    expect(document.activeElement?.textContent).toBe('You are in the waiting room');
    expect(device.entry(W)).toBeUndefined();
    await draw(<JoinPage key="reloaded" secret="s" />);
    expect(words()).toContain('You are in the waiting room');
    standing.mockRejectedValueOnce(new ApiError('offline', '', { status: 0 }));
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
    expect(words()).toContain('We keep trying');
    standing.mockResolvedValue(joined);
    await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
    expect(location.pathname).toBe(`/w/${W}`);
    expect(device.entry(W)?.nickname).toBe('Cai');
    expect(device.waiting(W)).toBeUndefined();
    await device.forgetPerson({ workshop: W, participant: 'p' }).catch(() => undefined);
  });

  it('SHELL-30 who waits goes on waiting when something on the way says no: only the server knows who was not let in', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const standing = vi.spyOn(server, 'standing').mockResolvedValue(waiting);
    await joinAndWait();
    for (const status of [401, 403, 404, 410]) {
      standing.mockRejectedValueOnce(new ApiError('bad_answer', 'x', { status }));
      await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
      expect(words(), String(status)).toContain('We keep trying');
      expect(device.waiting(W), String(status)).toBeDefined();
    }
    device.setWaiting(W, undefined);
  });

  it('SHELL-30 who is not let in reads it in plain words and can ask again', async () => {
    vi.spyOn(server, 'standing').mockRejectedValue(new ApiError('turned_away', 'x', { status: 403 }));
    await joinAndWait();
    await act(async () => undefined);
    expect(words()).toContain('You were not let in');
    expect(words()).toContain('It may be a mistake.');
    expect(device.waiting(W)).toBeUndefined();
    await press(button('Ask again'));
    // Nobody types their name twice, and the button that had the focus is gone.
    expect([page.querySelector('input')?.id, page.querySelector('input')?.value]).toEqual(['nickname', 'Cai']);
    expect(document.activeElement).toBe(page.querySelector('input'));
  });

  it('SHELL-31 facilitators see who waits, let one or all in, or do not, and open and close the room', async () => {
    const { open, calls } = workshopOf([person('f', 'Fay', 'facilitator'), person('p', 'Cai', 'carer', { state: 'waiting', sameDeviceAs: ['f'] }), person('q', 'Olu', 'observer', { state: 'waiting' })]);
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('Same device as Fay');
    await press(button('Let Cai in'));
    await press(button('Do not let Olu in'));
    await press(button('Let everyone in'));
    await press(page.querySelector('input[type=checkbox]'));
    expect(calls).toEqual([['admit', 'p'], ['refuse', 'q'], ['admitAll'], ['setWaitingRoom', 'off']]);
  });

  it('SHELL-33 facilitators are told why people wait although the room is off, let none of them in, and take out who never came', async () => {
    const came = (participant: string) => person(participant, `Ghost ${participant}`, 'observer', { neverCame: true });
    const { open, calls, meta } = workshopOf([person('f', 'Fay', 'facilitator'), person('p', 'Cai', 'carer', { state: 'waiting' }), person('q', 'Olu', 'observer', { state: 'waiting' }), came('x'), came('y')]);
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    expect(words()).not.toContain('many joined with one link');
    await act(async () => {
      meta.value = { ...meta.value, waitingRoom: false };
    });
    expect(words()).toContain('many joined with one link in a short time');
    expect(words()).toContain('Joined, but never opened the workshop');
    await press(button('Do not let anyone in'));
    expect([words().includes('Not let 2 people in?'), calls]).toEqual([true, []]);
    await press(page.querySelector('form button[type=submit]'));
    await press(button('Remove 2 people who never came'));
    expect(words()).toContain('Remove 2 people who never came?');
    await press(button('Remove them'));
    expect(calls).toEqual([['refuseAll'], ['removeAbsent']]);
  });
});

/** A name at the bound, of characters that are two code units here and one character to the server. */
const LONGEST = `A${'👍'.repeat(59)}`;
const TOO_LONG = 'The nickname must be 60 characters or fewer';

describe('people', () => {
  it('WORDS-6 a name of 60 characters is sent; one of 61 is told at its field wherever a name is asked for, and stays there', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    const join = vi.spyOn(server, 'join').mockResolvedValue(waiting);
    vi.spyOn(server, 'standing').mockResolvedValue(waiting);
    await draw(<JoinPage secret="s" />);
    const tooLongAt = (id: string) => [page.querySelector(`#${id}-error`)?.textContent?.includes(TOO_LONG), page.querySelector<HTMLInputElement>(`#${id}`)?.value];
    await type(page.querySelector('#nickname'), `${LONGEST}B`);
    await press(button('Join the workshop'));
    expect([tooLongAt('nickname'), join.mock.calls.length]).toEqual([[true, `${LONGEST}B`], 0]);
    await type(page.querySelector('#nickname'), ` ${LONGEST} `);
    await press(button('Join the workshop'));
    expect(join.mock.calls.map(([, , asked]) => asked.nickname)).toEqual([LONGEST]);
    device.setWaiting(W, undefined);

    const { open, calls } = workshopOf([person('f', 'Fay', 'facilitator'), person('s', 'Sam', 'supporter')]);
    const send = async () => press([...page.querySelectorAll('button[type=submit]')].at(-1));
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    for (const [opening, id, sent] of [['Change name or role of Sam', 'person-name', ['rename', 's', LONGEST]], ['Add someone who takes part by phone', 'phone-name', ['addByPhone', { nickname: LONGEST, role: 'patientLeader' }]]] as const) {
      calls.length = 0;
      await press(button(opening));
      await type(page.querySelector(`#${id}`), `${LONGEST}B`);
      await send();
      expect([tooLongAt(id), calls], id).toEqual([[true, `${LONGEST}B`], []]);
      await type(page.querySelector(`#${id}`), LONGEST);
      await send();
      expect(calls, id).toEqual([sent]);
    }
  });

  it('WORDS-6 a name that has no room in the bar is whole in its title', async () => {
    const here = { participant: 'a', nickname: LONGEST, role: 'carer', side: 'patient', isMe: false, mark: 0, at: {} } as const;
    await draw(<PersonChip person={here} />);
    expect(page.querySelector('.pw-chip')?.getAttribute('title')).toBe(LONGEST);
    await draw(<PersonChip key="me" person={{ ...here, isMe: true }} />);
    expect(page.querySelector('.pw-chip')?.getAttribute('title')).toBe(`${LONGEST} (you)`);
  });

  it('TALK-21 facilitators ask observers to listen only and let them comment again; a refusal turns the switch back', async () => {
    const { open, calls, meta } = workshopOf([person('f', 'Fay', 'facilitator')]);
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    const box = () => [...page.querySelectorAll('label')].find((label) => label.textContent === 'Observers can comment')?.querySelector('input') as HTMLInputElement;
    expect(box().checked).toBe(true);
    await press(box());
    expect([calls, box().checked, announcement.value?.text]).toEqual([[['setObserversComment', 'off']], false, 'Observers are now asked to listen only.']);
    expect(words()).toContain('They still see everything.');
    await act(async () => void (meta.value = { ...meta.value, observersComment: false }));
    expect(box().checked).toBe(false);
    await press(box());
    expect(calls.at(-1)).toEqual(['setObserversComment', 'on']);
    open.api.people.setObserversComment = () => Promise.reject(new ApiError('offline', '', { status: 0 }));
    await act(async () => void (meta.value = { ...meta.value, observersComment: true }));
    await press(box());
    expect([box().checked, page.querySelector('[role=alert]')?.textContent]).toEqual([true, expect.stringContaining('We cannot reach the server.')]);
    await draw(<PeopleDialog open={workshopOf([person('a', 'Ann', 'carer')], { role: 'carer' }).open} onClose={() => undefined} />);
    expect(words()).not.toContain('Observers can comment');
  });

  it('SHELL-32 everybody sees roles and who acts for whom; only facilitators see what they may do', async () => {
    const people = [person('f', 'Fay', 'facilitator'), person('a', 'Ann', 'patientLeader', { takesPart: 'phone' }), person('s', 'Sam', 'supporter'), person('d', 'Dee', 'observer')];
    const { open } = workshopOf(people, { role: 'observer', actsFor: { s: 'a', d: 'a' } });
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    for (const said of ['Supporter of Ann', 'Writes for Ann', 'Takes part by phone']) expect(words()).toContain(said);
    expect(button('Change name or role')).toBeUndefined();
    expect(button('Remove')).toBeUndefined();
    expect(words()).not.toContain('Waiting room');
  });

  it('SHELL-32 who has a device says themselves whether somebody may write for them, and ends it', async () => {
    const people = [person('f', 'Fay', 'patientLeader'), person('s', 'Sam', 'supporter'), person('d', 'Dee', 'observer')];
    const { open, calls } = workshopOf(people, { role: 'patientLeader', asks: { s: 'f' } });
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('Asks to write for Fay');
    await press(button('Yes, Sam may write for me'));
    await press(button('No, thank you'));
    expect(calls).toEqual([['setActsFor', 's', 'f'], ['setActsFor', 's', null]]);
    const granted = workshopOf(people, { role: 'patientLeader', actsFor: { s: 'f' } });
    await draw(<PeopleDialog key="granted" open={granted.open} onClose={() => undefined} />);
    expect(words()).toContain('What they write down counts as yours.');
    await press(button('No longer'));
    expect(granted.calls).toEqual([['setActsFor', 's', null]]);
  });

  it('SHELL-32 a facilitator changes name, role and for whom somebody acts, and only what was changed is sent', async () => {
    const { open, calls } = workshopOf([person('f', 'Fay', 'facilitator'), person('a', 'Ann', 'patientLeader'), person('s', 'Sam', 'supporter')]);
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    await press(button('Change name or role of Sam'));
    const choose = async (id: string, value: string) => {
      const select = page.querySelector<HTMLSelectElement>(`#${id}`);
      await act(async () => {
        if (select) select.value = value;
        select?.dispatchEvent(new Event('change', { bubbles: true }));
      });
    };
    await choose('person-acts', 'a');
    await press(button('Save'));
    expect(calls).toEqual([['setActsFor', 's', 'a']]);
    // The same from the other end, where one looks for it: at the person who is helped.
    calls.length = 0;
    await press(button('Change name or role of Ann'));
    await choose('person-writer', 's');
    await press(button('Save'));
    expect(calls).toEqual([['setActsFor', 's', 'a']]);
    await press(button('Change name or role of Sam'));
    await type(page.querySelector('#person-name'), ' ');
    await press(button('Save'));
    expect(words()).toContain('Enter a nickname');
    await type(page.querySelector('#person-name'), 'Samira');
    await choose('person-role', 'carer');
    await press(button('Save'));
    expect(calls.slice(1)).toEqual([['rename', 's', 'Samira'], ['changeRole', 's', 'carer']]);
  });

  it('SHELL-32 somebody who takes part by phone is added with a name and a role', async () => {
    const { open, calls } = workshopOf([person('f', 'Fay', 'facilitator')]);
    await draw(<PeopleDialog open={open} onClose={() => undefined} />);
    await press(button('Add someone who takes part by phone'));
    await press([...page.querySelectorAll('button[type=submit]')].at(-1));
    expect(words()).toContain('Enter a nickname');
    await type(page.querySelector('#phone-name'), 'Ann');
    await press([...page.querySelectorAll('button[type=submit]')].at(-1));
    expect(calls).toEqual([['addByPhone', { nickname: 'Ann', role: 'patientLeader' }]]);
  });

  it('SYNC-18 that the page must be reloaded is spoken once, also when everything is silenced', async () => {
    const { open } = workshopOf([person('f', 'Fay', 'facilitator')]);
    const saveState = open.saveState as unknown as Signal<SaveState>;
    const before = silenced.value;
    silenced.value = new Set(SILENCEABLE);
    const stop = startAnnouncements(open, () => bannerLines({ open, onRefused() {}, onPeople() {}, onPairs() {} }));
    saveState.value = 'reloadNothingWaiting';
    expect(announcement.value?.text).toContain('Reload this page');
    const spoken = announcement.value;
    saveState.value = 'reloadKept';
    expect(announcement.value).toBe(spoken);
    stop();
    silenced.value = before;
  });

  it('BROWSER-71 a changed role of my own is told at once', async () => {
    const { open, me } = workshopOf([person('f', 'Fay', 'facilitator')]);
    const stop = startAnnouncements(open, () => bannerLines({ open, onRefused() {}, onPeople() {}, onPairs() {} }));
    await draw(<Toasts />);
    expect(words()).toBe('');
    await act(async () => {
      me.value = { ...me.value, role: 'observer' };
    });
    expect(words()).toContain('A facilitator has changed your role. You are now here as Observer.');
    stop();
  });
});

describe('coming back', () => {
  it('SHELL-34 a return code is made on demand, and typed into the field for codes it brings me back', async () => {
    const { open } = workshopOf([person('f', 'Fay', 'facilitator')]);
    await draw(<ReturnCodeDialog open={open} onClose={() => undefined} />);
    expect(words()).not.toContain('ABCDE');
    await press(button('Make my return code'));
    expect(words()).toContain('ABCDE-FGHJK-MNPQR');
    await draw(<JoinPage secret="" />);
    const back = vi.spyOn(server, 'comeBack').mockRejectedValueOnce(new ApiError('not_found', 'x', { status: 404 })).mockResolvedValue(joined);
    await type(page.querySelector('input'), 'abcde fghjk mnpqr');
    await press(button('Continue'));
    expect(words()).toContain('This return code does not work');
    await press(button('Continue'));
    expect(back.mock.calls[0]).toEqual([back.mock.calls[1]?.[0], 'ABCDEFGHJKMNPQR', device.number()]);
    expect(location.pathname).toBe(`/w/${W}`);
    await device.forgetPerson({ workshop: W, participant: 'p' }).catch(() => undefined);
  });

  it('SHELL-34 the join page offers it to whoever was here before', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    await draw(<JoinPage secret="s" />);
    await press(button('I have been here before'));
    await type(page.querySelector('#code'), 'ABC');
    await press(button('Come back'));
    expect(words()).toContain('Enter the 15 characters of your return code');
  });
});

describe('the device', () => {
  it('SHELL-35 says in plain words what does not work here, and joining goes on all the same', async () => {
    vi.spyOn(check, 'checkDevice').mockResolvedValue({ keeps: 'keepsNothing', live: 'closed', line: 'slow' });
    vi.spyOn(server, 'standing').mockResolvedValue(waiting);
    await joinAndWait();
    expect(server.join).toHaveBeenCalledOnce();
    vi.spyOn(check, 'checkDevice').mockResolvedValue({ keeps: 'keepsNothing', live: 'closed', line: 'slow' });
    device.setWaiting(W, undefined);
    await draw(<JoinPage key="again" secret="s" />);
    for (const said of ['A live connection does not open here', 'This browser does not keep data', 'Your line is slow']) expect(words()).toContain(said);
    vi.spyOn(check, 'checkDevice').mockResolvedValue({ keeps: 'keeps', live: 'opens', line: 'good' });
    await draw(<JoinPage key="good" secret="s" />);
    expect(words()).toContain('This device is ready.');
  });

  it('SHELL-35 what cannot be found out counts as not there, and nothing is thrown', async () => {
    vi.restoreAllMocks();
    vi.stubGlobal('indexedDB', undefined);
    vi.stubGlobal('WebSocket', function blocked() {
      throw new Error('blocked');
    });
    const found = await check.checkDevice('https://pairway.example', () => Promise.reject(new Error('no line')));
    expect(found).toEqual({ keeps: 'keepsNothing', live: 'closed', line: 'slow' });
    vi.unstubAllGlobals();
  });
});

describe('paper and the past', () => {
  it('SHELL-36 the printed invitations are a page a role with picture, code, link, title, end and what to do', async () => {
    const one = (role: Role) => ({ role, link: `https://x/join#${role}`, code: 'K7M2PX', qrSvg: '<svg/>' });
    await draw(<InviteSheet title="Heart care" endsOn="2026-12-20" invites={[one('facilitator'), one('carer'), one('observer')]} />);
    const pages = [...page.querySelectorAll('.pw-sheet')];
    expect(pages.length).toBe(2);
    // A code is typed on the server of the link, however this page itself was opened.
    for (const said of ['Heart care', 'Carer or family member', 'go to x/join and', 'K7M 2PX', 'https://x/join#carer', '20 December 2026', 'You need no account']) {
      expect(pages[0]?.textContent).toContain(said);
    }
    expect(pages[0]?.querySelector('img')).not.toBeNull();
    expect(page.textContent).not.toContain('#facilitator');
  });

  it('AGENDA-12 the printed invitations also say when, what will happen, and who sees what', async () => {
    const one = (role: Role) => ({ role, link: `https://x/join#${role}`, code: 'K7M2PX', qrSvg: '<svg/>' });
    const agenda = [{ title: 'Welcome', min: 10 }, { title: 'Goals first', min: 15 }];
    await draw(<InviteSheet title="Heart care" endsOn="2026-12-20" invites={[one('carer')]} when=" Thursday, 10:00 " agenda={agenda} />);
    for (const said of ['When: Thursday, 10:00', 'What will happen', 'Welcome 10 min', 'Goals first 15 min', 'seen by nobody until you show it']) expect(page.textContent).toContain(said);
    await draw(<InviteSheet title="Heart care" endsOn="2026-12-20" invites={[one('carer')]} when=" " agenda={[]} />);
    expect([page.textContent?.includes('When:'), page.textContent?.includes('What will happen')]).toEqual([false, false]);
  });

  it('SHELL-37 what happened is in words, a page at a time, with names of the roster only', async () => {
    const lines: AuditLine[] = [
      { number: 4, at: 4, act: 'somethingNew', by: 'f', role: 'facilitator' },
      { number: 3, at: 3, act: 'changeRole', by: 'f', role: 'facilitator', to: 'p', about: 'observer' },
      { number: 2, at: 2, act: 'join', by: 'gone', role: 'carer', device: 'same' },
      { number: 1, at: 1, act: 'create' },
    ];
    const { open, calls } = workshopOf([person('f', 'Fay', 'facilitator'), person('p', 'Cai', 'carer')], { lines });
    await draw(<AuditDialog open={open} onClose={() => undefined} />);
    expect(words()).toContain('Fay did something else.');
    expect(words()).toContain('Fay changed the role of Cai to: Observer.');
    await press(button('Show earlier'));
    expect(words()).toContain('Someone joined. Another person came with the same device.');
    expect(words()).toContain('The workshop was started.');
    expect(calls).toEqual([['audit', undefined], ['audit', 3]]);
    expect(button('Show earlier')).toBeUndefined();
  });

  it('CROWD-2 from nine people on they stand by sides, and are found by name and role', async () => {
    const roles: readonly Role[] = ['patientLeader', 'professional', 'carer', 'professional', 'observer', 'patientLeader', 'professional', 'supporter'];
    const few = [person('f', 'Fay', 'facilitator'), ...roles.slice(0, 7).map((role, at) => person(`p${at}`, `Person ${at}`, role))];
    await draw(<PeopleDialog open={workshopOf(few).open} onClose={() => undefined} />);
    expect(page.querySelector('input[type=search]')).toBeNull();
    const all = [...few, person('last', 'Zoe', 'supporter')];
    await draw(<PeopleDialog key="many" open={workshopOf(all).open} onClose={() => undefined} />);
    expect([...page.querySelectorAll('h4')].map((each) => each.textContent)).toEqual(['Others', 'Patient side', 'Professional side', 'Others']);
    await type(page.querySelector('input[type=search]') as HTMLElement, 'zo');
    expect([...page.querySelectorAll('.pw-person__name')].map((each) => each.textContent)).toEqual(['Zoe']);
    await type(page.querySelector('input[type=search]') as HTMLElement, 'professional');
    expect(page.querySelectorAll('.pw-person__name')).toHaveLength(3);
    await type(page.querySelector('input[type=search]') as HTMLElement, 'nobody');
    expect(words()).toContain('Nobody has these words.');
  });
});
