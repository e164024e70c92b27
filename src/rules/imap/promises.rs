//! What a mailbox promises from one session to the next: UIDVALIDITY, UIDNEXT, UIDs that are never reused, and
//! HIGHESTMODSEQ. Judges no grammar; what holds within one session is `view`'s.

use super::invariants as i;
use super::model::Session;
use super::shared::{Highest, Key, Mailboxes};
use crate::rules::info::Bad;

impl Session {
    /// SELECT has succeeded: its UIDNEXT and HIGHESTMODSEQ are held against what was known.
    pub(super) fn learn_view(&mut self, shared: &mut Mailboxes, found: &mut Vec<Bad>) {
        let Some(key) = self.view.key() else { return };
        self.validity(&key, shared, found);
        let known = shared.known(&key, self.known_at);
        let seen = Highest {
            uid: 0,
            uidnext: self.view.uidnext.unwrap_or(0),
            modseq: self.view.modseq.unwrap_or(0),
        };
        self.rises(&known, seen, found);
        shared.learn(&key, seen);
    }

    /// What SELECT or STATUS says of UIDNEXT and HIGHESTMODSEQ, each 0 where it says nothing.
    pub(super) fn rises(&self, known: &Highest, seen: Highest, found: &mut Vec<Bad>) {
        self.uidnext(known, seen.uidnext, found);
        if seen.modseq > 0 && seen.modseq < known.modseq {
            let wants = format!(
                "HIGHESTMODSEQ was {} and is now {}",
                known.modseq, seen.modseq
            );
            found.push(Bad::new(&i::MODSEQ_FALLS, 0, wants));
        }
    }

    pub(super) fn validity(&self, key: &Key, shared: &mut Mailboxes, found: &mut Vec<Bad>) {
        if let Some(known) = shared.other_validity(key).filter(|_| self.client.is_sure()) {
            let wants = format!("UIDVALIDITY was {known} and is now {}", key.1);
            if known > key.1 {
                found.push(Bad::new(&i::VALIDITY_FALLS, 0, wants));
            } else if !shared.has_others() {
                found.push(Bad::new(&i::VALIDITY_KEPT, 0, wants));
            }
        }
    }

    fn uidnext(&self, known: &Highest, uidnext: u32, found: &mut Vec<Bad>) {
        if uidnext == 0 {
            return;
        }
        if uidnext <= known.uid {
            let wants = format!(
                "UIDNEXT is above UID {}, which is already used; it is {uidnext}",
                known.uid
            );
            found.push(Bad::new(&i::UIDNEXT, 0, wants));
        } else if uidnext < known.uidnext {
            found.push(Bad::new(
                &i::UIDNEXT,
                0,
                format!("UIDNEXT was {} and is now {uidnext}", known.uidnext),
            ));
        }
    }

    /// Messages have come into a mailbox, by APPEND or as copies, and these are their UIDs.
    pub(super) fn arrived(
        &mut self,
        mailbox: Option<Vec<u8>>,
        validity: u32,
        set: &[(u32, u32)],
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        let Some(mailbox) = mailbox else { return };
        let key: Key = (mailbox, validity);
        self.validity(&key, shared, found);
        let known = shared.known(&key, self.known_at);
        let (Some(low), Some(high)) = (
            set.iter().map(|range| range.0).min(),
            set.iter().map(|range| range.1).max(),
        ) else {
            return;
        };
        if self.client.is_sure() && low < known.uidnext {
            let wants = format!(
                "UIDNEXT was {}, and a later message has UID {low}",
                known.uidnext
            );
            found.push(Bad::new(&i::UIDNEXT, 0, wants));
        } else if self.client.is_sure() && low <= known.uid {
            let wants = format!(
                "UID {} was seen before this message came, which has UID {low}",
                known.uid
            );
            found.push(Bad::new(&i::UID_REUSED, 0, wants));
        }
        shared.learn(
            &key,
            Highest {
                uid: high,
                ..Highest::default()
            },
        );
    }
}
