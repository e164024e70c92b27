//! Untagged data against patterns: keyed where the RFC has keys, sets where it has sets.

use super::reader::{Kind, Node};
use super::response::{Held, at, list, miss};
use super::values::{Judged, Pair, Rule};
use crate::matching::shown::quote;

impl Pair<'_, '_> {
    /// `* {{:text}}`: any untagged response.
    pub(super) fn is_any(&self, wanted: &[Node]) -> bool {
        matches!(wanted, [node] if self.capture(node).is_some_and(|c| c.is_any_text()))
    }

    pub(super) fn data(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        if self.is_any(wanted) {
            return Ok(None);
        }
        let numbered = |pair: &Self, nodes: &[Node]| {
            nodes.len() > 1
                && nodes
                    .first()
                    .is_some_and(|node| pair.raw(node).iter().all(u8::is_ascii_digit))
        };
        let came_numbered = numbered(self, came);
        let index = usize::from(came_numbered);
        let Some(name) = came.get(index) else {
            return miss(0, "an empty response");
        };
        let key = self.raw(name).to_ascii_uppercase();
        let written = wanted.get(index).and_then(|node| self.literal_text(node));
        if !written.is_some_and(|written| written.eq_ignore_ascii_case(&key)) {
            return miss(0, "another kind of response");
        }
        let wanted_rest = wanted.get(index + 1..).unwrap_or_default();
        let came_rest = came.get(index + 1..).unwrap_or_default();
        let name = String::from_utf8_lossy(&key).into_owned();
        if came_numbered && let (Some(number), Some(other)) = (wanted.first(), came.first()) {
            if let Some(why) = self.value(number, other, Rule::Plain)? {
                return miss(1, format!("the number before {name} does not fit: {why}"));
            }
            if key == b"FETCH" && wanted_rest.is_empty() {
                return Ok(None);
            }
            return at(
                2,
                if key == b"FETCH" {
                    match (list(wanted_rest.first()), list(came_rest.first())) {
                        (Some(wanted), Some(came)) => self.fetch(wanted, came),
                        _ => self.values(wanted_rest, came_rest, Rule::Plain),
                    }
                } else {
                    self.values(wanted_rest, came_rest, Rule::Plain)
                },
            );
        }
        if wanted_rest.is_empty()
            && matches!(
                key.as_slice(),
                b"LIST" | b"LSUB" | b"STATUS" | b"FLAGS" | b"ESEARCH"
            )
        {
            return Ok(None);
        }
        match key.as_slice() {
            b"CAPABILITY" | b"ENABLED" => {
                at(2, self.at_least(wanted_rest, came_rest, "capability"))
            }
            b"FLAGS" => match (list(wanted_rest.first()), list(came_rest.first())) {
                (Some(wanted), Some(came)) => at(2, self.at_least(wanted, came, "flag")),
                _ => at(2, self.values(wanted_rest, came_rest, Rule::Plain)),
            },
            b"SEARCH" => at(2, self.set(wanted_rest, came_rest, "number", true)),
            b"LIST" | b"LSUB" | b"XLIST" => self.list_response(wanted_rest, came_rest),
            b"STATUS" => self.status(wanted_rest, came_rest),
            b"METADATA" => self.metadata(wanted_rest, came_rest),
            // All of these are astrings (RFC 4314 §7, RFC 9208 §7).
            b"ACL" | b"MYRIGHTS" | b"LISTRIGHTS" | b"QUOTAROOT" => {
                at(2, self.values(wanted_rest, came_rest, Rule::Mailbox))
            }
            b"ESEARCH" => self.esearch(wanted_rest, came_rest),
            _ => at(2, self.values(wanted_rest, came_rest, Rule::Plain)),
        }
    }

    fn list_response(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([attributes, delimiter, mailbox, more @ ..], [a, d, m, rest @ ..]) = (wanted, came)
        else {
            return at(1, self.values(wanted, came, Rule::Plain));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        if let Some(why) = self.value(delimiter, d, Rule::Plain)? {
            return miss(2, format!("the hierarchy delimiter does not fit: {why}"));
        }
        let attributes_why = match (&attributes.kind, &a.kind) {
            (Kind::List(wanted), Kind::List(came)) => self.at_least(wanted, came, "attribute")?,
            _ => self.value(attributes, a, Rule::Plain)?,
        };
        match attributes_why {
            Some(why) => miss(2, why),
            None if more.is_empty() => Ok(None),
            None => at(2, self.values(more, rest, Rule::Plain)),
        }
    }

    fn status(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([mailbox, items, ..], [m, given, ..]) = (wanted, came) else {
            return at(1, self.values(wanted, came, Rule::Plain));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        match (&items.kind, &given.kind) {
            (Kind::List(wanted), Kind::List(came)) => at(2, self.keyed(wanted, came)),
            _ => at(2, self.value(items, given, Rule::Plain)),
        }
    }

    /// At least the entries written, in any order. Their names are astrings without case (RFC 5464 §3.2, §5), and a
    /// server may give the entries in several responses (§4.4.1).
    fn metadata(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([mailbox, entries], [m, given]) = (wanted, came) else {
            return at(1, self.values(wanted, came, Rule::Mailbox));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        match (&entries.kind, &given.kind) {
            (Kind::List(wanted), Kind::List(came))
                if wanted.chunks(2).all(|pair| {
                    pair.first()
                        .is_some_and(|name| self.literal_text(name).is_some())
                }) =>
            {
                at(2, self.keyed(wanted, came))
            }
            // A name with a hole in it.
            _ => at(2, self.value(entries, given, Rule::Mailbox)),
        }
    }

    fn esearch(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let (mut wanted, mut came) = (wanted, came);
        if let (Some((first, rest)), true) = (came.split_first(), list(came.first()).is_some()) {
            if let Some((pattern, others)) = wanted.split_first()
                && matches!(pattern.kind, Kind::List(_))
            {
                if let Some(why) = self.correlators(pattern, first)? {
                    return miss(1, format!("the search correlator does not fit: {why}"));
                }
                wanted = others;
            }
            came = rest;
        } else if list(wanted.first()).is_some() {
            return miss(2, "there is no search correlator");
        }
        let uid = |pair: &Self, nodes: &[Node]| {
            nodes
                .first()
                .is_some_and(|node| pair.raw(node).eq_ignore_ascii_case(b"UID"))
        };
        let written = wanted
            .first()
            .and_then(|node| self.literal_text(node))
            .is_some_and(|text| text.eq_ignore_ascii_case(b"UID"));
        if uid(self, came) != written {
            let what = if written {
                "UID is missing"
            } else {
                "UID came and was not required"
            };
            return miss(2, what);
        }
        if written {
            wanted = wanted.get(1..).unwrap_or_default();
            came = came.get(1..).unwrap_or_default();
        }
        at(2, self.keyed(wanted, came))
    }

    /// `(TAG "a1" MAILBOX x UIDVALIDITY 1)`: as many as written, in any order (RFC 7377 §4).
    fn correlators(&mut self, wanted: &Node, came: &Node) -> Judged {
        let (Kind::List(pairs), Kind::List(others)) = (&wanted.kind, &came.kind) else {
            return self.value(wanted, came, Rule::Fold);
        };
        let keys: Option<Vec<Vec<u8>>> = pairs
            .chunks(2)
            .map(|pair| pair.first().and_then(|name| self.literal_text(name)))
            .collect();
        let Some(keys) = keys.filter(|_| pairs.len() == others.len()) else {
            return self.value(wanted, came, Rule::Fold);
        };
        for (pair, key) in pairs.chunks(2).zip(keys) {
            let found = others.chunks(2).find(|other| {
                other
                    .first()
                    .is_some_and(|name| self.raw(name).eq_ignore_ascii_case(&key))
            });
            let (Some(value), Some(node)) = (pair.get(1), found.and_then(|pair| pair.get(1)))
            else {
                return Ok(Some(format!("{} is missing", quote(&key))));
            };
            let rule = match key.eq_ignore_ascii_case(b"MAILBOX") {
                true => Rule::Mailbox,
                false => Rule::Fold,
            };
            if let Some(why) = self.value(value, node, rule)? {
                return Ok(Some(format!("{}: {why}", quote(&key))));
            }
        }
        Ok(None)
    }
}
