/**
 * Everything about one step, to read and change, what people do most first: its words, what is agreed, the goals it serves, who does
 * and provides it, comments; then what it leads to, whose knowledge it is, and whether it is a shared decision. The same in the map's side panel and on a phone's full screen.
 *
 * Owns the order of the fields. Writes through actions.ts and model/edits.ts; a remote edit never takes its focus.
 */
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
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
import { DecisionFields, DecisionTurn } from './decision-fields';
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
  const detail = <BoundText editor={editor} part={part} field="detail" label={t('field.detail')} hint={t('field.detail.hint')} rows={1} />;
  // Of a step that is gone its words stay, for whoever is writing in them; where it stood and what it serves is over.
  if (step.removed) return <div class="pw-editor" data-step={id}><GoneNote editor={editor} part={part} /><div class="pw-editor__words">{title}{detail}</div><CommentsSection editor={editor} part={part} /></div>;
  return (
    <div class="pw-editor" data-step={id}>
      {!canEdit && editor.readOnlyReason.value && <p class="pw-note">{t(editor.readOnlyReason.value)}</p>}
      <div class="pw-editor__words">
        {title}
        <Place editor={editor} step={step} />
        {detail}
        <DecisionFields editor={editor} step={step} />
      </div>
      <AgreementFeature editor={editor} part={part} />
      <GoalChoice editor={editor} step={step} />
      <Who editor={editor} step={step} />
      <CommentsSection editor={editor} part={part} />
      <More>
        <Perspective editor={editor} step={step} />
        <StepLinks editor={editor} id={id} />
        <DecisionTurn editor={editor} step={step} />
      </More>
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
  const { open, unread } = editor.talk.countOf({ kind: 'step', id: step.id });
  const placed = editor.map.cells.value.get(`${step.stage}/${step.lane}`)?.includes(step.id) ?? false;
  return (
    <div class="pw-editor__place">
      <p class="pw-editor__where">{placed ? t('step.place', { stage, lane }) : t('step.notPlaced')}</p>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => editor.openDialog({ name: 'moveStep', step: step.id })}>
          <Symbol name="move" />
          {t('move.title')}
        </button>
      )}
      <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => editor.openComments({ kind: 'step', id: step.id }, 'write')}>
        <Symbol name="comment" />
        {t('talk.section', { count: open })}
        {unread > 0 && <span class="pw-new">{t('talk.new', { count: unread })}</span>}
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

/** Whether the rest is shown: as in the panel before. */
const isMoreShown = signal<boolean>(false);

/** What is needed now and then. */
function More({ children }: { readonly children: ComponentChildren }) {
  return (
    <details class="pw-more" open={isMoreShown.value} onToggle={(event) => { isMoreShown.value = event.currentTarget.open; }}>
      <summary class="pw-summary"><Symbol name="chevron" /><h3 class="pw-more__title">{t('step.more')}</h3></summary>
      <div class="pw-more__body">{children}</div>
    </details>
  );
}

/** What was chosen, said back. */
function said(editor: EditorState, id: string, word: string | undefined) {
  return () => `${stepName(editor.map, id)}: ${word ?? t('sector.none')}.`;
}

/** Who provides it, and for, by or with people. */
function Who({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  const disabled = !editor.canEdit.value;
  return (
    <>
      <Choice
        legend={t('field.sector')} options={sectorOptions()} value={step.sector} disabled={disabled}
        onChoose={(value) => report(editor, setStepSector(editor.map, step.id, value), said(editor, step.id, sectorTag(value)?.word))}
      />
      <Choice
        legend={t('field.mode')} options={modeOptions()} value={step.mode} disabled={disabled}
        onChoose={(value) => report(editor, setStepMode(editor.map, step.id, value), said(editor, step.id, modeTag(value)?.word))}
      />
    </>
  );
}

/** Whose knowledge it is. */
function Perspective({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  return (
    <Choice
      legend={t('field.perspective')} options={perspectiveOptions()} value={step.perspective} disabled={!editor.canEdit.value}
      onChoose={(value) => report(editor, setStepPerspective(editor.map, step.id, value), said(editor, step.id, perspectiveTag(value)?.word))}
    />
  );
}
