/**
 * Where a field for typing stands on the map and where the next one does. Pure: works on the layout and the order of the
 * stages, knows no page.
 */
import type { MapModel } from '../../model/map';
import { cellKey } from '../../model/placement';
import { cellRect } from '../layout/geometry';
import { CELL_PADDING, stepsAt, type Layout, type Rect } from '../layout/shapes';
import type { StepPlace } from './request';

/** Space between a card and the field below it. */
const GAP = 4;

/** The index of a place in its cell now; nothing means the end. */
export function indexOf(map: MapModel, { stage, lane, after }: StepPlace): number | undefined {
  const at = after === undefined ? -1 : (map.cells.peek().get(cellKey(stage, lane)) ?? []).indexOf(after);
  return at < 0 ? undefined : at + 1;
}

/** The place in the stage beside, in the same lane; nothing beyond the first and the last. */
export function placeBeside(map: MapModel, place: StepPlace, by: 1 | -1): StepPlace | undefined {
  const stages = map.stages.peek();
  const stage = stages[stages.findIndex(({ id }) => id === place.stage) + by];
  return stage && stages.some(({ id }) => id === place.stage) ? { stage: stage.id, lane: place.lane } : undefined;
}

/** Where the field of a place stands, in map pixels; nothing when its stage or lane is gone. */
export function rectOfPlace(layout: Layout, place: StepPlace): Rect | undefined {
  const column = layout.columns.findIndex(({ stage }) => stage === place.stage);
  const row = layout.rows.findIndex(({ lane }) => lane === place.lane);
  if (column < 0 || row < 0) return undefined;
  const ids = stepsAt(layout, column, row);
  const above = layout.steps.get(place.after !== undefined && ids.includes(place.after) ? place.after : (ids.at(-1) ?? ''));
  if (above) return { x: above.x, y: above.y + above.height + GAP, width: above.width, height: 1 };
  const cell = cellRect(layout, column, row);
  return { x: cell.x + CELL_PADDING, y: cell.y + GAP, width: cell.width - 2 * CELL_PADDING, height: 1 };
}
