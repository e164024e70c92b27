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
    /// What hid them, and how many octets of the server were passed on without being judged.
    pub unjudged: Vec<Unjudged>,
    /// How many replies and responses were judged.
    pub responses: u64,
    /// The rules that were broken, once each.
    pub findings: Vec<FindingReport>,
}

/// Octets that nobody looked at.
#[derive(Debug, Serialize)]
pub struct Unjudged {
    /// `tls`, `starttls` or `compress`.
    pub why: &'static str,
    /// Of how many connections.
    pub connections: usize,
    /// From the server.
    pub octets: u64,
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
            unread: tally
                .unread
                .values()
                .map(|(connections, _)| connections)
                .sum(),
            unjudged: tally
                .unread
                .iter()
                .map(|(unread, (connections, octets))| Unjudged {
                    why: unread.name(),
                    connections: *connections,
                    octets: *octets,
                })
                .collect(),
            responses: tally.units,
            findings: tally.findings().map(finding_report).collect(),
        }
    }
}
