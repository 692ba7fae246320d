/**
 * Giving the focus to the element of a part, by its `data-part`, and bringing it into sight: in the list, and around the
 * picture of the map. Owns the waiting until it is drawn.
 */
/** How many frames a part may take to appear before its focus is given up. */
export const FOCUS_FRAMES_MAX = 60;

/** Gives the focus to what is called `name` within `root`, in the first of some frames in which it is there. */
export function focusPart(root: { readonly current: HTMLElement | null }, name: string, frames: number): void {
  const element = root.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(name)}"]`);
  if (!element) {
    if (frames > 0 && root.current) requestAnimationFrame(() => focusPart(root, name, frames - 1));
    return;
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}
