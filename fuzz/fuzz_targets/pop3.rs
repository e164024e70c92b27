//! The server's POP3 session: any octets, cut anywhere, and the session still answers.
#![no_main]

mod carrier;

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::pop3::{Pop3Config, Pop3Session};
use mailspec_reference_server::sasl::SaslConfig;
use std::sync::Arc;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let before: &[u8] = if choice % 2 == 0 { b"" } else { b"USER alice\r\nPASS secret\r\n" };
    let config = Pop3Config {
        hostname: "mail.example.org".to_owned(),
        seed: 1,
        serial: 1,
        sasl: Arc::new(SaslConfig::default()),
        login_delay: 0,
        logins: Arc::default(),
    };
    let mut session = Pop3Session::new(carrier::store(), config, Faults::default());
    let (_, open) = carrier::carry(&mut session, before, data);
    if open {
        let ends: [&[u8]; 2] = [b"\r\n", b"*\r\n"];
        carrier::answers(&mut session, &ends, b"NOOP\r\n", b"\r\n");
    }
});
