//! `mailspec watch`: a transparent proxy in front of any server, with every session held to the rules.
//!
//! `proxy` moves octets and changes none; `tap` sees what goes by and judges it, without I/O; `tally`
//! counts, so that a rule is told once. Never answers anybody, and never holds octets back for judging.

mod account;
mod proxy;
mod tally;
mod tap;

pub(crate) use account::Login;
pub use proxy::{Route, Watch, Watched};
pub use tally::{Event, Tally};
pub use tap::{Tap, Unread};
