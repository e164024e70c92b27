//! A reply by itself: codes, separators, line ends, lengths and the characters of its text (RFC 5321 §4.2).
//! Knows nothing of what it answers.

use super::ehlo;
use super::list as l;
use crate::rules::base64::is_base64;
use crate::rules::info::Bad;

/// One line of a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where its text begins in the unit.
    pub at: usize,
    pub text: &'a [u8],
}

/// Codes, separators, line ends and lengths. Gives the code, if the reply has one.
pub(super) fn lines<'a>(
    octets: &'a [u8],
    lines: &mut Vec<Line<'a>>,
    found: &mut Vec<Bad>,
) -> Option<u16> {
    let mut code: Option<u16> = None;
    let mut at = 0;
    let mut long = false;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        let from = at;
        at += line.len();
        let text = match line.strip_suffix(b"\r\n") {
            Some(text) => text,
            None => {
                found.push(Bad::new(
                    &l::LINE_END,
                    at - 1,
                    "CR LF is wanted at the end of the line",
                ));
                line.strip_suffix(b"\n").unwrap_or(line)
            }
        };
        if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
            found.push(Bad::new(&l::BARE_CR, from + cr, "LF is wanted behind CR"));
        }
        if line.len() > 512 && !long {
            long = true;
            found.push(Bad::new(
                &l::LINE_512,
                from + 510,
                "the line ends within 512 octets",
            ));
        }
        let digits = text
            .iter()
            .take_while(|octet| octet.is_ascii_digit())
            .count();
        if digits != 3 {
            found.push(Bad::new(
                &l::DIGITS,
                from + digits.min(3),
                "a code of three digits is wanted here",
            ));
            return None;
        }
        let value = text
            .iter()
            .take(3)
            .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        match code {
            Some(first) if first != value => {
                found.push(Bad::new(
                    &l::SAME_CODE,
                    from,
                    format!("the code {first} of the first line is wanted here"),
                ));
            }
            Some(_) => {}
            None => {
                code = Some(value);
                if !(200..600).contains(&value) {
                    found.push(Bad::new(
                        &l::FIRST,
                        from,
                        "2, 3, 4 or 5 is wanted as the first digit",
                    ));
                } else if value / 10 % 10 > 5 {
                    found.push(Bad::new(
                        &l::SECOND,
                        from + 1,
                        "0 to 5 is wanted as the second digit",
                    ));
                }
            }
        }
        match text.get(3) {
            Some(b' ' | b'-') => {}
            None => {
                if at == octets.len() {
                    let (rule, wants) = if lines.is_empty() {
                        (&l::NO_TEXT, "a space and text are wanted behind the code")
                    } else {
                        (&l::LAST_SPACE, "a space is wanted behind the last code")
                    };
                    found.push(Bad::new(rule, from + 3, wants));
                }
            }
            Some(_) => {
                found.push(Bad::new(
                    &l::SEPARATOR,
                    from + 3,
                    "a space or a hyphen is wanted behind the code",
                ));
                return None;
            }
        }
        lines.push(Line {
            at: from + 4,
            text: text.get(4..).unwrap_or_default(),
        });
    }
    code
}

/// Characters of the text, of which those above 127 may stand where `utf8` is true.
pub(super) fn text(lines: &[Line<'_>], utf8: bool, found: &mut Vec<Bad>) {
    for line in lines {
        if let Some(at) = line
            .text
            .iter()
            .position(|o| matches!(o, 0..=8 | 10..=12 | 14..=31 | 127))
        {
            found.push(Bad::new(
                &l::CONTROL,
                line.at + at,
                "HT, a space or a printable character is wanted here",
            ));
            return;
        }
        if let Some(at) = line.text.iter().position(|octet| *octet > 127) {
            if !utf8 {
                found.push(Bad::new(
                    &l::TEXT_8BIT,
                    line.at + at,
                    "an ASCII character is wanted here",
                ));
                return;
            }
            if let Err(error) = std::str::from_utf8(line.text) {
                found.push(Bad::new(
                    &l::TEXT_UTF8,
                    line.at + error.valid_up_to(),
                    "well-formed UTF-8 is wanted here",
                ));
                return;
            }
        }
    }
}

/// `"334" SP [base64] CRLF` (RFC 4954 §8). 334 means nothing else.
pub(super) fn challenge(code: u16, lines: &[Line<'_>], found: &mut Vec<Bad>) {
    if code != 334 {
        return;
    }
    let wrong = lines.iter().find(|line| !is_base64(line.text));
    if let Some(line) = wrong {
        let wants = "base64, or nothing, is wanted behind the space";
        found.push(Bad::new(&l::CHALLENGE, line.at, wants));
    } else if let Some(line) = lines.get(1) {
        let wants = "a challenge ends with its first line";
        found.push(Bad::new(&l::CHALLENGE, line.at, wants));
    }
}

/// The text of a greeting, and which code it may have.
pub(super) fn greeting(code: u16, lines: &[Line<'_>], found: &mut Vec<Bad>) {
    if code / 100 == 2 && code != 220 || code / 100 == 3 {
        found.push(Bad::new(
            &l::GREETING_CODE,
            0,
            "220, or an error, is wanted as the greeting",
        ));
        return;
    }
    let Some(line) = lines.first().filter(|_| code == 220) else {
        return;
    };
    let word = line
        .text
        .split(|octet| *octet == b' ')
        .next()
        .unwrap_or_default();
    if !ehlo::is_domain_or_literal(word) {
        found.push(Bad::new(
            &l::GREETING,
            line.at,
            "a domain or an address literal is wanted here",
        ));
        return;
    }
    if let Some((line, at)) = lines.iter().find_map(|line| {
        Some((
            line,
            line.text
                .iter()
                .position(|o| matches!(o, 0..=8 | 10..=12 | 14..=31 | 127..))?,
        ))
    }) {
        let rule = if line.text.get(at).is_some_and(|octet| *octet > 127) {
            &l::TEXT_8BIT
        } else {
            &l::CONTROL
        };
        found.push(Bad::new(
            rule,
            line.at + at,
            "a printable ASCII character is wanted here",
        ));
    }
}
