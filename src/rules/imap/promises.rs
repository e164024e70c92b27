//! What a mailbox promises from one session to the next: UIDVALIDITY, UIDNEXT, UIDs that are never reused, and
//! HIGHESTMODSEQ. Judges no grammar; what holds within one session is `view`'s.

use super::client::Command;
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
        let (uidnext, modseq) = (
            self.view.uidnext.unwrap_or(0),
            self.view.modseq.unwrap_or(0),
        );
        self.uidnext(&known, uidnext, found);
        if modseq > 0 && modseq < known.modseq {
            found.push(Bad::new(
                &i::MODSEQ_FALLS,
                0,
                format!("HIGHESTMODSEQ was {} and is now {modseq}", known.modseq),
            ));
        }
        shared.learn(
            &key,
            Highest {
                uid: 0,
                uidnext,
                modseq,
            },
        );
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

    pub(super) fn uidnext(&self, known: &Highest, uidnext: u32, found: &mut Vec<Bad>) {
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

    pub(super) fn appended(
        &mut self,
        command: Option<&Command>,
        validity: u32,
        set: &[(u32, u32)],
        shared: &mut Mailboxes,
        found: &mut Vec<Bad>,
    ) {
        let Some(mailbox) = command
            .filter(|command| command.name == b"APPEND")
            .and_then(Command::mailbox)
        else {
            return;
        };
        let key: Key = (mailbox, validity);
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
