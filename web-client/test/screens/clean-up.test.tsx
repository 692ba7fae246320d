// @vitest-environment happy-dom
/**
 * The facilitator's "Clean up the map" (docs/spec/pathway.md, FULL-5), drawn into a page that is not a browser. The server's
 * answers are stand-ins.
 */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/model/people';
import { clearToasts, toasts } from '../../src/notice/notice';
import { CleanUpDialog } from '../../src/shell/workshop/dialogs/clean-up-dialog';
import { PANELS } from '../../src/shell/workshop/panels';
import { ApiError } from '../../src/workshop/api';
import { openMapOf } from '../helpers';

let page: HTMLElement;
const closed = vi.fn();

function workshop(answer: () => Promise<{ takenOut: number; cleared: number }>, role: Role = 'facilitator') {
  const cleanUp = vi.fn((_command: string, _addedBy?: string) => answer());
  const roster = signal(new Map([['p1', { participant: 'p1', nickname: 'Pat' }]]));
  const open = openMapOf({ facts: { roster }, me: signal({ nickname: 'Fay', role, side: null }), api: { cleanUp } });
  return { open, asked: () => cleanUp.mock.calls.map(([, addedBy]) => addedBy) };
}
async function show(kit: ReturnType<typeof workshop>): Promise<void> {
  await act(async () => render(<CleanUpDialog open={kit.open} onClose={closed} />, page));
  await act(async () => undefined);
}
async function cleanUp(): Promise<void> {
  await act(async () => page.querySelector<HTMLButtonElement>('button[type=submit]')?.click());
  await act(async () => undefined);
}

beforeEach(() => {
  page = document.createElement('main');
  document.body.append(page);
});
afterEach(() => {
  render(null, page);
  page.remove();
  closed.mockClear();
  clearToasts();
});

describe('cleaning up a map', () => {
  it('FULL-5 takes out what says nothing, or what a chosen person added too, and says how much that was', async () => {
    const kit = workshop(() => Promise.resolve({ takenOut: 12, cleared: 3 }));
    await show(kit);
    await cleanUp();
    expect(closed).toHaveBeenCalledTimes(1);
    expect(toasts.value.map((toast) => toast.text)).toEqual(['12 parts were removed.']);
    await show(kit);
    const choice = page.querySelector('select');
    if (!choice) throw new Error('nobody can be chosen');
    expect([...choice.options].map((option) => option.textContent)).toEqual(['No, only parts without words', 'Pat']);
    await act(async () => {
      choice.value = 'p1';
      choice.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await cleanUp();
    expect(kit.asked()).toEqual([undefined, 'p1']);
  });

  it('FULL-5 says so when there was nothing, and stays with the reason when it could not be done', async () => {
    await show(workshop(() => Promise.resolve({ takenOut: 0, cleared: 0 })));
    await cleanUp();
    expect(toasts.value.map((toast) => toast.text)).toEqual(['There was nothing to remove.']);
    closed.mockClear();
    await show(workshop(() => Promise.reject(new ApiError('workshop_frozen', 'Try again in a moment.', { status: 409 }))));
    await cleanUp();
    expect(closed).not.toHaveBeenCalled();
    expect(page.querySelector('[role=alert]')?.textContent).toBe('Try again in a moment.');
  });

  it('FULL-5 only facilitators are offered it', () => {
    const panel = PANELS.find((one) => one.name === 'cleanUp');
    const roles = ['facilitator', 'patientLeader', 'professional', 'carer', 'supporter', 'observer'] as const;
    expect(roles.filter((role) => panel?.who(workshop(() => Promise.reject(new Error()), role).open))).toEqual(['facilitator']);
  });
});
