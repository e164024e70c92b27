//! Comparators (RFC 5255 §4, RFC 4790): how strings are compared in SEARCH, SORT and THREAD, and
//! the COMPARATOR command.

use super::ImapSession;
use super::output::astring;
use super::reply::{Answer, Reply};
use unicode_normalization::UnicodeNormalization as _;

/// The comparators that are there; the first is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Collation {
    /// RFC 5051
    #[default]
    UnicodeCasemap,
    /// RFC 4790 §9.2
    AsciiCasemap,
    /// RFC 4790 §9.3
    Octet,
}

const ALL: [(Collation, &str); 3] = [
    (Collation::UnicodeCasemap, "i;unicode-casemap"),
    (Collation::AsciiCasemap, "i;ascii-casemap"),
    (Collation::Octet, "i;octet"),
];

/// Titlecase of one character, where it is one character (RFC 5051 §2, step 2a).
fn titlecase(c: char) -> char {
    match c {
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        _ => {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

impl Collation {
    /// The form in which strings that this comparator holds to be equal are the same.
    pub(crate) fn fold(self, text: &str) -> String {
        match self {
            Self::UnicodeCasemap if !text.is_ascii() => {
                text.chars().map(titlecase).nfkd().collect()
            }
            Self::UnicodeCasemap | Self::AsciiCasemap => text.to_ascii_uppercase(),
            Self::Octet => text.to_owned(),
        }
    }

    fn name(self) -> &'static str {
        ALL.iter()
            .find(|(known, _)| *known == self)
            .map_or("i;octet", |(_, name)| name)
    }
}

/// `collation-wild` of RFC 4790 §3.2: `*` is any run.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.get(at..).is_some_and(|rest| matches(tail, rest)))
        }),
    }
}

impl ImapSession {
    pub(super) fn comparator(&mut self, orders: &[Vec<u8>]) -> Answer {
        if self.view.is_some() && self.fault("imap-comparator-not-selected") {
            return Err(Reply::bad("Not while a mailbox is selected"));
        }
        let mut found: Vec<Collation> = Vec::new();
        for order in orders {
            let order =
                std::str::from_utf8(order).map_err(|_| Reply::bad("A comparator is malformed"))?;
            if order.is_empty() || order.len() > 254 || order.matches('*').count() > 4 {
                return Err(Reply::bad("A comparator is malformed"));
            }
            for (collation, name) in ALL {
                let default = match self.fault("imap-comparator-default-moves") {
                    true => self.options.collation,
                    false => Collation::default(),
                };
                if name == "i;unicode-casemap" && self.fault("imap-comparator-without-casemap") {
                    continue;
                }
                let is = matches(order, name)
                    || (order == "default"
                        && collation == default
                        && !self.fault("imap-comparator-default-unknown"));
                if is && !found.contains(&collation) {
                    found.push(collation);
                }
            }
        }
        if !orders.is_empty() {
            let wanted = match self.fault("imap-comparator-last-wins") {
                true => found.last(),
                false => found.first(),
            };
            if wanted.is_none() && self.fault("imap-comparator-any") {
                return Ok(Reply::ok("That is the comparator"));
            }
            let Some(first) = wanted.copied() else {
                if self.fault("imap-comparator-failed-resets") {
                    self.options.collation = Collation::default();
                }
                let refusal = Reply::no("There is no such comparator");
                return Err(match self.fault("imap-badcomparator-missing") {
                    true => refusal,
                    false => refusal.code("BADCOMPARATOR"),
                });
            };
            if !self.fault("imap-comparator-ignored") {
                self.options.collation = first;
            }
        }
        let mut line = b"COMPARATOR ".to_vec();
        let active = match self.fault("imap-comparator-default-ascii") {
            true => Collation::AsciiCasemap,
            false => self.options.collation,
        };
        astring(&mut line, active.name().as_bytes(), false);
        if orders.is_empty() && self.fault("imap-comparator-silent") {
            return Ok(Reply::ok("That is the comparator"));
        }
        if found.len() > 1 || (!found.is_empty() && self.fault("imap-comparator-lists-one")) {
            let names: Vec<&str> = found.iter().map(|collation| collation.name()).collect();
            line.extend_from_slice(format!(" ({})", names.join(" ")).as_bytes());
        }
        self.untagged(line);
        Ok(Reply::ok("That is the comparator"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (a, b) in [
            ("straße", "STRAßE"),
            ("É", "é"),
            ("e\u{301}", "É"),
            ("ﬁ", "FI"),
        ] {
            let fold = |text| Collation::UnicodeCasemap.fold(text);
            // Compatibility forms decompose after the case mapping, as RFC 5051 orders it.
            assert_eq!(fold(a).to_lowercase(), fold(b).to_lowercase(), "{a} {b}");
        }
        assert_ne!(
            Collation::AsciiCasemap.fold("É"),
            Collation::AsciiCasemap.fold("é")
        );
        assert_ne!(Collation::Octet.fold("E"), Collation::Octet.fold("e"));
    }

    #[test]
    fn wildcards() {
        assert!(matches("i;*", "i;octet"));
        assert!(matches("*", "i;octet"));
        assert!(!matches("cz;*", "i;octet"));
        assert!(matches("i;*case*", "i;ascii-casemap"));
    }
}
