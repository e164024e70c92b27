//! The server's POP3 session: any octets, cut anywhere, and the session still answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_fuzz::{answers, carry, chosen, pop3, store};

const STARTS: [&[u8]; 2] = [b"", b"USER alice\r\nPASS secret\r\n"];

fuzz_target!(|data: &[u8]| {
    let Some((before, data)) = chosen(data, &STARTS) else {
        return;
    };
    let mut session = pop3(&store());
    let (_, open) = carry(&mut session, before, data);
    if open {
        let ends: [&[u8]; 2] = [b"\r\n", b"*\r\n"];
        answers(&mut session, &ends, b"NOOP\r\n", b"\r\n");
    }
});
