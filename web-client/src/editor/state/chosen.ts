/**
 * The steps that are chosen together, to do the same with all of them, and whether a press chooses (for who has no Shift key).
 * Owns that choice; what is done with it is map/selection/.
 */
import { signal } from '@preact/signals';
import type { MapModel } from '../../model/map';

const NONE: ReadonlySet<string> = new Set();

/** The choice. */
export class Chosen {
  readonly ids = signal<ReadonlySet<string>>(NONE);
  /** Whether a press on a step chooses it and a drag on empty ground draws a frame. */
  readonly mode = signal<'on' | 'off'>('off');

  /** Chooses a step, or no longer. */
  toggle(id: string): void {
    const next = new Set(this.ids.peek());
    if (!next.delete(id)) next.add(id);
    this.ids.value = next;
  }

  /** Chooses steps besides those that are. */
  add(ids: Iterable<string>): void {
    this.ids.value = new Set([...this.ids.peek(), ...ids]);
  }

  /** Chooses these alone. */
  only(ids: Iterable<string>): void {
    this.ids.value = new Set(ids);
  }

  /** Turns on that a press chooses, or ends choosing. */
  turn(): void {
    if (this.mode.peek() === 'on') this.clear();
    else this.mode.value = 'on';
  }

  /** Lets go of all, and a press opens again. */
  clear(): void {
    this.ids.value = NONE;
    this.mode.value = 'off';
  }

  /** Those that are still on the map, in reading order. */
  shown(map: MapModel): readonly string[] {
    const ids = this.ids.value;
    return ids.size === 0 ? [] : map.reading.value.filter((id) => ids.has(id));
  }
}
