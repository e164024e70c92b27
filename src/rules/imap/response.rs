//! The kinds of response: greeting, tagged, untagged, continuation. What stands inside data is
//! read by the modules beside this one.

use super::atoms::is_astring_char;
use super::cursor::{Cursor, Read, bad};
use super::{Dialect, Fact, grammar as g};
use crate::rules::base64::is_base64;
use crate::rules::info::Bad;

/// What one response breaks, and what it says.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    pub found: Vec<Bad>,
    pub facts: Vec<Fact<'a>>,
}

/// Judges one whole response, its CR LF included.
pub(super) fn judge<'a>(octets: &'a [u8], dialect: &'a Dialect) -> Judged<'a> {
    let mut end = octets.len();
    let mut line_end = None;
    if octets.ends_with(b"\r\n") {
        end -= 2;
    } else if octets.ends_with(b"\n") {
        end -= 1;
        line_end = Some(end);
    } else {
        // The connection ended in the middle: nothing can be said about the response.
        return Judged {
            found: Vec::new(),
            facts: Vec::new(),
        };
    }
    let mut cursor = Cursor::new(octets, end, dialect);
    if let Some(at) = line_end {
        cursor.note(
            &g::LINE_END,
            at,
            "the line ends with CR LF; here is LF alone",
        );
    }
    if let Err(super::cursor::Stop::Bad(bad)) = response(&mut cursor) {
        cursor.found.push(bad);
    }
    Judged {
        found: cursor.found,
        facts: cursor.facts,
    }
}

fn response(c: &mut Cursor<'_>) -> Read<()> {
    match c.peek() {
        Some(b'*') => {
            if c.ahead(1) != Some(b' ') {
                return bad(
                    &g::BEGIN,
                    1.min(c.end),
                    "a space is wanted behind the asterisk",
                );
            }
            c.at = 2;
            if c.peek() == Some(b' ') {
                return bad(
                    &g::SPACE,
                    2,
                    "exactly one space is wanted behind the asterisk",
                );
            }
            untagged(c)
        }
        Some(b'+') => {
            if c.dialect.greeting {
                return bad(
                    &g::GREETING,
                    0,
                    "the greeting is wanted here: * OK, * PREAUTH or * BYE",
                );
            }
            continuation(c)
        }
        _ => tagged(c),
    }
}

fn tagged(c: &mut Cursor<'_>) -> Read<()> {
    while c
        .peek()
        .is_some_and(|octet| octet != b'+' && is_astring_char(octet))
    {
        c.at += 1;
    }
    let tag = c.slice(0, c.at);
    if tag.is_empty() || c.peek() != Some(b' ') {
        return bad(
            &g::BEGIN,
            c.at,
            "a response begins with an asterisk and a space, a plus, or a tag and a space",
        );
    }
    if c.dialect.greeting {
        return bad(
            &g::GREETING,
            0,
            "the greeting is wanted here: * OK, * PREAUTH or * BYE",
        );
    }
    c.space("OK, NO or BAD")?;
    let at = c.at;
    let state = c.word();
    let ok = state.eq_ignore_ascii_case(b"OK");
    if !ok && !state.eq_ignore_ascii_case(b"NO") && !state.eq_ignore_ascii_case(b"BAD") {
        return bad(
            &g::TAGGED_STATE,
            at,
            "OK, NO or BAD is wanted behind the tag",
        );
    }
    c.facts.push(Fact::Tagged { tag, ok });
    condition_text(c)
}

/// SP resp-text.
fn condition_text(c: &mut Cursor<'_>) -> Read<()> {
    if c.peek() != Some(b' ') {
        return bad(&g::SPACE, c.at, "a space is wanted here, before the text");
    }
    c.at += 1;
    super::code::resp_text(c)
}

fn continuation(c: &mut Cursor<'_>) -> Read<()> {
    c.at = 1;
    if !c.eat(b' ') {
        return bad(
            &g::CONTINUATION,
            1,
            "a space is wanted behind the plus, even if nothing follows",
        );
    }
    // base64 may be empty; so `+ ` is right in every state.
    let base64 = is_base64(c.rest());
    if c.dialect.challenge && !base64 {
        return bad(
            &g::CHALLENGE,
            c.at,
            "base64 is wanted here, since the client authenticates",
        );
    }
    if base64 {
        Ok(())
    } else {
        super::code::resp_text(c)
    }
}

fn untagged(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    if c.peek().is_some_and(|octet| octet.is_ascii_digit()) && !c.dialect.greeting {
        return numbered(c);
    }
    let name = c.word().to_ascii_uppercase();
    if c.dialect.greeting && !matches!(&name[..], b"OK" | b"PREAUTH" | b"BYE") {
        return bad(
            &g::GREETING,
            at,
            "the greeting is wanted here: OK, PREAUTH or BYE",
        );
    }
    match &name[..] {
        b"OK" | b"NO" | b"BAD" => condition_text(c),
        b"BYE" => {
            c.facts.push(Fact::Bye);
            condition_text(c)
        }
        b"PREAUTH" => {
            if !c.dialect.greeting {
                c.note(&g::PREAUTH_LATE, at, "PREAUTH stands in the greeting only");
            }
            c.facts.push(Fact::Preauth);
            condition_text(c)
        }
        b"CAPABILITY" => {
            super::admin::capability(c, false)?;
            c.finish()
        }
        b"" => bad(
            &g::ATOM,
            at,
            "the name of a response, or a number, is wanted here",
        ),
        _ => {
            data(c, &name, at)?;
            c.finish()
        }
    }
}

fn data(c: &mut Cursor<'_>, name: &[u8], at: usize) -> Read<()> {
    use super::{admin, mailbox, results};
    match name {
        b"ENABLED" => admin::enabled(c),
        b"FLAGS" => mailbox::flags(c),
        b"LIST" | b"LSUB" | b"XLIST" => mailbox::list(c),
        b"STATUS" => mailbox::status(c),
        b"NAMESPACE" => mailbox::namespace(c),
        b"SEARCH" | b"SORT" => {
            if name == b"SEARCH" {
                obsolete(c, at);
            }
            results::search(c, name)
        }
        b"ESEARCH" => results::esearch(c),
        b"THREAD" => results::thread(c),
        b"VANISHED" => results::vanished(c),
        b"ID" => admin::id(c),
        b"ACL" => admin::acl(c),
        b"LISTRIGHTS" => admin::listrights(c),
        b"MYRIGHTS" => admin::myrights(c),
        b"QUOTA" => admin::quota(c),
        b"QUOTAROOT" => admin::quotaroot(c),
        b"METADATA" => admin::metadata(c),
        b"GENURLAUTH" => admin::genurlauth(c),
        b"URLFETCH" => admin::urlfetch(c),
        b"LANGUAGE" => admin::language(c),
        b"COMPARATOR" => admin::comparator(c),
        b"CONVERSION" => super::convert::conversion(c),
        b"EXISTS" | b"RECENT" | b"EXPUNGE" | b"FETCH" | b"CONVERTED" => bad(
            &g::NUMBERED,
            at,
            "a number is wanted before EXISTS, RECENT, EXPUNGE, FETCH and CONVERTED",
        ),
        _ => {
            // UIDBATCHES is defined outside the catalogue, and its data is taken as it comes.
            if name != b"UIDBATCHES" && name.first() != Some(&b'X') {
                c.note(
                    &g::UNKNOWN_RESPONSE,
                    at,
                    "the name of a response that a standard defines is wanted here",
                );
            }
            if name.first() == Some(&b'X') {
                c.facts.push(Fact::Experimental(at));
            }
            // What the data of an unknown response looks like is its own affair.
            c.at = c.end;
            Ok(())
        }
    }
}

/// SEARCH and RECENT are for servers that speak IMAP4rev1 too.
fn obsolete(c: &mut Cursor<'_>, at: usize) {
    if c.dialect.rev2_alone {
        let wants =
            "a response that IMAP4rev2 has is wanted here, since IMAP4rev1 is not announced";
        c.note(&g::OBSOLETE, at, wants);
    }
}

fn numbered(c: &mut Cursor<'_>) -> Read<()> {
    let at = c.at;
    let number = c.number("message number or count")?;
    if !c.eat(b' ') {
        return bad(&g::SPACE, c.at, "a space is wanted behind the number");
    }
    let name_at = c.at;
    let name = c.word().to_ascii_uppercase();
    let named: [&[u8]; 4] = [b"EXPUNGE", b"FETCH", b"CONVERTED", b"UIDFETCH"];
    if named.contains(&&name[..]) && c.all.get(at) == Some(&b'0') {
        let wants = if number == 0 {
            "a message number or UID is not zero"
        } else {
            "a message number or UID does not begin with 0"
        };
        c.note(&g::NZ_NUMBER, at, wants);
    }
    match &name[..] {
        b"EXISTS" => c.facts.push(Fact::Exists(number)),
        b"RECENT" => obsolete(c, name_at),
        b"EXPUNGE" => c.facts.push(Fact::Expunge(number)),
        b"FETCH" => {
            super::fetch::fetch(c, number)?;
            return c.finish();
        }
        b"CONVERTED" => {
            super::convert::converted(c)?;
            return c.finish();
        }
        // RFC 9586 §3.3: the number is a UID.
        b"UIDFETCH" => {
            super::fetch::fetch(c, number)?;
            c.facts.retain(|fact| !matches!(fact, Fact::Fetch(_)));
            return c.finish();
        }
        b"" if c.peek() == Some(b' ') => {
            return bad(
                &g::SPACE,
                name_at,
                "exactly one space is wanted behind the number",
            );
        }
        _ => {
            return bad(
                &g::NUMBERED,
                name_at,
                "EXISTS, RECENT, EXPUNGE or FETCH is wanted behind the number",
            );
        }
    }
    if c.is_end() || c.peek() == Some(b' ') {
        c.finish()
    } else {
        bad(&g::NUMBERED, c.at, "nothing is wanted behind it")
    }
}
