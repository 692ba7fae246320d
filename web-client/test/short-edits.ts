/**
 * The edits of the model with short forms beside them, so that tests say in a word what they do. Owns no edit itself: the
 * page uses what is in model/edits.ts.
 */
import { removePart, restorePart, setText, type EditResult } from '../src/model/edits';
import type { MapModel } from '../src/model/map';
import type { PartRef } from '../src/model/schema';

export * from '../src/model/edits';

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
