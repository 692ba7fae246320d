//! Presence: the newest state per client id.
