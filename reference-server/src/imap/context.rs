//! Searches whose results are kept up to date (RFC 5267 §4.3): ADDTO and REMOVEFROM.

use super::ImapSession;
use super::command::{FetchItem, Search, SearchKey, SequenceSet, SortKey};
use super::output::number_set;
use super::reply::{Answer, Reply};
use super::view::View;

/// How many searches of one session are followed.
const MOST: usize = 16;

/// One search with UPDATE.
#[derive(Debug)]
pub(super) struct Followed {
    tag: String,
    uid: bool,
    search: Search,
    keys: Option<Vec<(bool, SortKey)>>,
    /// UIDs in the order in which the client has them.
    results: Vec<u32>,
    /// What is fetched of new messages among them (RFC 5465 §7).
    items: Vec<FetchItem>,
    /// Up to which change of the mailbox the results are right.
    modseq: u64,
}

/// What the results of each search are next.
#[derive(Debug, Default)]
pub(super) struct Updates {
    next: Vec<Vec<u32>>,
}

/// Sequence numbers and `$` are looked at once, when the command comes.
fn frozen(key: &SearchKey, view: &View, saved: &[u32]) -> SearchKey {
    let uids = |uids: Vec<u32>| {
        let ranges = uids.into_iter().map(|uid| (Some(uid), Some(uid))).collect();
        SearchKey::Uid(SequenceSet::Ranges(ranges))
    };
    let again = |key: &SearchKey| Box::new(frozen(key, view, saved));
    match key {
        SearchKey::Set(set) => uids(view.within(set, saved)),
        SearchKey::Uid(SequenceSet::Saved) => uids(saved.to_vec()),
        SearchKey::Not(key) => SearchKey::Not(again(key)),
        SearchKey::Fuzzy(key) => SearchKey::Fuzzy(again(key)),
        SearchKey::Or(a, b) => SearchKey::Or(again(a), again(b)),
        SearchKey::And(keys) => {
            SearchKey::And(keys.iter().map(|key| frozen(key, view, saved)).collect())
        }
        other => other.clone(),
    }
}

impl ImapSession {
    /// Follows a search from here on. A tag that is followed already is refused.
    pub(super) fn follow(
        &mut self,
        tag: &str,
        uid: bool,
        search: &Search,
        keys: Option<&[(bool, SortKey)]>,
        results: &[u32],
    ) -> Result<(), Reply> {
        let reused = self.options.followed.iter().any(|other| other.tag == tag);
        if reused && !self.fault("imap-update-tag-twice") {
            return Err(Reply::bad("The tag is that of another search with UPDATE"));
        }
        if self.options.followed.len() >= MOST && self.fault("imap-noupdate-refuses-all") {
            return Err(Reply::no("Too many searches are followed"));
        }
        if self.options.followed.len() >= MOST || self.fault("imap-update-never") {
            let tag = String::from_utf8_lossy(&self.correlator(tag)).into_owned();
            self.untagged(format!(
                "NO [NOUPDATE {tag}] Too many searches are followed"
            ));
            return Ok(());
        }
        let Some(view) = &self.view else {
            return Err(Reply::bad("No mailbox is selected"));
        };
        let frozen: Vec<SearchKey> = search
            .keys
            .iter()
            .map(|key| match self.fault("imap-update-numbers-thaw") {
                true => key.clone(),
                false => frozen(key, view, &self.saved),
            })
            .collect();
        let kept = Search {
            keys: frozen,
            charset: search.charset.clone(),
            min: search.min && self.fault("imap-update-ends-only"),
            ..Search::default()
        };
        self.options.followed.push(Followed {
            tag: tag.to_owned(),
            uid,
            search: kept,
            keys: keys.map(<[_]>::to_vec),
            results: results.to_vec(),
            items: search.update_items.clone(),
            modseq: 0,
        });
        Ok(())
    }

    pub(super) fn cancel_update(&mut self, tags: &[Vec<u8>]) -> Answer {
        let known = |tag: &Vec<u8>| {
            self.options
                .followed
                .iter()
                .any(|followed| followed.tag.as_bytes() == tag)
        };
        if !tags.iter().all(known) {
            return Err(Reply::no("No search with that tag is followed"));
        }
        if !self.fault("imap-cancelupdate-ignored") {
            let first_only = self.fault("imap-cancelupdate-first-only");
            let tags = tags.get(..1).filter(|_| first_only).unwrap_or(tags);
            self.options
                .followed
                .retain(|followed| !tags.iter().any(|tag| tag == followed.tag.as_bytes()));
        }
        Ok(Reply::ok("No further updates"))
    }

    /// Before EXPUNGE is told: what leaves the results, by the numbers of before.
    pub(super) fn updates_before(&mut self, expunge: bool) -> Updates {
        let mut updates = Updates::default();
        let mut followed = std::mem::take(&mut self.options.followed);
        for entry in &mut followed {
            let next = self.followed_results(entry, expunge);
            let gone: Vec<u32> = entry
                .results
                .iter()
                .copied()
                .filter(|uid| !next.contains(uid))
                .collect();
            let silent = self.fault("imap-removefrom-not-sent");
            if !gone.is_empty() && !silent {
                let pairs = if entry.keys.is_none() {
                    let named = gone.iter().map(|&uid| self.named(entry.uid, uid));
                    vec![format!("0 {}", number_set(named))]
                } else {
                    // From the end, so that the places before stay what they are.
                    let places = entry.results.iter().enumerate().rev();
                    places
                        .filter(|(_, uid)| gone.contains(uid))
                        .map(|(at, &uid)| format!("{} {}", at + 1, self.named(entry.uid, uid)))
                        .collect()
                };
                self.update_line(entry, "REMOVEFROM", &pairs);
                entry.results.retain(|uid| !gone.contains(uid));
            }
            updates.next.push(next);
        }
        self.options.followed = followed;
        updates
    }

    /// After EXISTS and FETCH are told: what comes into the results, by the numbers of now.
    pub(super) fn updates_after(&mut self, updates: Updates) {
        let mut followed = std::mem::take(&mut self.options.followed);
        for (entry, next) in followed.iter_mut().zip(updates.next) {
            let new: Vec<u32> = next
                .iter()
                .copied()
                .filter(|uid| !entry.results.contains(uid))
                .collect();
            // The fault: with MIN, what is not the first is not told.
            let new: Vec<u32> = match (entry.search.min, next.first()) {
                (true, Some(first)) => new.into_iter().filter(|uid| uid == first).collect(),
                _ => new,
            };
            let silent = self.fault("imap-update-new-not-told")
                && new
                    .iter()
                    .any(|&uid| !next.is_empty() && self.is_newest(uid));
            if new.is_empty() || silent {
                continue;
            }
            let at_end = self.fault("imap-update-at-the-end");
            let unplaced = self.fault("imap-update-without-place");
            let by_uid = match entry.uid {
                true => !self.fault("imap-update-numbers-for-uids"),
                false => self.fault("imap-update-uids-for-numbers"),
            };
            let pairs = if entry.keys.is_none() {
                let named = new.iter().map(|&uid| self.named(by_uid, uid));
                vec![format!("0 {}", number_set(named))]
            } else {
                next.iter()
                    .enumerate()
                    .filter(|(_, uid)| new.contains(uid))
                    .map(|(at, &uid)| {
                        let place = match (unplaced, at_end) {
                            (true, _) => 0,
                            (_, true) => next.len(),
                            _ => at + 1,
                        };
                        format!("{place} {}", self.named(entry.uid, uid))
                    })
                    .collect()
            };
            self.update_line(entry, "ADDTO", &pairs);
            entry.results = next;
        }
        self.options.followed = followed;
    }

    /// Whether a message is the last one of the mailbox.
    fn is_newest(&self, uid: u32) -> bool {
        let last = self.view.as_ref().and_then(|view| view.uids.last());
        last == Some(&uid)
    }

    /// What is to be fetched of a message that has just come, for all searches that find it.
    pub(super) fn items_of_new(&self, updates: &Updates, uid: u32) -> Vec<FetchItem> {
        let mut items: Vec<FetchItem> = Vec::new();
        for (entry, next) in self.options.followed.iter().zip(&updates.next) {
            if !next.contains(&uid) || self.fault("imap-update-without-items") {
                continue;
            }
            for item in &entry.items {
                if !items.contains(item) {
                    items.push(item.clone());
                }
            }
        }
        items
    }

    fn update_line(&mut self, entry: &Followed, what: &str, pairs: &[String]) {
        if self.fault("imap-update-not-sent") {
            return;
        }
        let tag = String::from_utf8_lossy(&self.correlator(&entry.tag)).into_owned();
        let uid = if entry.uid { " UID" } else { "" };
        self.untagged(format!(
            "ESEARCH (TAG {tag}){uid} {what} ({})",
            pairs.join(" ")
        ));
    }

    /// What the search would find now; removals that may not be told yet stay in it.
    fn followed_results(&self, entry: &mut Followed, expunge: bool) -> Vec<u32> {
        let unchanged = || entry.results.clone();
        let Some(view) = &self.view else {
            return unchanged();
        };
        let (modseq, all) = {
            let state = self.store.lock();
            let Some(mailbox) = state.mailbox(view.id) else {
                return unchanged();
            };
            // New messages are not in the view yet.
            let mut all = View::glance(view.id, mailbox);
            all.recent.clone_from(&view.recent);
            (mailbox.highest_modseq, all)
        };
        if modseq == entry.modseq && expunge {
            return unchanged();
        }
        let found = match &entry.keys {
            None => self.hits(&self.store.lock(), &all, &entry.search),
            Some(keys) => self.sorted_in(&all, keys, &entry.search),
        };
        let Ok(found) = found else {
            return unchanged();
        };
        if expunge {
            entry.modseq = modseq;
        }
        let mut next: Vec<u32> = found.into_iter().map(|hit| hit.uid).collect();
        if !expunge {
            for (at, uid) in entry.results.iter().enumerate() {
                let held = view.number(*uid).is_some() && all.number(*uid).is_none();
                if held {
                    next.insert(at.min(next.len()), *uid);
                }
            }
        }
        next
    }
}
