/** The copy of a step that follows the pointer while it is dragged. Owns that element; a picture only. */
import { make, place } from './draw';
import type { Point } from '../layout/shapes';
import { toScreen, type Viewport } from '../layout/viewport';

/** The dragged copy. */
export class Ghost {
  readonly root = make('div', 'pw-map__ghost');

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
    this.root.hidden = true;
  }

  /** Shows words at a point of the map, or nothing. */
  sync(ghost: { readonly words: string; readonly at: Point } | undefined, view: Viewport): void {
    this.root.hidden = ghost === undefined;
    if (!ghost) return;
    if (this.root.textContent !== ghost.words) this.root.textContent = ghost.words;
    place(this.root, toScreen(view, ghost.at));
  }
}
