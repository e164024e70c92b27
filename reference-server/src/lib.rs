//! An in-memory mail server for SMTP, POP3 and IMAP.
pub mod session;
pub mod faults;
pub mod store;
