/** What people show of themselves while they are here (docs/PROTOCOL.md section 6). Owns these types. */
import type { TextField } from '../model/kinds';
import type { PartRef } from '../model/schema';

/** What I show of myself. */
export interface MyPresence {
  /** The walk stands over the map or the list. */
  view?: 'map' | 'list' | 'walk' | undefined;
  part?: PartRef | undefined;
  field?: Exclude<TextField, 'label'> | undefined;
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
