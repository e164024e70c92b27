//! The base subject of a message, as SORT and THREAD take it (RFC 5256 §2.1). Sorts nothing.

use super::words::subject_text;
use crate::faults::Faults;
use crate::mime::{first_field, unfold};

/// Characters of a subject that count; the bound keeps stripping what is around it cheap.
const LONGEST_SUBJECT: usize = 1000;

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Takes `[…]` and the blanks after it off the front.
fn without_blob(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(['[', ']'])?;
    inner
        .get(end..)?
        .strip_prefix(']')
        .map(|rest| rest.trim_start_matches(is_blank))
}

/// Takes a prefix off the front, whatever its case.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len())
        .filter(|head| head.eq_ignore_ascii_case(prefix))?;
    text.get(prefix.len()..)
}

/// Takes `(fwd)` off the end, whatever its case.
fn without_trailer(text: &str) -> Option<&str> {
    let at = text.len().checked_sub("(fwd)".len())?;
    text.get(at..)
        .filter(|tail| tail.eq_ignore_ascii_case("(fwd)"))?;
    text.get(..at)
}

/// Takes `re:`, `fw:`, `fwd:` off the front, with the blobs that may stand before and in it.
fn without_leader(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(after) = without_blob(rest) {
        rest = after;
    }
    let after = ["fwd", "fw", "re"]
        .iter()
        .find_map(|prefix| without_prefix(rest, prefix))?;
    let after = after.trim_start_matches(is_blank);
    without_blob(after).unwrap_or(after).strip_prefix(':')
}

/// RFC 5256 §2.1, in its own case; and whether it was a reply or a forward.
pub(super) fn base_subject(octets: &[u8], faults: &Faults) -> (String, bool) {
    let raw = first_field(octets, "Subject")
        .map(|field| subject_text(&unfold(field.value), faults))
        .unwrap_or_default();
    let mut text: String = raw.chars().take(LONGEST_SUBJECT).collect();
    if !faults.on("imap-subject-blanks-kept") {
        text = text
            .split([' ', '\t'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
    }
    let (mut text, mut reply) = (text.as_str(), false);
    loop {
        loop {
            let trimmed = text.trim_end_matches(is_blank);
            match without_trailer(trimmed) {
                Some(rest) if !faults.on("imap-subject-trailer-kept") => {
                    (text, reply) = (rest, true);
                }
                _ => {
                    text = trimmed;
                    break;
                }
            }
        }
        loop {
            text = text.trim_start_matches(is_blank);
            let leader = without_leader(text);
            if let Some(rest) = leader.filter(|_| !faults.on("imap-subject-leader-kept")) {
                (text, reply) = (rest, true);
            } else if let Some(rest) = subject_behind_blob(text, faults) {
                text = rest;
            } else {
                break;
            }
            if faults.on("imap-subject-stripped-once") {
                break;
            }
        }
        match without_prefix(text, "[fwd:").and_then(|rest| rest.strip_suffix(']')) {
            Some(rest) if !faults.on("imap-subject-wrapper-kept") => (text, reply) = (rest, true),
            _ => return (text.to_owned(), reply),
        }
    }
}

/// What is behind a blob at the front, where that is anything.
fn subject_behind_blob<'a>(text: &'a str, faults: &Faults) -> Option<&'a str> {
    without_blob(text)
        .filter(|rest| !rest.is_empty() || faults.on("imap-subject-blob-alone-removed"))
        .filter(|_| !faults.on("imap-subject-blob-kept"))
}

#[cfg(test)]
mod tests {
    use super::base_subject;
    use crate::faults::Faults;

    #[test]
    fn base_subjects() {
        for (subject, base, reply) in [
            (
                "Re: [list] Fwd[2]:  Hello   World (fwd)",
                "Hello World",
                true,
            ),
            ("[blob]", "[blob]", false),
            ("[a] x", "x", false),
            ("[Fwd: re: y]", "y", true),
            ("reply", "reply", false),
            ("re:", "", true),
        ] {
            let octets = format!("Subject: {subject}\r\n\r\n");
            assert_eq!(
                base_subject(octets.as_bytes(), &Faults::default()),
                (base.to_owned(), reply),
                "{subject}"
            );
        }
    }
}
