//! The server's SMTP, submission and LMTP sessions: any octets, cut anywhere, and the session still answers.
#![no_main]

mod carrier;

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::smtp::{Ids, Mode, Outbox, SmtpConfig, SmtpSession};

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let (mode, before): (Mode, &[u8]) = match choice % 6 {
        0 => (Mode::Mx, b""),
        1 => (Mode::Mx, b"EHLO c.test\r\nMAIL FROM:<bob@remote.test>\r\nRCPT TO:<alice@example.org>\r\n"),
        2 => (Mode::Submission, b""),
        3 => (Mode::Submission, b"EHLO c.test\r\nAUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n"),
        4 => (Mode::Lmtp, b""),
        _ => (Mode::Lmtp, b"LHLO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\n"),
    };
    let mut config = SmtpConfig::new(mode, "mx.example.org", "example.org");
    config.allow_plaintext_auth = true;
    config.tls_available = true;
    let mut session = SmtpSession::new(
        carrier::store(),
        config,
        Faults::default(),
        Ids::starting_at(1),
        "192.0.2.1:4025",
        Outbox::default(),
    );
    let (_, open) = carrier::carry(&mut session, before, data);
    // A chunk may want any number of octets: what is inside one is not held to answer.
    if open && !data.to_ascii_uppercase().windows(4).any(|window| window == b"BDAT") {
        let ends: [&[u8]; 4] = [b"\r\n", b"\r\n.\r\n", b"*\r\n", b"RSET\r\n"];
        carrier::answers(&mut session, &ends, b"NOOP\r\n", b"\r\n");
    }
});
