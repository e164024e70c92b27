//! THREAD (RFC 5256 §3): a search, and its messages as threads.

use super::ImapSession;
use super::collation::Collation;
use super::command::{Search, SearchKey};
use super::forest::Forest;
use super::reply::{Answer, Reply};
use super::sent_date::sent_date;
use std::collections::HashMap;

impl ImapSession {
    pub(super) fn thread(&mut self, uid: bool, references: bool, search: &Search) -> Answer {
        let everything = self.fault("imap-thread-everything").then(|| Search {
            keys: vec![SearchKey::All],
            ..search.clone()
        });
        let mut messages = self
            .found(everything.as_ref().unwrap_or(search))
            .map_err(|reply| match self.fault("imap-thread-charset-bad") {
                true => Reply::bad("The charset is not known"),
                false => reply,
            })?;
        let collation = match self.fault("imap-comparator-not-in-thread") {
            true => Collation::default(),
            false => self.options.collation,
        };
        let mut forest = Forest::new(collation, self.faults.clone());
        if references {
            forest.link(&messages);
            forest.prune();
            forest.sort_children();
            if !self.fault("imap-thread-subjects-not-gathered") {
                forest.gather_subjects();
            }
            forest.sort_children();
        } else {
            if !self.fault("imap-thread-subject-by-number") {
                messages.sort_by_key(|message| (sent_date(message, &self.faults), message.uid));
            }
            let mut first: HashMap<String, usize> = HashMap::new();
            for message in &messages {
                let node = forest.add_message(message);
                let subject = forest.subject_of(node).0;
                match first.get(&subject) {
                    Some(_) if self.fault("imap-thread-subject-apart") => {}
                    Some(&root) if self.fault("imap-thread-subject-nested") => {
                        forest.set_parent(node, Some(root));
                        first.insert(subject, node);
                    }
                    Some(&root) => forest.set_parent(node, Some(root)),
                    None => {
                        first.insert(subject, node);
                    }
                }
            }
        }
        let uid = uid && !self.fault("imap-uid-thread-numbers");
        let threads = forest.write(|message| self.named(uid, message));
        if threads.is_empty() && self.fault("imap-thread-silent-when-empty") {
            return Ok(Reply::ok("That is all"));
        }
        self.untagged(if threads.is_empty() {
            "THREAD".to_owned()
        } else {
            format!("THREAD {threads}")
        });
        Ok(Reply::ok("That is all"))
    }
}
