/** The copy of a step that follows the pointer while it is dragged. Owns that element; a picture only. */
import { make, moveTo } from './draw';
import type { Point } from '../layout/shapes';
import { toScreen, type Viewport } from '../layout/viewport';

/** The dragged copy. */
export class DragPreview {
  readonly root = make('div', 'pw-map__ghost');

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
    this.root.hidden = true;
  }

  /** Shows words at a point of the map, or nothing. */
  sync(preview: { readonly words: string; readonly at: Point } | undefined, view: Viewport): void {
    if (this.root.hidden !== (preview === undefined)) this.root.hidden = preview === undefined;
    if (!preview) return;
    if (this.root.textContent !== preview.words) this.root.textContent = preview.words;
    moveTo(this.root, toScreen(view, preview.at));
  }
}
