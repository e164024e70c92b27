//! SORT (RFC 5256 §3, RFC 5267): what a search finds, in the order of the keys. How a message counts under a key is
//! `sort_keys`' business.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SearchKey, SortKey};
use super::fuzzy::is_fuzzy;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search::{Hit, modseqs};
use super::sort_keys::{Sorting, Value};
use super::view::View;
use crate::store::Message;
use std::cmp::Ordering;

impl ImapSession {
    /// Copies of the messages that the keys find, in order of UID.
    pub(super) fn found(&self, search: &Search) -> Result<Vec<Message>, Reply> {
        let hits = self.find_messages(search)?;
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        let state = self.store.lock();
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        Ok(hits
            .into_iter()
            .filter_map(|hit| mailbox.message(hit.uid).cloned())
            .collect())
    }

    /// A message as the command names it.
    pub(super) fn named(&self, uid: bool, message: u32) -> u32 {
        if uid {
            message
        } else {
            self.view
                .as_ref()
                .and_then(|view| view.number(message))
                .unwrap_or(0)
        }
    }

    pub(super) fn sort(
        &mut self,
        tag: &str,
        uid: bool,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Answer {
        if let Some(refusal) = self.sort_refusal(keys, search) {
            return Err(refusal);
        }
        let ascii = search.charset.as_deref() == Some("US-ASCII");
        if ascii && self.fault("imap-sort-without-us-ascii") {
            return Err(Reply::no("The charset is not known"));
        }
        let faulty = self.other_search(uid, search);
        let hits = self.sorted(keys, faulty.as_ref().unwrap_or(search));
        let hits = hits.map_err(|reply| match self.fault("imap-sort-charset-bad") {
            true => Reply::bad("The charset is not known"),
            false => reply,
        })?;
        let mut found = Found {
            numbers: hits
                .iter()
                .map(|hit| self.named(uid && !self.fault("imap-uid-sort-numbers"), hit.uid))
                .collect(),
            uids: hits.iter().map(|hit| hit.uid).collect(),
            scores: hits.iter().map(|hit| hit.score).collect(),
            modseqs: modseqs(&hits, &search.keys),
        };
        let by_number = self.fault("imap-esort-by-number")
            || (search.partial.is_some() && self.fault("imap-partial-sort-by-number"));
        if search.extended && self.fault("imap-esort-without-modseq") {
            found.modseqs.clear();
        }
        if search.extended && by_number {
            found.numbers.sort_unstable();
        }
        if search.extended && !self.fault("imap-esort-answers-sort") {
            if search.update {
                self.follow(tag, uid, search, Some(keys), &found.uids)?;
            }
            let correlator = self.correlator(tag);
            let alone = !(search.min || search.max || search.count);
            let counted = Search {
                all: false,
                count: true,
                ..search.clone()
            };
            let swapped = search.all && alone && self.fault("imap-esort-all-is-count");
            let search = if swapped { &counted } else { search };
            if let Some(line) = self.esearch_line(
                &correlator,
                uid && !self.fault("imap-esort-uid-missing"),
                search,
                &found,
            ) {
                self.out.line(line);
            }
            if search.save {
                self.save(search, &found.uids);
            }
        } else if !found.numbers.is_empty() || !self.fault("imap-sort-silent-when-empty") {
            let mut line = String::from("SORT");
            for number in &found.numbers {
                line.push_str(&format!(" {number}"));
            }
            // RFC 7162 §3.1.9.
            let highest = found.highest();
            if let Some(highest) = highest.filter(|_| !self.fault("imap-sort-without-modseq")) {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        Ok(Reply::ok("That is all"))
    }

    /// What is searched for instead, where a fault says so.
    fn other_search(&self, uid: bool, search: &Search) -> Option<Search> {
        let mut other = search.clone();
        if self.fault("imap-sort-everything") {
            other.keys = vec![SearchKey::All];
        } else if self.fault("imap-sort-charset-ignored") {
            other.charset = None;
        } else if uid && self.fault("imap-uid-sort-criteria-are-uids") {
            for key in &mut other.keys {
                if let SearchKey::Set(set) = key {
                    *key = SearchKey::Uid(set.clone());
                }
            }
        } else {
            return None;
        }
        Some(other)
    }

    fn sort_refusal(&self, keys: &[(bool, SortKey)], search: &Search) -> Option<Reply> {
        let has_key = |wanted: &[SortKey]| keys.iter().any(|(_, key)| wanted.contains(key));
        let plain = search.min || search.max || search.all || search.count || search.save;
        let needed = [
            (plain, "ESORT"),
            (
                has_key(&[SortKey::DisplayFrom, SortKey::DisplayTo]),
                "SORT=DISPLAY",
            ),
            (has_key(&[SortKey::Relevancy]), "SEARCH=FUZZY"),
            (search.update || search.context, "CONTEXT=SORT"),
        ];
        if needed.iter().any(|&(asked, name)| asked && !self.has(name)) {
            return Some(Reply::bad("The extension is not there"));
        }
        let partial = search.partial.is_some() && self.fault("imap-relevancy-partial-refused");
        if has_key(&[SortKey::Relevancy]) && (partial || self.fault("imap-sort-relevancy-refused"))
        {
            return Some(Reply::bad("This is not there"));
        }
        // RFC 6203 §6.
        (has_key(&[SortKey::Relevancy]) && !search.keys.iter().any(is_fuzzy))
            .then(|| Reply::bad("RELEVANCY needs FUZZY"))
    }

    /// What the search finds, in the order of the keys.
    pub(super) fn sorted(
        &self,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        if let Some(refusal) = self.search_refusal(search) {
            return Err(refusal);
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        self.sorted_in(view, keys, search)
    }

    /// The same in any view.
    pub(super) fn sorted_in(
        &self,
        view: &View,
        keys: &[(bool, SortKey)],
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        let state = self.store.lock();
        let hits = self.hits(&state, view, search)?;
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        let sorting = Sorting {
            collation: match () {
                () if self.fault("imap-sort-octets") => Collation::Octet,
                () if self.fault("imap-comparator-not-in-sort") => Collation::default(),
                () => self.options.collation,
            },
            faults: &self.faults,
        };
        let mut rows: Vec<(Vec<Value>, Hit)> = hits
            .into_iter()
            .filter_map(|hit| mailbox.message(hit.uid).map(|message| (message, hit)))
            .map(|(message, hit)| {
                let values = keys
                    .iter()
                    .map(|&(_, key)| sorting.value(message, key, hit.score))
                    .collect();
                (values, hit)
            })
            .collect();
        let descending = self.fault("imap-sort-reverse-ignored");
        let count = match self.fault("imap-sort-first-key-only") {
            true => 1,
            false => keys.len(),
        };
        let ties_turn = self.fault("imap-sort-ties-backwards")
            || (self.fault("imap-sort-reverse-turns-ties") && keys.iter().any(|key| key.0));
        rows.sort_by(|(a, a_hit), (b, b_hit)| {
            for ((a, b), (reverse, _)) in a.iter().zip(b).zip(keys).take(count) {
                let order = if *reverse && !descending {
                    b.cmp(a)
                } else {
                    a.cmp(b)
                };
                if order != Ordering::Equal {
                    return order;
                }
            }
            let order = a_hit.uid.cmp(&b_hit.uid);
            if ties_turn { order.reverse() } else { order }
        });
        Ok(rows.into_iter().map(|(_, hit)| hit).collect())
    }
}
