/**
 * The facts of a workshop as its server-written document tells them, and the roster (names) fetched when its revision
 * changes. Reads only; never throws on unexpected content.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { Role, Side } from '../model/people';
import type { AgendaItem, RosterPerson } from './api';

export interface WorkshopMeta {
  readonly title: string; readonly challenge: string; readonly endsOn: string; readonly template: string; readonly format: string;
  readonly map: string; readonly frozen: boolean; readonly rosterRevision: number;
}
export interface Participant { readonly participant: string; readonly role: Role; readonly side: Side | undefined; readonly state: 'in' | 'removed' }

/** Read model of `workshop/{w}`. */
export interface WorkshopFacts {
  /** `undefined` until the document has arrived. */
  readonly meta: ReadonlySignal<WorkshopMeta | undefined>;
  readonly participants: ReadonlySignal<ReadonlyMap<string, Participant>>;
  readonly agenda: ReadonlySignal<readonly AgendaItem[]>;
  /** Names; empty until fetched. */
  readonly roster: ReadonlySignal<ReadonlyMap<string, RosterPerson>>;
  destroy(): void;
}
