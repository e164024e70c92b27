//! When a message was sent, by its Date field, as SORT and THREAD take it (RFC 5256 §2.2). Sorts nothing.

use super::misread::misreadings;
use crate::faults::Faults;
use crate::mime::{Misreadings, first_field, instant, unfold};
use crate::store::Message;
use jiff::Timestamp;

/// The instant of the Date field, or the internal date where there is none (RFC 5256 §2.2).
pub(super) fn sent_date(message: &Message, faults: &Faults) -> Timestamp {
    if faults.on("imap-sort-date-without-zone") {
        return without_zone(&message.octets).unwrap_or(message.date.at);
    }
    let odd = (faults.on("imap-sort-bad-zone-undated") && has_odd_zone(&message.octets))
        || (faults.on("imap-sort-bad-time-undated") && has_odd_time(&message.octets));
    if odd {
        return message.date.at;
    }
    let internal = match faults.on("imap-sort-undated-first") {
        true => Timestamp::MIN,
        false => message.date.at,
    };
    instant(&message.octets, misreadings(faults)).unwrap_or(internal)
}

/// Whether a Date field ends with letters that are no zone of RFC 5322.
fn has_odd_zone(octets: &[u8]) -> bool {
    let value = first_field(octets, "Date").map(|field| unfold(field.value));
    let value = value.unwrap_or_default();
    let zone = value
        .rsplit(|&octet| octet == b' ')
        .next()
        .unwrap_or_default();
    let known: [&[u8]; 10] = [
        b"UT", b"GMT", b"EST", b"EDT", b"CST", b"CDT", b"MST", b"MDT", b"PST", b"PDT",
    ];
    zone.len() > 1 && zone.iter().all(u8::is_ascii_uppercase) && !known.contains(&zone)
}

/// Whether a Date field has an hour after the 23rd.
fn has_odd_time(octets: &[u8]) -> bool {
    let Some(field) = first_field(octets, "Date") else {
        return false;
    };
    let value = String::from_utf8_lossy(&unfold(field.value)).into_owned();
    let hour = value
        .split(':')
        .next()
        .and_then(|head| head.rsplit(' ').next());
    hour.and_then(|hour| hour.parse::<u32>().ok())
        .is_some_and(|hour| value.contains(':') && hour > 23)
}

/// What a Date field says when its last word is left out.
pub(super) fn without_zone(octets: &[u8]) -> Option<Timestamp> {
    let value = unfold(first_field(octets, "Date")?.value);
    let end = value.iter().rposition(|&octet| octet == b' ')?;
    instant(
        &[b"Date: ", value.get(..end)?, b"\r\n\r\n"].concat(),
        Misreadings::default(),
    )
}
