//! The server's SMTP, submission and LMTP sessions: any octets, cut anywhere, and the session still answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_fuzz::{answers, carry, chosen, store};
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::smtp::{Ids, Mode, Outbox, SmtpConfig, SmtpSession};

const STARTS: [(Mode, &[u8]); 6] = [
    (Mode::Mx, b""),
    (
        Mode::Mx,
        b"EHLO c.test\r\nMAIL FROM:<bob@remote.test>\r\nRCPT TO:<alice@example.org>\r\n",
    ),
    (Mode::Submission, b""),
    (
        Mode::Submission,
        b"EHLO c.test\r\nAUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n",
    ),
    (Mode::Lmtp, b""),
    (
        Mode::Lmtp,
        b"LHLO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\n",
    ),
];

fuzz_target!(|data: &[u8]| {
    let Some(((mode, before), data)) = chosen(data, &STARTS) else {
        return;
    };
    let mut config = SmtpConfig::new(mode, "mx.example.org", "example.org");
    config.allow_plaintext_auth = true;
    config.tls_available = true;
    let mut session = SmtpSession::new(
        store(),
        config,
        Faults::default(),
        Ids::starting_at(1),
        "192.0.2.1:4025",
        Outbox::default(),
    );
    let (_, open) = carry(&mut session, before, data);
    // A chunk may want any number of octets: what is inside one is not held to answer.
    if open
        && !data
            .to_ascii_uppercase()
            .windows(4)
            .any(|window| window == b"BDAT")
    {
        let ends: [&[u8]; 4] = [b"\r\n", b"\r\n.\r\n", b"*\r\n", b"RSET\r\n"];
        answers(&mut session, &ends, b"NOOP\r\n", b"\r\n");
    }
});
