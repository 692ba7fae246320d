// @vitest-environment happy-dom
/**
 * Rules of docs/spec/identifiers.md that show at a field: when the note comes and goes, what is said, and that nothing else happens. The clock
 * is stopped and moved by hand. What is found in which text is identifiers.test.ts.
 */
import { render, type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearToasts, onAnnounced, toasts } from '../../src/notice/notice';
import { TextArea, TextField } from '../../src/ui/field';
import { followTyping } from '../../src/ui/identifiers/follow-typing';
import { LEFT_MS, LOOK_MS, PAUSE_MS } from '../../src/ui/identifiers/written-field';
import '../words';

const REACH = ' Press F6 for “It is fine”.';
const PHONE = 'This looks like a phone number: 07700\u00a0900123. Please do not write about a real person.';

let page: HTMLElement;
let said: string[];
let stop: () => void;
followTyping();

beforeEach(() => {
  vi.useFakeTimers();
  page = document.createElement('div');
  document.body.append(page);
  said = [];
  stop = onAnnounced(({ text }) => said.push(text));
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
  stop();
  clearToasts();
  vi.useRealTimers();
});

const area = () => page.querySelector<HTMLTextAreaElement>('textarea')!;
const note = () => page.querySelector<HTMLElement>('.pw-identifier:not([hidden])');
const words = () => note()?.querySelector('p')?.textContent;
const wait = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
/** As a key does: the letters are in the field, and the page hears of it. */
async function type(text: string, field: HTMLTextAreaElement | HTMLInputElement = area()): Promise<void> {
  await act(async () => {
    field.dispatchEvent(new Event('beforeinput', { bubbles: true }));
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.dynamicImportSettled();
  });
}
const draw = (what: ComponentChildren) => act(async () => render(what, page));
const pressFine = () => act(async () => note()?.querySelector('button')?.click());

/** A form that empties its field when it is sent, as that of a comment. */
function Form({ hint, error }: { readonly hint?: string; readonly error?: string }) {
  const [value, setValue] = useState('');
  return (
    <>
      <TextArea id="words" label="Words" hint={hint} error={error} value={value} onInput={setValue} />
      <button type="button" id="send" onClick={() => setValue('')}>Send</button>
    </>
  );
}

describe('the note at a field', () => {
  it('IDENT-3 comes after a pause in typing, describes the field, and takes no focus', async () => {
    await draw(<Form hint="What happens" />);
    area().focus();
    await type('Call Jane on 07700 9001');
    await wait(PAUSE_MS - 1);
    await type('Call Jane on 07700 900123');
    await wait(PAUSE_MS - 1);
    expect(note()).toBeNull();
    await wait(1);
    expect(words()).toBe(PHONE);
    expect(document.activeElement).toBe(area());
    const described = (area().getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['What happens', PHONE]);
    expect(area().nextElementSibling).toBe(note());
  });

  it('IDENT-3 stays the description when the form says something else of the field', async () => {
    await draw(<Form hint="What happens" />);
    await type('Kim, 07700 900131');
    await wait(PAUSE_MS);
    await draw(<Form hint="What happens" error="Too long." />);
    await wait(0);
    expect(area().getAttribute('aria-describedby')?.split(' ')).toEqual(['words-hint', 'words-error', note()?.querySelector('p')?.id]);
    await type('Kim');
    await wait(0);
    expect(area().getAttribute('aria-describedby')).toBe('words-hint words-error');
  });

  it('IDENT-3 comes for lines that are pasted, and says each in turn', async () => {
    await draw(<Form />);
    await type('Visit\n943 476 5919\nkim@example.org');
    await wait(PAUSE_MS);
    expect(words()).toContain('NHS number: 943\u00a0476\u00a05919.');
    await type('Visit\nkim@example.org');
    expect(note()).toBeNull();
    await wait(PAUSE_MS);
    expect(words()).toContain('e-mail address: kim@example.org.');
  });

  it('IDENT-4 goes with the words that it is about, whoever changes them, and comes back with them', async () => {
    await draw(<Form />);
    await type('07700 900123');
    await wait(PAUSE_MS);
    await type('07700 90012');
    expect(note()).toBeNull();
    await wait(PAUSE_MS);
    expect(note()).toBeNull();
    await type('07700 900123');
    await wait(PAUSE_MS);
    expect(words()).toBe(PHONE);
    // As another person's letters come in: no event of the field.
    area().value = 'Call the practice';
    await wait(LOOK_MS);
    expect(note()).toBeNull();
    expect(area().hasAttribute('aria-describedby')).toBe(false);
  });

  it('IDENT-4 goes when the author says that it is fine, for this passage until it is changed, in every field', async () => {
    await draw(<><Form /><TextField id="other" label="Other" value="" onInput={() => undefined} /></>);
    await type('Jo: 07700 900199');
    await wait(PAUSE_MS);
    note()?.querySelector('button')?.focus();
    await pressFine();
    expect(note()).toBeNull();
    expect(document.activeElement).toBe(area());
    await type('Ask Jo: 07700900199 today');
    await wait(PAUSE_MS);
    await type('Jo: 07700 900199', page.querySelector<HTMLInputElement>('#other')!);
    await wait(PAUSE_MS);
    expect(note()).toBeNull();
    await type('Jo: 07700 900198');
    await wait(PAUSE_MS);
    expect(words()).toContain('07700\u00a0900198');
  });

  it('IDENT-5 is said once, and again only when it had gone', async () => {
    await draw(<Form />);
    for (const text of ['07700 900123', '07700 900123 is', '07700 900123 is hers', 'Her number: 07700 900123 is hers']) {
      await type(text);
      await wait(PAUSE_MS);
    }
    expect(words()).toBe(PHONE);
    expect(said).toEqual([PHONE + REACH]);
    await type('Her number');
    await wait(PAUSE_MS);
    await type('Her number: 07700 900123');
    await wait(PAUSE_MS);
    expect(said).toEqual([PHONE + REACH, PHONE + REACH]);
  });

  it('IDENT-5 F6 leads to its button and back, and is the page\'s own without a note', async () => {
    const passedOn = vi.fn();
    document.addEventListener('keydown', passedOn);
    const pressKey = (key: string) => act(async () => void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
    await draw(<Form />);
    area().focus();
    await pressKey('F6');
    expect(passedOn).toHaveBeenCalledTimes(1);
    await type('07700 900123');
    await wait(PAUSE_MS);
    await pressKey('F6');
    expect(document.activeElement).toBe(note()?.querySelector('button'));
    await pressKey('F6');
    expect(document.activeElement).toBe(area());
    expect(passedOn).toHaveBeenCalledTimes(1);
    document.removeEventListener('keydown', passedOn);
  });

  it('IDENT-6 becomes a short message when the words were sent before it came, but not when it had come', async () => {
    await draw(<Form />);
    await type('07700 900123');
    await act(async () => document.getElementById('send')?.click());
    expect(toasts.value).toEqual([]);
    await wait(PAUSE_MS);
    expect(toasts.value.map(({ text }) => text)).toEqual([PHONE]);
    expect(note()).toBeNull();
    clearToasts();
    await type('07700 900123 again');
    await wait(PAUSE_MS);
    expect(words()).toContain('07700\u00a0900123');
    await act(async () => document.getElementById('send')?.click());
    await wait(LOOK_MS);
    expect([note(), toasts.value]).toEqual([null, []]);
  });

  it('IDENT-6 tells it of words that were sent while the next are typed, and not of words that were deleted', async () => {
    await draw(<Form />);
    await type('07700 900123');
    await act(async () => document.getElementById('send')?.click());
    await type('W');
    expect(toasts.value.map(({ text }) => text)).toEqual([PHONE]);
    clearToasts();
    await type('07700 900123');
    await type('');
    await wait(PAUSE_MS);
    expect(toasts.value).toEqual([]);
  });

  it('IDENT-6 reads the words of a field that is left, once what closes with it has closed, and never under a press', async () => {
    await draw(<Form />);
    area().focus();
    await type('07700 900123');
    document.dispatchEvent(new Event('pointerdown'));
    area().blur();
    await wait(PAUSE_MS * 2);
    expect(note()).toBeNull();
    document.dispatchEvent(new Event('pointerup', { bubbles: true }));
    await wait(LEFT_MS);
    expect(words()).toBe(PHONE);
    await draw(null);
    await draw(<Form />);
    area().focus();
    await type('07700 900123');
    area().blur();
    await draw(null);
    await wait(LEFT_MS);
    expect(toasts.value.map(({ text }) => text)).toEqual([PHONE]);
  });

  it('IDENT-7 keeps nothing on the device and asks nothing of the network', async () => {
    const send = vi.spyOn(globalThis, 'fetch');
    const keep = vi.spyOn(Storage.prototype, 'setItem');
    await draw(<Form />);
    await type('Bo, 07700 900177');
    await wait(PAUSE_MS);
    await pressFine();
    expect([send.mock.calls, keep.mock.calls]).toEqual([[], []]);
    vi.restoreAllMocks();
  });

  it('IDENT-9 is not for passwords', async () => {
    await draw(<TextField id="key" kind="password" label="Key" value="" onInput={() => undefined} />);
    await type('07700 900123', page.querySelector('input')!);
    await wait(PAUSE_MS);
    expect([note(), said]).toEqual([null, []]);
  });
});
