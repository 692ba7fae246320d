// @vitest-environment happy-dom
/** Rules of docs/spec/talk.md that show on a screen, drawn into a page that is not a browser. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { EditorState } from '../../src/editor/state/editor-state';
import { Compose } from '../../src/editor/comments/compose';
import { Message } from '../../src/editor/comments/message';
import { announcement, clearToasts, silenced, toasts } from '../../src/notice/notice';
import { announceTalk } from '../../src/shell/workshop/announcements/talk';
import { Pace, PAUSE_MS } from '../../src/shell/workshop/announcements/pace';
import { ApiError } from '../../src/workshop/api';
import type { TalkMessage } from '../../src/workshop/talk';
import { TALKERS, agreementOn, furnished, talkFor, openMapOf } from '../helpers';

const [ANN, LEE, CAI] = TALKERS.map((person) => person.participant) as [string, string, string];
let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(() => {
  render(null, page);
  page.remove();
  clearToasts();
  silenced.value = new Set();
  vi.useRealTimers();
});

function field(given: Parameters<typeof talkFor>[0] = {}) {
  const made = talkFor(given);
  const draw = () => act(() => render(<Compose talk={made.talk} place="step:s" label="Your comment" onSend={(said) => made.talk.send({ act: 'reply', thread: 't', ...said })} />, page));
  return { ...made, draw };
}

const area = () => page.querySelector('textarea') as HTMLTextAreaElement;
const options = () => [...page.querySelectorAll<HTMLElement>('[role=option]')];
const type = (text: string) => act(() => {
  area().value = text;
  area().setSelectionRange(text.length, text.length);
  area().dispatchEvent(new Event('input', { bubbles: true }));
});
const key = (element: Element, name: string) => {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
  act(() => void element.dispatchEvent(event));
  return event;
};
/** What came by promise is drawn after that. */
const rest = () => act(async () => new Promise((resolve) => setTimeout(resolve)));
const send = async () => {
  act(() => void page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await rest();
};

describe('the field for a comment', () => {
  it('TALK-35 keeps what was typed when there is no connection, when the server refuses, and when it was closed', async () => {
    const refusal = new ApiError('talk_full', 'This map has as many comments as it can hold.', { status: 409 });
    const one = field({ fails: refusal });
    one.draw();
    type('Who tells the GP?');
    act(() => void (one.connection.value = 'offline'));
    expect(page.textContent).toContain('Commenting needs a connection.');
    await send();
    expect(area().value).toBe('Who tells the GP?');
    act(() => void (one.connection.value = 'connected'));
    await send();
    expect(area().value).toBe('Who tells the GP?');
    expect(page.querySelector('[role=alert]')?.textContent).toBe('This map has as many comments as it can hold.');
    expect(area().getAttribute('aria-describedby')).toContain(page.querySelector('[role=alert]')?.id ?? '?');
    act(() => render(null, page));
    one.draw();
    expect(area().value).toBe('Who tells the GP?');
  });

  it('TALK-35 sends once and empties the field, and says what is wrong with nothing or too much', async () => {
    const one = field();
    one.draw();
    await send();
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Write something first.');
    type('x'.repeat(2_001));
    await send();
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Too long by 1 letter.');
    type('x'.repeat(2_000));
    act(() => void area().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true })));
    await rest();
    expect([one.sent.length, area().value, one.talk.drafts.size]).toEqual([1, '', 0]);
  });

  it('TALK-36 offers people after an @, takes the one chosen by keys, and Escape closes only the list', async () => {
    const one = field();
    one.draw();
    type('Please @a');
    expect(options().map((option) => option.textContent)).toEqual(['Ann LeeProfessional']);
    expect(announcement.value?.text).toContain('1 person to mention');
    expect(key(area(), 'Escape').defaultPrevented).toBe(true);
    expect(options()).toEqual([]);
    expect(key(area(), 'Escape').defaultPrevented, 'the second goes to whatever is around').toBe(false);
    type('Please @');
    key(area(), 'ArrowDown');
    expect(document.activeElement).toBe(options()[0]);
    key(options()[0] as Element, 'ArrowDown');
    expect(document.activeElement?.textContent).toContain('Cai');
    key(document.activeElement as Element, 'Enter');
    expect([area().value, document.activeElement]).toEqual(['Please @Cai ', area()]);
    await send();
    expect(one.sent).toEqual([{ act: 'reply', thread: 't', text: `Please @${CAI}`, mentions: [CAI] }]);
  });
});

describe('people of one name', () => {
  it('TALK-38 each mention is for the one who was chosen, also after the field was closed and opened again', async () => {
    const one = field();
    one.roster.value = new Map([...one.roster.value].map(([id, person]) => [id, id === LEE ? { ...person, nickname: 'Cai' } : person]));
    one.draw();
    const mention = (index: number) => {
      type(`${area().value}@`);
      act(() => options()[index]?.click());
    };
    type('Dear ');
    mention(0);
    mention(1);
    expect(area().value).toBe('Dear @Cai @Cai ');
    act(() => render(null, page));
    one.draw();
    type('Dear both, @Cai @Cai ');
    await send();
    const [first = '', second = ''] = one.talk.people().filter((person) => person.nickname === 'Cai').map((person) => person.participant);
    expect(one.sent).toEqual([{ act: 'reply', thread: 't', text: `Dear both, @${first} @${second}`, mentions: [first, second] }]);
    // Typed by hand it could mean either: nobody guesses, and the words stay.
    type('Thanks @Cai');
    await send();
    expect(page.querySelector('[role=alert]')?.textContent).toContain('More than one person is called Cai');
    expect([one.sent.length, area().value]).toEqual([1, 'Thanks @Cai']);
  });
});

describe('a message', () => {
  it('TALK-20 asks a facilitator first, takes down what another said, and keeps the focus where the words were', async () => {
    const doc = new Y.Doc();
    doc.getMap('threads').set('t', { part: 'step:s', state: 'open', at: 1 });
    const put = (more: object) => doc.getMap('messages').set('m', { thread: 't', by: LEE, text: 'Mrs Jones', mentions: [], at: 1, ...more });
    put({});
    const { talk, sent } = talkFor({ doc, me: ANN, role: 'facilitator' });
    const message = () => talk.threads.value[0]?.messages[0] as TalkMessage;
    const draw = () => act(() => render(<Message editor={{ talk } as EditorState} message={message()} isNew={false} />, page));
    draw();
    const press = async (words: string) => {
      act(() => [...page.querySelectorAll('button')].find((button) => button.textContent === words)?.click());
      await rest();
    };
    await press('Remove comment');
    expect([page.querySelector('.pw-note')?.textContent, sent]).toEqual([expect.stringContaining('Remove the comment of Ann Lee?'), []]);
    await press('Leave it');
    expect([page.querySelector('.pw-note'), sent]).toEqual([null, []]);
    await press('Remove comment');
    expect(document.activeElement?.textContent).toBe('Remove comment');
    await press('Remove comment');
    expect([announcement.value?.text, sent]).toEqual(['The comment is removed.', [{ act: 'takeBack', message: 'm' }]]);
    put({ text: '', takenBack: true, takenDown: true });
    draw();
    expect(page.textContent).toBe('A facilitator removed this comment.');
    expect(document.activeElement?.textContent).toBe('A facilitator removed this comment.');
  });
});

describe('what is said about comments', () => {
  function listening(given: { readonly ready?: boolean } = {}) {
    vi.useFakeTimers();
    const doc = new Y.Doc();
    const { map, undo, step } = furnished();
    const { talk } = talkFor({ doc, me: ANN });
    const ready = signal(given.ready ?? true);
    const presence = { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} };
    const open = openMapOf({ map, undo, talk, agreement: agreementOn(map).agreement, isTalkKnown: ready, presence, access: signal('readWrite'), entry: { role: 'patientLeader' }, facts: { meta: signal(undefined), roster: signal(new Map()) } });
    const stop = announceTalk(open, new Pace());
    const say = (id: string, by: string, more: object = {}) => doc.transact(() => {
      doc.getMap('threads').set('t', { part: `step:${step}`, state: 'open', at: 1 });
      doc.getMap('messages').set(id, { thread: 't', by, text: 'x', mentions: [], at: Number(id.slice(1)), ...more });
      vi.advanceTimersByTime(0);
    });
    return { say, ready, stop, spoken: () => announcement.value?.text };
  }

  it('TALK-37 says who commented on what, many in one sentence, and nothing of what was there before or is mine', () => {
    // The comments come after the map: what they say then was said earlier.
    const { say, ready, spoken, stop } = listening({ ready: false });
    const before = spoken();
    say('m1', LEE);
    ready.value = true;
    say('m2', ANN);
    vi.advanceTimersByTime(5_000);
    expect(spoken()).toBe(before);
    say('m3', LEE);
    vi.advanceTimersByTime(5_000);
    expect(spoken()).toBe('Ann Lee commented on Feels unwell.');
    say('m4', LEE);
    say('m5', CAI);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(spoken()).toBe('2 new comments.');
    stop();
  });

  it('TALK-37 shows a mention of me with a way there, unless comments are silenced', () => {
    const { say, stop } = listening();
    say('m1', CAI, { mentions: [ANN] });
    vi.advanceTimersByTime(5_000);
    expect(toasts.value.map((toast) => [toast.text, toast.action?.label])).toEqual([['Cai mentions you: Feels unwell.', 'Show']]);
    clearToasts();
    silenced.value = new Set(['talk']);
    say('m2', CAI, { mentions: [ANN] });
    vi.advanceTimersByTime(5_000);
    expect(toasts.value).toEqual([]);
    stop();
  });

  it('TALK-37 leads to the part: its panel opens and its comments are asked for once', () => {
    const { map, undo, step } = furnished();
    const presence = { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} };
    const editor = new EditorState({ agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo, presence, talk: talkFor().talk, access: signal('readOnly' as const), frozen: signal(false), role: signal('observer' as const) });
    editor.openComments({ kind: 'step', id: step });
    expect(editor.opened.value).toEqual({ kind: 'step', id: step });
    expect([editor.takeCommentsRequest({ kind: 'step', id: step }), editor.takeCommentsRequest({ kind: 'step', id: step })]).toEqual([true, false]);
    editor.openComments({ kind: 'lane', id: 'l' });
    expect(editor.opened.value).toEqual({ kind: 'lane', id: 'l' });
    editor.openComments({ kind: 'map', id: 'map' });
    expect(editor.allCommentsRequested.value).toBe(true);
  });
});
