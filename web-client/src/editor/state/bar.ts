/**
 * Whether the bar of the page makes room while one moves down the map on a low screen (a phone held sideways), and comes back when one
 * moves up. Owns that one answer; styles/_workshop.scss heeds it on low screens only.
 */
import { signal } from '@preact/signals';

/** How far one moves before the bar answers, in screen pixels. */
const FAR_PX = 16;

/** The answer now. */
export const isBarAway = signal(false);
let from = 0;

/** The map was moved so that this is its upper edge, in screen pixels; downwards is more. */
export function noteMoved(top: number): void {
  const by = top - from;
  if (Math.abs(by) < FAR_PX && top > 0) return;
  from = top;
  isBarAway.value = top > 0 && by > 0;
}

/** Another view begins with the bar. */
export function showBar(): void {
  from = 0;
  isBarAway.value = false;
}
