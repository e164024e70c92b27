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
//!
//! # Limits
//!
//! What a peer can make the server hold has a bound, and exceeding it has a reply:
//!
//! | what | bound | reply | where |
//! | --- | --- | --- | --- |
//! | connections of a listener | [`net::Limits`] | the protocol's, and closed | `net` |
//! | time of a TLS handshake, and of a stalled write | [`net::Limits`] | closed | `net` |
//! | octets that one step of COMPRESS inflates | 16 KiB | none: the rest waits | `net::compress` |
//! | wire log | 1 MiB | none: the oldest go | `net::wire_log` |
//! | SMTP lines, message, recipients, hops, idle time | [`smtp::Limits`] | RFC 5321 §4.5.3 | `smtp` |
//! | held messages of a user | [`smtp::HoldQuota`] | 552 5.7.16 | `smtp::outbox` |
//! | held messages of all users | 10,000 copies and reports, 1 GiB | 452 4.7.17 | `smtp::outbox` |
//! | mail for elsewhere, bounces included | 10,000 messages, 256 MiB | none: the oldest go | `smtp::outbox` |
//! | names of an account | 10,000; 1000 octets and 50 levels each | NO LIMIT, NO CANNOT | `store::names` |
//! | subscriptions of an account | 10,000 | NO LIMIT | `imap::mailbox` |
//! | identifiers in one mailbox's ACL | 1000 | NO LIMIT | `store::acl` |
//! | keywords that a mailbox comes to know, by STORE, APPEND or COPY | 2000 | NO LIMIT | `store::mailbox` |
//! | octets of an IMAP command without its literals | [`imap::ImapConfig::line_limit`] | BAD LIMIT | `imap::framing` |
//! | literals of a command that stores nothing, or comes before login | as many octets | BAD LIMIT | `imap::framing` |
//! | octets of a message by APPEND or REPLACE, and of all in one command | [`imap::ImapConfig::literal_limit`], four times that | NO TOOBIG | `imap::append` |
//! | octets of an answer that are not shared with the store | 16 times that | FETCH: NO LIMIT, URLFETCH: NIL | `imap::fetch`, `imap::urlauth` |
//! | output that one take hands over, when it is shared | 1 MiB | none: the rest waits | `imap::output` |
//! | field-value pairs of ID; octets of a field, of a value | 30; 30, 1024 | BAD | `imap::parse` |
//! | idle time before login, behind it | [`imap::ImapConfig::login_timeout`], [`imap::ImapConfig::autologout`] | BYE | `imap` |
//! | failed logins of a connection | [`imap::ImapConfig::failed_logins`] | BYE | `imap::auth` |
//! | POP3 command; response in AUTH | 255 octets; 12,288 | -ERR | `pop3` |
//! | POP2 command | 512 octets | -, and closed | `pop2` |
//! | idle time of POP3 and POP2 | 10 minutes | closed; POP2 says so | `pop3`, `pop2` |
//! | annotations of a mailbox | 1000 of 32 KiB | NO METADATA TOOMANY, MAXSIZE | `imap::metadata` |
//! | searches that are followed | 16 | NO NOUPDATE | `imap::context` |
//! | nesting of search keys | 50 | BAD | `imap::parse` |
//! | keys that filters stand for | 10,000 | NO LIMIT | `imap::filters` |
//! | Message-IDs known for THREADID, per owner | 100,000 of 998 octets | none: the oldest go | `store::threads` |
//! | URLAUTH keys | one per person and mailbox that is there | none | `store::url_keys` |
//! | parts of a message, and their nesting | 10,000 and 64 | none: the rest is text | `mime` |
//! | bodies of the control API | 64 MiB messages, 256 KiB JSON | refused | `control` |
//!
//! How much mail an account holds has no bound of its own: a quota is the test author's to give.

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
