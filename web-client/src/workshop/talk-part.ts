/**
 * What can be talked about and how one reacts to it, as both the calls and the `talk` document name it
 * (docs/PROTOCOL.md section 1.4). Owns these types; knows neither the calls nor the document.
 */
import { KINDS, type PartKind } from '../model/kinds';

/** Every reaction, in the order they are offered. */
export const REACTIONS = ['thanks', 'important', 'question', 'meToo'] as const;
/** What one can say about a comment without words. */
export type Reaction = (typeof REACTIONS)[number];

/** Every kind of part that can be talked about. */
export const TALK_PART_KINDS: readonly (PartKind | 'map')[] = [...KINDS, 'map'];
/** A part that can be talked about; the whole map has the id `map`. */
export interface TalkPart {
  readonly kind: PartKind | 'map';
  readonly id: string;
}

/** The whole map. */
export const WHOLE_MAP: TalkPart = { kind: 'map', id: 'map' };

/** What can lead to a part: something that was said, or a part that was there before. */
export type TrailSource = TalkPart | { readonly kind: 'message'; readonly id: string };

/** A part as one string. */
export function partKey(part: TalkPart): string {
  return `${part.kind}:${part.id}`;
}
