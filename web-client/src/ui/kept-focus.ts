/**
 * The place of a person whose focused control goes away: a button that has done its work, a row that somebody else took out or
 * moved, a field that may not be used any more. A browser puts the focus on the page's body then, behind an open dialog even: a
 * screen reader begins the page anew, and Escape closes nothing.
 *
 * Owns where the focus goes instead, for everything on the page. A part that stands elsewhere now keeps the focus; in place of
 * a row that is gone its neighbour has it, at the control of the same kind. A control that was pressed has done its work: not
 * the next button, because a second press of the same key would do what nobody meant ("I agree" is followed by "Take back my
 * yes"), but the name of the neighbour, else the heading of the innermost section that is still there.
 *
 * What is one row is a list item, or whatever has `data-item`, which names the part it stands for. The way to a place is
 * focus-place.ts.
 */
import { useLayoutEffect } from 'preact/hooks';
import { isPressable, placeInstead, placeOf, withFreshNeighbours, type FocusPlace } from './focus-place';

/** Where the focus is; once its element is gone nothing else tells where that was. */
let place: FocusPlace | undefined;
/** How many parts of the page ask for it. */
let users = 0;
let stop: () => void = () => undefined;

/** Keeps the focus on the page for as long as the caller is drawn. */
export function useKeptFocus(): void {
  useLayoutEffect(() => {
    users += 1;
    if (users === 1) stop = watch();
    return () => {
      users -= 1;
      if (users === 0) stop();
    };
  }, []);
}

/** Where the focus is now, to return to it later. */
export function whereFocusIs(): FocusPlace | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return undefined;
  return place?.element === activeElement ? place : placeOf(activeElement);
}

/** Gives the focus back to where it was; if that is gone (a banner that was answered, a person who was removed), to what stands in its stead. */
export function returnTo(before: FocusPlace | undefined, options: FocusOptions = {}): void {
  if (before?.element.isConnected) before.element.focus(options);
  if (!before || document.activeElement !== before.element) focusInstead(before);
}

/** Puts the focus where it belongs in place of what is gone: at least in what is open, by the heading of the dialog or the main part of the page. */
function focusInstead(gone: FocusPlace | undefined): void {
  const instead = gone && placeInstead(gone);
  if (instead) return instead.focus();
  const heading = [...document.querySelectorAll('dialog[open]')].at(-1)?.querySelector<HTMLElement>('h2');
  (heading ?? document.getElementById('main'))?.focus({ preventScroll: true });
}

function watch(): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true };
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLElement && event.target !== document.body) place = placeOf(event.target);
  }, options);
  document.addEventListener('click', (event) => {
    if (place && event.target instanceof Node && isPressable(place.element) && place.element.contains(event.target)) place = { ...place, use: 'pressed' };
  }, options);
  // Who presses beside everything has put the focus away themselves; it is known once the browser has moved it.
  document.addEventListener('mousedown', () => {
    setTimeout(() => {
      if (document.activeElement === document.body && place?.element.isConnected) place = undefined;
    });
  }, options);
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  // What has the focus already, before anybody asked for it to be kept.
  place = whereFocusIs();
  return () => {
    listening.abort();
    observer.disconnect();
    place = undefined;
  };
}

/** Something on the page changed: is the focus still where it was? */
function look(records: readonly MutationRecord[]): void {
  if (!place) return;
  const { element } = place;
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body && activeElement !== element) return;
  const isUsable = element.isConnected && !element.matches(':disabled');
  if (!isUsable) {
    const gone = place;
    place = undefined;
    focusInstead(gone);
  } else if (activeElement === element) {
    if (records.some(({ target }) => target.contains(element))) place = withFreshNeighbours(place);
  } else if (records.some(({ removedNodes }) => [...removedNodes].some((node) => node.contains(element)))) {
    // It was taken out and put in again at another place, which a browser does not see as one movement.
    element.focus({ preventScroll: true });
  }
}
