//! A fixture that has been delivered: what a transport puts on top, then the fixture exactly.
//! Does not judge the trace fields themselves.
//!
//! Fields that may be put on top: those of [`TRACE`], and any whose name begins with `X-`, `ARC-` or
//! `Resent-`. They may fold; they must stand before the fixture's first octet.

/// Names of fields that a transport may add, in lower case.
const TRACE: &[&str] = &[
    "return-path",
    "received",
    "received-spf",
    "delivered-to",
    "envelope-to",
    "envelope-from",
    "original-recipient",
    "delivery-date",
    "authentication-results",
    "dkim-signature",
    "domainkey-signature",
    "message-id",
    "date",
    "sender",
    "lines",
    "status",
];

/// Fields of TRACE that only a fixture without them lets a server add (RFC 6409 §8).
const ONLY_IF_MISSING: &[&str] = &["message-id", "date", "sender"];

/// The length of the trace field at the beginning of `octets`, its folded lines included.
pub(super) fn trace_field(octets: &[u8], fixture: &[u8]) -> Option<usize> {
    let colon = octets.iter().take(100).position(|&octet| octet == b':')?;
    let name = std::str::from_utf8(octets.get(..colon)?).ok()?;
    let name = name.to_ascii_lowercase();
    let known = TRACE.contains(&name.as_str())
        || ["x-", "arc-", "resent-"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
    if !known || (ONLY_IF_MISSING.contains(&name.as_str()) && has_field(fixture, &name)) {
        return None;
    }
    let mut len = 0;
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        let folded = line
            .first()
            .is_some_and(|&octet| octet == b' ' || octet == b'\t');
        if len > 0 && !folded {
            break;
        }
        len += line.len();
    }
    Some(len)
}

fn has_field(fixture: &[u8], name: &str) -> bool {
    for line in fixture.split_inclusive(|&octet| octet == b'\n') {
        if line.trim_ascii().is_empty() {
            return false;
        }
        let head = line.get(..name.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
            && line.get(name.len()) == Some(&b':')
        {
            return true;
        }
    }
    false
}

/// Whether `octets` is the fixture under trace fields; else why not.
pub(super) fn compare(octets: &[u8], fixture: &[u8]) -> Option<String> {
    let mut at = 0;
    loop {
        let rest = octets.get(at..).unwrap_or_default();
        if rest == fixture {
            return None;
        }
        match trace_field(rest, fixture) {
            Some(len) if len > 0 => at += len,
            _ => {
                return Some(format!(
                    "behind {at} octets of trace fields: {}",
                    super::shown::differs(rest, fixture)
                ));
            }
        }
    }
}
