/**
 * How a person reads: how much larger than usual the letters are that they have chosen, here or in the browser, and how they
 * have spaced them (WCAG 2.2, 1.4.12). Owns a hidden line of words whose size tells of a change; knows nothing of maps.
 */
import { browserMeasure, NO_SPACING, spacingOf } from '../layout/measure';
import type { Measure } from '../layout/shapes';
import { attribute, make } from './draw';

/** The usual size of text in a browser, in CSS pixels. */
const USUAL_TEXT_PX = 16;

/** How much larger than usual the person reads: the words of the map begin as large. */
export function textScale(): number {
  const px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(px) ? Math.max(1, px / USUAL_TEXT_PX) : 1;
}

/** Watches how words are spaced on one map. */
export class Letters {
  /** Looks like a step's title. */
  private readonly line = make('span', 'pw-step__title pw-map__probe', 'Mm Mm');
  private spacing = JSON.stringify(NO_SPACING);

  constructor(private readonly root: HTMLElement) {
    this.line.setAttribute('aria-hidden', 'true');
    root.append(this.line);
  }

  /** Tells of a measure whenever words take other room than before; returns how to stop. */
  watch(changed: (measure: Measure) => void): () => void {
    const watching = new ResizeObserver(() => {
      const spacing = spacingOf(this.line);
      const key = JSON.stringify(spacing);
      if (key === this.spacing) return;
      this.spacing = key;
      attribute(this.root, 'data-spaced', spacing.lines > 1 || spacing.letter > 0 ? '' : undefined);
      changed(browserMeasure(spacing));
    });
    watching.observe(this.line);
    return () => watching.disconnect();
  }
}
