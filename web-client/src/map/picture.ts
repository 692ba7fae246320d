/**
 * The picture of the map: it holds layout, viewport and the place of focus, and brings the layers (background, links, steps,
 * headers, cursors, overview) in line with them at most once a frame.
 *
 * Owns when something is drawn and where focus is. Knows the editor state (what is open, selected, allowed); what pointers and
 * keys mean is input.ts, and nothing here writes to the map.
 */
import { effect } from '@preact/signals';
import type { EditorState } from '../editor/state/editor-state';
import { stepName } from '../editor/words/part-words';
import { StepLayer } from './layers/cells';
import { CULL_MARGIN, visible } from './layout/culling';
import { CursorLayer } from './layers/cursors';
import { attribute, make } from './layers/draw';
import { shiftBetween } from './layout/anchor';
import { DragPreview } from './layers/drag-preview';
import { cellRect, layoutMap, type GridPosition } from './layout/geometry';
import { BackgroundLayer } from './layers/background';
import { HeaderLayer } from './layers/headers';
import { firstFocusTarget, focusTargetAfter, type FocusTarget } from './gestures/keyboard';
import { LinkLayer } from './layers/links';
import { gridInput, stepStyle, withTalk, type StepStyle } from './layers/step-style';
import { browserMeasure } from './layout/measure';
import { OverviewLayer } from './layers/overview-layer';
import { othersOn } from './layers/others';
import { cellName, laneWords, linkState, stageWords } from './layers/names';
import { touches, type Layout, type Point, type Rect } from './layout/shapes';
import { firstView, fit, isOverview, keepInView, panBy, READING_ZOOM, reveal, seen, zoomAt, type Size, type Viewport } from './layout/viewport';

/** What is being dragged and where it would go. */
export interface DragState {
  readonly step: string | undefined;
  readonly drop: GridPosition | undefined;
  readonly linkTarget: string | undefined;
  readonly drawing: { from: Point; to: Point } | undefined;
  /** The copy that follows the pointer, in map pixels. */
  readonly preview: { step: string; at: Point } | undefined;
}

/** How long after its last movement the map counts as still, in milliseconds. */
const SETTLE_MS = 300;

/** Screen pixels that the browser may scroll the window by in each direction: farther than any step is kept in the page. */
const SCROLL_ROOM = 8_192;

/** The usual size of text in a browser, in CSS pixels. */
const USUAL_TEXT_PX = 16;

/** How much larger than usual the person reads, by their choice here or in the browser: the words of the map begin as large. */
function textScale(): number {
  const px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(px) ? Math.max(1, px / USUAL_TEXT_PX) : 1;
}

/** Nothing is being dragged. */
export const NO_DRAG: DragState = { step: undefined, drop: undefined, linkTarget: undefined, drawing: undefined, preview: undefined };

/** What the picture leaves out to stay quick; measurements compare it with a picture that leaves nothing out. */
export interface RenderLimits {
  /** Map pixels around the window that are drawn. */
  readonly margin: number;
  readonly overview: 'yes' | 'no';
}

/** How every picture is drawn. */
export const DEFAULT_RENDER_LIMITS: RenderLimits = { margin: CULL_MARGIN, overview: 'yes' };

/** The drawn map. */
export class Picture {
  readonly root = make('div', 'pw-map');
  /** The part of it that the map moves in; pointers are measured from its top left. */
  readonly window = make('div', 'pw-map__window');
  readonly headers = new HeaderLayer();
  readonly steps = new StepLayer();
  readonly background = new BackgroundLayer();
  layout: Layout;
  view: Viewport = { x: 0, y: 0, zoom: 1 };
  focusTarget: FocusTarget;
  private readonly links = new LinkLayer();
  private readonly cursors = new CursorLayer();
  private readonly dragPreview = new DragPreview();
  private readonly overview: OverviewLayer;
  private readonly world = make('div', 'pw-map__world');
  private readonly measure = browserMeasure();
  private readonly styles = new Map<string, StepStyle>();
  private drag: DragState = NO_DRAG;
  private size: Size = { width: 0, height: 0 };
  private focusTargetPosition = { column: 0, row: 0, index: 0 };
  private frame = 0;
  private stale = true;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private stops: (() => void)[] = [];

  constructor(readonly editor: EditorState, private readonly viewChanged: (view: Viewport) => void, private readonly renderLimits: RenderLimits = DEFAULT_RENDER_LIMITS) {
    this.layout = layoutMap(gridInput(editor.map), this.measure);
    this.focusTarget = firstFocusTarget(this.layout);
    this.overview = new OverviewLayer(this.root);
    this.world.append(this.background.root, this.links.root, this.steps.root);
    const sight = make('div', 'pw-map__sight', this.overview.canvas, this.world, this.dragPreview.root, this.cursors.root);
    this.window.append(make('div', 'pw-map__room'), sight);
    this.window.style.setProperty('--pw-map-room', `${SCROLL_ROOM}px`);
    this.root.append(make('div', 'pw-map__corner'), this.headers.stages, this.headers.lanes, this.window);
  }

  /** Starts drawing; the root must be on the page. */
  start(): void {
    const resized = new ResizeObserver(() => this.resize());
    resized.observe(this.window);
    const { agreement } = this.editor;
    this.stops = [
      () => resized.disconnect(),
      effect(() => {
        void agreement.record.version.value;
        void agreement.pairs.value;
        this.changed();
      }),
      this.editor.map.subscribe(() => this.changed()),
      effect(() => {
        void this.editor.talk.counts.value;
        this.styles.clear();
        this.draw();
      }),
      effect(() => {
        void this.editor.selected.value;
        void this.editor.canEdit.value;
        void this.editor.presence.peers.value;
        void this.editor.presence.people.value;
        this.draw();
      }),
    ];
    this.resize();
  }

  /** Stops drawing and lets go of everything. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settling);
    for (const stop of this.stops) stop();
    this.stops = [];
    this.root.remove();
  }

  /** How many steps are in the page; told to whoever measures. */
  get drawnSteps(): number {
    return this.steps.count;
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
    this.view = keepInView(view, this.layout, this.size);
    this.viewChanged(this.view);
    this.draw();
  }

  /** Zooms around the middle of the window. */
  zoomTo(zoom: number): void {
    this.setView(zoomAt(this.view, { x: this.size.width / 2, y: this.size.height / 2 }, zoom));
  }

  /** Shows the whole map. */
  fit(): void {
    this.setView(fit(this.layout, this.size));
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
      const readable = this.view.zoom < READING_ZOOM ? zoomAt(this.view, middle, READING_ZOOM) : this.view;
      this.setView(reveal(readable, rect, this.size));
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
    this.focusTarget = focusTarget;
    const box = focusTarget.kind === 'step' ? this.layout.steps.get(focusTarget.id) : undefined;
    if (box) this.focusTargetPosition = { column: box.column, row: box.row, index: box.index };
    if (focusTarget.kind === 'cell') this.focusTargetPosition = { column: focusTarget.column, row: focusTarget.row, index: 0 };
    this.draw();
  }

  /** The element of a place, when it is in the page. */
  elementOf(focusTarget: FocusTarget): HTMLElement | undefined {
    switch (focusTarget.kind) {
      case 'step': return this.steps.element(focusTarget.id);
      case 'cell': return this.background.button(focusTarget.column, focusTarget.row);
      case 'stage': return this.headers.element('stage', this.layout.columns[focusTarget.column]?.stage ?? '');
      case 'lane': return this.headers.element('lane', this.layout.rows[focusTarget.row]?.lane ?? '');
    }
  }

  /** Draws in the next frame. */
  draw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.flush();
    });
  }

  /** Brings everything in line now. */
  flush(): void {
    // Whose focus is on the map keeps it there, whatever is taken out.
    const hadFocus = this.elementOf(this.focusTarget)?.isSameNode(document.activeElement) === true;
    if (this.stale) this.layOut();
    this.sync();
    if (!hadFocus) return;
    const element = this.elementOf(this.focusTarget);
    if (element !== document.activeElement) element?.focus({ preventScroll: true });
  }

  /** Draws every layer. */
  private sync(): void {
    const window = seen(this.view, this.size);
    const overview = this.renderLimits.overview === 'yes' && isOverview(this.view);
    const pinned = new Set([this.focusTarget.kind === 'step' ? this.focusTarget.id : '', this.drag.step ?? '', this.editor.selected.peek()?.id ?? '']);
    const near = visible(this.layout, window, pinned, this.renderLimits.margin);
    const selected = this.editor.selected.peek();
    const others = othersOn(this.editor);
    const wanted = overview ? new Set([...pinned].filter((id) => this.layout.steps.has(id))) : near.steps;
    this.root.dataset['view'] = overview ? 'overview' : 'words';
    this.overview.sync({ layout: this.layout, view: this.view, size: this.size, shown: overview, editor: this.editor, drop: this.drag.drop });
    this.world.style.transform = `translate(${this.view.x}px, ${this.view.y}px) scale(${this.view.zoom})`;
    const none = { from: 0, to: 0 };
    this.background.sync(this.layout, overview ? { ...near, columns: none, rows: none } : near, {
      canEdit: this.editor.canEdit.peek(),
      focusable: this.focusTarget.kind === 'cell' ? this.focusTarget : undefined,
      drop: overview ? undefined : this.drag.drop,
      cellName: (column, row) => cellName(this.editor, this.layout, { column, row }),
    });
    this.links.sync(overview ? [] : near.links, {
      selected: selected?.kind === 'link' ? selected.id : undefined,
      step: selected?.kind === 'step' ? selected.id : undefined,
      label: (id) => this.editor.map.link(id).peek()?.label ?? '',
      state: (id) => linkState(this.editor, id),
      drawing: this.drag.drawing,
    });
    this.steps.sync(this.layout, wanted, {
      selected: selected?.id, dragged: this.drag.step, linkTarget: this.drag.linkTarget, selectedBy: others.selectedBy,
      focusable: this.focusTarget.kind === 'step' ? this.focusTarget.id : undefined,
      styleOf: (id) => this.styleOf(id),
    });
    this.headers.sync(this.layout, this.view, this.size, {
      stage: (id) => stageWords(this.editor, id),
      lane: (id) => laneWords(this.editor, id),
      focusable: this.focusTarget.kind === 'stage' ? { kind: 'stage', index: this.focusTarget.column } : this.focusTarget.kind === 'lane' ? { kind: 'lane', index: this.focusTarget.row } : undefined,
    });
    this.cursors.sync(others.cursors, this.view);
    const { preview } = this.drag;
    this.dragPreview.sync(preview && { words: this.nameOf(preview.step), at: preview.at }, this.view);
  }

  private styleOf(id: string): StepStyle {
    const known = this.styles.get(id);
    if (known) return known;
    const look = withTalk(stepStyle(this.editor.map, this.editor.agreement, id), this.editor.talk.countOf({ kind: 'step', id }));
    this.styles.set(id, look);
    return look;
  }

  /** Something on the map changed, here or elsewhere. */
  private changed(): void {
    this.styles.clear();
    this.stale = true;
    this.draw();
  }

  /** Lays out afresh. What a person looks at stays where it is on the screen, and focus is never lost. */
  private layOut(): void {
    this.stale = false;
    const before = this.layout;
    this.layout = layoutMap(gridInput(this.editor.map), this.measure);
    const { x, y } = shiftBetween(before, this.layout, { window: seen(this.view, this.size), first: this.anchors() });
    this.view = { ...this.view, x: this.view.x - x * this.view.zoom, y: this.view.y - y * this.view.zoom };
    this.setFocusTarget(focusTargetAfter({ before, after: this.layout }, this.focusTarget, this.focusTargetPosition));
  }

  /** The steps that should not move on the screen, the one with focus before the selected one. */
  private anchors(): string[] {
    const focused = this.focusTarget.kind === 'step' && this.steps.element(this.focusTarget.id) === document.activeElement ? [this.focusTarget.id] : [];
    const selected = this.editor.selected.peek();
    return selected?.kind === 'step' ? [...focused, selected.id] : focused;
  }

  /** The rectangle of a place on the map. */
  private rectOf(focusTarget: FocusTarget): Rect | undefined {
    switch (focusTarget.kind) {
      case 'step': return this.layout.steps.get(focusTarget.id);
      case 'cell': return cellRect(this.layout, focusTarget.column, focusTarget.row);
      case 'stage': {
        const column = this.layout.columns[focusTarget.column];
        return column && { x: column.x, y: (this.size.height / 2 - this.view.y) / this.view.zoom, width: column.width, height: 1 };
      }
      case 'lane': {
        const row = this.layout.rows[focusTarget.row];
        return row && { x: (this.size.width / 2 - this.view.x) / this.view.zoom, y: row.y, width: 1, height: row.height };
      }
    }
  }

  /** The window got another size: the first time the map is put in place, later it stays where it is. */
  private resize(): void {
    const before = this.size;
    const first = before.width === 0;
    this.size = { width: this.window.clientWidth, height: this.window.clientHeight };
    if (this.size.width === 0) return;
    this.rest();
    this.setView(first ? firstView(this.layout, this.size, textScale()) : this.view);
    // The panel of a step takes room from the map: the step it belongs to stays in sight.
    const selected = this.layout.steps.get(this.editor.selected.peek()?.id ?? '');
    if (!first && selected && this.size.width !== before.width) this.setView(reveal(this.view, selected, this.size));
  }

  /** The name of a step, for messages. */
  nameOf(id: string): string {
    return stepName(this.editor.map, id);
  }
}
