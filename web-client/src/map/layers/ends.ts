/**
 * What stands at the two ends of the map for whoever may edit: an empty column after the last stage and an empty row after the last
 * lane, each with a button in line with the headers that adds one there. They keep their size while the map is zoomed.
 *
 * Owns these elements. Knows layout and viewport; what adding means is its caller's.
 */
import { t } from '../../i18n/translate';
import type { Layout } from '../layout/shapes';
import { END_ROOM, type Size, type Viewport } from '../layout/viewport';
import { make, makeSymbol, standAt, sizeTo } from './draw';

/** Screen pixels between the map and what stands at its ends. */
const GAP = 4;
/** Screen pixels that an end takes: what the map may be moved in by. */
const ROOM = END_ROOM - 2 * GAP;

/** A press that moved no farther than this is no movement of the map, in screen pixels. */
const STILL_PX = 4;

/** What can be added at an end. */
export type EndKind = 'stage' | 'lane';

/** What the ends ask of the picture. */
export interface EndsCommands {
  add(kind: EndKind): void;
  /** An end got the focus: it is to be brought into sight. */
  reached(kind: EndKind): void;
}

/** Both ends. */
export class EndsLayer {
  /** In line with the names of stages, and of lanes. */
  readonly stages = make('div', 'pw-map__ends pw-map__ends--stage');
  readonly lanes = make('div', 'pw-map__ends pw-map__ends--lane');
  /** In the window, where the map moves. */
  readonly ground = make('div', 'pw-map__ends-ground');
  private readonly column = make('div', 'pw-map__end');
  private readonly row = make('div', 'pw-map__end');

  constructor(private readonly commands: EndsCommands) {
    this.stages.append(this.button('stage'));
    this.lanes.append(this.button('lane'));
    this.ground.append(this.column, this.row);
    this.ground.setAttribute('aria-hidden', 'true');
    for (const [element, kind] of [[this.column, 'stage'], [this.row, 'lane']] as const) {
      let pressed = { x: 0, y: 0 };
      element.addEventListener('pointerdown', ({ clientX, clientY }) => {
        pressed = { x: clientX, y: clientY };
      });
      element.addEventListener('click', (event) => {
        // The end of a movement of the map is left to it.
        if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > STILL_PX) return;
        event.stopPropagation();
        commands.add(kind);
      });
    }
  }

  /** Brings the ends in line with the map and its viewport. */
  sync(layout: Layout, view: Viewport, window: Size, canEdit: boolean): void {
    for (const element of [this.stages, this.lanes, this.ground]) if (element.hidden === canEdit) element.hidden = !canEdit;
    if (!canEdit) return;
    // Out of sight they stand at one place, so that moving the map costs nothing for them.
    const right = Math.min(window.width + GAP, layout.width * view.zoom + view.x + GAP);
    const below = Math.min(window.height + GAP, layout.height * view.zoom + view.y + GAP);
    const [top, left] = [Math.max(0, view.y), Math.max(0, view.x)];
    place(this.stages.firstElementChild, { x: right, y: 0 }, { width: ROOM });
    place(this.lanes.firstElementChild, { x: 0, y: below }, { height: ROOM });
    place(this.column, { x: right, y: top }, { width: ROOM, height: Math.max(0, Math.min(window.height, below - GAP) - top) });
    place(this.row, { x: left, y: below }, { width: Math.max(0, Math.min(window.width, right - GAP) - left), height: ROOM });
  }

  private button(kind: EndKind): HTMLElement {
    const button = make('button', 'pw-map__end-button', makeSymbol('add'), make('span', '', t(kind === 'stage' ? 'add.stage' : 'add.lane')));
    button.type = 'button';
    button.addEventListener('click', (event) => {
      // It is no place of the map, which would let go of what is selected.
      event.stopPropagation();
      this.commands.add(kind);
    });
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    });
    button.addEventListener('focus', () => this.commands.reached(kind));
    return button;
  }
}

/** Puts an element at a place of the screen, with a size where one is given. */
function place(element: Element | null, at: { x: number; y: number }, size: Partial<Size>): void {
  if (!(element instanceof HTMLElement)) return;
  standAt(element, at);
  sizeTo(element, {
    ...(size.width === undefined ? {} : { width: Math.round(size.width) }), ...(size.height === undefined ? {} : { height: Math.round(size.height) }),
  });
}
