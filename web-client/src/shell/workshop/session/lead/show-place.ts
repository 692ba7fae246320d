/** Bringing the view of a person to a place because somebody else is there. Owns how, and when it must not be. */
import { effect, untracked } from '@preact/signals';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { isThere } from '../../../../editor/words/talk-words';
import type { PartRef } from '../../../../model/schema';
import type { OpenMap } from '../../../../workshop/open';

/** A place in a map that is open. */
export interface Place {
  readonly view: 'map' | 'list';
  readonly part: PartRef | undefined;
}

/** Whether the person is in the middle of something that must not move away. */
export function isBusy(): boolean {
  const focused = document.activeElement;
  return focused?.matches('input, textarea, select, [contenteditable]') === true || document.querySelector('dialog[open], [role=dialog]') !== null;
}

/** Shows the place; the focus goes to its part. `done` is called when it is there. Gives what stops it. */
export function showPlace(open: OpenMap, { view, part }: Place, done: () => void): () => void {
  const editor = editorStateOf(open);
  if (open.presence.people.peek().find((person) => person.isMe)?.at.view !== view) editor.requestedScreen.value = view;
  let isShown = false;
  // The part is asked of the view that is to be seen, not of the one that goes; once, for going there changes where I am.
  return effect(() => {
    if (isShown || open.presence.people.value.find((person) => person.isMe)?.at.view !== view) return;
    isShown = true;
    untracked(() => {
      if (part && isThere(open.map, part)) editor.goTo(part);
      done();
    });
  });
}
