/**
 * What people do to a map, with words for the outcome: each function is one edit of model/edits.ts, followed by a
 * polite message, and for removals an offer to undo. The map, the list and the panel all act through here.
 *
 * Owns the messages and where focus goes next. Never touches the document itself; knows no page.
 */
import { t } from '../../i18n/translate';
import { linkSteps, movePart, moveStep, removePart, restorePart, type EditResult, type StepSlot } from '../../model/edits';
import { isAgreed, isOrdered } from '../../model/kinds';
import { cellKey } from '../../model/placement';
import type { AgreePart } from '../../model/meaning';
import type { PartRef } from '../../model/schema';
import { showToast } from '../../notice/notice';
import { agreedName } from '../words/agreement-words';
import type { EditorState } from './editor-state';
import { wordsForFailure } from '../words/failure-words';
import { editWords, partName, stepName, whereWords } from '../words/part-words';

/** Announces the outcome of an edit; returns the id of the part when it was made. */
export function report(editor: EditorState, result: EditResult, words: () => string): string | undefined {
  if (!result.done) {
    if (result.why !== 'nothingToDo') editor.announce(t(`refused.${result.why}`));
    return undefined;
  }
  editor.announce(words());
  return result.id;
}

/** What came of a question: the part that was made or changed, or why nothing was, in words for the question to show. */
export type Outcome = { readonly id: string } | { readonly refused: string };

/** Announces what was done; a refusal is its caller's to tell. What is as it should be already counts as done. */
function outcomeOf(editor: EditorState, result: EditResult, part: { readonly id: string; words(): string }): Outcome {
  if (result.done) editor.announce(part.words());
  else if (result.why !== 'nothingToDo') return { refused: t(`refused.${result.why}`) };
  return { id: result.done ? result.id : part.id };
}

/** Why nothing can be changed now, when that is so. */
function refusedNow(editor: EditorState): Outcome | undefined {
  const reason = editor.readOnlyReason.value;
  return reason && { refused: t(reason) };
}

/** Tells a refusal to who asked for something by a key or by dragging, where no question is open that shows it. */
function tellRefusal(editor: EditorState, outcome: Outcome): void {
  if ('refused' in outcome) editor.announce(outcome.refused);
}

/** Whether editing is offered; says why when it is not. */
function may(editor: EditorState): boolean {
  if (editor.canEdit.value) return true;
  editor.announceReadOnly();
  return false;
}

/** Moves a step to a cell and a place in it, as a question asked. */
export function placeStep(editor: EditorState, step: string, slot: StepSlot): Outcome {
  return refusedNow(editor) ?? outcomeOf(editor, moveStep(editor.map, step, slot), { id: step, words: () => movedWords(editor, step) });
}

/** Moves a step to a cell and a place in it, and tells a refusal. */
export function moveStepTo(editor: EditorState, step: string, slot: StepSlot): void {
  tellRefusal(editor, placeStep(editor, step, slot));
}

/** Where a step is now, in words. */
function movedWords(editor: EditorState, id: string): string {
  const step = editor.map.step(id).peek();
  if (!step) return '';
  const ids = editor.map.cells.peek().get(cellKey(step.stage, step.lane)) ?? [];
  return t('announce.moved', {
    title: stepName(editor.map, id),
    stage: partName(editor.map, { kind: 'stage', id: step.stage }),
    lane: partName(editor.map, { kind: 'lane', id: step.lane }),
    index: ids.indexOf(id) + 1,
    count: ids.length,
  });
}

/** Moves a step one place up or down within its cell. */
export function nudgeStep(editor: EditorState, id: string, by: -1 | 1): void {
  const step = editor.map.step(id).peek();
  if (!step) return;
  const ids = editor.map.cells.peek().get(cellKey(step.stage, step.lane)) ?? [];
  const index = ids.indexOf(id) + by;
  if (index < 0 || index >= ids.length) return;
  moveStepTo(editor, id, { stage: step.stage, lane: step.lane, index });
}

/** Moves a part of a list one place earlier or later. */
export function nudgePart(editor: EditorState, part: PartRef, by: -1 | 1): void {
  if (!may(editor)) return;
  const { kind, id } = part;
  if (!isOrdered(kind)) return;
  const siblings = editor.map.ordered(kind).peek();
  placePart(editor, part, siblings.findIndex((other) => other.id === id) + by);
}

/** Moves a part of a list to an index among its siblings, counted once it is there. */
export function placePart(editor: EditorState, part: PartRef, index: number): void {
  if (!may(editor)) return;
  const { kind, id } = part;
  if (!isOrdered(kind)) return;
  const siblings = editor.map.ordered(kind).peek();
  if (index < 0 || index >= siblings.length) return;
  report(editor, movePart(editor.map, { kind, id }, { index }), () =>
    t('announce.movedPart', { title: partName(editor.map, part), index: index + 1, count: siblings.length }));
}

/** Links two steps, as a question asked. */
export function leadTo(editor: EditorState, from: string, to: string): Outcome {
  const words = () => t('announce.linked', { from: stepName(editor.map, from), to: stepName(editor.map, to) });
  return refusedNow(editor) ?? outcomeOf(editor, linkSteps(editor.map, from, to), { id: from, words });
}

/** Links two steps, and tells a refusal. */
export function link(editor: EditorState, from: string, to: string): void {
  tellRefusal(editor, leadTo(editor, from, to));
}

/**
 * Removes a part, says so and offers to undo. The focus goes to the part beside it; `stays` for who removes something that the
 * focus is not in, or moves it themselves.
 */
export function remove(editor: EditorState, part: PartRef, focus: 'toNeighbour' | 'stays' = 'toNeighbour'): boolean {
  if (!may(editor)) return false;
  if (isAgreed(part) && editor.agreement.of(part).peek().isKept) {
    void askToTakeOut(editor, part);
    return false;
  }
  if (part.kind === 'step' && hasAgreedLink(editor, part.id)) {
    showToast(t('agree.linkKept'));
    return false;
  }
  const words = removedWords(editor, part);
  const result = removePart(editor.map, part);
  if (!result.done) {
    report(editor, result, () => '');
    return false;
  }
  showToast(words, { action: { label: t('button.undo'), run: () => takeBack(editor) } });
  if (editor.opened.value?.id === part.id) editor.closePanel();
  if (editor.selected.value?.id === part.id) editor.select(undefined);
  if (focus === 'toNeighbour') editor.requestReveal(part);
  return true;
}

/** Whether a link from or to a step is agreed: it holds the step. */
function hasAgreedLink(editor: EditorState, step: string): boolean {
  return [...editor.map.linksFrom(step).peek(), ...editor.map.linksTo(step).peek()].some((link) => editor.agreement.of({ kind: 'link', id: link.id }).peek().isKept);
}

/** Whether a step stays until both halves of a pair say that it goes: it is agreed, or one of its links is. */
export function isHeldByAgreement(editor: EditorState, step: string): boolean {
  return editor.agreement.of({ kind: 'step', id: step }).peek().isKept || hasAgreedLink(editor, step);
}

/** A part that a pair has agreed goes only when both of its halves say so: a request, which the partner is shown. */
async function askToTakeOut(editor: EditorState, part: AgreePart): Promise<void> {
  const { agreement } = editor;
  const pair = agreement.myPair.peek();
  if (!pair || !agreement.isKeptBy(part, pair.id)) {
    showToast(t('agree.kept'));
    return;
  }
  if (!agreement.isConnected.peek()) {
    showToast(t('agree.offline'));
    return;
  }
  const answer = await agreement.submit(part, 'remove');
  if (answer.kind === 'said') showToast(t('agree.said.remove', { title: agreedName(editor.map, part) }));
  else showToast(wordsForFailure(answer.kind === 'failed' ? answer.error : undefined));
}

/** Both partners have said that a part goes: it is on no screen of mine any more, and can be brought back. */
export function announceRemoved(editor: EditorState, part: AgreePart): void {
  if (part.kind === 'map') return;
  const gone: PartRef = { kind: part.kind, id: part.id };
  showToast(t('agree.takenOut', { title: agreedName(editor.map, part) }), { action: { label: t('removed.restore'), run: () => restore(editor, gone) } });
  if (editor.opened.peek()?.id !== gone.id) return;
  editor.closePanel();
  editor.requestReveal(gone);
}

/** What a removal will have done, in words; asked before it, while the part has its name and its steps. */
function removedWords(editor: EditorState, part: PartRef): string {
  const title = partName(editor.map, part);
  if (part.kind === 'link') {
    const ends = editor.map.link(part.id).peek();
    return t('announce.unlinked', { from: stepName(editor.map, ends?.from ?? ''), to: stepName(editor.map, ends?.to ?? '') });
  }
  if (part.kind !== 'stage' && part.kind !== 'lane') return t('announce.removed', { title });
  const cells = editor.map.cells.peek();
  const others = part.kind === 'stage' ? editor.map.lanes.peek() : editor.map.stages.peek();
  const count = others.reduce((sum, other) => {
    const key = part.kind === 'stage' ? cellKey(part.id, other.id) : cellKey(other.id, part.id);
    return sum + (cells.get(key)?.length ?? 0);
  }, 0);
  return count === 0 ? t('announce.removed', { title }) : t('announce.removedWithSteps', { title, count });
}

/** Brings a removed part back. */
export function restore(editor: EditorState, part: PartRef): void {
  if (!may(editor)) return;
  const id = report(editor, restorePart(editor.map, part), () => t('announce.restored', { title: partName(editor.map, part) }));
  if (id !== undefined) editor.requestReveal(part);
}

/** Takes back my last change, and says what it was. */
export function takeBack(editor: EditorState): void {
  if (!may(editor)) return;
  const undone = editor.undo.undo();
  if (!undone) {
    editor.announce(t('back.nothing'));
    return;
  }
  const did = t('back.did', { what: editWords(editor.map, undone.edit) });
  editor.announce(undone.effect === 'nothing' ? `${did}. ${t('back.changedSince')}` : did);
}

/** Takes back, or does again, my newest typing in one field, and says so: nothing else of mine, and nothing of anybody else. */
export function turnInField(editor: EditorState, run: string, way: 'undo' | 'redo'): void {
  if (!may(editor)) return;
  const turned = editor.undo[way](run);
  if (!turned) {
    editor.announce(t(way === 'undo' ? 'back.nothing' : 'redo.none'));
    return;
  }
  const what = editWords(editor.map, turned.edit);
  const did = way === 'undo' ? t('back.did', { what }) : t('redo.done', { what });
  editor.announce(turned.effect === 'nothing' ? `${did}. ${t('back.changedSince')}` : did);
}

/** Where a step stands, spoken when it is opened from afar. */
export function announceWhere(editor: EditorState, id: string): void {
  const step = editor.map.step(id).peek();
  if (step) editor.announce(`${stepName(editor.map, id)}. ${whereWords(editor.map, step)}.`);
}
