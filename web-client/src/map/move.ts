/**
 * Moving what has the focus by keys: a step to the place beside it, a stage or a lane among its own. Owns which place that is;
 * the writes are editor/state/actions.ts, which say where the part is now.
 */
import { moveStepTo, nudgePart } from '../editor/state/actions';
import { t } from '../i18n/translate';
import type { StepSlot } from '../model/edits';
import { partAt } from './commands';
import type { Way } from './gestures/keyboard';
import { stepsAt, type Layout, type StepBox } from './layout/shapes';
import type { Picture } from './picture';
import { withSelection } from './selection/start';

/** Where a step goes that way: within its cell, else into the cell beside it; nothing at the end of the map. */
export function slotBeside(layout: Layout, box: StepBox, way: Way): StepSlot | undefined {
  const { column, row, index } = box;
  const by = way === 'left' || way === 'up' ? -1 : 1;
  const isAcross = way === 'left' || way === 'right';
  const within = isAcross ? -1 : index + by;
  const isWithin = within >= 0 && within < stepsAt(layout, column, row).length;
  const to = isWithin ? { column, row } : { column: column + (isAcross ? by : 0), row: row + (isAcross ? 0 : by) };
  const [stage, lane] = [layout.columns[to.column]?.stage, layout.rows[to.row]?.lane];
  if (stage === undefined || lane === undefined) return undefined;
  if (isWithin) return { stage, lane, index: within };
  // From above it comes first, from below last, from beside as far down as it was.
  const count = stepsAt(layout, to.column, to.row).length;
  return { stage, lane, index: way === 'down' ? 0 : way === 'up' ? count : Math.min(index, count) };
}

/** Moves a step; with it all that are chosen when it is one of them, as dragging it does. */
function moveStepAt(picture: Picture, id: string, way: Way): 'moved' | 'stays' {
  const { editor, layout } = picture;
  const box = layout.steps.get(id);
  const slot = box && slotBeside(layout, box, way);
  if (!slot) return 'stays';
  const { chosen, map } = editor;
  if (chosen.ids.peek().has(id) && chosen.shown(map).length > 1) withSelection(picture, (tools) => tools.moveChosen(picture, { stage: slot.stage, lane: slot.lane }));
  else moveStepTo(editor, id, slot);
  return 'moved';
}

/** Moves what has the focus one place; it keeps the focus and stays in sight. */
export function moveAt(picture: Picture, way: Way): void {
  const { editor, focusTarget } = picture;
  const part = partAt(picture, focusTarget);
  if (!part) return;
  if (!editor.canEdit.peek()) return editor.announceReadOnly();
  const isAcross = way === 'left' || way === 'right';
  const by = way === 'left' || way === 'up' ? -1 : 1;
  if (part.kind === 'step') {
    if (moveStepAt(picture, part.id, way) === 'stays') return editor.announce(t('announce.dragOff'));
  } else {
    const to = (focusTarget.kind === 'stage' ? focusTarget.column : focusTarget.kind === 'lane' ? focusTarget.row : -1) + by;
    const count = part.kind === 'stage' ? picture.layout.columns.length : picture.layout.rows.length;
    if ((part.kind === 'stage') !== isAcross || to < 0 || to >= count) return editor.announce(t('announce.dragOff'));
    nudgePart(editor, part, by);
  }
  const { x, y } = picture.view;
  picture.flush();
  // In another order links may need more or less room between the rows: what the person looks at stays where it is across the move.
  if (part.kind !== 'step') picture.setView({ ...picture.view, ...(part.kind === 'stage' ? { y } : { x }) });
  picture.goTo(picture.focusTarget);
}
