/**
 * What keys mean on the map. The map is one tab stop; within it the arrow keys go from step to step and from cell to
 * cell, and single keys do what the menu of a step does. Letters are keys only for who has chosen that: whoever types on a
 * step, or dictates, would change the map without meaning to (WCAG 2.2, success criterion 2.1.4).
 *
 * Owns the places that focus can be at and the way between them. Pure: knows no DOM; MapView feeds it and moves focus.
 */
import { latinKey, type PressedKey } from '../../ui/keys';
import { stepsAt, type Layout } from '../layout/shapes';

/** A place that focus can be at. */
export type FocusTarget =
  | { kind: 'step'; id: string }
  | { kind: 'cell'; column: number; row: number }
  | { kind: 'stage'; column: number }
  | { kind: 'lane'; row: number };

/** Something to do with the place that has focus. */
export type Command =
  | 'open' | 'show' | 'choose' | 'chooseAll' | 'duplicate' | 'rename' | 'menu' | 'add' | 'remove' | 'moveTo' | 'leadTo'
  | 'zoomIn' | 'zoomOut' | 'fit' | 'escape';

/** A pressed key as the browser reports it. */
export interface Key extends PressedKey {
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** What a key means: a command, a way to go, a way to move what has the focus, or nothing here. */
export type KeyMeaning = { command: Command } | { go: Direction } | { move: Way } | null;

/** Ways to move what has the focus. */
export type Way = 'left' | 'right' | 'up' | 'down';

/** Ways to go. */
export type Direction = 'left' | 'right' | 'up' | 'down' | 'rowStart' | 'rowEnd' | 'first' | 'last' | 'laneUp' | 'laneDown';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down',
  Home: 'rowStart', End: 'rowEnd', PageUp: 'laneUp', PageDown: 'laneDown',
};

/** With Ctrl and Shift; with Alt alone some of them are the browser's. */
const WAYS: Readonly<Record<string, Way>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

const COMMANDS: Readonly<Record<string, Command>> = {
  Enter: 'open', ' ': 'show', F2: 'rename', Delete: 'remove', ContextMenu: 'menu', Insert: 'add',
  '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', '0': 'fit', Escape: 'escape',
};

/** Keys with Ctrl or Command; copying and pasting are the browser's own events. */
const WITH_CONTROL: Readonly<Record<string, Command>> = { a: 'chooseAll', d: 'duplicate', ' ': 'choose' };

/** Keys by choice: letters, and the key that takes a letter back where one is typed. */
const LETTERS: Readonly<Record<string, Command>> = { n: 'add', m: 'moveTo', l: 'leadTo', Backspace: 'remove' };

/** The meaning of a key while the map has focus. */
export function meaningOf(key: Key, letters: 'on' | 'off' = 'off'): KeyMeaning {
  const control = key.ctrlKey || key.metaKey;
  if (key.altKey) return null;
  const move = key.ctrlKey && key.shiftKey && !key.metaKey ? WAYS[key.key] : undefined;
  if (move) return { move };
  if (control) {
    // Undo and redo belong to the whole page.
    const command = key.shiftKey ? undefined : WITH_CONTROL[latinKey(key)];
    if (command) return { command };
    if (key.key === 'Home') return { go: 'first' };
    return key.key === 'End' ? { go: 'last' } : null;
  }
  if (key.shiftKey && key.key === ' ') return { command: 'choose' };
  if (key.shiftKey && key.key === 'F10') return { command: 'menu' };
  const go = DIRECTIONS[key.key];
  if (go) return { go };
  const name = latinKey(key);
  const command = COMMANDS[name] ?? (letters === 'on' ? LETTERS[name] : undefined);
  return command ? { command } : null;
}

/** Where focus goes from a place. The same place when there is nothing that way. */
export function goFrom(layout: Layout, focusTarget: FocusTarget, direction: Direction): FocusTarget {
  if (direction === 'first') return enter(layout, { column: 0, row: 0 }, 'top');
  if (direction === 'last') return enter(layout, { column: layout.columns.length - 1, row: layout.rows.length - 1 }, 'bottom');
  switch (focusTarget.kind) {
    case 'stage': return fromStage(layout, focusTarget.column, direction);
    case 'lane': return fromLane(layout, focusTarget.row, direction);
    case 'cell': return fromCell(layout, { ...focusTarget, index: 0, count: 0 }, direction);
    case 'step': {
      const box = layout.steps.get(focusTarget.id);
      if (!box) return firstFocusTarget(layout);
      const count = stepsAt(layout, box.column, box.row).length;
      return fromCell(layout, { column: box.column, row: box.row, index: box.index, count }, direction);
    }
  }
}

/** Where focus begins: the first cell, else a header, else nowhere in particular. */
export function firstFocusTarget(layout: Layout): FocusTarget {
  return enter(layout, { column: 0, row: 0 }, 'top');
}

/** Whether a place exists on this map; a step or cell may be gone after another person's edit. */
export function focusTargetExists(layout: Layout, focusTarget: FocusTarget): boolean {
  switch (focusTarget.kind) {
    case 'step': return layout.steps.has(focusTarget.id);
    case 'cell': return focusTarget.column < layout.columns.length && focusTarget.row < layout.rows.length && stepsAt(layout, focusTarget.column, focusTarget.row).length === 0;
    case 'stage': return focusTarget.column < layout.columns.length;
    case 'lane': return focusTarget.row < layout.rows.length;
  }
}

/** Where a stage or lane stands after a change of the map; the one that has taken its place when it is gone. */
function headerAfter(ids: readonly string[], id: string | undefined, was: number): number {
  const now = ids.indexOf(id ?? '');
  return now >= 0 ? now : Math.min(was, ids.length - 1);
}

/** The place of focus after a change of the map: the same part wherever it stands now, else the neighbour that takes over. */
export function focusTargetAfter(layouts: { readonly before: Layout; readonly after: Layout }, focusTarget: FocusTarget, was: { column: number; row: number; index: number }): FocusTarget {
  const { before, after } = layouts;
  const columnAfter = (column: number) => headerAfter(after.columns.map(({ stage }) => stage), before.columns[column]?.stage, column);
  const rowAfter = (row: number) => headerAfter(after.rows.map(({ lane }) => lane), before.rows[row]?.lane, row);
  switch (focusTarget.kind) {
    case 'stage': return after.columns.length > 0 ? { kind: 'stage', column: columnAfter(focusTarget.column) } : firstFocusTarget(after);
    case 'lane': return after.rows.length > 0 ? { kind: 'lane', row: rowAfter(focusTarget.row) } : firstFocusTarget(after);
    case 'step': return after.steps.has(focusTarget.id) ? focusTarget : focusTargetNear(after, { ...was, column: columnAfter(was.column), row: rowAfter(was.row) });
    case 'cell': {
      const [column, row] = [columnAfter(focusTarget.column), rowAfter(focusTarget.row)];
      if (column < 0 || row < 0) return firstFocusTarget(after);
      const cell: FocusTarget = { kind: 'cell', column, row };
      // A cell that got its first step: that has the focus.
      return focusTargetExists(after, cell) ? cell : focusTargetNear(after, { column, row, index: 0 });
    }
  }
}

/** The place to go to when the one with focus is gone: its neighbour in the cell it was in. */
export function focusTargetNear(layout: Layout, was: { column: number; row: number; index: number }): FocusTarget {
  const column = Math.min(was.column, layout.columns.length - 1);
  const row = Math.min(was.row, layout.rows.length - 1);
  const ids = stepsAt(layout, column, row);
  const id = ids[Math.min(was.index, ids.length - 1)];
  return id ? { kind: 'step', id } : enter(layout, { column, row }, 'top');
}

/** The place in a cell that is entered from above or below. */
function enter(layout: Layout, cell: { column: number; row: number }, side: 'top' | 'bottom' | number): FocusTarget {
  if (cell.column < 0 || cell.row < 0) return cell.column < 0 ? { kind: 'lane', row: Math.max(0, cell.row) } : { kind: 'stage', column: cell.column };
  const ids = stepsAt(layout, cell.column, cell.row);
  const index = side === 'top' ? 0 : side === 'bottom' ? ids.length - 1 : Math.min(side, ids.length - 1);
  const id = ids[index];
  return id ? { kind: 'step', id } : { kind: 'cell', ...cell };
}

interface CellPlace {
  column: number;
  row: number;
  index: number;
  count: number;
}

/** From within a cell. */
function fromCell(layout: Layout, at: CellPlace, direction: Direction): FocusTarget {
  const { column, row, index, count } = at;
  const lastColumn = layout.columns.length - 1;
  const lastRow = layout.rows.length - 1;
  const here = enter(layout, at, index);
  switch (direction) {
    case 'left': return column === 0 ? { kind: 'lane', row } : enter(layout, { column: column - 1, row }, index);
    case 'right': return column === lastColumn ? here : enter(layout, { column: column + 1, row }, index);
    case 'up':
      if (index > 0) return enter(layout, at, index - 1);
      return row === 0 ? { kind: 'stage', column } : enter(layout, { column, row: row - 1 }, 'bottom');
    case 'down':
      if (index < count - 1) return enter(layout, at, index + 1);
      return row === lastRow ? here : enter(layout, { column, row: row + 1 }, 'top');
    case 'rowStart': return enter(layout, { column: 0, row }, 0);
    case 'rowEnd': return enter(layout, { column: lastColumn, row }, 0);
    case 'laneUp': return row === 0 ? { kind: 'stage', column } : enter(layout, { column, row: row - 1 }, 'top');
    case 'laneDown': return row === lastRow ? here : enter(layout, { column, row: row + 1 }, 'top');
    case 'first':
    case 'last': return here;
  }
}

/** From a stage's header. */
function fromStage(layout: Layout, column: number, direction: Direction): FocusTarget {
  const last = layout.columns.length - 1;
  if (direction === 'left') return { kind: 'stage', column: Math.max(0, column - 1) };
  if (direction === 'right') return { kind: 'stage', column: Math.min(last, column + 1) };
  if (direction === 'rowStart') return { kind: 'stage', column: 0 };
  if (direction === 'rowEnd') return { kind: 'stage', column: last };
  if ((direction === 'down' || direction === 'laneDown') && layout.rows.length > 0) return enter(layout, { column, row: 0 }, 'top');
  return { kind: 'stage', column };
}

/** From a lane's header. */
function fromLane(layout: Layout, row: number, direction: Direction): FocusTarget {
  const last = layout.rows.length - 1;
  if (direction === 'up' || direction === 'laneUp') return { kind: 'lane', row: Math.max(0, row - 1) };
  if (direction === 'down' || direction === 'laneDown') return { kind: 'lane', row: Math.min(last, row + 1) };
  if (direction === 'right' && layout.columns.length > 0) return enter(layout, { column: 0, row }, 0);
  if (direction === 'rowEnd' && layout.columns.length > 0) return enter(layout, { column: layout.columns.length - 1, row }, 0);
  return { kind: 'lane', row };
}
