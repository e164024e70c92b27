//! The language: any text is read or refused, and what was read is written so that it reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec::transcript::{Permissive, format, parse, write};

fuzz_target!(|source: &str| {
    if let Ok(read) = parse("fuzzed", source, &Permissive) {
        let written = write(&read);
        assert!(parse("written", &written, &Permissive).is_ok(), "{written}");
    }
    if let Ok(formatted) = format(source) {
        assert_eq!(format(&formatted).ok().as_ref(), Some(&formatted));
    }
});
