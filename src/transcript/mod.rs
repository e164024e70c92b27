//! The transcript language: source to tree, tree to source, diagnostics. Never does I/O.
//!
//! [`tokens`](tokens::tokens) cuts a source without loss, [`parse`] makes the tree and finds all that
//! is wrong, [`render`] shows it, [`format`](format::format) lays a source out canonically and
//! [`mod@write`] prints a tree. What there is to write (types, functions, fields, directives, provided
//! values, states) stands in tables, from which the reference in `docs/transcripts.md` is checked.

pub mod context;
pub mod diagnostic;
pub mod directives;
pub mod fields;
pub mod format;
pub mod functions;
mod parser;
pub mod provided;
pub mod states;
pub mod tokens;
pub mod tree;
pub mod types;
pub mod write;

pub use context::{Context, Permissive};
pub use diagnostic::{Colour, Diagnostic, Label, Severity, render};
pub use format::format;
pub use parser::parse;
pub use write::write;
