//! Who may do what with a mailbox (RFC 4314): rights, access control lists, and how both are
//! combined. How they are asked for on the wire is not known here, but for the rights' letters.

use super::flags::{Flags, system};
use super::mailbox::MailboxId;
use super::state::State;
use std::collections::BTreeMap;

/// A set of the standard rights of RFC 4314 §2.1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights(u16);

impl Rights {
    /// `l`: the mailbox is seen in lists.
    pub const LOOKUP: Self = Self(1);
    /// `r`: it can be selected.
    pub const READ: Self = Self(1 << 1);
    /// `s`: `\Seen`.
    pub const SEEN: Self = Self(1 << 2);
    /// `w`: flags other than `\Seen` and `\Deleted`.
    pub const WRITE: Self = Self(1 << 3);
    /// `i`: messages can be put into it.
    pub const INSERT: Self = Self(1 << 4);
    /// `p`: mail can be sent to it; nothing here looks at it.
    pub const POST: Self = Self(1 << 5);
    /// `k`: mailboxes can be created below it.
    pub const CREATE: Self = Self(1 << 6);
    /// `x`: it can be deleted and renamed.
    pub const DELETE: Self = Self(1 << 7);
    /// `t`: `\Deleted`.
    pub const TRASH: Self = Self(1 << 8);
    /// `e`: messages can be expunged.
    pub const EXPUNGE: Self = Self(1 << 9);
    /// `a`: the access control list can be read and changed.
    pub const ADMINISTER: Self = Self(1 << 10);
    /// All of them.
    pub const ALL: Self = Self((1 << 11) - 1);
    /// What an owner cannot lose: to see the mailbox and to give the rest back.
    pub const OWNER: Self = Self(1 | 1 << 10);
    /// One of these lets a mailbox be selected READ-WRITE (RFC 4314 §5.2).
    pub const CHANGE: Self = Self(1 << 2 | 1 << 3 | 1 << 4 | 1 << 8 | 1 << 9);

    /// Letters in the order in which they are written.
    pub const LETTERS: [(char, Self); 11] = [
        ('l', Self::LOOKUP),
        ('r', Self::READ),
        ('s', Self::SEEN),
        ('w', Self::WRITE),
        ('i', Self::INSERT),
        ('p', Self::POST),
        ('k', Self::CREATE),
        ('x', Self::DELETE),
        ('t', Self::TRASH),
        ('e', Self::EXPUNGE),
        ('a', Self::ADMINISTER),
    ];

    /// Rights from their letters; `c` is `kx`, `d` is `te` (§2.1.1). `None` when one is not known.
    pub fn parse(letters: &str) -> Option<Self> {
        let mut rights = Self::default();
        for letter in letters.chars() {
            let these = match letter {
                'c' => Self::CREATE.with(Self::DELETE),
                'd' => Self::TRASH.with(Self::EXPUNGE),
                _ => Self::LETTERS.iter().find(|(known, _)| *known == letter)?.1,
            };
            rights = rights.with(these);
        }
        Some(rights)
    }

    /// Whether all of `these` are there.
    pub fn has(self, these: Self) -> bool {
        self.0 & these.0 == these.0
    }

    /// Whether one of `these` is there.
    pub fn any(self, these: Self) -> bool {
        self.0 & these.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn with(self, these: Self) -> Self {
        Self(self.0 | these.0)
    }

    /// This set without `these`.
    #[must_use]
    pub const fn without(self, these: Self) -> Self {
        Self(self.0 & !these.0)
    }

    /// The flags of a set that may be changed with these rights (RFC 4314 §4).
    pub fn permitted(self, flags: &Flags) -> Flags {
        let mut forbidden = Flags::default();
        if !self.has(Self::SEEN) {
            forbidden.set(system::SEEN);
        }
        if !self.has(Self::TRASH) {
            forbidden.set(system::DELETED);
        }
        if self.has(Self::WRITE) {
            return flags.without(&forbidden);
        }
        forbidden.set(system::ANSWERED | system::FLAGGED | system::DRAFT);
        flags.without(&forbidden).system_only()
    }
}

/// Letters, the virtual `c` and `d` included (§2.1.1).
impl std::fmt::Display for Rights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters: String = (Self::LETTERS.iter())
            .filter(|(_, right)| self.has(*right))
            .map(|(letter, _)| *letter)
            .collect();
        if self.any(Self::CREATE.with(Self::DELETE)) {
            letters.push('c');
        }
        if self.any(Self::TRASH.with(Self::EXPUNGE)) {
            letters.push('d');
        }
        f.write_str(&letters)
    }
}

/// Identifiers that one mailbox's list may hold.
const MOST: usize = 1000;

/// Rights by identifier: an account's name, `anyone`, or one of these after `-`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acl(BTreeMap<String, Rights>);

impl Acl {
    /// What a mailbox has to begin with.
    pub(crate) fn of_owner(owner: &str) -> Self {
        Self(BTreeMap::from([(owner.to_owned(), Rights::ALL)]))
    }

    pub(crate) fn get(&self, identifier: &str) -> Rights {
        self.0.get(identifier).copied().unwrap_or_default()
    }

    /// Rights that replace an identifier's; none take it from the list.
    pub(crate) fn set(&mut self, identifier: &str, rights: Rights) {
        if rights == Rights::default() {
            self.0.remove(identifier);
        } else {
            self.0.insert(identifier.to_owned(), rights);
        }
    }

    /// Whether an identifier can come into the list.
    pub(crate) fn has_room(&self, identifier: &str) -> bool {
        self.0.len() < MOST || self.0.contains_key(identifier)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, Rights)> {
        self.0.iter().map(|(who, rights)| (who.as_str(), *rights))
    }

    /// The union of what applies to an account, less what is taken away from it.
    fn of(&self, account: &str) -> Rights {
        let given = self.get(account).with(self.get("anyone"));
        let taken = self.get(&format!("-{account}")).with(self.get("-anyone"));
        given.without(taken)
    }
}

impl State {
    /// What an account may do with a mailbox.
    pub(crate) fn rights(&self, account: &str, id: MailboxId) -> Rights {
        let Some(mailbox) = self.mailbox(id) else {
            return Rights::default();
        };
        let rights = mailbox.acl.of(account);
        if mailbox.owner == account {
            rights.with(Rights::OWNER)
        } else {
            rights
        }
    }

    /// Replaces an identifier's rights to a mailbox.
    pub(crate) fn set_acl(&mut self, id: MailboxId, identifier: &str, rights: Rights) {
        let Some(mailbox) = self.mailbox_mut(id) else {
            return;
        };
        mailbox.acl.set(identifier, rights);
        if mailbox.owner != identifier {
            self.shares = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_both_ways() {
        for (given, written) in [
            ("", ""),
            ("lr", "lr"),
            ("rl", "lr"),
            ("d", "ted"),
            ("c", "kxc"),
            ("k", "kc"),
            ("cda", "kxteacd"),
        ] {
            assert_eq!(Rights::parse(given).unwrap().to_string(), written);
        }
        for wrong in ["q", "L", "0", "l r"] {
            assert_eq!(Rights::parse(wrong), None);
        }
    }

    #[test]
    fn negative_rights_are_taken_away() {
        let mut acl = Acl::of_owner("alice");
        acl.set("anyone", Rights::parse("lrw").unwrap());
        acl.set("-bob", Rights::WRITE);
        assert_eq!(acl.of("bob").to_string(), "lr");
        assert_eq!(acl.of("carol").to_string(), "lrw");
        assert_eq!(acl.of("alice"), Rights::ALL);
    }
}
