//! The typed pathway map: its schema in a document, a typed view, the server's own edits, templates.
