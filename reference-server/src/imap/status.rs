//! STATUS (RFC 9051 §6.3.11): what is told of a mailbox without opening it.

use super::ImapSession;
use super::command::StatusItem;
use super::names;
use super::output::astring;
use super::reply::{Answer, Reply};
use crate::store::{MailboxId, Rights, State, system};

/// RFC 8474 §4.
pub(super) fn mailbox_id(id: MailboxId) -> String {
    format!("F{}", id.0)
}

impl ImapSession {
    pub(super) fn status(&mut self, argument: &[u8], items: &[StatusItem]) -> Answer {
        if items.contains(&StatusItem::HighestModSeq) {
            self.use_condstore();
        }
        let id = match self.access(argument, Rights::READ) {
            Err(_) if self.fault("imap-status-nonexistent-ok") => {
                return Ok(Reply::ok("That is all"));
            }
            found => found?,
        };
        if self.fault("imap-status-closes") {
            self.close_view();
        }
        let name = self.name(argument).unwrap_or_default();
        let line = self.status_line(&self.store.lock(), id, &name, items, self.utf8());
        if self.fault("imap-status-clears-recent")
            && let Some(mailbox) = self.store.lock().mailbox_mut(id)
        {
            mailbox.first_recent = mailbox.uid_next;
        }
        self.out.line(line.ok_or_else(Reply::nonexistent)?);
        let reply = Reply::ok("That is all");
        // RFC 5530 §3's own example: what a client has been told of the mailbox that it has selected.
        let told = |item: &StatusItem| {
            use StatusItem::{Messages, Recent, UidNext, UidValidity};
            matches!(item, Messages | Recent | UidNext | UidValidity)
        };
        Ok(match &self.view {
            Some(view) if view.id == id && items.iter().all(told) => reply.code("CLIENTBUG"),
            _ => reply,
        })
    }

    pub(super) fn shown_uid_next(&self, uid_next: u32) -> u32 {
        if self.faults.on("imap-uidnext-zero") {
            return 0;
        }
        uid_next.saturating_add(u32::from(self.faults.on("imap-uidnext-ahead")))
    }

    pub(super) fn status_line(
        &self,
        state: &State,
        id: MailboxId,
        name: &str,
        items: &[StatusItem],
        utf8: bool,
    ) -> Option<Vec<u8>> {
        let mailbox = state.mailbox(id)?;
        let item = |item: &StatusItem| match item {
            StatusItem::Messages => {
                let more = usize::from(self.faults.on("imap-status-counts-one-more"));
                format!("MESSAGES {}", mailbox.messages.len() + more)
            }
            StatusItem::Recent => format!("RECENT {}", mailbox.recent()),
            StatusItem::UidNext => format!("UIDNEXT {}", self.shown_uid_next(mailbox.uid_next)),
            StatusItem::UidValidity => format!("UIDVALIDITY {}", mailbox.uid_validity),
            StatusItem::Unseen => format!("UNSEEN {}", mailbox.unseen),
            StatusItem::Deleted if self.faults.on("imap-status-deleted-is-messages") => {
                format!("DELETED {}", mailbox.messages.len())
            }
            StatusItem::Deleted => format!("DELETED {}", mailbox.deleted),
            StatusItem::DeletedStorage => {
                let deleted = mailbox
                    .messages
                    .iter()
                    .filter(|m| m.flags.has(system::DELETED));
                let octets: usize = deleted.map(|message| message.octets.len()).sum();
                format!("DELETED-STORAGE {octets}")
            }
            StatusItem::Size if self.faults.on("imap-status-size-half") => {
                format!("SIZE {}", mailbox.size / 2)
            }
            StatusItem::Size if self.faults.on("imap-status-size-word") => "SIZE none".to_owned(),
            StatusItem::Size => format!("SIZE {}", mailbox.size),
            StatusItem::AppendLimit => format!("APPENDLIMIT {}", self.config.literal_limit),
            StatusItem::MailboxId if self.faults.on("imap-mailboxid-same") => {
                "MAILBOXID (F0)".to_owned()
            }
            StatusItem::MailboxId if self.faults.on("imap-status-mailboxid-other") => {
                format!("MAILBOXID (S{})", id.0)
            }
            StatusItem::MailboxId if self.faults.on("imap-mailboxid-of-name") => {
                format!("MAILBOXID (N{})", name.len())
            }
            StatusItem::MailboxId => format!("MAILBOXID ({})", mailbox_id(id)),
            StatusItem::HighestModSeq if self.faults.on("imap-status-without-highestmodseq") => {
                "MESSAGES 0".to_owned()
            }
            StatusItem::HighestModSeq => format!("HIGHESTMODSEQ {}", mailbox.highest_modseq),
        };
        let mut line = b"* STATUS ".to_vec();
        astring(&mut line, &names::encode(name, utf8), utf8);
        let items: Vec<String> = items.iter().map(item).collect();
        line.extend_from_slice(format!(" ({})", items.join(" ")).as_bytes());
        Some(line)
    }
}
