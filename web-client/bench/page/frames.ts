/**
 * Time as both pages of the bench measure it: frames as the browser gives them. Owns nothing else.
 */

/** The time of the next frame. */
export function next(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Waits until the next frame has been drawn: the task after it begins when drawing is done. */
export async function drawn(): Promise<void> {
  await next();
  await new Promise((resolve) => setTimeout(resolve));
}

/** Mean milliseconds between frames while something is done in each. */
export async function frames(count: number, each: (frame: number) => void): Promise<number> {
  let first = 0;
  let last = 0;
  for (let frame = 0; frame <= count; frame += 1) {
    last = await next();
    if (frame === 0) first = last;
    each(frame);
  }
  return (last - first) / count;
}

/** Mean milliseconds from a change to the end of the frame that shows it. */
export async function untilDrawn(count: number, each: (turn: number) => void): Promise<number> {
  let sum = 0;
  for (let turn = 0; turn < count; turn += 1) {
    await drawn();
    const from = performance.now();
    each(turn);
    await drawn();
    sum += performance.now() - from;
  }
  return sum / count;
}

/** The longest time that the page answers nobody, while something lasts and until the frame after it is drawn. */
export async function longestBlockMs(lasts: () => boolean): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let from = performance.now();
  port1.addEventListener('message', () => {
    const now = performance.now();
    longest = Math.max(longest, now - from);
    from = now;
    port2.postMessage(undefined);
  });
  port1.start();
  port2.postMessage(undefined);
  while (lasts()) await next();
  await next();
  await drawn();
  port1.close();
  return longest;
}

/** What each page answers, in milliseconds but for the elements. */
export interface Measured {
  readonly readyMs: number;
  elements(): number;
  panMs(): Promise<number>;
  panAllInViewMs(): Promise<number>;
  remoteEditMs(): Promise<number>;
  /** Of our own page only. */
  readonly more?: OwnMeasured;
}

/** What our own page is asked besides. */
export interface OwnMeasured {
  /** The 95th of a hundred letters, from typing it until it is drawn, while others type so many letters a second. */
  typingMs(perSecond: number): Promise<number>;
  /**
   * Twenty times somebody else moves a step: the usual and the longest time until the map is laid out and drawn, and how long the page
   * usually answers nobody at most, until the new lines of links are drawn too.
   */
  movesMs(): Promise<{ readonly usual: number; readonly longest: number; readonly block: number }>;
}

declare global {
  interface Window {
    measured?: Measured;
  }
}
