//! Content-Transfer-Encodings and charsets.

use super::entity::Entity;
use super::header::{first_field, unfold};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Base64 with whatever else stands between its characters left out.
pub(super) fn base64_lenient(text: &[u8]) -> Vec<u8> {
    let mut clean: Vec<u8> = text
        .iter()
        .copied()
        .take_while(|&octet| octet != b'=')
        .filter(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/'))
        .collect();
    if clean.len() % 4 == 1 {
        clean.pop();
    }
    LENIENT.decode(&clean).unwrap_or_default()
}

pub(super) fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |octet: u8| {
        char::from(octet)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(high)? * 16 + digit(low)?)
}

fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|&octet| octet == b'\n') {
        let content = super::header::chomp(line);
        let ending = line.get(content.len()..).unwrap_or_default();
        let mut rest = content.trim_ascii_end();
        let mut soft = false;
        while let [octet, after @ ..] = rest {
            rest = after;
            match (octet, after) {
                (b'=', []) => soft = true,
                (b'=', [high, low, after @ ..]) if hex(*high, *low).is_some() => {
                    decoded.extend(hex(*high, *low));
                    rest = after;
                }
                _ => decoded.push(*octet),
            }
        }
        if !soft {
            decoded.extend_from_slice(ending);
        }
    }
    decoded
}

/// The octets that a body stands for; `None` when its encoding is not known.
pub fn decode_transfer(encoding: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    match encoding.to_ascii_lowercase().as_slice() {
        b"" | b"7bit" | b"8bit" | b"binary" => Some(body.to_vec()),
        b"base64" => Some(base64_lenient(body)),
        b"quoted-printable" => Some(quoted_printable(body)),
        _ => None,
    }
}

/// A part's body without its transfer encoding.
pub fn decode_body(octets: &[u8], entity: &Entity) -> Option<Vec<u8>> {
    let body = octets.get(entity.body.clone()).unwrap_or_default();
    decode_transfer(&transfer_encoding(octets, entity), body)
}

/// Whether `decode_body` can decode it.
pub fn decodable(octets: &[u8], entity: &Entity) -> bool {
    decode_transfer(&transfer_encoding(octets, entity), b"").is_some()
}

fn transfer_encoding(octets: &[u8], entity: &Entity) -> Vec<u8> {
    let header = octets.get(entity.header.clone()).unwrap_or_default();
    first_field(header, "Content-Transfer-Encoding")
        .map(|field| unfold(field.value))
        .unwrap_or_default()
}

/// Text in a charset as Unicode; `None` when the charset is not known.
pub fn to_unicode(charset: &[u8], text: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(charset)?;
    Some(encoding.decode_without_bom_handling(text).0.into_owned())
}
