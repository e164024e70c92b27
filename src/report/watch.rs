//! The JSON report of `mailspec watch`: what was listened on, how much was judged, and the findings in
//! the same form as in the report of a run. Looks at nothing but the tally.

use super::json::{FindingReport, finding_report};
use crate::watch::Tally;
use serde::Serialize;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct WatchReport {
    /// The version of this format: 1.
    pub format: u32,
    /// The version of mailspec.
    pub mailspec: String,
    /// What stood behind what, `imap 127.0.0.1:40143 mail.example.org:143`.
    pub routes: Vec<String>,
    /// How many connections ended.
    pub sessions: usize,
    /// How many of them never reached the server.
    pub unreached: usize,
    /// How many could not be read to their end, because of TLS or compression.
    pub unread: usize,
    /// How many replies and responses were judged.
    pub responses: u64,
    /// The rules that were broken, once each.
    pub findings: Vec<FindingReport>,
}

impl WatchReport {
    /// What a watch has come to.
    pub fn new(routes: Vec<String>, tally: &Tally) -> Self {
        WatchReport {
            format: 1,
            mailspec: env!("CARGO_PKG_VERSION").to_owned(),
            routes,
            sessions: tally.sessions,
            unreached: tally.unreached,
            unread: tally.unread,
            responses: tally.units,
            findings: tally.findings().map(finding_report).collect(),
        }
    }
}
