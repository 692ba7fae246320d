/**
 * Where the note at a field stands: below it, in its place on the page; above it, over what is there, when the place below cannot be seen. That is
 * so on a phone, whose keyboard begins right below the field. Nothing that somebody writes in is moved for it.
 */

/** Room between the note and what it must not cover, in pixels. */
const GAP = 8;
const ABOVE = 'pw-identifier--above';

/** The part of the window, from top to bottom, in which an element can be seen now: not behind the keyboard, nor out of what scrolls. */
function seenAround(element: HTMLElement): readonly [number, number] {
  const { visualViewport } = window;
  let [top, bottom] = visualViewport ? [visualViewport.offsetTop, visualViewport.offsetTop + visualViewport.height] : [0, innerHeight];
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around === document.body || getComputedStyle(around).overflowY === 'visible') continue;
    const box = around.getBoundingClientRect();
    [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
  return [top, bottom];
}

function putBelow(place: HTMLElement): void {
  if (!place.classList.contains(ABOVE)) return;
  place.hidePopover();
  place.removeAttribute('popover');
  place.classList.remove(ABOVE);
  place.removeAttribute('style');
}

function put(field: HTMLElement, place: HTMLElement): void {
  putBelow(place);
  const [, bottom] = seenAround(place);
  if (place.getBoundingClientRect().bottom <= bottom) return;
  const { left, top, width } = field.getBoundingClientRect();
  // In the top layer: what scrolls or clips around the field would cut it off.
  place.popover = 'manual';
  place.classList.add(ABOVE);
  place.style.width = `${width}px`;
  place.showPopover();
  const from = window.visualViewport?.offsetTop ?? 0;
  const room = top - place.offsetHeight - GAP;
  if (room < from) putBelow(place);
  else Object.assign(place.style, { left: `${left}px`, top: `${room}px` });
}

/** Keeps the note in sight until `ended`. */
export function keepInSight(field: HTMLElement, place: HTMLElement, ended: AbortSignal): void {
  put(field, place);
  const again = () => put(field, place);
  const options = { signal: ended, capture: true, passive: true };
  for (const target of [window, window.visualViewport]) for (const type of ['resize', 'scroll']) target?.addEventListener(type, again, options);
  ended.addEventListener('abort', () => putBelow(place));
}
