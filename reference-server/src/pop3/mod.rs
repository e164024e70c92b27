//! POP3 (RFC 1939) with CAPA (2449), STLS (2595), AUTH (5034), UTF8 and LANG (6856), the response
//! codes of 2449 and 3206, and LAST (1225), as a state machine. Touches no socket and no clock.

mod authorization;
mod command;
pub mod faults;
mod language;
mod reply;
mod session;
mod transaction;

#[cfg(test)]
mod tests;

pub use command::{Command, Refused, parse};
pub use session::{Pop3Config, Pop3Session};
