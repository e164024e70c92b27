//! ESEARCH (RFC 7377): one search in several mailboxes, none of which is opened for it.

use super::ImapSession;
use super::command::Search;
use super::extension::Source;
use super::list_names::matches;
use super::names;
use super::output::astring;
use super::reply::{Answer, Reply};
use super::results::Found;
use super::search::{modseqs, uses_modseq};
use super::view::View;
use crate::store::{MailboxId, OTHER, Rights, SHARED};

impl ImapSession {
    pub(super) fn multi_search(
        &mut self,
        tag: &str,
        sources: Option<&[Source]>,
        search: &Search,
    ) -> Answer {
        let on = |name| self.faults.on(name);
        let default = match on("imap-multisearch-default-is-inbox") {
            true => Source::Inboxes,
            false => Source::Selected,
        };
        let defaults = [default];
        let sources = sources.unwrap_or(&defaults);
        let refused = (on("imap-multisearch-save-refused") && search.save)
            || (on("imap-multisearch-context-refused") && search.context)
            || (on("imap-multisearch-charset-refused") && search.charset.is_some())
            || (on("imap-multisearch-needs-selected") && self.view.is_none());
        if refused {
            return Err(Reply::bad("This is not there"));
        }
        let twice = sources.iter().any(|source| match source {
            Source::Mailboxes(names) => names
                .iter()
                .enumerate()
                .any(|(at, name)| names.iter().skip(at + 1).any(|other| other == name)),
            _ => false,
        });
        if twice && on("imap-multisearch-duplicates-refused") {
            return Err(Reply::bad("A mailbox is named twice"));
        }
        let only_selected = sources
            .iter()
            .all(|source| matches!(source, Source::Selected));
        if search.save && !only_selected && !on("imap-multisearch-saves-anywhere") {
            return Err(Reply::bad("SAVE is for the selected mailbox alone"));
        }
        if search.update && self.view.is_none() && !self.fault("imap-multisearch-update-anywhere") {
            return Err(Reply::bad("UPDATE needs a selected mailbox"));
        }
        if search.charset.is_some() && self.enabled.utf8 {
            return Err(Reply::bad("All strings are UTF-8, no charset can be named"));
        }
        if let Some(refusal) = self.search_refusal(search) {
            if search.save && refusal.status == "NO" {
                self.saved.clear();
            }
            return Err(refusal);
        }
        if search.save {
            self.saved.clear();
        }
        let counted;
        let search = match self.fault("imap-multisearch-counts-by-default") && !search.extended {
            true => {
                counted = Search {
                    extended: true,
                    count: true,
                    ..search.clone()
                };
                &counted
            }
            false => search,
        };
        if let Some(refusal) = self.search_refusal(search) {
            return Err(refusal);
        }
        if search.keys.iter().any(uses_modseq) {
            self.use_condstore();
        }
        let selected = self.view.as_ref().map(|view| view.id);
        let mut earlier = 0;
        for (name, id) in self.sources(sources)? {
            let (hits, validity, messages) = {
                let state = self.store.lock();
                let Some(mailbox) = state.mailbox(id) else {
                    continue;
                };
                let glance = View::glance(id, mailbox);
                let view = match &self.view {
                    Some(view) if view.id == id => view,
                    _ => &glance,
                };
                (
                    self.hits(&state, view, search)?,
                    mailbox.uid_validity,
                    mailbox.messages.len(),
                )
            };
            let counts_on = self.fault("imap-multisearch-partial-counts-on");
            let hits = match search.partial {
                Some(range) if counts_on && earlier >= range.first => Vec::new(),
                _ => hits,
            };
            earlier += u32::try_from(hits.len()).unwrap_or_default();
            let uids: Vec<u32> = hits.iter().map(|hit| hit.uid).collect();
            let mut found = Found {
                numbers: match self.fault("imap-multisearch-numbers") {
                    true => uids.iter().map(|&uid| self.named(false, uid)).collect(),
                    false => uids.clone(),
                },
                scores: hits.iter().map(|hit| hit.score).collect(),
                modseqs: modseqs(&hits, &search.keys),
                uids,
            };
            if let Some(&last) = found.numbers.last()
                && self.fault("imap-multisearch-counts-messages")
            {
                found.numbers.resize(messages, last);
            }
            if selected == Some(id) && search.update {
                self.follow(tag, true, search, None, &found.uids)?;
            }
            if search.save {
                self.save(search, &found.uids);
            }
            if found.uids.is_empty() && !self.fault("imap-multisearch-answers-empty") {
                continue;
            }
            let mut correlator = self.correlator(tag);
            correlator.extend_from_slice(b" MAILBOX ");
            let utf8 = self.utf8();
            astring(&mut correlator, &names::encode(&name, utf8), utf8);
            if !self.fault("imap-multisearch-without-validity") {
                correlator.extend_from_slice(format!(" UIDVALIDITY {validity}").as_bytes());
            }
            if let Some(line) = self.esearch_line(&correlator, true, search, &found) {
                if self.fault("imap-multisearch-twice") {
                    self.out.line(line.clone());
                }
                self.out.line(line);
            }
        }
        if !only_selected && self.fault("imap-multisearch-selects") {
            self.close_view();
        }
        Ok(Reply::ok("That is all"))
    }

    /// The mailboxes, each once, in order of their names.
    fn sources(&self, sources: &[Source]) -> Result<Vec<(String, MailboxId)>, Reply> {
        let account = self.account()?;
        let state = self.store.lock();
        let subscriptions = state.subscriptions(account);
        let selected = self.view.as_ref().map(|view| view.id);
        let names = |arguments: &[Vec<u8>]| -> Vec<String> {
            arguments
                .iter()
                .filter_map(|argument| self.name(argument))
                .collect()
        };
        let on = |name| self.faults.on(name);
        let deep = match on("imap-multisearch-subtree-shallow") {
            true => 1,
            false => usize::MAX,
        };
        let shallow = match on("imap-multisearch-subtree-one-deep") {
            true => usize::MAX,
            false => 1,
        };
        let wanted = |name: &str, id: MailboxId| {
            sources.iter().any(|source| match source {
                Source::Personal if on("imap-multisearch-personal-is-inbox") => name == "INBOX",
                Source::Inboxes if on("imap-multisearch-without-inbox") => false,
                Source::Subscribed if on("imap-multisearch-subscribed-is-personal") => true,
                Source::Mailboxes(arguments) if on("imap-multisearch-wildcards") => {
                    names(arguments).iter().any(|one| matches(one, name))
                }
                Source::Selected => Some(id) == selected,
                Source::Inboxes => name == "INBOX",
                Source::Personal => !name.starts_with(OTHER) && !name.starts_with(SHARED),
                Source::Subscribed => subscriptions.contains(name),
                Source::Mailboxes(arguments) => names(arguments).iter().any(|one| one == name),
                Source::Subtree(arguments) => names(arguments)
                    .iter()
                    .any(|one| below(one, name).is_some_and(|depth| depth <= deep)),
                Source::SubtreeOne(arguments) => names(arguments)
                    .iter()
                    .any(|one| below(one, name).is_some_and(|depth| depth <= shallow)),
            })
        };
        // Mailboxes that may not be read are passed over (RFC 7377 §2.2).
        let mut all: Vec<(String, MailboxId)> = state
            .visible(account)
            .into_iter()
            .filter_map(|(name, id)| id.map(|id| (name, id)))
            .filter(|(name, id)| wanted(name, *id))
            .filter(|(_, id)| {
                state.rights(account, *id).has(Rights::READ) || on("imap-multisearch-reads-all")
            })
            .collect();
        // A selected mailbox may have lost its name, or be another person's.
        if let Some(id) = selected
            && sources
                .iter()
                .any(|source| matches!(source, Source::Selected))
            && !all.iter().any(|&(_, known)| known == id)
        {
            let name = self.options.selected.clone();
            all.push((name, id));
        }
        Ok(all)
    }
}

/// How many levels below `top` a name is.
fn below(top: &str, name: &str) -> Option<usize> {
    let rest = name.strip_prefix(top)?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(1 + rest.matches('/').count()),
        None => rest.is_empty().then_some(0),
    }
}
