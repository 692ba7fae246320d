/**
 * Undo and redo in words, and doing them with an answer that is spoken. Owns the sentences; the history itself is
 * model/undo.ts.
 */
import { t, type MessageKey } from '../../i18n/translate';
import { showToast } from '../../notice/notice';
import type { EditVerb, MyEdit } from '../../model/command';
import type { Undone, UndoHistory } from '../../model/undo';
import { historyKey } from '../../ui/keys';

type EditKey = Extract<MessageKey, `edit.${EditVerb}`>;

const VERB_WORDS: Record<EditVerb, EditKey> = {
  add: 'edit.add',
  setText: 'edit.setText',
  move: 'edit.move',
  setMeta: 'edit.setMeta',
  setGoal: 'edit.setGoal',
  link: 'edit.link',
  remove: 'edit.remove',
  restore: 'edit.restore',
  reword: 'edit.reword',
  addMany: 'edit.addMany',
  moveMany: 'edit.moveMany',
  setMany: 'edit.setMany',
  removeMany: 'edit.removeMany',
};

/** What an edit did: "moved “First visit”". */
export function editInWords(edit: MyEdit): string {
  return t(VERB_WORDS[edit.verb], { name: edit.name === '' ? t('edit.unnamed') : edit.name, count: edit.parts.length });
}

/** The name of the undo button: what it would take back. */
export function undoLabel(edit: MyEdit | undefined): string {
  return edit ? t('undo.what', { what: editInWords(edit) }) : t('undo.none');
}

/** The name of the redo button: what it would do again. */
export function redoLabel(edit: MyEdit | undefined): string {
  return edit ? t('redo.what', { what: editInWords(edit) }) : t('redo.none');
}

function answer(undone: Undone | undefined, words: (what: string) => string): void {
  if (!undone) return;
  showToast(undone.effect === 'nothing' ? t('undo.nothing') : words(editInWords(undone.edit)));
}

/** Takes back my last edit and says so. */
export function undoAndSay(history: UndoHistory): void {
  answer(history.undo(), (what) => t('undo.done', { what }));
}

/** Does my last undone edit again and says so. */
export function redoAndSay(history: UndoHistory): void {
  answer(history.redo(), (what) => t('redo.done', { what }));
}

/** True for a press in a field: one of the map takes its own letters back (editor/fields/bound-text.tsx), any other has the browser's undo. */
function inTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Ctrl or Command with Z and Y, anywhere but in a text field or an open dialog; returns how to stop. */
export function watchUndoKeys(history: UndoHistory): () => void {
  const pressed = (event: KeyboardEvent) => {
    const way = historyKey(event);
    if (way === undefined || event.defaultPrevented || inTextField(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    event.preventDefault();
    if (way === 'redo') redoAndSay(history);
    else undoAndSay(history);
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
