//! LIST with LIST-EXTENDED, LIST-STATUS, CHILDREN and SPECIAL-USE; LSUB. Which names are meant is `list_names`'
//! business, how one is shown `list_line`'s.

use super::ImapSession;
use super::command::{List, StatusItem};
use super::list_names::{Entry, entries, matches, matches_any};
use super::names;
use super::output::astring;
use super::reply::{Answer, Reply};
use crate::store::{OTHER, Rights};

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
        let among =
            list.patterns.iter().any(Vec::is_empty) && self.fault("imap-list-empty-pattern-root");
        let alone = list.extended && list.patterns.iter().all(Vec::is_empty);
        if among || (alone && self.fault("imap-list-extended-root")) {
            self.untagged("LIST (\\Noselect) \"/\" \"\"");
        }
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
        let mut patterns = self.patterns(&list.reference, &patterns);
        let odd = patterns.iter().any(|pattern| pattern.contains("//"));
        if odd && self.fault("imap-list-odd-pattern-no") {
            return Err(Reply::no("No name can look like that").code("CANNOT"));
        }
        if list.extended && self.fault("imap-list-children-brings-names") {
            let below: Vec<String> = patterns.iter().map(|name| format!("{name}/*")).collect();
            patterns.extend(below);
        }
        if patterns.len() < list.patterns.len() && self.fault("imap-list-bad-pattern-refused") {
            return Err(Reply::bad("A pattern is malformed"));
        }
        if self.fault("imap-list-first-pattern-only") {
            patterns.truncate(1);
        }
        let state = self.store.lock();
        let mut names = state.visible(&account);
        if self.fault("imap-list-without-lookup") {
            for (other, held) in &state.accounts {
                let of = |name: &String| format!("{OTHER}{other}/{name}");
                names.extend(held.names.iter().map(|(name, id)| (of(name), *id)));
            }
        }
        let mut wanted = list.clone();
        if self.fault("imap-list-special-use-lists-all") {
            wanted.special_use = false;
        }
        // The faults: other options than were asked for.
        wanted.subscribed |= list.return_subscribed && self.fault("imap-list-return-adds");
        wanted.subscribed |= list.extended && self.fault("imap-list-lists-subscriptions");
        wanted.subscribed &= !self.fault("imap-list-subscribed-lists-all");
        wanted.recursive &= !self.fault("imap-list-recursivematch-ignored");
        wanted.special_use &= !(list.subscribed && self.fault("imap-list-first-option-only"));
        wanted.recursive |= self.fault("imap-list-superiors-unasked") && list.subscribed;
        let faulty = list.subscribed && self.fault("imap-list-childinfo-unasked");
        let mut entries = entries(&state, &account, &names, (&wanted, faulty), &patterns);
        self.spoil(list, &patterns, &mut entries);
        if list.remote && list.subscribed && self.fault("imap-list-remote-alone") {
            entries.clear();
        }
        let mut lines = Vec::new();
        for entry in entries {
            let rights = entry.held.flatten().map(|id| state.rights(&account, id));
            // A name that is there for its inferiors alone has no STATUS (RFC 5819 §3).
            let counted = entry.matches || self.fault("imap-list-status-of-superiors");
            let readable = rights.is_some_and(|rights| rights.has(Rights::READ));
            if list.return_status.is_some()
                && !readable
                && counted
                && (self.fault("imap-list-status-of-nothing")
                    || (entry.held == Some(None) && self.fault("imap-list-status-for-noselect")))
            {
                let mut line = b"* STATUS ".to_vec();
                astring(&mut line, &names::encode(&entry.name, self.utf8()), false);
                line.extend_from_slice(b" (MESSAGES 0)");
                lines.push(line);
            }
            let mut line = self.list_line(&state, &names, list, &entry);
            // STATUS would fail (RFC 5819 §2).
            if list.return_status.is_some()
                && rights.is_some()
                && !readable
                && !self.fault("imap-list-noselect-missing")
            {
                line.splice(8..8, *b"\\Noselect ");
            }
            let status = match (&list.return_status, entry.held) {
                _ if self.fault("imap-list-status-missing") => None,
                _ if list.subscribed && self.fault("imap-list-status-not-of-subscribed") => None,
                (Some(items), Some(Some(id))) if readable && counted => {
                    let mut items = items.clone();
                    items.retain(|item| !self.leaves_out(item));
                    if self.fault("imap-list-status-first-item") {
                        items.truncate(1);
                    }
                    self.status_line(&state, id, &entry.name, &items, self.utf8())
                }
                _ => None,
            };
            if self.fault("imap-list-status-before-list") {
                lines.extend(status.clone());
            }
            let early = list.return_rights && self.fault("imap-list-myrights-first");
            let place = lines.len();
            if !(list.return_rights && self.fault("imap-list-myrights-alone")) {
                lines.push(line);
            }
            let matches = entry.matches || self.fault("imap-list-myrights-for-all");
            let missing = self.fault("imap-list-myrights-for-missing");
            let rights = rights.or(missing.then_some(Rights::ALL));
            if let (true, true, Some(rights)) = (list.return_rights, matches, rights) {
                let at = if early { place } else { lines.len() };
                lines.insert(at, self.my_rights(&entry.name, rights));
            }
            if !self.fault("imap-list-status-before-list") {
                lines.extend(status);
            }
        }
        drop(state);
        if lines.is_empty() && self.fault("imap-list-refuses-nothing-found") {
            return Err(Reply::nonexistent());
        }
        for line in lines {
            self.out.line(line);
        }
        Ok(Reply::ok("That is all"))
    }

    /// Whether a fault leaves this item out of STATUS responses.
    fn leaves_out(&self, item: &StatusItem) -> bool {
        match item {
            StatusItem::Size => self.fault("imap-list-status-without-size"),
            StatusItem::MailboxId => self.fault("imap-list-status-without-mailboxid"),
            StatusItem::AppendLimit => self.fault("imap-list-status-without-appendlimit"),
            _ => false,
        }
    }

    /// What faults make of the names that were found.
    fn spoil(&self, list: &List, patterns: &[String], entries: &mut Vec<Entry>) {
        if self.fault("imap-list-childinfo-not-beside") {
            entries
                .iter_mut()
                .for_each(|entry| entry.child_info &= !entry.matches);
        }
        if self.fault("imap-list-childinfo-always") {
            entries
                .iter_mut()
                .for_each(|entry| entry.child_info |= list.recursive);
        }
        if self.fault("imap-list-plain-childinfo") {
            entries
                .iter_mut()
                .for_each(|entry| entry.child_info |= !list.extended);
        }
        if self.fault("imap-list-subscribed-unmarked") {
            entries
                .iter_mut()
                .for_each(|entry| entry.subscribed = false);
        }
        let noselect = list.subscribed && self.fault("imap-list-noselect-superiors");
        if noselect || (list.recursive && self.fault("imap-list-superiors-of-all")) {
            let superiors: Vec<Entry> = entries
                .iter()
                .filter_map(|entry| entry.name.rsplit_once('/'))
                .map(|(name, _)| Entry {
                    name: name.to_owned(),
                    held: Some(None),
                    subscribed: false,
                    matches: false,
                    child_info: !noselect,
                })
                .collect();
            entries.extend(superiors);
        }
        if self.fault("imap-list-subscribed-everywhere") {
            entries.iter_mut().for_each(|entry| entry.subscribed = true);
        }
        let again = |entry: &Entry| {
            let times = patterns
                .iter()
                .filter(|pattern| matches(pattern, &entry.name))
                .count();
            self.fault("imap-list-names-twice")
                || (times > 1 && self.fault("imap-list-pattern-by-pattern"))
        };
        let twice: Vec<Entry> = entries
            .iter()
            .filter(|entry| again(entry))
            .cloned()
            .collect();
        entries.extend(twice);
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
