//! The server's reader of messages: every octet string is a message, and every range lies inside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mailspec_reference_server::mime;

fuzz_target!(|data: &[u8]| {
    let root = mime::Entity::parse(data);
    let mut all = Vec::new();
    root.all(&mut all);
    for entity in all {
        assert!(entity.header.start <= entity.header.end && entity.header.end <= data.len());
        assert!(entity.body.start <= entity.body.end && entity.body.end <= data.len());
    }
    assert!(mime::header_length(data) <= data.len());
    let _ = root.locate(&[1, 2, 1]);
    let _ = mime::decode_words(data);
    let _ = mime::addresses(data);
    let _ = mime::date_header(data, mime::Misreadings::default());
});
