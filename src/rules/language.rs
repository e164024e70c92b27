//! The tag of a language, as IMAP and POP3 give it. Knows no languages.

/// Whether this is a tag by its form: letters and digits, in parts of at most eight with hyphens between (RFC 5646
/// §2.1 and its forerunners, which RFC 5255 §3.5 and RFC 6856 §3.2 refer to).
pub(super) fn is_tag(text: &[u8]) -> bool {
    text.split(|octet| *octet == b'-')
        .all(|part| (1..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric))
}
