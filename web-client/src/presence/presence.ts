/**
 * Who is here and where they work: the awareness states of the map document (docs/PROTOCOL.md section 6), joined with
 * the roster for names. Sends at most ten times a second. Knows no page.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { PartRef } from '../model/schema';
import type { Role, Side } from '../model/people';

/** What I show of myself. */
export interface MyPresence {
  view?: 'map' | 'list';
  part?: PartRef | undefined;
  field?: 'title' | 'detail' | undefined;
  typing?: true | undefined;
  cursor?: { x: number; y: number } | undefined;
  selection?: readonly string[] | undefined;
  drag?: { step: string; pos: { stage: string; lane: string; ord: string } } | undefined;
}

/** One other connection (a person in two tabs is two, with the same participant). */
export interface Peer extends MyPresence {
  readonly client: number;
  readonly participant: string;
}

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
  /** Where they work, newest of their connections. */
  readonly at: MyPresence;
}

/** Presence of one open map. */
export interface Presence {
  /** Everybody here, me first, then by nickname. One entry a person. */
  readonly people: ReadonlySignal<readonly PersonHere[]>;
  /** Every other connection, for cursors and selections. */
  readonly peers: ReadonlySignal<readonly Peer[]>;
  /** Changes what I show; a key set to `undefined` goes away. Cursor and drag are throttled to 10 Hz. */
  show(change: Partial<MyPresence>): void;
  destroy(): void;
}
