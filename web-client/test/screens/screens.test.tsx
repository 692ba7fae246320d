// @vitest-environment happy-dom
/**
 * Rules of docs/spec/shell.md that show on a screen, drawn into a page that is not a browser: joining, the saved light,
 * banners, the pages that end a workshop, deletion. The server and the device's memory are stand-ins here.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { MapModel } from '../../src/model/map';
import { UndoHistory } from '../../src/model/undo';
import { editorStateOf } from '../../src/editor/state/editor-state-of';
import { JoinPage } from '../../src/shell/join/join-page';
import { LiveRegion, Toasts, toastList } from '../../src/shell/common/live-region';
import { device, server } from '../../src/shell/common/services';
import { applyPreferences, changePreferences, resetPreferences } from '../../src/shell/common/preferences';
import { Banner } from '../../src/shell/workshop/banners';
import { DeleteDialog } from '../../src/shell/workshop/dialogs/delete-dialog';
import { ForgetDialog } from '../../src/shell/workshop/dialogs/forget-dialog';
import { askBeforeLoss } from '../../src/shell/workshop/ask-before-loss';
import { Ended } from '../../src/shell/workshop/ended';
import { ListPane } from '../../src/shell/workshop/views';
import { SavedLight } from '../../src/shell/workshop/common/saved-light';
import { dayAfter } from '../../src/shell/start/start-form';
import { today } from '../../src/shell/common/today';
import { announce, clearToasts, showToast } from '../../src/notice/notice';
import type { SaveState } from '../../src/sync/status';
import * as deviceCheck from '../../src/workshop/device-check';
import { ApiError, type InviteLook, type Joined } from '../../src/workshop/api';
import { Drafts } from '../../src/workshop/drafts';
import type { OpenMap } from '../../src/workshop/open';
import type { TokenRefusal } from '../../src/workshop/tokens';
import { agreementOn, furnished, PAIR, talkFor, openMapOf } from '../helpers';

const W = '0123456789abcdefghjkmnpqrs';
const invite: InviteLook = {
  workshop: W, title: 'Heart care', challenge: 'Fewer people drop out', role: 'patientLeader', side: 'patient', endsOn: '2026-12-20', secret: 's',
};
const joined: Joined = {
  workshop: W, map: 'm', participant: 'p', role: 'patientLeader', side: 'patient', nickname: 'Mair', token: 't',
  tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms', server: { key: 'k', epoch: 'e' }, state: 'in', deviceSecret: 'd', title: 'Heart care', endsOn: '2026-12-20',
};

let page: HTMLElement;
beforeAll(() => toastList.load());

async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  // What came by promise is drawn after that; its effects (focus among them) belong to the drawing too.
  await act(async () => undefined);
}

async function press(element: Element | null | undefined): Promise<void> {
  await act(async () => (element as HTMLElement).click());
}

async function type(field: Element | null, text: string): Promise<void> {
  await act(async () => {
    (field as HTMLInputElement).value = text;
    (field as HTMLInputElement).dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function button(words: string): HTMLElement | undefined {
  return [...page.querySelectorAll('button')].find((each) => each.textContent?.includes(words));
}

interface Facts {
  readonly role?: 'facilitator' | 'observer' | 'professional';
  readonly state?: SaveState;
  readonly frozen?: boolean;
  readonly access?: 'readWrite' | 'readOnly';
  readonly endsOn?: string;
  readonly pair?: 'none';
  readonly connectionRefusal?: string;
  readonly isDenied?: boolean;
  readonly isLiveBlocked?: boolean;
  readonly copyTrouble?: 'notOpening' | 'notAnswering';
  readonly connection?: 'connecting' | 'connected' | 'offline';
  readonly tokenRefusal?: TokenRefusal;
  readonly setBackTo?: number | 'unknown';
  readonly mayAskAgain?: boolean;
}

function workshopWith(facts: Facts = {}): OpenMap & { readonly calls: string[] } {
  const map = new MapModel(new Y.Doc());
  const kit = agreementOn(map);
  kit.pairs.value = facts.pair === 'none' ? [] : [PAIR];
  const calls: string[] = [];
  const called = (name: string) => () => {
    calls.push(name);
    return Promise.resolve();
  };
  const endsOn = facts.endsOn ?? '2099-01-01';
  const meta = { title: 'Heart care', challenge: '', endsOn, template: '', format: '', map: 'm', frozen: facts.frozen === true, rosterRevision: 1 };
  return openMapOf({
    calls,
    entry: { ...joined, role: facts.role ?? 'professional', side: null, joinedAt: 0, keepCopy: 'keep' },
    me: signal({ nickname: joined.nickname, role: facts.role ?? 'professional', side: null }),
    map,
    agreement: kit.agreement,
    undo: new UndoHistory(map),
    facts: { meta: signal(meta), participants: signal(new Map()), agenda: signal([]), maps: signal([]), pairs: signal([]), roster: signal(new Map()), retryNow() {}, destroy() {} },
    talk: talkFor().talk,
    presence: { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} },
    api: { deleteWorkshop: called('delete') },
    saveState: signal(facts.state ?? 'saved'),
    connection: signal(facts.connection ?? 'connected'),
    isLiveBlocked: signal(facts.isLiveBlocked === true),
    copyTrouble: signal(facts.copyTrouble),
    access: signal(facts.access ?? 'readWrite'),
    ready: signal(true),
    stopped: signal(undefined),
    connectionRefusal: signal(facts.connectionRefusal),
    isDenied: signal(facts.isDenied === true),
    tokenRefusal: signal(facts.tokenRefusal),
    setBackTo: signal(facts.setBackTo),
    mayAskAgain: signal(facts.mayAskAgain === true),
    dismissSetBack: () => void calls.push('dismissSetBack'),
    askAgain: called('askAgain'),
    isOnlyHere: signal(false),
    refused: signal([]),
    replaced: signal(false),
    dismissRefused() {},
    onNotice: () => () => undefined,
    leave: called('leave'),
    close: called('close'),
  });
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  localStorage.clear();
  clearToasts();
  vi.spyOn(deviceCheck, 'checkDevice').mockResolvedValue({ keeps: 'keeps', live: 'opens', line: 'good' });
});

afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('joining', () => {
  it('SHELL-14 says who sees what and until when before it asks for a nickname, and asks for nothing else', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    await draw(<JoinPage secret="s" />);
    const words = page.textContent ?? '';
    expect(words.indexOf('Everyone in the workshop sees your nickname')).toBeGreaterThan(-1);
    expect(words.indexOf('Everyone in the workshop sees')).toBeLessThan(words.indexOf('Your nickname'));
    expect(words.indexOf('deleted for good after 20 December 2026')).toBeLessThan(words.indexOf('Your nickname'));
    expect(page.querySelectorAll('input, select, textarea').length).toBe(1);
    expect(page.querySelector('input')?.getAttribute('autocomplete')).toBe('nickname');
    expect(document.title).toBe('Join a workshop – Pairway');
  });

  it('SHELL-14 pressing twice joins once, with one command, and goes straight in', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    let answer: (joined: Joined) => void = () => undefined;
    const join = vi.spyOn(server, 'join').mockReturnValue(new Promise((resolve) => { answer = resolve; }));
    await draw(<JoinPage secret="s" />);
    await type(page.querySelector('input'), ' Mair ');
    await press(button('Join the workshop'));
    await press(button('Join the workshop'));
    expect(join).toHaveBeenCalledTimes(1);
    expect(join.mock.calls[0]?.slice(1)).toEqual(['s', { nickname: 'Mair', device: device.number(), help: '' }]);
    await act(async () => answer(joined));
    expect(location.pathname).toBe(`/w/${W}`);
    expect(device.entry(W)?.nickname).toBe('Mair');
    expect(JSON.stringify(device.entry(W))).not.toContain('token');
    await device.forgetPerson({ workshop: W, participant: 'p' }).catch(() => undefined);
  });

  it('SHELL-14 an answer that got lost is asked for again with the same command', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    const join = vi.spyOn(server, 'join').mockRejectedValue(new ApiError('offline', '', { status: 0 }));
    await draw(<JoinPage secret="s" />);
    await type(page.querySelector('input'), 'Mair');
    await press(button('Join the workshop'));
    expect(page.querySelector('[role=alert]')?.textContent).toContain('We cannot reach the server');
    await press(button('Join the workshop'));
    expect(join.mock.calls[0]?.[0]).toBe(join.mock.calls[1]?.[0]);
  });

  it('SHELL-11 an empty nickname is named at the top and at its field, and the top takes the focus', async () => {
    vi.spyOn(server, 'lookAtInvite').mockResolvedValue(invite);
    await draw(<JoinPage secret="s" />);
    await press(button('Join the workshop'));
    const summary = page.querySelector('[role=alert]');
    expect(document.activeElement).toBe(summary);
    expect(summary?.textContent).toContain('Enter a nickname');
    const field = page.querySelector('input');
    expect(field?.getAttribute('aria-invalid')).toBe('true');
    expect(page.querySelector(`#${field?.getAttribute('aria-describedby')?.split(' ').at(-1)}`)?.textContent).toContain('Enter a nickname');
    await press(summary?.querySelector('a'));
    expect(document.activeElement).toBe(field);
  });

  it('SHELL-19 an invitation that is gone says so and leads to the code', async () => {
    vi.spyOn(server, 'lookAtInvite').mockRejectedValue(new ApiError('not_found', 'x', { status: 404 }));
    await draw(<JoinPage secret="gone" />);
    expect(page.querySelector('h1')?.textContent).toBe('This invitation does not work');
    expect(page.querySelector('main a[href="/join"]')).not.toBeNull();
  });

  it('JOIN-2 who must wait with a code is told that the link of the invitation works at once', async () => {
    vi.spyOn(server, 'lookAtInvite').mockRejectedValue(new ApiError('too_many_tries', 'x', { status: 429, retryAfterS: 6 }));
    await draw(<JoinPage secret="" />);
    const field = page.querySelector<HTMLInputElement>('#code');
    await act(async () => {
      if (field) field.value = 'K7M2PX';
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await act(async () => button('Continue')?.click());
    await vi.waitFor(() => expect(page.textContent).toContain('use the link of your invitation: it works at once'));
  });
});

const STATES: Record<SaveState, string> = {
  opening: 'Opening', saved: 'Saved', saving: 'Saving', offlineNothingWaiting: 'Offline', offlineKept: 'Offline, kept on this device',
  offlineNotKept: 'Offline, not kept yet', storeDown: 'Waiting for the server', refused: 'Something was not saved', readOnly: 'Reading only',
  stopped: 'Not connected', reloadNothingWaiting: 'Please reload', reloadKept: 'Kept on this device, please reload', reloadNotKept: 'Not kept yet',
  deniedNothingWaiting: 'Not let in just now', deniedKept: 'Kept on this device, not let in just now', deniedNotKept: 'Not let in just now, not kept yet',
};

describe('in a workshop', () => {
  it('SHELL-15 the light has a shape and a word of its own for every state', async () => {
    const shapes = new Map<string, string>();
    for (const [state, word] of Object.entries(STATES)) {
      await draw(<SavedLight key={state} state={state as SaveState} />);
      const light = page.querySelector('button');
      expect(light?.textContent).toBe(word);
      expect(light?.getAttribute('aria-label')).toBe(`Your work: ${word}`);
      const shape = light?.querySelector('path')?.getAttribute('d') ?? '';
      expect(shape, state).not.toBe('');
      shapes.set(state, shape);
    }
    const { saved, saving, offlineKept, refused } = Object.fromEntries(shapes);
    expect(new Set([saved, saving, offlineKept, refused]).size).toBe(4);
  });

  it('BROWSER-52 a step that fills the screen of a phone keeps the light in sight, and the light follows', async () => {
    vi.spyOn(window, 'matchMedia').mockImplementation((query) => ({ matches: true, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList);
    const state = signal<SaveState>('saving');
    const { map, undo, step } = furnished();
    const open = { ...workshopWith(), map, undo, saveState: state };
    await draw(<ListPane open={open} />);
    await act(async () => editorStateOf(open).open({ kind: 'step', id: step }, 'stay'));
    const light = () => page.querySelector('dialog header .pw-light')?.textContent;
    expect(light()).toBe('Saving');
    await act(async () => {
      state.value = 'offlineKept';
    });
    expect(light()).toBe('Offline, kept on this device');
  });

  it('SHELL-20 the end is announced from seven days before, to the day itself', async () => {
    const said = async (days: number) => {
      await draw(<Banner key={days} open={workshopWith({ endsOn: dayAfter(today(), days) })} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return page.textContent ?? '';
    };
    expect(await said(8)).toBe('');
    expect(await said(7)).toContain('ends in 7 days');
    expect(await said(1)).toContain('ends tomorrow');
    expect(await said(0)).toContain('ends today');
    expect(await said(-1)).toContain('is over');
  });

  it('SHELL-15 one banner at a time: what threatens my words comes before rights, rights before dates', async () => {
    const said = async (facts: Facts) => {
      await draw(<Banner key={JSON.stringify(facts)} open={workshopWith(facts)} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return page.textContent ?? '';
    };
    const soon = dayAfter(today(), 3);
    expect(await said({ state: 'refused', frozen: true, endsOn: soon })).toContain('not accepted');
    expect(await said({ state: 'offlineKept', frozen: true })).toContain('You are offline');
    expect(await said({ state: 'offlineKept', connectionRefusal: 'Close a tab.' })).toMatch(/^Close a tab\./);
    expect(await said({ state: 'deniedKept', isDenied: true, frozen: true })).toContain('What you have on this device stays here');
    expect(await said({ state: 'deniedNotKept', isDenied: true })).toContain('Leave this page open');
    // Nothing to show yet, or another document than the map: not a word of work, but nobody waits without knowing why.
    expect(await said({ state: 'opening', isDenied: true })).toContain('does not let you in just now');
    expect(await said({ frozen: true, endsOn: soon })).toContain('The map is locked');
    expect(await said({ frozen: true, role: 'facilitator' })).toContain('Only facilitators can change');
    expect(await said({ role: 'observer', access: 'readOnly', endsOn: soon })).toContain('You are here as Observer');
    expect(await said({ endsOn: soon })).toContain('ends in 3 days');
    expect(await said({ state: 'saving' })).toBe('');
  });

  it('SYNC-26, SYNC-27: says what fails when the storage does not open, the server is not reached, or live connections are blocked', async () => {
    const said = async (facts: Facts) => {
      await draw(<Banner key={JSON.stringify(facts)} open={workshopWith(facts)} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return page.textContent ?? '';
    };
    expect(await said({ copyTrouble: 'notOpening', frozen: true })).toContain('This browser does not open its storage');
    expect(await said({ copyTrouble: 'notAnswering', state: 'offlineNotKept' })).toContain('cannot keep your changes');
    expect(await said({ state: 'opening' })).toBe('');
    expect(await said({ state: 'opening', connection: 'offline' })).toContain('The server cannot be reached');
    const blocked = await said({ state: 'opening', connection: 'offline', isLiveBlocked: true });
    expect(blocked).toContain(`Ask your IT team to allow WebSockets (wss) to ${location.host}.`);
    expect(await said({ state: 'offlineKept', isLiveBlocked: true })).toContain('Your changes are kept on this device');
    expect(await said({ state: 'offlineNotKept', isLiveBlocked: true })).toContain('leave this page open');
  });

  it('RIGHTS-10, RIGHTS-13: the banner says why the server does not let me in, that everything stays, and what to do', async () => {
    const shown = async (facts: Facts) => {
      const open = workshopWith({ state: 'deniedKept', isDenied: true, ...facts });
      await draw(<Banner key={JSON.stringify(facts)} open={open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
      return { open, words: page.textContent ?? '' };
    };
    const said = async (facts: Facts) => (await shown(facts)).words;
    expect(await said({ tokenRefusal: 'unknownWorkshop' })).toMatch(/not the server you know.*stays on this device.*whoever runs Pairway/);
    expect(await said({ tokenRefusal: 'deletedUnproven' })).toMatch(/was deleted.*your copy stays here/);
    await press(button('Show what is stored'));
    expect(location.pathname).toBe('/device');
    history.replaceState(null, '', '/');
    expect(await said({ tokenRefusal: 'removedUnproven' })).toMatch(/no longer in this workshop.*your copy stays here/);
    expect(await said({ tokenRefusal: 'closed' })).toMatch(/last day.*over.*stays on this device/);
    expect(await said({ tokenRefusal: 'unknownDevice' })).toMatch(/does not know this device.*open your invitation again/);
    expect(button('Ask to be let in')).toBeUndefined();
    const { open, words } = await shown({ tokenRefusal: 'unknownDevice', mayAskAgain: true });
    expect(words).toMatch(/does not know this device.*sent when you are let in/);
    await press(button('Ask to be let in'));
    expect(open).toMatchObject({ calls: ['askAgain'] });
    expect(await said({ tokenRefusal: 'waiting' })).toMatch(/asked to be let in.*stays here/);
    expect(await said({ tokenRefusal: 'other' })).toContain('does not let you in just now');
  });

  it('RIGHTS-11 the banner says to which day the server was set back, until it was read', async () => {
    const open = workshopWith({ setBackTo: Date.UTC(2026, 10, 22, 12) });
    await draw(<Banner open={open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(page.textContent).toContain('set back to 22 November 2026');
    await press(button('I have read this'));
    expect(open).toMatchObject({ calls: ['dismissSetBack'] });
    await draw(<Banner key="unknown" open={workshopWith({ setBackTo: 'unknown' })} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(page.textContent).toContain('set back to an earlier day');
  });

  it('SYNC-18, SYNC-19: a page older than the server offers to reload, and what was begun comes along', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
    const drafts = new Drafts('w/m/p', sessionStorage);
    drafts.comments.set('step:a', 'A comment I have not sent');
    drafts.views.set('step:b', 'A view I have begun');
    const open = openMapOf({ ...workshopWith({ state: 'reloadKept', frozen: true }), drafts });
    await draw(<Banner open={open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(page.textContent).toContain('Your changes are kept on this device');
    await press(button('Reload'));
    expect(reload).toHaveBeenCalledOnce();
    const after = new Drafts('w/m/p', sessionStorage);
    expect([...after.comments, ...after.views]).toEqual([['step:a', 'A comment I have not sent'], ['step:b', 'A view I have begun']]);
    // They are nowhere but in the page again.
    expect(sessionStorage.length).toBe(0);
    await draw(<Banner key="lost" open={workshopWith({ state: 'reloadNotKept' })} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />);
    expect(page.textContent).toContain('cannot keep your changes');
  });

  it('SYNC-24 closing the tab asks only while work is in this page alone', async () => {
    const isOnlyHere = signal(false);
    const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const stop = askBeforeLoss(isOnlyHere);
    expect(asks()).toBe(false);
    isOnlyHere.value = true;
    expect(asks()).toBe(true);
    isOnlyHere.value = false;
    expect(asks()).toBe(false);
    isOnlyHere.value = true;
    stop();
    expect(asks(), 'the workshop is left').toBe(false);
  });

  it('SHELL-19 each page that ends a workshop says why and what next, and shows words that did not arrive', async () => {
    for (const why of ['notJoined', 'removed', 'deleted', 'signedOut'] as const) {
      await draw(<Ended key={why} why={why} />);
      expect(page.querySelector('h1')?.textContent, why).not.toBe('');
      expect(page.querySelector('main a.pw-button'), why).not.toBeNull();
    }
    const refused = [{ id: 'r', at: 0, document: 'd', message: 'You were removed.', texts: [{ name: '', text: 'What I wrote' }] }];
    await draw(<Ended key="words" why="removed" refused={refused} />);
    expect(page.querySelector('blockquote')?.textContent).toBe('What I wrote');
  });

  it('SHELL-19 a page that ends a workshop takes off the messages from before, which are no longer true', async () => {
    showToast('Everyone can edit again.');
    const both = (ended: ComponentChildren) => <><Toasts />{ended}</>;
    await draw(both(null));
    expect(page.textContent).toContain('Everyone can edit again.');
    await draw(both(<Ended why="removed" />));
    expect(page.textContent).toContain('no longer in this workshop');
    expect(page.textContent).not.toContain('Everyone can edit again.');
  });

  it('SHELL-21 any other word deletes nothing, the word deletes', async () => {
    const open = workshopWith({ role: 'facilitator' });
    const closed = vi.fn();
    await draw(<DeleteDialog open={open} onClose={closed} />);
    for (const word of ['', 'Heart care', 'delete it']) {
      await type(page.querySelector('input'), word);
      await press(button('Delete for good'));
      expect(open.calls).toEqual([]);
      expect(document.activeElement).toBe(page.querySelector('input'));
    }
    await type(page.querySelector('input'), ' Delete ');
    await press(button('Delete for good'));
    expect(open.calls).toEqual(['delete']);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('SHELL-19 forgetting this device works without a connection, and warns of words that are not sent', async () => {
    const open = workshopWith({ state: 'offlineKept' });
    const leave = vi.spyOn(open.workshop, 'leave').mockRejectedValue(new ApiError('offline', '', { status: 0 }));
    const forget = vi.spyOn(device, 'forgetPerson').mockResolvedValue();
    await draw(<ForgetDialog open={open} onClose={() => undefined} />);
    expect(page.textContent).toContain('They will be lost');
    await press(button('Forget this device'));
    expect(leave).toHaveBeenCalledOnce();
    expect(open.calls).toEqual(['close']);
    expect(forget).toHaveBeenCalledWith(expect.objectContaining({ workshop: W, participant: 'p' }));
  });

  it('SHELL-25 the only facilitator is told what to do first, and this device forgets all the same', async () => {
    await draw(<ForgetDialog open={workshopWith()} onClose={() => undefined} />);
    expect(page.textContent).not.toContain('only facilitator');
    const open = workshopWith({ role: 'facilitator' });
    vi.spyOn(open.workshop, 'leave').mockRejectedValue(new ApiError('last_facilitator', 'You are the only facilitator.', { status: 409 }));
    const forget = vi.spyOn(device, 'forgetPerson').mockResolvedValue();
    await draw(<ForgetDialog key="only" open={open} onClose={() => undefined} />);
    expect(page.textContent).toContain('Make somebody else a facilitator first');
    await press(button('Forget this device'));
    expect(open.calls).toEqual(['close']);
    expect(forget).toHaveBeenCalledWith(expect.objectContaining({ workshop: W, participant: 'p' }));
  });

  it('SHELL-25 a device that the server does not know forgets when its person wants it, and is told what is lost', async () => {
    const forget = vi.spyOn(device, 'forgetPerson').mockResolvedValue();
    await draw(<ForgetDialog key="none" open={workshopWith({ state: 'deniedNothingWaiting' })} onClose={() => undefined} />);
    expect(page.textContent).not.toContain('They will be lost');
    const open = workshopWith({ state: 'deniedKept' });
    vi.spyOn(open.workshop, 'leave').mockRejectedValue(new ApiError('not_signed_in', 'This sign-in is not valid.', { status: 401 }));
    await draw(<ForgetDialog key="kept" open={open} onClose={() => undefined} />);
    expect(page.textContent).toContain('They will be lost');
    await press(button('Forget this device'));
    expect(forget).toHaveBeenCalledWith(expect.objectContaining({ workshop: W, participant: 'p' }));
  });
});

describe('messages and look', () => {
  it('SHELL-18 a message leaves by itself, later with something to do, and stays while pointed at', async () => {
    vi.useFakeTimers();
    const undo = vi.fn();
    await draw(<Toasts />);
    await act(async () => showToast('Plain'));
    await act(async () => showToast('With Undo', { action: { label: 'Undo', run: undo } }));
    await act(async () => void vi.advanceTimersByTime(6_000));
    expect(page.textContent).not.toContain('Plain');
    expect(page.textContent).toContain('With Undo');
    await act(async () => void page.querySelector('.pw-toast')?.dispatchEvent(new MouseEvent('mouseenter')));
    await act(async () => void vi.advanceTimersByTime(60_000));
    expect(page.textContent).toContain('With Undo');
    await press(button('Undo'));
    expect(undo).toHaveBeenCalledOnce();
    expect(page.querySelector('.pw-toast')).toBeNull();
  });

  it('SHELL-16 the same words said twice are in the region twice, one after the other, and then gone', async () => {
    vi.useFakeTimers();
    await draw(<LiveRegion />);
    const boxes = () => [...page.querySelectorAll('[role=status]')].map((box) => box.textContent);
    const hear = async () => {
      await act(async () => announce('Ben joined.'));
      await act(async () => void vi.advanceTimersByTime(200));
      return boxes();
    };
    const first = await hear();
    const second = await hear();
    expect(first.filter((text) => text === 'Ben joined.').length).toBe(1);
    expect(second).toEqual(first.toReversed());
    await act(async () => void vi.advanceTimersByTime(10_000));
    expect(boxes()).toEqual(['', '']);
  });

  it('SHELL-8 a choice is on the page at once, survives a reload and can be forgotten', () => {
    const stop = applyPreferences();
    changePreferences({ text: 'largest', theme: 'dark' });
    expect(document.documentElement.dataset['text']).toBe('largest');
    stop();
    document.documentElement.dataset['text'] = '';
    const again = applyPreferences();
    expect(document.documentElement.dataset['text']).toBe('largest');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    resetPreferences();
    expect(document.documentElement.dataset['text']).toBe('normal');
    expect(localStorage.length).toBe(0);
    again();
  });
});
