/**
 * Whether an open form holds words that closing it would lose: a text field in which somebody typed, and which does not say
 * what it said before. What is kept elsewhere (words of the map, drafts of comments) is marked `data-kept` around its field;
 * a field that opened with words begun earlier is marked `data-begun`.
 *
 * Owns this one answer for every dialog. Knows fields by the page alone, so that a form that is written later is guarded too.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Inputs that take words; a search finds something and says nothing. */
const WORD_INPUTS = ['text', 'password', 'email', 'tel', 'url', 'number'];

type Field = HTMLTextAreaElement | HTMLInputElement;

function fieldOf(target: EventTarget | null): Field | undefined {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && WORD_INPUTS.includes(target.type) ? target : undefined;
}

/** Whether the words of a field that is still there are nowhere else. */
function isKeptNowhere(field: Field): boolean {
  return field.isConnected && field.closest('[data-kept]') === null;
}

/** Whether any field that somebody typed in, or that opened with words begun earlier, says something that is kept nowhere. */
function holdsUnsent(within: HTMLElement, typed: ReadonlyMap<Field, string>): boolean {
  const begun = [...within.querySelectorAll<HTMLTextAreaElement>('textarea[data-begun]')];
  return begun.some((field) => isKeptNowhere(field) && field.value !== '') || [...typed].some(([field, before]) => isKeptNowhere(field) && field.value !== before);
}

/** Asks at any time whether `root` holds such words. */
export function useUnsentWords(root: RefObject<HTMLElement | null>): () => boolean {
  /** What each field said before somebody typed in it. */
  const typedRef = useRef(new Map<Field, string>());
  useLayoutEffect(() => {
    const within = root.current;
    if (!within) return undefined;
    const typed = typedRef.current;
    const saidBefore = new WeakMap<Field, string>();
    // Until somebody types, a field may follow what others change.
    const look = (event: Event) => {
      const field = fieldOf(event.target);
      if (field && !typed.has(field)) saidBefore.set(field, field.value);
    };
    const noteTyped = (event: Event) => {
      const field = fieldOf(event.target);
      if (field && !typed.has(field)) typed.set(field, saidBefore.get(field) ?? field.defaultValue);
    };
    const listeners = [['focusin', look], ['beforeinput', look], ['input', noteTyped]] as const;
    for (const [type, listener] of listeners) within.addEventListener(type, listener);
    // Closing or leaving the page closes the form too.
    const leaving = (event: BeforeUnloadEvent) => {
      if (holdsUnsent(within, typed)) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => {
      window.removeEventListener('beforeunload', leaving);
      for (const [type, listener] of listeners) within.removeEventListener(type, listener);
    };
  }, [root]);
  return () => root.current !== null && holdsUnsent(root.current, typedRef.current);
}
