//! Troubles: deviations with arguments, which no clause has a name for (a delay, one octet a write,
//! a connection that ends too early, a given answer to the nth use of a command). Text to value and
//! back, and the set that is on. Touches no socket; [`crate::net`] and [`Commands`] carry them out.

mod commands;
mod parse;
#[cfg(test)]
mod tests;

pub use commands::Commands;
pub use parse::{FORMS, TroubleError};

use crate::Service;
use crate::faults::Faults;
use crate::random;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// What happens when a command comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This instead of the server's own answer; lines are parted by CRLF, without the last one.
    Reply(String),
    /// Nothing, ever.
    Silence,
    /// The connection ends.
    Close,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Everything the server says comes so much later.
    Delay(Duration),
    /// The server writes at most so many octets at a time, and waits between two writes.
    Dribble {
        /// At least 1.
        octets: usize,
        /// May be zero.
        pause: Duration,
    },
    /// The connection ends after the server has said so many octets, in mid-reply if that is where.
    CloseAfter(u64),
    /// A command is not carried out and gets another answer.
    Command {
        /// How the command begins, without IMAP's tag, compared without regard to case: `RCPT`,
        /// `RCPT TO:<bob@example.test>`, `UID FETCH`.
        begins: String,
        /// Only the nth such command of a connection, from 1; `None`: each.
        nth: Option<u64>,
        /// What comes instead.
        answer: Answer,
    },
}

/// One trouble; see [`FORMS`] for its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Only on listeners of this name or of this name with TLS (`imap`: `imaps` too).
    pub service: Option<Service>,
    /// What.
    pub kind: Kind,
    /// In so many of a hundred cases, 1 to 100.
    pub percent: u8,
}

impl Trouble {
    /// Whether it concerns a listener.
    pub fn concerns(&self, service: Service) -> bool {
        self.service.is_none_or(|only| {
            only == service || service.name().strip_suffix('s') == Some(only.name())
        })
    }
}

/// The troubles that are on. Clones share them. A change counts from the next connection.
#[derive(Debug, Clone, Default)]
pub struct Troubles(Arc<RwLock<Vec<Trouble>>>);

impl Troubles {
    /// Replaces the set.
    pub fn set(&self, troubles: Vec<Trouble>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = troubles;
    }

    /// Those that are on, in the order in which they were given.
    pub fn all(&self) -> Vec<Trouble> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What concerns a new connection: these, and those that named faults consist in.
    pub(crate) fn of(&self, service: Service, faults: &Faults) -> Vec<Trouble> {
        let named = crate::net::faults::troubles(faults);
        self.all()
            .into_iter()
            .chain(named)
            .filter(|trouble| trouble.concerns(service))
            .collect()
    }
}

/// Dice that a seed, a connection and a purpose determine.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    pub(crate) seed: u64,
    pub(crate) serial: u64,
    pub(crate) thrown: u64,
}

impl Dice {
    /// Whether what happens in `percent` of a hundred cases happens now.
    pub(crate) fn happens(&mut self, percent: u8) -> bool {
        if percent >= 100 {
            return true;
        }
        self.thrown += 1;
        let token = random::token(self.seed, self.serial, &format!("trouble {}", self.thrown));
        let number = u64::from_str_radix(token.get(..8).unwrap_or("0"), 16).unwrap_or(0);
        number % 100 < u64::from(percent)
    }
}
