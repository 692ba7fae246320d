//! The life of a workshop: made, practised, changed, frozen, ended, deleted.

pub mod create;
pub mod days;
pub mod delete;
pub mod demo;
pub mod edit;
pub mod freeze;
mod plan_ends;
pub mod plan_meeting;
pub mod practice;
mod time;
