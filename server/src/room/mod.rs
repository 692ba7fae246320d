//! Rooms: one task owns one document and everybody connected to it (decisions D3, D6, D7, D8).
//!
//! Knows no HTTP and no WebSocket: a connection is a bounded outbox and an identity.
