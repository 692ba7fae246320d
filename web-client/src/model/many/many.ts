/**
 * Edits of several steps at once: each function is one thing a person does and one item of their history, however many steps
 * it touches. Like edits.ts a writer of the map document, with the same rules: one tracked transaction a command, and new
 * parts are born removed. All of it is done or nothing.
 */
import * as Y from 'yjs';
import { BIRTH, MyEdit, type ManyVerb } from '../command';
import { bornLink, cell, CHOICE_FIELDS, isShown, writeListed, type Refusal, type StepSlot } from '../edits';
import { rowOf, unitsMaxOf, type OrderedKind, type PartKind, type StepKind } from '../kinds';
import { PARTS_PER_MAP_MAX } from '../limits';
import type { MapModel } from '../map';
import { browserRandom } from '../order';
import { mapRoots, newId, stepGoalKey, type PartRef, type StepMeta } from '../schema';
import { keysFor, type Ordered } from '../slots';

/** What came of an edit of several steps: the ids of those that were made or changed, in the order given. */
export type ManyResult = { readonly done: true; readonly ids: readonly string[] } | { readonly done: false; readonly why: Refusal };

/** A step to be made, with what is known about it. */
export interface NewStep extends Partial<StepMeta> {
  readonly title: string;
  readonly slot: StepSlot;
  readonly kind?: StepKind;
  readonly detail?: string;
  readonly options?: string;
  readonly matters?: string;
  /** Ids of goals of this map that it serves. */
  readonly goals?: readonly string[];
}

/** A link between two of the new steps, by their places in the list. */
export interface NewLink {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

function refuse(why: Refusal): ManyResult {
  return { done: false, why };
}

interface Verbs {
  readonly one: 'add' | 'move' | 'setMeta' | 'setGoal' | 'remove';
  readonly many: ManyVerb;
  readonly kind?: PartKind;
}

/** One transaction of mine; of one step it has the words of one step. */
function commit(map: MapModel, verbs: Verbs, ids: readonly string[], write: () => void): ManyResult {
  const kind = verbs.kind ?? 'step';
  const [first, ...others] = ids.map((id): PartRef => ({ kind, id }));
  if (!first) return refuse('nothingToDo');
  const name = mapRoots(map.doc)[kind].get(first.id);
  const title = name instanceof Y.Map ? String(name.get('title') ?? '') : '';
  map.doc.transact(write, new MyEdit(others.length > 0 ? verbs.many : verbs.one, first, { name: title, others }));
  return { done: true, ids };
}

/** The order keys of cells while several steps are put into them. */
class Cells {
  readonly #map: MapModel;
  readonly #without: ReadonlySet<string>;
  readonly #siblings = new Map<string, Ordered[]>();

  constructor(map: MapModel, without: ReadonlySet<string> = new Set()) {
    this.#map = map;
    this.#without = without;
  }

  /** A key for one more step, and fresh ones for those that were in the way. */
  put(id: string, slot: StepSlot): { readonly ord: string; readonly moved: readonly Ordered[] } {
    const key = `${slot.stage}/${slot.lane}`;
    const siblings = this.#siblings.get(key) ?? cell(this.#map, slot).filter((one) => !this.#without.has(one.id));
    const { ord, moved } = keysFor(siblings, slot.index, browserRandom);
    const fresh = new Map(moved.map((one) => [one.id, one]));
    const next = siblings.map((one) => fresh.get(one.id) ?? one);
    next.splice(Math.min(slot.index ?? next.length, next.length), 0, { id, ord });
    this.#siblings.set(key, next);
    return { ord, moved };
  }
}

function isTooLong(step: NewStep): boolean {
  return (['title', 'detail', 'options', 'matters'] as const).some((field) => (step[field]?.length ?? 0) > unitsMaxOf('step', field));
}

function whyNot(map: MapModel, steps: readonly NewStep[], links: readonly NewLink[]): Refusal | undefined {
  if (steps.length === 0) return 'nothingToDo';
  if (steps.some(isTooLong) || links.some((link) => link.label.length > unitsMaxOf('link', 'label'))) return 'tooLong';
  if (map.partCount.peek() + steps.length + links.length > PARTS_PER_MAP_MAX) return 'tooManyParts';
  const isThere = ({ slot }: NewStep) => isShown(map.stage(slot.stage).peek()) && isShown(map.lane(slot.lane).peek());
  return steps.every(isThere) ? undefined : 'missing';
}

/** Adds steps to their cells, in the order given, with the links between them. A slot's index counts those before it in the list. */
export function addSteps(map: MapModel, steps: readonly NewStep[], links: readonly NewLink[] = []): ManyResult {
  const why = whyNot(map, steps, links);
  if (why) return refuse(why);
  const roots = mapRoots(map.doc);
  const ids = steps.map(() => newId());
  const joins = links.filter(({ from, to }) => from !== to && ids[from] !== undefined && ids[to] !== undefined).map((link) => ({ ...link, id: newId() }));
  const cells = new Cells(map);
  map.doc.transact(() => {
    steps.forEach((step, at) => {
      const id = ids[at] ?? '';
      const { ord, moved } = cells.put(id, step.slot);
      for (const one of moved) setPlace(roots.step.get(one.id), step.slot, one.ord);
      roots.step.set(id, bornStep(step, ord));
    });
    for (const { id, from, to, label } of joins) roots.link.set(id, bornLink({ from: ids[from] ?? '', to: ids[to] ?? '', label }));
  }, BIRTH);
  return commit(map, { one: 'add', many: 'addMany' }, ids, () => {
    for (const id of ids) map.part('step', id)?.delete('rm');
    for (const { id } of joins) map.part('link', id)?.delete('rm');
    steps.forEach((step, at) => {
      for (const goal of step.goals ?? []) if (isShown(map.goal(goal).peek())) roots.stepGoals.set(stepGoalKey(ids[at] ?? '', goal), true);
    });
  });
}

/** Adds parts of a list at its end, or from an index on, in the order given; words that are known about them may come with them. */
export function addParts(map: MapModel, kind: OrderedKind, titles: readonly string[], given: { readonly index?: number | undefined; readonly words?: Readonly<Record<string, string>> } = {}): ManyResult {
  const { index, words = {} } = given;
  const siblings: Ordered[] = [...map.ordered(kind).peek()];
  if (titles.some((title) => title.length > unitsMaxOf(kind, 'title'))) return refuse('tooLong');
  if (map.partCount.peek() + titles.length > PARTS_PER_MAP_MAX || siblings.length + titles.length > rowOf(kind).shownMax) return refuse('tooManyParts');
  const root = mapRoots(map.doc)[kind];
  const ids = titles.map(() => newId());
  const from = index ?? siblings.length;
  map.doc.transact(() => {
    titles.forEach((title, at) => {
      const { ord, moved } = keysFor(siblings, from + at, browserRandom);
      for (const one of moved) {
        const sibling = root.get(one.id);
        if (sibling instanceof Y.Map) sibling.set('ord', one.ord);
        siblings.splice(siblings.findIndex(({ id }) => id === one.id), 1, one);
      }
      siblings.splice(from + at, 0, { id: ids[at] ?? '', ord });
      const part = new Y.Map<unknown>();
      writeListed(part, kind, { title, ord, words });
      part.set('rm', true);
      root.set(ids[at] ?? '', part);
    });
  }, BIRTH);
  return commit(map, { one: 'add', many: 'addMany', kind }, ids, () => {
    for (const id of ids) map.part(kind, id)?.delete('rm');
  });
}

function setPlace(part: unknown, { stage, lane }: StepSlot, ord: string): void {
  if (part instanceof Y.Map) part.set('pos', { stage, lane, ord });
}

function bornStep(step: NewStep, ord: string): Y.Map<unknown> {
  const part = new Y.Map<unknown>();
  part.set('title', new Y.Text(step.title));
  part.set('detail', new Y.Text(step.detail ?? ''));
  setPlace(part, step.slot, ord);
  const hasChoice = step.kind === 'decision' || step.options !== undefined || step.matters !== undefined;
  if (hasChoice) for (const field of CHOICE_FIELDS) part.set(field, new Y.Text(step[field] ?? ''));
  part.set('meta', { kind: step.kind ?? 'step', mode: step.mode ?? '', sector: step.sector ?? '', perspective: step.perspective ?? '' });
  part.set('rm', true);
  return part;
}

/** Where several steps go: to a stage, each in its own lane; to a lane, each in its own stage; or to one cell, at an index. */
export interface ManyPlace {
  readonly stage?: string | undefined;
  readonly lane?: string | undefined;
  /** Only of one cell; counted without the steps that move. */
  readonly index?: number | undefined;
}

/** Moves steps, in the order given; those that stand there already keep their place unless an index is given. */
export function moveSteps(map: MapModel, ids: readonly string[], to: ManyPlace): ManyResult {
  const isPlaceGone = (to.stage !== undefined && !isShown(map.stage(to.stage).peek())) || (to.lane !== undefined && !isShown(map.lane(to.lane).peek()));
  if (isPlaceGone) return refuse('missing');
  const wanted = ids.flatMap((id) => {
    const step = map.step(id).peek();
    if (!step || step.removed) return [];
    const slot = { stage: to.stage ?? step.stage, lane: to.lane ?? step.lane };
    return to.index === undefined && slot.stage === step.stage && slot.lane === step.lane ? [] : [{ id, slot }];
  });
  const cells = new Cells(map, new Set(wanted.map(({ id }) => id)));
  return commit(map, { one: 'move', many: 'moveMany' }, wanted.map(({ id }) => id), () => {
    wanted.forEach(({ id, slot }, at) => {
      const { ord, moved } = cells.put(id, to.index === undefined ? slot : { ...slot, index: to.index + at });
      for (const one of moved) setPlace(map.part('step', one.id), slot, one.ord);
      setPlace(map.part('step', id), slot, ord);
    });
  });
}

/** Says the same about steps; what else is said of each stays. */
export function setStepsMeta(map: MapModel, ids: readonly string[], meta: Partial<StepMeta>): ManyResult {
  const changed = ids.flatMap((id) => {
    const before = map.step(id).peek();
    if (!before || before.removed) return [];
    const { kind, mode, sector, perspective } = { ...before, ...meta };
    const isSame = mode === before.mode && sector === before.sector && perspective === before.perspective;
    return isSame ? [] : [{ id, value: { kind, mode, sector, perspective } }];
  });
  return commit(map, { one: 'setMeta', many: 'setMany' }, changed.map(({ id }) => id), () => {
    for (const { id, value } of changed) map.part('step', id)?.set('meta', value);
  });
}

/** Says whether steps serve a goal. */
export function setStepsGoal(map: MapModel, ids: readonly string[], goal: { readonly id: string; readonly serves: 'yes' | 'no' }): ManyResult {
  if (!isShown(map.goal(goal.id).peek())) return refuse('missing');
  const served = mapRoots(map.doc).stepGoals;
  const serves = goal.serves === 'yes';
  const changed = ids.filter((id) => isShown(map.step(id).peek()) && (served.get(stepGoalKey(id, goal.id)) === true) !== serves);
  return commit(map, { one: 'setGoal', many: 'setMany' }, changed, () => {
    for (const id of changed) served.set(stepGoalKey(id, goal.id), serves);
  });
}

/** Hides steps; nothing inside is lost. */
export function removeSteps(map: MapModel, ids: readonly string[]): ManyResult {
  const shown = ids.filter((id) => isShown(map.step(id).peek()));
  return commit(map, { one: 'remove', many: 'removeMany' }, shown, () => {
    for (const id of shown) map.part('step', id)?.set('rm', true);
  });
}
