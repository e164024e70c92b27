//! The place in a response where a rule is broken, and what reports say beside it: the line with the octet in it,
//! why it is known, where to read more. Each text is made here once, for `run`, `watch` and `check` alike.

use super::failure::Paint;
use crate::catalogue::known::Known;
use crate::rules::Finding;
use crate::wire::visible;
use std::fmt::Write as _;

/// So many characters of a line are shown before and behind the octet.
const BEFORE: usize = 60;
const BEHIND: usize = 60;

/// The line of a response with the octet that breaks a rule, as a person can read it.
#[derive(Debug)]
pub struct Place {
    /// What stands before the octet, and from it on.
    pub before: String,
    pub behind: String,
}

/// Where a finding points; None if it is about the end of the connection and no response.
pub fn place(finding: &Finding) -> Option<Place> {
    if finding.octets.is_empty() {
        return None;
    }
    let at = finding.at.saturating_sub(finding.from);
    let (before, rest) = finding.octets.split_at(at.min(finding.octets.len()));
    let feed = before.iter().rposition(|octet| *octet == b'\n');
    let start = feed.map_or(0, |feed| feed + 1);
    let feed = rest.iter().position(|octet| *octet == b'\n');
    let end = feed.map_or(rest.len(), |feed| feed + 1);
    let mut before = visible(before.get(start..).unwrap_or_default());
    let long = before.chars().count();
    if long > BEFORE {
        before = std::iter::once('…')
            .chain(before.chars().skip(long - BEFORE))
            .collect();
    }
    let behind = cut(&visible(rest.get(..end).unwrap_or_default()), BEHIND);
    Some(Place { before, behind })
}

/// At most so many characters, and a sign where there were more.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars()
        .take(most)
        .chain(std::iter::once('…'))
        .collect()
}

/// Why a broken rule is accepted.
pub fn known(out: &mut String, known: &Known, paint: Paint) {
    let label = paint.dim("known:");
    let _ = writeln!(out, "  {label} {} ({})", known.reason, known.clause);
}

/// Where to read more.
pub fn more(out: &mut String, id: &str, paint: Paint) {
    let _ = writeln!(out, "  {} mailspec explain {id}", paint.dim("more:"));
}
