/**
 * Dragging the names of stages and lanes to another place among their own: the same states of a gesture as for steps, so that a
 * finger moves the map unless it has rested on a name. A line shows where the name would go; one action writes at the end.
 *
 * Owns the listeners on the two rows of headers and that line. Moving by keyboard and taps is in the part's panel.
 */
import { placePart } from '../editor/state/actions';
import { t } from '../i18n/translate';
import { partName } from '../editor/words/part-words';
import { edgePan, gesture, HOLD_MS, IDLE, type Gesture, type PointerEffect, type PointerInput } from './gestures/pointer';
import { make } from './layers/draw';
import type { Picture } from './picture';
import type { Point } from './layout/shapes';
import { panBy, toMap, toScreen } from './layout/viewport';

/** The rows: the ends of what stands in them, along the way they run, in map pixels. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where something dropped at a value goes, counted without itself: behind every other one whose middle is before the value. */
export function headerIndexAt(spans: readonly Span[], own: number, value: number): number {
  return spans.filter(({ from, to }, index) => index !== own && (from + to) / 2 < value).length;
}

/** Longest time that one movement at the edge is computed for, in milliseconds. */
const EDGE_FRAME_MS_MAX = 100;

/** The listeners of one row. */
export class HeaderInput {
  private state: Gesture = IDLE;
  private hold: ReturnType<typeof setTimeout> | undefined;
  private lastPoint: Point = { x: 0, y: 0 };
  private edgeFrame = 0;
  private swallow = false;
  private readonly line = make('div', 'pw-map__header-drop');
  private readonly listening = new AbortController();

  constructor(private readonly picture: Picture, private readonly kind: 'stage' | 'lane') {
    const row = this.row;
    const { signal } = this.listening;
    row.addEventListener('pointerdown', (event) => this.pressed(event), { signal });
    row.addEventListener('pointermove', (event) => this.moved(event), { signal });
    row.addEventListener('pointerup', (event) => this.feed({ type: 'up', pointer: event.pointerId, at: this.pointOf(event) }), { signal });
    row.addEventListener('pointercancel', () => this.feed({ type: 'cancel' }), { signal });
    // Before the map's own listener, which would open what was dragged.
    row.addEventListener('click', (event) => {
      if (this.swallow) event.stopPropagation();
      this.swallow = false;
    }, { signal, capture: true });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.state.state !== 'dragging') return;
      event.preventDefault();
      event.stopPropagation();
      this.feed({ type: 'cancel' });
    }, { signal, capture: true });
  }

  /** Stops listening. */
  stop(): void {
    this.listening.abort();
    this.end();
  }

  private get row(): HTMLElement {
    return this.kind === 'stage' ? this.picture.headers.stages : this.picture.headers.lanes;
  }

  private get spans(): readonly (Span & { readonly id: string })[] {
    const { columns, rows } = this.picture.layout;
    if (this.kind === 'stage') return columns.map(({ stage, x, width }) => ({ id: stage, from: x, to: x + width }));
    return rows.map(({ lane, y, height }) => ({ id: lane, from: y, to: y + height }));
  }

  private pointOf(event: MouseEvent): Point {
    const rect = this.picture.window.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  }

  private pressed(event: PointerEvent): void {
    this.swallow = false;
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const id = event.target.closest<HTMLElement>(`[data-${this.kind}]`)?.dataset[this.kind];
    const movable = this.picture.editor.canEdit.peek() && id !== undefined;
    this.feed({ type: 'down', pointer: event.pointerId, touch: event.pointerType === 'touch', target: id === undefined ? { kind: 'background' } : { kind: 'step', id }, at: this.pointOf(event), movable });
  }

  private moved(event: PointerEvent): void {
    this.lastPoint = this.pointOf(event);
    this.feed({ type: 'move', pointer: event.pointerId, at: this.lastPoint });
    const moving = this.state.state === 'panning' || this.state.state === 'dragging';
    if (moving && !this.row.hasPointerCapture(event.pointerId)) this.row.setPointerCapture(event.pointerId);
  }

  private feed(input: PointerInput): void {
    const { next, effects } = gesture(this.state, input);
    this.state = next;
    for (const effect of effects) this.perform(effect);
  }

  private perform(effect: PointerEffect): void {
    const { picture } = this;
    switch (effect.do) {
      case 'pan': return picture.setView(panBy(picture.view, effect.dx, effect.dy));
      case 'startHold':
        this.hold = setTimeout(() => this.feed({ type: 'held' }), HOLD_MS);
        return undefined;
      case 'stopHold': return clearTimeout(this.hold);
      case 'swallowClick':
        this.swallow = true;
        return undefined;
      case 'lift': return this.lift(effect.dragged.id);
      case 'drag': return this.show(effect.dragged.id, effect.at);
      case 'drop': return this.drop(effect.dragged.id, effect.at);
      case 'abandon':
        this.end();
        return picture.editor.announce(t('announce.dragOff'));
      // Names are neither framed nor pinched.
      case 'pinch':
      case 'frame':
      case 'framed':
      case 'unframe': return undefined;
    }
  }

  private lift(id: string): void {
    const { picture, kind } = this;
    picture.editor.announce(t(matchMedia('(pointer: coarse)').matches ? 'announce.draggingPart.touch' : 'announce.draggingPart', { title: partName(picture.editor.map, { kind, id }) }));
    picture.headers.element(kind, id)?.setAttribute('data-dragged', '');
    picture.root.append(this.line);
    let before = performance.now();
    const edge = (now: number) => {
      if (this.state.state !== 'dragging') return;
      const seconds = Math.min(EDGE_FRAME_MS_MAX, Math.max(0, now - before)) / 1_000;
      before = now;
      const { dx, dy } = edgePan(this.lastPoint, picture.windowSize);
      const [right, down] = kind === 'stage' ? [dx * seconds, 0] : [0, dy * seconds];
      if (right !== 0 || down !== 0) {
        picture.setView(panBy(picture.view, right, down));
        this.show(id, this.lastPoint);
      }
      this.edgeFrame = requestAnimationFrame(edge);
    };
    this.edgeFrame = requestAnimationFrame(edge);
  }

  private indexAt(id: string, at: Point): number {
    const { x, y } = toMap(this.picture.view, at);
    const { spans } = this;
    return headerIndexAt(spans, spans.findIndex((span) => span.id === id), this.kind === 'stage' ? x : y);
  }

  /** The line between the two that the name would stand between. */
  private show(id: string, at: Point): void {
    const { window, view } = this.picture;
    const others = this.spans.filter((span) => span.id !== id);
    const index = this.indexAt(id, at);
    const [before, after] = [others[index - 1], others[index]];
    const value = before && after ? (before.to + after.from) / 2 : before ? before.to : (after?.from ?? 0);
    const place = toScreen(view, { x: value, y: value });
    const style = this.kind === 'stage'
      ? { left: `${place.x + window.offsetLeft - 2}px`, top: '0', width: '4px', height: '100%' }
      : { left: '0', top: `${place.y + window.offsetTop - 2}px`, width: '100%', height: '4px' };
    Object.assign(this.line.style, style);
  }

  private drop(id: string, at: Point): void {
    const index = this.indexAt(id, at);
    const own = this.spans.findIndex((span) => span.id === id);
    this.end();
    if (own < 0 || index === own) return;
    const { picture, kind } = this;
    placePart(picture.editor, { kind, id }, index);
    picture.setFocusTarget(kind === 'stage' ? { kind, column: index } : { kind, row: index });
  }

  private end(): void {
    clearTimeout(this.hold);
    cancelAnimationFrame(this.edgeFrame);
    this.line.remove();
    for (const element of this.row.querySelectorAll('[data-dragged]')) element.removeAttribute('data-dragged');
  }
}
