/**
 * What a step has besides when it is a shared decision: that it is one, the options, and what matters to the person; and
 * the way to make it one, or a plain step again. Owns these fields of the panel.
 */
import { t } from '../../i18n/translate';
import { setStepKind } from '../../model/edits';
import type { StepKind } from '../../model/kinds';
import type { Step } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { report } from '../state/actions';
import { BoundText } from '../fields/bound-text';
import type { EditorState } from '../state/editor-state';
import { stepName } from '../words/part-words';

/** The sign of a shared decision, large, and who decides: the same words in every place. */
export function DecisionHead() {
  return (
    <div class="pw-decision__head">
      <p class="pw-decision__title"><Symbol name="decision" size={1.25} />{t('decision.one')}</p>
      <p>{t('decision.together')}</p>
    </div>
  );
}

/** The fields of a shared decision; a plain step has none. */
export function DecisionFields({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  const part = { kind: 'step', id: step.id } as const;
  if (step.kind !== 'decision') return null;
  return (
    <div class="pw-decision">
      <DecisionHead />
      <BoundText editor={editor} part={part} field="options" label={t('decision.options')} hint={t('decision.options.hint')} rows={3} />
      <BoundText editor={editor} part={part} field="matters" label={t('decision.matters')} hint={t('decision.matters.hint')} rows={3} />
    </div>
  );
}

/** The way to make a step a shared decision, or a plain step again. */
export function DecisionTurn({ editor, step }: { readonly editor: EditorState; readonly step: Step }) {
  if (!editor.canEdit.value) return null;
  const make = (kind: StepKind) => report(editor, setStepKind(editor.map, step.id, kind), () => t(kind === 'decision' ? 'decision.made' : 'decision.unmade', { title: stepName(editor.map, step.id) }));
  const isDecision = step.kind === 'decision';
  return (
    <div class="pw-decision__turn">
      {/* One button that changes its words: whoever pressed it by keyboard keeps the focus. */}
      <button type="button" class="pw-button pw-button--plain" onClick={() => make(isDecision ? 'step' : 'decision')}>
        <Symbol name={isDecision ? 'undo' : 'decision'} size={1.125} />{t(isDecision ? 'decision.plain' : 'decision.make')}
      </button>
      <p class="pw-soft pw-small">{t(isDecision ? 'decision.plain.hint' : 'decision.make.hint')}</p>
    </div>
  );
}
