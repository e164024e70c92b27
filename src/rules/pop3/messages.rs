//! The messages of one session, as far as they were told, and what must agree between STAT, LIST, UIDL and RETR
//! (RFC 1939). Reads no octets.

use super::list as l;
use super::maildrop::{Known, Maildrop};
use crate::rules::RuleInfo;
use crate::rules::info::Bad;
use std::collections::{BTreeMap, BTreeSet};

/// The messages of the session, as far as they were told.
#[derive(Debug, Default)]
pub(super) struct Messages {
    pub sizes: BTreeMap<u64, u64>,
    pub ids: BTreeMap<u64, Vec<u8>>,
    pub deleted: BTreeSet<u64>,
    /// Number and size, as STAT gave them since the last change.
    pub stat: Option<(u64, u64)>,
    /// The same, as LIST gave them.
    pub listed: Option<(u64, u64)>,
    /// The same for the comparison with other sessions.
    pub known: Known,
}

impl Messages {
    pub(super) fn compare(&self, found: &mut Vec<Bad>) {
        if let (Some(stat), Some(listed)) = (self.stat, self.listed)
            && stat != listed
        {
            let wants = format!(
                "STAT says {} messages and {} octets, LIST {} and {}",
                stat.0, stat.1, listed.0, listed.1
            );
            found.push(Bad::new(&l::STAT_LIST, 0, wants));
        }
    }

    pub(super) fn size(&mut self, number: u64, size: u64, found: &mut Vec<Bad>) {
        from_one(number, found);
        let known = *self.sizes.entry(number).or_insert(size);
        if known != size {
            found.push(Bad::new(
                &l::LIST_STABLE,
                0,
                format!("message {number} had {known} octets before"),
            ));
        }
    }

    pub(super) fn id(
        &mut self,
        number: u64,
        id: &[u8],
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        from_one(number, found);
        let size = self.sizes.get(&number).copied();
        let known = self.ids.entry(number).or_insert_with(|| id.to_vec());
        if known != id {
            let known = String::from_utf8_lossy(known).into_owned();
            found.push(Bad::new(
                &l::UIDL_STABLE,
                at,
                format!("message {number} had the unique-id {known} before"),
            ));
        }
        maildrop.told(&mut self.known, id);
        self.compare_id(number, at, maildrop, found);
        if size.is_some_and(|size| !maildrop.same_size(id, size)) {
            found.push(Bad::new(
                &l::UIDL_REUSED,
                at,
                "the message with this unique-id had another size before",
            ));
        }
    }

    /// The unique-id of a message, if it is known, against the one that it had in an earlier session.
    pub(super) fn compare_id(
        &mut self,
        number: u64,
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        let Some(id) = self.ids.get(&number) else {
            return;
        };
        if let Some(before) = maildrop.other_id(&mut self.known, number, id) {
            let before = String::from_utf8_lossy(&before);
            let wants = format!(
                "message {number} had the unique-id {before} in an earlier session, and no message has it now"
            );
            found.push(Bad::new(&l::UIDL_PERSISTS, at, wants));
        }
    }

    pub(super) fn retrieved(&mut self, number: u64, octets: u64, found: &mut Vec<Bad>) {
        if let Some(size) = self.sizes.get(&number).copied()
            // A message that does not end with CR LF is sent with one more.
            && size != octets
            && size.saturating_add(2) != octets
        {
            let wants = format!("message {number} has {size} octets by LIST, and {octets} came");
            found.push(Bad::new(&l::RETR_SIZE, 0, wants));
        }
    }
}

/// A listing that was asked for is of the message that was asked about.
pub(super) fn another(
    asked: Option<u64>,
    number: u64,
    rule: &'static RuleInfo,
    found: &mut Vec<Bad>,
) {
    if let Some(asked) = asked.filter(|asked| *asked != number) {
        let wants = format!("message {asked} was asked about, and {number} is answered");
        found.push(Bad::new(rule, 4, wants));
    }
}

fn from_one(number: u64, found: &mut Vec<Bad>) {
    if number == 0 {
        found.push(Bad::new(&l::NUMBER, 0, "messages are numbered from 1"));
    }
}
