//! Enhanced status codes in the text of a reply (RFC 2034, RFC 3463). Does not know whether they are announced.

use super::list as l;
use super::reply::Line;
use crate::rules::info::Bad;

/// Enhanced status codes (RFC 2034 §4): judged where they were announced.
pub(super) fn judge(code: u16, lines: &[Line<'_>], found: &mut Vec<Bad>) {
    let mut first: Option<&[u8]> = None;
    for line in lines {
        let word = line
            .text
            .split(|octet| *octet == b' ')
            .next()
            .unwrap_or_default();
        let looks = word.iter().filter(|octet| **octet == b'.').count() == 2
            && word
                .iter()
                .all(|octet| octet.is_ascii_digit() || *octet == b'.');
        if !looks {
            // 220 may be a greeting that comes once more (after XCLIENT). 421 may come from what
            // closes the connection before any command is read.
            if !matches!(code, 220 | 421) {
                found.push(Bad::new(
                    &l::ENHANCED_MISSING,
                    line.at,
                    "an enhanced status code is wanted here, as in 2.0.0",
                ));
                return;
            }
            continue;
        }
        let parts: Vec<&[u8]> = word.split(|octet| *octet == b'.').collect();
        let digits = |part: &[u8]| {
            (1..=3).contains(&part.len()) && (part.len() == 1 || part.first() != Some(&b'0'))
        };
        let [class, subject, detail] = parts[..] else {
            continue;
        };
        if !matches!(class, b"2" | b"4" | b"5") || !digits(subject) || !digits(detail) {
            found.push(Bad::new(
                &l::ENHANCED,
                line.at,
                "class.subject.detail is wanted here, as in 5.1.1",
            ));
            return;
        }
        if class.first().map(|digit| u16::from(digit - b'0')) != Some(code / 100) {
            found.push(Bad::new(
                &l::CLASS,
                line.at,
                format!("the class {} is wanted here, as in {code}", code / 100),
            ));
            return;
        }
        if let Some(first) = first.filter(|first| *first != word) {
            let wants = format!(
                "{} is wanted here, as in the first line",
                String::from_utf8_lossy(first)
            );
            found.push(Bad::new(&l::ENHANCED_SAME, line.at, wants));
            return;
        }
        first = Some(word);
    }
}
