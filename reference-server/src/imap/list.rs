//! LIST with LIST-EXTENDED, LIST-STATUS, CHILDREN and SPECIAL-USE; LSUB.

use super::ImapSession;
use super::command::{List, StatusItem};
use super::names::{self, SPECIAL_USES};
use super::output::astring;
use super::reply::{Answer, Reply};
use crate::store::{MailboxId, Rights, State};
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

fn matches_any(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| {
        matches(pattern, name)
            // INBOX is INBOX in any case.
            || (name == "INBOX" && matches(&pattern.to_ascii_uppercase(), name))
    })
}

/// What is seen, by name.
pub(super) type Names = BTreeMap<String, Option<MailboxId>>;

/// One name in the answer.
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

impl ImapSession {
    fn patterns(&self, reference: &[u8], patterns: &[Vec<u8>]) -> Vec<String> {
        let reference = match self.fault("imap-list-reference-ignored") {
            true => b"",
            false => reference,
        };
        let star = self.fault("imap-list-percent-like-star");
        let percent = self.fault("imap-list-star-like-percent");
        patterns
            .iter()
            .filter_map(|pattern| names::decode(&[reference, pattern].concat(), self.utf8()))
            .map(|pattern| match (star, percent) {
                (true, _) => pattern.replace('%', "*"),
                (_, true) => pattern.replace('*', "%"),
                _ if self.fault("imap-list-everything") => "*".to_owned(),
                _ => pattern,
            })
            .collect()
    }

    pub(super) fn list(&mut self, list: &List) -> Answer {
        if !list.extended && list.patterns.iter().all(Vec::is_empty) {
            // The root of the reference, and what parts levels (RFC 9051 §6.3.9).
            if !self.fault("imap-list-root-silent") {
                self.untagged("LIST (\\Noselect) \"/\" \"\"");
            }
            return Ok(Reply::ok("That is all"));
        }
        let account = self.account()?.to_owned();
        // In the extended form an empty pattern stands for nothing (RFC 5258 §3).
        let patterns: Vec<Vec<u8>> = list
            .patterns
            .iter()
            .filter(|pattern| !(list.extended && pattern.is_empty()))
            .cloned()
            .collect();
        let patterns = self.patterns(&list.reference, &patterns);
        let state = self.store.lock();
        let names = state.visible(&account);
        let mut wanted = list.clone();
        if self.fault("imap-list-special-use-lists-all") {
            wanted.special_use = false;
        }
        let faulty = list.subscribed && self.fault("imap-list-childinfo-unasked");
        let entries = entries(&state, &account, &names, (&wanted, faulty), &patterns);
        let mut lines = Vec::new();
        for entry in entries {
            if !(list.return_rights && self.fault("imap-list-myrights-alone")) {
                lines.push(self.list_line(&state, &names, list, &entry));
            }
            let matches = entry.matches || self.fault("imap-list-myrights-for-all");
            let rights = entry.held.flatten().map(|id| state.rights(&account, id));
            if let (true, true, Some(rights)) = (list.return_rights, matches, rights) {
                lines.push(self.my_rights(&entry.name, rights));
            }
            if let (Some(items), Some(Some(id)), Some(true)) = (
                &list.return_status,
                entry.held,
                rights.map(|rights| rights.has(Rights::READ)),
            ) {
                let left_out = |item: &StatusItem| match item {
                    StatusItem::Size => self.fault("imap-list-status-without-size"),
                    StatusItem::MailboxId => self.fault("imap-list-status-without-mailboxid"),
                    StatusItem::AppendLimit => self.fault("imap-list-status-without-appendlimit"),
                    _ => false,
                };
                let mut items = items.clone();
                items.retain(|item| !left_out(item));
                lines.extend(self.status_line(&state, id, &entry.name, &items, self.utf8()));
            }
        }
        drop(state);
        for line in lines {
            self.out.line(line);
        }
        Ok(Reply::ok("That is all"))
    }

    /// One mailbox as plain LIST shows it.
    pub(super) fn list_name(&self, state: &State, name: &str) -> Vec<u8> {
        let account = self.account.as_deref().unwrap_or_default();
        let names = state.visible(account);
        let entry = Entry {
            name: name.to_owned(),
            held: names.get(name).copied(),
            matches: true,
            subscribed: false,
            child_info: false,
        };
        self.list_line(state, &names, &List::default(), &entry)
    }

    pub(super) fn list_line(
        &self,
        state: &State,
        names: &Names,
        list: &List,
        entry: &Entry,
    ) -> Vec<u8> {
        let mut attributes = Vec::new();
        match entry.held {
            None => attributes.push("\\NonExistent"),
            Some(None) => attributes.push("\\Noselect"),
            Some(Some(_)) => {}
        }
        if entry.subscribed && (list.subscribed || list.return_subscribed) {
            attributes.push("\\Subscribed");
        }
        let children = has_children(names, &entry.name);
        attributes.push(if children {
            "\\HasChildren"
        } else {
            "\\HasNoChildren"
        });
        let special = entry
            .held
            .flatten()
            .and_then(|id| state.mailbox(id))
            .and_then(|mailbox| mailbox.special_use)
            .filter(|_| {
                !self.fault(if list.special_use {
                    "imap-list-special-use-selected-unshown"
                } else {
                    "imap-list-special-use-unshown"
                })
            });
        if let Some((name, _)) = SPECIAL_USES
            .iter()
            .find(|(_, known)| Some(*known) == special)
        {
            attributes.push(name);
        }
        let mut line = format!("* LIST ({}) \"/\" ", attributes.join(" ")).into_bytes();
        let utf8 = match self.utf8() {
            true => !self.fault("imap-list-utf7-when-enabled"),
            false => self.fault("imap-list-utf8-unasked"),
        };
        astring(&mut line, &names::encode(&entry.name, utf8), utf8);
        if entry.child_info {
            line.extend_from_slice(b" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
        }
        line
    }

    pub(super) fn lsub(&mut self, reference: &[u8], pattern: &[u8]) -> Answer {
        let account = self.account()?.to_owned();
        let patterns = self.patterns(reference, &[pattern.to_vec()]);
        let subscriptions = self.store.lock().subscriptions(&account);
        let mut lines: Vec<(String, bool)> = Vec::new();
        for name in &subscriptions {
            if matches_any(&patterns, name) {
                lines.push((name.clone(), true));
            } else if pattern.ends_with(b"%") && !self.fault("imap-lsub-without-superiors") {
                // A superior stands for what is below it (RFC 3501 §6.3.9).
                for (at, _) in name.rmatch_indices('/') {
                    let superior = name.get(..at).unwrap_or_default();
                    if matches_any(&patterns, superior) && !subscriptions.contains(superior) {
                        lines.push((superior.to_owned(), false));
                    }
                }
            }
        }
        lines.sort();
        lines.dedup();
        for (name, whole) in lines {
            let mut line =
                format!("* LSUB ({}) \"/\" ", if whole { "" } else { "\\Noselect" }).into_bytes();
            astring(&mut line, &names::encode(&name, self.utf8()), self.utf8());
            self.out.line(line);
        }
        Ok(Reply::ok("That is all"))
    }
}

fn has_children(names: &Names, name: &str) -> bool {
    let below = format!("{name}/");
    let mut after = names.range(below.clone()..);
    after
        .next()
        .is_some_and(|(next, _)| next.starts_with(&below))
}

/// With `faulty`, CHILDINFO comes unasked.
fn entries(
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
