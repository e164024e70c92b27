//! What the product knows: requirements, the corpus of cases, selection, known failures, coverage.
//! Data in, data out: never reads a file, never touches a socket.

pub mod capability;
pub mod corpus;
pub mod coverage;
pub mod known;
pub mod requirement;
pub mod select;

pub use corpus::{Case, Corpus};
pub use requirement::{Catalogue, Level, Requirement};

/// Why the catalogue or a known-failures file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A TOML file does not have the shape that it should.
    #[error("{file}: {reason}")]
    Toml {
        /// Which file.
        file: String,
        /// The parser's words, with line and column.
        reason: String,
    },
    /// Something that is well-formed and wrong.
    #[error("{file}: {what}")]
    Content {
        /// Which file.
        file: String,
        /// What, and what to do.
        what: String,
    },
}
