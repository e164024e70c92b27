//! The server's IMAP session: any octets, cut anywhere, and the session still answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_fuzz::{answers, carry, chosen, imap, store};

const STARTS: [&[u8]; 3] = [
    b"",
    b"a LOGIN alice secret\r\n",
    b"a LOGIN alice secret\r\nb SELECT INBOX\r\n",
];

fuzz_target!(|data: &[u8]| {
    let Some((before, data)) = chosen(data, &STARTS) else {
        return;
    };
    let mut session = imap(&store());
    let (_, open) = carry(&mut session, before, data);
    // A literal may want any number of octets: what is inside one is not held to answer.
    if open && !data.contains(&b'{') {
        let ends: [&[u8]; 3] = [b"\r\n", b"*\r\n", b"DONE\r\n"];
        answers(&mut session, &ends, b"zz NOOP\r\n", b"zz OK");
    }
});
