// @vitest-environment happy-dom
/** What is to be done after a meeting, and the call (docs/spec/session.md). The server's answers are stand-ins. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action, CallLink } from '../../src/model/session/close';
import type { Role } from '../../src/model/people';
import { ActionsList } from '../../src/shell/workshop/session/actions-list';
import { CallForm } from '../../src/shell/workshop/session/call-form';
import { ApiError } from '../../src/workshop/api';
import { openMapOf } from '../helpers';
import '../words';

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(() => {
  render(null, page);
  page.remove();
});

const ASK: Action = { id: 'a', text: 'Ask the practice', owner: 'pat', due: '2030-01-31', isDone: false, at: 1 };

function workshopOf(role: Role, told: readonly Action[] = []) {
  const [actions, callLink] = [signal(told), signal<CallLink>({ link: '', phone: '' })];
  const calls: unknown[][] = [];
  let answer = (): Promise<void> => Promise.resolve();
  const post = (name: string) => (_command: string, ...rest: unknown[]) => { calls.push([name, ...rest]); return answer(); };
  const { workshop } = openMapOf({
    session: { actions, callLink }, me: signal({ nickname: 'Fay', role, side: null }),
    facts: { roster: signal(new Map([['pat', { participant: 'pat', nickname: 'Pat' }]])), participants: signal(new Map([['pat', { state: 'in' }]])) },
    api: { session: { addAction: post('add'), changeAction: post('change'), removeAction: post('remove'), setCallLink: post('call') } },
  });
  return { workshop, calls, actions, answerWith: (next: () => Promise<void>) => { answer = next; } };
}
const draw = (what: preact.ComponentChild) => act(() => render(what, page));
const button = (words: string) => [...page.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === words);
const press = (words: string) => act(async () => { button(words)!.click(); await Promise.resolve(); });
const fieldOf = (label: string) => {
  const found = [...page.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)!;
  return page.querySelector<HTMLInputElement>(`[id="${found.htmlFor}"]`)!;
};
const type = (label: string, text: string) => act(() => { const field = fieldOf(label); field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); });
const submit = () => act(async () => { page.querySelector('form')!.requestSubmit(); await Promise.resolve(); });

describe('what is to be done', () => {
  it('CLOSE-5 an action is written down with what, who and by when; without words it is not', async () => {
    const { workshop, calls } = workshopOf('patientLeader');
    await draw(<ActionsList workshop={workshop} />);
    await press('Add an action');
    await submit();
    expect([page.textContent?.includes('Say what is to be done'), calls]).toEqual([true, []]);
    await type('What is to be done', ' Ask the practice ');
    await act(() => { const select = page.querySelector('select')!; select.value = 'pat'; select.dispatchEvent(new Event('change', { bubbles: true })); });
    await type('Day', '31');
    await submit();
    expect([page.textContent?.includes('Enter a real day'), calls]).toEqual([true, []]);
    await type('Month', '1');
    await type('Year', '2030');
    await submit();
    expect(calls).toEqual([['add', { text: 'Ask the practice', owner: 'pat', due: '2030-01-31' }]]);
  });

  it('CLOSE-6 ticking and changing name what was seen; what somebody else changed meanwhile is said, and my words stay', async () => {
    const { workshop, calls, answerWith } = workshopOf('facilitator', [ASK]);
    await draw(<ActionsList workshop={workshop} />);
    expect(page.textContent).toContain('Pat · by 31 January 2030');
    await act(async () => { page.querySelector<HTMLInputElement>('input[type=checkbox]')!.click(); await Promise.resolve(); });
    const was = { text: 'Ask the practice', done: false, owner: 'pat', due: '2030-01-31' };
    expect(calls).toEqual([['change', 'a', { was, now: { ...was, done: true } }]]);
    await press('Change: Ask the practice');
    await type('What is to be done', 'Ask both practices');
    answerWith(() => Promise.reject(new ApiError('changed', 'Somebody has changed this action.', { status: 409 })));
    await submit();
    expect(calls[1]).toEqual(['change', 'a', { was, now: { ...was, text: 'Ask both practices' } }]);
    expect([page.querySelector('[role=alert]')?.textContent, fieldOf('What is to be done').value]).toEqual(['Somebody has changed this action.', 'Ask both practices']);
  });

  it('CLOSE-7 who only looks on reads the actions and changes none', async () => {
    const { workshop } = workshopOf('observer', [ASK]);
    await draw(<ActionsList workshop={workshop} />);
    expect(page.textContent).toContain('Ask the practice');
    expect([page.querySelectorAll('button').length, page.querySelector<HTMLInputElement>('input')!.disabled]).toEqual([0, true]);
  });
});

describe('the call', () => {
  it('MEET-4 a facilitator says where people hear one another; a link that is none stays in its field with the reason', async () => {
    const { workshop, calls, answerWith } = workshopOf('facilitator');
    await draw(<CallForm workshop={workshop} />);
    await type('Link of your call', 'call.example');
    answerWith(() => Promise.reject(new ApiError('call_link_wrong', 'Copy the whole link of the call.', { status: 400 })));
    await submit();
    expect([page.querySelector('.nhsuk-error-message')?.textContent, fieldOf('Link of your call').value]).toEqual(['Error: Copy the whole link of the call.', 'call.example']);
    answerWith(() => Promise.resolve());
    await type('Link of your call', 'https://call.example');
    await submit();
    expect(calls[1]).toEqual(['call', { link: 'https://call.example', phone: '' }]);
  });
});
