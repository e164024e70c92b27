//! Base64 as SASL has it in every protocol (RFC 4648 §4).

/// Whole groups of four characters, padded at the end only; nothing is base64 too.
pub(super) fn is_base64(text: &[u8]) -> bool {
    let body = text
        .strip_suffix(b"==")
        .or_else(|| text.strip_suffix(b"="))
        .unwrap_or(text);
    text.len().is_multiple_of(4)
        && body
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/'))
}
