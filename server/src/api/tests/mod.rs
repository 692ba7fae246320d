//! Tests of the HTTP interface against the real server in this process: real SQLite, real rooms, a stopped clock.

mod agreement;
mod bounds;
mod clean_up;
mod commands;
mod described;
mod headers;
mod invites;
mod keeping;
mod managing;
mod pairs;
mod people;
mod places;
mod privacy;
mod returning;
mod support;
mod talk;
mod talk_rights;
mod trail;
mod waiting;
mod workshops;
