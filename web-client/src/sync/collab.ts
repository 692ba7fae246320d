/**
 * The connection: one socket to `/collab`, one provider a document, tokens and their refresh, rights that change live.
 * Knows the wire (docs/PROTOCOL.md section 2); no page, no meaning of documents.
 */

/** What I may do with a document right now. */
export type Access = 'unknown' | 'readWrite' | 'readOnly' | 'stopped';
/** How the socket is. */
export type ConnectionState = 'connecting' | 'connected' | 'offline';
/** Plain-word notices of the server, by code. */
export interface Notice {
  readonly code: 'storeDown' | 'storeUp' | 'frozen' | 'thawed' | 'removed' | 'tooFast' | 'identity' | 'refused';
  readonly message: string;
}
