/**
 * What stands over the picture of the map (fields for typing, tools for several steps) may use of it: where things are, where
 * the focus is, and being told when it was drawn. Owns that contract; picture.ts fulfils it.
 */
import type { EditorState } from '../../editor/state/editor-state';
import type { FocusTarget } from '../gestures/keyboard';
import type { Layout, Rect } from '../layout/shapes';
import { toScreen, type Size, type Viewport } from '../layout/viewport';

/** The picture, for what stands over it. */
export interface MapSurface {
  readonly editor: EditorState;
  readonly root: HTMLElement;
  /** The part of it that the map moves in. */
  readonly window: HTMLElement;
  readonly windowSize: Size;
  readonly layout: Layout;
  readonly view: Viewport;
  readonly focusTarget: FocusTarget;
  readonly headers: { element(kind: 'stage' | 'lane', id: string): HTMLElement | undefined };
  /** Called after each drawing. */
  readonly drawn: Set<() => void>;
  setView(view: Viewport): void;
  setFocusTarget(focusTarget: FocusTarget): void;
  elementOf(focusTarget: FocusTarget): HTMLElement | undefined;
  goTo(focusTarget: FocusTarget): void;
  draw(): void;
  flush(): void;
}

/** A rectangle of the map in pixels from the top left of the picture's element. */
export function onSurface({ view, window }: MapSurface, rect: Rect): Rect {
  const at = toScreen(view, rect);
  return { x: at.x + window.offsetLeft, y: at.y + window.offsetTop, width: rect.width * view.zoom, height: rect.height * view.zoom };
}

/** Gives the focus to a place without moving the map. */
export function focusOn(surface: MapSurface, target: FocusTarget): void {
  surface.setFocusTarget(target);
  surface.flush();
  surface.elementOf(surface.focusTarget)?.focus({ preventScroll: true });
}
