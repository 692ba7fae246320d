/**
 * The keys that go from comment to comment: F8, and with Shift the one before. Owns these keys; small, because it is part of the first
 * load. Where they go is next-comment.ts.
 */
import { feature } from '../../ui/feature';
import type { EditorState } from '../state/editor-state';

const nextComment = feature(() => import('./next-comment'), () => import('../../i18n/later/talk'));

/** Goes there for its keys, but not over a question; returns how to stop. */
export function watchCommentKeys(editor: EditorState): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'F8' || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    // On a phone the panel is a dialog itself; a question is one that the comments are not in.
    if (document.querySelector('dialog[open]:not(:has(.pw-talk))')) return;
    event.preventDefault();
    nextComment.load().then(({ goToComment }) => goToComment(editor, event.shiftKey ? -1 : 1), () => undefined);
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
