/**
 * From the page's events to what they mean on the map: pointers through the states of pointer.ts, the wheel through
 * viewport.ts, keys through keyboard.ts. A drag shows in presence until its drop, then one action writes.
 *
 * Owns the listeners on the map's element. What a command does is commands.ts; drawing is picture.ts.
 */
import { link, moveStepTo } from '../editor/state/actions';
import { t } from '../i18n/translate';
import { letterKeys } from '../editor/state/letter-keys';
import { addAt, renameAt, runClick, runCommand, sayChosen, type Commands } from './commands';
import { attribute, make } from './layers/draw';
import { focusOn } from './layers/surface';
import { selection, withSelection } from './selection/start';
import { gridPositionAt, type GridPosition } from './layout/geometry';
import { goFrom, meaningOf, type FocusTarget } from './gestures/keyboard';
import { NO_DRAG } from './drawing';
import { moveAt } from './move';
import type { Picture } from './picture';
import { edgePan, gesture, HOLD_MS, IDLE, type Dragged, type Gesture, type PointerEffect, type PointerInput, type PressTarget } from './gestures/pointer';
import { stepsAt, touches, type Point } from './layout/shapes';
import { toShared } from './layout/shared-place';
import { isOverview, panBy, pinch, toMap, wheel } from './layout/viewport';

/** Pixels of a wheel turned by lines or pages. */
const WHEEL_LINE_PX = 32;

/** Whether something happened in a field or in tools over the map (typing/, selection/): their keys and presses are their own. */
function inField(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('[data-typing], [data-over]') !== null;
}

/** The listeners of one map. */
export class MapInput {
  private state: Gesture = IDLE;
  private hold: ReturnType<typeof setTimeout> | undefined;
  private swallow = false;
  private lastPoint: Point = { x: 0, y: 0 };
  private edgeFrame = 0;
  private readonly frame = make('div', 'pw-map__frame');
  private readonly listening = new AbortController();

  constructor(private readonly picture: Picture, private readonly commands: Commands) {
    const { root, window } = picture;
    const { signal } = this.listening;
    window.addEventListener('pointerdown', (event) => this.pressed(event), { signal });
    window.addEventListener('pointermove', (event) => this.moved(event), { signal });
    window.addEventListener('pointerup', (event) => this.feed({ type: 'up', pointer: event.pointerId, at: this.pointOf(event) }), { signal });
    window.addEventListener('pointercancel', () => this.feed({ type: 'cancel' }), { signal });
    window.addEventListener('pointerleave', () => this.picture.editor.presence.show({ cursor: undefined }), { signal });
    root.addEventListener('wheel', (event) => this.wheeled(event), { passive: false, signal });
    root.addEventListener('click', (event) => this.clicked(event), { signal });
    root.addEventListener('dblclick', (event) => this.pressedTwice(event), { signal });
    root.addEventListener('contextmenu', (event) => this.menuAsked(event), { signal });
    root.addEventListener('keydown', (event) => this.keyed(event), { signal });
    // On the page: browsers send it to what they think is selected, not to what has the focus.
    document.addEventListener('paste', (event) => this.pasted(event), { signal });
    for (const type of ['copy', 'cut'] as const) document.addEventListener(type, (event) => this.copied(event), { signal });
    root.addEventListener('focusin', (event) => {
      const focusTarget = this.focusTargetOf(event.target);
      if (focusTarget) picture.focusCame(focusTarget);
    }, { signal });
    window.addEventListener('scroll', () => picture.takeScroll(), { signal });
  }

  /** Stops listening. */
  stop(): void {
    this.listening.abort();
    clearTimeout(this.hold);
    cancelAnimationFrame(this.edgeFrame);
  }

  /** The place of the map that an element stands for. */
  private focusTargetOf(target: EventTarget | null): FocusTarget | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-step],[data-cell],[data-stage],[data-lane]') : null;
    if (!element) return undefined;
    const { step, cell, stage, lane } = element.dataset;
    const { layout } = this.picture;
    if (step !== undefined) return { kind: 'step', id: step };
    if (cell !== undefined) {
      const [column = 0, row = 0] = cell.split('.').map(Number);
      return { kind: 'cell', column, row };
    }
    const column = layout.columns.findIndex((other) => other.stage === stage);
    if (column >= 0) return { kind: 'stage', column };
    const row = layout.rows.findIndex((other) => other.lane === lane);
    return row >= 0 ? { kind: 'lane', row } : undefined;
  }

  private pointOf(event: MouseEvent): Point {
    const rect = this.picture.window.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  }

  private pressed(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0 && event.button !== 1) return;
    this.swallow = false;
    const touch = event.pointerType === 'touch';
    const movable = this.picture.editor.canEdit.peek() && event.button === 0;
    this.feed({ type: 'down', pointer: event.pointerId, touch, target: this.targetOf(event.target), at: this.pointOf(event), movable, frames: this.chooses(event) });
  }

  /** Whether a press chooses steps: by its keys, or because the person has turned that on. */
  private chooses(event: MouseEvent): boolean {
    return event.shiftKey || event.ctrlKey || event.metaKey || this.picture.editor.chosen.mode.peek() === 'on';
  }

  /** Draws the frame, and chooses what it touches when it is done. */
  private frameOver(from: Point, to: Point, end: 'drawn' | 'done'): void {
    const { picture } = this;
    const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
    Object.assign(this.frame.style, { left: `${x + picture.window.offsetLeft}px`, top: `${y + picture.window.offsetTop}px`, width: `${width}px`, height: `${height}px` });
    if (end === 'drawn') {
      if (!this.frame.isConnected) picture.root.append(this.frame);
      return;
    }
    this.frame.remove();
    const rect = { ...toMap(picture.view, { x, y }), width: width / picture.view.zoom, height: height / picture.view.zoom };
    const ids = [...picture.layout.steps.values()].filter((box) => touches(box, rect)).map(({ id }) => id);
    picture.editor.chosen.add(ids);
    // The press took the focus away; keys act on what is chosen.
    if (ids[0] !== undefined) focusOn(picture, { kind: 'step', id: ids[0] });
    sayChosen(picture);
  }

  private targetOf(target: EventTarget | null): PressTarget {
    const step = target instanceof Element ? target.closest<HTMLElement>('[data-step]')?.dataset['step'] : undefined;
    if (step === undefined || !(target instanceof Element)) return { kind: 'background' };
    return target.closest('[data-handle]') ? { kind: 'handle', id: step } : { kind: 'step', id: step };
  }

  private moved(event: PointerEvent): void {
    this.lastPoint = this.pointOf(event);
    this.feed({ type: 'move', pointer: event.pointerId, at: this.lastPoint });
    const at = toShared(this.picture.layout, toMap(this.picture.view, this.lastPoint));
    this.picture.editor.presence.show({ cursor: { x: Math.round(at.x), y: Math.round(at.y) } });
    // Captured only now: capturing at the press would send the click to the window instead of the step.
    const moving = this.state.state === 'panning' || this.state.state === 'dragging' || this.state.state === 'framing';
    if (moving && !this.picture.window.hasPointerCapture(event.pointerId)) this.picture.window.setPointerCapture(event.pointerId);
  }

  private feed(input: PointerInput): void {
    const { next, effects } = gesture(this.state, input);
    this.state = next;
    for (const effect of effects) this.perform(effect);
    attribute(this.picture.root, 'data-gesture', next.state);
  }

  private perform(effect: PointerEffect): void {
    const { picture } = this;
    switch (effect.do) {
      case 'pan': return picture.setView(panBy(picture.view, effect.dx, effect.dy));
      case 'pinch': return picture.setView(pinch(picture.view, effect.before, effect.after));
      case 'startHold':
        this.hold = setTimeout(() => this.feed({ type: 'held' }), HOLD_MS);
        return undefined;
      case 'stopHold': return clearTimeout(this.hold);
      case 'swallowClick':
        this.swallow = true;
        return undefined;
      case 'lift': return this.lift(effect.dragged, effect.at);
      case 'drag': return this.drag(effect.dragged, effect.at);
      case 'drop': return this.drop(effect.dragged, effect.at);
      case 'frame': return this.frameOver(effect.from, effect.to, 'drawn');
      case 'framed': return this.frameOver(effect.from, effect.to, 'done');
      case 'unframe': return this.frame.remove();
      case 'abandon':
        this.endDrag();
        return picture.editor.announce(t('announce.dragOff'));
    }
  }

  private lift(dragged: Dragged, at: Point): void {
    const { picture } = this;
    if (dragged.kind === 'step') {
      picture.editor.select({ kind: 'step', id: dragged.id });
      picture.editor.announce(t(matchMedia('(pointer: coarse)').matches ? 'announce.dragging.touch' : 'announce.dragging', { title: picture.nameOf(dragged.id) }));
    }
    this.lastPoint = at;
    this.drag(dragged, at);
    let before = performance.now();
    const edge = (now: number) => {
      // By the time that has passed: frames come at any rate.
      const seconds = Math.max(0, now - before) / 1000;
      before = now;
      if (this.state.state !== 'dragging') return;
      const { dx, dy } = edgePan(this.lastPoint, picture.windowSize);
      if (dx !== 0 || dy !== 0) {
        picture.setView(panBy(picture.view, dx * seconds, dy * seconds));
        this.drag(this.state.dragged, this.lastPoint);
      }
      this.edgeFrame = requestAnimationFrame(edge);
    };
    this.edgeFrame = requestAnimationFrame(edge);
  }

  private drag(dragged: Dragged, at: Point): void {
    const { picture } = this;
    const point = toMap(picture.view, at);
    if (dragged.kind === 'link') {
      const from = picture.layout.steps.get(dragged.id);
      const start = from ? { x: from.x + from.width, y: from.y + 24 } : point;
      picture.showDrag({ ...NO_DRAG, linkTarget: this.stepUnder(point, dragged.id), drawing: { from: start, to: point } });
      return;
    }
    const drop = gridPositionAt(picture.layout, point) ?? undefined;
    picture.showDrag({ ...NO_DRAG, step: dragged.id, drop, preview: { step: dragged.id, at: point } });
    const cell = drop && this.cellOf(drop);
    if (cell) picture.editor.presence.show({ drag: { step: dragged.id, pos: { ...cell, ord: '' } } });
  }

  private drop(dragged: Dragged, at: Point): void {
    const { picture } = this;
    const point = toMap(picture.view, at);
    this.endDrag();
    if (dragged.kind === 'link') {
      const to = this.stepUnder(point, dragged.id);
      if (to) link(picture.editor, dragged.id, to);
      return;
    }
    const place = gridPositionAt(picture.layout, point);
    const box = picture.layout.steps.get(dragged.id);
    const cell = place && this.cellOf(place);
    if (!place || !cell || !box) return;
    const { chosen, map } = picture.editor;
    const together = chosen.ids.peek().has(dragged.id) ? chosen.shown(map) : [];
    if (together.length > 1) {
      const before = stepsAt(picture.layout, place.column, place.row).slice(0, place.index).filter((id) => !together.includes(id));
      withSelection(picture, (tools) => tools.moveChosen(picture, { ...cell, index: before.length }));
      return;
    }
    // Counted without the step itself, which is taken out of its place first.
    const own = box.column === place.column && box.row === place.row;
    const index = own && box.index < place.index ? place.index - 1 : place.index;
    if (own && index === box.index) return;
    moveStepTo(picture.editor, dragged.id, { ...cell, index });
    picture.setFocusTarget({ kind: 'step', id: dragged.id });
  }

  private endDrag(): void {
    cancelAnimationFrame(this.edgeFrame);
    this.picture.showDrag(NO_DRAG);
    this.picture.editor.presence.show({ drag: undefined });
  }

  private cellOf(place: GridPosition): { stage: string; lane: string } | undefined {
    const stage = this.picture.layout.columns[place.column]?.stage;
    const lane = this.picture.layout.rows[place.row]?.lane;
    return stage === undefined || lane === undefined ? undefined : { stage, lane };
  }

  /** The step under a point, other than the one given. */
  private stepUnder(point: Point, not: string): string | undefined {
    const { layout } = this.picture;
    for (const box of layout.steps.values()) {
      if (box.id !== not && touches(box, { ...point, width: 0, height: 0 })) return box.id;
    }
    return undefined;
  }

  private wheeled(event: WheelEvent): void {
    if (inField(event)) return;
    event.preventDefault();
    const unit = event.deltaMode === 0 ? 1 : WHEEL_LINE_PX;
    const across = event.shiftKey && event.deltaX === 0;
    const dx = (across ? event.deltaY : event.deltaX) * unit;
    const dy = (across ? 0 : event.deltaY) * unit;
    const zooming = event.ctrlKey || event.metaKey ? 'yes' : 'no';
    this.picture.setView(wheel(this.picture.view, { dx, dy, at: this.pointOf(event), zooming }));
  }

  private clicked(event: MouseEvent): void {
    if (inField(event)) return;
    if (this.swallow) {
      this.swallow = false;
      event.preventDefault();
      return;
    }
    const ideasOf = event.target instanceof Element ? event.target.closest('[data-ideas]')?.closest<HTMLElement>('[data-stage]')?.dataset['stage'] : undefined;
    if (ideasOf !== undefined) {
      this.picture.editor.openIdeas(ideasOf);
      return;
    }
    const linkId = event.target instanceof Element ? event.target.closest<SVGElement>('[data-link]')?.dataset['link'] : undefined;
    const point = toMap(this.picture.view, this.pointOf(event));
    runClick(this.commands, { focusTarget: this.focusTargetOf(event.target), link: linkId, point, byKeyboard: event.detail === 0, chooses: this.chooses(event), step: this.stepUnder(point, '') });
  }

  private pressedTwice(event: MouseEvent): void {
    const isOnMark = event.target instanceof Element && event.target.closest('[data-ideas]') !== null;
    const focusTarget = inField(event) || isOnMark || isOverview(this.picture.view) ? undefined : this.focusTargetOf(event.target);
    if (focusTarget) renameAt(this.picture, focusTarget);
  }

  /** Words that are pasted on a place of the map are offered there as steps. */
  private pasted(event: ClipboardEvent): void {
    const words = event.clipboardData?.getData('text/plain').trim() ?? '';
    if (!event.clipboardData || !this.hasFocus()) return;
    const tools = selection.loaded();
    const clip = tools?.clipIn(event.clipboardData);
    if (!clip && words === '') return;
    event.preventDefault();
    if (tools && clip) tools.pasteClip(this.picture, clip);
    else addAt(this.picture, this.picture.focusTarget, words);
  }

  /** Copies or cuts what is chosen, else the step with the focus. */
  private copied(event: ClipboardEvent): void {
    const tools = selection.loaded();
    if (!event.clipboardData || !tools || !this.hasFocus()) return;
    if (tools.copyTo(this.picture, event.clipboardData, event.type === 'cut' ? 'cut' : 'copy')) event.preventDefault();
  }

  /** Whether the focus is at a place of the map, or on the tools for several steps. */
  private hasFocus(): boolean {
    const { activeElement } = document;
    return activeElement !== null && this.picture.root.contains(activeElement) && activeElement.closest('[data-typing]') === null;
  }

  private menuAsked(event: MouseEvent): void {
    if (inField(event)) return;
    const focusTarget = this.focusTargetOf(event.target);
    if (!focusTarget) return;
    event.preventDefault();
    this.picture.setFocusTarget(focusTarget);
    this.commands.menu(focusTarget, { x: event.clientX, y: event.clientY });
  }

  private keyed(event: KeyboardEvent): void {
    if (event.isComposing || inField(event)) return;
    if (event.key === 'Escape' && (this.state.state === 'dragging' || this.state.state === 'framing')) {
      event.preventDefault();
      this.feed({ type: 'cancel' });
      return;
    }
    const meaning = meaningOf(event, letterKeys.peek());
    if (!meaning) return;
    event.preventDefault();
    if ('move' in meaning) moveAt(this.picture, meaning.move);
    else if ('go' in meaning) {
      const { picture } = this;
      const from = picture.focusTarget;
      picture.goTo(goFrom(picture.layout, from, meaning.go));
      if (!event.shiftKey) return;
      picture.editor.chosen.add([from, picture.focusTarget].flatMap((place) => (place.kind === 'step' ? [place.id] : [])));
      sayChosen(picture);
    } else runCommand(this.commands, meaning.command);
  }
}
