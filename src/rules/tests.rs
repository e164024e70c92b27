//! The tables of `tests/rules/`: what must be found, and what must not.

mod dialogues;
mod tables;
