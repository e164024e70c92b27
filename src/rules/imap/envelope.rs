//! ENVELOPE and its addresses (RFC 3501 §7.4.2, RFC 9051 §7.5.2).

use super::cursor::{Cursor, Read, bad};
use super::grammar as g;

/// The ten fields in parentheses.
pub(super) fn envelope(c: &mut Cursor<'_>) -> Read<()> {
    c.open(&g::ENVELOPE, "the envelope")?;
    let fields = [
        ("the date", false),
        ("the subject", false),
        ("From", true),
        ("Sender", true),
        ("Reply-To", true),
        ("To", true),
        ("Cc", true),
        ("Bcc", true),
        ("In-Reply-To", false),
        ("the Message-ID", false),
    ];
    for (index, (name, addresses)) in fields.into_iter().enumerate() {
        if index > 0 {
            if c.peek() == Some(b')') {
                return bad(
                    &g::ENVELOPE,
                    c.at,
                    format!("{name} is wanted here: an envelope has ten fields"),
                );
            }
            c.space(name)?;
        }
        if addresses {
            self::addresses(c, name)?;
        } else {
            if c.peek() == Some(b'(') {
                return bad(
                    &g::ENVELOPE,
                    c.at,
                    format!("a string or NIL is wanted here: {name}"),
                );
            }
            c.nstring(name)?;
        }
    }
    if c.peek() == Some(b' ') {
        return bad(
            &g::ENVELOPE,
            c.at,
            "the end of the envelope is wanted here: it has ten fields",
        );
    }
    c.close(&g::ENVELOPE, "the envelope")
}

/// NIL, or one or more addresses.
fn addresses(c: &mut Cursor<'_>, name: &'static str) -> Read<()> {
    if c.nil() {
        return Ok(());
    }
    if c.peek() != Some(b'(') {
        return bad(
            &g::ADDRESS,
            c.at,
            format!("NIL or a list of addresses is wanted here: {name}"),
        );
    }
    c.open(&g::ADDRESS, "the addresses")?;
    if c.peek() != Some(b'(') {
        return bad(
            &g::ADDRESS,
            c.at,
            "at least one address in parentheses is wanted in the list",
        );
    }
    let mut group = false;
    let mut odd = None;
    while c.peek() == Some(b'(') {
        let from = c.at;
        let (mailbox, host) = address(c)?;
        match (mailbox, host) {
            (true, false) if !group => group = true,
            (false, false) if group => group = false,
            (true, true) => {}
            _ => odd = odd.or(Some(from)),
        }
    }
    if c.peek() == Some(b' ') && c.ahead(1) == Some(b'(') {
        return bad(
            &g::ADDRESS,
            c.at,
            "addresses follow each other without a space",
        );
    }
    if let Some(at) = odd {
        c.note(
            &g::ADDRESS_GROUP,
            at,
            "mailbox and host are both there, or mark where a group begins or ends",
        );
    } else if group {
        c.note(
            &g::ADDRESS_GROUP,
            c.at,
            "the end of the group is wanted before the list ends",
        );
    }
    c.close(&g::ADDRESS, "the addresses")
}

/// One address: whether it has a mailbox, and a host.
fn address(c: &mut Cursor<'_>) -> Read<(bool, bool)> {
    c.open(&g::ADDRESS, "an address")?;
    let mut given = [false; 4];
    for (index, name) in [
        "the personal name",
        "the source route",
        "the mailbox",
        "the host",
    ]
    .into_iter()
    .enumerate()
    {
        if index > 0 {
            if c.peek() == Some(b')') {
                return bad(
                    &g::ADDRESS,
                    c.at,
                    format!("{name} is wanted here: an address has four fields"),
                );
            }
            c.space(name)?;
        }
        if let Some(slot) = given.get_mut(index) {
            *slot = c.nstring(name)?.is_some();
        }
    }
    c.close(&g::ADDRESS, "an address")?;
    Ok((given[2], given[3]))
}
