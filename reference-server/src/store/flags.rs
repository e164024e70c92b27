//! A message's flags: the five system flags that last (`\Recent` is a session's affair) and
//! keywords. Keywords are compared without regard to case, as RFC 9051 §2.3.2 has it.

use super::StoreError;
use std::sync::Arc;

/// Bits of the system flags.
pub mod system {
    /// `\Seen`
    pub const SEEN: u8 = 1;
    /// `\Answered`
    pub const ANSWERED: u8 = 2;
    /// `\Flagged`
    pub const FLAGGED: u8 = 4;
    /// `\Deleted`
    pub const DELETED: u8 = 8;
    /// `\Draft`
    pub const DRAFT: u8 = 16;
    /// In the order in which they are listed.
    pub const NAMES: [(&str, u8); 5] = [
        ("\\Answered", ANSWERED),
        ("\\Flagged", FLAGGED),
        ("\\Deleted", DELETED),
        ("\\Seen", SEEN),
        ("\\Draft", DRAFT),
    ];
}

/// A set of flags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    system: u8,
    keywords: Vec<Arc<str>>,
}

impl Flags {
    /// From names as IMAP writes them (`\Seen`, `$Forwarded`); unknown `\…` names are left out.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut flags = Self::default();
        for name in names {
            if name.starts_with('\\') {
                flags.system |= Self::system_bit(name).unwrap_or(0);
            } else {
                flags.add_keyword(&Arc::from(name));
            }
        }
        flags
    }

    /// As [`Flags::from_names`], of names that can be flags only: the system's own, and keywords that
    /// are atoms (RFC 9051 §9, flag-keyword).
    ///
    /// # Errors
    /// [`StoreError::NoFlag`] with the first name that can be none.
    pub fn checked<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, StoreError> {
        let names: Vec<&str> = names.into_iter().collect();
        let atom = |name: &str| {
            let fits = |o: u8| o.is_ascii_graphic() && !b"(){%*\"\\]".contains(&o);
            !name.is_empty() && name.bytes().all(fits)
        };
        let odd = (names.iter()).find(|name| Self::system_bit(name).is_none() && !atom(name));
        match odd {
            Some(odd) => Err(StoreError::NoFlag((*odd).to_owned())),
            None => Ok(Self::from_names(names)),
        }
    }

    /// The bit of a system flag's name, in any case.
    pub fn system_bit(name: &str) -> Option<u8> {
        system::NAMES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|&(_, bit)| bit)
    }

    /// Whether all system flags of `bits` are set.
    pub fn has(&self, bits: u8) -> bool {
        self.system & bits == bits
    }

    /// Sets system flags.
    pub fn set(&mut self, bits: u8) {
        self.system |= bits;
    }

    /// Whether the keyword is set.
    pub fn has_keyword(&self, keyword: &str) -> bool {
        self.keywords
            .iter()
            .any(|known| known.eq_ignore_ascii_case(keyword))
    }

    /// The keywords, sorted.
    pub fn keywords(&self) -> &[Arc<str>] {
        &self.keywords
    }

    /// Adds one keyword.
    pub fn add_keyword(&mut self, keyword: &Arc<str>) {
        if !self.has_keyword(keyword) {
            let at = self.keywords.partition_point(|known| known < keyword);
            self.keywords.insert(at, Arc::clone(keyword));
        }
    }

    /// This set and another.
    pub fn with(&self, other: &Self) -> Self {
        let mut union = self.clone();
        union.system |= other.system;
        for keyword in &other.keywords {
            union.add_keyword(keyword);
        }
        union
    }

    /// This set without another's members.
    pub fn without(&self, other: &Self) -> Self {
        Self {
            system: self.system & !other.system,
            keywords: self
                .keywords
                .iter()
                .filter(|known| !other.has_keyword(known))
                .cloned()
                .collect(),
        }
    }

    /// This set without its keywords.
    pub fn system_only(&self) -> Self {
        Self {
            system: self.system,
            keywords: Vec::new(),
        }
    }

    /// Names as IMAP writes them, system flags first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        system::NAMES
            .iter()
            .filter(|(_, bit)| self.system & bit != 0)
            .map(|&(name, _)| name)
            .chain(self.keywords.iter().map(|keyword| &**keyword))
    }
}
