//! SMTP (RFC 5321), submission (RFC 6409) and LMTP (RFC 2033) as one state machine,
//! [`SmtpSession`]: octets and time in, octets and effects out. The grammar is strict: what it
//! does not allow gets the reply that the RFC gives for it. Holds no socket, reads no clock.
//!
//! - `command`, `syntax`, `params`: command lines, addresses, parameters
//! - `session`: framing, phases, dispatch, time
//! - `handshake`, `transaction`, `transfer`, `inquiry`: the commands
//! - `data`: DATA and BDAT; `delivery`, `trace`, `dsn`: what becomes of a message
//! - `held`: what waits for its release
//! - `ownership`: RRVS
//! - `special`: addresses such as `mailspec-450@…` that give a chosen reply
//! - `faults`, `spoilt`: the ways in which it can be told to be wrong

mod command;
mod config;
mod data;
mod delivery;
mod dsn;
mod extensions;
mod faults;
mod handshake;
mod held;
mod input;
mod inquiry;
mod outbox;
mod ownership;
mod params;
mod reply;
mod reports;
mod sasl;
mod session;
pub mod special;
mod spoilt;
mod stamping;
pub mod syntax;
mod trace;
mod transaction;
mod transfer;

pub use config::{Limits, Mode, Service, SmtpConfig};
pub use faults::TABLES as FAULTS;
pub use outbox::{HoldQuota, Ids, Outbox, Outgoing, OutgoingRecipient};
pub use params::{Body, DeliverBy, MailParameters, Notify, RcptParameters, Ret};
pub use sasl::{PasswordMechanisms, SaslExchange, SaslMechanisms, SaslStep};
pub use session::SmtpSession;
