//! Connections to a target: TCP, TLS, deadlines. The only place that touches a socket.
//! Knows nothing of protocols: octets go out and come in.

mod stream;
#[cfg(test)]
mod tests;
pub mod tls;

pub use stream::{Arrival, Connection};

use std::fmt;
use std::io;
use std::time::Duration;

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Security {
    /// In clear.
    None,
    /// In clear first, upgraded by the protocol's command (STARTTLS, STLS).
    StartTls,
    /// TLS from the first octet (RFC 8314 §3).
    Implicit,
}

/// Where a service listens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// A name or an address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How it is protected.
    pub security: Security,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Why there is no connection, or no longer one.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// TCP could not be established.
    #[error("cannot connect to {endpoint}: {reason}")]
    Connect {
        /// Where.
        endpoint: String,
        /// The system's words.
        reason: String,
    },
    /// TCP was not established in time.
    #[error("no connection to {endpoint} within {within:?}")]
    ConnectDeadline {
        /// Where.
        endpoint: String,
        /// The bound.
        within: Duration,
    },
    /// The handshake failed.
    #[error("the TLS handshake with {endpoint} failed: {reason}")]
    Handshake {
        /// Where.
        endpoint: String,
        /// rustls' words.
        reason: String,
    },
    /// Writing failed, because the peer has gone or does not read.
    #[error("cannot send: {0}")]
    Write(io::Error),
    /// The peer took nothing until the deadline.
    #[error("the server did not take what was sent within its deadline")]
    WriteDeadline,
}
