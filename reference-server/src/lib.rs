//! An in-memory mail server for SMTP, POP3 and IMAP.
pub mod faults;
pub mod imap;
pub mod mime;
pub mod session;
pub mod store;
