//! The named deviations and the requirement that each breaks. Data; the sessions ask `Faults::on`.

use std::sync::{Arc, RwLock};

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

/// The faults that are on. Cheap to clone; shared by all sessions.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<RwLock<Vec<&'static str>>>);

impl Faults {
    /// Whether the fault is on. `name` must be one of the table's (checked by a test).
    pub fn on(&self, name: &'static str) -> bool {
        self.0.read().is_ok_and(|names| names.contains(&name))
    }
    /// Replaces the set.
    pub fn set(&self, names: Vec<&'static str>) {
        if let Ok(mut now) = self.0.write() {
            *now = names;
        }
    }
}
