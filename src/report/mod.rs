//! Readers of the stream of events: the terminal, JSON, JUnit. A format is one file or folder, and knows
//! nothing but events.

pub mod failure;
pub mod json;
pub mod junit;
pub(crate) mod place;
pub mod terminal;
pub mod watch;

use crate::runner::Event;
use std::io;

/// Something that makes a report of events.
pub trait Reporter: Send {
    /// Takes the next event.
    ///
    /// # Errors
    /// When the report cannot be written.
    fn event(&mut self, event: &Event) -> io::Result<()>;
}

/// `1 file`, `2 files`.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
