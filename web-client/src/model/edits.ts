/**
 * The only writer of a map document. Each function is one thing a person does: one transaction whose origin is a
 * {@link MyEdit}, so that undo can name it. A new part is "born removed": made untracked with `rm`, then shown by the
 * tracked edit, so that undoing one's own creation hides it and keeps what others wrote inside meanwhile.
 */
import type { MapModel } from './map';
import type { Mode, PartRef, Perspective, Sector, StepMeta, TextField } from './schema';
import type { MyEdit } from './undo';

/** Why an edit was not made. */
export type Refusal = 'missing' | 'tooManyParts' | 'tooLong' | 'alreadyThere' | 'sameStep' | 'nothingToDo';
/** What an edit came to; `id` is the part it made or changed. */
export type EditResult = { readonly done: true; readonly id: string } | { readonly done: false; readonly why: Refusal };

/** Where among its siblings a part goes: its index once it is there, counted from 0; absent: at the end. */
export interface Slot {
  readonly index?: number | undefined;
}
/** A cell and a slot in it. */
export interface StepSlot extends Slot {
  readonly stage: string;
  readonly lane: string;
}

export declare function addStage(map: MapModel, title: string, slot?: Slot): EditResult;
export declare function addLane(map: MapModel, title: string, slot?: Slot & { readonly sector?: Sector }): EditResult;
export declare function addGoal(map: MapModel, title: string, slot?: Slot): EditResult;
/** Adds a step to a cell; what is known about it may come with it. */
export declare function addStep(map: MapModel, title: string, slot: StepSlot, meta?: Partial<StepMeta>): EditResult;

/** Sets the title of a stage, lane, goal or step as a text difference, so that two people's words both survive. */
export declare function setTitle(map: MapModel, part: PartRef, title: string): EditResult;
export declare function setStepDetail(map: MapModel, step: string, detail: string): EditResult;
export declare function setLinkLabel(map: MapModel, link: string, label: string): EditResult;
/** Sets any text field (what a bound text area calls); `caret` is where the caret stands in `value`. */
export declare function setText(map: MapModel, part: PartRef, field: TextField, value: { readonly text: string; readonly caret?: number }): EditResult;

export declare function moveStage(map: MapModel, stage: string, slot: Slot): EditResult;
export declare function moveLane(map: MapModel, lane: string, slot: Slot): EditResult;
export declare function moveGoal(map: MapModel, goal: string, slot: Slot): EditResult;
export declare function moveStep(map: MapModel, step: string, slot: StepSlot): EditResult;

export declare function setLaneSector(map: MapModel, lane: string, sector: Sector): EditResult;
/** Changes what is given, keeps the rest; one value, one write. */
export declare function setStepMeta(map: MapModel, step: string, meta: Partial<StepMeta>): EditResult;
export declare function setStepMode(map: MapModel, step: string, mode: Mode): EditResult;
export declare function setStepSector(map: MapModel, step: string, sector: Sector): EditResult;
export declare function setStepPerspective(map: MapModel, step: string, perspective: Perspective): EditResult;
export declare function setStepGoal(map: MapModel, step: string, goal: { readonly id: string; readonly serves: 'yes' | 'no' }): EditResult;

/** Links two steps; refused when they are linked this way already. A removed link between them is brought back. */
export declare function linkSteps(map: MapModel, from: string, to: string, label?: string): EditResult;

/** Hides a part (stage, lane, goal, step, link); nothing inside is lost. */
export declare function removePart(map: MapModel, part: PartRef): EditResult;
/** Shows a removed part again. */
export declare function restorePart(map: MapModel, part: PartRef): EditResult;
export declare function removeStage(map: MapModel, stage: string): EditResult;
export declare function removeLane(map: MapModel, lane: string): EditResult;
export declare function removeGoal(map: MapModel, goal: string): EditResult;
export declare function removeStep(map: MapModel, step: string): EditResult;
export declare function removeLink(map: MapModel, link: string): EditResult;
export declare function restoreStage(map: MapModel, stage: string): EditResult;
export declare function restoreLane(map: MapModel, lane: string): EditResult;
export declare function restoreGoal(map: MapModel, goal: string): EditResult;
export declare function restoreStep(map: MapModel, step: string): EditResult;
export declare function restoreLink(map: MapModel, link: string): EditResult;

export type { MyEdit };
