//! `mailspec check` and `mailspec watch`: what is judged without a run. Opens nothing.

use super::{CorpusArgs, StrictArg};
use clap::Args as ClapArgs;
use std::path::PathBuf;

/// `mailspec check`
#[derive(Debug, Clone, Default, ClapArgs)]
#[group(id = "capture", required = true, multiple = false, args = ["imap", "pop3", "pop2", "smtp", "lmtp"])]
pub struct CheckArgs {
    /// What an IMAP server sent, or a dialogue with `C: ` and `S: ` in front of the lines (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    pub imap: Option<PathBuf>,
    /// The same for POP3
    #[arg(long, value_name = "FILE")]
    pub pop3: Option<PathBuf>,
    /// The same for POP2
    #[arg(long, value_name = "FILE")]
    pub pop2: Option<PathBuf>,
    /// The same for SMTP and submission
    #[arg(long, value_name = "FILE")]
    pub smtp: Option<PathBuf>,
    /// The same for LMTP
    #[arg(long, value_name = "FILE")]
    pub lmtp: Option<PathBuf>,
    /// Extensions that were enabled before: IMAP4rev2, UTF8=ACCEPT, CONDSTORE, QRESYNC, SMTPUTF8, …
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub enabled: Vec<String>,
    /// The weakest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<StrictArg>,
    /// Tell every place, and not the first of each rule only
    #[arg(long)]
    pub all: bool,
    /// Rules that are known to be broken, with reasons: a known-failures file (TOML), as for run
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
}

/// `mailspec watch`
#[derive(Debug, Clone, Default, ClapArgs)]
#[group(id = "routes", required = true, multiple = true, args = ["imap", "pop3", "pop2", "smtp", "submission", "lmtp"])]
pub struct WatchArgs {
    /// Listen for IMAP and pass everything on, as in 127.0.0.1:0=mail.example.org:143 (port 0: a free one;
    /// tls:mail.example.org:993 speaks TLS to the server, so that clients in clear can be watched)
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub imap: Vec<(String, String)>,
    /// The same for POP3
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub pop3: Vec<(String, String)>,
    /// The same for POP2
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub pop2: Vec<(String, String)>,
    /// The same for SMTP
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub smtp: Vec<(String, String)>,
    /// The same for submission
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub submission: Vec<(String, String)>,
    /// The same for LMTP
    #[arg(long, value_name = "LISTEN=UPSTREAM", value_parser = route)]
    pub lmtp: Vec<(String, String)>,
    /// End when so many connections have ended; without it, when interrupted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub sessions: Option<u32>,
    /// Write the findings to this file at the end (`-` for standard output)
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Rules that are known to be broken, with reasons: a known-failures file (TOML), as for run
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
}

fn route(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((listen, upstream)) if listen.contains(':') && upstream.contains(':') => {
            Ok((listen.to_owned(), upstream.to_owned()))
        }
        _ => Err(
            "write HOST:PORT=HOST:PORT or HOST:PORT=tls:HOST:PORT: where to listen, and the server behind it"
                .into(),
        ),
    }
}
