/**
 * The truthful light: what may be said about where a person's work is. A state machine over durability marks, with its
 * own record beside the offline copy. Knows documents and marks, no page and no socket.
 */

/** Where my work is. */
export type SaveState =
  /** Not yet known: the copy of this device is being read, or the first sync has not finished. */
  | 'opening'
  /** Everything on this device is durable on the server. */
  | 'saved'
  /** Connected; something has not been confirmed yet. */
  | 'saving'
  /** Not connected; nothing of mine is waiting. */
  | 'offlineNothingWaiting'
  /** Not connected; my work is written on this device. */
  | 'offlineKept'
  /** Not connected; my work is only in this page (storage is off, full or not finished). */
  | 'offlineNotKept'
  /** The server cannot store just now; my work is here and will be sent. */
  | 'storeDown'
  /** The server refused something; a copy of my words is kept for me. */
  | 'refused'
  /** I may look, not edit; nothing of mine is waiting. */
  | 'readOnly'
  /** I was removed, or the workshop is gone. */
  | 'stopped';
