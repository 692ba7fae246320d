/**
 * What clicks and keys do on the map: open, add, remove, move, link, zoom. Owns the way from a command to an action of
 * editor/state/actions.ts; listens to nothing itself.
 */
import { remove } from '../editor/state/actions';
import type { PartRef } from '../model/schema';
import type { Command, Spot } from './gestures/keyboard';
import type { Picture } from './picture';
import type { Point } from './layout/shapes';
import { isOverview, READING_ZOOM, toScreen, zoomAt, ZOOM_STEP } from './layout/viewport';

/** What commands act on. */
export interface Commands {
  readonly picture: Picture;
  /** Opens the menu of a place at a point of the page. */
  menu(spot: Spot, at: Point): void;
}

/** A click on the map. */
export interface Click {
  readonly spot: Spot | undefined;
  readonly link: string | undefined;
  /** In map pixels. */
  readonly point: Point;
  /** Assistive technology and keys click without a pointer. */
  readonly byKeyboard: boolean;
  /** The step under the point, also where only an overview is drawn. */
  readonly step: string | undefined;
}

/** The part that a place stands for. */
export function partAt(picture: Picture, spot: Spot): PartRef | undefined {
  switch (spot.kind) {
    case 'step': return spot;
    case 'stage': {
      const id = picture.layout.columns[spot.column]?.stage;
      return id === undefined ? undefined : { kind: 'stage', id };
    }
    case 'lane': {
      const id = picture.layout.rows[spot.row]?.lane;
      return id === undefined ? undefined : { kind: 'lane', id };
    }
    case 'cell': return undefined;
  }
}

/** Asks for a new step in the cell of a place, after the step that stands there. */
export function addAt(picture: Picture, spot: Spot): void {
  const box = spot.kind === 'step' ? picture.layout.steps.get(spot.id) : undefined;
  const cell = box ?? (spot.kind === 'cell' ? spot : undefined);
  const stage = cell && picture.layout.columns[cell.column]?.stage;
  const lane = cell && picture.layout.rows[cell.row]?.lane;
  if (stage === undefined || lane === undefined) return;
  picture.desk.ask({ ask: 'addStep', stage, lane, ...(box ? { index: box.index + 1 } : {}) });
}

/** Removes what stands at a place; focus goes to a neighbour. */
export function removeAt(picture: Picture, spot: Spot): void {
  const part = partAt(picture, spot);
  if (part) remove(picture.desk, part);
}

/** Opens what stands at a place. */
function openAt(picture: Picture, spot: Spot, focus: 'field' | 'stay'): void {
  const part = partAt(picture, spot);
  if (part) picture.desk.open(part, focus);
  else addAtCell(picture, spot);
}

/** An empty cell, or the button at the end of one, adds at its end. */
function addAtCell(picture: Picture, spot: Spot): void {
  if (spot.kind !== 'cell') return;
  const stage = picture.layout.columns[spot.column]?.stage;
  const lane = picture.layout.rows[spot.row]?.lane;
  if (stage !== undefined && lane !== undefined) picture.desk.ask({ ask: 'addStep', stage, lane });
}

/** A click, by pointer or by assistive technology. */
export function runClick(commands: Commands, click: Click): void {
  const { picture } = commands;
  if (isOverview(picture.view) && !click.byKeyboard && (!click.spot || click.spot.kind === 'cell')) {
    // From afar a click goes nearer: one cannot mean a thing one cannot read.
    picture.look(zoomAt(picture.view, toScreen(picture.view, click.point), READING_ZOOM));
    if (click.step !== undefined) picture.desk.select({ kind: 'step', id: click.step });
    return;
  }
  if (click.spot) {
    picture.setSpot(click.spot);
    openAt(picture, click.spot, click.byKeyboard ? 'field' : 'stay');
  } else if (click.link !== undefined) {
    picture.desk.open({ kind: 'link', id: click.link }, 'stay');
  } else {
    picture.desk.select(undefined);
    picture.desk.closePanel();
  }
}

/** A key's command at the place of focus. */
export function runCommand(commands: Commands, command: Command): void {
  const { picture } = commands;
  const { desk, spot } = picture;
  const step = spot.kind === 'step' ? spot.id : undefined;
  switch (command) {
    case 'open': return openAt(picture, spot, 'field');
    case 'add': return addAt(picture, spot);
    case 'remove': return removeAt(picture, spot);
    case 'moveTo': return step === undefined ? undefined : desk.ask({ ask: 'moveStep', step });
    case 'leadTo': return step === undefined ? undefined : desk.ask({ ask: 'leadTo', step });
    case 'menu': {
      const rect = picture.elementOf(spot)?.getBoundingClientRect();
      return rect ? commands.menu(spot, { x: rect.left + 16, y: rect.bottom }) : undefined;
    }
    case 'zoomIn': return picture.zoomTo(picture.view.zoom * ZOOM_STEP);
    case 'zoomOut': return picture.zoomTo(picture.view.zoom / ZOOM_STEP);
    case 'fit': return picture.fit();
    case 'escape':
      desk.closePanel();
      return desk.select(undefined);
  }
}
