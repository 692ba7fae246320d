/**
 * A text field bound to a `Y.Text` of the map: letters typed by two people at once merge, the caret stays where it is,
 * and a remote edit never takes the focus. Shows who else is writing in the same field and tells others that I am.
 *
 * Owns the field's label, hint and typing mark. The binding itself is model/text.ts; the write is model/edits.ts.
 */
import { useComputed } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { listInWords, t } from '../../i18n/translate';
import { setText } from '../../model/edits';
import { unitsMaxOf, type TextField } from '../../model/kinds';
import type { PartRef } from '../../model/schema';
import { bindText } from '../../model/text';
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

/** Binds an element to the text while it is on the page, and shows others that I write. */
function useBinding(props: BoundTextProps) {
  const { editor, field } = props;
  const { kind, id } = props.part;
  const element = useRef<HTMLTextAreaElement>(null);
  const text = editor.map.text(props.part, field);
  // Before the first paint: the field is never seen empty, and no letter is typed before it is bound.
  useLayoutEffect(() => {
    const area = element.current;
    if (!area || !text) return undefined;
    const part = { kind, id };
    const unbind = bindText(area, text, (value) => {
      const result = setText(editor.map, part, field, value);
      if (!result.done && result.why !== 'nothingToDo') editor.announce(t(`refused.${result.why}`));
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
      unbind();
    };
  }, [text, editor, kind, id, field]);
  return element;
}

/** A labelled text area of one field of one part. */
export function BoundText(props: BoundTextProps) {
  const { editor, part, field, label, hint, rows = 2, variant = 'plain', focusFirst = 'no' } = props;
  const id = useId();
  const element = useBinding(props);
  const writers = useWriters(editor, part, field);
  useEffect(() => {
    if (focusFirst === 'yes') element.current?.focus({ preventScroll: true });
  }, [element, part.id, focusFirst]);
  const described = [hint ? `${id}-hint` : '', writers.length > 0 ? `${id}-who` : ''].filter(Boolean).join(' ');
  return (
    <div class="nhsuk-form-group pw-field" key={`${part.id}-${field}`}>
      <label class="nhsuk-label pw-field__label" for={id}>{label}</label>
      {hint && <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{hint}</div>}
      <textarea
        dir="auto"
        id={id}
        ref={element}
        class={`nhsuk-textarea pw-field__area${variant === 'lead' ? ' pw-field__area--lead' : ''}`}
        rows={rows}
        style={{ '--pw-rows': rows }}
        maxLength={unitsMaxOf(part.kind, field)}
        readOnly={!editor.canEdit.value}
        aria-describedby={described || undefined}
        data-field={field}
        onFocus={() => editor.presence.show({ part, field: field === 'label' ? undefined : field })}
      />
      {writers.length > 0 && (
        <p class="pw-field__writers" id={`${id}-who`}>{t('field.writing', { name: listInWords(writers) })}</p>
      )}
    </div>
  );
}
