//! The first line of a response: its status indicator, its text, its response code; and challenges. Of the
//! command that it answers it knows only whether that changes the charset.

use super::Session;
use super::list as l;
use crate::rules::base64::is_base64;
use crate::rules::info::Bad;

impl Session {
    /// The line with the status indicator. Gives whether it is positive.
    pub(super) fn status_line(
        &self,
        line: &[u8],
        greeting: bool,
        found: &mut Vec<Bad>,
    ) -> Option<bool> {
        status_line_end(line, found);
        if line.len() > 512 {
            found.push(Bad::new(
                &l::LINE_512,
                510,
                "the line ends within 512 octets",
            ));
        }
        let (ok, rest) = if let Some(rest) = line.strip_prefix(b"+OK") {
            (true, rest)
        } else if let Some(rest) = line.strip_prefix(b"-ERR") {
            (false, rest)
        } else {
            found.push(Bad::new(&l::STATUS, 0, "+OK or -ERR is wanted here"));
            return None;
        };
        let at = line.len() - rest.len();
        let text = rest.strip_suffix(b"\n").unwrap_or(rest);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !text.is_empty() && text.first() != Some(&b' ') {
            found.push(Bad::new(
                &l::STATUS_SPACE,
                at,
                "a space is wanted behind the status indicator",
            ));
            return Some(ok);
        }
        // RFC 6856 §3.2: the answer to LANG is the first in UTF-8.
        let asked = self.commands.front().filter(|_| ok && !greeting);
        let changes = asked.is_some_and(|command| is_utf8(command));
        if let Some(high) = text.iter().position(|octet| *octet > 127)
            && !self.utf8
            && !changes
        {
            found.push(Bad::new(
                &l::TEXT_8BIT,
                at + high,
                "an ASCII character is wanted here",
            ));
        }
        if let Some(nul) = text.iter().position(|octet| *octet == 0) {
            found.push(Bad::new(&l::NUL, at + nul, "NUL stands in no response"));
        }
        if greeting {
            if !ok {
                found.push(Bad::new(&l::GREETING, 0, "+OK is wanted as the greeting"));
            } else if let Some(open) = wrong_timestamp(text) {
                found.push(Bad::new(
                    &l::TIMESTAMP,
                    at + open,
                    "one msg-id in angle brackets, or none, is wanted here",
                ));
            }
        } else if let Some(code) = text.strip_prefix(b" [")
            && self.resp_codes
        {
            resp_code(code, ok, at + 2, found);
        } else if let Some(code) = text.strip_prefix(b" [")
            && self.no_resp_codes
            && !ok
            && is_known_code(code)
        {
            found.push(Bad::new(
                &l::RESP_UNANNOUNCED,
                at + 1,
                "no response code is wanted here, since RESP-CODES is not announced",
            ));
        }
        Some(ok)
    }
}

/// `"+" SP [base64] CRLF` (RFC 5034 §6); its end is judged elsewhere.
pub(super) fn challenge(line: &[u8], found: &mut Vec<Bad>) {
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let Some(data) = text.strip_prefix(b"+ ") else {
        let wants = "a space is wanted behind the plus, even if nothing follows";
        found.push(Bad::new(&l::CHALLENGE, 1, wants));
        return;
    };
    if !is_base64(data) {
        let wants = "base64, or nothing, is wanted behind the space";
        found.push(Bad::new(&l::CHALLENGE, 2, wants));
    }
}

pub(super) fn status_line_end(line: &[u8], found: &mut Vec<Bad>) {
    let Some(text) = line.strip_suffix(b"\n") else {
        return;
    };
    match text.strip_suffix(b"\r") {
        None => found.push(Bad::new(
            &l::LINE_END,
            text.len(),
            "CR LF is wanted at the end of the line",
        )),
        Some(text) => {
            if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
                found.push(Bad::new(&l::LINE_END, cr, "CR stands before LF only"));
            }
        }
    }
}

/// Where a timestamp is wrong: something in angle brackets that is no msg-id, or a second one.
fn wrong_timestamp(text: &[u8]) -> Option<usize> {
    let open = text.iter().position(|octet| *octet == b'<')?;
    let inside = text.get(open + 1..)?;
    let Some(close) = inside.iter().position(|octet| *octet == b'>') else {
        return Some(open);
    };
    let (id, rest) = (inside.get(..close)?, inside.get(close + 1..)?);
    let at = id.iter().position(|octet| *octet == b'@');
    let sides = at.is_some_and(|at| at > 0 && at + 1 < id.len());
    if !sides || id.iter().any(|octet| !octet.is_ascii_graphic()) {
        return Some(open);
    }
    rest.iter()
        .position(|octet| *octet == b'<')
        .map(|second| open + close + 2 + second)
}

/// Whether the text behind a bracket is a response code that a standard defines.
fn is_known_code(code: &[u8]) -> bool {
    let Some(close) = code.iter().position(|octet| *octet == b']') else {
        return false;
    };
    let name = code.get(..close).unwrap_or_default().to_ascii_uppercase();
    matches!(
        &name[..],
        b"IN-USE" | b"LOGIN-DELAY" | b"SYS/TEMP" | b"SYS/PERM" | b"AUTH"
    )
}

fn resp_code(code: &[u8], ok: bool, at: usize, found: &mut Vec<Bad>) {
    let Some(close) = code.iter().position(|octet| *octet == b']') else {
        found.push(Bad::new(
            &l::RESP_CODE,
            at + code.len(),
            "a closing bracket is wanted behind the response code",
        ));
        return;
    };
    let levels: Vec<Vec<u8>> = code
        .get(..close)
        .unwrap_or_default()
        .split(|octet| *octet == b'/')
        .map(<[u8]>::to_ascii_uppercase)
        .collect();
    if levels
        .iter()
        .any(|level| level.is_empty() || !level.iter().all(u8::is_ascii_graphic))
    {
        found.push(Bad::new(
            &l::RESP_CODE,
            at,
            "printable characters are wanted in every level of the response code",
        ));
        return;
    }
    let first = levels.first().map(Vec::as_slice).unwrap_or_default();
    if ok && matches!(first, b"SYS" | b"AUTH") {
        found.push(Bad::new(
            &l::ON_ERROR,
            at,
            "this response code is wanted with -ERR only",
        ));
    } else if first == b"SYS"
        && levels
            .get(1)
            .is_some_and(|level| level != b"TEMP" && level != b"PERM")
    {
        found.push(Bad::new(&l::SYS, at, "SYS/TEMP or SYS/PERM is wanted here"));
    }
}

/// Whether what follows this command, once it has succeeded, is in UTF-8.
fn is_utf8(command: &[u8]) -> bool {
    let word = command.split(|octet| *octet == b' ').next();
    word.is_some_and(|word| {
        word.eq_ignore_ascii_case(b"LANG") || word.eq_ignore_ascii_case(b"UTF8")
    })
}
