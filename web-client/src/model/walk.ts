/**
 * Every part that can be agreed on, in the order people go through a pathway: the goals, which lead it, what should
 * come of it, then stage by stage the stage, its steps and what each leads to, and at the end steps without a place. Reads the model's signals.
 */
import type { MapModel } from './map';
import type { AgreePart } from './meaning';

/** A part and the stage it belongs to; goals, outcomes and steps without a place belong to none (`''`). */
export interface PlacedPart extends AgreePart {
  readonly stage: string;
}

function stepWithLinks(map: MapModel, id: string, stage: string): readonly PlacedPart[] {
  return [{ kind: 'step', id, stage }, ...map.linksFrom(id).value.map((link): PlacedPart => ({ kind: 'link', id: link.id, stage }))];
}

/** The parts that show, in that order; the whole map is not among them. */
export function partsInOrder(map: MapModel): readonly PlacedPart[] {
  const goals = map.goals.value.map((goal): PlacedPart => ({ kind: 'goal', id: goal.id, stage: '' }));
  const outcomes = map.outcomes.value.map((outcome): PlacedPart => ({ kind: 'outcome', id: outcome.id, stage: '' }));
  const stages = map.stages.value.flatMap((stage): readonly PlacedPart[] => [
    { kind: 'stage', id: stage.id, stage: stage.id },
    ...map.cellsOf(stage.id).flatMap((cell) => cell.steps.flatMap((id) => stepWithLinks(map, id, stage.id))),
  ]);
  return [...goals, ...outcomes, ...stages, ...map.notPlaced.value.flatMap((id) => stepWithLinks(map, id, ''))];
}
