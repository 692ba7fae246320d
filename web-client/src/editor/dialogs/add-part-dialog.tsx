/**
 * The question that adds a part of a list (a stage, a lane, a goal, an outcome, what already helps) at a place among its
 * siblings.
 *
 * Owns the form. What is written goes through actions.ts.
 */
import { useState } from 'preact/hooks';
import { t, type PlainKey } from '../../i18n/translate';
import { rowOf, textsOf } from '../../model/kinds';
import { Dialog } from '../../ui/dialog';
import { Choice } from '../fields/choice';
import { wordOptions } from '../fields/choices';
import { Select } from '../fields/select';
import { addPartsAt, revealAdded } from '../state/many-actions';
import type { EditorDialog, EditorState } from '../state/editor-state';
import { partName } from '../words/part-words';
import { NewWordsField, useNewWords } from './new-words';
import { ReadOnlyNote, Refused } from '../fields/notes';

/** Asks for the words and the place of a new part of a list. */
export function AddPartDialog({ editor, dialog, onClose }: { readonly editor: EditorState; readonly dialog: Extract<EditorDialog, { name: 'addPart' }>; onClose(): void }) {
  const { kind } = dialog;
  const siblings = editor.map.ordered(kind).value;
  const words = useNewWords(editor, kind);
  const [error, setError] = useState<string | undefined>(undefined);
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const [chosen, setBefore] = useState('');
  const found = siblings.findIndex((part) => part.id === chosen);
  const close = () => {
    words.drop();
    onClose();
  };
  const add = (then: 'close' | 'open') => {
    setError(words.text.trim() === '' ? t('add.needsWords') : undefined);
    setRefused(undefined);
    if (words.text.trim() === '' || words.tooLong !== undefined) return;
    const outcome = addPartsAt(editor, kind, words.titles, { index: found < 0 ? undefined : found, words: said });
    if ('refused' in outcome) {
      setRefused(outcome.refused);
      return;
    }
    const last = revealAdded(editor, kind, outcome);
    close();
    if (then === 'open' && last !== undefined) editor.open({ kind, id: last }, 'field');
  };
  const disabled = editor.canEdit.value ? undefined : 'true';
  return (
    <Dialog title={t(`add.${kind}`)} onClose={close}>
      <ReadOnlyNote editor={editor} />
      <NewWordsField words={words} label={t(`field.title.${kind}`)} hint={t(`add.${kind}.hint`)} error={error} onEnter={() => add('close')} />
      {Object.entries(rowOf(kind).words).map(([key, field]) => (
        <Choice key={key} legend={t(`field.${kind}.${key}` as PlainKey)} options={wordOptions(field)} value={said[key] ?? ''} disabled={false} onChoose={(word) => setSaid((now) => ({ ...now, [key]: word }))} />
      ))}
      {siblings.length > 0 && (
        <Select
          label={t('add.where')} value={found < 0 ? '' : chosen} onPick={setBefore}
          options={[{ id: '', words: t('add.atEnd') }, ...siblings.map((part) => ({ id: part.id, words: t('add.before', { title: partName(editor.map, { kind, id: part.id }) }) }))]}
        />
      )}
      <Refused words={refused} />
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => add('close')}>{t('add.do')}</button>
        {textsOf(kind).length > 1 && <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => add('open')}>{t('add.doOpen')}</button>}
        <button type="button" class="pw-button pw-button--quiet" onClick={close}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}
