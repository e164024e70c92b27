//! LIST with its extensions (RFC 5258, 5819, 6154) and STATUS items.

use super::super::command::{Command, List, StatusItem};
use super::{Bad, Cursor, Parsed};

impl Cursor<'_> {
    pub(super) fn status_item(&mut self) -> Parsed<StatusItem> {
        Ok(match self.word()?.as_str() {
            "MESSAGES" => StatusItem::Messages,
            "RECENT" => StatusItem::Recent,
            "UIDNEXT" => StatusItem::UidNext,
            "UIDVALIDITY" => StatusItem::UidValidity,
            "UNSEEN" => StatusItem::Unseen,
            "DELETED" => StatusItem::Deleted,
            "DELETED-STORAGE" => StatusItem::DeletedStorage,
            "SIZE" => StatusItem::Size,
            "APPENDLIMIT" => StatusItem::AppendLimit,
            "MAILBOXID" => StatusItem::MailboxId,
            "HIGHESTMODSEQ" => StatusItem::HighestModSeq,
            _ => return Err(Bad("there is no such STATUS item")),
        })
    }

    pub(super) fn list(&mut self) -> Parsed<Command> {
        let mut list = List::default();
        self.sp()?;
        if self.peek() == Some(b'(') {
            list.extended = true;
            self.selection(&mut list)?;
            self.sp()?;
        }
        list.reference = self.astring()?;
        self.sp()?;
        if self.peek() == Some(b'(') {
            list.extended = true;
            list.patterns = self.parenthesised(Self::list_mailbox)?;
        } else {
            list.patterns = vec![self.list_mailbox()?];
        }
        if self.eat(b' ') {
            if !self.eat_word("RETURN ") {
                return Err(Bad("RETURN is expected"));
            }
            list.extended = true;
            self.returns(&mut list)?;
        }
        Ok(Command::List(list))
    }

    fn selection(&mut self, list: &mut List) -> Parsed<()> {
        self.open()?;
        if self.eat(b')') {
            return Ok(());
        }
        loop {
            match self.word()?.as_str() {
                "SUBSCRIBED" => list.subscribed = true,
                "RECURSIVEMATCH" => list.recursive = true,
                "SPECIAL-USE" => list.special_use = true,
                "REMOTE" => list.remote = true,
                _ => return Err(Bad("there is no such selection option")),
            }
            if self.eat(b')') {
                break;
            }
            self.sp()?;
        }
        // SPECIAL-USE is an independent option, not a base option (RFC 6154 §6).
        if list.recursive && !list.subscribed {
            return Err(Bad("RECURSIVEMATCH needs SUBSCRIBED"));
        }
        Ok(())
    }

    fn returns(&mut self, list: &mut List) -> Parsed<()> {
        self.open()?;
        if self.eat(b')') {
            return Ok(());
        }
        loop {
            match self.word()?.as_str() {
                "SUBSCRIBED" => list.return_subscribed = true,
                "MYRIGHTS" => list.return_rights = true,
                "CHILDREN" | "SPECIAL-USE" => {}
                "STATUS" => {
                    self.sp()?;
                    list.return_status = Some(self.parenthesised(Self::status_item)?);
                }
                _ => return Err(Bad("there is no such return option")),
            }
            if self.eat(b')') {
                return Ok(());
            }
            self.sp()?;
        }
    }
}
