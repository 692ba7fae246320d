/**
 * Everything about one step, to read and change: its words, the goals it serves, who provides it, who does it, whose
 * knowledge it is, where it stands and what it leads to. The same in the map's side panel and on a phone's full screen.
 *
 * Owns the order of the fields. Writes through actions.ts and model/edits.ts; a remote edit never takes its focus.
 */
import { t } from '../../i18n/translate';
import { setStepGoal, setStepMode, setStepPerspective, setStepSector } from '../../model/edits';
import type { Step } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { GoneNote } from '../fields/notes';
import { remove, report } from '../state/actions';
import { AgreementFeature } from '../agreement/agreement-feature';
import { BoundText } from '../fields/bound-text';
import { Choice } from '../fields/choice';
import { modeOptions, perspectiveOptions, sectorOptions } from '../fields/choices';
import { DecisionFields } from './decision-fields';
import type { EditorState } from '../state/editor-state';
import { StepLinks } from './step-links';
import { CommentsSection } from '../comments/comments-section';
import { goalSigns, modeTag, partName, perspectiveTag, sectorTag, stepName } from '../words/part-words';

/** Which step, in which editor. */
export interface StepEditorProps {
  readonly editor: EditorState;
  readonly id: string;
  readonly focusFirst: 'yes' | 'no';
}

/** All fields of one step. */
export function StepEditor({ editor, id, focusFirst }: StepEditorProps) {
  const step = editor.map.step(id).value;
  if (!step) return <p>{t('refused.missing')}</p>;
  const canEdit = editor.canEdit.value;
  const part = { kind: 'step', id } as const;
  const title = <BoundText editor={editor} part={part} field="title" label={t('field.title')} variant="lead" focusFirst={focusFirst} />;
  const detail = <BoundText editor={editor} part={part} field="detail" label={t('field.detail')} hint={t('field.detail.hint')} rows={4} />;
  // Of a step that is gone its words stay, for whoever is writing in them; where it stood and what it serves is over.
  if (step.removed) return <div class="pw-editor" data-step={id}><GoneNote editor={editor} part={part} />{title}{detail}<CommentsSection editor={editor} part={part} /></div>;
  return (
    <div class="pw-editor" data-step={id}>
      {!canEdit && editor.readOnlyReason.value && <p class="pw-note">{t(editor.readOnlyReason.value)}</p>}
      {title}
      <Place editor={editor} step={step} />
      <AgreementFeature editor={editor} part={part} />
      {detail}
      <DecisionFields editor={editor} step={step} />
      <GoalChoice editor={editor} step={step} />
      <Said editor={editor} step={step} />
      <StepLinks editor={editor} id={id} />
      <CommentsSection editor={editor} part={part} />
      {canEdit && (
        <div class="pw-editor__end">
          <button type="button" class="pw-button pw-button--quiet pw-editor__remove" onClick={() => remove(editor, part)}>
            <Symbol name="bin" />
            {t('remove.step')}
          </button>
        </div>
      )}
    </div>
  );
}

/** Where the step stands, with the way to move it that needs no dragging, and the way to its comments at the end of a long panel. */
function Place({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  const stage = partName(editor.map, { kind: 'stage', id: step.stage });
  const lane = partName(editor.map, { kind: 'lane', id: step.lane });
  const placed = editor.map.cells.value.get(`${step.stage}/${step.lane}`)?.includes(step.id) ?? false;
  return (
    <div class="pw-editor__place">
      <p class="pw-editor__where">{placed ? t('step.place', { stage, lane }) : t('step.notPlaced')}</p>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'moveStep', step: step.id })}>
          <Symbol name="move" />
          {t('move.title')}
        </button>
      )}
      <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openComments({ kind: 'step', id: step.id })}>
        <Symbol name="comment" />
        {t('talk.section', { count: editor.talk.countOf({ kind: 'step', id: step.id }).open })}
      </button>
    </div>
  );
}

/** The goals, each with a box to tick. */
function GoalChoice({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  const goals = editor.map.goals.value;
  const served = new Set(editor.map.goalsOf(step.id).value);
  const signs = goalSigns(editor.map, goals.map((goal) => goal.id));
  return (
    <fieldset class="pw-chips" disabled={!editor.canEdit.value}>
      <legend class="pw-chips__legend">{t('field.goals')}</legend>
      {goals.length === 0 && <p class="pw-soft">{t('field.goals.none')}</p>}
      <div class="nhsuk-checkboxes nhsuk-checkboxes--small pw-goal-choice">
        {signs.map((sign) => (
          <div class="nhsuk-checkboxes__item" key={sign.id}>
            <input
              class="nhsuk-checkboxes__input"
              id={`goal-${step.id}-${sign.id}`}
              type="checkbox"
              checked={served.has(sign.id)}
              onChange={(event) => {
                const serves = event.currentTarget.checked ? 'yes' : 'no';
                const result = setStepGoal(editor.map, step.id, { id: sign.id, serves });
                if (!result.done && result.why !== 'nothingToDo') report(editor, result, () => '');
              }}
            />
            <label class="nhsuk-label nhsuk-checkboxes__label" for={`goal-${step.id}-${sign.id}`}>{sign.name}</label>
          </div>
        ))}
      </div>
      {goals.length > 0 && served.size === 0 && <p class="pw-soft pw-small">{t('step.noGoal.more')}</p>}
    </fieldset>
  );
}

/** Sector, for/by/with and perspective. */
function Said({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  const disabled = !editor.canEdit.value;
  const say = (word: string | undefined) => () => `${stepName(editor.map, step.id)}: ${word ?? t('sector.none')}.`;
  return (
    <>
      <Choice
        legend={t('field.sector')} options={sectorOptions()} value={step.sector} disabled={disabled}
        onChoose={(value) => report(editor, setStepSector(editor.map, step.id, value), say(sectorTag(value)?.word))}
      />
      <Choice
        legend={t('field.mode')} options={modeOptions()} value={step.mode} disabled={disabled}
        onChoose={(value) => report(editor, setStepMode(editor.map, step.id, value), say(modeTag(value)?.word))}
      />
      <Choice
        legend={t('field.perspective')} options={perspectiveOptions()} value={step.perspective} disabled={disabled}
        onChoose={(value) => report(editor, setStepPerspective(editor.map, step.id, value), say(perspectiveTag(value)?.word))}
      />
    </>
  );
}
