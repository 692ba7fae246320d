//! Invites: links and six-character codes.
