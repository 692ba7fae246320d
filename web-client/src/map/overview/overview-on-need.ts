/**
 * The overview, and the whole map in a corner, loaded when a map is first seen that is so large: few are. Owns that loading;
 * what is drawn is overview-layer.ts and corner-map.ts.
 */
import { feature } from '../../ui/feature';
import type { Point } from '../layout/shapes';
import type { CornerMap } from './corner-map';
import type { OverviewGiven, OverviewLayer } from './overview-layer';

const large = feature(async () => {
  const [layer, corner] = await Promise.all([import('./overview-layer'), import('./corner-map')]);
  return { OverviewLayer: layer.OverviewLayer, CornerMap: corner.CornerMap };
});

/** What an overview needs of the picture. */
export interface OverviewPlace {
  /** Holds the colours. */
  readonly styled: HTMLElement;
  /** The steps: the overview lies below them, the map in the corner above. */
  readonly world: HTMLElement;
  /** Draws, once it is there. */
  arrived(): void;
  /** Brings a point of the map into the middle of the window. */
  go(point: Point): void;
}

/** How long the whole map in a corner waits for what can be read to be drawn first, in milliseconds. */
const CORNER_MS = 300;

/** An overview that may not be there yet. */
export class OverviewOnNeed {
  private later: ReturnType<typeof setTimeout> | undefined;
  private drawn: { readonly layer: OverviewLayer; readonly corner: CornerMap } | undefined;

  constructor(private readonly place: OverviewPlace) {}

  /** Draws, or hides. */
  sync(given: OverviewGiven): void {
    if (!this.drawn && given.shown) this.load();
    else if (!this.drawn && given.corner) this.later ??= setTimeout(() => this.load(), CORNER_MS);
    this.drawn?.layer.sync(given);
    this.drawn?.corner.sync(given);
  }

  /** What these steps look like may have changed, or what any does. */
  forget(ids?: readonly string[]): void {
    this.drawn?.layer.forget(ids);
    this.drawn?.corner.forget(ids);
  }

  /** Lets go of what waits. */
  stop(): void {
    clearTimeout(this.later);
    this.drawn?.corner.stop();
  }

  private load(): void {
    const make = (made: NonNullable<ReturnType<typeof large.loaded>>): void =>
      this.arrive(new made.OverviewLayer(this.place.styled), new made.CornerMap(new made.OverviewLayer(this.place.styled), (point) => this.place.go(point)));
    // Failing is no matter: a later drawing asks for it again.
    large.load().then(make, () => { this.later = undefined; });
  }

  private arrive(layer: OverviewLayer, corner: CornerMap): void {
    if (this.drawn) return;
    this.drawn = { layer, corner };
    this.place.world.before(layer.canvas);
    this.place.world.after(corner.root);
    this.place.arrived();
  }
}
