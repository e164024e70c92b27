//! SEARCH (RFC 9051 §6.4.4) with ESEARCH, SEARCHRES, WITHIN and CONDSTORE: what is refused, found and answered.
//! What a key means is `search_keys`' and `search_match`'s business.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SearchKey};
use super::fuzzy::is_fuzzy;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search_keys::Context;
use super::view::View;
use crate::mime::to_unicode;
use crate::store::State;

const BADCHARSET: &str = "BADCHARSET (US-ASCII UTF-8)";

pub(super) fn uses_modseq(key: &SearchKey) -> bool {
    match key {
        SearchKey::ModSeq(_) => true,
        SearchKey::Not(key) | SearchKey::Fuzzy(key) => uses_modseq(key),
        SearchKey::Or(a, b) => uses_modseq(a) || uses_modseq(b),
        SearchKey::And(keys) => keys.iter().any(uses_modseq),
        _ => false,
    }
}

/// A message that a search finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub uid: u32,
    pub modseq: u64,
    /// RFC 6203 §4; 100 where nothing is fuzzy.
    pub score: u8,
}

/// The mod-sequences of what was found, where a key asks for one.
pub(super) fn modseqs(hits: &[Hit], keys: &[SearchKey]) -> Vec<u64> {
    if keys.iter().any(uses_modseq) {
        hits.iter().map(|hit| hit.modseq).collect()
    } else {
        Vec::new()
    }
}

impl ImapSession {
    /// What can be said against a search before it is made.
    pub(super) fn search_refusal(&self, search: &Search) -> Option<Reply> {
        let utf8 = self.fault("imap-search-without-utf-8");
        let known = |charset: &str| {
            if utf8 && charset.eq_ignore_ascii_case("UTF-8") {
                return false;
            }
            charset.eq_ignore_ascii_case("US-ASCII")
                || to_unicode(charset.as_bytes(), b"").is_some()
        };
        if search
            .charset
            .as_deref()
            .is_some_and(|charset| !known(charset))
        {
            if self.fault("imap-search-charset-bad") {
                return Some(Reply::bad("The charset is not known"));
            }
            return Some(Reply::no("The charset is not known").code(BADCHARSET));
        }
        let needed = [
            (
                search.partial.is_some_and(|range| range.from_end),
                "PARTIAL",
            ),
            (search.relevancy, "SEARCH=FUZZY"),
            (search.update || search.context, "CONTEXT=SEARCH"),
            (!search.update_items.is_empty(), "NOTIFY"),
        ];
        let fuzzy = search.keys.iter().any(is_fuzzy);
        let refused = (fuzzy && self.fault("imap-fuzzy-refused"))
            || (search.context && self.fault("imap-context-refused"));
        if refused {
            return Some(Reply::bad("This is not there"));
        }
        if needed.iter().any(|&(asked, name)| asked && !self.has(name))
            || (fuzzy && !self.has("SEARCH=FUZZY"))
            || (search.partial.is_some() && !self.has("PARTIAL") && !self.has("CONTEXT=SEARCH"))
        {
            return Some(Reply::bad("The extension is not there"));
        }
        // RFC 6203 §4.
        (search.relevancy && !fuzzy).then(|| Reply::bad("RELEVANCY needs FUZZY"))
    }

    /// What the keys find in a mailbox as a view shows it, in order of UID.
    pub(super) fn hits(
        &self,
        state: &State,
        view: &View,
        search: &Search,
    ) -> Result<Vec<Hit>, Reply> {
        let context = Context {
            view,
            saved: &self.saved,
            charset: search.charset.as_deref().or(self.utf8().then_some("UTF-8")),
            now: self.now,
            swapped: self.fault("imap-within-swapped"),
            collation: match () {
                () if self.fault("imap-search-case-sensitive") => Collation::Octet,
                () if self.fault("imap-search-ascii-casemap") => Collation::AsciiCasemap,
                () if self.fault("imap-comparator-not-in-search") => Collation::default(),
                () => self.options.collation,
            },
            faults: &self.faults,
        };
        let test = context.tests(&search.keys)?;
        let mailbox = state.mailbox(view.id).ok_or_else(Reply::nonexistent)?;
        let whole = view.uids.len() == mailbox.messages.len();
        let mut found = Vec::new();
        for message in &mailbox.messages {
            if (whole || view.number(message.uid).is_some()) && context.holds(&test, message) {
                found.push(Hit {
                    uid: message.uid,
                    modseq: message.modseq,
                    score: context.score(&test, message).unwrap_or(100),
                });
            }
        }
        if whole {
            // As many here as there, and yet not the same: some were removed and some are new.
            found.retain(|hit| view.number(hit.uid).is_some());
        }
        Ok(found)
    }

    /// What the keys find in the selected mailbox.
    pub(super) fn find_messages(&self, search: &Search) -> Result<Vec<Hit>, Reply> {
        if let Some(refusal) = self.search_refusal(search) {
            return Err(refusal);
        }
        let view = self
            .view
            .as_ref()
            .ok_or(Reply::bad("No mailbox is selected"))?;
        self.hits(&self.store.lock(), view, search)
    }

    pub(super) fn search(&mut self, tag: &str, uid: bool, search: &Search) -> Answer {
        let charset_taken = self.fault("imap-utf8-charset-taken");
        if search.charset.is_some() && self.enabled.utf8 && !charset_taken {
            // RFC 6855 §3.
            return Err(Reply::bad("All strings are UTF-8, no charset can be named"));
        }
        if search.keys.iter().any(uses_modseq) {
            self.use_condstore();
        }
        let hits = match self.find_messages(search) {
            Ok(hits) => hits,
            Err(refusal) => {
                // NO empties `$`, BAD leaves it as it is (RFC 5182 §2.1).
                let lost = match search.save {
                    true => refusal.status == "NO" && !self.fault("imap-save-refused-keeps"),
                    false => refusal.status == "NO" && self.fault("imap-search-refused-empties"),
                };
                if lost {
                    self.saved.clear();
                }
                return Err(refusal);
            }
        };
        let sequence = self.fault("imap-search-uid-returns-seq");
        let number = |hit: &Hit| match &self.view {
            Some(view) if !uid || sequence => view.number(hit.uid).unwrap_or(0),
            _ => hit.uid,
        };
        let found = Found {
            uids: hits.iter().map(|hit| hit.uid).collect(),
            numbers: hits.iter().map(number).collect(),
            scores: hits.iter().map(|hit| hit.score).collect(),
            modseqs: modseqs(&hits, &search.keys),
        };
        if found.numbers.is_empty() && self.fault("imap-search-silent-when-empty") {
            return Ok(Reply::ok("Nothing found"));
        }
        if search.extended || self.enabled.rev2 {
            if search.update {
                self.follow(tag, uid, search, None, &found.uids)?;
            }
            let correlator = self.correlator(tag);
            if self.fault("imap-esearch-and-search") {
                self.out.line("* SEARCH");
            }
            if let Some(line) = self.esearch_line(&correlator, uid, search, &found) {
                self.out.line(line);
            }
            if self.fault("imap-esearch-and-search") {
                let numbers: Vec<String> = found.numbers.iter().map(u32::to_string).collect();
                self.untagged(format!("SEARCH {}", numbers.join(" ")));
            }
        } else {
            let mut line = String::from("SEARCH");
            for number in &found.numbers {
                line.push(' ');
                line.push_str(&number.to_string());
            }
            let empty = found.numbers.is_empty() && search.keys.iter().any(uses_modseq);
            let zero = empty && self.fault("imap-search-modseq-when-empty");
            let highest = found.highest().or(zero.then_some(1));
            if let Some(highest) = highest.filter(|_| !self.fault("imap-search-without-modseq")) {
                line.push_str(&format!(" (MODSEQ {highest})"));
            }
            self.untagged(line);
        }
        if search.save || self.fault("imap-search-saves-unasked") {
            self.save(search, &found.uids);
        }
        Ok(Reply::ok("That is all"))
    }
}
