//! mailspec judges mail servers: it replays RFC-derived transcripts and says which clause is broken.
//!
//! The way of the data is told in ARCHITECTURE.md. Nothing below `transcript`, `catalogue`, `wire`,
//! `matching` and `rules` touches a socket, a clock or the environment.

pub mod catalogue;
pub mod cli;
pub mod dialogue;
pub mod matching;
pub mod report;
pub mod rules;
pub mod runner;
pub mod session;
pub mod target;
pub mod transcript;
pub mod watch;
pub mod wire;
