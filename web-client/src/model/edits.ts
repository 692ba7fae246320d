/**
 * The only writer of a map document, with many/many.ts for several steps at once. Each function is one thing a person does: one transaction whose origin is a
 * {@link MyEdit}, so that undo can name it. A new part is "born removed": made untracked with `rm`, then shown by the
 * tracked edit, so that undoing one's own creation hides it and keeps what others wrote inside meanwhile.
 */
import * as Y from 'yjs';
import { BIRTH, fieldRun, MyEdit } from './command';
import { rowOf, textsOf, unitsMaxOf } from './kinds';
import type { Mode, OrderedKind, PartKind, Perspective, Sector, StepKind, TextField } from './kinds';
import { TITLE_UNITS_MAX } from './limits';
import type { MapModel } from './map';
import { browserRandom } from './order';
import { cellKey } from './placement';
import { mapRoots, newId, stepGoalKey } from './schema';
import type { Link, PartRef, StepMeta } from './schema';
import { keysFor } from './slots';
import type { Ordered } from './slots';
import { changeText } from './text/plain-text';
import { diffText } from './text/text';
import type { Meaning } from './meaning';
import { writesFor } from './wording';

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
/** What a text field shall say. */
export interface TextValue {
  readonly text: string;
  /** Where the caret stands in `text`, when somebody is typing; typing in one field is undone together. */
  readonly caret?: number | undefined;
}

/** The texts that a shared decision has besides those of a step. */
export const CHOICE_FIELDS = ['options', 'matters'] as const satisfies readonly TextField[];

function refuse(why: Refusal): EditResult {
  return { done: false, why };
}

/** One transaction of mine. */
function edit(map: MapModel, what: MyEdit, write: () => void): EditResult {
  map.doc.transact(write, what);
  return { done: true, id: what.part.id };
}

/** What a part is called in "Undo …": its title, for a link the titles of its ends. */
function nameOf(map: MapModel, part: PartRef): string {
  const value = map.peek(part);
  if (!value) return '';
  if ('title' in value) return value.title;
  const from = map.peek({ kind: 'step', id: value.from });
  const to = map.peek({ kind: 'step', id: value.to });
  return [from, to].map((step) => (step && 'title' in step ? step.title : '')).join(' → ');
}

// ── making ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function reorder(map: MapModel, kind: PartKind, moved: readonly Ordered[]): void {
  for (const one of moved) {
    const part = map.part(kind, one.id);
    if (!part) continue;
    const step = kind === 'step' ? map.step(one.id).peek() : undefined;
    if (step) part.set('pos', { stage: step.stage, lane: step.lane, ord: one.ord });
    else part.set('ord', one.ord);
  }
}

/** The words of a part that are written as one value. */
function metaOf(kind: PartKind, said: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const fields = Object.entries(rowOf(kind).words).filter(([, field]) => field.within === 'meta');
  return Object.fromEntries(fields.map(([key, field]) => [key, String(said[key] ?? field.words[0])]));
}

/** Writes what a part of a list has from its birth; within a transaction. */
export function writeListed(part: Y.Map<unknown>, kind: OrderedKind, given: { readonly title: string; readonly ord: string; readonly words: Readonly<Record<string, string>> }): void {
  const { title, ord, words } = given;
  for (const field of textsOf(kind)) part.set(field, new Y.Text(field === 'title' ? title : ''));
  const meta = metaOf(kind, words);
  if (Object.keys(meta).length > 0) part.set('meta', meta);
  part.set('ord', ord);
  for (const [key, field] of Object.entries(rowOf(kind).words)) if (field.within === 'part' && words[key]) part.set(key, words[key]);
}

/** Whether a part is there and not removed. */
export function isShown(part: { readonly removed: boolean } | undefined): boolean {
  return part?.removed === false;
}

/** The steps of a cell in order, without one of them. */
export function cell(map: MapModel, slot: StepSlot, without?: string): readonly Ordered[] {
  const ids = map.cells.peek().get(cellKey(slot.stage, slot.lane)) ?? [];
  return ids.filter((id) => id !== without).map((id) => ({ id, ord: map.step(id).peek()?.ord ?? '' }));
}

/** Links two steps; refused when they are linked this way already. A removed link between them is brought back. */
export function linkSteps(map: MapModel, from: string, to: string, label = ''): EditResult {
  if (from === to) return refuse('sameStep');
  if (!isShown(map.step(from).peek()) || !isShown(map.step(to).peek())) return refuse('missing');
  if (label.length > TITLE_UNITS_MAX) return refuse('tooLong');
  let gone: Link | undefined;
  for (const link of map.everyLink()) {
    if (link.from !== from || link.to !== to) continue;
    if (!link.removed) return refuse('alreadyThere');
    gone = link;
  }
  if (gone) return restorePart(map, { kind: 'link', id: gone.id });
  if (map.isFullFor('link')) return refuse('tooManyParts');
  const id = newId();
  map.doc.transact(() => mapRoots(map.doc).link.set(id, bornLink({ from, to, label })), BIRTH);
  const name = [from, to].map((step) => map.step(step).peek()?.title ?? '').join(' → ');
  return edit(map, new MyEdit('link', { kind: 'link', id }, { name }), () => map.part('link', id)?.delete('rm'));
}

/** A link as it is made, born removed. */
export function bornLink({ from, to, label }: { readonly from: string; readonly to: string; readonly label: string }): Y.Map<unknown> {
  const part = new Y.Map<unknown>();
  part.set('ends', { from, to });
  part.set('kind', 'leadsTo');
  part.set('label', new Y.Text(label));
  part.set('rm', true);
  return part;
}

// ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Sets any text field as the smallest difference, so that two people's words both survive. */
export function setText(map: MapModel, part: PartRef, field: TextField, value: TextValue): EditResult {
  const live = map.part(part.kind, part.id);
  if (!live) return refuse('missing');
  const text = map.text(part, field);
  const before = text?.toString() ?? '';
  // A text that others made too long may always be shortened.
  if (value.text.length > unitsMaxOf(part.kind, field) && value.text.length > before.length) return refuse('tooLong');
  const change = diffText(before, value.text, value.caret);
  if (!change) return refuse('nothingToDo');
  const run = value.caret === undefined ? undefined : fieldRun(part, field);
  return edit(map, new MyEdit('setText', part, { name: nameOf(map, part), run }), () => {
    if (!text) {
      live.set(field, new Y.Text(value.text));
      return;
    }
    changeText(text, change);
  });
}

/** Brings back an older wording of a part, for example the one that both partners agreed to. */
export function restoreWording(map: MapModel, part: PartRef, wording: Meaning): EditResult {
  if (!map.part(part.kind, part.id)) return refuse('missing');
  const writes = writesFor(map, part, wording);
  if (writes.length === 0) return refuse('nothingToDo');
  return edit(map, new MyEdit('reword', part, { name: nameOf(map, part) }), () => writes.forEach((write) => write()));
}

// ── moving ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Moves a part of a kind that stands in one order of its own. */
export function movePart(map: MapModel, ref: PartRef & { readonly kind: OrderedKind }, slot: Slot): EditResult {
  const { kind, id } = ref;
  const all: readonly Ordered[] = map.ordered(kind).peek();
  const now = all.findIndex((one) => one.id === id);
  const part = map.part(kind, id);
  if (now < 0 || !part) return refuse('missing');
  const others = all.filter((one) => one.id !== id);
  if (Math.max(0, Math.min(slot.index ?? others.length, others.length)) === now) return refuse('nothingToDo');
  const keys = keysFor(others, slot.index, browserRandom);
  return edit(map, new MyEdit('move', ref, { name: nameOf(map, ref) }), () => {
    part.set('ord', keys.ord);
    reorder(map, kind, keys.moved);
  });
}

/** Moves a step to a cell and a slot in it: one value, so that of two movers one wins whole. */
export function moveStep(map: MapModel, step: string, slot: StepSlot): EditResult {
  const before = map.step(step).peek();
  const part = map.part('step', step);
  if (!before || !part || before.removed) return refuse('missing');
  if (!isShown(map.stage(slot.stage).peek()) || !isShown(map.lane(slot.lane).peek())) return refuse('missing');
  const others = cell(map, slot, step);
  const index = Math.max(0, Math.min(slot.index ?? others.length, others.length));
  const now = map.cells.peek().get(cellKey(slot.stage, slot.lane))?.indexOf(step);
  if (now === index) return refuse('nothingToDo');
  const keys = keysFor(others, index, browserRandom);
  return edit(map, new MyEdit('move', { kind: 'step', id: step }, { name: before.title }), () => {
    part.set('pos', { stage: slot.stage, lane: slot.lane, ord: keys.ord });
    reorder(map, 'step', keys.moved);
  });
}

// ── facts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Says one word about a part of a kind that stands in one order of its own; what else is said of it stays. */
export function setWord(map: MapModel, ref: PartRef & { readonly kind: OrderedKind }, field: string, word: string): EditResult {
  const before: Readonly<Record<string, unknown>> | undefined = map.at(ref.kind, ref.id).peek();
  const part = map.part(ref.kind, ref.id);
  const row = rowOf(ref.kind).words[field];
  if (!before || !part || !row) return refuse('missing');
  if (before[field] === word) return refuse('nothingToDo');
  return edit(map, new MyEdit('setMeta', ref, { name: nameOf(map, ref) }), () => {
    if (row.within === 'meta') part.set('meta', metaOf(ref.kind, { ...before, [field]: word }));
    else if (word === '') part.delete(field);
    else part.set(field, word);
  });
}

/**
 * Makes a step a shared decision, or a plain step again; its two texts stay. They are made untracked, as in a birth: undo
 * takes back what the step is, and never what others wrote meanwhile.
 */
export function setStepKind(map: MapModel, step: string, kind: StepKind): EditResult {
  const before = map.step(step).peek();
  const part = map.part('step', step);
  if (!before || !part) return refuse('missing');
  const missing = kind === 'decision' ? CHOICE_FIELDS.filter((field) => !map.text({ kind: 'step', id: step }, field)) : [];
  if (missing.length > 0) map.doc.transact(() => missing.forEach((field) => part.set(field, new Y.Text(''))), BIRTH);
  if (before.kind === kind) return refuse('nothingToDo');
  const { mode, sector, perspective } = before;
  return edit(map, new MyEdit('setMeta', { kind: 'step', id: step }, { name: before.title }), () => part.set('meta', { kind, mode, sector, perspective }));
}

/** Changes what is given about a step, keeps the rest; one value, one write. */
export function setStepMeta(map: MapModel, step: string, meta: Partial<StepMeta>): EditResult {
  const before = map.step(step).peek();
  const part = map.part('step', step);
  if (!before || !part) return refuse('missing');
  const { kind, mode, sector, perspective } = { ...before, ...meta };
  if (mode === before.mode && sector === before.sector && perspective === before.perspective) return refuse('nothingToDo');
  return edit(map, new MyEdit('setMeta', { kind: 'step', id: step }, { name: before.title }), () => part.set('meta', { kind, mode, sector, perspective }));
}

/** Says whether a step is done for, by or with people. */
export function setStepMode(map: MapModel, step: string, mode: Mode): EditResult {
  return setStepMeta(map, step, { mode });
}

/** Says who provides a step. */
export function setStepSector(map: MapModel, step: string, sector: Sector): EditResult {
  return setStepMeta(map, step, { sector });
}

/** Says whose knowledge a step rests on. */
export function setStepPerspective(map: MapModel, step: string, perspective: Perspective): EditResult {
  return setStepMeta(map, step, { perspective });
}

/** Says whether a step serves a goal. */
export function setStepGoal(map: MapModel, step: string, goal: { readonly id: string; readonly serves: 'yes' | 'no' }): EditResult {
  const part = map.step(step).peek();
  if (!part || !map.goal(goal.id).peek()) return refuse('missing');
  const key = stepGoalKey(step, goal.id);
  const served = mapRoots(map.doc).stepGoals;
  const serves = goal.serves === 'yes';
  if ((served.get(key) === true) === serves) return refuse('nothingToDo');
  return edit(map, new MyEdit('setGoal', { kind: 'step', id: step }, { name: part.title }), () => served.set(key, serves));
}

// ── removing and bringing back ──────────────────────────────────────────────────────────────────────────────────────

/** Hides a part (stage, lane, goal, outcome, step, link); nothing inside is lost. */
export function removePart(map: MapModel, ref: PartRef): EditResult {
  const before = map.peek(ref);
  const part = map.part(ref.kind, ref.id);
  if (!before || !part) return refuse('missing');
  if (before.removed) return refuse('nothingToDo');
  return edit(map, new MyEdit('remove', ref, { name: nameOf(map, ref) }), () => part.set('rm', true));
}

/** Shows a removed part again. */
export function restorePart(map: MapModel, ref: PartRef): EditResult {
  const before = map.peek(ref);
  const part = map.part(ref.kind, ref.id);
  if (!before || !part) return refuse('missing');
  if (!before.removed) return refuse('nothingToDo');
  if (map.isFullFor(ref.kind)) return refuse('tooManyParts');
  return edit(map, new MyEdit('restore', ref, { name: nameOf(map, ref) }), () => part.delete('rm'));
}
