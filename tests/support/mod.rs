//! A small world for the language's tests. Never reads the real catalogue.

use mailspec::transcript::Context;
use mailspec::transcript::tree::Protocol;

/// A few requirements, fixtures and capabilities.
pub struct World;

const REQUIREMENTS: [&str; 3] = [
    "rfc1939/rset-unmarks",
    "rfc1939/dele-marks",
    "rfc3501/exists",
];
const FIXTURES: [&str; 4] = ["plain", "multipart", "dots", "long"];
const CAPABILITIES: [&str; 8] = [
    "UIDL", "TOP", "STLS", "SIZE", "STARTTLS", "IDLE", "UIDPLUS", "LITERAL+",
];

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

impl Context for World {
    fn has_requirement(&self, id: &str) -> bool {
        REQUIREMENTS.contains(&id)
    }

    fn has_fixture(&self, name: &str) -> bool {
        FIXTURES.contains(&name)
    }

    fn knows_capability(&self, _protocol: Protocol, name: &str) -> bool {
        CAPABILITIES
            .iter()
            .any(|one| one.eq_ignore_ascii_case(name))
    }

    fn requirements(&self) -> Vec<String> {
        owned(&REQUIREMENTS)
    }

    fn fixtures(&self) -> Vec<String> {
        owned(&FIXTURES)
    }

    fn capabilities(&self, _protocol: Protocol) -> Vec<String> {
        owned(&CAPABILITIES)
    }
}
