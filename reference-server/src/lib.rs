//! An in-memory mail server for SMTP, LMTP, POP3, POP2 and IMAP: a fixture for the tests of anything
//! that speaks to one, strict by default, and wrong on request.
//!
//! # In a test
//!
//! Ports are the system's choice unless they are named, and the server ends when it is dropped.
//! What a client did is looked up in the mailboxes.
//!
//! ```
//! use mailspec_reference_server::{ReferenceServer, Service};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = ReferenceServer::builder()
//!     .account("alice", "secret")
//!     .message("alice", "Subject: hello\r\n\r\nHi!\r\n")
//!     .start()
//!     .await?;
//! let address = server.address(Service::Pop3).ok_or("no POP3")?;
//! // Here the client under test connects to `address` and does its work.
//! # let _ = address;
//! server.deliver("alice", "Subject: more\r\n\r\nHi again!\r\n")?;
//! server.append("alice", "INBOX", "Subject: read\r\n\r\nOld.\r\n", ["\\Seen"])?;
//! let messages = server.messages("alice", "INBOX");
//! assert_eq!(messages.len(), 3);
//! assert!(messages[0].octets.starts_with(b"Subject: hello"));
//! assert_eq!(messages[2].flags, ["\\Seen"]);
//! # Ok(()) }
//! ```
//!
//! What SMTP takes for other domains is never sent; it lies in [`ReferenceServer::outbox`]. TLS is
//! spoken with a certificate made for the occasion: [`ReferenceServer::certificate_pem`] is for the
//! client's trust store, and it holds for `localhost` and the loopback addresses.
//!
//! Without async, [`Builder::start_blocking`] brings the threads:
//!
//! ```
//! use mailspec_reference_server::{ReferenceServer, Service};
//! use std::io::{BufRead, BufReader};
//! use std::net::TcpStream;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = ReferenceServer::builder()
//!     .account("alice", "secret")
//!     .imap("127.0.0.1:0")
//!     .start_blocking()?;
//! let stream = TcpStream::connect(server.address(Service::Imap).ok_or("no IMAP")?)?;
//! let mut greeting = String::new();
//! BufReader::new(stream).read_line(&mut greeting)?;
//! assert!(greeting.starts_with("* OK "));
//! # Ok(()) }
//! ```
//!
//! # A server that is wrong
//!
//! A fault ([`faults::all`]) is one deviation with a name; a trouble ([`trouble`]) is a delay, a cut,
//! or a reply of your own to the nth use of a command. Both are given to the builder or switched
//! while the server runs.
//!
//! ```
//! # use mailspec_reference_server::{ReferenceServer, StartError};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = ReferenceServer::builder()
//!     .account("alice", "secret")
//!     .fault("pop3-noop-err")
//!     .trouble("reply:RCPT:2=451 4.3.0 try again")
//!     .build()?;
//! server.faults().switch_off("pop3-noop-err")?;
//! server.troubles().set(vec!["delay:500ms".parse()?]);
//! let misspelt = ReferenceServer::builder().fault("pop3-nop-err").build();
//! assert!(matches!(misspelt, Err(StartError::Fault(_))), "it names the closest ones");
//! # Ok(()) }
//! ```
//!
//! # The same octets twice
//!
//! With [`Builder::seed`] and [`Builder::clock`] given, the same dialogue gets the same octets in
//! every run. A [`net::ManualClock`] stands still until the test moves it, so that timeouts can be
//! tested without waiting.
//!
//! # Without a socket
//!
//! The protocols are state machines over octets and explicit time ([`session::Session`]); only
//! [`net`] touches a socket, and without one, [`ReferenceServer::session`] gives the same machine.
//! [`Builder::build`] needs no runtime.
//!
//! ```
//! use mailspec_reference_server::jiff::Timestamp;
//! use mailspec_reference_server::{ReferenceServer, Service};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = ReferenceServer::builder()
//!     .account("alice", "secret")
//!     .message("alice", "Subject: hello\r\n\r\nHi!\r\n")
//!     .build()?;
//! let now = Timestamp::UNIX_EPOCH;
//! for (service, said, last) in [
//!     (Service::Imap, "a LOGIN alice secret\r\nb NOOP\r\n", "b OK "),
//!     (Service::Pop3, "USER alice\r\nPASS secret\r\nSTAT\r\n", "+OK 1 23"),
//!     (Service::Smtp, "EHLO client.test\r\nNOOP\r\n", "250 2.0.0 "),
//! ] {
//!     let mut session = server.session(service, Arc::new(|| {}));
//!     session.start(None, now);
//!     session.receive(said.as_bytes(), now);
//!     let mut output = Vec::new();
//!     session.take_output(&mut output);
//!     let output = String::from_utf8(output)?;
//!     assert!(output.lines().last().is_some_and(|line| line.starts_with(last)), "{output}");
//! }
//! # Ok(()) }
//! ```
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

mod blocking;
mod builder;
mod handle;
mod protocols;
mod releases;
mod service;

#[cfg(feature = "control")]
mod control;
pub mod faults;
mod garbled;
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

pub use blocking::BlockingServer;
pub use builder::{Builder, StartError};
pub use handle::ReferenceServer;
pub use service::Service;

/// The crates whose types are in signatures here, so that their versions fit.
pub use {bytes, jiff};
