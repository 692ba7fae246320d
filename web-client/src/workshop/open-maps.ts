/**
 * The maps of a workshop that are open on this device. One is shown; the others are kept up to date, so that a change to
 * them is quick, what was typed there is sent, and all of them can be used without a connection. Owns which are open and what
 * one is told of the others; what a map is made of is open-map.ts. Knows no page.
 */
import { computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { SaveState } from '../sync/status';
import type { DeviceCopy } from '../sync/offline';
import { LiveMap } from './open-map';
import type { AroundMap, MapContext } from './open-map';

/** What the workshop gives to each of its maps. */
export type MapParts = Pick<MapContext, 'workshop' | 'collab' | 'copy' | 'marks' | 'keepRefused'> & { readonly apiOf: (map: string) => MapContext['api'] };

/** The open maps of one workshop. */
export class OpenMaps {
  readonly #parts: MapParts;
  readonly #maps = signal<ReadonlyMap<string, LiveMap>>(new Map());
  /** Those that are being closed, by id. */
  readonly #closing = new Map<string, Promise<void>>();
  readonly #shown = signal<string | undefined>(undefined);

  constructor(parts: MapParts) {
    this.#parts = parts;
  }

  /** Every map that is open now. */
  get all(): readonly LiveMap[] {
    return Array.from(this.#maps.peek().values());
  }

  /** The map; the one that is open already when there is one. */
  open(id: string): LiveMap {
    const known = this.#maps.peek().get(id);
    if (known) return known;
    const { workshop, collab, copy, marks, keepRefused, apiOf } = this.#parts;
    const before = this.#closing.get(id);
    const map = new LiveMap(id, {
      workshop,
      collab,
      // What was typed in the same map a moment ago is written before it is read again.
      copy: before ? before.then((): Promise<DeviceCopy> => copy) : copy,
      api: apiOf(id),
      marks,
      keepRefused,
      around: this.#around(id),
      onClosing: (closed) => {
        this.#maps.value = new Map(Array.from(this.#maps.peek()).filter(([other]) => other !== id));
        this.#closing.set(id, closed);
        void closed.then(() => this.#closing.get(id) === closed && this.#closing.delete(id));
      },
    });
    this.#maps.value = new Map([...this.#maps.peek(), [id, map]]);
    return map;
  }

  /** Which map the person sees; the others do not show them. */
  show(id: string | undefined): void {
    this.#shown.value = id;
  }

  /**
   * Opens one more of these maps, once those that are open show something: the map before the person comes first. Reads
   * signals, so that an effect around it goes on to the next.
   */
  openNext(ids: readonly string[]): void {
    const open = this.#maps.value;
    const isReady = this.#shown.value !== undefined && Array.from(open.values()).every((map) => map.ready.value);
    const next = isReady ? ids.find((id) => !open.has(id)) : undefined;
    if (next !== undefined) this.open(next);
  }

  /** Closes all; done when the last one is written. */
  async close(): Promise<void> {
    await Promise.all([...this.all.map((map) => map.close()), ...this.#closing.values()]);
  }

  #around(id: string): AroundMap {
    const others = computed(() => Array.from(this.#maps.value.values()).filter((map) => map.id !== id));
    const unsentElsewhere: ReadonlySignal<SaveState | undefined> = computed(() => others.value.find((map) => map.isWaiting.value)?.ownState.value);
    return {
      // Before one is chosen, whoever opens a map shows it.
      isShown: computed(() => this.#shown.value === undefined || this.#shown.value === id),
      elsewhere: computed(() => new Map(others.value.flatMap((map) => map.presence.peers.value.map(({ participant }) => [participant, map.id] as const)))),
      unsentElsewhere,
      isOnlyHereElsewhere: computed(() => others.value.some((map) => map.isOwnOnlyHere.value)),
    };
  }
}
