//! Mailbox names on the wire: modified UTF-7 (RFC 3501 §5.1.3), or UTF-8 after
//! `ENABLE IMAP4rev2`; and how special uses are written.

use crate::store::SpecialUse;
use base64::Engine as _;
use base64::alphabet::Alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::sync::LazyLock;

/// RFC 6154's attributes.
pub(crate) const SPECIAL_USES: [(&str, SpecialUse); 7] = [
    ("\\All", SpecialUse::All),
    ("\\Archive", SpecialUse::Archive),
    ("\\Drafts", SpecialUse::Drafts),
    ("\\Flagged", SpecialUse::Flagged),
    ("\\Junk", SpecialUse::Junk),
    ("\\Sent", SpecialUse::Sent),
    ("\\Trash", SpecialUse::Trash),
];

static UTF7: LazyLock<Option<GeneralPurpose>> = LazyLock::new(|| {
    let alphabet =
        Alphabet::new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").ok()?;
    let config = GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone);
    Some(GeneralPurpose::new(&alphabet, config))
});

/// A name as Unicode; `None` when it is not written as it must be.
pub(crate) fn decode(name: &[u8], utf8: bool) -> Option<String> {
    if utf8 {
        return std::str::from_utf8(name).ok().map(str::to_owned);
    }
    let mut decoded = String::new();
    let mut rest = name;
    let mut shifted_before = false;
    while let [octet, after @ ..] = rest {
        match octet {
            b'&' => {
                let end = after.iter().position(|&octet| octet == b'-')?;
                let run = after.get(..end)?;
                rest = after.get(end + 1..)?;
                if run.is_empty() {
                    decoded.push('&');
                    shifted_before = false;
                    continue;
                }
                // Two shifts in a row have one canonical form, as one shift.
                if shifted_before {
                    return None;
                }
                shifted_before = true;
                decoded.push_str(&decode_run(run)?);
            }
            0x20..=0x7e => {
                decoded.push(char::from(*octet));
                rest = after;
                shifted_before = false;
            }
            _ => return None,
        }
    }
    Some(decoded)
}

fn decode_run(run: &[u8]) -> Option<String> {
    let octets = UTF7.as_ref()?.decode(run).ok()?;
    if octets.len() % 2 != 0 {
        return None;
    }
    let units: Vec<u16> = octets
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes))
        .collect();
    let text = String::from_utf16(&units).ok()?;
    // What can be written as it is must be.
    if text.chars().any(|c| matches!(c, ' '..='~')) {
        None
    } else {
        Some(text)
    }
}

/// A name as it goes over the wire.
pub(crate) fn encode(name: &str, utf8: bool) -> Vec<u8> {
    if utf8 {
        return name.as_bytes().to_vec();
    }
    let mut encoded = Vec::new();
    let mut run: Vec<u8> = Vec::new();
    let flush = |run: &mut Vec<u8>, encoded: &mut Vec<u8>| {
        if let (false, Some(engine)) = (run.is_empty(), UTF7.as_ref()) {
            encoded.push(b'&');
            encoded.extend_from_slice(engine.encode(&run).as_bytes());
            encoded.push(b'-');
            run.clear();
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut run, &mut encoded);
            encoded.push(c as u8);
            if c == '&' {
                encoded.push(b'-');
            }
        } else {
            let mut units = [0; 2];
            run.extend(
                c.encode_utf16(&mut units)
                    .iter()
                    .flat_map(|unit| unit.to_be_bytes()),
            );
        }
    }
    flush(&mut run, &mut encoded);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modified_utf7_both_ways() {
        for (wire, name) in [
            ("&U,BTFw-", "台北"),
            ("a&-b", "a&b"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
        ] {
            assert_eq!(decode(wire.as_bytes(), false).as_deref(), Some(name));
            assert_eq!(encode(name, false), wire.as_bytes());
        }
        for bad in ["&!!!-", "&", "&AGE-", "ü", "&U,BTFw-&ZeVnLIqe-"] {
            assert_eq!(decode(bad.as_bytes(), false), None, "{bad}");
        }
    }
}
