/**
 * Which step a person looks at on the map: the one under the mouse or pen, else the one with focus. A finger looks at nothing
 * before it presses. Owns that knowledge; what follows from it is the picture's.
 */

/** The step that an element belongs to. */
function stepOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-step]')?.dataset['step'] : undefined;
}

/** Follows pointer and focus over an element that has steps in it. */
export class LookedAt {
  private pointed: string | undefined;
  private focused: string | undefined;

  constructor(root: HTMLElement, changed: () => void) {
    const set = (which: 'pointed' | 'focused', step: string | undefined): void => {
      if (this[which] === step) return;
      this[which] = step;
      changed();
    };
    root.addEventListener('pointerover', (event) => { if (event.pointerType !== 'touch') set('pointed', stepOf(event.target)); });
    root.addEventListener('pointerleave', () => set('pointed', undefined));
    root.addEventListener('focusin', (event) => set('focused', stepOf(event.target)));
    root.addEventListener('focusout', (event) => set('focused', stepOf(event.relatedTarget)));
  }

  /** The step under the mouse or pen. */
  get pointedStep(): string | undefined {
    return this.pointed;
  }

  /** The step looked at. */
  get step(): string | undefined {
    return this.pointed ?? this.focused;
  }
}
