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
    /// It is refused with this code.
    Says(u16),
}

use Wrong::{Ignores, Refuses, Says};

fn any(_: &str) -> bool {
    true
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
    ("smtp-priority-refused", "MT-PRIORITY", Refuses(any)),
    ("smtp-priority-any", "MT-PRIORITY", Ignores),
    ("smtp-requiretls-refused", "REQUIRETLS", Refuses(any)),
    ("smtp-requiretls-with-value", "REQUIRETLS", Ignores),
    ("smtp-rrvs-refused", "RRVS", Refuses(any)),
    ("smtp-rrvs-any", "RRVS", Ignores),
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
        (Says(code), Err(_)) => Err(Reply::new(*code, "5.7.1", "No")),
        (_, said) => said,
    })
}
