/**
 * The numbers of the wire `/collab` (docs/PROTOCOL.md section 2): what a frame is, by the number behind its address, and
 * what an `Auth` says. Owns these numbers only.
 */

export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_AUTH = 2;
export const MESSAGE_QUERY_AWARENESS = 3;
export const MESSAGE_STATELESS = 5;
export const MESSAGE_CLOSE = 7;
export const MESSAGE_PING = 9;
export const MESSAGE_PONG = 10;

/** The client's token; from the server: it asks for one. */
export const AUTH_TOKEN = 0;
export const AUTH_DENIED = 1;
export const AUTH_ACCEPTED = 2;

/** The version of the wire, told with each token: from 4 on the server may ping. */
export const WIRE_VERSION = '4.8.0';
