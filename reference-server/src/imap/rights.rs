//! Access control (RFC 4314): what a mailbox argument leads to for this user, and the commands
//! that read and change access control lists. What each other command needs is said where it is.

use super::ImapSession;
use super::command::Acl;
use super::names;
use super::output::astring;
use super::reply::{Answer, Reply};
use crate::sasl::prepare;
use crate::store::{
    Condition, MailboxId, OTHER, Place, Rights, SHARED, SHARED_ACCOUNT, State, system,
};

/// What MYRIGHTS needs one of (RFC 4314 §4).
const ANY: [Rights; 6] = [
    Rights::LOOKUP,
    Rights::READ,
    Rights::INSERT,
    Rights::CREATE,
    Rights::DELETE,
    Rights::ADMINISTER,
];

impl ImapSession {
    /// The mailbox that an argument names, if this user has these rights to it. One that they
    /// cannot see is refused as if it did not exist (RFC 4314 §6).
    pub(super) fn access(&self, argument: &[u8], needed: Rights) -> Result<MailboxId, Reply> {
        let name = self.name(argument).ok_or_else(Reply::nonexistent)?;
        let account = self.account()?;
        let state = self.store.lock();
        let id = state.reach(account, &name).ok_or_else(Reply::nonexistent)?;
        self.allowed(&state, id, needed)?;
        match state.mailbox_condition(id) {
            None | Some(Condition::InUse) => Ok(id),
            Some(condition) => Err(Reply::condition(condition)),
        }
    }

    /// Whether this user has these rights to a mailbox.
    pub(super) fn allowed(
        &self,
        state: &State,
        id: MailboxId,
        needed: Rights,
    ) -> Result<(), Reply> {
        let mut rights = self.rights(state, id);
        if rights.has(Rights::LOOKUP) && self.fault("imap-acl-commands-without-a") {
            rights = rights.with(Rights::ADMINISTER);
        }
        if rights.has(needed) || self.fault("imap-acl-not-enforced") {
            Ok(())
        } else if rights.has(Rights::LOOKUP)
            || self.fault("imap-acl-tells-existence")
            || needed == Rights::READ && self.fault("imap-select-tells-existence")
        {
            Err(Reply::no_permission())
        } else {
            Err(Reply::nonexistent())
        }
    }

    pub(super) fn rights(&self, state: &State, id: MailboxId) -> Rights {
        self.account
            .as_deref()
            .map_or_else(Rights::default, |account| state.rights(account, id))
    }

    /// Rights to the selected mailbox.
    pub(super) fn selected_rights(&self, state: &State) -> Rights {
        if self.fault("imap-acl-not-enforced") {
            return Rights::ALL;
        }
        self.view
            .as_ref()
            .map_or_else(Rights::default, |view| self.rights(state, view.id))
    }

    /// The mailbox that messages are to be put into. TRYCREATE only where CREATE might do.
    pub(super) fn target(&self, argument: &[u8]) -> Result<MailboxId, Reply> {
        let Some(name) = self.name(argument) else {
            return Err(Reply::try_create());
        };
        let account = self.account()?;
        {
            let state = self.store.lock();
            if state.reach(account, &name).is_none() {
                let may = state
                    .place(account, &name)
                    .is_some_and(|place| self.may_create(&state, &place).is_ok());
                return Err(if may {
                    Reply::try_create()
                } else {
                    Reply::nonexistent()
                });
            }
        }
        self.access(argument, Rights::INSERT)
    }

    /// Where a name leads, for those who would create or change it.
    pub(super) fn place(&self, state: &State, argument: &[u8]) -> Option<Place> {
        state.place(self.account.as_deref()?, &self.name(argument)?)
    }

    /// CREATE needs `k` on the nearest mailbox above; at the top, the hierarchy must be one's own.
    pub(super) fn may_create(&self, state: &State, place: &Place) -> Result<(), Reply> {
        match state.above(place) {
            Some(above) => self.allowed(state, above, Rights::CREATE),
            None if self.account.as_deref() == Some(&place.owner) => Ok(()),
            None => Err(Reply::no_permission()),
        }
    }

    /// What can be done with a name that holds no messages is its owner's affair.
    pub(super) fn may_delete(
        &self,
        state: &State,
        place: &Place,
        needed: Rights,
    ) -> Result<(), Reply> {
        match state.find(&place.owner, &place.name) {
            Some(id) => {
                self.allowed(state, id, needed)?;
                match state.mailbox_condition(id) {
                    // Deleting is a way out of that.
                    Some(Condition::Corrupt) => Ok(()),
                    Some(condition) => Err(Reply::condition(condition)),
                    None => Ok(()),
                }
            }
            None if self.account.as_deref() == Some(&place.owner) => Ok(()),
            None => Err(Reply::nonexistent()),
        }
    }

    /// PERMANENTFLAGS (RFC 4314 §5.1.1): what these rights let a client change.
    pub(super) fn permanent_flags(known: &str, rights: Rights) -> String {
        let may = |name: &&str| match *name {
            "\\Seen" => rights.has(Rights::SEEN),
            "\\Deleted" => rights.has(Rights::TRASH),
            _ => rights.has(Rights::WRITE),
        };
        let mut names: Vec<&str> = known.split(' ').filter(may).collect();
        if rights.has(Rights::WRITE) {
            names.push("\\*");
        }
        names.join(" ")
    }

    /// NAMESPACE (RFC 2342).
    pub(super) fn namespace(&mut self) -> Answer {
        let line = if self.fault("imap-namespace-other-delimiter") {
            "NAMESPACE ((\"\" \".\")) NIL NIL".to_owned()
        } else if self.fault("imap-namespace-extension-without-x") {
            "NAMESPACE ((\"\" \"/\" \"COLOUR\" (\"red\"))) NIL NIL".to_owned()
        } else if self.has("ACL") {
            format!("NAMESPACE ((\"\" \"/\")) ((\"{OTHER}\" \"/\")) ((\"{SHARED}\" \"/\"))")
        } else {
            "NAMESPACE ((\"\" \"/\")) NIL NIL".to_owned()
        };
        self.untagged(line);
        Ok(Reply::ok("That is all"))
    }

    pub(super) fn acl(&mut self, command: Acl) -> Answer {
        match command {
            Acl::Set {
                mailbox,
                identifier,
                rights,
            } => self.set_acl(&mailbox, &identifier, &rights),
            Acl::Delete {
                mailbox,
                identifier,
            } => {
                let identifier = self::identifier(&identifier)?;
                let id = self.access(&mailbox, Rights::ADMINISTER)?;
                if !self.fault("imap-deleteacl-keeps") {
                    self.store
                        .lock()
                        .set_acl(id, &identifier, Rights::default());
                }
                Ok(Reply::ok("Deleted"))
            }
            Acl::Get(mailbox) => self.get_acl(&mailbox),
            Acl::List {
                mailbox,
                identifier,
            } => self.list_rights(&mailbox, &identifier),
            Acl::Mine(mailbox) => {
                let id = self.access(&mailbox, Rights::default())?;
                let rights = self.rights(&self.store.lock(), id);
                if !ANY.iter().any(|right| rights.has(*right)) {
                    return Err(Reply::nonexistent());
                }
                let name = self.name(&mailbox).unwrap_or_default();
                let line = self.my_rights(&name, rights);
                self.out.line(line);
                Ok(Reply::ok("That is all"))
            }
        }
    }

    fn letters(&self, rights: Rights) -> String {
        let letters = rights.to_string();
        if self.fault("imap-acl-without-obsolete-rights") {
            return letters.replace(['c', 'd'], "");
        }
        letters
    }

    /// `* MYRIGHTS mailbox rights`.
    pub(super) fn my_rights(&self, name: &str, rights: Rights) -> Vec<u8> {
        let mut line = self.mailbox_line("* MYRIGHTS ", name);
        line.push(b' ');
        astring(&mut line, self.letters(rights).as_bytes(), false);
        line
    }

    fn mailbox_line(&self, start: &str, name: &str) -> Vec<u8> {
        let mut line = start.as_bytes().to_vec();
        astring(&mut line, &names::encode(name, self.utf8()), self.utf8());
        line
    }

    fn set_acl(&mut self, mailbox: &[u8], identifier: &[u8], change: &[u8]) -> Answer {
        let identifier = self::identifier(identifier)?;
        let change = std::str::from_utf8(change).unwrap_or("?");
        let letters = change.trim_start_matches(['+', '-']);
        let sign = &change[..change.len() - letters.len()];
        let ignored = |c: char| {
            c == 'c' && self.fault("imap-acl-c-ignored")
                || c == 'd' && self.fault("imap-acl-d-ignored")
        };
        let letters = &letters.replace(ignored, "");
        let rights = Rights::parse(letters);
        let rights = match rights {
            Some(rights) if sign.len() <= 1 => rights,
            None if sign.len() <= 1 && self.fault("imap-acl-unknown-right-ignored") => {
                let known = |c: &char| Rights::parse(c.encode_utf8(&mut [0; 4])).is_some();
                let letters: String = letters.chars().filter(known).collect();
                Rights::parse(&letters).unwrap_or_default()
            }
            _ => return Err(Reply::bad("There is no such right")),
        };
        let id = self.access(mailbox, Rights::ADMINISTER)?;
        let mut state = self.store.lock();
        let acl = state.mailbox(id).map(|mailbox| &mailbox.acl);
        let now = acl.map(|acl| acl.get(&identifier)).unwrap_or_default();
        let room = acl.is_none_or(|acl| acl.has_room(&identifier));
        let new = match sign {
            "+" => now.with(rights),
            "-" if self.faults.on("imap-acl-minus-replaces") => rights,
            "-" => now.without(rights),
            _ => rights,
        };
        if !room && new != Rights::default() {
            return Err(Reply::no("The list has too many identifiers").code("LIMIT"));
        }
        state.set_acl(id, &identifier, new);
        Ok(Reply::ok("Set"))
    }

    fn get_acl(&mut self, argument: &[u8]) -> Answer {
        let id = self.access(argument, Rights::ADMINISTER)?;
        let name = self.name(argument).unwrap_or_default();
        let mut line = self.mailbox_line("* ACL ", &name);
        let state = self.store.lock();
        let mailbox = state.mailbox(id).ok_or_else(Reply::nonexistent)?;
        let owner = mailbox.owner.as_str();
        // What the owner cannot lose is there even when nothing is written down.
        let implied = (owner != SHARED_ACCOUNT && mailbox.acl.get(owner) == Rights::default())
            .then_some((owner, Rights::OWNER));
        for (who, rights) in mailbox.acl.entries().chain(implied) {
            let rights = if who == owner {
                rights.with(Rights::OWNER)
            } else {
                rights
            };
            line.push(b' ');
            astring(&mut line, who.as_bytes(), self.utf8());
            line.push(b' ');
            astring(&mut line, self.letters(rights).as_bytes(), false);
        }
        drop(state);
        self.out.line(line);
        Ok(Reply::ok("That is all"))
    }

    fn list_rights(&mut self, argument: &[u8], written: &[u8]) -> Answer {
        let identifier = self::identifier(written)?;
        let id = self.access(argument, Rights::ADMINISTER)?;
        let name = self.name(argument).unwrap_or_default();
        let mut line = self.mailbox_line("* LISTRIGHTS ", &name);
        line.push(b' ');
        // As the client has written it (RFC 4314 §3.4).
        astring(&mut line, written, self.utf8());
        let owner = {
            let state = self.store.lock();
            state
                .mailbox(id)
                .is_some_and(|mailbox| mailbox.owner == identifier)
        };
        let always = if owner {
            Rights::OWNER
        } else {
            Rights::default()
        };
        line.push(b' ');
        astring(&mut line, always.to_string().as_bytes(), false);
        let optional = || {
            Rights::LETTERS
                .iter()
                .filter(|(_, right)| !always.has(*right))
        };
        let twice = usize::from(self.fault("imap-listrights-twice"));
        for (letter, _) in optional().take(twice).chain(optional()) {
            line.extend_from_slice(format!(" {letter}").as_bytes());
        }
        if !self.fault("imap-listrights-without-virtual") {
            line.extend_from_slice(b" c d");
        }
        self.out.line(line);
        Ok(Reply::ok("That is all"))
    }

    /// Tells a session that its rights to the selected mailbox have changed (RFC 4314 §5.1.1).
    pub(super) fn sync_rights(&mut self) {
        let Some(view) = &self.view else { return };
        let state = self.store.lock();
        let rights = self.rights(&state, view.id);
        let known = state.mailbox(view.id).map(super::sync::known_flags);
        drop(state);
        let Some(view) = &mut self.view else { return };
        if std::mem::replace(&mut view.rights, rights) == rights || view.read_only {
            return;
        }
        if let Some(known) = known {
            self.untagged(format!("FLAGS ({known})"));
            let permanent = Self::permanent_flags(&known, rights);
            self.untagged(format!("OK [PERMANENTFLAGS ({permanent})] Flags that last"));
        }
    }
}

/// Whether a flag set names something that these rights let a client change.
pub(super) fn may_store(rights: Rights, given: &crate::store::Flags, replaces: bool) -> bool {
    if replaces {
        return rights.any(Rights::SEEN.with(Rights::WRITE).with(Rights::TRASH));
    }
    let empty =
        given.keywords().is_empty() && !system::NAMES.iter().any(|(_, bit)| given.has(*bit));
    empty || rights.permitted(given) != crate::store::Flags::default()
}

/// An identifier, prepared (RFC 4314 §3).
fn identifier(written: &[u8]) -> Result<String, Reply> {
    std::str::from_utf8(written)
        .ok()
        .and_then(prepare)
        .filter(|identifier| !identifier.is_empty() && identifier != "-")
        .ok_or_else(|| Reply::bad("That is no identifier"))
}
