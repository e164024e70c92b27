//! `mailspec run`: the target, the verdict, the reports. Opens nothing.

use super::{CorpusArgs, SelectArgs, StrictArg};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// The target.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct TargetArgs {
    /// A target of mailspec.toml; `embedded` is the reference server, and the default
    #[arg(long, value_name = "NAME", help_heading = "Target")]
    pub target: Option<String>,
    /// The profile file
    #[arg(
        long,
        value_name = "FILE",
        default_value = "mailspec.toml",
        help_heading = "Target"
    )]
    pub config: PathBuf,
    /// SMTP address, smtp://[user:password@]host[:port][?tls=starttls]
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub smtp: Option<String>,
    /// SMTP with TLS from the first octet
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub smtps: Option<String>,
    /// Submission address
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub submission: Option<String>,
    /// Submission with TLS from the first octet
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub submissions: Option<String>,
    /// LMTP address
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub lmtp: Option<String>,
    /// POP3 address
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub pop3: Option<String>,
    /// POP3 with TLS from the first octet
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub pop3s: Option<String>,
    /// POP2 address
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub pop2: Option<String>,
    /// IMAP address
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub imap: Option<String>,
    /// IMAP with TLS from the first octet
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub imaps: Option<String>,
    /// An account; the first is the cases', a second is needed for cases with another person
    #[arg(long, value_name = "USER:PASSWORD", help_heading = "Target")]
    pub account: Vec<String>,
    /// The domain that the target delivers locally
    #[arg(long, value_name = "DOMAIN", help_heading = "Target")]
    pub domain: Option<String>,
    /// How messages get into a mailbox
    #[arg(long, value_name = "WAY", help_heading = "Target")]
    pub delivery: Option<DeliveryArg>,
    /// A PEM file of certificates to trust
    #[arg(long, value_name = "FILE", help_heading = "Target")]
    pub trust: Option<PathBuf>,
    /// How long an answer may take, in seconds
    #[arg(long, value_name = "SECONDS", help_heading = "Target")]
    pub timeout: Option<f64>,
    /// Start this server for the run, and stop it afterwards
    #[arg(long, value_name = "COMMAND", help_heading = "Target")]
    pub spawn: Option<String>,
    /// How long the spawned server may take to greet, in seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 30,
        help_heading = "Target"
    )]
    pub spawn_wait: u64,
    /// Switch a fault of the embedded server on
    #[arg(long, value_name = "NAME", help_heading = "Target")]
    pub fault: Vec<String>,
}

/// How messages get into a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DeliveryArg {
    /// MAIL, RCPT, DATA
    Smtp,
    /// The same over LMTP
    Lmtp,
    /// APPEND
    ImapAppend,
}

/// `mailspec run`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct RunArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub select: SelectArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub target: TargetArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
    /// The weakest level that fails the run
    #[arg(long, value_name = "LEVEL", help_heading = "Verdict")]
    pub level: Option<StrictArg>,
    /// Known failures of the target, with reasons (TOML)
    #[arg(long, value_name = "FILE", help_heading = "Verdict")]
    pub known: Option<PathBuf>,
    /// End after the first failure
    #[arg(long, help_heading = "Verdict")]
    pub fail_fast: bool,
    /// Run a case that fails so many times again
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Verdict")]
    pub retries: u32,
    /// So many cases side by side; as many as there are accounts by default
    #[arg(long, short, value_name = "N", help_heading = "Verdict")]
    pub jobs: Option<usize>,
    /// Write a JSON report (`-` for standard output)
    #[arg(long, value_name = "FILE", help_heading = "Reports")]
    pub json: Option<PathBuf>,
    /// Write a JUnit report (`-` for standard output)
    #[arg(long, value_name = "FILE", help_heading = "Reports")]
    pub junit: Option<PathBuf>,
    /// Show every case
    #[arg(long, short, help_heading = "Reports")]
    pub verbose: bool,
    /// Use colours
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Reports"
    )]
    pub color: ColourArg,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum ColourArg {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
