/**
 * Moving a row of a list by pointer: pressed at its handle, it goes where it is let go. Owns where that is while it is dragged. Nothing
 * moves before, so that what is pressed stays under the finger; buttons and keys do the same (agenda-card.tsx).
 */
import { useEffect, useRef, useState } from 'preact/hooks';

/** How near the edge of what scrolls a drag lets it scroll, and how far at each move, in pixels. */
const EDGE = 48;
const SCROLL_STEP = 12;

/** A row that is dragged, and the place where it would be put: before the row of this index. */
export interface Dragged {
  readonly key: number;
  readonly before: number;
}

/** Lets rows of a list be dragged; `put` is told of the place among the others where one is let go. */
export function useDrag(put: (key: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<Dragged | undefined>(undefined);
  const stopRef = useRef<() => void>(() => undefined);
  useEffect(() => () => stopRef.current(), []);

  const begin = (event: PointerEvent, key: number, from: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    let before = from;
    const move = (at: PointerEvent) => {
      scrollAtEdge(list.current, at.clientY);
      before = placeAt(list.current, at.clientY);
      setDragged({ key, before });
    };
    const stop = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('keydown', escape, true);
      setDragged(undefined);
    };
    const drop = () => {
      stop();
      put(key, before > from ? before - 1 : before);
    };
    const escape = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return;
      // The dialog stays open.
      pressed.preventDefault();
      pressed.stopPropagation();
      stop();
    };
    stopRef.current();
    stopRef.current = stop;
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('keydown', escape, true);
    setDragged({ key, before });
  };
  return { list, dragged, begin };
}

/** The index of the row before which a height of the window is; the number of rows behind the last. */
function placeAt(list: HTMLElement | null, y: number): number {
  const rows = [...(list?.children ?? [])];
  const before = rows.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return before < 0 ? rows.length : before;
}

function scrollAtEdge(list: HTMLElement | null, y: number): void {
  const scroller = list?.closest('dialog');
  if (!scroller) return;
  const box = scroller.getBoundingClientRect();
  if (y < box.top + EDGE) scroller.scrollBy(0, -SCROLL_STEP);
  if (y > box.bottom - EDGE) scroller.scrollBy(0, SCROLL_STEP);
}
