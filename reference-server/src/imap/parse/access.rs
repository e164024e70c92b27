//! The commands of RFC 4314 (ACL) and RFC 9208 (QUOTA).

use super::super::command::{Acl, Command, Quota};
use super::{Bad, Cursor, Parsed};

impl Cursor<'_> {
    /// `None` when the name is none of theirs.
    pub(super) fn access_command(&mut self, name: &str) -> Option<Parsed<Command>> {
        Some(match name {
            "GETACL" => self
                .mailbox()
                .map(|mailbox| Command::Acl(Acl::Get(mailbox))),
            "MYRIGHTS" => self
                .mailbox()
                .map(|mailbox| Command::Acl(Acl::Mine(mailbox))),
            "SETACL" => self.set_acl(),
            "DELETEACL" | "LISTRIGHTS" => self.acl_of_one(name == "DELETEACL"),
            "GETQUOTA" => self.mailbox().map(|root| Command::Quota(Quota::Get(root))),
            "GETQUOTAROOT" => self
                .mailbox()
                .map(|mailbox| Command::Quota(Quota::Roots(mailbox))),
            "SETQUOTA" => self.set_quota(),
            _ => return None,
        })
    }

    fn set_acl(&mut self) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        self.sp()?;
        let identifier = self.astring()?;
        self.sp()?;
        Ok(Command::Acl(Acl::Set {
            mailbox,
            identifier,
            rights: self.astring()?,
        }))
    }

    fn acl_of_one(&mut self, delete: bool) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        self.sp()?;
        let identifier = self.astring()?;
        Ok(Command::Acl(if delete {
            Acl::Delete {
                mailbox,
                identifier,
            }
        } else {
            Acl::List {
                mailbox,
                identifier,
            }
        }))
    }

    fn set_quota(&mut self) -> Parsed<Command> {
        let root = self.mailbox()?;
        self.sp()?;
        let mut limits = Vec::new();
        if self.rest().starts_with(b"()") {
            self.at += 2;
        } else {
            limits = self.parenthesised(|cursor| {
                let name = cursor.word()?;
                if name.len() > 100 {
                    return Err(Bad("the resource's name is too long"));
                }
                cursor.sp()?;
                Ok((name, cursor.number64()?))
            })?;
        }
        Ok(Command::Quota(Quota::Set { root, limits }))
    }
}
