/**
 * The copy on this device: updates of each document in IndexedDB, keyed by workshop and participant. Says when an edit
 * is really written. Deleted on leave, forget and removal. Knows no network and no page.
 */

/** Words of mine that the server refused, kept so that I can copy them. */
export interface RefusedText {
  readonly id: string;
  readonly at: number;
  readonly document: string;
  /** One entry a field: what it was called, what it said. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
}
