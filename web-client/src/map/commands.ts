/**
 * What clicks and keys do on the map: open, add, remove, move, link, zoom. Owns the way from a command to an action of
 * editor/state/actions.ts; listens to nothing itself.
 */
import { remove } from '../editor/state/actions';
import type { PartRef } from '../model/schema';
import type { Command, FocusTarget } from './gestures/keyboard';
import type { Picture } from './picture';
import type { Point } from './layout/shapes';
import { t } from '../i18n/translate';
import { withSelection } from './selection/start';
import { startTyping } from './typing/start';
import { fitAndSay, zoomAndSay } from './zoom';
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
  /** With Shift, Ctrl or Command a press chooses the step besides others. */
  readonly chooses: boolean;
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

/** Opens a field for a new step in the cell of a place, below the step that stands there; for a header, for one more of its kind. */
export function addAt(picture: Picture, focusTarget: FocusTarget, words = ''): void {
  if (focusTarget.kind === 'stage' || focusTarget.kind === 'lane') {
    startTyping(picture, { kind: focusTarget.kind }, words);
    return;
  }
  const cell = focusTarget.kind === 'step' ? picture.layout.steps.get(focusTarget.id) : focusTarget;
  const stage = cell && picture.layout.columns[cell.column]?.stage;
  const lane = cell && picture.layout.rows[cell.row]?.lane;
  if (stage === undefined || lane === undefined) return;
  startTyping(picture, { kind: 'step', stage, lane, after: focusTarget.kind === 'step' ? focusTarget.id : undefined }, words);
}

/** Opens a field over the title of what stands at a place. */
export function renameAt(picture: Picture, focusTarget: FocusTarget): void {
  const part = partAt(picture, focusTarget);
  if (part?.kind === 'step' || part?.kind === 'stage' || part?.kind === 'lane') startTyping(picture, { kind: 'title', part: { kind: part.kind, id: part.id } });
}

/** Removes what stands at a place; the picture takes the focus to a neighbour, at the size that it has. */
export function removeAt(picture: Picture, focusTarget: FocusTarget): void {
  const { editor } = picture;
  const chosen = editor.chosen.shown(editor.map);
  if (chosen.length > 0) {
    withSelection(picture, (tools) => tools.removeChosen(picture));
    return;
  }
  const part = partAt(picture, focusTarget);
  if (part) remove(picture.editor, part, 'stays');
}

/** Opens what stands at a place; an empty cell, or the button at the end of one, adds at its end. */
function openAt(picture: Picture, focusTarget: FocusTarget, focus: 'field' | 'stay'): void {
  const part = partAt(picture, focusTarget);
  if (part) picture.editor.open(part, focus);
  else addAt(picture, focusTarget);
}

/** A click, by pointer or by assistive technology. */
export function runClick(commands: Commands, click: Click): void {
  const { picture } = commands;
  if (click.chooses && click.step !== undefined && click.focusTarget === undefined) {
    chooseAt(picture, { kind: 'step', id: click.step });
    return;
  }
  if (isOverview(picture.view) && !click.byKeyboard && (!click.focusTarget || click.focusTarget.kind === 'cell')) {
    // From afar a click goes nearer: one cannot mean a thing one cannot read.
    picture.setView(zoomAt(picture.view, toScreen(picture.view, click.point), READING_ZOOM));
    if (click.step !== undefined) picture.editor.select({ kind: 'step', id: click.step });
    return;
  }
  if (click.focusTarget?.kind === 'step' && click.chooses) {
    picture.setFocusTarget(click.focusTarget);
    chooseAt(picture, click.focusTarget);
  } else if (click.focusTarget) {
    picture.setFocusTarget(click.focusTarget);
    openAt(picture, click.focusTarget, click.byKeyboard ? 'field' : 'stay');
  } else if (click.link !== undefined) {
    picture.editor.open({ kind: 'link', id: click.link }, 'stay');
  } else {
    picture.editor.select(undefined);
    picture.editor.closePanel();
    if (picture.editor.chosen.mode.peek() === 'off') picture.editor.chosen.clear();
  }
}

/** Chooses a step besides those that are, or no longer; the first one takes the selected step along. */
export function chooseAt(picture: Picture, focusTarget: FocusTarget): void {
  if (focusTarget.kind !== 'step') return;
  const { editor } = picture;
  const selected = editor.selected.peek();
  if (editor.chosen.ids.peek().size === 0 && selected?.kind === 'step' && editor.opened.peek() === undefined) editor.chosen.add([selected.id]);
  editor.chosen.toggle(focusTarget.id);
  sayChosen(picture);
}

/** Says how many steps are chosen. */
export function sayChosen({ editor }: Picture): void {
  editor.announce(t('announce.chosen', { count: editor.chosen.shown(editor.map).length }));
}

/** A key's command at the place of focus. */
export function runCommand(commands: Commands, command: Command): void {
  const { picture } = commands;
  const { editor, focusTarget } = picture;
  const step = focusTarget.kind === 'step' ? focusTarget.id : undefined;
  switch (command) {
    case 'open': return openAt(picture, focusTarget, 'field');
    // The focus stays on the card: a space that was meant as one must not end in the words of a step.
    case 'show': return openAt(picture, focusTarget, 'stay');
    case 'choose':
      if (step === undefined) editor.chosen.mode.value = 'on';
      return chooseAt(picture, focusTarget);
    case 'chooseAll':
      editor.chosen.only(editor.map.reading.peek().filter((id) => picture.layout.steps.has(id)));
      return sayChosen(picture);
    case 'duplicate': return withSelection(picture, (tools) => tools.duplicate(picture));
    case 'rename': return renameAt(picture, focusTarget);
    case 'add': return addAt(picture, focusTarget);
    case 'remove': return removeAt(picture, focusTarget);
    case 'moveTo': return step === undefined ? undefined : editor.openDialog({ name: 'moveStep', step });
    case 'leadTo': return step === undefined ? undefined : editor.openDialog({ name: 'leadTo', step });
    case 'menu': {
      const rect = picture.elementOf(focusTarget)?.getBoundingClientRect();
      return rect ? commands.menu(focusTarget, { x: rect.left + 16, y: rect.bottom }) : undefined;
    }
    case 'zoomIn': return zoomAndSay(picture, picture.view.zoom * ZOOM_STEP);
    case 'zoomOut': return zoomAndSay(picture, picture.view.zoom / ZOOM_STEP);
    case 'fit': return fitAndSay(picture);
    case 'escape':
      if (editor.chosen.ids.peek().size > 0 || editor.chosen.mode.peek() === 'on') return editor.chosen.clear();
      editor.closePanel();
      return editor.select(undefined);
  }
}
