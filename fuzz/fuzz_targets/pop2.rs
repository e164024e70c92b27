//! The server's POP2 session: any octets, cut anywhere, and the session still answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_fuzz::{answers, carry, chosen, store};
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::pop2::{Pop2Config, Pop2Session};

const STARTS: [&[u8]; 3] = [
    b"",
    b"HELO alice secret\r\n",
    b"HELO alice secret\r\nREAD 1\r\nRETR\r\n",
];

fuzz_target!(|data: &[u8]| {
    let Some((before, data)) = chosen(data, &STARTS) else {
        return;
    };
    let config = Pop2Config {
        hostname: "mail.example.org".to_owned(),
    };
    let mut session = Pop2Session::new(store(), config, Faults::default());
    let (_, open) = carry(&mut session, before, data);
    if open {
        // The first ends whatever line was begun; the probe, out of place or not, is answered.
        answers(&mut session, &[b"\r\n"], b"READ 1\r\n", b"\r\n");
    }
});
