/**
 * Everything that is drawn of the map: background, links, steps, headers, cursors, overview. What is near the window is in the page;
 * while the map is only moved nothing but the place of the layers changes, until it was moved by more than is drawn around the window.
 *
 * Owns the layers and which part of the map is in the page. Reads the editor state; what is to be shown, and when, is picture.ts.
 */
import type { EditorState } from '../editor/state/editor-state';
import { stepName } from '../editor/words/part-words';
import type { MapChange } from '../model/map';
import type { FocusTarget } from './gestures/keyboard';
import { BackgroundLayer } from './layers/background';
import { StepLayer } from './layers/cells';
import { CursorLayer, type OtherCursor } from './layers/cursors';
import { DragPreview } from './layers/drag-preview';
import { attribute, make, setProperty, transformTo } from './layers/draw';
import { EndsLayer, type EndsCommands } from './layers/ends';
import { HeaderLayer } from './layers/headers';
import { LinkLayer, NO_LINKS } from './layers/links';
import { cellName, laneWords, linkNames, stageWords } from './layers/names';
import { othersOn } from './layers/others';
import { StepLooks } from './layers/step-looks';
import { CULL_MARGIN, grown, holds, shared, visible, type RenderLimits, type Visible } from './layout/culling';
import type { GridPosition } from './layout/geometry';
import { densityAt, levelAt } from './layout/levels';
import type { Layout, Measure, Point, Rect } from './layout/shapes';
import { fromShared } from './layout/shared-place';
import { isOverview, seen, type Size, type Viewport } from './layout/viewport';
import { OverviewOnNeed } from './overview/overview-on-need';

/** What is being dragged and where it would go. */
export interface DragState {
  readonly step: string | undefined;
  readonly drop: GridPosition | undefined;
  readonly linkTarget: string | undefined;
  readonly drawing: { from: Point; to: Point } | undefined;
  /** The copy that follows the pointer, in map pixels. */
  readonly preview: { step: string; at: Point } | undefined;
}

/** Nothing is being dragged. */
export const NO_DRAG: DragState = { step: undefined, drop: undefined, linkTarget: undefined, drawing: undefined, preview: undefined };

/** What is to be shown. */
export interface Shown {
  readonly layout: Layout;
  readonly view: Viewport;
  readonly size: Size;
  /** How wide words are. */
  readonly measure: Measure;
  /** How much larger than usual the person reads. */
  readonly text: number;
  readonly focusTarget: FocusTarget;
  readonly drag: DragState;
  /** The step that is looked at, and the one under the pointer. */
  readonly looked: { readonly step: string | undefined; readonly pointed: string | undefined };
  /** Whether the map has more steps than any window shows in words. */
  readonly isBeyondReading: boolean;
}

/** What a drawing is made for. */
export interface DrawingGiven {
  readonly root: HTMLElement;
  readonly editor: EditorState;
  readonly limits: RenderLimits;
  readonly ends: EndsCommands;
  /** Draws anew, once something that was loaded is there. */
  draw(): void;
  /** Brings a point of the map into the middle of the window. */
  centre(point: Point): void;
}

/** What is in the page: it is enough while the window stays within `part`, at the same zoom. */
interface InPage {
  readonly layout: Layout;
  readonly zoom: number;
  readonly size: Size;
  readonly overview: boolean;
  readonly part: Rect;
}

const NONE = { from: 0, to: 0 };

/** How long after the first picture is shown what lies around the window is drawn too, in milliseconds. */
const AROUND_MS = 100;

/** The layers of one map. */
export class Drawing {
  readonly headers = new HeaderLayer();
  readonly steps = new StepLayer();
  readonly background = new BackgroundLayer();
  readonly ends: EndsLayer;
  /** What stands in the window, in its order. */
  readonly sight: HTMLElement;
  private readonly links = new LinkLayer();
  private readonly cursors = new CursorLayer();
  private readonly dragPreview = new DragPreview();
  private readonly world = make('div', 'pw-map__world');
  private readonly overview: OverviewOnNeed;
  private readonly looks: StepLooks;
  /** Counts changes of words and states that are not those of single steps. */
  private version = 0;
  private inPage: InPage | undefined;
  private firstFrame = 0;
  private aroundComing: ReturnType<typeof setTimeout> | undefined;
  private others: readonly OtherCursor[] = [];

  constructor(private readonly given: DrawingGiven) {
    this.ends = new EndsLayer(given.ends);
    this.looks = new StepLooks(given.editor);
    this.overview = new OverviewOnNeed({ styled: given.root, world: this.world, arrived: () => given.draw(), go: (point) => given.centre(point) });
    this.world.append(this.background.root, this.links.root, this.links.words.root, this.steps.root);
    this.sight = make('div', 'pw-map__sight', this.ends.ground, this.world, this.dragPreview.root, this.cursors.root);
  }

  /** Lets go of what waits. */
  stop(): void {
    cancelAnimationFrame(this.firstFrame);
    clearTimeout(this.aroundComing);
    this.cursors.stop();
    this.overview.stop();
  }

  /** The element of a place, when it is in the page. */
  element(layout: Layout, place: FocusTarget): HTMLElement | undefined {
    switch (place.kind) {
      case 'step': return this.steps.element(place.id);
      case 'cell': return this.background.button(place.column, place.row);
      case 'stage': return this.headers.element('stage', layout.columns[place.column]?.stage ?? '');
      case 'lane': return this.headers.element('lane', layout.rows[place.row]?.lane ?? '');
    }
  }

  /** Words or states changed anywhere: what is drawn of them is read again. */
  forgetWords(): void {
    this.version += 1;
    this.looks.clear();
    this.links.words.readAgain();
    this.overview.forget();
  }

  /** Something on the map changed. Gives the steps whose words changed, or nothing when more has than the words of steps. */
  changed(change: MapChange): readonly string[] | undefined {
    const touched = this.looks.change(change);
    if (!touched) {
      this.forgetWords();
      return undefined;
    }
    this.links.words.readAgain(touched.links);
    this.overview.forget(touched.looks);
    // Where steps stand is no part of what others show.
    return change.structure ? undefined : touched.changed;
  }

  /** Brings everything in line. */
  draw(shown: Shown): void {
    const { editor, limits } = this.given;
    const { layout, view, size, text } = shown;
    const overview = limits.overview === 'yes' && isOverview(view, text);
    const density = densityAt(levelAt(view.zoom, text));
    // People wait for the first picture: it is of what they see. One that leaves nothing out, for measurements, has all at once.
    const isFirst = !this.inPage && limits.margin === CULL_MARGIN;
    if (isFirst) this.drawAroundLater();
    const margin = isFirst ? 0 : limits.margin / Math.min(1, view.zoom);
    const window = seen(view, size);
    attribute(this.given.root, 'data-density', density);
    attribute(this.given.root, 'data-view', overview ? 'overview' : 'words');
    // Not at what moves: all in it would be looked at anew in each frame.
    setProperty(this.sight, '--pw-map-text', `${layout.choice.text}px`);
    const near = this.near(shown, overview ? undefined : { window, margin });
    this.drawBackground(shown, near, overview);
    this.drawLinks(shown, overview ? undefined : near);
    const { cursors, selectedBy } = othersOn(editor);
    this.others = cursors.map((cursor) => ({ ...cursor, at: fromShared(layout, cursor.at) }));
    const selected = editor.selected.peek();
    const goal = editor.pointedGoal.peek();
    attribute(this.given.root, 'data-goal', goal === undefined ? undefined : '');
    const { focusTarget, drag, looked } = shown;
    const handles = editor.canEdit.peek() ? [looked.pointed, selected?.id].filter((id) => id !== undefined) : [];
    this.steps.sync(layout, near.steps, {
      density, handles: new Set(handles), selectedBy,
      lit: goal === undefined ? undefined : new Set(editor.map.stepsOf(goal).peek()),
      selected: selected?.id, dragged: drag.step, linkTarget: drag.linkTarget, chosen: editor.chosen.ids.peek(),
      focusable: focusTarget.kind === 'step' ? focusTarget.id : undefined,
      styleOf: (id) => this.looks.of(id),
    });
    this.inPage = { layout, zoom: view.zoom, size, overview, part: grown(window, margin) };
    this.place(shown, overview);
  }

  /** Counted from the frame that shows the first picture: on a slow device making it alone takes longer. */
  private drawAroundLater(): void {
    this.firstFrame = requestAnimationFrame(() => {
      this.aroundComing = setTimeout(() => this.given.draw(), AROUND_MS);
    });
  }

  /** Moves what is drawn to where the view is now; false when other parts of the map come into sight by it, so that it must be drawn. */
  move(shown: Shown): boolean {
    const { inPage } = this;
    const { layout, view, size } = shown;
    if (!inPage || inPage.layout !== layout || inPage.zoom !== view.zoom || inPage.size !== size) return false;
    const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
    if (!inPage.overview && !holds(inPage.part, shared(seen(view, size), whole))) return false;
    this.place(shown, inPage.overview);
    return true;
  }

  /** What should be in the page: in an overview only the steps that always are. */
  private near({ layout, focusTarget, drag }: Shown, at: { readonly window: Rect; readonly margin: number } | undefined): Visible {
    const pinned = new Set([focusTarget.kind === 'step' ? focusTarget.id : '', drag.step ?? '', this.given.editor.selected.peek()?.id ?? '']);
    if (at) return visible(layout, at.window, pinned, at.margin);
    return { steps: new Set([...pinned].filter((id) => layout.steps.has(id))), columns: NONE, rows: NONE, links: [] };
  }

  private drawBackground({ layout, focusTarget, drag }: Shown, near: Visible, overview: boolean): void {
    const { editor } = this.given;
    this.background.sync(layout, near, {
      version: this.version,
      canEdit: editor.canEdit.peek(),
      focusable: focusTarget.kind === 'cell' ? focusTarget : undefined,
      drop: overview ? undefined : drag.drop,
      sectorOf: (lane) => editor.map.lane(lane).peek()?.sector ?? '',
      cellName: (column, row) => cellName(editor, layout, { column, row }),
    });
  }

  private drawLinks({ layout, drag, looked, measure }: Shown, near: Visible | undefined): void {
    const { editor } = this.given;
    const selected = editor.selected.peek();
    this.links.sync(layout, near ?? NO_LINKS, {
      selected: selected?.kind === 'link' ? selected.id : undefined,
      step: looked.step ?? (selected?.kind === 'step' ? selected.id : undefined),
      drawing: drag.drawing, ...linkNames(editor), cut: (words, width) => measure.cut?.(words, width),
    });
  }

  /** Puts everything where the view is. */
  private place(shown: Shown, overview: boolean): void {
    const { editor } = this.given;
    const { layout, view, size, focusTarget, drag } = shown;
    transformTo(this.world, `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`);
    this.overview.sync({ layout, view, size, shown: overview, corner: !overview && shown.isBeyondReading, editor, drop: drag.drop });
    this.headers.sync(layout, view, size, {
      version: this.version,
      stage: (id) => stageWords(editor, id),
      lane: (id) => laneWords(editor, id),
      focusable: focusTarget.kind === 'stage' ? { kind: 'stage', index: focusTarget.column } : focusTarget.kind === 'lane' ? { kind: 'lane', index: focusTarget.row } : undefined,
    });
    this.ends.sync(layout, view, size, editor.canEdit.peek());
    this.cursors.sync(this.others, view);
    // In an overview the step with focus is a block like the others, with its name beside it.
    const focused = overview && focusTarget.kind === 'step' ? layout.steps.get(focusTarget.id) : undefined;
    const preview = drag.preview ?? (focused && { step: focused.id, at: focused });
    this.dragPreview.sync(preview && { words: stepName(editor.map, preview.step), at: preview.at }, view);
  }
}
