/**
 * What people do to the steps they have chosen, with words for the outcome: each function is one edit of model/many/many.ts and
 * one thing to undo. Loaded with the tools for several steps.
 *
 * Owns the messages, and which steps a removal leaves. Never touches the document itself; knows no page.
 */
import { listInWords, t } from '../../i18n/translate';
import { moveSteps, removeSteps, setStepsGoal, setStepsMeta, type ManyPlace } from '../../model/many/many';
import type { StepMeta } from '../../model/schema';
import { showToast } from '../../notice/notice';
import { stepName } from '../words/part-words';
import { isHeldByAgreement, takeBack } from './actions';
import type { EditorState } from './editor-state';
import { outcomeOf, type ManyOutcome } from './many-actions';

/** Tells a refusal to who asked by a key, a menu or a drag. */
function tell(outcome: ManyOutcome): void {
  if ('refused' in outcome) showToast(outcome.refused);
}

/** Moves steps. */
export function moveMany(editor: EditorState, ids: readonly string[], to: ManyPlace): void {
  tell(outcomeOf(editor, () => moveSteps(editor.map, ids, to), (count) => t('chosen.moved', { count })));
}

/** Says the same about steps. */
export function setManyMeta(editor: EditorState, ids: readonly string[], meta: Partial<StepMeta>): void {
  tell(outcomeOf(editor, () => setStepsMeta(editor.map, ids, meta), (count) => t('chosen.changed', { count })));
}

/** Says that steps serve a goal; when all do already, that they do not. */
export function setManyGoal(editor: EditorState, ids: readonly string[], goal: string): void {
  const serves = ids.every((id) => editor.map.goalsOf(id).peek().includes(goal)) ? 'no' : 'yes';
  tell(outcomeOf(editor, () => setStepsGoal(editor.map, ids, { id: goal, serves }), (count) => t('chosen.changed', { count })));
}

/** Most steps that are named in a message. */
const NAMED_MAX = 3;

function namesOf(editor: EditorState, ids: readonly string[]): string {
  const names = ids.slice(0, NAMED_MAX).map((id) => t('step.quoted', { title: stepName(editor.map, id) }));
  return listInWords(ids.length > NAMED_MAX ? [...names, t('chosen.more', { count: ids.length - NAMED_MAX })] : names);
}

/**
 * Removes steps, says how many, and offers to undo. What a pair has agreed goes only when both of its halves say so, each part by
 * itself: it stays, and is named.
 */
export function removeMany(editor: EditorState, ids: readonly string[]): void {
  const stay = ids.filter((id) => isHeldByAgreement(editor, id));
  const go = ids.filter((id) => !stay.includes(id));
  const outcome = outcomeOf(editor, () => removeSteps(editor.map, go), (count) => t('chosen.removed', { count }));
  if ('refused' in outcome) return tell(outcome);
  const gone = new Set(outcome.ids);
  const { opened, selected, chosen } = editor;
  if (gone.has(opened.peek()?.id ?? '')) editor.closePanel();
  if (gone.has(selected.peek()?.id ?? '')) editor.select(undefined);
  chosen.only(stay);
  const said = [...(gone.size > 0 ? [t('chosen.removed', { count: gone.size })] : []), ...(stay.length > 0 ? [t('chosen.stay', { count: stay.length, steps: namesOf(editor, stay) })] : [])];
  if (said.length > 0) showToast(said.join(' '), gone.size > 0 ? { action: { label: t('button.undo'), run: () => takeBack(editor) } } : {});
  return undefined;
}
