//! SMTP, submission and LMTP replies against patterns (RFC 5321 §4.2). Never compares free text.

use super::RenderError;
use super::compare::{Style, compare};
use super::line::{alternatives, behind, has_meaning, keyword, lines, plain, words};
use super::pattern::{Part, resolve};
use super::scope::Scope;
use super::sequential::{Blame, Context, Item, Line};
use super::shown::{quote, shown};
use crate::transcript::tree::ExpectKind;
use crate::wire::Unit;

fn is_greeting_command(command: &[u8]) -> bool {
    command.get(..4).is_some_and(|word| {
        word.eq_ignore_ascii_case(b"EHLO") || word.eq_ignore_ascii_case(b"LHLO")
    })
}

/// Lines made into replies: `250-` goes on; after EHLO alone all lines are of one reply.
pub(super) fn items(lines: Vec<Line>, commands: &[Vec<u8>]) -> Vec<Item> {
    let ehlo_only = matches!(commands, [command] if is_greeting_command(command));
    let mut items: Vec<Item> = Vec::new();
    let mut open = false;
    let mut was_lesser = false;
    for line in lines {
        let continues = line.head().get(3) == Some(&b'-');
        let lesser = line.kind == ExpectKind::Lesser;
        let one_reply =
            ehlo_only && !lesser && is_code(line.head()) && line.head().starts_with(b"2");
        match items.last_mut() {
            Some(item) if lesser => match item.alternatives.last_mut() {
                Some(last) if open && was_lesser => last.push(line),
                _ => item.alternatives.push(vec![line]),
            },
            Some(item) if (open && !was_lesser) || one_reply => {
                if let Some(first) = item.alternatives.first_mut() {
                    first.push(line);
                }
            }
            _ => items.push(Item {
                alternatives: vec![vec![line]],
            }),
        }
        open = continues;
        was_lesser = lesser;
    }
    items
}

/// Whether the text begins with a code or a class: `250`, `5yz`.
fn is_code(text: &[u8]) -> bool {
    let digit = |at: usize| {
        text.get(at)
            .is_some_and(|octet| octet.is_ascii_digit() || b"xyz".contains(octet))
    };
    text.first().is_some_and(u8::is_ascii_digit)
        && digit(1)
        && digit(2)
        && matches!(text.get(3), None | Some(b' ' | b'-'))
}

fn fits(class: &[u8], code: &[u8]) -> bool {
    class.len() == code.len()
        && class
            .iter()
            .zip(code)
            .all(|(wanted, came)| wanted == came || b"xyz".contains(wanted))
}

/// `5.1.1`, `5.y.z`
fn enhanced(word: &[u8]) -> bool {
    let parts: Vec<&[u8]> = word.split(|&octet| octet == b'.').collect();
    parts.len() == 3
        && parts.iter().all(|part| {
            matches!(part, [b'x' | b'y' | b'z'])
                || (!part.is_empty() && part.len() <= 3 && part.iter().all(u8::is_ascii_digit))
        })
}

fn enhanced_fits(wanted: &[u8], came: &[u8]) -> bool {
    let mut came = came.split(|&octet| octet == b'.');
    enhanced(wanted)
        && wanted.split(|&octet| octet == b'.').all(|part| {
            let other = came.next().unwrap_or_default();
            part == other
                || (matches!(part, [b'x' | b'y' | b'z'])
                    && !other.is_empty()
                    && other.iter().all(u8::is_ascii_digit))
        })
        && came.next().is_none()
}

/// Holds one reply against the lines of a pattern.
pub(super) fn judge(
    pattern: &[Line],
    unit: &Unit,
    context: Context<'_>,
    scope: &mut Scope<'_>,
) -> Result<Option<Blame>, RenderError> {
    let flaw = unit.fatal_flaw().map(|flaw| flaw.what.clone());
    let ehlo = context.command.is_some_and(is_greeting_command);
    let reply = lines(&unit.octets);
    for (index, line) in pattern.iter().enumerate() {
        let why = match &flaw {
            Some(flaw) => Some(flaw.clone()),
            None => {
                let taken = scope.taken.len();
                let parts = resolve(&line.pattern, scope)?;
                let why = if context.exact {
                    exact(&parts, &reply, index, pattern.len(), scope)?
                } else {
                    one_line(&parts, &reply, ehlo, scope)?
                };
                if why.is_some() {
                    scope.taken.truncate(taken);
                }
                why
            }
        };
        match why {
            Some(why) if line.kind != ExpectKind::May || pattern.len() == 1 => {
                return Ok(Some(Blame {
                    line: line.number,
                    kind: line.kind,
                    expected: shown(&line.pattern, scope),
                    why,
                }));
            }
            _ => {}
        }
    }
    Ok(None)
}

fn exact(
    parts: &[Part],
    reply: &[&[u8]],
    index: usize,
    count: usize,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    if reply.len() != count {
        return Ok(Some(format!(
            "the reply has {} lines, {count} were required",
            reply.len()
        )));
    }
    let line = reply.get(index).copied().unwrap_or_default();
    compare(parts, line, Style::default(), scope)
}

fn one_line(
    parts: &[Part],
    reply: &[&[u8]],
    ehlo: bool,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    let mut wanted_codes: Vec<String> = Vec::new();
    let mut why = None;
    for parts in alternatives(parts, is_code) {
        let code = match parts.first() {
            Some(Part::Text(text)) if is_code(text) => text.get(..3).unwrap_or_default().to_vec(),
            _ => {
                if any_line(&parts, reply, 0, scope)? {
                    return Ok(None);
                }
                why = Some(format!("{} does not fit the pattern", first_text(reply, 0)));
                continue;
            }
        };
        let came = reply
            .last()
            .and_then(|line| line.get(..3))
            .unwrap_or_default();
        if !fits(&code, came) {
            wanted_codes.push(String::from_utf8_lossy(&code).into_owned());
            continue;
        }
        match text_of_line(&behind(&parts, 4), reply, ehlo, scope)? {
            None => return Ok(None),
            Some(other) => why = Some(other),
        }
    }
    Ok(why.or_else(|| {
        let came = reply
            .last()
            .and_then(|line| line.get(..3))
            .unwrap_or_default();
        Some(format!(
            "the reply code is {}, {} was required",
            quote(came),
            wanted_codes.join(" or ")
        ))
    }))
}

/// The code fits: is what stands behind it there?
fn text_of_line(
    rest: &[Part],
    reply: &[&[u8]],
    ehlo: bool,
    scope: &mut Scope<'_>,
) -> Result<Option<String>, RenderError> {
    let text = plain(rest);
    let word = words(&text).next().unwrap_or_default();
    let mut rest = rest.to_vec();
    let mut skip = 4;
    if enhanced(word) {
        let first = reply
            .first()
            .and_then(|line| line.get(4..))
            .unwrap_or_default();
        let came = words(first).next().unwrap_or_default();
        if !enhanced_fits(word, came) {
            let came = if enhanced(came) {
                format!("the enhanced code is {}", quote(came))
            } else {
                "there is no enhanced code".into()
            };
            return Ok(Some(format!("{came}, {} was required", quote(word))));
        }
        rest = behind(&rest, word.len() + 1);
        skip += came.len() + 1;
    }
    if ehlo && !enhanced(word) && (has_meaning(&rest) || is_keyword(word)) {
        let taken = scope.taken.len();
        for line in reply {
            if keyword(&rest, line.get(4..).unwrap_or_default(), scope)? {
                return Ok(None);
            }
            scope.taken.truncate(taken);
        }
        let name = words(&text).next().unwrap_or_default().to_ascii_uppercase();
        let announced = reply.iter().skip(1).find(|line| {
            let text = line.get(4..).unwrap_or_default();
            words(text)
                .next()
                .is_some_and(|w| w.eq_ignore_ascii_case(&name))
        });
        return Ok(Some(match announced {
            Some(line) if !name.is_empty() => format!(
                "the keyword {} is announced as {}",
                quote(&name),
                quote(line.get(4..).unwrap_or_default())
            ),
            _ if name.is_empty() => "no line of the reply fits".into(),
            _ => format!("the keyword {} is not announced", quote(&name)),
        }));
    }
    if !has_meaning(&rest) || any_line(&rest, reply, skip, scope)? {
        return Ok(None);
    }
    Ok(Some(format!(
        "the text {} does not fit the pattern",
        first_text(reply, skip)
    )))
}

/// RFC 5321 §4.1.1.1: letters, digits and hyphens. A domain has a dot, and is none.
fn is_keyword(word: &[u8]) -> bool {
    !word.is_empty()
        && word
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b"-_=".contains(octet))
}

fn first_text(reply: &[&[u8]], skip: usize) -> String {
    let line = reply.first().copied().unwrap_or_default();
    quote(line.get(skip..).unwrap_or_default())
}

fn any_line(
    parts: &[Part],
    reply: &[&[u8]],
    skip: usize,
    scope: &mut Scope<'_>,
) -> Result<bool, RenderError> {
    let style = Style {
        fold: true,
        more: false,
    };
    let taken = scope.taken.len();
    for line in reply {
        let text = line.get(skip..).unwrap_or_default();
        if compare(parts, text, style, scope)?.is_none() {
            return Ok(true);
        }
        scope.taken.truncate(taken);
    }
    Ok(false)
}
