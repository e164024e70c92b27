//! Names against the patterns and selection options of LIST: which are in the answer. Writes nothing.

use super::command::List;
use crate::store::{MailboxId, State};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a name matches a pattern: `*` any run, `%` any run without a delimiter. Linear in
/// pattern × name, whatever the pattern.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    // reach[i]: the pattern so far matches the first i characters.
    let mut reach = vec![false; name.len() + 1];
    if let Some(first) = reach.first_mut() {
        *first = true;
    }
    for wanted in pattern.chars() {
        let mut next = vec![false; name.len() + 1];
        let mut run = false;
        for at in 0..=name.len() {
            let here = reach.get(at).copied().unwrap_or(false);
            let before = at
                .checked_sub(1)
                .and_then(|before| name.get(before))
                .copied();
            let is = match wanted {
                '*' => {
                    run |= here;
                    run
                }
                '%' => {
                    run = here || (run && before != Some('/'));
                    run
                }
                _ => {
                    before == Some(wanted) && at > 0 && reach.get(at - 1).copied().unwrap_or(false)
                }
            };
            if let Some(slot) = next.get_mut(at) {
                *slot = is;
            }
        }
        reach = next;
    }
    reach.last().copied().unwrap_or(false)
}

pub(super) fn matches_any(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| {
        matches(pattern, name)
            // INBOX is INBOX in any case, above other names too.
            || ((name == "INBOX" || name.starts_with("INBOX/"))
                && matches(&first_level_uppercase(pattern), name))
    })
}

fn first_level_uppercase(pattern: &str) -> String {
    match pattern.split_once('/') {
        Some((first, rest)) => format!("{}/{rest}", first.to_ascii_uppercase()),
        None => pattern.to_ascii_uppercase(),
    }
}

/// What is seen, by name.
pub(super) type Names = BTreeMap<String, Option<MailboxId>>;

/// One name in the answer.
#[derive(Clone)]
pub(super) struct Entry {
    pub name: String,
    /// `None`: no such mailbox. `Some(None)`: `\Noselect`.
    pub held: Option<Option<MailboxId>>,
    pub subscribed: bool,
    /// Whether it satisfies the selection itself.
    pub matches: bool,
    /// Has selected names below it that did not match themselves (RECURSIVEMATCH).
    pub child_info: bool,
}

pub(super) fn has_children(names: &Names, name: &str) -> bool {
    let below = format!("{name}/");
    let mut after = names.range(below.clone()..);
    after
        .next()
        .is_some_and(|(next, _)| next.starts_with(&below))
}

/// With `faulty`, CHILDINFO comes unasked.
pub(super) fn entries(
    state: &State,
    account: &str,
    visible: &Names,
    (list, faulty): (&List, bool),
    patterns: &[String],
) -> Vec<Entry> {
    let Some(found) = state.accounts.get(account) else {
        return Vec::new();
    };
    let mut names: BTreeSet<&String> = visible.keys().collect();
    if list.subscribed {
        names.extend(&found.subscriptions);
    }
    let selected = |name: &str| {
        let special = || {
            let id = visible.get(name).copied().flatten();
            id.and_then(|id| state.mailbox(id))
                .is_some_and(|mailbox| mailbox.special_use.is_some())
        };
        (!list.subscribed || found.subscriptions.contains(name)) && (!list.special_use || special())
    };
    let mut entries = Vec::new();
    // Names above selected ones: all of them, and those above one that is not listed itself.
    let (mut above, mut needed): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    // Levels that `%` shows though nothing is there.
    let mut bare: BTreeSet<String> = BTreeSet::new();
    let levels = state.shares && patterns.iter().any(|pattern| pattern.ends_with('%'));
    for name in names {
        if !selected(name) {
            continue;
        }
        let listed = matches_any(patterns, name);
        if list.recursive || faulty {
            let superiors = name
                .match_indices('/')
                .filter_map(|(at, _)| name.get(..at))
                .map(str::to_owned);
            for superior in superiors {
                if !listed {
                    needed.insert(superior.clone());
                }
                above.insert(superior);
            }
        }
        // A level above what is seen is listed for `%` though nothing is there (RFC 9051 §6.3.9).
        if levels && !list.recursive && !list.subscribed && !list.special_use {
            bare.extend(
                name.match_indices('/')
                    .filter_map(|(at, _)| name.get(..at))
                    .filter(|above| !visible.contains_key(*above))
                    .map(str::to_owned),
            );
        }
        if listed {
            entries.push(Entry {
                name: name.clone(),
                held: visible.get(name).copied(),
                matches: true,
                subscribed: found.subscriptions.contains(name),
                child_info: false,
            });
        }
    }
    for entry in &mut entries {
        entry.child_info = list.subscribed && above.contains(&entry.name);
    }
    for name in needed.union(&bare) {
        // Only below what matches is there more to know.
        if matches_any(patterns, name) && !entries.iter().any(|entry| entry.name == *name) {
            entries.push(Entry {
                name: name.clone(),
                held: visible.get(name).copied(),
                matches: false,
                subscribed: found.subscriptions.contains(name),
                child_info: list.subscribed,
            });
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn wildcards() {
        for (pattern, name, expected) in [
            ("*", "a/b", true),
            ("%", "a/b", false),
            ("%", "a", true),
            ("a/%", "a/b", true),
            ("a/%", "a", false),
            ("%/%", "a/b", true),
            ("*b", "a/b", true),
            ("%b", "a/b", false),
            ("a*%c", "abc", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
