/**
 * Who is here and where they work: the awareness states of the map document (docs/PROTOCOL.md section 6), joined with
 * the roster for names. Sends at most ten times a second. Knows no page.
 */
import { computed, effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Awareness } from 'y-protocols/awareness';
import type { Role, Side } from '../model/people';
import { readPeer } from './read';
import type { MyPresence, Peer } from './shown';

export type { MyPresence, Peer } from './shown';

/** One person who is here now. */
export interface PersonHere {
  readonly participant: string;
  /** From the roster; `''` until it is known. */
  readonly nickname: string;
  readonly role: Role | undefined;
  readonly side: Side | undefined;
  readonly isMe: boolean;
  /** A small stable number for a colour and symbol, 0..7. */
  readonly mark: number;
  /** Where they work, newest of their connections; nothing for who is at another map. */
  readonly at: MyPresence;
  /** The other map of the workshop that they are at. */
  readonly elsewhere?: string;
}

/** What a map's presence is told of the other maps of its workshop. */
export interface AroundMap {
  /** Whether I have this map open before me. A map that is only kept up to date does not show me. */
  readonly isShown: ReadonlySignal<boolean>;
  /** Who is at which other map, by participant. */
  readonly elsewhere: ReadonlySignal<ReadonlyMap<string, string>>;
}

/** What the roster says about a person. */
export interface KnownPerson {
  readonly nickname: string;
  readonly role: Role;
  readonly side: Side | null;
}

/** Presence of one open map. */
export interface Presence {
  /** Everybody in the workshop now, me first, then by nickname. One entry a person. */
  readonly people: ReadonlySignal<readonly PersonHere[]>;
  /** Every other connection, for cursors and selections. */
  readonly peers: ReadonlySignal<readonly Peer[]>;
  /** Changes what I show; a key set to `undefined` goes away. Sent at most ten times a second. */
  show(change: Partial<MyPresence>): void;
  /** Sends my whole state again, for example after the page came back from the browser's cache. */
  showAgain(): void;
  destroy(): void;
}

/** Least time between two states sent, in milliseconds, and the same while nobody else is here. */
export const SEND_MS_MIN = 100;
export const SEND_ALONE_MS_MIN = 1_000;
/** Most selected parts that are told: others need to see where, not all of it. */
export const SELECTION_SENT_MAX = 50;
/** Largest state the server takes, in bytes of JSON; a larger one would end the connection. */
export const STATE_BYTES_MAX = 8 * 1_024;
/** Most people and connections that are read. */
const PEERS_MAX = 1_024;
/** Different marks (colour and symbol). */
const MARKS = 8;

/** A map that is the only one of its workshop. */
const ALONE: AroundMap = { isShown: signal(true), elsewhere: signal(new Map<string, string>()) };

/** Presence over an awareness. `roster` gives names, which never travel in presence. */
export function presenceOf(awareness: Awareness, me: string, roster: ReadonlySignal<ReadonlyMap<string, KnownPerson>>, around: AroundMap = ALONE): Presence {
  return new LivePresence(awareness, me, roster, around);
}

class LivePresence implements Presence {
  readonly people: ReadonlySignal<readonly PersonHere[]>;
  readonly peers: ReadonlySignal<readonly Peer[]>;
  readonly #peers = signal<readonly Peer[]>([]);
  readonly #mine = signal<MyPresence>({});
  readonly #awareness: Awareness;
  readonly #me: string;
  readonly #around: AroundMap;
  readonly #stopWatching: () => void;
  #lastSent = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(awareness: Awareness, me: string, roster: ReadonlySignal<ReadonlyMap<string, KnownPerson>>, around: AroundMap) {
    this.#awareness = awareness;
    this.#me = me;
    this.#around = around;
    this.peers = this.#peers;
    this.people = computed(() => this.#peopleHere(roster.value));
    awareness.on('change', this.#onChange);
    this.#stopWatching = effect(() => {
      if (around.isShown.value) this.#send();
      else this.#hide();
    });
    this.#onChange();
  }

  show(change: Partial<MyPresence>): void {
    const next: MyPresence = { ...this.#mine.peek(), ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#mine.peek())) return;
    this.#mine.value = next;
    if (this.#timer !== undefined || !this.#around.isShown.peek()) return;
    // Alone nobody sees a cursor; the state still goes out now and then for whoever comes.
    const least = this.#peers.peek().length === 0 ? SEND_ALONE_MS_MIN : SEND_MS_MIN;
    this.#timer = setTimeout(() => this.#send(), Math.max(0, this.#lastSent + least - Date.now()));
  }

  showAgain(): void {
    if (this.#around.isShown.peek()) this.#send();
  }

  destroy(): void {
    this.#stopWatching();
    clearTimeout(this.#timer);
    this.#awareness.off('change', this.#onChange);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = Date.now();
    this.#awareness.setLocalState(stateOf(this.#me, this.#mine.peek()));
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#awareness.setLocalState(null);
  }

  readonly #onChange = () => {
    const peers: Peer[] = [];
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID || peers.length >= PEERS_MAX) continue;
      const peer = readPeer(client, state);
      if (peer) peers.push(peer);
    }
    this.#peers.value = peers.sort((a, b) => a.client - b.client);
  };

  #peopleHere(roster: ReadonlyMap<string, KnownPerson>): readonly PersonHere[] {
    const at = new Map<string, MyPresence>([[this.#me, this.#mine.value]]);
    for (const peer of this.#peers.value) {
      const { client: _client, participant, ...presence } = peer;
      // Of a person's connections the one that works somewhere says more than an idle one.
      if (participant !== this.#me && (!at.get(participant)?.part || presence.part)) at.set(participant, presence);
    }
    const here = Array.from(at, ([participant, presence]) => this.#person(participant, presence, roster.get(participant)));
    const others = Array.from(this.#around.elsewhere.value).filter(([participant]) => !at.has(participant));
    const elsewhere = others.map(([participant, map]) => ({ ...this.#person(participant, {}, roster.get(participant)), elsewhere: map }));
    return [...here, ...elsewhere].sort(
      (a, b) => Number(b.isMe) - Number(a.isMe) || a.nickname.localeCompare(b.nickname) || (a.participant < b.participant ? -1 : 1),
    );
  }

  #person(participant: string, at: MyPresence, known: KnownPerson | undefined): PersonHere {
    return {
      participant,
      nickname: known?.nickname ?? '',
      role: known?.role,
      side: known?.side ?? undefined,
      isMe: participant === this.#me,
      mark: markOf(participant),
      at,
    };
  }
}

/** What travels: bounded, because the server refuses a state over {@link STATE_BYTES_MAX} together with its connection. */
function stateOf(participant: string, mine: MyPresence): Record<string, unknown> {
  const { cursor, selection, ...rest } = mine;
  const state: Record<string, unknown> = { participant, ...rest };
  // Whole pixels: fractions cost bytes and show nothing.
  if (cursor) state['cursor'] = { x: Math.round(cursor.x), y: Math.round(cursor.y) };
  if (!selection) return state;
  const whole = { ...state, selection: selection.slice(0, SELECTION_SENT_MAX) };
  // Ids are a peer's words too: fifty of them can still be too long.
  return new TextEncoder().encode(JSON.stringify(whole)).length <= STATE_BYTES_MAX ? whole : state;
}

/** A small stable number for a participant, 0..7: the same on every device. */
export function markOf(participant: string): number {
  let sum = 0;
  for (const letter of participant) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return sum % MARKS;
}
