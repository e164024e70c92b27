//! The tables of `tests/rules/`: what must be found, and what must not; dialogues; any octets.

mod any_octets;
mod dialogues;
mod tables;
