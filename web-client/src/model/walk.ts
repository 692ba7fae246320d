/**
 * Every part that can be agreed on, in the order people go through a pathway: the goals, which lead it, what should
 * come of it, then stage by stage the stage, its steps and the links with words from each, and at the end steps without a place. Reads the model's signals.
 */
import type { MapModel } from './map';
import { isPlainLabel, type AgreePart } from './meaning';
import type { Link } from './schema';

/** A part and the stage it belongs to; goals, outcomes and steps without a place belong to none (`''`). */
export interface PlacedPart extends AgreePart {
  readonly stage: string;
}

function stepWithLinks(map: MapModel, isPart: (link: Link) => boolean, [id, stage]: readonly [string, string]): readonly PlacedPart[] {
  const links = map.linksFrom(id).value.filter(isPart);
  return [{ kind: 'step', id, stage }, ...links.map((link): PlacedPart => ({ kind: 'link', id: link.id, stage }))];
}

/** The stage that a part is in: a stage is in itself, a link where the step it leads from is placed; `''` for none. */
export function stageOfPart(map: MapModel, part: AgreePart): string {
  switch (part.kind) {
    case 'goal':
    case 'outcome':
    case 'map': return '';
    case 'stage': return shownId(map.stage(part.id).value);
    case 'step': return stageOfStep(map, part.id);
    case 'link': return stageOfStep(map, map.link(part.id).value?.from ?? '');
  }
}

function stageOfStep(map: MapModel, id: string): string {
  const step = map.step(id).value;
  // Without a lane it is not placed either.
  return step && shownId(map.lane(step.lane).value) !== '' ? shownId(map.stage(step.stage).value) : '';
}

function shownId(part: { readonly id: string; readonly removed: boolean } | undefined): string {
  return part && !part.removed ? part.id : '';
}

/**
 * The parts that show, in that order; the whole map is not among them. A link without words is part of the step it leads
 * from, and by itself only where `isAsked` says that somebody asks something of it.
 */
export function partsInOrder(map: MapModel, isAsked: (link: string) => boolean = () => false): readonly PlacedPart[] {
  const isPart = (link: Link): boolean => !isPlainLabel(link.label) || isAsked(link.id);
  const goals = map.goals.value.map((goal): PlacedPart => ({ kind: 'goal', id: goal.id, stage: '' }));
  const outcomes = map.outcomes.value.map((outcome): PlacedPart => ({ kind: 'outcome', id: outcome.id, stage: '' }));
  const stages = map.stages.value.flatMap((stage): readonly PlacedPart[] => [
    { kind: 'stage', id: stage.id, stage: stage.id },
    ...map.cellsOf(stage.id).flatMap((cell) => cell.steps.flatMap((id) => stepWithLinks(map, isPart, [id, stage.id]))),
  ]);
  return [...goals, ...outcomes, ...stages, ...map.notPlaced.value.flatMap((id) => stepWithLinks(map, isPart, [id, '']))];
}
