/**
 * What clicks and keys do on the map: open, add, remove, move, link, zoom. Owns the way from a command to an action of
 * editor/state/actions.ts; listens to nothing itself.
 */
import { remove } from '../editor/state/actions';
import type { PartRef } from '../model/schema';
import type { Command, FocusTarget } from './gestures/keyboard';
import type { Picture } from './picture';
import type { Point } from './layout/shapes';
import { isOverview, READING_ZOOM, toScreen, zoomAt, ZOOM_STEP } from './layout/viewport';

/** What commands act on. */
export interface Commands {
  readonly picture: Picture;
  /** Opens the menu of a place at a point of the page. */
  menu(focusTarget: FocusTarget, at: Point): void;
}

/** A click on the map. */
export interface Click {
  readonly focusTarget: FocusTarget | undefined;
  readonly link: string | undefined;
  /** In map pixels. */
  readonly point: Point;
  /** Assistive technology and keys click without a pointer. */
  readonly byKeyboard: boolean;
  /** The step under the point, also where only an overview is drawn. */
  readonly step: string | undefined;
}

/** The part that a place stands for. */
export function partAt(picture: Picture, focusTarget: FocusTarget): PartRef | undefined {
  switch (focusTarget.kind) {
    case 'step': return focusTarget;
    case 'stage': {
      const id = picture.layout.columns[focusTarget.column]?.stage;
      return id === undefined ? undefined : { kind: 'stage', id };
    }
    case 'lane': {
      const id = picture.layout.rows[focusTarget.row]?.lane;
      return id === undefined ? undefined : { kind: 'lane', id };
    }
    case 'cell': return undefined;
  }
}

/** Asks for a new step in the cell of a place, after the step that stands there. */
export function addAt(picture: Picture, focusTarget: FocusTarget): void {
  const box = focusTarget.kind === 'step' ? picture.layout.steps.get(focusTarget.id) : undefined;
  const cell = box ?? (focusTarget.kind === 'cell' ? focusTarget : undefined);
  const stage = cell && picture.layout.columns[cell.column]?.stage;
  const lane = cell && picture.layout.rows[cell.row]?.lane;
  if (stage === undefined || lane === undefined) return;
  picture.editor.openDialog({ name: 'addStep', stage, lane, ...(box ? { index: box.index + 1 } : {}) });
}

/** Removes what stands at a place; the picture takes the focus to a neighbour, at the size that it has. */
export function removeAt(picture: Picture, focusTarget: FocusTarget): void {
  const part = partAt(picture, focusTarget);
  if (part) remove(picture.editor, part, 'stays');
}

/** Opens what stands at a place. */
function openAt(picture: Picture, focusTarget: FocusTarget, focus: 'field' | 'stay'): void {
  const part = partAt(picture, focusTarget);
  if (part) picture.editor.open(part, focus);
  else addAtCell(picture, focusTarget);
}

/** An empty cell, or the button at the end of one, adds at its end. */
function addAtCell(picture: Picture, focusTarget: FocusTarget): void {
  if (focusTarget.kind !== 'cell') return;
  const stage = picture.layout.columns[focusTarget.column]?.stage;
  const lane = picture.layout.rows[focusTarget.row]?.lane;
  if (stage !== undefined && lane !== undefined) picture.editor.openDialog({ name: 'addStep', stage, lane });
}

/** A click, by pointer or by assistive technology. */
export function runClick(commands: Commands, click: Click): void {
  const { picture } = commands;
  if (isOverview(picture.view) && !click.byKeyboard && (!click.focusTarget || click.focusTarget.kind === 'cell')) {
    // From afar a click goes nearer: one cannot mean a thing one cannot read.
    picture.setView(zoomAt(picture.view, toScreen(picture.view, click.point), READING_ZOOM));
    if (click.step !== undefined) picture.editor.select({ kind: 'step', id: click.step });
    return;
  }
  if (click.focusTarget) {
    picture.setFocusTarget(click.focusTarget);
    openAt(picture, click.focusTarget, click.byKeyboard ? 'field' : 'stay');
  } else if (click.link !== undefined) {
    picture.editor.open({ kind: 'link', id: click.link }, 'stay');
  } else {
    picture.editor.select(undefined);
    picture.editor.closePanel();
  }
}

/** A key's command at the place of focus. */
export function runCommand(commands: Commands, command: Command): void {
  const { picture } = commands;
  const { editor, focusTarget } = picture;
  const step = focusTarget.kind === 'step' ? focusTarget.id : undefined;
  switch (command) {
    case 'open': return openAt(picture, focusTarget, 'field');
    case 'add': return addAt(picture, focusTarget);
    case 'remove': return removeAt(picture, focusTarget);
    case 'moveTo': return step === undefined ? undefined : editor.openDialog({ name: 'moveStep', step });
    case 'leadTo': return step === undefined ? undefined : editor.openDialog({ name: 'leadTo', step });
    case 'menu': {
      const rect = picture.elementOf(focusTarget)?.getBoundingClientRect();
      return rect ? commands.menu(focusTarget, { x: rect.left + 16, y: rect.bottom }) : undefined;
    }
    case 'zoomIn': return picture.zoomTo(picture.view.zoom * ZOOM_STEP);
    case 'zoomOut': return picture.zoomTo(picture.view.zoom / ZOOM_STEP);
    case 'fit': return picture.fit();
    case 'escape':
      editor.closePanel();
      return editor.select(undefined);
  }
}
