//! The typed `workshop` document (server-written facts of a workshop) and the pure rules of a workshop.
