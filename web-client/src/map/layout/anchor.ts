/**
 * Keeps what a person looks at where it is on the screen while others change the map above or beside it.
 *
 * Owns the choice of the step that stays. Pure: knows no DOM.
 */
import { visible } from './culling';
import { touches, type Layout, type Point, type Rect, type StepBox } from './shapes';

const NOBODY: ReadonlySet<string> = new Set();

/** Whether a step stands in the same stage and lane in both layouts; one that was moved away must be seen to move. */
function stayed(before: Layout, after: Layout, id: string): [StepBox, StepBox] | undefined {
  const was = before.steps.get(id);
  const is = after.steps.get(id);
  if (!was || !is) return undefined;
  const sameStage = before.columns[was.column]?.stage === after.columns[is.column]?.stage;
  const sameLane = before.rows[was.row]?.lane === after.rows[is.row]?.lane;
  return sameStage && sameLane ? [was, is] : undefined;
}

/**
 * How far, in map pixels, the view has to follow so that one step stays on the screen: the first of `first` that is in
 * the window and kept its cell, else the step nearest to the window's middle that did. Nothing when there is none.
 */
export function shiftBetween(before: Layout, after: Layout, given: { readonly window: Rect; readonly first: readonly string[] }): Point {
  const { window, first } = given;
  for (const id of first) {
    const pair = stayed(before, after, id);
    if (pair && touches(pair[0], window)) return { x: pair[1].x - pair[0].x, y: pair[1].y - pair[0].y };
  }
  const middle = { x: window.x + window.width / 2, y: window.y + window.height / 2 };
  let best: Point = { x: 0, y: 0 };
  let least = Infinity;
  for (const id of visible(before, window, NOBODY).steps) {
    const pair = stayed(before, after, id);
    if (!pair) continue;
    const [was, is] = pair;
    const distance = Math.hypot(was.x + was.width / 2 - middle.x, was.y + was.height / 2 - middle.y);
    if (distance >= least) continue;
    least = distance;
    best = { x: is.x - was.x, y: is.y - was.y };
  }
  return best;
}
