//! Which cases, on the command line. Selects none.

use crate::catalogue::Level;
use crate::transcript::states;
use crate::transcript::tree::Protocol;
use clap::{Args as ClapArgs, ValueEnum};

/// Which cases.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct SelectArgs {
    /// Case ids, folders (pop3/update), globs ('**/dele-*') or transcript files; all when absent
    #[arg(value_name = "CASE")]
    pub cases: Vec<String>,
    /// Only cases with one of these tags
    #[arg(long, value_name = "TAG", help_heading = "Selection")]
    pub tag: Vec<String>,
    /// No cases with any of these tags
    #[arg(long, value_name = "TAG", help_heading = "Selection")]
    pub not_tag: Vec<String>,
    /// Only cases that speak one of these protocols
    #[arg(long, value_name = "NAME", value_parser = protocol, help_heading = "Selection")]
    pub protocol: Vec<Protocol>,
    /// Only cases that stand on one of these documents
    #[arg(long, value_name = "NUMBER", value_parser = rfc, help_heading = "Selection")]
    pub rfc: Vec<u32>,
    /// Only cases whose requirement has one of these levels
    #[arg(long, value_name = "LEVEL", help_heading = "Selection")]
    pub only: Vec<LevelArg>,
    /// Run the cases with the tag `slow` too, which take minutes
    #[arg(long, help_heading = "Selection")]
    pub slow: bool,
    /// The Kth of N shares, for runs on several machines
    #[arg(long, value_name = "K/N", value_parser = shard, help_heading = "Selection")]
    pub shard: Option<(usize, usize)>,
}

/// A level on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// Must hold
    Must,
    /// Should hold
    Should,
    /// A choice
    May,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Must => Level::Must,
            LevelArg::Should => Level::Should,
            LevelArg::May => Level::May,
        }
    }
}

fn protocol(text: &str) -> Result<Protocol, String> {
    states::protocol(&text.to_ascii_lowercase()).ok_or_else(|| {
        format!("{text:?} is no protocol: smtp, submission, lmtp, pop2, pop3 or imap")
    })
}

fn rfc(text: &str) -> Result<u32, String> {
    let digits = text
        .trim_start_matches(|c: char| c.is_ascii_alphabetic())
        .trim();
    digits
        .parse()
        .map_err(|_| format!("{text:?} is no RFC number; write 1939 or rfc1939"))
}

fn shard(text: &str) -> Result<(usize, usize), String> {
    text.split_once('/')
        .and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)))
        .filter(|(k, n): &(usize, usize)| *k >= 1 && k <= n)
        .ok_or_else(|| {
            format!("{text:?} is no share; write K/N with K from 1 to N, for example 2/4")
        })
}
