//! The flags of a message, and which of them last, as values that can be compared. Remembers nothing.

use super::shared::hash;

/// Of longer lists nothing is remembered.
const FLAGS: usize = 64;

const SYSTEM: [&[u8]; 5] = [
    b"\\answered",
    b"\\flagged",
    b"\\deleted",
    b"\\seen",
    b"\\draft",
];

/// The flags of a message, without \Recent, which is a session's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    system: u8,
    keywords: u64,
}

impl Flags {
    /// \Seen alone.
    pub(super) const SEEN: Flags = Flags {
        system: 1 << 3,
        keywords: 0,
    };

    /// Every system flag, and no keyword.
    pub(super) const SYSTEM: Flags = Flags {
        system: u8::MAX,
        keywords: 0,
    };

    pub(super) fn of(list: &[&[u8]]) -> Option<Self> {
        if list.len() > FLAGS {
            return None;
        }
        let mut flags = Flags::default();
        for flag in list {
            let flag = flag.to_ascii_lowercase();
            if let Some(at) = SYSTEM.iter().position(|system| *system == flag) {
                flags.system |= 1 << at;
            } else if flag != b"\\recent" {
                flags.keywords ^= hash([&flag, b""]);
            }
        }
        Some(flags)
    }

    /// Whether they are others, as far as what is permanent goes.
    pub(super) fn differ(self, other: Flags, permanent: Permanent) -> bool {
        (self.system ^ other.system) & permanent.system != 0
            || permanent.keywords && self.keywords != other.keywords
    }

    /// Whether a system flag of the others is not among them, of those that are permanent.
    pub(super) fn lacks(self, others: Flags, permanent: Permanent) -> bool {
        others.system & !self.system & permanent.system != 0
    }
}

/// Which flags last longer than a session; all of them where no PERMANENTFLAGS says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Permanent {
    system: u8,
    pub keywords: bool,
}

impl Default for Permanent {
    fn default() -> Self {
        Permanent {
            system: u8::MAX,
            keywords: true,
        }
    }
}

impl Permanent {
    /// Those of the flags that a PERMANENTFLAGS named; no keywords.
    pub(super) fn named(self, told: bool, flags: Flags) -> Self {
        Permanent {
            system: if told { self.system & flags.system } else { 0 },
            keywords: false,
        }
    }

    pub(super) fn of(list: &[&[u8]]) -> Self {
        let flags = Flags::of(list);
        Permanent {
            system: flags.map_or(0, |flags| flags.system),
            keywords: flags.is_some() && list.contains(&b"\\*".as_slice()),
        }
    }
}
