/**
 * The question that adds a step to a cell. When its stage or lane is taken out while somebody writes, the words stay and
 * another place is offered.
 *
 * Owns the form. What is written goes through actions.ts.
 */
import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import type { StepKind } from '../../model/kinds';
import { Dialog } from '../../ui/dialog';
import { Select } from '../fields/select';
import { addStepsAt, revealAdded } from '../state/many-actions';
import type { EditorDialog, EditorState } from '../state/editor-state';
import { partName } from '../words/part-words';
import { NewWordsField, useNewWords } from './new-words';
import { ReadOnlyNote, Refused } from '../fields/notes';

type AddStep = Extract<EditorDialog, { name: 'addStep' }>;
type Axis = 'stage' | 'lane';

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

/** Where the step will stand: what was asked for, until the person or somebody's removal says otherwise. */
function usePlace(editor: EditorState, asked: AddStep) {
  const [chosen, setChosen] = useState<Readonly<Record<Axis, string>>>({ stage: asked.stage, lane: asked.lane });
  const all = { stage: editor.map.stages.value, lane: editor.map.lanes.value } as const;
  const isGone = (axis: Axis) => !all[axis].some((part) => part.id === chosen[axis]);
  const isAsked = chosen.stage === asked.stage && chosen.lane === asked.lane;
  return { chosen, isGone, isAsked, all, choose: (axis: Axis, id: string) => setChosen((now) => ({ ...now, [axis]: id })) };
}

/** That the place is gone, and where else: a list for each of stage and lane that is to be chosen. */
function PlaceChoice(props: { readonly editor: EditorState; readonly asked: AddStep; readonly place: ReturnType<typeof usePlace>; onChoose(): void }) {
  const { editor, asked, place, onChoose } = props;
  const { chosen, isGone, all, choose } = place;
  const axes = (['stage', 'lane'] as const).filter((axis) => isGone(axis) || chosen[axis] !== asked[axis] || (axis === 'lane' && asked.choose));
  return (
    <>
      {(['stage', 'lane'] as const).filter(isGone).map((axis) => (
        <p class="pw-note pw-note--warm" role="status" key={axis}>
          {t(`add.gone.${axis}`, { title: partName(editor.map, { kind: axis, id: chosen[axis] }) })} {t(all[axis].length === 0 ? `add.gone.${axis}.none` : 'add.gone.choose')}
        </p>
      ))}
      {axes.map((axis) => (
        <Select
          key={axis} label={t(axis === 'stage' ? 'add.inStage' : 'add.inLane')} value={isGone(axis) ? '' : chosen[axis]} onPick={(id) => { choose(axis, id); onChoose(); }}
          options={[...(isGone(axis) ? [{ id: '', words: t('add.choosePlace') }] : []), ...all[axis].map((part) => ({ id: part.id, words: partName(editor.map, { kind: axis, id: part.id }) }))]}
        />
      ))}
    </>
  );
}

/** Asks for the words of a new step. */
export function AddStepDialog({ editor, dialog, onClose }: { readonly editor: EditorState; readonly dialog: AddStep; onClose(): void }) {
  const words = useNewWords(editor, 'step');
  const [error, setError] = useState<string | undefined>(undefined);
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const [kind, setKind] = useState<StepKind>('step');
  const place = usePlace(editor, dialog);
  const { stage, lane } = place.chosen;
  const close = () => {
    words.drop();
    onClose();
  };
  const whyNot = (): string | undefined => (place.isGone('stage') || place.isGone('lane') ? t('add.needsPlace') : undefined);
  const add = (then: 'close' | 'open') => {
    setError(words.text.trim() === '' ? t('add.needsWords') : undefined);
    setRefused(whyNot());
    if (words.text.trim() === '' || words.tooLong !== undefined || whyNot() !== undefined) return;
    // A place in the stack holds for the cell that was asked for, not for another one.
    const from = place.isAsked ? dialog.index : undefined;
    const outcome = addStepsAt(editor, words.titles.map((title, at) => ({ title, kind, slot: { stage, lane, index: from === undefined ? undefined : from + at } })));
    if ('refused' in outcome) {
      setRefused(outcome.refused);
      return;
    }
    const last = revealAdded(editor, 'step', outcome);
    close();
    if (then === 'open' && last !== undefined) editor.open({ kind: 'step', id: last }, 'field');
  };
  const disabled = editor.canEdit.value ? undefined : 'true';
  return (
    <Dialog title={t('add.step')} onClose={close}>
      <ReadOnlyNote editor={editor} />
      <p class="pw-soft">{dialog.choose ? partName(editor.map, { kind: 'stage', id: stage }) : t('step.place', { stage: partName(editor.map, { kind: 'stage', id: stage }), lane: partName(editor.map, { kind: 'lane', id: lane }) })}</p>
      <NewWordsField words={words} label={t('field.title')} hint={t('add.step.hint')} error={error} onEnter={() => add('close')} />
      <Decision kind={kind} onKind={setKind} />
      <PlaceChoice editor={editor} asked={dialog} place={place} onChoose={() => setRefused(undefined)} />
      <Refused words={refused} />
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => add('close')}>{t('add.do')}</button>
        <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => add('open')}>{t('add.doOpen')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={close}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}
