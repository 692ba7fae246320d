/**
 * Tells the styles how tall the workshop's header is, so that what sticks below it neither hides behind it nor leaves a
 * gap: the header takes one row or two, by the width of the window and the size of the text. Owns one CSS property.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';

const PROPERTY = '--pw-top-height';

/** Put the reference on the header; while it is drawn, its height in pixels is known to the styles. */
export function useTopHeight() {
  const header = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = header.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const root = document.documentElement.style;
    const observer = new ResizeObserver(() => root.setProperty(PROPERTY, `${element.offsetHeight}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.removeProperty(PROPERTY);
    };
  }, []);
  return header;
}
