/**
 * The canvas on which the overview is drawn, its size on the screen and its colours, read from the style sheet so that
 * dark and high-contrast looks work. It is drawn larger than the window, and moved until what it shows is no longer enough.
 * Owns that element; the drawing itself is overview.ts.
 */
import type { EditorState } from '../../editor/state/editor-state';
import { make, sizeTo, transformTo } from '../layers/draw';
import { grown, holds, shared } from '../layout/culling';
import type { GridPosition } from '../layout/geometry';
import { SECTORS } from '../../model/kinds';
import { nameOfPart } from '../../model/meaning';
import type { SymbolName } from '../../styles/symbols';
import { tagOfPart } from '../../editor/words/agreement-words';
import { drawOverview, type OverviewColours, type OverviewLook } from './overview';
import type { Layout, Rect } from '../layout/shapes';
import { seen, type Size, type Viewport } from '../layout/viewport';

/** The shape of each state; what is not here is open. */
const SHAPES: Readonly<Partial<Record<SymbolName, OverviewLook['shape']>>> = {
  toAgree: 'asked', oneAgrees: 'asked', patientAgrees: 'asked', professionalAgrees: 'asked', aroundChanged: 'asked', agreed: 'agreed', differ: 'differ', parked: 'parked', leaving: 'parked',
};

/** Screen pixels around the window that are drawn too, where the map goes on there. */
const MARGIN = 256;

/** What the canvas shows now. */
interface DrawnPart {
  readonly layout: Layout;
  readonly key: string;
  /** In map pixels. */
  readonly part: Rect;
  /** Where it begins, in screen pixels from the map's beginning. */
  readonly left: number;
  readonly top: number;
}

/** What is to be drawn, or that nothing is. */
export interface OverviewGiven {
  readonly layout: Layout;
  readonly view: Viewport;
  readonly size: Size;
  readonly shown: boolean;
  /** Whether the whole map is to stand in a corner, beside what can be read. */
  readonly corner: boolean;
  readonly editor: EditorState;
  readonly drop: GridPosition | undefined;
}

/** The overview's canvas. */
export class OverviewLayer {
  readonly canvas = make('canvas', 'pw-map__overview');
  private readonly shapes = new Map<string, OverviewLook['shape']>();
  /** Shapes that may have changed, as they were drawn. */
  private readonly doubted = new Map<string, OverviewLook['shape']>();
  private drawn: DrawnPart | undefined;

  /** `styled` is the element whose custom properties hold the colours. */
  constructor(private readonly styled: HTMLElement) {
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
  }

  /** Draws, or hides; what is drawn already is only moved where that is enough. */
  sync(given: OverviewGiven): void {
    const { view, shown } = given;
    if (this.canvas.hidden === shown) this.canvas.hidden = !shown;
    if (!shown) return;
    if (!this.isEnough(given)) this.draw(given);
    if (this.drawn) transformTo(this.canvas, `translate(${Math.round(this.drawn.left + view.x)}px, ${Math.round(this.drawn.top + view.y)}px)`);
  }

  /** What these steps look like may have changed, or what any does. */
  forget(ids?: Iterable<string>): void {
    if (!ids) {
      this.shapes.clear();
      this.doubted.clear();
      this.drawn = undefined;
      return;
    }
    for (const id of ids) {
      const shape = this.shapes.get(id);
      if (shape === undefined) continue;
      this.doubted.set(id, shape);
      this.shapes.delete(id);
    }
  }

  /** Whether what was forgotten looks otherwise now than it is drawn. */
  isOutdated(editor: EditorState): boolean {
    const isOther = [...this.doubted].some(([id, shape]) => this.shapeOf(editor, id) !== shape);
    if (!isOther) this.doubted.clear();
    return isOther;
  }

  private isEnough(given: OverviewGiven): boolean {
    const { drawn } = this;
    if (!drawn || drawn.layout !== given.layout || drawn.key !== keyOf(given) || this.isOutdated(given.editor)) return false;
    return holds(drawn.part, shared(seen(given.view, given.size), wholeOf(given.layout)));
  }

  private draw(given: OverviewGiven): void {
    const { layout, view, size, editor, drop } = given;
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const around = shared(grown(seen(view, size), MARGIN / view.zoom), wholeOf(layout));
    const [left, top] = [Math.floor(around.x * view.zoom), Math.floor(around.y * view.zoom)];
    const [width, height] = [Math.ceil(around.width * view.zoom) + 1, Math.ceil(around.height * view.zoom) + 1];
    // Giving a canvas a size empties it and takes new memory.
    if (this.canvas.width !== Math.round(width * ratio)) this.canvas.width = Math.round(width * ratio);
    if (this.canvas.height !== Math.round(height * ratio)) this.canvas.height = Math.round(height * ratio);
    sizeTo(this.canvas, { width, height });
    const selected = editor.selected.peek();
    drawOverview(pen, layout, { x: -left, y: -top, zoom: view.zoom }, {
      window: { width, height, ratio },
      colours: this.colours(editor),
      marks: { selected: new Set(selected ? [selected.id] : []), drop: drop ?? null },
    });
    this.doubted.clear();
    this.drawn = { layout, key: keyOf(given), part: around, left, top };
  }

  private shapeOf(editor: EditorState, id: string): OverviewLook['shape'] {
    const known = this.shapes.get(id);
    if (known) return known;
    const part = { kind: 'step', id } as const;
    // Of most steps of a large map nobody has said anything: they need no state of their own.
    const isSaid = editor.agreement.record.names.peek().has(nameOfPart(part));
    const shape = (isSaid ? SHAPES[tagOfPart(editor.agreement, part).symbol] : undefined) ?? 'open';
    this.shapes.set(id, shape);
    return shape;
  }

  private colours(editor: EditorState): OverviewColours {
    const style = getComputedStyle(this.styled);
    const read = (name: string) => style.getPropertyValue(name).trim() || '#888';
    const ground = read('--pw-surface-raised');
    const look = (shape: OverviewLook['shape'], name: string, second = ground): OverviewLook => ({ shape, colour: read(name), second });
    // Few looks for all steps: reading a style is dear.
    const looks = {
      open: look('open', '--pw-line-strong'), asked: look('asked', '--pw-accent'), agreed: look('agreed', '--pw-good'),
      differ: look('differ', '--pw-patient', read('--pw-professional')), parked: look('parked', '--pw-line-strong', read('--pw-neutral-soft')),
    };
    const tints = new Map(['', ...SECTORS].map((sector) => [sector, read(sector === '' ? '--pw-sunk' : `--pw-sector-${sector.replace('_', '-')}`)]));
    return {
      cell: read('--pw-surface'), link: read('--pw-line'), words: read('--pw-ink'), focus: read('--pw-focus-ink'),
      lane: (id) => tints.get(editor.map.lane(id).peek()?.sector ?? '') ?? '#888',
      step: (id) => looks[this.shapeOf(editor, id)],
    };
  }
}

/** The whole map. */
function wholeOf({ width, height }: Layout): Rect {
  return { x: 0, y: 0, width, height };
}

/** What a drawing depends on besides the map and its part. */
function keyOf({ view, editor, drop }: OverviewGiven): string {
  const { dataset } = document.documentElement;
  const isDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches;
  return [view.zoom, globalThis.devicePixelRatio, editor.selected.peek()?.id, drop?.column, drop?.row, drop?.index, dataset['theme'], dataset['contrast'], isDark].join('|');
}
