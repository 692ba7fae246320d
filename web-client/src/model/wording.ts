/**
 * How an older wording is written back into a part: only what differs, each text as its smallest difference, so that
 * others' words in the same transaction survive. Called by edits.ts within its transaction; writes nothing by itself.
 */
import * as Y from 'yjs';
import type { TextField } from './kinds';
import type { MapModel } from './map';
import type { DecisionMeaning, Meaning, OutcomeMeaning, StepMeaning } from './meaning';
import { browserRandom } from './order';
import { isPlainLabel, type LeadsTo } from './meaning';
import { cellKey } from './placement';
import { changeText } from './text/plain-text';
import { mapRoots, stepGoalKey } from './schema';
import type { PartRef } from './schema';
import { keysFor } from './slots';
import { diffText } from './text/text';

/** One write that brings something back. */
export type Write = () => void;

function words(map: MapModel, part: PartRef, field: TextField, wanted: string): readonly Write[] {
  const text = map.text(part, field);
  const change = diffText(text?.toString() ?? '', wanted);
  if (!change) return [];
  if (!text) return [() => map.part(part.kind, part.id)?.set(field, new Y.Text(wanted))];
  return [() => changeText(text, change)];
}

function isShown(part: { readonly removed: boolean } | undefined): boolean {
  return part?.removed === false;
}

function stepWrites(map: MapModel, id: string, wanted: StepMeaning | DecisionMeaning): readonly Write[] {
  const step = map.step(id).peek();
  const live = map.part('step', id);
  if (!step || !live) return [];
  const writes: Write[] = [];
  const [stage, lane] = [wanted.stage.id, wanted.lane.id];
  const isElsewhere = step.stage !== stage || step.lane !== lane;
  // Only to a place that is there; where the stage is gone, bringing that back is another decision.
  if (isElsewhere && isShown(map.stage(stage).peek()) && isShown(map.lane(lane).peek())) {
    const others = (map.cells.peek().get(cellKey(stage, lane)) ?? []).map((other) => ({ id: other, ord: map.step(other).peek()?.ord ?? '' }));
    const { ord } = keysFor(others, undefined, browserRandom);
    writes.push(() => live.set('pos', { stage, lane, ord }));
  }
  if (step.kind !== wanted.kind || step.mode !== wanted.mode || step.sector !== wanted.sector) {
    writes.push(() => live.set('meta', { kind: wanted.kind, mode: wanted.mode, sector: wanted.sector, perspective: step.perspective }));
  }
  const served = new Set(map.goalsOf(id).peek());
  const before = new Set(wanted.goals.map((goal) => goal.id));
  const stepGoals = mapRoots(map.doc).stepGoals;
  for (const goal of map.goals.peek()) {
    if (served.has(goal.id) !== before.has(goal.id)) writes.push(() => stepGoals.set(stepGoalKey(id, goal.id), before.has(goal.id)));
  }
  return [...writes, ...orderWrites(map, id, wanted.leadsTo)];
}

/** The plain links of a step: those that came since go, those that went come back where their step still shows. */
function orderWrites(map: MapModel, id: string, wanted: readonly LeadsTo[]): readonly Write[] {
  const links = map.linksFrom(id).peek().filter((link) => isPlainLabel(link.label));
  const isWanted = (to: string) => wanted.some((order) => order.id === to);
  const gone = links.filter((link) => !isWanted(link.to)).map((link): Write => () => map.part('link', link.id)?.set('rm', true));
  const missing = wanted.filter((order) => !links.some((link) => link.to === order.id) && isShown(map.step(order.id).peek()));
  const back = missing.flatMap((order): readonly Write[] => {
    // Only a link that is there, taken out: what is gone altogether is made by who links the steps anew.
    const removed = Array.from(map.everyLink()).find((link) => link.removed && link.from === id && link.to === order.id && isPlainLabel(link.label));
    return removed ? [() => map.part('link', removed.id)?.delete('rm')] : [];
  });
  return [...gone, ...back];
}

function linkWrites(map: MapModel, id: string, wanted: Extract<Meaning, { kind: 'link' }>): readonly Write[] {
  const link = map.link(id).peek();
  const [from, to] = [wanted.from.id, wanted.to.id];
  if (!link || (link.from === from && link.to === to) || !map.step(from).peek() || !map.step(to).peek()) return [];
  return [() => map.part('link', id)?.set('ends', { from, to })];
}

function outcomeWrites(map: MapModel, part: PartRef, wanted: OutcomeMeaning): readonly Write[] {
  const family: readonly Write[] = map.outcome(part.id).peek()?.family === wanted.family ? [] : [() => map.part('outcome', part.id)?.set('meta', { family: wanted.family })];
  return [...words(map, part, 'title', wanted.title), ...words(map, part, 'measure', wanted.measure), ...family];
}

/** The writes that make a part say what it said; none when it says it already, or is another kind of part. */
export function writesFor(map: MapModel, part: PartRef, wanted: Meaning): readonly Write[] {
  if ((wanted.kind === 'goal' || wanted.kind === 'stage') && part.kind === wanted.kind) return words(map, part, 'title', wanted.title);
  if (wanted.kind === 'outcome' && part.kind === 'outcome') return outcomeWrites(map, part, wanted);
  if ((wanted.kind === 'step' || wanted.kind === 'decision') && part.kind === 'step') {
    // A plain step says nothing of the choice: what stands there is kept.
    const choice = wanted.kind === 'decision' ? [...words(map, part, 'options', wanted.options), ...words(map, part, 'matters', wanted.matters)] : [];
    return [...words(map, part, 'title', wanted.title), ...words(map, part, 'detail', wanted.detail), ...choice, ...stepWrites(map, part.id, wanted)];
  }
  if (wanted.kind === 'link' && part.kind === 'link') return [...words(map, part, 'label', wanted.label), ...linkWrites(map, part.id, wanted)];
  return [];
}
