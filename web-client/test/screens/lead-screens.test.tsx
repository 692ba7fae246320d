// @vitest-environment happy-dom
/** Hands, turns, a message to all, and a call to look at one place, as people see them (docs/spec/session.md). */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { editorStateOf } from '../../src/editor/state/editor-state-of';
import * as edits from '../short-edits';
import { MapModel } from '../../src/model/map';
import type { Call, Message, Round } from '../../src/model/session/lead';
import { NO_SESSION } from '../../src/model/session/run';
import { announcement } from '../../src/notice/notice';
import { changePreferences, resetPreferences } from '../../src/shell/common/preferences';
import { announceLead } from '../../src/shell/workshop/announcements/lead';
import { FollowLine } from '../../src/shell/workshop/session/lead/follow-line';
import { followedIn } from '../../src/shell/workshop/session/lead/followed';
import { HandButtons } from '../../src/shell/workshop/session/lead/hands';
import { LeadLines } from '../../src/shell/workshop/session/lead/lead-lines';
import { LeadRun } from '../../src/shell/workshop/session/lead/lead-run';
import { leadOf, made, openMapOf } from '../helpers';
import '../words';

const NOW = 1_764_000_000_000;
let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  resetPreferences();
});
afterEach(async () => {
  await act(() => render(null, page));
  page.remove();
  vi.restoreAllMocks();
});

const PEOPLE = [['fay', 'Fay', 'facilitator'], ['ann', 'Ann', 'patientLeader'], ['bob', 'Bob', 'professional'], ['sam', 'Sam', 'supporter'], ['olu', 'Olu', 'observer']] as const;

/** A map with the step "First call". */
function mapOf() {
  const map = new MapModel(new Y.Doc());
  const stage = made(edits.addStage(map, 'Start', { index: 0 }));
  const lane = made(edits.addLane(map, 'Person', { index: 0 }));
  return { map, step: made(edits.addStep(map, 'First call', { stage, lane })) };
}

function roomOf(me: string, more: { readonly actsFor?: string } = {}) {
  const [, nickname, role] = PEOPLE.find(([id]) => id === me)!;
  const lead = { hands: signal<readonly string[]>([]), messages: signal<readonly Message[]>([]), call: signal<Call | undefined>(undefined), round: signal<Round | undefined>(undefined) };
  const calls: unknown[][] = [];
  const call = (name: string) => (_command: string, ...rest: unknown[]) => { calls.push([name, ...rest.filter((one) => one !== undefined)]); return Promise.resolve(); };
  const { map, step } = mapOf();
  const facts = {
    participants: signal(new Map(PEOPLE.map(([participant, , theirs]) => [participant, { participant, role: theirs, state: 'in', ...(participant === me ? more : {}) }]))),
    roster: signal(new Map(PEOPLE.map(([participant, theirs]) => [participant, { nickname: theirs, takesPart: 'device' }]))),
    meta: signal({ map: 'm' }), maps: signal([]), agenda: signal([]),
  };
  const activity = { id: 'a', title: 'Talk', min: 10, addedMin: 0, mode: 'plenary', opens: 'patient', startedAt: NOW, ranMs: 0 };
  const session = { state: signal({ ...NO_SESSION, current: 'a', activities: new Map([['a', activity]]) }), current: signal(activity), lead: leadOf(lead), alone: signal([]), now: () => NOW };
  const people = signal([{ participant: me, nickname, role, side: undefined, isMe: true, mark: 0, at: { view: 'list' } as object }]);
  // Going to a part changes where I am, as it does in the real one.
  const show = (change: object) => { people.value = people.peek().map((person) => (person.isMe ? { ...person, at: { ...person.at, ...change } } : person)); };
  const presence = { people, peers: signal([]), show, showAgain: () => undefined, destroy: () => undefined };
  const api = { session: Object.fromEntries(['raiseHand', 'lowerHand', 'takeTurn', 'tellEveryone', 'callEveryone', 'endCall', 'letEditInBreak'].map((name) => [name, call(name)])) };
  const open = openMapOf({ id: 'm', ready: signal(true), map, facts, session, presence, api, me: signal({ nickname, role, side: null }), entry: { workshop: 'w', participant: me }, access: signal('readWrite') });
  return { open: open as never as Parameters<typeof LeadLines>[0]['open'], workshop: (open as unknown as { workshop: never }).workshop, lead, calls, step, presence };
}

const draw = (what: preact.ComponentChild) => act(() => render(what, page));
const button = (words: string) => [...page.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === words);
const press = (words: string) => act(async () => { button(words)!.click(); await Promise.resolve(); });

describe('hands', () => {
  it('LEAD-6 one press raises my hand and one lowers it; the line shows the order, and who is next', async () => {
    const { open, workshop, lead, calls } = roomOf('ann');
    await draw(<><HandButtons workshop={workshop} /><LeadLines open={open} makeRoom={() => undefined} /></>);
    await press('Raise my hand');
    await act(() => { lead.hands.value = ['ann', 'bob', 'gone']; });
    expect([...page.querySelectorAll('ol li')].map((one) => one.textContent)).toEqual(['1Ann', '2Bob']);
    expect(page.textContent).toContain('next: Ann');
    await press('Lower my hand');
    expect(calls).toEqual([['raiseHand'], ['lowerHand']]);
  });

  it('LEAD-6 an observer has no such button, and a scribe one for their person', async () => {
    await draw(<HandButtons workshop={roomOf('olu').workshop} />);
    expect(page.querySelector('button')).toBeNull();
    const { workshop, calls } = roomOf('sam', { actsFor: 'ann' });
    await draw(<HandButtons key="sam" workshop={workshop} />);
    await press('Raise a hand for Ann');
    expect(calls).toEqual([['raiseHand', 'ann']]);
  });

  it('LEAD-6 a facilitator says who has spoken, in the order of the hands', async () => {
    const { workshop, lead, calls } = roomOf('fay');
    lead.hands.value = ['ann', 'bob'];
    await draw(<LeadRun workshop={workshop} />);
    await press('Ann has spoken');
    expect(calls).toEqual([['lowerHand', 'ann']]);
  });
});

describe('a message to everybody', () => {
  it('LEAD-9 is one line of plain text that can be put away; the next one is there again', async () => {
    const { open, lead } = roomOf('ann');
    await draw(<LeadLines open={open} makeRoom={() => undefined} />);
    await act(() => { lead.messages.value = [{ id: '1', text: '<b>Two</b> more minutes', by: 'fay', at: NOW }]; });
    expect(page.textContent).toContain('Fay says: <b>Two</b> more minutes');
    await press('Put this message away');
    expect(page.textContent).not.toContain('Two');
    await act(() => { lead.messages.value = [...lead.messages.value, { id: '2', text: 'Time to stop', by: 'fay', at: NOW + 1 }]; });
    expect(page.textContent).toContain('Time to stop');
  });

  it('LEAD-9 a facilitator writes it, and the field is empty when it was sent', async () => {
    const { workshop, calls } = roomOf('fay');
    await draw(<LeadRun workshop={workshop} />);
    const field = page.querySelector<HTMLInputElement>('#lead-message')!;
    await act(() => { field.value = 'Hello all'; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await press('Tell everybody');
    expect(calls).toEqual([['tellEveryone', 'Hello all']]);
    await act(async () => void (await Promise.resolve()));
    expect(field.value).toBe('');
  });
});

describe('a call to look at one place', () => {
  const asked = (room: ReturnType<typeof roomOf>, at = NOW): Call => ({ map: 'm', view: 'list', part: { kind: 'step', id: room.step }, by: 'fay', at });

  it('LEAD-12 takes the view there, and whoever wants stays next time', async () => {
    const room = roomOf('ann');
    await draw(<LeadLines open={room.open} makeRoom={() => undefined} />);
    await act(() => { room.lead.call.value = asked(room); });
    expect(editorStateOf(room.open).selected.value).toEqual({ kind: 'step', id: room.step });
    expect(page.textContent).toContain('Fay brought you to: First call');
    await press('Stay here next time');
    editorStateOf(room.open).select(undefined);
    await act(() => { room.lead.call.value = asked(room, NOW + 1); });
    expect(editorStateOf(room.open).selected.value).toBeUndefined();
    expect(page.textContent).toContain('Fay asks you to look at: First call');
    await press('Go there');
    expect(editorStateOf(room.open).selected.value).toEqual({ kind: 'step', id: room.step });
  });

  it('LEAD-13 whoever is writing keeps the focus and is only offered to go; so is who comes later', async () => {
    const room = roomOf('ann');
    const field = document.createElement('textarea');
    document.body.append(field);
    field.focus();
    await draw(<LeadLines open={room.open} makeRoom={() => undefined} />);
    await act(() => { room.lead.call.value = asked(room); });
    expect(document.activeElement).toBe(field);
    expect(editorStateOf(room.open).selected.value).toBeUndefined();
    expect(button('Go there')).toBeDefined();
    field.remove();
    await act(() => { room.lead.call.value = asked(room, NOW - 60_000); });
    expect(editorStateOf(room.open).selected.value).toBeUndefined();
  });

  it('LEAD-14 marks the part for as long as it lasts, and only facilitators see how many are there and end it', async () => {
    const room = roomOf('fay');
    changePreferences({ follow: 'stay' });
    const before = document.adoptedStyleSheets.length;
    await draw(<LeadLines open={room.open} makeRoom={() => undefined} />);
    await act(() => { room.lead.call.value = asked(room); });
    expect(document.adoptedStyleSheets.length).toBe(before + 1);
    await act(() => { room.presence.people.value = [...room.presence.people.value, { participant: 'ann', nickname: 'Ann', role: 'patientLeader', side: undefined, isMe: false, mark: 1, at: { view: 'list', part: { kind: 'step', id: room.step } } } as never]; });
    expect(page.textContent).toContain('1 person is there');
    await press('End this');
    expect(room.calls).toEqual([['endCall']]);
    await act(() => { room.lead.call.value = undefined; });
    expect(document.adoptedStyleSheets.length).toBe(before);
  });

  it('LEAD-11 a facilitator brings everybody to the map or the list, without a map before them too', async () => {
    const { workshop, calls } = roomOf('fay');
    await draw(<LeadRun workshop={workshop} />);
    await press('Bring everyone to the list');
    expect(calls).toEqual([['callEveryone', { map: 'm', view: 'list' }]]);
  });
});

describe('turns', () => {
  it('TURN-9 everybody sees who has the turn and who is next; whoever has it, and facilitators, give it on by one press', async () => {
    const round = { now: 'ann', waiting: ['bob'], done: [], passed: [] };
    const ann = roomOf('ann');
    ann.lead.round.value = round;
    await draw(<LeadLines key="ann" open={ann.open} makeRoom={() => undefined} />);
    expect(page.textContent).toContain('It is your turn to speak');
    await press('Later');
    expect(ann.calls).toEqual([['takeTurn', 'a', { act: 'later', person: 'ann' }]]);
    const bob = roomOf('bob');
    bob.lead.round.value = round;
    await draw(<LeadLines key="bob" open={bob.open} makeRoom={() => undefined} />);
    expect(page.textContent).toContain('Speaks now: AnnYou are next');
    expect(page.querySelector('button')).toBeNull();
    const fay = roomOf('fay');
    fay.lead.round.value = round;
    await draw(<LeadRun key="fay" workshop={fay.workshop} open={fay.open} />);
    expect(page.textContent).toContain('Ann is not here now.');
    await press('Ann has spoken');
    await act(() => { fay.lead.round.value = { now: undefined, waiting: [], done: ['ann', 'bob'], passed: [] }; });
    await press('Another round');
    expect(fay.calls).toEqual([['takeTurn', 'a', { act: 'done', person: 'ann' }], ['takeTurn', 'a', { act: 'again' }]]);
  });
});

describe('what is spoken', () => {
  it('LEAD-15 that I am next, that it is my turn, and what everybody is told, once; nothing of what I find', async () => {
    const room = roomOf('ann');
    room.lead.messages.value = [{ id: '0', text: 'Before', by: 'fay', at: 1 }];
    announcement.value = undefined;
    const stop = announceLead(room.open);
    const said = async () => { await vi.waitFor(() => expect(announcement.value).toBeDefined()); const words = announcement.value?.text; announcement.value = undefined; return words; };
    room.lead.hands.value = ['ann', 'bob'];
    expect(await said()).toBe('You are next to speak.');
    room.lead.hands.value = ['bob', 'ann'];
    room.lead.messages.value = [...room.lead.messages.value, { id: '1', text: 'Two more minutes', by: 'fay', at: 2 }];
    expect(await said()).toBe('Fay says: Two more minutes');
    room.lead.round.value = { now: 'bob', waiting: ['ann'], done: [], passed: [] };
    expect(await said()).toBe('You speak next.');
    room.lead.round.value = { now: 'ann', waiting: [], done: ['bob'], passed: [] };
    expect(await said()).toBe('It is your turn to speak.');
    stop();
  });
});

describe('following a person', () => {
  /** Ann follows Bob, who is at the list. */
  async function followed() {
    const room = roomOf('ann');
    const editor = editorStateOf(room.open);
    const went: unknown[] = [];
    vi.spyOn(editor, 'goTo').mockImplementation((part) => { went.push(part); });
    const bob = (at: object, more: object = {}) => act(() => { room.presence.people.value = [room.presence.people.peek()[0]!, { participant: 'bob', nickname: 'Bob', role: 'professional', side: undefined, isMe: false, mark: 1, at, ...more }]; });
    await bob({ view: 'list' });
    await draw(<FollowLine open={room.open} makeRoom={() => undefined} />);
    await act(() => { followedIn(room.workshop).value = 'bob'; });
    return { ...room, editor, went, bob };
  }

  it('LEAD-23 my view goes to the part and to the other view where they go, until I stop', async () => {
    const { step, went, bob, editor, presence } = await followed();
    expect(page.textContent).toContain('Your screen goes where Bob goes.');
    const part = { kind: 'step', id: step };
    await bob({ view: 'list', part });
    await bob({ view: 'list', part, cursor: { x: 1, y: 2 } });
    expect(went).toEqual([part]);
    await bob({ view: 'map', part });
    expect(editor.requestedScreen.value).toBe('map');
    await act(() => presence.show({ view: 'map' }));
    expect(went).toEqual([part, part]);
    // Whoever agrees in the walk is at its part, in the view I have.
    await bob({ view: 'walk', part });
    expect(went).toHaveLength(3);
    await press('Stop following');
    await bob({ view: 'map', part: { kind: 'step', id: step } });
    await bob({ view: 'list', part });
    expect(went).toHaveLength(3);
    expect(page.textContent).toBe('');
  });

  it('LEAD-23 whoever writes is not moved, and one who has gone is said to be away', async () => {
    const { step, went, bob, presence } = await followed();
    const field = document.createElement('input');
    page.append(field);
    field.focus();
    await bob({ view: 'list', part: { kind: 'step', id: step } });
    expect(went).toEqual([]);
    field.blur();
    await bob({ view: 'list', part: { kind: 'step', id: step }, typing: true });
    expect(went).toHaveLength(1);
    await act(() => { presence.people.value = presence.people.peek().slice(0, 1); });
    expect(page.textContent).toContain('Bob is not here now.');
  });
});
