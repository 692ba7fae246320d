// @vitest-environment happy-dom
/** When a dialog closes, and when it asks first (docs/spec/forms.md, FORM-1 and FORM-2). */
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dialog } from '../../src/ui/dialog';
import { TextField } from '../../src/ui/field';
import { dialogs, press, write } from '../on-page';

let page: HTMLElement;
const nothing = () => undefined;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
}

/** A press that begins and ends where it is said; a click is on what is around both ends, as in a browser. */
async function pressFrom(from: 'inside' | 'beside', to: 'inside' | 'beside'): Promise<void> {
  const dialog = dialogs()[0] as HTMLElement;
  vi.spyOn(dialog, 'getBoundingClientRect').mockReturnValue({ left: 100, right: 300, top: 100, bottom: 300 } as DOMRect);
  const at = { inside: { clientX: 200, clientY: 200 }, beside: { clientX: 20, clientY: 20 } } as const;
  const target = (where: 'inside' | 'beside') => (where === 'inside' ? (dialog.querySelector('input, textarea, h2') as HTMLElement) : dialog);
  await act(async () => {
    target(from).dispatchEvent(new PointerEvent('pointerdown', { ...at[from], bubbles: true }));
    (from === to ? target(to) : dialog).dispatchEvent(new MouseEvent('click', { ...at[to], bubbles: true }));
  });
}
const escape = () => act(async () => void dialogs()[0]?.dispatchEvent(new Event('cancel', { cancelable: true })));

describe('when a dialog closes', () => {
  /** A dialog of a field that saves nothing. */
  async function form(field: ComponentChildren = <TextField id="name" label="Name" value="" onInput={nothing} />) {
    const onClose = vi.fn<() => void>();
    await draw(<Dialog title="A form" onClose={onClose}>{field}</Dialog>);
    return onClose;
  }

  it('FORM-1 a press closes it only when it began and ended beside it', async () => {
    const onClose = await form();
    // Words selected from within and let go beside the dialog.
    await pressFrom('inside', 'beside');
    await pressFrom('beside', 'inside');
    await pressFrom('inside', 'inside');
    expect(onClose).not.toHaveBeenCalled();
    await pressFrom('beside', 'beside');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it.each([['a press beside it', () => pressFrom('beside', 'beside')], ['Escape', escape], ['its close button', () => press('Close')]] as const)('FORM-2 %s asks before words are lost that nobody has', async (_name, leave) => {
    const onClose = await form();
    await write(page.querySelector('input'), 'Mair');
    await leave();
    expect([onClose.mock.calls.length, dialogs().length, dialogs()[1]?.textContent]).toEqual([0, 2, expect.stringContaining('Close without your words?')]);
    expect(document.activeElement?.textContent).toBe('Go on writing');
    await press('Go on writing');
    expect([onClose.mock.calls.length, dialogs().length, page.querySelector('input')?.value]).toEqual([0, 1, 'Mair']);
    await leave();
    await press('Close without my words');
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('FORM-2 asks nothing when the words are as they were, were kept elsewhere, or only find something', async () => {
    let onClose = await form();
    await write(page.querySelector('input'), 'Mair');
    await write(page.querySelector('input'), '');
    await escape();
    expect(onClose).toHaveBeenCalledOnce();
    await draw(null);
    onClose = await form(<><div data-kept="yes"><textarea /></div><input type="search" /><input type="checkbox" /></>);
    for (const field of page.querySelectorAll('textarea, input')) await write(field, 'words');
    await escape();
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('FORM-2 leaving the page asks too, for as long as there are such words', async () => {
    const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    await form();
    expect(asks()).toBe(false);
    await write(page.querySelector('input'), 'Mair');
    expect(asks()).toBe(true);
    await draw(null);
    expect(asks()).toBe(false);
  });

  it('FORM-2 a dialog that the browser closed by itself is open again, and asks', async () => {
    const onClose = await form();
    await write(page.querySelector('input'), 'Mair');
    await act(async () => dialogs()[0]?.close());
    expect([dialogs()[0]?.open, dialogs().length, onClose.mock.calls.length]).toEqual([true, 2, 0]);
  });
});
