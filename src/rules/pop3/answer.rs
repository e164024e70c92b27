//! A positive response, read as what its command wants, and what the session learns from it. Never sees a response
//! whose command is not known.

use super::body;
use super::capabilities::{Announced, capabilities, mechanisms};
use super::list as l;
use super::messages::another;
use super::{Maildrop, Session, number};
use crate::rules::info::Bad;
use std::collections::BTreeMap;

impl Session {
    /// Judges the response to this command; `rest` is what stands behind its first line, at this octet.
    pub(super) fn answered(
        &mut self,
        command: &[u8],
        line: &[u8],
        rest: &[u8],
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        let mut words = command
            .split(|octet| *octet == b' ')
            .filter(|word| !word.is_empty());
        let keyword = words.next().unwrap_or_default().to_ascii_uppercase();
        let argument = words.next().and_then(number);
        let multiline = !rest.is_empty();
        self.unannounced(command, found);
        let status = line
            .strip_suffix(b"\r\n")
            .unwrap_or(line)
            .strip_prefix(b"+OK")
            .unwrap_or_default();
        match &keyword[..] {
            b"UTF8" => self.utf8 = true,
            b"LANG" if multiline => {
                self.utf8 = true;
                body::languages(rest, at, found);
            }
            b"LANG" => {
                self.utf8 = true;
                body::language(status, found);
            }
            b"PASS" | b"APOP" => self.logged_in = true,
            // Without a mechanism it lists them, in some servers.
            b"AUTH" if !multiline && command.contains(&b' ') => self.logged_in = true,
            b"STAT" => {
                if let Some(stat) = body::numbers(status, 3, &l::STAT, &l::STAT_EXTRA, found) {
                    self.drop.stat = Some(stat);
                    self.drop.compare(found);
                }
            }
            b"DELE" => {
                if let Some(number) = argument {
                    self.drop.deleted.insert(number);
                }
                self.drop.stat = None;
                self.drop.listed = None;
            }
            b"RSET" => {
                self.drop.deleted.clear();
                self.drop.stat = None;
                self.drop.listed = None;
            }
            b"LIST" if multiline => {
                let listings = body::scan_listings(rest, at, found);
                self.drop.listed = listings.as_ref().map(|all| {
                    (
                        all.len() as u64,
                        all.iter().map(|one| one.1).fold(0, u64::saturating_add),
                    )
                });
                for (number, size) in listings.unwrap_or_default() {
                    self.drop.size(number, size, found);
                }
                self.drop.compare(found);
            }
            b"LIST" => {
                if let Some((number, size)) =
                    body::numbers(status, 3, &l::SCAN, &l::SCAN_EXTRA, found)
                {
                    another(argument, number, &l::LIST_OTHER, found);
                    self.drop.size(number, size, found);
                }
            }
            b"UIDL" if multiline => {
                let mut seen: BTreeMap<&[u8], u64> = BTreeMap::new();
                let listed = body::unique_ids(rest, at, found);
                self.drop.known.listed(listed.iter().map(|one| one.1));
                for (number, id, at) in listed {
                    let other = seen.insert(id, number);
                    if other.is_none() {
                        self.drop.id(number, id, at, maildrop, found);
                    }
                    let size = |number: u64| self.drop.sizes.get(&number);
                    // Copies of one message may share an id (RFC 1939 §7).
                    if let Some(other) = other
                        && let (Some(one), Some(two)) = (size(other), size(number))
                        && one != two
                    {
                        found.push(Bad::new(
                            &l::UIDL_UNIQUE,
                            at,
                            format!("message {other} has the same unique-id"),
                        ));
                    }
                }
            }
            b"UIDL" => {
                if let Some((number, id)) =
                    body::unique_id(status.strip_prefix(b" ").unwrap_or(status), 4, found)
                {
                    another(argument, number, &l::UIDL_OTHER, found);
                    self.drop.id(number, id, 4, maildrop, found);
                }
            }
            b"CAPA" if multiline => {
                let tags = capabilities(rest, at, self.tls, found);
                self.resp_codes = tags.iter().any(|tag| tag == b"RESP-CODES");
                self.no_resp_codes = !self.resp_codes;
                let mechanisms = mechanisms(rest);
                self.announced = Some(Announced {
                    tags: tags.clone(),
                    mechanisms,
                });
                self.compare_lists(tags, at, found);
            }
            b"RETR" if multiline => {
                let octets = body::stuffing(rest, at, found);
                if let Some(number) = argument {
                    self.drop.retrieved(number, octets, found);
                    self.drop.known.fetched(number, rest);
                    self.drop.compare_id(number, 0, maildrop, found);
                }
            }
            _ if multiline => {
                body::stuffing(rest, at, found);
            }
            _ => {}
        }
    }
}
