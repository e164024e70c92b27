//! The named deviations and the requirement that each breaks. Data; the sessions ask `Faults::on`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// One deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultInfo {
    /// `pop3-stat-counts-deleted`
    pub name: &'static str,
    /// The catalogued requirement that it breaks: `rfc1939/stat-excludes-deleted`.
    pub requirement: &'static str,
    /// What the server does wrong, one sentence.
    pub does: &'static str,
}

/// A row of a table.
pub(crate) const fn fault(
    name: &'static str,
    requirement: &'static str,
    does: &'static str,
) -> FaultInfo {
    FaultInfo {
        name,
        requirement,
        does,
    }
}

/// The tables of those protocols that have one; SMTP and IMAP have several.
const TABLES: &[&[FaultInfo]] = &[
    crate::pop3::faults::FAULTS,
    crate::pop2::faults::FAULTS,
    crate::net::faults::FAULTS,
    crate::sasl::FAULTS,
];

/// All faults, protocol by protocol.
pub fn all() -> impl Iterator<Item = &'static FaultInfo> {
    let tables = crate::smtp::FAULTS
        .iter()
        .chain(TABLES)
        .chain(crate::imap::FAULTS);
    tables.copied().flatten().chain(crate::garbled::faults())
}

/// Those that change the octets of what a session sends and not what it does: only a rule may notice.
pub fn of_octets() -> impl Iterator<Item = &'static FaultInfo> {
    crate::garbled::faults()
}

/// A name that no fault has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called {name:?}; the closest are: {}", closest.join(", "))]
pub struct UnknownFault {
    /// As given.
    pub name: String,
    /// The most similar names, most similar first.
    pub closest: Vec<&'static str>,
}

/// The fault of this name.
///
/// # Errors
/// When there is none; the error names the three most similar.
pub fn find(name: &str) -> Result<&'static FaultInfo, UnknownFault> {
    if let Some(found) = all().find(|fault| fault.name == name) {
        return Ok(found);
    }
    let mut ranked: Vec<_> = all()
        .map(|fault| (distance(name, fault.name), fault.name))
        .collect();
    ranked.sort_unstable();
    Err(UnknownFault {
        name: name.to_owned(),
        closest: ranked.into_iter().take(3).map(|(_, name)| name).collect(),
    })
}

/// How far apart two names are: the words that only one has, each by its length, and Levenshtein's
/// distance as the finer measure.
fn distance(a: &str, b: &str) -> usize {
    let only = |x: &str, y: &str| -> usize {
        x.split('-')
            .filter(|word| !y.split('-').any(|other| other == *word))
            .map(str::len)
            .sum()
    };
    only(a, b) + only(b, a) + levenshtein(a.as_bytes(), b.as_bytes())
}

fn levenshtein(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut corner = i;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let here = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The faults that are on. Cheap to clone; shared by all sessions.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Switches>);

#[derive(Debug, Default)]
struct Switches {
    /// Whether there is any at all: sessions ask many times a command, and a lock that all cores
    /// take is dear.
    any: AtomicBool,
    names: RwLock<Vec<&'static str>>,
}

impl Faults {
    /// Whether the fault is on. `name` must be one of the table's (checked by a test).
    pub fn on(&self, name: &'static str) -> bool {
        self.any() && (self.0.names.read()).is_ok_and(|names| names.contains(&name))
    }

    /// Whether any fault is on.
    pub(crate) fn any(&self) -> bool {
        self.0.any.load(Ordering::Acquire)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<&'static str>)) {
        let mut names = (self.0.names.write()).unwrap_or_else(PoisonError::into_inner);
        change(&mut names);
        self.0.any.store(!names.is_empty(), Ordering::Release);
    }

    /// Replaces the set. Names that are in no table have no effect.
    pub fn set(&self, names: Vec<&'static str>) {
        self.change(|now| *now = names);
    }

    /// Switches one on, by name; the others stay as they are.
    ///
    /// # Errors
    /// When there is no such fault.
    pub fn switch_on(&self, name: &str) -> Result<(), UnknownFault> {
        let name = find(name)?.name;
        self.change(|names| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        Ok(())
    }

    /// Switches one off, by name, whether or not it is on.
    ///
    /// # Errors
    /// When there is no such fault.
    pub fn switch_off(&self, name: &str) -> Result<(), UnknownFault> {
        let name = find(name)?.name;
        self.change(|names| names.retain(|other| *other != name));
        Ok(())
    }

    /// The names of those that are on, in the order in which they were switched on.
    pub fn names(&self) -> Vec<&'static str> {
        (self.0.names.read())
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_well_formed() {
        let names: BTreeSet<_> = all().map(|fault| fault.name).collect();
        assert_eq!(names.len(), all().count());
        for fault in all() {
            let ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(fault.name.chars().all(ok), "{}", fault.name);
            assert!(fault.does.ends_with('.'), "{}", fault.name);
            assert!(fault.requirement.starts_with("rfc"), "{}", fault.name);
        }
    }

    #[test]
    fn a_misspelt_name_is_told_its_neighbours() {
        let why = find("pop3-stat-count-deleted").expect_err("misspelt");
        assert_eq!(why.closest.first(), Some(&"pop3-stat-counts-deleted"));
    }

    #[test]
    fn switching() {
        let faults = Faults::default();
        faults.switch_on("pop3-plus-err").expect("known");
        assert!(faults.on("pop3-plus-err"));
        faults.switch_off("pop3-plus-err").expect("known");
        assert!(faults.names().is_empty());
    }
}
