/**
 * The words of something new, while they are asked for: the field, their limit, several lines as several parts, and that
 * they are kept when the question goes away without an answer.
 *
 * Owns these words and what is wrong with them; what is made of them is its caller's.
 */
import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { TITLE_UNITS_MAX } from '../../model/limits';
import { Choices } from '../../ui/field';
import { NotePlace } from '../../ui/note-place';
import type { EditorState } from '../state/editor-state';

/** Whether several lines are several parts. */
type Lines = 'each' | 'together';

/** What was typed, and what it comes to. */
export interface NewWords {
  readonly text: string;
  /** The titles of what will be made: one, or one for each line. */
  readonly titles: readonly string[];
  /** How many lines there are, empty ones not counted. */
  readonly lineCount: number;
  readonly lines: Lines;
  /** Whether the field opened with words that were begun earlier. */
  readonly isBegun: boolean;
  /** What is wrong with the words now, to be seen before anything is pressed. */
  readonly tooLong: string | undefined;
  write(text: string): void;
  choose(lines: Lines): void;
  /** They were sent or given up. */
  drop(): void;
}

function linesIn(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '');
}

/** The words of one question; `place` names it, and its words are back in it when the page had to draw the map anew. */
export function useNewWords(editor: EditorState, place: string): NewWords {
  const [text, setText] = useState(() => editor.formDrafts.get(place) ?? '');
  const [isBegun] = useState(text !== '');
  const [lines, setLines] = useState<Lines>('each');
  const all = linesIn(text);
  const titles = all.length > 1 && lines === 'each' ? all : [text.trim()];
  const over = Math.max(...titles.map((title) => title.length)) - TITLE_UNITS_MAX;
  const write = (next: string) => {
    setText(next);
    if (next === '') editor.formDrafts.delete(place);
    else editor.formDrafts.set(place, next);
  };
  return {
    text, titles, lines, isBegun, lineCount: all.length, write,
    tooLong: over > 0 ? t(titles.length > 1 ? 'add.tooLong.line' : 'add.tooLong', { count: over }) : undefined,
    choose: setLines,
    drop: () => void editor.formDrafts.delete(place),
  };
}

interface FieldProps {
  readonly words: NewWords;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  onEnter(): void;
}

/** The field, with its error and the choice what several lines are. */
export function NewWordsField({ words, label, hint, error, onEnter }: FieldProps) {
  const id = useId();
  const problem = words.tooLong ?? error;
  return (
    <>
      <div class={`nhsuk-form-group${problem ? ' nhsuk-form-group--error' : ''}`}>
        <label class="nhsuk-label pw-field__label" for={id}>{label}</label>
        <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{hint}</div>
        {problem && <p class="nhsuk-error-message" id={`${id}-error`} role="alert">{problem}</p>}
        <textarea
          dir="auto"
          id={id} class="nhsuk-textarea pw-field__area pw-field__area--lead" rows={2} data-autofocus data-begun={words.isBegun ? 'yes' : undefined} value={words.text}
          aria-describedby={`${id}-hint${problem ? ` ${id}-error` : ''}`}
          aria-invalid={problem ? 'true' : undefined}
          onInput={(event) => words.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter means done, but not while a composition (IME) is being finished with it.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
        <NotePlace />
      </div>
      {words.lineCount > 1 && (
        <Choices<Lines>
          name={`${id}-lines`} legend={t('add.lines')} value={words.lines} onChoose={words.choose}
          choices={[{ value: 'each', label: t('add.lines.each', { count: words.lineCount }) }, { value: 'together', label: t('add.lines.together') }]}
        />
      )}
    </>
  );
}
