//! Arguments to work and back to an exit code: one file a subcommand. What was asked (arguments) and
//! what will be done (resolved) are two types. Errors become text here and nowhere else.

mod args;
mod check;
mod coverage;
mod explain;
mod fmt;
mod library;
mod list;
mod probe;
mod run;
mod schema;
mod serve;
mod serve_file;
mod watch;

pub use args::{Args, RunArgs};
pub use library::{Library, LibraryError};

use args::Command;
use clap::{CommandFactory as _, Parser as _};
use std::ffi::OsString;
use std::io::Write as _;

/// Exit codes of every subcommand.
pub mod exit {
    /// As expected.
    pub const OK: u8 = 0;
    /// A requirement is broken, or a known failure no longer fails.
    pub const BROKEN: u8 = 1;
    /// Usage, or a transcript or profile that does not parse.
    pub const USAGE: u8 = 2;
    /// The target is unreachable or a precondition is unmet.
    pub const UNMET: u8 = 3;
    /// Nothing was selected.
    pub const NOTHING: u8 = 4;
}

/// What `main` has read of the world.
#[derive(Debug, Clone, Copy)]
pub struct Environment {
    /// Looks a variable up.
    pub variable: fn(&str) -> Option<String>,
    /// Standard output shows colours.
    pub colour: bool,
    /// Standard error is a person's terminal.
    pub interactive: bool,
}

/// An error on its way to standard error.
#[derive(Debug)]
pub struct Failed {
    /// What happened, where, what to do; may have several lines.
    pub message: String,
    /// The exit code.
    pub code: u8,
}

impl Failed {
    /// Something is wrong with what was asked.
    pub fn usage(message: impl ToString) -> Self {
        Failed {
            message: message.to_string(),
            code: exit::USAGE,
        }
    }
    /// The target is not as described.
    pub fn unmet(message: impl ToString) -> Self {
        Failed {
            message: message.to_string(),
            code: exit::UNMET,
        }
    }
}

/// Runs the program. Gives the exit code.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                exit::USAGE
            } else {
                exit::OK
            };
        }
    };
    match dispatch(args, environment) {
        Ok(code) => code,
        Err(failed) => {
            let mut stderr = std::io::stderr().lock();
            let _ = writeln!(stderr, "mailspec: {}", failed.message.trim_end());
            failed.code
        }
    }
}

fn dispatch(args: Args, environment: &Environment) -> Result<u8, Failed> {
    let serves = matches!(args.command, Some(Command::Serve(_)));
    let work = async {
        match args.command {
            None => run::run(args.run, environment).await,
            Some(Command::Run(args)) => run::run(*args, environment).await,
            Some(Command::List(args)) => list::list(&args),
            Some(Command::Explain(args)) => explain::explain(&args, environment),
            Some(Command::Coverage(args)) => coverage::coverage(&args),
            Some(Command::Check(args)) => check::check(&args, environment),
            Some(Command::Fmt(args)) => fmt::fmt(&args, environment),
            Some(Command::Watch(args)) => watch::watch(&args, environment).await,
            Some(Command::Probe(args)) => probe::probe(&args, environment).await,
            Some(Command::Serve(args)) => serve::serve(&args).await,
            Some(Command::Schema(args)) => schema::schema(&args),
            Some(Command::Completions { shell }) => {
                clap_complete::generate(
                    shell,
                    &mut Args::command(),
                    "mailspec",
                    &mut std::io::stdout(),
                );
                Ok(exit::OK)
            }
        }
    };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if serves {
        // Its clients are most often on the same machine: a processor is left to them.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        runtime.worker_threads(processors.saturating_sub(1).max(1));
    }
    runtime
        .enable_all()
        .build()
        .map_err(|error| Failed {
            message: format!("cannot start: {error}"),
            code: exit::UNMET,
        })?
        .block_on(work)
}

/// Prints to standard output. A reader that has gone (`| head`) is no error.
fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
