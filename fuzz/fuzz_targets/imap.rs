//! The server's IMAP session: any octets, cut anywhere, and the session still answers.
#![no_main]

mod carrier;

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::imap::{ImapConfig, ImapSession};
use std::sync::Arc;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let before: &[u8] = match choice % 3 {
        0 => b"",
        1 => b"a LOGIN alice secret\r\n",
        _ => b"a LOGIN alice secret\r\nb SELECT INBOX\r\n",
    };
    let config = ImapConfig { tls_available: true, ..ImapConfig::default() };
    let mut session = ImapSession::new(carrier::store(), config, Faults::default(), Arc::new(|| {}));
    let (_, open) = carrier::carry(&mut session, before, data);
    // A literal may want any number of octets: what is inside one is not held to answer.
    if open && !data.contains(&b'{') {
        let ends: [&[u8]; 3] = [b"\r\n", b"*\r\n", b"DONE\r\n"];
        carrier::answers(&mut session, &ends, b"zz NOOP\r\n", b"zz OK");
    }
});
