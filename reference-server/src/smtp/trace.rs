//! Trace fields (RFC 5321 §4.4) and dates. Made of nothing but what it is given, so that equal
//! sessions give equal octets.

use super::config::Mode;
use super::syntax;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `Sun, 22 Nov 2026 10:00:00 +0000` (RFC 5322 §3.3), always in UTC with a numeric offset.
pub(super) fn date(now: Timestamp) -> String {
    now.to_zoned(TimeZone::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S +0000")
        .to_string()
}

/// What a Received field is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'a> {
    /// The client's name from EHLO, LHLO or HELO.
    pub client: &'a str,
    /// The peer's address and port.
    pub peer: &'a str,
    pub hostname: &'a str,
    pub mode: Mode,
    pub extended: bool,
    pub tls: bool,
    pub authenticated: bool,
    pub smtputf8: bool,
    pub id: &'a str,
    /// The recipient, when there is exactly one.
    pub only_recipient: Option<&'a str>,
    pub priority: Option<i8>,
    pub now: Timestamp,
}

impl Stamp<'_> {
    /// The `WITH` keyword of RFC 3848 and RFC 6531 §4.3.
    fn protocol(&self) -> String {
        let base = match (self.mode, self.smtputf8, self.extended) {
            (Mode::Lmtp, false, _) => "LMTP",
            (Mode::Lmtp, true, _) => "UTF8LMTP",
            (_, true, _) => "UTF8SMTP",
            (_, false, true) => "ESMTP",
            (_, false, false) => return "SMTP".to_owned(),
        };
        let tls = if self.tls { "S" } else { "" };
        let authenticated = if self.authenticated { "A" } else { "" };
        format!("{base}{tls}{authenticated}")
    }

    /// The Received field with its CRLF, folded.
    pub fn received(&self) -> String {
        let from = match syntax::literal_of_peer(self.peer) {
            Some(literal) => format!("{} ({literal})", self.client),
            None => self.client.to_owned(),
        };
        let mut field = format!(
            "Received: from {from}\r\n by {} with {} id {}",
            self.hostname,
            self.protocol(),
            self.id
        );
        if let Some(recipient) = self.only_recipient {
            field.push_str(&format!("\r\n for <{recipient}>"));
        }
        // RFC 6710 §7.
        if let Some(priority) = self.priority {
            field.push_str(&format!(" priority {priority}"));
        }
        field.push_str(&format!(";\r\n {}\r\n", date(self.now)));
        field
    }
}

/// Where the header section of a message ends: the offset of its blank line, or the message's
/// length when it has none.
pub(super) fn header_end(message: &[u8]) -> usize {
    if message.starts_with(b"\r\n") {
        return 0;
    }
    message
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map_or(message.len(), |at| at + 2)
}

/// The fields of a header section, folded lines with them.
fn fields(header: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in header.windows(2).enumerate().filter(|(_, w)| w == b"\r\n") {
        let next = at + 2;
        if !matches!(header.get(next), Some(b' ' | b'\t')) {
            found.push(header.get(from..next).unwrap_or_default());
            from = next;
        }
    }
    if let Some(rest) = header.get(from..).filter(|rest| !rest.is_empty()) {
        found.push(rest);
    }
    found
}

fn is_field(field: &[u8], name: &str) -> bool {
    let matches = |start: &[u8]| start.eq_ignore_ascii_case(name.as_bytes());
    let colon = field.get(name.len()..).unwrap_or_default();
    field.get(..name.len()).is_some_and(matches) && colon.trim_ascii_start().first() == Some(&b':')
}

/// How many fields of that name the message has.
pub(super) fn count(message: &[u8], name: &str) -> usize {
    let header = message.get(..header_end(message)).unwrap_or_default();
    fields(header)
        .iter()
        .filter(|field| is_field(field, name))
        .count()
}

/// The values of the fields of that name that are UTF-8, unfolded and trimmed.
pub(super) fn values(message: &[u8], name: &str) -> Vec<String> {
    let header = message.get(..header_end(message)).unwrap_or_default();
    let value = |field: &[u8]| {
        let text = std::str::from_utf8(field).ok()?;
        let (_, value) = text.split_once(':')?;
        Some(value.replace("\r\n", "").trim().to_owned())
    };
    fields(header)
        .into_iter()
        .filter(|field| is_field(field, name))
        .filter_map(value)
        .collect()
}

/// Appends the message without the fields of these names. §4.4: final delivery may drop older Return-Path
/// fields, so that exactly one is there.
pub(super) fn append_without(message: &[u8], names: &[&str], output: &mut Vec<u8>) {
    let (header, rest) = message.split_at(header_end(message));
    for field in fields(header) {
        if !names.iter().any(|name| is_field(field, name)) {
            output.extend_from_slice(field);
        }
    }
    output.extend_from_slice(rest);
}
