//! Tests of the HTTP interface against the real server in this process: real SQLite, real rooms, a stopped clock.

mod bounds;
mod headers;
mod invites;
mod keeping;
mod people;
mod privacy;
mod support;
mod talk;
mod workshops;
