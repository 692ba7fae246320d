/**
 * The questions that add something: a step to a cell, or a part of a list (a stage, a lane, a goal, an outcome) at a place among its siblings.
 *
 * Owns the two forms. What is written goes through actions.ts.
 */
import { useId, useState } from 'preact/hooks';
import { t, type PlainKey } from '../../i18n/translate';
import { rowOf, textsOf, type StepKind } from '../../model/kinds';
import { TITLE_UNITS_MAX } from '../../model/limits';
import { addPartAt, addStepAt } from '../state/actions';
import { Choice } from '../fields/choice';
import { wordOptions } from '../fields/choices';
import type { EditorState, EditorDialog } from '../state/editor-state';
import { Select } from '../fields/select';
import { partName } from '../words/part-words';
import { Dialog } from '../../ui/dialog';

/** One field for the words, with its error. */
function Words(props: { readonly label: string; readonly hint: string; readonly error: string; onInput(words: string): void; onEnter(): void }) {
  const id = useId();
  return (
    <div class={`nhsuk-form-group${props.error ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label pw-field__label" for={id}>{props.label}</label>
      <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{props.hint}</div>
      {props.error && <p class="nhsuk-error-message" id={`${id}-error`} role="alert">{props.error}</p>}
      <textarea
        dir="auto"
        id={id} class="nhsuk-textarea pw-field__area pw-field__area--lead" rows={2} maxLength={TITLE_UNITS_MAX} data-autofocus
        aria-describedby={`${id}-hint${props.error ? ` ${id}-error` : ''}`}
        aria-invalid={props.error ? 'true' : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter means done, but not while a composition (IME) is being finished with it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          props.onEnter();
        }}
      />
    </div>
  );
}

/** Whether the new step is a shared decision. */
function Decision({ kind, onKind }: { readonly kind: StepKind; onKind(kind: StepKind): void }) {
  const id = useId();
  return (
    <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
      <div class="nhsuk-checkboxes__item">
        <input class="nhsuk-checkboxes__input" id={id} type="checkbox" checked={kind === 'decision'} onChange={(event) => onKind(event.currentTarget.checked ? 'decision' : 'step')} />
        <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>{t('add.decision')}</label>
      </div>
    </div>
  );
}

/** Asks for the words of a new step. */
export function AddStepDialog({ editor, dialog, onClose }: { readonly editor: EditorState; readonly dialog: Extract<EditorDialog, { name: 'addStep' }>; onClose(): void }) {
  const [words, setWords] = useState('');
  const [error, setError] = useState('');
  const [lane, setLane] = useState(dialog.lane);
  const [kind, setKind] = useState<StepKind>('step');
  const stage = partName(editor.map, { kind: 'stage', id: dialog.stage });
  const lanes = editor.map.lanes.value.map((other) => ({ id: other.id, words: partName(editor.map, { kind: 'lane', id: other.id }) }));
  const add = (then: 'close' | 'open') => {
    const title = words.trim();
    if (title === '') {
      setError(t('add.needsWords'));
      return;
    }
    const id = addStepAt(editor, title, { stage: dialog.stage, lane, index: dialog.index, kind });
    onClose();
    if (id !== undefined && then === 'open') editor.open({ kind: 'step', id }, 'field');
  };
  return (
    <Dialog title={t('add.step')} onClose={onClose}>
      <p class="pw-soft">{dialog.choose ? stage : t('step.place', { stage, lane: partName(editor.map, { kind: 'lane', id: lane }) })}</p>
      <Words label={t('field.title')} hint={t('add.step.hint')} error={error} onInput={setWords} onEnter={() => add('close')} />
      <Decision kind={kind} onKind={setKind} />
      {dialog.choose && <Select label={t('add.inLane')} value={lane} options={lanes} onPick={setLane} />}
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={() => add('close')}>{t('add.do')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={() => add('open')}>{t('add.doOpen')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}

/** Asks for the words and the place of a new part of a list. */
export function AddPartDialog({ editor, dialog, onClose }: { readonly editor: EditorState; readonly dialog: Extract<EditorDialog, { name: 'addPart' }>; onClose(): void }) {
  const { kind } = dialog;
  const siblings = editor.map.ordered(kind).value;
  const [words, setWords] = useState('');
  const [error, setError] = useState('');
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const [before, setBefore] = useState('');
  const add = (then: 'close' | 'open') => {
    const title = words.trim();
    if (title === '') {
      setError(t('add.needsWords'));
      return;
    }
    const found = siblings.findIndex((part) => part.id === before);
    const id = addPartAt(editor, kind, { title, index: found < 0 ? undefined : found, words: said });
    onClose();
    if (id !== undefined && then === 'open') editor.open({ kind, id }, 'field');
  };
  return (
    <Dialog title={t(`add.${kind}`)} onClose={onClose}>
      <Words label={t(`field.title.${kind}`)} hint={t(`add.${kind}.hint`)} error={error} onInput={setWords} onEnter={() => add('close')} />
      {Object.entries(rowOf(kind).words).map(([key, field]) => (
        <Choice key={key} legend={t(`field.${kind}.${key}` as PlainKey)} options={wordOptions(field)} value={said[key] ?? ''} disabled={false} onChoose={(word) => setSaid((now) => ({ ...now, [key]: word }))} />
      ))}
      {siblings.length > 0 && (
        <Select
          label={t('add.where')} value={before} onPick={setBefore}
          options={[{ id: '', words: t('add.atEnd') }, ...siblings.map((part) => ({ id: part.id, words: t('add.before', { title: partName(editor.map, { kind, id: part.id }) }) }))]}
        />
      )}
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={() => add('close')}>{t('add.do')}</button>
        {textsOf(kind).length > 1 && <button type="button" class="pw-button pw-button--plain" onClick={() => add('open')}>{t('add.doOpen')}</button>}
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}
