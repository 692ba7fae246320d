/**
 * A text field bound to a `Y.Text` of the map: letters typed by two people at once merge, the caret stays where it is,
 * and a remote edit never takes the focus. Shows who else is writing in the same field and tells others that I am. Undo and
 * redo in it are ours: the browser's own knows nothing of others' letters, and ends with the first of them.
 *
 * Owns the field's label, hint, typing mark and what is too long. The binding itself is model/text/text.ts; the write is
 * model/edits.ts.
 */
import { useComputed } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { listInWords, t } from '../../i18n/translate';
import { fieldRun } from '../../model/command';
import { setText } from '../../model/edits';
import { unitsMaxOf, type TextField } from '../../model/kinds';
import type { PartRef } from '../../model/schema';
import { bindText, type UnfitText } from '../../model/text/text';
import { showToast } from '../../notice/notice';
import { NotePlace } from '../../ui/note-place';
import { historyKey } from '../../ui/keys';
import { turnInField } from '../state/actions';
import type { EditorState } from '../state/editor-state';

/** How long after the last letter somebody still counts as writing, in milliseconds. */
export const TYPING_IDLE_MS = 2_500;

/** What a bound field needs. */
export interface BoundTextProps {
  readonly editor: EditorState;
  readonly part: PartRef;
  readonly field: TextField;
  readonly label: string;
  readonly hint?: string;
  readonly rows?: number;
  /** `'plain'`: a label as for any field; `'lead'`: larger words, for a title. */
  readonly variant?: 'plain' | 'lead';
  /** Takes the focus when it appears. */
  readonly focusFirst?: 'yes' | 'no';
}

/** The names of others who write in this field now. */
function useWriters(editor: EditorState, part: PartRef, field: TextField): readonly string[] {
  return useComputed(() => {
    const names = new Map(editor.presence.people.value.map((person) => [person.participant, person.nickname]));
    const writers = editor.presence.peers.value.filter((peer) => peer.typing && peer.field === field && peer.part?.id === part.id);
    return [...new Set(writers.map((peer) => names.get(peer.participant) || t('others.unknown')))];
  }).value;
}

/** What the undo and redo of a menu or a gesture are called. */
const HISTORY_INPUTS: Readonly<Record<string, 'undo' | 'redo'>> = { historyUndo: 'undo', historyRedo: 'redo' };

/** Has the keys and the menus that undo and redo ask `turn` instead of the browser, until the returned function is called. */
function listenForHistory(area: HTMLTextAreaElement, turn: (way: 'undo' | 'redo') => void): () => void {
  const pressed = (event: KeyboardEvent) => {
    const way = historyKey(event);
    // In a composition the keys are the input method's.
    if (way === undefined || event.isComposing) return;
    event.preventDefault();
    turn(way);
  };
  const asked = (event: InputEvent) => {
    const way = HISTORY_INPUTS[event.inputType];
    if (way === undefined) return;
    event.preventDefault();
    if (!event.isComposing) turn(way);
  };
  area.addEventListener('keydown', pressed);
  area.addEventListener('beforeinput', asked);
  return () => {
    area.removeEventListener('keydown', pressed);
    area.removeEventListener('beforeinput', asked);
  };
}

/** Words that did not fit into a field when it was closed; what is no such note reads as none. */
function readUnfit(kept: string | undefined): UnfitText | undefined {
  try {
    const { base, value } = JSON.parse(kept ?? '{}') as Readonly<Record<string, unknown>>;
    return typeof base === 'string' && typeof value === 'string' ? { base, value } : undefined;
  } catch {
    return undefined;
  }
}

/** Binds an element to the text while it is on the page, and shows others that I write. `over`: how many letters are too many. */
function useBinding(props: BoundTextProps) {
  const { editor, field } = props;
  const { kind, id } = props.part;
  const element = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(0);
  const text = editor.map.text(props.part, field);
  // Before the first paint: the field is never seen empty, and no letter is typed before it is bound.
  useLayoutEffect(() => {
    const area = element.current;
    if (!area || !text) return undefined;
    const part = { kind, id };
    const run = fieldRun(part, field);
    const write = (value: { readonly text: string; readonly caret: number }) => {
      const result = setText(editor.map, part, field, value);
      if (!result.done && result.why !== 'nothingToDo') editor.announce(t(`refused.${result.why}`));
    };
    const binding = bindText(area, text, write, {
      unitsMax: unitsMaxOf(kind, field),
      unfit: readUnfit(editor.fieldDrafts.get(run)),
      onUnfit: (units, unfit) => {
        setOver(units);
        if (unfit) editor.fieldDrafts.set(run, JSON.stringify(unfit));
        else editor.fieldDrafts.delete(run);
      },
    });
    const stopHistory = listenForHistory(area, (way) => {
      if (binding.turnUnfit(way) === 'none') turnInField(editor, run, way);
    });
    let idle: ReturnType<typeof setTimeout> | undefined;
    const shown = field === 'label' ? undefined : field;
    const stop = () => editor.presence.show({ typing: undefined });
    const typing = () => {
      editor.presence.show({ part, field: shown, typing: true });
      clearTimeout(idle);
      idle = setTimeout(stop, TYPING_IDLE_MS);
    };
    const leave = () => editor.presence.show({ field: undefined, typing: undefined });
    area.addEventListener('input', typing);
    area.addEventListener('blur', leave);
    return () => {
      clearTimeout(idle);
      area.removeEventListener('input', typing);
      area.removeEventListener('blur', leave);
      stopHistory();
      binding.stop();
      if (editor.fieldDrafts.has(run)) showToast(t('field.over.left'));
    };
  }, [text, editor, kind, id, field]);
  return { element, over };
}

/** A labelled text area of one field of one part. */
export function BoundText(props: BoundTextProps) {
  const { editor, part, field, label, hint, rows = 2, variant = 'plain', focusFirst = 'no' } = props;
  const id = useId();
  const { element, over } = useBinding(props);
  const writers = useWriters(editor, part, field);
  useEffect(() => {
    if (focusFirst === 'yes') element.current?.focus({ preventScroll: true });
  }, [element, part.id, focusFirst]);
  const isUnfit = over > 0;
  const described = [hint ? `${id}-hint` : '', isUnfit ? `${id}-over` : '', writers.length > 0 ? `${id}-who` : ''].filter(Boolean).join(' ');
  return (
    <div class={`nhsuk-form-group pw-field${isUnfit ? ' nhsuk-form-group--error' : ''}`} data-kept="yes" key={`${part.id}-${field}`}>
      <label class="nhsuk-label pw-field__label" for={id}>{label}</label>
      {hint && <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{hint}</div>}
      {isUnfit && <p class="nhsuk-error-message" id={`${id}-over`} role="alert">{t('field.over', { count: over })}</p>}
      <textarea
        dir="auto"
        id={id}
        ref={element}
        class={`nhsuk-textarea pw-field__area${variant === 'lead' ? ' pw-field__area--lead' : ''}`}
        rows={rows}
        style={{ '--pw-rows': rows }}
        readOnly={!editor.canEdit.value}
        aria-describedby={described || undefined}
        aria-invalid={isUnfit ? 'true' : undefined}
        data-field={field}
        onFocus={() => editor.presence.show({ part, field: field === 'label' ? undefined : field })}
      />
      <NotePlace />
      {writers.length > 0 && (
        <p class="pw-field__writers" id={`${id}-who`}>{t('field.writing', { name: listInWords(writers) })}</p>
      )}
    </div>
  );
}
