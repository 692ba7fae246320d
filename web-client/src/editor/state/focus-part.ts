/**
 * Giving the focus to the element of a part, by its `data-part`, and bringing it into sight: in the list, and around the
 * picture of the map. Owns the waiting until it is drawn.
 */
import type { PartRef } from '../../model/schema';

/** How many frames a part may take to appear before its focus is given up. */
export const FOCUS_FRAMES_MAX = 60;

/** Gives the focus to a part within `root`, in the first of some frames in which it is there. */
export function focusPart(root: { readonly current: HTMLElement | null }, part: PartRef, frames: number): void {
  const element = root.current?.querySelector<HTMLElement>(`[data-part="${part.kind}-${CSS.escape(part.id)}"]`);
  if (!element) {
    if (frames > 0 && root.current) requestAnimationFrame(() => focusPart(root, part, frames - 1));
    return;
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}
