//! An in-memory mail server for SMTP, POP3 and IMAP: a fixture for the tests of anything that
//! speaks to one, strict by default, and wrong on request.
//!
//! ```no_run
//! use mailspec_reference_server::{ReferenceServer, Service};
//!
//! # async fn example() -> Result<(), mailspec_reference_server::StartError> {
//! let server = ReferenceServer::builder()
//!     .account("alice", "secret")
//!     .message("alice", b"Subject: hello\r\n\r\nHi!\r\n")
//!     .pop3("127.0.0.1:0")
//!     .start()
//!     .await?;
//! println!("{:?}", server.address(Service::Pop3));
//! # Ok(()) }
//! ```
//!
//! The protocols are state machines over octets and explicit time ([`session::Session`]); only
//! [`net`] touches a socket, and without one, [`ReferenceServer::session`] gives the same machine.

mod builder;
mod handle;
mod protocols;
mod releases;
mod service;

#[cfg(feature = "control")]
mod control;
pub mod faults;
pub mod imap;
pub mod mime;
pub mod net;
pub mod pop2;
pub mod pop3;
pub mod random;
pub mod sasl;
pub mod session;
pub mod smtp;
pub mod store;
pub mod trouble;

pub use builder::{Builder, StartError};
pub use handle::ReferenceServer;
pub use service::Service;
