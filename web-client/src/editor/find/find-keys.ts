/**
 * The keys that open "Find": Ctrl or Command with K, and "/" for who has chosen that letters are keys. Owns these two keys; small,
 * because it is part of the first load.
 */
import { latinKey } from '../../ui/keys';
import type { EditorState } from '../state/editor-state';
import { letterKeys } from '../state/letter-keys';

/** Opens it for its keys, but not over a question; returns how to stop. */
export function watchFindKeys(editor: EditorState): () => void {
  const pressed = (event: KeyboardEvent) => {
    const { target } = event;
    if (event.altKey || event.isComposing || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const isSlash = event.key === '/' && letterKeys.peek() === 'on' && !(target instanceof Element && target.closest('input, textarea, select'));
    if (!isSlash && !((event.ctrlKey || event.metaKey) && !event.shiftKey && latinKey(event) === 'k')) return;
    event.preventDefault();
    editor.openDialog({ name: 'find' });
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
