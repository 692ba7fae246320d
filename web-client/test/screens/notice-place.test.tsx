// @vitest-environment happy-dom
/** Where messages are heard and seen (docs/spec/shell.md): in the topmost dialog, off what has the focus, by F6. */
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { announce, clearToasts, dismissToast, showToast, toasts, TOASTS_MAX } from '../../src/notice/notice';
import { LiveRegion, Toasts, toastList } from '../../src/shell/common/live-region';
import { chooseSide } from '../../src/shell/common/message-side';
import { Dialog } from '../../src/ui/dialog';

let page: HTMLElement;
beforeAll(() => toastList.load());
const draw = (what: ComponentChildren) => act(async () => render(what, page));
/** A page with its messages, and the dialogs that are open, the topmost last. */
const show = (...dialogs: readonly string[]) => draw(
  <>
    <main id="main" tabIndex={-1}><button type="button" id="here">Here</button></main>
    {dialogs.map((title) => <Dialog title={title} key={title} onClose={() => undefined}><button type="button">In {title}</button></Dialog>)}
    <Toasts />
    <LiveRegion />
  </>,
);
const later = (ms: number) => act(async () => void vi.advanceTimersByTime(ms));
/** Where words stand for screen readers: the title of the dialog, or the page. */
const heard = (words: string) => [...page.querySelectorAll('[role=status]')].filter((box) => box.textContent?.includes(words)).map((box) => box.closest('dialog')?.querySelector('h2')?.textContent ?? 'page');
const seen = (words: string) => [...page.querySelectorAll('.pw-toast')].filter((card) => card.textContent?.includes(words)).map((card) => card.closest('dialog')?.querySelector('h2')?.textContent ?? 'page');
const press = (key: string) => act(async () => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
const named = (words: string) => [...page.querySelectorAll('button')].find((button) => button.textContent === words);

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  clearToasts();
  vi.useFakeTimers();
});
afterEach(async () => {
  await draw(null);
  page.remove();
  vi.useRealTimers();
});

describe('while a dialog is open', () => {
  it('SHELL-60 what is said and shown is in the topmost dialog, where alone it can be heard and pressed, and on the page again after it', async () => {
    await show();
    announce('Ann joined.', 'people');
    await later(200);
    expect(heard('Ann joined.')).toEqual(['page']);
    await show('The walk');
    expect(page.querySelectorAll('dialog [role=status]')).toHaveLength(2);
    await act(async () => showToast('Both partners agree to Referral.', { kind: 'agreement', action: { label: 'Show it', run: () => undefined } }));
    await later(200);
    expect(heard('Both partners agree')).toEqual(['The walk']);
    expect(seen('Both partners agree')).toEqual(['The walk']);
    await show('The walk', 'A question');
    expect(seen('Both partners agree')).toEqual(['A question']);
    announce('Ben left.', 'people');
    await later(200);
    expect(heard('Ben left.')).toEqual(['A question']);
    await show('The walk');
    expect(seen('Both partners agree')).toEqual(['The walk']);
    await show();
    expect(seen('Both partners agree')).toEqual(['page']);
    announce('Cai joined.', 'people');
    await later(200);
    expect(heard('Cai joined.')).toEqual(['page']);
  });

  it('SHELL-60 several messages at once are all said; an answer to what I do takes the place of the last one', async () => {
    await show('The walk');
    announce('Ann joined.', 'people');
    announce('Zoom 110%.');
    announce('Zoom 120%.');
    announce('You are offline.', 'connection');
    await later(200);
    expect(heard('Ann joined. Zoom 120%. You are offline.')).toEqual(['The walk']);
  });
});

describe('short messages', () => {
  const undo = vi.fn();
  const removed = () => act(async () => showToast('Referral removed.', { action: { label: 'Undo', run: undo } }));
  const here = () => page.querySelector<HTMLElement>('#here') as HTMLElement;

  it('SHELL-61 F6 goes to the button of the newest message and back; after pressing it the focus is where it was', async () => {
    await show();
    here().focus();
    const before = new KeyboardEvent('keydown', { key: 'F6', bubbles: true, cancelable: true });
    here().dispatchEvent(before);
    expect(before.defaultPrevented, 'without a message F6 is the browser’s').toBe(false);
    await removed();
    await press('F6');
    expect(document.activeElement).toBe(named('Undo'));
    await press('F6');
    expect(document.activeElement).toBe(here());
    await press('F6');
    await act(async () => named('Undo')?.click());
    expect(undo).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(here());
    await removed();
    await press('F6');
    await press('Escape');
    expect(toasts.value).toEqual([]);
    expect(document.activeElement).toBe(here());
  });

  it('SHELL-61 a message that has the focus is kept when it moves with a dialog, and leaves the focus on the page when it goes', async () => {
    await show('The walk');
    await removed();
    await press('F6');
    expect(document.activeElement).toBe(named('Undo'));
    await act(async () => toasts.value.forEach(({ id }) => dismissToast(id)));
    expect(document.activeElement?.closest('dialog')?.querySelector('h2')?.textContent).toBe('The walk');
    for (let count = 0; count <= TOASTS_MAX; count += 1) await removed();
    await press('F6');
    await show();
    expect(document.activeElement).not.toBe(document.body);
  });

  it('SHELL-61 messages stand at the other edge when they would cover what has the focus', async () => {
    await show();
    await removed();
    const region = page.querySelector<HTMLElement>('.pw-toasts') as HTMLElement;
    const card = page.querySelector('.pw-toast') as Element;
    const box = (top: number, height: number) => ({ left: 0, right: 320, top, bottom: top + height, width: 320, height }) as DOMRect;
    card.getBoundingClientRect = () => (region.dataset['side'] === 'top' ? box(60, 80) : box(320, 80));
    const sideFor = (focused: DOMRect) => {
      here().getBoundingClientRect = () => focused;
      here().focus();
      chooseSide(region);
      return region.dataset['side'];
    };
    expect(sideFor(box(200, 44))).toBe('bottom');
    expect(sideFor(box(350, 44))).toBe('top');
    expect(sideFor(box(80, 44))).toBe('bottom');
    // Taller than the space between: where less of it is covered.
    expect(sideFor(box(100, 290))).toBe('top');
    // What fills the screen has its buttons at the lower edge.
    page.classList.add('pw-fullscreen');
    expect(sideFor(box(200, 44))).toBe('top');
    expect(sideFor(box(80, 44))).toBe('bottom');
  });
});
