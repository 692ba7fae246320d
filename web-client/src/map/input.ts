/**
 * From the page's events to what they mean on the map: pointers through the states of pointer.ts, the wheel through
 * viewport.ts, keys through keyboard.ts. A drag shows in presence until its drop, then one action writes.
 *
 * Owns the listeners on the map's element. What a command does is commands.ts; drawing is picture.ts.
 */
import { link, moveStepTo } from '../editor/state/actions';
import { t } from '../i18n/translate';
import { runClick, runCommand, type Commands } from './commands';
import { gridPositionAt, type GridPosition } from './layout/geometry';
import { goFrom, meaningOf, type FocusTarget } from './gestures/keyboard';
import { NO_DRAG, type Picture } from './picture';
import { edgePan, gesture, HOLD_MS, IDLE, type Dragged, type Gesture, type PointerEffect, type PointerInput, type PressTarget } from './gestures/pointer';
import { touches, type Point } from './layout/shapes';
import { panBy, pinch, toMap, wheel } from './layout/viewport';

/** Pixels of a wheel turned by lines or pages. */
const WHEEL_LINE_PX = 32;

/** The listeners of one map. */
export class MapInput {
  private state: Gesture = IDLE;
  private hold: ReturnType<typeof setTimeout> | undefined;
  private swallow = false;
  private lastPoint: Point = { x: 0, y: 0 };
  private edgeFrame = 0;
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
    root.addEventListener('contextmenu', (event) => this.menuAsked(event), { signal });
    root.addEventListener('keydown', (event) => this.keyed(event), { signal });
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
    this.feed({ type: 'down', pointer: event.pointerId, touch, target: this.targetOf(event.target), at: this.pointOf(event), movable });
  }

  private targetOf(target: EventTarget | null): PressTarget {
    const step = target instanceof Element ? target.closest<HTMLElement>('[data-step]')?.dataset['step'] : undefined;
    if (step === undefined || !(target instanceof Element)) return { kind: 'background' };
    return target.closest('[data-handle]') ? { kind: 'handle', id: step } : { kind: 'step', id: step };
  }

  private moved(event: PointerEvent): void {
    this.lastPoint = this.pointOf(event);
    this.feed({ type: 'move', pointer: event.pointerId, at: this.lastPoint });
    const at = toMap(this.picture.view, this.lastPoint);
    this.picture.editor.presence.show({ cursor: { x: Math.round(at.x), y: Math.round(at.y) } });
    // Captured only now: capturing at the press would send the click to the window instead of the step.
    const moving = this.state.state === 'panning' || this.state.state === 'dragging';
    if (moving && !this.picture.window.hasPointerCapture(event.pointerId)) this.picture.window.setPointerCapture(event.pointerId);
  }

  private feed(input: PointerInput): void {
    const { next, effects } = gesture(this.state, input);
    this.state = next;
    for (const effect of effects) this.perform(effect);
    this.picture.root.dataset['gesture'] = next.state;
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
      case 'abandon':
        this.endDrag();
        return picture.editor.announce(t('announce.dragOff'));
    }
  }

  private lift(dragged: Dragged, at: Point): void {
    const { picture } = this;
    if (dragged.kind === 'step') {
      picture.editor.select({ kind: 'step', id: dragged.id });
      picture.editor.announce(t('announce.dragging', { title: picture.nameOf(dragged.id) }));
    }
    this.lastPoint = at;
    this.drag(dragged, at);
    const edge = () => {
      if (this.state.state !== 'dragging') return;
      const { dx, dy } = edgePan(this.lastPoint, picture.windowSize);
      if (dx !== 0 || dy !== 0) {
        picture.setView(panBy(picture.view, dx / 60, dy / 60));
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
    event.preventDefault();
    const unit = event.deltaMode === 0 ? 1 : WHEEL_LINE_PX;
    const across = event.shiftKey && event.deltaX === 0;
    const dx = (across ? event.deltaY : event.deltaX) * unit;
    const dy = (across ? 0 : event.deltaY) * unit;
    const zooming = event.ctrlKey || event.metaKey ? 'yes' : 'no';
    this.picture.setView(wheel(this.picture.view, { dx, dy, at: this.pointOf(event), zooming }));
  }

  private clicked(event: MouseEvent): void {
    if (this.swallow) {
      this.swallow = false;
      event.preventDefault();
      return;
    }
    const linkId = event.target instanceof Element ? event.target.closest<SVGElement>('[data-link]')?.dataset['link'] : undefined;
    const point = toMap(this.picture.view, this.pointOf(event));
    runClick(this.commands, { focusTarget: this.focusTargetOf(event.target), link: linkId, point, byKeyboard: event.detail === 0, step: this.stepUnder(point, '') });
  }

  private menuAsked(event: MouseEvent): void {
    const focusTarget = this.focusTargetOf(event.target);
    if (!focusTarget) return;
    event.preventDefault();
    this.picture.setFocusTarget(focusTarget);
    this.commands.menu(focusTarget, { x: event.clientX, y: event.clientY });
  }

  private keyed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.state.state === 'dragging') {
      event.preventDefault();
      this.feed({ type: 'cancel' });
      return;
    }
    const meaning = meaningOf(event);
    if (!meaning) return;
    event.preventDefault();
    if ('go' in meaning) this.picture.goTo(goFrom(this.picture.layout, this.picture.focusTarget, meaning.go));
    else runCommand(this.commands, meaning.command);
  }
}
