//! What can be asked for on the command line: the subcommands, the larger ones below. Shapes only; nothing is opened or
//! resolved here.

mod capture;
mod run;
mod select;
mod serve;

pub use capture::{CheckArgs, WatchArgs};
pub use run::{ColourArg, DeliveryArg, RunArgs, TargetArgs};
pub use select::SelectArgs;
pub use serve::ServeArgs;

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

/// The weakest level that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrictArg {
    /// Only a broken MUST
    Must,
    /// A broken SHOULD too
    Should,
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
