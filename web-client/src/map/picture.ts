/**
 * The picture of the map: it holds layout, viewport and the place of focus, and has them drawn at most once a frame; a frame in which
 * the map is only moved moves what is drawn.
 *
 * Owns when something is drawn and where focus is. Knows the editor state (what is open, selected, allowed); what is drawn is
 * drawing.ts, what pointers and keys mean is input.ts, and nothing here writes to the map.
 */
import { effect } from '@preact/signals';
import type { EditorState } from '../editor/state/editor-state';
import { stepName } from '../editor/words/part-words';
import { locale } from '../i18n/translate';
import { Drawing, NO_DRAG, type DragState, type Shown } from './drawing';
import { firstFocusTarget, focusTargetAfter, type FocusTarget } from './gestures/keyboard';
import { attribute, make } from './layers/draw';
import type { EndKind } from './layers/ends';
import { Letters, textScale } from './layers/letters';
import { LookedAt } from './layers/looked-at';
import { placeRect } from './layers/place-rect';
import { gridInput, gridStep } from './layers/step-style';
import type { MapSurface } from './layers/surface';
import { shiftBetween } from './layout/anchor';
import { DEFAULT_RENDER_LIMITS, type RenderLimits } from './layout/culling';
import { LaidOut } from './layout/laid-out';
import { browserMeasure } from './layout/measure';
import { touches, type Layout, type Rect } from './layout/shapes';
import { centred, END_ROOM, firstZoom, fit, isOverview, keepInView, panBy, READING_ZOOM, reveal, seen, ZOOM_MIN, zoomAt, type Size, type Viewport } from './layout/viewport';
import { startTyping } from './typing/start';

/** How long after its last movement the map counts as still, in milliseconds. */
const SETTLE_MS = 300;

/** How long the page looks for new lines of a large map before it draws and answers again, in milliseconds. */
const LINES_MS = 4;

/** Screen pixels that the browser may scroll the window by in each direction: farther than any step is kept in the page. */
const SCROLL_ROOM = 8_192;

/** The drawn map. */
export class Picture implements MapSurface {
  readonly root = make('div', 'pw-map');
  /** The part of it that the map moves in; pointers are measured from its top left. */
  readonly window = make('div', 'pw-map__window');
  view: Viewport = { x: 0, y: 0, zoom: 1 };
  /** Called after each drawing, by what stands over the map and goes with it. */
  readonly drawn = new Set<() => void>();
  readonly laidOut: LaidOut;
  private readonly drawing: Drawing;
  private readonly letters: Letters;
  /** How much larger than usual the person reads. */
  private text = 1;
  private drag: DragState = NO_DRAG;
  private size: Size = { width: 0, height: 0 };
  private focus: FocusTarget | undefined;
  private focusTargetPosition = { column: 0, row: 0, index: 0 };
  private frame = 0;
  /** Whether the next frame has more to do than to move what is drawn. */
  private isStale = true;
  private readonly lookedAt: LookedAt;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private linesComing: ReturnType<typeof setTimeout> | undefined;
  private stops: (() => void)[] = [];

  constructor(readonly editor: EditorState, private readonly viewChanged: (view: Viewport) => void, limits: RenderLimits = DEFAULT_RENDER_LIMITS) {
    this.laidOut = new LaidOut({ all: () => gridInput(editor.map), step: (id) => gridStep(editor.map, id) }, browserMeasure());
    this.lookedAt = new LookedAt(this.root, () => this.draw());
    this.drawing = new Drawing({
      root: this.root, editor, limits,
      ends: { add: (kind) => startTyping(this, { kind }), reached: (kind) => this.showEnd(kind) },
      draw: () => this.draw(),
      centre: (point) => this.setView(centred(this.view, point, this.size)),
    });
    const { headers, ends, sight } = this.drawing;
    this.window.append(make('div', 'pw-map__room'), sight);
    this.window.style.setProperty('--pw-map-room', `${SCROLL_ROOM}px`);
    this.root.append(make('div', 'pw-map__corner'), headers.stages, headers.lanes, this.window, ends.stages, ends.lanes);
    this.letters = new Letters(this.root);
  }

  /** The names of stages and lanes. */
  get headers(): Drawing['headers'] {
    return this.drawing.headers;
  }

  /** The place that focus is at, or comes to first. */
  get focusTarget(): FocusTarget {
    this.focus ??= firstFocusTarget(this.layout);
    return this.focus;
  }

  /** Where everything stands now. */
  get layout(): Layout {
    return this.laidOut.layout;
  }

  /** Starts drawing; the root must be on the page. */
  start(): void {
    const resized = new ResizeObserver(() => this.resize());
    resized.observe(this.window);
    const { agreement } = this.editor;
    // What has changed since somebody asked where things stand.
    this.laidOut.note(undefined, 'mine');
    this.stops = [
      () => resized.disconnect(),
      this.letters.watch((measure) => {
        this.laidOut.measureBy(measure);
        this.drawing.forgetWords();
        this.draw();
      }),
      this.editor.map.subscribe((change) => {
        // Most changes are of one step's words.
        this.laidOut.note(this.drawing.changed(change), change.mine ? 'mine' : 'others');
        this.draw();
      }),
      effect(() => {
        void agreement.record.version.value;
        void agreement.pairs.value;
        void this.editor.talk.counts.value;
        void this.editor.ideas?.counts.value;
        void this.editor.canEdit.value;
        void locale.value;
        // What is agreed and said takes the same room whatever it is: nothing has to be laid out for it.
        this.drawing.forgetWords();
        this.draw();
      }),
      effect(() => {
        void this.editor.selected.value;
        void this.editor.presence.peers.value;
        void this.editor.presence.people.value;
        void this.editor.pointedGoal.value;
        this.draw();
      }),
    ];
    this.resize();
  }

  /** Stops drawing and lets go of everything. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settling);
    clearTimeout(this.waiting);
    clearTimeout(this.linesComing);
    this.drawing.stop();
    for (const stop of this.stops) stop();
    this.stops = [];
    this.root.remove();
  }

  /** How many steps are in the page; told to whoever measures. */
  get drawnSteps(): number {
    return this.drawing.steps.count;
  }

  /** The size of the window in screen pixels. */
  get windowSize(): Size {
    return this.size;
  }

  /** Moves or zooms the map. */
  setView(view: Viewport): void {
    const moving = view.zoom === this.view.zoom;
    attribute(this.root, 'data-moving', moving ? '' : undefined);
    clearTimeout(this.settling);
    if (moving) this.settling = setTimeout(() => attribute(this.root, 'data-moving', undefined), SETTLE_MS);
    this.view = keepInView(this.laidOut.follow(this.view, view), this.layout, this.size);
    this.viewChanged(this.view);
    this.soon();
  }

  /** Zooms around the middle of the window. */
  zoomTo(zoom: number): void {
    this.setView(zoomAt(this.view, { x: this.size.width / 2, y: this.size.height / 2 }, zoom));
  }

  /** Shows the whole map. */
  fit(): void {
    const zoom = this.laidOut.wholeZoom;
    // A map that cannot be read as a whole is laid out as an overview before it is measured.
    if (zoom === undefined) this.setView({ x: 0, y: 0, zoom: ZOOM_MIN });
    this.setView(zoom === undefined ? fit(this.layout, this.size) : { x: 0, y: 0, zoom });
  }

  /** Brings the end of the map with its "Add" into sight, when it is not. */
  private showEnd(kind: EndKind): void {
    const { layout, size, view: { x, y, zoom } } = this;
    const end = { x: Math.min(x, size.width - END_ROOM - layout.width * zoom), y: Math.min(y, size.height - END_ROOM - layout.height * zoom) };
    this.setView(kind === 'stage' ? { x: end.x, y, zoom } : { x, y: end.y, zoom });
  }

  /** Shows what is being dragged, until the next call. */
  showDrag(drag: DragState): void {
    this.drag = drag;
    this.draw();
  }

  /** Goes to a place: makes it readable, brings it into the window and gives it the focus. */
  goTo(focusTarget: FocusTarget): void {
    this.setFocusTarget(focusTarget);
    const rect = this.rectOf(focusTarget);
    if (rect) {
      const middle = { x: (rect.x + rect.width / 2) * this.view.zoom + this.view.x, y: (rect.y + rect.height / 2) * this.view.zoom + this.view.y };
      const readable = isOverview(this.view, this.text) ? zoomAt(this.view, middle, READING_ZOOM * this.text) : this.view;
      this.setView(readable);
      this.setView(reveal(this.view, this.rectOf(focusTarget) ?? rect, this.size));
    }
    this.flush();
    this.elementOf(this.focusTarget)?.focus({ preventScroll: true });
  }

  /**
   * The browser scrolled the window by itself, to bring what it found or focused into sight: that becomes a movement of
   * the map, so that every step still stands beside its lane and under its stage.
   */
  takeScroll(): void {
    const dx = this.window.scrollLeft - SCROLL_ROOM;
    const dy = this.window.scrollTop - SCROLL_ROOM;
    if (dx === 0 && dy === 0) return;
    this.rest();
    this.setView(panBy(this.view, -dx, -dy));
  }

  /** Puts the window where the browser may scroll it in every direction; it only scrolls towards what overflows. */
  private rest(): void {
    this.window.scrollTo({ left: SCROLL_ROOM, top: SCROLL_ROOM, behavior: 'instant' });
  }

  /** Focus came to a place, by whatever way; what is out of sight is brought into it, also where no scroll could. */
  focusCame(focusTarget: FocusTarget): void {
    this.takeScroll();
    this.setFocusTarget(focusTarget);
    const rect = this.rectOf(focusTarget);
    if (!rect || touches(rect, seen(this.view, this.size))) return;
    this.setView(reveal(this.view, rect, this.size));
    // Before the browser scrolls by what it sees now.
    this.flush();
  }

  /** Remembers the place that focus is at. */
  setFocusTarget(focusTarget: FocusTarget): void {
    this.focus = focusTarget;
    const box = focusTarget.kind === 'step' ? this.layout.steps.get(focusTarget.id) : undefined;
    if (box) this.focusTargetPosition = { column: box.column, row: box.row, index: box.index };
    if (focusTarget.kind === 'cell') this.focusTargetPosition = { column: focusTarget.column, row: focusTarget.row, index: 0 };
    this.draw();
  }

  /** The element of a place, when it is in the page. */
  elementOf(focusTarget: FocusTarget): HTMLElement | undefined {
    return this.drawing.element(this.layout, focusTarget);
  }

  /** Draws in the next frame. */
  draw(): void {
    this.isStale = true;
    this.soon();
  }

  /** Brings everything in line now. */
  flush(): void {
    // Whose focus is on the map keeps it there, whatever is taken out.
    const hadFocus = this.elementOf(this.focusTarget)?.isSameNode(document.activeElement) === true;
    if (this.laidOut.isStale) this.layOut();
    if (this.laidOut.isUnfinished) this.findLines();
    const wait = this.laidOut.waitMs;
    if (wait !== undefined) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.draw(), wait);
    }
    this.isStale = false;
    this.drawing.draw(this.shown);
    for (const follow of this.drawn) follow();
    if (!hadFocus) return;
    const element = this.elementOf(this.focusTarget);
    if (element !== document.activeElement) element?.focus({ preventScroll: true });
  }

  /** Looks for the lines that are still missing, a little at a time. */
  private findLines(): void {
    this.linesComing ??= setTimeout(() => {
      this.linesComing = undefined;
      if (this.laidOut.goOn(LINES_MS)) this.draw();
      else if (this.laidOut.isUnfinished) this.findLines();
    });
  }

  private soon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (this.isStale || !this.drawing.move(this.shown)) this.flush();
      else for (const follow of this.drawn) follow();
    });
  }

  /** What is to be shown. */
  private get shown(): Shown {
    const { layout, view, size, text, focusTarget, drag, lookedAt } = this;
    return { layout, view, size, text, measure: this.laidOut.measure, focusTarget, drag, looked: { step: lookedAt.step, pointed: lookedAt.pointedStep }, isBeyondReading: this.laidOut.isBeyondReading };
  }

  /** Lays out afresh. What a person looks at stays where it is on the screen, and focus is never lost. */
  private layOut(): void {
    const before = this.layout;
    this.laidOut.refresh();
    if (this.layout === before) return;
    const { x, y } = shiftBetween(before, this.layout, { window: seen(this.view, this.size), first: this.anchors() });
    this.view = { ...this.view, x: this.view.x - x * this.view.zoom, y: this.view.y - y * this.view.zoom };
    this.setFocusTarget(focusTargetAfter({ before, after: this.layout }, this.focusTarget, this.focusTargetPosition));
  }

  /** The steps that should not move on the screen, the one with focus before the selected one. */
  private anchors(): string[] {
    const focused = this.focusTarget.kind === 'step' && this.elementOf(this.focusTarget) === document.activeElement ? [this.focusTarget.id] : [];
    const selected = this.editor.selected.peek();
    return selected?.kind === 'step' ? [...focused, selected.id] : focused;
  }

  /** The rectangle of a place on the map. */
  private rectOf(focusTarget: FocusTarget): Rect | undefined {
    return placeRect(this.layout, focusTarget, { view: this.view, size: this.size });
  }

  /** The window got another size: the first time the map is put in place, later it stays where it is. */
  private resize(): void {
    const before = this.size;
    const first = before.width === 0;
    const size = { width: this.window.clientWidth, height: this.window.clientHeight };
    const text = textScale();
    // Watching a size begins with being told of it.
    if (size.width === before.width && size.height === before.height && text === this.text) return;
    this.size = size;
    if (this.size.width === 0) return;
    this.rest();
    this.text = text;
    this.laidOut.fitTo(this.size, this.text);
    if (first) this.showFirst();
    else this.setView(this.view);
    // The panel of a step takes room from the map: the step it belongs to stays in sight.
    const selected = this.layout.steps.get(this.editor.selected.peek()?.id ?? '');
    if (!first && selected && this.size.width !== before.width) this.setView(reveal(this.view, selected, this.size));
  }

  /** The first view of the map. */
  private showFirst(): void {
    this.setView({ x: 0, y: 0, zoom: firstZoom(this.layout.steps.size === 0 ? undefined : this.laidOut.wholeZoom, this.size, this.text) });
  }

  /** The name of a step, for messages. */
  nameOf(id: string): string {
    return stepName(this.editor.map, id);
  }
}
