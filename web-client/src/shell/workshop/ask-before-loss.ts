/**
 * The browser's own question before a page is closed or left, asked only while work would be lost by it. Knows nothing of
 * the workshop but that signal.
 */
import { effect, type ReadonlySignal } from '@preact/signals';

/** What makes the browser ask; its words are the browser's. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Asks while `isOnlyHere`, until stopped. Listens only then: a page that always listens cannot be kept by the browser for "back". */
export function askBeforeLoss(isOnlyHere: ReadonlySignal<boolean>): () => void {
  const stop = effect(() => {
    if (isOnlyHere.value) window.addEventListener('beforeunload', ask);
    else window.removeEventListener('beforeunload', ask);
  });
  return () => {
    stop();
    window.removeEventListener('beforeunload', ask);
  };
}
