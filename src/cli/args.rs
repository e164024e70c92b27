//! What can be asked for on the command line. Shapes only; nothing is opened or resolved here.

use crate::catalogue::Level;
use crate::transcript::states;
use crate::transcript::tree::Protocol;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Judges mail servers: SMTP, POP3 and IMAP, clause by clause.
#[derive(Debug, Parser)]
#[command(name = "mailspec", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
pub struct Args {
    /// What to do; `run` when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `run`.
    #[command(flatten)]
    pub run: RunArgs,
}

const EXIT_CODES: &str = "Exit codes of run: 0 as expected, 1 a requirement is broken or a known failure no longer \
    fails, 2 usage or a file that does not parse, 3 the target is unreachable or a precondition unmet, 4 nothing \
    selected. Reports are written in every case.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a server (the embedded one when no target is named)
    Run(Box<RunArgs>),
    /// Show the cases
    List(ListArgs),
    /// Show a requirement, a case with its dialogue, a rule, or a fault
    Explain(ExplainArgs),
    /// Show which requirements have cases
    Coverage(CoverageArgs),
    /// Lay transcripts out canonically
    Fmt(FmtArgs),
    /// Judge what a server sent, from a file, with no server at hand
    Check(CheckArgs),
    /// Stand between clients and a server and judge what the server sends
    Watch(WatchArgs),
    /// Find out what a host offers and write a profile to start from
    Probe(ProbeArgs),
    /// Run the reference server by itself
    Serve(Box<ServeArgs>),
    /// Print the JSON schema of a file format
    Schema(SchemaArgs),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Where the corpus comes from.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct CorpusArgs {
    /// A folder with transcripts/ and fixtures/ to use instead of the built-in corpus
    #[arg(long, value_name = "DIR", help_heading = "Corpus")]
    pub corpus: Option<PathBuf>,
}

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

/// The weakest level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrictArg {
    /// Only a broken MUST
    Must,
    /// A broken SHOULD too
    Should,
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

/// `mailspec list`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ListArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub select: SelectArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
    /// As JSON: id, title, protocols, requirements, level, tags
    #[arg(long)]
    pub json: bool,
    /// The rules that every session is held to, not the cases
    #[arg(long, conflicts_with_all = ["cases", "tag", "not_tag", "rfc", "only", "slow", "shard"])]
    pub rules: bool,
}

/// `mailspec explain`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ExplainArgs {
    /// A requirement (rfc1939/rset-unmarks), a case, a rule (imap/nz-number), or a fault
    #[arg(value_name = "ID")]
    pub what: String,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
}

/// `mailspec coverage`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct CoverageArgs {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub corpus: CorpusArgs,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Name every requirement without a case
    #[arg(long)]
    pub missing: bool,
}

/// `mailspec fmt`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct FmtArgs {
    /// Files or folders; `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Change nothing; exit 1 when something would change
    #[arg(long)]
    pub check: bool,
}

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

/// `mailspec probe`
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct ProbeArgs {
    /// Name or address
    #[arg(value_name = "HOST")]
    pub host: String,
    /// Ports to try besides 25, 465, 587, 2525, 110, 995, 143 and 993, as PROTOCOL=PORT
    #[arg(long, value_name = "PROTOCOL=PORT")]
    pub port: Vec<String>,
    /// How long each may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    pub timeout: f64,
    /// Write the profile to this file (never overwrites)
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// The name of the target in the profile
    #[arg(long, value_name = "NAME", default_value = "mine")]
    pub name: String,
}

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

/// `mailspec schema`
#[derive(Debug, Clone, ClapArgs)]
pub struct SchemaArgs {
    /// Which format
    pub format: SchemaArg,
}

/// The formats that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaArg {
    /// mailspec.toml
    Profile,
    /// The JSON report
    Report,
    /// The file of mailspec serve --config
    Serve,
}

fn protocol(text: &str) -> Result<Protocol, String> {
    states::protocol(&text.to_ascii_lowercase()).ok_or_else(|| {
        format!("{text:?} is no protocol: smtp, submission, lmtp, pop2, pop3 or imap")
    })
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
