//! SMTP, submission and LMTP sessions, driven by octets without a socket.

#[path = "smtp/lab.rs"]
mod lab;

#[path = "smtp/basics.rs"]
mod basics;
#[path = "smtp/deliveries.rs"]
mod deliveries;
#[path = "smtp/extensions.rs"]
mod extensions;
#[path = "smtp/faults.rs"]
mod faults;
#[path = "smtp/held.rs"]
mod held;
#[path = "smtp/reports.rs"]
mod reports;
#[path = "smtp/rfc_examples.rs"]
mod rfc_examples;
#[path = "smtp/robustness.rs"]
mod robustness;
#[path = "smtp/transfer.rs"]
mod transfer;
