//! An in-memory mail server for SMTP, POP3 and IMAP.
pub mod faults;
pub mod session;
pub mod smtp;
pub mod store;
