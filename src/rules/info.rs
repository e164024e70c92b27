//! What a rule is and what a finding is. Data only; judges nothing.

use crate::catalogue::Level;
use crate::transcript::tree::Protocol;
use std::borrow::Cow;
use std::fmt;

/// One thing that every session is held to.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// `imap/nz-number`; never changes.
    pub id: &'static str,
    /// The requirement in the catalogue that it checks: `rfc3501/response-grammar`.
    pub requirement: &'static str,
    /// What breaking it amounts to. A rule where texts disagree, or that everybody breaks without
    /// harm, is SHOULD even if its requirement is MUST.
    pub level: Level,
    /// It stands in a text's sentences; otherwise in its grammar (ABNF).
    pub prose: bool,
    /// `Smtp` stands for SMTP, submission and LMTP.
    pub protocol: Protocol,
    /// One sentence: what must hold, and where it is milder than its requirement, why.
    pub what: &'static str,
    /// An example that breaks it: a dialogue as `mailspec check` reads it, where `«600 x»` is 600 of
    /// them; or what a server sends, control octets made visible as `\r`, `\n`, `\0` and `\x07`.
    pub bad: &'static str,
    /// The same, right.
    pub good: &'static str,
}

impl RuleInfo {
    /// Where in the text it stands: `grammar` or `prose`.
    pub fn source(&self) -> &'static str {
        if self.prose { "prose" } else { "grammar" }
    }
}

/// Of a unit at most so many octets are kept in a finding.
pub const KEPT: usize = 4 * 1024;

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: &'static RuleInfo,
    /// The octet in the unit where it shows; may be one past the end.
    pub at: usize,
    /// The unit, at most [`KEPT`] octets of it: those around `at`.
    pub octets: Vec<u8>,
    /// Where in the unit `octets` begins: 0 unless the unit is long.
    pub from: usize,
    /// What the grammar or the invariant wants there: a sentence for a person.
    pub wants: String,
    /// How many entries a dialogue had when it was found, counted by whoever keeps one.
    pub entries: Option<usize>,
}

impl Finding {
    pub(super) fn new(bad: Bad, unit: &[u8]) -> Self {
        let at = bad.at.min(unit.len());
        let from = if unit.len() <= KEPT {
            0
        } else {
            at.saturating_sub(KEPT / 2).min(unit.len() - KEPT)
        };
        let to = (from + KEPT).min(unit.len());
        Finding {
            rule: bad.rule,
            at,
            octets: unit.get(from..to).unwrap_or_default().to_vec(),
            from,
            wants: bad.wants.into_owned(),
            entries: None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at octet {}: {}", self.rule.id, self.at, self.wants)
    }
}

/// A finding before it is joined with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bad {
    pub at: usize,
    pub rule: &'static RuleInfo,
    pub wants: Cow<'static, str>,
}

impl Bad {
    pub(crate) fn new(
        rule: &'static RuleInfo,
        at: usize,
        wants: impl Into<Cow<'static, str>>,
    ) -> Self {
        Bad {
            at,
            rule,
            wants: wants.into(),
        }
    }
}

/// Declares rules: one static each, and `ALL`. `prose` behind the level: a sentence says so, not the ABNF.
macro_rules! rules {
    ($protocol:ident: $($name:ident = $id:literal, $requirement:literal, $level:ident $($prose:ident)?, $what:literal, $bad:literal, $good:literal;)*) => {
        $(
            pub(crate) static $name: $crate::rules::RuleInfo = $crate::rules::RuleInfo {
                id: $id,
                requirement: $requirement,
                level: $crate::catalogue::Level::$level,
                prose: !stringify!($($prose)?).is_empty(),
                protocol: $crate::transcript::tree::Protocol::$protocol,
                what: $what,
                bad: $bad,
                good: $good,
            };
        )*
        /// All rules that are declared here.
        pub(crate) static ALL: &[&$crate::rules::RuleInfo] = &[$(&$name),*];
    };
}
pub(crate) use rules;
