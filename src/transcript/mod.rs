//! The transcript language: source to tree, tree to source, diagnostics. Never does I/O.

pub mod tree;
