/** What the tests of questions do on a page, as a person would: find a button by its name, press it, write into a field. */
import { act } from 'preact/test-utils';

/** Every dialog on the page. */
export const dialogs = () => [...document.querySelectorAll('dialog')];
/** The newest button of a name: that of the topmost dialog. */
const button = (name: string) => {
  const all = [...document.querySelectorAll<HTMLElement>('button')];
  const found = all.findLast((each) => (each.getAttribute('aria-label') ?? each.textContent) === name);
  if (!found) throw new Error(`no button ${name}: ${all.map((each) => each.getAttribute('aria-label') ?? each.textContent).join(' | ')}`);
  return found;
};
/** Presses it. */
export const press = (name: string) => act(async () => button(name).click());
/** Writes a text into a field that gets the focus. */
export async function write(field: Element | null, text: string): Promise<void> {
  const input = field as HTMLTextAreaElement;
  await act(async () => {
    input.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
