/**
 * Writing notes: those that are there, each to be changed in its place, and one field for a new one. Owns these fields; what they hold is
 * model/notes.ts.
 */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import { NOTE_UNITS_MAX, NOTES_MAX, type Note, type NotesModel } from '../../../../model/session/my-notes';
import { bindText } from '../../../../model/text/text';
import { announce, showToast } from '../../../../notice/notice';
import { NotePlace } from '../../../../ui/note-place';
import { Symbol } from '../../../../styles/symbol';
import type { OpenMap } from '../../../../workshop/open';
import { AboutField } from './about';

interface WriteProps {
  readonly open: OpenMap;
  readonly model: NotesModel;
}

/** One note. */
function NoteCard({ open, model, note, number, onRemoved }: WriteProps & { readonly note: Note; readonly number: number; readonly onRemoved: () => void }) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(0);
  useLayoutEffect(() => {
    const text = model.text(note.id);
    if (!area.current || !text) return undefined;
    const binding = bindText(area.current, text, (value) => model.write(note.id, value), { unitsMax: NOTE_UNITS_MAX, onUnfit: setOver });
    return () => binding.stop();
  }, [model, note.id]);
  const remove = () => {
    const { text, about } = note;
    model.remove(note.id);
    onRemoved();
    showToast(t('notes.removed'), { action: { label: t('notes.bringBack'), run: () => void model.add(text, about) } });
  };
  return (
    <li class="pw-notes__card">
      <label class="pw-hidden" for={id}>{t('notes.number', { number })}</label>
      <textarea id={id} ref={area} class="pw-notes__text" dir="auto" rows={2} aria-describedby={over > 0 ? `${id}-over` : undefined} />
      <NotePlace />
      {over > 0 && <p id={`${id}-over`} class="pw-note pw-note--warm" role="alert">{t('notes.tooLong', { count: over })}</p>}
      <div class="pw-notes__tools">
        <AboutField open={open} about={note.about} onAbout={(about) => model.setAbout(note.id, about)} />
        <button type="button" class="pw-button pw-button--quiet pw-button--small" aria-label={t('notes.remove', { number })} onClick={remove}>
          <Symbol name="bin" size={1.125} />
          {t('notes.remove.short')}
        </button>
      </div>
    </li>
  );
}

/** The field for a new note, and "I have finished". */
function NewNote({ model, field, onFinished }: Pick<WriteProps, 'model'> & { readonly field: { current: HTMLTextAreaElement | null }; readonly onFinished: () => void }) {
  const id = useId();
  const words = model.draft.value;
  const add = (): 'added' | 'nothing' => {
    if (model.add(words, undefined) === undefined) return 'nothing';
    model.keepDraft('');
    announce(t('notes.added', { count: model.notes.peek().length }));
    return 'added';
  };
  const isFull = model.notes.value.length >= NOTES_MAX;
  return (
    <form
      class="pw-notes__new"
      onSubmit={(event) => {
        event.preventDefault();
        add();
        field.current?.focus();
      }}
    >
      <label for={id}>{t('notes.new')}</label>
      <textarea id={id} ref={field} class="pw-notes__text" dir="auto" rows={3} maxLength={NOTE_UNITS_MAX} value={words} onInput={(event) => model.keepDraft(event.currentTarget.value)} />
      <NotePlace />
      {isFull && <p class="pw-note pw-note--warm" role="status">{t('notes.full', { count: NOTES_MAX })}</p>}
      <div class="pw-notes__row">
        <button type="submit" class="pw-button" aria-disabled={isFull ? 'true' : undefined}>{t('notes.add')}</button>
        <button
          type="button" class="pw-button pw-button--plain"
          onClick={() => {
            // What stands in the field is a note too.
            add();
            onFinished();
          }}
        >
          {t('notes.finished')}
        </button>
      </div>
    </form>
  );
}

/** The notes and the field. */
export function WriteNotes({ open, model, onFinished }: WriteProps & { readonly onFinished: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const notes = model.notes.value;
  return (
    <>
      {notes.length > 0 && (
        <ol class="pw-notes__list" aria-label={t('notes.list')}>
          {notes.map((note, at) => <NoteCard key={note.id} open={open} model={model} note={note} number={at + 1} onRemoved={() => field.current?.focus()} />)}
        </ol>
      )}
      <NewNote model={model} field={field} onFinished={onFinished} />
      <p class="pw-notes__hint">{t('notes.noPerson')}</p>
    </>
  );
}
