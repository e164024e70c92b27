//! Faults of single parameters of MAIL and RCPT: which refuse what is right, and which take what
//! is wrong. Data, and the one place that looks at it.

use super::reply::Reply;
use crate::faults::Faults;

/// What a fault does with a parameter.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    /// A value like this is refused.
    Refuses(fn(&str) -> bool),
    /// A parameter that would be refused counts as not given.
    Ignores,
    /// A value like this, which would be refused, counts as not given.
    Takes(fn(&str) -> bool),
    /// It is refused with this code.
    Says(u16),
}

use Wrong::{Ignores, Refuses, Says, Takes};

fn any(_: &str) -> bool {
    true
}

/// The time before the semicolon of BY, when it is a number.
fn seconds(value: &str) -> Option<i64> {
    value.split_once(';')?.0.parse().ok()
}

fn lower_case(value: &str) -> bool {
    value.bytes().any(|octet| octet.is_ascii_lowercase())
}

const SPOILT: &[(&str, &str, Wrong)] = &[
    ("smtp-size-parameter-refused", "SIZE", Refuses(any)),
    ("smtp-size-any", "SIZE", Ignores),
    ("smtp-by-refused", "BY", Refuses(any)),
    (
        "smtp-by-negative-refused",
        "BY",
        Refuses(|value| value.starts_with('-')),
    ),
    ("smtp-by-any", "BY", Ignores),
    ("smtp-by-550", "BY", Says(550)),
    ("smtp-by-other-status", "BY", Says(501)),
    (
        "smtp-by-plus-refused",
        "BY",
        Refuses(|value| value.starts_with('+')),
    ),
    (
        "smtp-by-trace-refused",
        "BY",
        Refuses(|value| value.to_ascii_uppercase().ends_with('T')),
    ),
    ("smtp-by-upper-case-only", "BY", Refuses(lower_case)),
    (
        "smtp-by-late-return",
        "BY",
        Takes(|value| value.ends_with('R') && seconds(value).is_some_and(|time| time <= 0)),
    ),
    (
        "smtp-by-minimum-ignored",
        "BY",
        Takes(|value| seconds(value).is_some_and(|time| (1..60).contains(&time))),
    ),
    (
        "smtp-by-ten-digits",
        "BY",
        Takes(|value| seconds(value).is_some_and(|time| time > 999_999_999)),
    ),
    (
        "smtp-by-without-mode",
        "BY",
        Takes(|value| value.parse::<i64>().is_ok()),
    ),
    ("smtp-priority-refused", "MT-PRIORITY", Refuses(any)),
    ("smtp-priority-any", "MT-PRIORITY", Ignores),
    (
        "smtp-priority-zero-refused",
        "MT-PRIORITY",
        Refuses(|value| value == "0"),
    ),
    (
        "smtp-priority-lowest-refused",
        "MT-PRIORITY",
        Refuses(|value| value == "-9"),
    ),
    (
        "smtp-priority-plus-sign",
        "MT-PRIORITY",
        Takes(|value| value.starts_with('+')),
    ),
    (
        "smtp-priority-leading-zero",
        "MT-PRIORITY",
        Takes(|value| value.trim_start_matches('-').starts_with('0')),
    ),
    ("smtp-requiretls-refused", "REQUIRETLS", Refuses(any)),
    ("smtp-requiretls-with-value", "REQUIRETLS", Ignores),
    ("smtp-rrvs-refused", "RRVS", Refuses(any)),
    ("smtp-rrvs-any", "RRVS", Ignores),
    (
        "smtp-rrvs-action-refused",
        "RRVS",
        Refuses(|value| value.contains(';')),
    ),
    (
        "smtp-rrvs-utc-only",
        "RRVS",
        Refuses(|value| !value.contains('Z')),
    ),
    (
        "smtp-rrvs-any-action",
        "RRVS",
        Takes(|value| value.contains(';')),
    ),
    (
        "smtp-rrvs-fraction",
        "RRVS",
        Takes(|value| value.contains('.')),
    ),
    ("smtp-notify-refused", "NOTIFY", Refuses(any)),
    ("smtp-notify-upper-case-only", "NOTIFY", Refuses(lower_case)),
    ("smtp-notify-any", "NOTIFY", Ignores),
    ("smtp-orcpt-refused", "ORCPT", Refuses(any)),
    (
        "smtp-orcpt-short-only",
        "ORCPT",
        Refuses(|value| value.len() > 300),
    ),
    ("smtp-orcpt-550", "ORCPT", Says(550)),
    ("smtp-ret-refused", "RET", Refuses(any)),
    ("smtp-ret-upper-case-only", "RET", Refuses(lower_case)),
    ("smtp-ret-550", "RET", Says(550)),
    ("smtp-envid-refused", "ENVID", Refuses(any)),
    (
        "smtp-envid-short-only",
        "ENVID",
        Refuses(|value| value.len() > 50),
    ),
    (
        "smtp-binarymime-refused",
        "BODY",
        Refuses(|value| value.eq_ignore_ascii_case("BINARYMIME")),
    ),
];

/// What is said of a parameter under the faults that are on.
pub(super) fn spoilt(
    faults: &Faults,
    keyword: &str,
    value: Option<&str>,
    right: Result<(), Reply>,
) -> Result<(), Reply> {
    let about = SPOILT.iter().filter(|(_, of, _)| *of == keyword);
    about.fold(right, |said, (fault, _, wrong)| match (wrong, said) {
        (_, said) if !faults.on(fault) => said,
        (Refuses(like), Ok(())) if like(value.unwrap_or_default()) => {
            Err(Reply::new(501, "5.5.4", "Syntax error in parameters"))
        }
        (Ignores, Err(_)) => Ok(()),
        (Takes(like), Err(_)) if like(value.unwrap_or_default()) => Ok(()),
        (Says(code), Err(_)) => Err(Reply::new(*code, "5.7.1", "No")),
        (_, said) => said,
    })
}
