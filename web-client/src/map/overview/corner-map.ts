/**
 * The whole map in a corner, beside the part of it that can be read: for maps that fit no window in words. A frame shows what
 * the window shows; a press or a drag moves the window there. A picture only: keys and the list reach everything without it.
 *
 * Owns these elements. Knows the overview that it draws small; not what moving does.
 */
import type { Layout, Point } from '../layout/shapes';
import { seen } from '../layout/viewport';
import { make, moveTo, sizeTo } from '../layers/draw';
import type { OverviewGiven, OverviewLayer } from './overview-layer';

/** Greatest width and height, in screen pixels. */
const WIDTH_MAX = 168;
const HEIGHT_MAX = 200;
/** Least width and height of the window's frame, in screen pixels: smaller it could not be seen. */
const FRAME_MIN = 6;
/** How long after a change the blocks are drawn again, in milliseconds. */
const LATER_MS = 500;

/** The map in the corner. */
export class CornerMap {
  readonly root = make('div', 'pw-map__small');
  private readonly frame = make('div', 'pw-map__small-frame');
  private layout: Layout | undefined;
  private scale = 1;
  private given: OverviewGiven | undefined;
  private isForgotten = false;
  private later: ReturnType<typeof setTimeout> | undefined;

  /** `overview` is one of its own, drawn small; `go` brings a point of the map into the middle of the window. */
  constructor(private readonly overview: OverviewLayer, private readonly go: (point: Point) => void) {
    this.root.setAttribute('aria-hidden', 'true');
    this.root.hidden = true;
    this.root.append(overview.canvas, this.frame);
    this.root.addEventListener('pointerdown', (event) => {
      // It is no press on the map below it.
      event.stopPropagation();
      this.root.setPointerCapture(event.pointerId);
      this.goTo(event);
    });
    this.root.addEventListener('pointermove', (event) => {
      event.stopPropagation();
      if (this.root.hasPointerCapture(event.pointerId)) this.goTo(event);
    });
    for (const name of ['pointerup', 'click', 'dblclick'] as const) this.root.addEventListener(name, (event) => event.stopPropagation());
  }

  /**
   * Draws, or hides. The blocks are drawn again only when the map or what is agreed has changed, and then a moment later: this
   * picture may be late, what people type may not.
   */
  sync(given: OverviewGiven): void {
    const shown = given.corner;
    if (this.root.hidden === shown) this.root.hidden = !shown;
    if (!shown) return;
    this.given = given;
    if (!this.layout) this.drawBlocks();
    else if (this.layout !== given.layout || this.isForgotten) this.later ??= setTimeout(() => this.drawBlocks(), LATER_MS);
    const part = seen(given.view, given.size);
    moveTo(this.frame, { x: part.x * this.scale, y: part.y * this.scale });
    sizeTo(this.frame, { width: Math.max(FRAME_MIN, Math.round(part.width * this.scale)), height: Math.max(FRAME_MIN, Math.round(part.height * this.scale)) });
  }

  /** What these steps look like may have changed, or what any does. */
  forget(ids?: Iterable<string>): void {
    this.overview.forget(ids);
    this.isForgotten = true;
  }

  /** Lets go of what waits. */
  stop(): void {
    clearTimeout(this.later);
  }

  private drawBlocks(): void {
    const { given } = this;
    this.later = undefined;
    if (!given) return;
    const { layout } = given;
    this.layout = layout;
    this.isForgotten = false;
    this.scale = Math.min(WIDTH_MAX / layout.width, HEIGHT_MAX / layout.height);
    const small = { width: Math.ceil(layout.width * this.scale), height: Math.ceil(layout.height * this.scale) };
    sizeTo(this.root, small);
    this.overview.sync({ ...given, view: { x: 0, y: 0, zoom: this.scale }, size: small, shown: true, drop: undefined });
  }

  private goTo(event: PointerEvent): void {
    const at = this.root.getBoundingClientRect();
    this.go({ x: (event.clientX - at.left) / this.scale, y: (event.clientY - at.top) / this.scale });
  }
}
