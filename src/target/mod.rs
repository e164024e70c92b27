//! A target: where its services are, who has an account, how messages get in and out. Described by a
//! profile, verified before the first case. Judges nothing.

pub mod address;
pub mod announced;
pub mod collect;
pub mod delivery;
pub mod embedded;
mod emptying;
pub mod preconditions;
pub mod probe;
pub mod profile;
pub mod reach;
pub mod spawn;

pub use profile::{Account, Delivery, Emptying, Target};

use crate::session::SessionError;

/// Why a target cannot be used as it is described.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// The profile, or an address on the command line, is wrong.
    #[error("{0}")]
    Profile(String),
    /// No connection.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The server said no to something that every case needs.
    #[error("{what}: the server answered {answer}")]
    Refused {
        /// What was asked of it: `login as alice`.
        what: String,
        /// What it said, control octets visible.
        answer: String,
    },
    /// The server said no to a login in clear.
    #[error(
        "{what}: the server answered {answer}; if it wants TLS first, say so: `?tls=starttls` behind its address, \
         `tls = \"starttls\"` in the profile"
    )]
    RefusedInClear {
        /// What was asked of it.
        what: String,
        /// What it said, control octets visible.
        answer: String,
    },
    /// The server said nothing in time, or closed.
    #[error("{what}: {how}")]
    Silent {
        /// What was asked of it.
        what: String,
        /// `no answer within 5s`, `the server closed the connection`.
        how: String,
    },
    /// Anything else that is not as the profile says.
    #[error("{0}")]
    Unmet(String),
}
