/**
 * The edits of the model with short forms beside them, so that tests say in a word what they do. Owns no edit itself: the
 * page uses what is in model/edits.ts.
 */
import { movePart, removePart, restorePart, setText, setWord, type EditResult, type Slot, type StepSlot } from '../src/model/edits';
import { addParts, addSteps, type ManyResult, type NewStep } from '../src/model/many/many';
import type { OrderedKind } from '../src/model/kinds';
import type { Family, Sector } from '../src/model/kinds';
import type { MapModel } from '../src/model/map';
import type { PartRef } from '../src/model/schema';

export * from '../src/model/edits';

/** The one part of an edit of several. */
function firstOf(result: ManyResult): EditResult {
  return result.done ? { done: true, id: result.ids[0] ?? '' } : result;
}
/** Adds one part of a list. */
export function addPart(map: MapModel, kind: OrderedKind, title: string, given: Slot & { readonly words?: Readonly<Record<string, string>> } = {}): EditResult {
  return firstOf(addParts(map, kind, [title], given));
}
/** Adds one step. */
export function addStep(map: MapModel, title: string, slot: StepSlot, more: Partial<NewStep> = {}): EditResult {
  return firstOf(addSteps(map, [{ ...more, title, slot }]));
}
/** Adds a stage. */
export function addStage(map: MapModel, title: string, slot: Slot = {}): EditResult {
  return addPart(map, 'stage', title, slot);
}
/** Adds a lane. */
export function addLane(map: MapModel, title: string, { index, sector = '' }: Slot & { readonly sector?: Sector } = {}): EditResult {
  return addPart(map, 'lane', title, { index, words: { sector } });
}
/** Adds a goal. */
export function addGoal(map: MapModel, title: string, slot: Slot = {}): EditResult {
  return addPart(map, 'goal', title, slot);
}
/** Adds an outcome. */
export function addOutcome(map: MapModel, title: string, { index, family = '' }: Slot & { readonly family?: Family } = {}): EditResult {
  return addPart(map, 'outcome', title, { index, words: { family } });
}
/** Moves a stage. */
export function moveStage(map: MapModel, id: string, slot: Slot): EditResult {
  return movePart(map, { kind: 'stage', id }, slot);
}
/** Moves a lane. */
export function moveLane(map: MapModel, id: string, slot: Slot): EditResult {
  return movePart(map, { kind: 'lane', id }, slot);
}
/** Moves a goal. */
export function moveGoal(map: MapModel, id: string, slot: Slot): EditResult {
  return movePart(map, { kind: 'goal', id }, slot);
}
/** Moves an outcome. */
export function moveOutcome(map: MapModel, id: string, slot: Slot): EditResult {
  return movePart(map, { kind: 'outcome', id }, slot);
}
/** Says who provides a lane. */
export function setLaneSector(map: MapModel, id: string, sector: Sector): EditResult {
  return setWord(map, { kind: 'lane', id }, 'sector', sector);
}
/** Says what kind of change an outcome is. */
export function setOutcomeFamily(map: MapModel, id: string, family: Family): EditResult {
  return setWord(map, { kind: 'outcome', id }, 'family', family);
}
/** Sets the title of a stage, lane, goal or step. */
export function setTitle(map: MapModel, part: PartRef, title: string): EditResult {
  return setText(map, part, part.kind === 'link' ? 'label' : 'title', { text: title });
}
/** Sets the detail of a step. */
export function setStepDetail(map: MapModel, step: string, detail: string): EditResult {
  return setText(map, { kind: 'step', id: step }, 'detail', { text: detail });
}
/** Sets the label of a link. */
export function setLinkLabel(map: MapModel, link: string, label: string): EditResult {
  return setText(map, { kind: 'link', id: link }, 'label', { text: label });
}
/** Hides a stage; its steps show under "Not placed". */
export function removeStage(map: MapModel, stage: string): EditResult {
  return removePart(map, { kind: 'stage', id: stage });
}
/** Hides a lane; its steps show under "Not placed". */
export function removeLane(map: MapModel, lane: string): EditResult {
  return removePart(map, { kind: 'lane', id: lane });
}
/** Hides a goal; steps that serve it stay. */
export function removeGoal(map: MapModel, goal: string): EditResult {
  return removePart(map, { kind: 'goal', id: goal });
}
/** Hides a step; its links hide with it and come back with it. */
export function removeStep(map: MapModel, step: string): EditResult {
  return removePart(map, { kind: 'step', id: step });
}
/** Hides a link. */
export function removeLink(map: MapModel, link: string): EditResult {
  return removePart(map, { kind: 'link', id: link });
}
/** Shows a stage again, with the steps in it. */
export function restoreStage(map: MapModel, stage: string): EditResult {
  return restorePart(map, { kind: 'stage', id: stage });
}
/** Shows a lane again, with the steps in it. */
export function restoreLane(map: MapModel, lane: string): EditResult {
  return restorePart(map, { kind: 'lane', id: lane });
}
/** Shows a goal again. */
export function restoreGoal(map: MapModel, goal: string): EditResult {
  return restorePart(map, { kind: 'goal', id: goal });
}
/** Shows a step again, with its links. */
export function restoreStep(map: MapModel, step: string): EditResult {
  return restorePart(map, { kind: 'step', id: step });
}
/** Shows a link again. */
export function restoreLink(map: MapModel, link: string): EditResult {
  return restorePart(map, { kind: 'link', id: link });
}
