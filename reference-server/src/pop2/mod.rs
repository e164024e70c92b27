//! POP2 (RFC 937) as a state machine: what POP3 replaced, and is still explained by. Anything that
//! the decision table doesn't expect is answered with an error and the closing of the connection.

mod command;
pub mod faults;
mod session;

#[cfg(test)]
mod tests;

pub use session::{Pop2Config, Pop2Session};
