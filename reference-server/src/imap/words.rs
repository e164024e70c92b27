//! The text of a Subject, encoded words decoded (RFC 2047), and what faults make of them. Finds no field.

use crate::faults::Faults;
use crate::mime::decode_words;

/// The value of an unfolded field as text.
pub(super) fn subject_text(value: &[u8], faults: &Faults) -> String {
    let written = String::from_utf8_lossy(value).into_owned();
    let small = |text: &str| text.contains("=?utf-8?b?");
    let b = |text: &str| text.contains("?B?") || text.contains("?b?");
    if faults.on("imap-subject-words-encoded")
        || (faults.on("imap-words-in-capitals-only") && small(&written))
        || (faults.on("imap-words-b-unknown") && b(&written))
        || (faults.on("imap-words-latin-1-in-q-only") && written.contains("=?ISO-8859-1?B?"))
        || (faults.on("imap-words-q-unknown") && written.contains("?Q?"))
    {
        return written;
    }
    if faults.on("imap-words-underscore-kept") {
        return decode_words(written.replace('_', "=5F").as_bytes());
    }
    if faults.on("imap-words-gap-kept") {
        let filled = written.replace("?= ", "?= =?UTF-8?Q?=20?= ");
        return decode_words(filled.as_bytes());
    }
    let decoded = decode_words(value);
    if faults.on("imap-words-gap-lost") && written.contains("=?") {
        return decoded.replace(' ', "");
    }
    if faults.on("imap-words-anywhere") && !written.contains(' ') {
        return decode_words(written.replace("=?", " =?").as_bytes()).replace(' ', "");
    }
    decoded
}
