/**
 * The place of a person whose focused control goes away: a button that has done its work, a message that was resolved, a row
 * that somebody else took out. A browser puts the focus on the page's body then, behind an open dialog even: a screen reader
 * begins the page anew, and Escape closes nothing.
 *
 * Owns where the focus goes instead. Within what is open: to the heading of the innermost section that is still there. Not to the next button,
 * because a second press of the same key would do what nobody meant ("I agree" is followed by "Take back my yes").
 */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** What has a heading of its own. */
const SECTION = 'section, dialog, aside';

/** Keeps the focus within `root` for as long as it is drawn. */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const within = root.current;
    if (!within) return undefined;
    let focused: Element | undefined;
    /** The sections around it, innermost first: once it is gone nothing tells where it was. */
    let sections: HTMLElement[] = [];
    const remember = (event: FocusEvent) => {
      focused = event.target instanceof Element ? event.target : undefined;
      sections = [];
      for (let one = focused?.closest<HTMLElement>(SECTION); one && within.contains(one); one = one.parentElement?.closest(SECTION)) sections.push(one);
    };
    const look = () => {
      const active = document.activeElement;
      if (!focused || focused.isConnected || (active && active !== document.body)) return;
      const heading = sections.filter((one) => one.isConnected).map((one) => one.querySelector<HTMLElement>('h2, h3, h4')).find((one) => one !== null);
      focused = undefined;
      if (!heading) return focusWhatIsOpen();
      heading.tabIndex = -1;
      heading.focus();
    };
    const observer = new MutationObserver(look);
    within.addEventListener('focusin', remember);
    observer.observe(within, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      within.removeEventListener('focusin', remember);
    };
  }, [root]);
}

/** The focus for who has no place any more: the heading of the dialog that is open, else the main part of the page. */
function focusWhatIsOpen(): void {
  const heading = [...document.querySelectorAll('dialog[open]')].at(-1)?.querySelector<HTMLElement>('h2');
  if (heading) heading.focus();
  else document.getElementById('main')?.focus({ preventScroll: true });
}

/**
 * Gives the focus back, when a dialog closes, to what had it before; if that is gone (a banner that was answered, a person who
 * was removed), to what is open now.
 */
export function giveFocusBack(before: Element | null): void {
  if (!(before instanceof HTMLElement) || before === document.body) return;
  if (before.isConnected) before.focus();
  else focusWhatIsOpen();
}
