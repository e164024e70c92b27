//! The server's POP2 session: any octets, cut anywhere, and the session still answers.
#![no_main]

mod carrier;

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::faults::Faults;
use mailspec_reference_server::pop2::{Pop2Config, Pop2Session};

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else {
        return;
    };
    let before: &[u8] = match choice % 3 {
        0 => b"",
        1 => b"HELO alice secret\r\n",
        _ => b"HELO alice secret\r\nREAD 1\r\nRETR\r\n",
    };
    let config = Pop2Config {
        hostname: "mail.example.org".to_owned(),
    };
    let mut session = Pop2Session::new(carrier::store(), config, Faults::default());
    let (_, open) = carrier::carry(&mut session, before, data);
    if open {
        // The first ends whatever line was begun; the probe, out of place or not, is answered.
        carrier::answers(&mut session, &[b"\r\n"], b"READ 1\r\n", b"\r\n");
    }
});
