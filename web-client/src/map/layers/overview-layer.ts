/**
 * The canvas on which the overview is drawn, its size on the screen and its colours, read from the style sheet so that
 * dark and high-contrast looks work. Owns that element; the drawing itself is overview.ts.
 */
import type { EditorState } from '../../editor/state/editor-state';
import { make } from './draw';
import type { GridPosition } from '../layout/geometry';
import { drawOverview, type OverviewColours } from './overview';
import type { Layout } from '../layout/shapes';
import type { Size, Viewport } from '../layout/viewport';

/** What is to be drawn, or that nothing is. */
export interface OverviewGiven {
  readonly layout: Layout;
  readonly view: Viewport;
  readonly size: Size;
  readonly shown: boolean;
  readonly editor: EditorState;
  readonly drop: GridPosition | undefined;
}

/** The overview's canvas. */
export class OverviewLayer {
  readonly canvas = make('canvas', 'pw-map__overview');

  /** `styled` is the element whose custom properties hold the colours. */
  constructor(private readonly styled: HTMLElement) {
    this.canvas.setAttribute('aria-hidden', 'true');
    this.canvas.hidden = true;
  }

  /** Draws, or hides. */
  sync(given: OverviewGiven): void {
    const { layout, view, size, shown, editor, drop } = given;
    this.canvas.hidden = !shown;
    const pen = shown ? this.canvas.getContext('2d') : null;
    if (!pen) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const selected = editor.selected.peek();
    drawOverview(pen, layout, view, {
      window: { ...size, ratio },
      colours: this.colours(editor),
      marks: { selected: new Set(selected ? [selected.id] : []), drop: drop ?? null },
    });
  }

  private colours(editor: EditorState): OverviewColours {
    const style = getComputedStyle(this.styled);
    const read = (name: string) => style.getPropertyValue(name).trim() || '#888';
    const plain = read('--pw-line-strong');
    const sectors = new Map<string, string>();
    const ofSector = (sector: string) => {
      const known = sectors.get(sector) ?? read(`--pw-sector-${sector.replace('_', '-')}`);
      sectors.set(sector, known);
      return known;
    };
    return {
      lane: read('--pw-sunk'), cell: read('--pw-surface'), link: read('--pw-line'), words: read('--pw-ink'), focus: read('--pw-focus-ink'),
      step: (id) => {
        const sector = editor.map.step(id).peek()?.sector ?? '';
        return sector === '' ? plain : ofSector(sector);
      },
    };
  }
}
