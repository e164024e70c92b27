//! mailspec judges mail servers: it replays RFC-derived transcripts and says which clause is broken.
//!
//! The way of the data is told in ARCHITECTURE.md. Nothing below `transcript`, `catalogue`, `wire`,
//! `matching` and `rules` touches a socket, a clock or the environment.

pub mod matching;
pub mod session;
pub mod transcript;
pub mod wire;
