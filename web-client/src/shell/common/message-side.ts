/**
 * Keeps the short messages off what has the focus: the browser scrolls what gets the focus clear of them, and where it cannot
 * they stand at the other edge of the screen. Owns that choice, and two CSS properties: how much room they
 * take, and where the upper edge is.
 */

/** Heeded by the styles as room that what gets the focus keeps from the lower edge. */
const PROPERTY = '--pw-messages-height';
/** Where messages stand when both edges are free. What fills the screen (the walk, a step on a phone) has its buttons below. */
const SIDES = ['bottom', 'top'] as const;
const SIDES_FULL_SCREEN = ['top', 'bottom'] as const;

/** Where messages at the upper edge begin: below what stays in sight there, the head of the dialog or of the page. */
const TOP_PROPERTY = '--pw-messages-top';
const HEADS = '.pw-panel__head, .pw-dialog__head, .pw-top-place';
/** A head that takes more of the window than this may be covered: there is no room below it. */
const HEAD_SHARE_MAX = 0.4;

/** The lower edge of what is in sight at the top, in pixels of the window. */
function topEdge(region: HTMLElement): number {
  const head = (region.closest('dialog') ?? document).querySelector(HEADS);
  const bottom = Math.max(0, Math.round(head?.getBoundingClientRect().bottom ?? 0));
  return bottom > window.innerHeight * HEAD_SHARE_MAX ? 0 : bottom;
}

/** How many square pixels of an element the messages cover. */
function covered(region: HTMLElement, element: Element): number {
  const under = element.getBoundingClientRect();
  let pixels = 0;
  for (const card of region.querySelectorAll('.pw-toast')) {
    const over = card.getBoundingClientRect();
    const width = Math.min(over.right, under.right) - Math.max(over.left, under.left);
    const height = Math.min(over.bottom, under.bottom) - Math.max(over.top, under.top);
    pixels += Math.max(0, width) * Math.max(0, height);
  }
  return pixels;
}

/** Puts the messages at the edge where they cover the least of what has the focus. */
export function chooseSide(region: HTMLElement): void {
  const focused = document.activeElement;
  // Who is in the messages must not see them jump.
  if (!focused || region.contains(focused)) return;
  const sides = region.closest('.pw-fullscreen') ? SIDES_FULL_SCREEN : SIDES;
  region.style.setProperty(TOP_PROPERTY, `${topEdge(region)}px`);
  let best: { readonly side: string; readonly pixels: number } | undefined;
  for (const side of sides) {
    region.dataset['side'] = side;
    const pixels = focused === document.body ? 0 : covered(region, focused);
    if (!best || pixels < best.pixels) best = { side, pixels };
    if (pixels === 0) break;
  }
  region.dataset['side'] = best?.side ?? sides[0];
}

/** Does so until stopped, for as long as there are messages. */
export function keepOffFocus(region: HTMLElement): () => void {
  const root = document.documentElement.style;
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  let frame = 0;
  const choose = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      root.setProperty(PROPERTY, `${region.offsetHeight}px`);
      chooseSide(region);
    });
  };
  document.addEventListener('focusin', choose, options);
  document.addEventListener('scroll', choose, options);
  window.addEventListener('resize', choose, options);
  const resized = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(choose);
  resized?.observe(region);
  choose();
  return () => {
    listening.abort();
    resized?.disconnect();
    cancelAnimationFrame(frame);
    root.removeProperty(PROPERTY);
    region.dataset['side'] = SIDES[0];
  };
}
