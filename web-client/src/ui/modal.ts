/**
 * A native modal dialog from the moment it is drawn until it is gone: the focus goes in, stays in, and comes back to where it
 * was, and messages are heard and seen in it. Owns that; what is in the dialog, and when it closes, belongs to its caller.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { returnTo, useKeptFocus, whereFocusIs } from './kept-focus';
import { addLiveRegion, addMessageHost } from './notice-place';

/** Opens the dialog that gets `dialog`. A field that asks for the focus (`data-autofocus`) has it first, else the heading. */
export function useModal(): { readonly dialog: RefObject<HTMLDialogElement | null>; readonly heading: RefObject<HTMLHeadingElement | null> } {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useKeptFocus();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    const before = whereFocusIs();
    element.showModal();
    const removals = [addLiveRegion(element, 'dialog'), addMessageHost(element, 'dialog')];
    (element.querySelector<HTMLElement>('[data-autofocus]') ?? heading.current)?.focus();
    return () => {
      for (const remove of removals) remove();
      element.close();
      returnTo(before);
    };
  }, []);
  return { dialog, heading };
}
