/**
 * "Back" closes what fills the screen, as people expect it of a phone, instead of leaving the workshop.
 *
 * Owns one entry of the browser's history, which is there for as long as anything that fills the screen is open, however many
 * and one after the other. Leaving it again is asynchronous in a browser, so it is done after what is drawn next, when that
 * may have opened anew.
 */
import { useEffect, useRef } from 'preact/hooks';

const MARK = 'pairwayOpen';

/** What is open, the topmost last. */
const open: { close: () => void }[] = [];
let ownEntry: 'there' | 'none' = 'none';
let leaving: 'leaving' | 'not' = 'not';

function isOwn(state: unknown): boolean {
  return typeof state === 'object' && state !== null && MARK in state;
}

function enter(): void {
  if (ownEntry === 'there') return;
  history.pushState({ [MARK]: true }, '');
  ownEntry = 'there';
}

function leaveWhenNothingIsOpen(): void {
  if (open.length > 0 || ownEntry === 'none') return;
  ownEntry = 'none';
  // Whoever went to another page meanwhile has an entry of theirs on top, which is not ours to take back.
  if (!isOwn(history.state)) return;
  leaving = 'leaving';
  history.back();
}

function wentBack(): void {
  if (leaving === 'leaving') {
    leaving = 'not';
    // Opened while we were leaving: it needs an entry again.
    if (open.length > 0) enter();
    return;
  }
  if (ownEntry === 'none' || isOwn(history.state)) return;
  ownEntry = 'none';
  open.at(-1)?.close();
  setTimeout(() => open.length > 0 && enter());
}

/** Has "Back" call `onClose` for as long as the caller is drawn. */
export function useBackCloses(onClose: () => void): void {
  const latestRef = useRef(onClose);
  useEffect(() => {
    latestRef.current = onClose;
  });
  useEffect(() => {
    const mine = { close: () => latestRef.current() };
    if (open.length === 0) window.addEventListener('popstate', wentBack);
    open.push(mine);
    if (leaving === 'not') enter();
    return () => {
      open.splice(open.indexOf(mine), 1);
      setTimeout(leaveWhenNothingIsOpen);
    };
  }, []);
}
