// @vitest-environment happy-dom
/** The line that says what is on, and the panel that runs the session (docs/spec/session.md). The server's answers are stand-ins. */
import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timeInWords } from '../../src/i18n/translate';
import { NO_CALL } from '../../src/model/session/close';
import { NO_SESSION, type Activity, type Session } from '../../src/model/session/run';
import { resetPreferences } from '../../src/shell/common/preferences';
import { NowLine } from '../../src/shell/workshop/session/now-line';
import type { Side } from '../../src/shell/workshop/session/use-side';
import { RunControls } from '../../src/shell/workshop/session/run-panel';
import { ApiError } from '../../src/workshop/api';
import { leadOf, openMapOf } from '../helpers';
import { clearToasts, toasts } from '../../src/notice/notice';
import '../words';

const BEGIN = 1_764_000_000_000;
const MINUTE = 60_000;
/** No panel is open. */
const NO_SIDE: Side = { name: undefined, mayRun: false, toggle: () => undefined, show: () => undefined, close: () => undefined };
let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  resetPreferences();
  vi.useFakeTimers();
});
afterEach(() => {
  render(null, page);
  page.remove();
  vi.useRealTimers();
});

const item = (id: string, title: string, min = 10) => ({ id, title, min, mode: 'silent', opens: 'patient' });
const AGENDA = [item('a', 'Welcome'), item('b', 'Goals first'), item('c', 'Thanks')];
const begun = (id: string, change: Partial<Activity> = {}): [string, Activity] => {
  const { title, min, mode, opens } = AGENDA.find((one) => one.id === id)!;
  return [id, { title, min, mode, opens, addedMin: 0, startedAt: BEGIN, ranMs: 0, ...change }];
};

function workshopWith(at: Session) {
  const state = signal(at);
  let time = BEGIN;
  const current = computed(() => { const id = state.value.current; return id === undefined ? undefined : { ...state.value.activities.get(id)!, id }; });
  const calls: unknown[][] = [];
  const call = (name: string) => (_command: string, ...rest: unknown[]) => { calls.push([name, ...rest]); return answer(); };
  let answer = (): Promise<void> => Promise.resolve();
  const session = { start: call('start'), pause: call('pause'), resume: call('resume'), addMinutes: call('addMinutes'), end: call('end') };
  const facts = { agenda: signal(AGENDA), participants: signal(new Map()), roster: signal(new Map()), meta: signal(undefined) };
  const open = openMapOf({ facts, me: signal({ nickname: 'Fay', role: 'facilitator', side: null }), session: { state, current, lead: leadOf({}), alone: signal([]), actions: signal([]), callLink: signal(NO_CALL), writing: signal(new Map()), ideas: signal([]), reveals: signal(new Map()), now: () => time }, api: { session }, entry: { workshop: 'w', participant: 'fay' } });
  return { open, workshop: open.workshop, state, calls, pass: (ms: number) => { time += ms; }, answerWith: (next: () => Promise<void>) => { answer = next; } };
}
const draw = (what: preact.ComponentChild) => act(() => render(what, page));
const button = (words: string) => [...page.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === words);
const press = (words: string) => act(async () => { button(words)!.click(); await Promise.resolve(); });

describe('the line that says what is on', () => {
  it('SESSION-24 names what is on, what people do, what comes next and the minutes that are left', async () => {
    const { open, state, pass } = workshopWith(NO_SESSION);
    await draw(<NowLine open={open} side={NO_SIDE} />);
    expect(page.textContent).toBe('');
    await act(() => { state.value = { ...NO_SESSION, current: 'b', beganAt: BEGIN, activities: new Map([begun('b', { since: BEGIN })]) }; });
    for (const words of ['Now: Goals first', 'Each of us writes alone', 'Next: Thanks', '10 min left']) expect(page.textContent).toContain(words);
    pass(3 * MINUTE);
    await act(async () => void (await vi.advanceTimersByTimeAsync(3 * MINUTE)));
    expect(page.textContent).toContain('7 min left');
    await act(() => { state.value = { ...state.value, current: undefined, endedAt: BEGIN }; });
    expect(page.textContent).toContain('The session has ended.');
  });

  it('AGENDA-5 shows the instruction of what is on, and without one what people do in its mode', async () => {
    const said = 'Write alone, one goal on each note.';
    const { open, state } = workshopWith({ ...NO_SESSION, current: 'b', beganAt: BEGIN, activities: new Map([begun('b', { since: BEGIN, says: said })]) });
    await draw(<NowLine open={open} side={NO_SIDE} />);
    expect([page.textContent?.includes(said), page.textContent?.includes('Each of us writes alone')]).toEqual([true, false]);
    await act(() => { state.value = { ...state.value, activities: new Map([begun('b', { since: BEGIN })]) }; });
    expect([page.textContent?.includes(said), page.textContent?.includes('Each of us writes alone')]).toEqual([false, true]);
  });

  it('SESSION-25 whoever wants hides the time, and shows it again', async () => {
    const { open } = workshopWith({ ...NO_SESSION, current: 'c', beganAt: BEGIN, activities: new Map([begun('c', { since: BEGIN })]) });
    await draw(<NowLine open={open} side={NO_SIDE} />);
    await press('Hide the time');
    expect(page.textContent).not.toContain('min left');
    await press('Show the time');
    expect(page.textContent).toContain('10 min left');
  });

  it('LEAD-22 in a break says in large letters when it goes on, and that the map is locked until then', async () => {
    const rest = begun('c', { mode: 'break', since: BEGIN });
    const { open, state } = workshopWith({ ...NO_SESSION, current: 'c', beganAt: BEGIN, activities: new Map([rest]) });
    await draw(<NowLine open={open} side={NO_SIDE} />);
    expect(page.querySelector('.pw-now__back')?.textContent).toBe(`Back at ${timeInWords(BEGIN + 10 * MINUTE)}`);
    expect(page.textContent).toContain('The map is locked until we go on.');
    await act(() => { state.value = { ...state.value, editInBreak: true }; });
    expect(page.textContent).not.toContain('locked');
    // While the time stands still nobody knows when it goes on.
    await act(() => { state.value = { ...state.value, activities: new Map([begun('c', { mode: 'break' })]) }; });
    expect(page.querySelector('.pw-now__back')).toBeNull();
  });
});

describe('running the session', () => {
  it('SESSION-26 one press begins, and each command names what was on as it was shown', async () => {
    const { workshop, state, calls } = workshopWith(NO_SESSION);
    await draw(<RunControls workshop={workshop} />);
    await press('Begin: Welcome');
    await act(() => { state.value = { ...NO_SESSION, current: 'a', beganAt: BEGIN, activities: new Map([begun('a', { since: BEGIN })]) }; });
    await press('Pause');
    await press('5 minutes more');
    await press('1 minute less');
    await press('Next');
    await act(() => { state.value = { ...state.value, current: 'c', activities: new Map([begun('a', { ranMs: 12 * MINUTE }), begun('c')]) }; });
    expect(button('Next')).toBeUndefined();
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)));
    expect(page.textContent).toContain('12 of 10 min');
    await press('Go on');
    await press('Back');
    await press('End the session');
    expect(calls).toEqual([
      ['start', 'a', undefined], ['pause', 'a'], ['addMinutes', 'a', 5], ['addMinutes', 'a', -1], ['start', 'b', 'a'],
      ['resume', 'c'], ['start', 'b', 'c'], ['end', 'c'],
    ]);
  });

  it('SESSION-29 a press on "next" a moment after somebody else has gone on skips nothing, and says why', async () => {
    const { workshop, state, calls } = workshopWith({ ...NO_SESSION, current: 'a', beganAt: BEGIN, activities: new Map([begun('a', { since: BEGIN })]) });
    await draw(<RunControls workshop={workshop} />);
    await act(() => { state.value = { ...state.value, current: 'b', activities: new Map([begun('a'), begun('b', { since: BEGIN })]) }; });
    clearToasts();
    await press('Next');
    expect([calls, toasts.value.map(({ text }) => text)]).toEqual([[], ['Somebody has just changed what is on. Look, then press again.']]);
    await act(async () => void (await vi.advanceTimersByTimeAsync(1_000)));
    await press('Next');
    expect(calls).toEqual([['start', 'c', 'b']]);
  });

  it('SESSION-27 what is refused is said in plain words, and what is on is shown as it is', async () => {
    const { workshop, answerWith } = workshopWith({ ...NO_SESSION, current: 'a', beganAt: BEGIN, activities: new Map([begun('a', { since: BEGIN })]) });
    await draw(<RunControls workshop={workshop} />);
    answerWith(() => Promise.reject(new ApiError('changed', 'Somebody has changed what is on at the same moment.', { status: 409 })));
    await press('Next');
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Somebody has changed what is on');
    expect(page.querySelector('[aria-current=step]')?.textContent).toContain('Welcome');
  });
});
