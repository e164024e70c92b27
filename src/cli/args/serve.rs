//! `mailspec serve`: where the reference server listens, and what it does there. Starts nothing.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// `mailspec serve`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ServeArgs {
    /// Listen for SMTP, for example on 127.0.0.1:2525 (port 0: a free one)
    #[arg(long, value_name = "ADDRESS")]
    pub smtp: Vec<String>,
    /// Listen for SMTP with TLS from the first octet
    #[arg(long, value_name = "ADDRESS")]
    pub smtps: Vec<String>,
    /// Listen for submission
    #[arg(long, value_name = "ADDRESS")]
    pub submission: Vec<String>,
    /// Listen for submission with TLS from the first octet
    #[arg(long, value_name = "ADDRESS")]
    pub submissions: Vec<String>,
    /// Listen for LMTP
    #[arg(long, value_name = "ADDRESS")]
    pub lmtp: Vec<String>,
    /// Listen for POP3
    #[arg(long, value_name = "ADDRESS")]
    pub pop3: Vec<String>,
    /// Listen for POP3 with TLS from the first octet
    #[arg(long, value_name = "ADDRESS")]
    pub pop3s: Vec<String>,
    /// Listen for POP2
    #[arg(long, value_name = "ADDRESS")]
    pub pop2: Vec<String>,
    /// Listen for IMAP
    #[arg(long, value_name = "ADDRESS")]
    pub imap: Vec<String>,
    /// Listen for IMAP with TLS from the first octet
    #[arg(long, value_name = "ADDRESS")]
    pub imaps: Vec<String>,
    /// An account
    #[arg(long, value_name = "NAME:PASSWORD")]
    pub account: Vec<String>,
    /// Everything below, and more, from a TOML file (mailspec schema serve); arguments add to it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The domain that is delivered locally; example.test when not given
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// Switch a fault on
    #[arg(long, value_name = "NAME")]
    pub fault: Vec<String>,
    /// Make trouble: delay:500ms, dribble, close-after:100, reply:RCPT:2=451 4.3.0 try again, silence:NOOP,
    /// close:DATA; imap/… on one service only, …%20 with a probability
    #[arg(long, value_name = "TEXT")]
    pub trouble: Vec<String>,
    /// Serve the HTTP control API (docs/openapi.yaml), on a free port of 127.0.0.1 when no address is given
    #[cfg(feature = "control")]
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:0")]
    pub control: Option<String>,
    /// Log connections to standard error: error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<tracing::Level>,
    /// Show the faults and what they break, and end
    #[arg(long)]
    pub list_faults: bool,
    /// Write the server's certificate to this file, for clients that verify
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Print every octet that comes and goes to standard error (and keep none for the control API)
    #[arg(long)]
    pub wire_log: bool,
}
