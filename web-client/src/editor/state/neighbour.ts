/**
 * The place beside a part that is gone, or is about to go: where the focus belongs then. A removed part still knows where it
 * stood, so this can be asked before and after. Pure reading of the model.
 */
import type { MapModel } from '../../model/map';
import { cellKey } from '../../model/placement';
import { byOrd } from '../../model/read';
import type { PartRef } from '../../model/schema';

/** What a view can be asked to bring into sight: a part, or the empty cell of a stage and a lane. */
export type RevealTarget = PartRef | { readonly kind: 'cell'; readonly stage: string; readonly lane: string };

type Placed = { readonly id: string; readonly ord: string };

/** The sibling after a part, else the one before it. */
function beside(part: Placed, siblings: readonly Placed[]): string | undefined {
  const others = siblings.filter((other) => other.id !== part.id);
  return (others.find((other) => byOrd(other, part) > 0) ?? others.at(-1))?.id;
}

function besideStep(map: MapModel, id: string): RevealTarget | undefined {
  const step = map.step(id).peek();
  if (!step) return undefined;
  const { stage, lane } = step;
  const ids = map.cells.peek().get(cellKey(stage, lane)) ?? [];
  const next = beside(step, ids.flatMap((one) => map.step(one).peek() ?? []));
  if (next !== undefined) return { kind: 'step', id: next };
  const [hasStage, hasLane] = [map.stage(stage).peek()?.removed === false, map.lane(lane).peek()?.removed === false];
  if (hasStage && hasLane) return { kind: 'cell', stage, lane };
  if (hasStage) return { kind: 'stage', id: stage };
  return hasLane ? { kind: 'lane', id: lane } : undefined;
}

/** The place beside a part; nothing when there is none. */
export function neighbourOf(map: MapModel, gone: PartRef): RevealTarget | undefined {
  const { kind, id } = gone;
  if (kind === 'step') return besideStep(map, id);
  if (kind === 'link') {
    const ends = map.link(id).peek();
    const shown = [ends?.from, ends?.to].find((step) => step !== undefined && map.step(step).peek()?.removed === false);
    return shown !== undefined ? { kind: 'step', id: shown } : ends && besideStep(map, ends.from);
  }
  const part = map.at(kind, id).peek();
  const next = part && beside(part, map.ordered(kind).peek());
  return next === undefined ? undefined : { kind, id: next };
}
