/**
 * What people do to a map, with words for what came of it: each function is one edit of model/edits.ts, followed by a
 * polite message, and for removals an offer to undo. The map, the list and the panel all act through here.
 *
 * Owns the messages and where focus goes next. Never touches the document itself; knows no page.
 */
import { t } from '../i18n/translate';
import { addPart, addStep, linkSteps, movePart, moveStep, removePart, restorePart, type EditResult, type StepSlot } from '../model/edits';
import { isAgreed, isOrdered, type OrderedKind, type Sector, type StepKind } from '../model/kinds';
import { cellKey } from '../model/placement';
import type { AgreePart } from '../model/meaning';
import type { PartRef } from '../model/schema';
import { showToast } from '../notice/notice';
import { agreedName } from './agree-words';
import type { Desk } from './desk';
import { wordsForFailure } from './failure';
import { editWords, partName, stepName, whereWords } from './words';

/** Says what came of an edit; returns the id of the part when it was made. */
export function report(desk: Desk, result: EditResult, words: () => string): string | undefined {
  if (!result.done) {
    if (result.why !== 'nothingToDo') desk.announce(t(`refused.${result.why}`));
    return undefined;
  }
  desk.announce(words());
  return result.id;
}

/** Whether editing is offered; says why when it is not. */
function may(desk: Desk): boolean {
  if (desk.canEdit.value) return true;
  desk.announceReason();
  return false;
}

/** Adds a step; what the lane's sector is, the step's is at first. */
export function addStepAt(desk: Desk, title: string, slot: StepSlot & { readonly kind?: StepKind }): string | undefined {
  if (!may(desk)) return undefined;
  const sector: Sector = desk.map.lane(slot.lane).peek()?.sector ?? '';
  const id = report(desk, addStep(desk.map, title, slot, { sector, kind: slot.kind ?? 'step' }), () => t('say.added', { title }));
  if (id !== undefined) desk.want({ kind: 'step', id });
  return id;
}

/** What a new part says, and where it stands among its siblings. */
export interface NewPart {
  readonly title: string;
  readonly index: number | undefined;
  /** Who provides a lane, what kind of change an outcome is. */
  readonly words: Readonly<Record<string, string>>;
}

/** Adds a part that stands in a list of its own. */
export function addPartAt(desk: Desk, kind: OrderedKind, given: NewPart): string | undefined {
  if (!may(desk)) return undefined;
  const { title, index, words } = given;
  const id = report(desk, addPart(desk.map, kind, title, { index, words }), () => t('say.added', { title }));
  if (id !== undefined) desk.want({ kind, id });
  return id;
}

/** Moves a step to a cell and a place in it. */
export function moveStepTo(desk: Desk, step: string, slot: StepSlot): boolean {
  if (!may(desk)) return false;
  const done = report(desk, moveStep(desk.map, step, slot), () => movedWords(desk, step));
  return done !== undefined;
}

/** Where a step is now, in words. */
function movedWords(desk: Desk, id: string): string {
  const step = desk.map.step(id).peek();
  if (!step) return '';
  const ids = desk.map.cells.peek().get(cellKey(step.stage, step.lane)) ?? [];
  return t('say.moved', {
    title: stepName(desk.map, id),
    stage: partName(desk.map, { kind: 'stage', id: step.stage }),
    lane: partName(desk.map, { kind: 'lane', id: step.lane }),
    index: ids.indexOf(id) + 1,
    count: ids.length,
  });
}

/** Moves a step one place up or down within its cell. */
export function nudgeStep(desk: Desk, id: string, by: -1 | 1): void {
  const step = desk.map.step(id).peek();
  if (!step) return;
  const ids = desk.map.cells.peek().get(cellKey(step.stage, step.lane)) ?? [];
  const index = ids.indexOf(id) + by;
  if (index < 0 || index >= ids.length) return;
  moveStepTo(desk, id, { stage: step.stage, lane: step.lane, index });
}

/** Moves a part of a list one place earlier or later. */
export function nudgePart(desk: Desk, part: PartRef, by: -1 | 1): void {
  if (!may(desk)) return;
  const { kind, id } = part;
  if (!isOrdered(kind)) return;
  const siblings = desk.map.ordered(kind).peek();
  const index = siblings.findIndex((other) => other.id === id) + by;
  if (index < 0 || index >= siblings.length) return;
  report(desk, movePart(desk.map, { kind, id }, { index }), () =>
    t('say.movedPart', { title: partName(desk.map, part), index: index + 1, count: siblings.length }));
}

/** Links two steps. */
export function link(desk: Desk, from: string, to: string): boolean {
  if (!may(desk)) return false;
  const done = report(desk, linkSteps(desk.map, from, to), () => t('say.linked', { from: stepName(desk.map, from), to: stepName(desk.map, to) }));
  return done !== undefined;
}

/** Removes a part, says so and offers to undo. */
export function remove(desk: Desk, part: PartRef): boolean {
  if (!may(desk)) return false;
  if (isAgreed(part) && desk.agreement.of(part).peek().isKept) {
    void askToTakeOut(desk, part);
    return false;
  }
  if (part.kind === 'step' && hasAgreedLink(desk, part.id)) {
    showToast(t('agree.linkKept'));
    return false;
  }
  const words = removedWords(desk, part);
  const result = removePart(desk.map, part);
  if (!result.done) {
    report(desk, result, () => '');
    return false;
  }
  showToast(words, { action: { label: t('button.undo'), run: () => takeBack(desk) } });
  if (desk.opened.value?.id === part.id) desk.closePanel();
  if (desk.selected.value?.id === part.id) desk.select(undefined);
  return true;
}

/** Whether a link from or to a step is agreed: it holds the step. */
function hasAgreedLink(desk: Desk, step: string): boolean {
  return [...desk.map.linksFrom(step).peek(), ...desk.map.linksTo(step).peek()].some((link) => desk.agreement.of({ kind: 'link', id: link.id }).peek().isKept);
}

/** A part that a pair has agreed goes only when both of its halves say so: a wish, which the partner is shown. */
async function askToTakeOut(desk: Desk, part: AgreePart): Promise<void> {
  const { agreement } = desk;
  const pair = agreement.myPair.peek();
  const mine = agreement.of(part).peek().pairs.find((one) => one.pair.id === pair?.id);
  if (mine?.acts.agreed === undefined) {
    showToast(t('agree.kept'));
    return;
  }
  if (!agreement.isConnected.peek()) {
    showToast(t('agree.offline'));
    return;
  }
  const answer = await agreement.say(part, 'remove');
  if (answer.kind === 'said') showToast(t('agree.said.remove', { title: agreedName(desk.map, part) }));
  else showToast(wordsForFailure(answer.kind === 'failed' ? answer.error : undefined));
}

/** Both partners have said that a part goes: it is on no screen of mine any more, and can be brought back. */
export function takenOut(desk: Desk, part: AgreePart): void {
  if (part.kind === 'map') return;
  const gone: PartRef = { kind: part.kind, id: part.id };
  showToast(t('agree.takenOut', { title: agreedName(desk.map, part) }), { action: { label: t('removed.restore'), run: () => restore(desk, gone) } });
  const asked = desk.dialog.peek();
  if (asked?.ask === 'editPart' && asked.part.id === gone.id) desk.closeDialog();
  if (desk.opened.peek()?.id === gone.id) desk.closePanel();
}

/** What a removal will have done, in words; asked before it, while the part has its name and its steps. */
function removedWords(desk: Desk, part: PartRef): string {
  const title = partName(desk.map, part);
  if (part.kind === 'link') {
    const ends = desk.map.link(part.id).peek();
    return t('say.unlinked', { from: stepName(desk.map, ends?.from ?? ''), to: stepName(desk.map, ends?.to ?? '') });
  }
  if (part.kind !== 'stage' && part.kind !== 'lane') return t('say.removed', { title });
  const cells = desk.map.cells.peek();
  const others = part.kind === 'stage' ? desk.map.lanes.peek() : desk.map.stages.peek();
  const count = others.reduce((sum, other) => {
    const key = part.kind === 'stage' ? cellKey(part.id, other.id) : cellKey(other.id, part.id);
    return sum + (cells.get(key)?.length ?? 0);
  }, 0);
  return count === 0 ? t('say.removed', { title }) : t('say.removedWithSteps', { title, count });
}

/** Brings a removed part back. */
export function restore(desk: Desk, part: PartRef): void {
  if (!may(desk)) return;
  const id = report(desk, restorePart(desk.map, part), () => t('say.restored', { title: partName(desk.map, part) }));
  if (id !== undefined) desk.want(part);
}

/** Takes back my last change, and says what it was. */
export function takeBack(desk: Desk): void {
  if (!may(desk)) return;
  const undone = desk.undo.undo();
  if (!undone) {
    desk.announce(t('back.nothing'));
    return;
  }
  const did = t('back.did', { what: editWords(desk.map, undone.edit) });
  desk.announce(undone.effect === 'nothing' ? `${did}. ${t('back.changedSince')}` : did);
}

/** Where a step stands, spoken when it is opened from afar. */
export function announceWhere(desk: Desk, id: string): void {
  const step = desk.map.step(id).peek();
  if (step) desk.announce(`${stepName(desk.map, id)}. ${whereWords(desk.map, step)}.`);
}
