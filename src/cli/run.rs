//! `mailspec run`: resolves the target, verifies it, runs the cases, writes the reports.

use super::args::{Args, ColourArg, DeliveryArg, RunArgs, StrictArg, TargetArgs};
use super::library::{Library, LibraryError, known_failures};
use super::{Environment, Failed, exit};
use crate::catalogue::Case;
use crate::catalogue::select::SelectError;
use crate::dialogue::secrets::Secrets;
use crate::report::Reporter;
use crate::report::failure::Paint;
use crate::report::json::Json;
use crate::report::junit::Junit;
use crate::report::terminal::{Terminal, Verbosity};
use crate::runner::{Event, Needs, Options, Setting, Summary, run as run_cases};
use crate::session::tls::Tls;
use crate::target::address::{add_account, add_service};
use crate::target::delivery::Postman;
use crate::target::preconditions::verify;
use crate::target::profile::{File, address_of};
use crate::target::spawn::Spawned;
use crate::target::{Delivery, Target, embedded};
use crate::transcript::Colour;
use crate::transcript::tree::Protocol;
use clap::CommandFactory as _;
use mailspec_reference_server::ReferenceServer;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub(super) async fn run(args: RunArgs, environment: &Environment) -> Result<u8, Failed> {
    let coloured = match args.color {
        ColourArg::Auto => environment.colour,
        ColourArg::Always => true,
        ColourArg::Never => false,
    };
    let colour = if coloured {
        Colour::Ansi
    } else {
        Colour::Plain
    };
    let mut reports = Reports::open(&args, coloured, environment)?;
    let result = prepare_and_run(&args, colour, environment, &mut reports).await;
    match result {
        Ok(summary) => {
            reports.finish()?;
            Ok(summary.exit_code(args.level == Some(StrictArg::Should)))
        }
        Err(failed) => {
            // The reports are written in every case; the exit code says why there is nothing in them.
            let first = failed.message.lines().next().unwrap_or_default().to_owned();
            reports.files_only(&Event::Ended(Box::new(Summary {
                stopped: Some(first),
                ..Summary::default()
            })));
            reports.finish()?;
            Err(failed)
        }
    }
}

async fn prepare_and_run(
    args: &RunArgs,
    colour: Colour,
    environment: &Environment,
    reports: &mut Reports,
) -> Result<Summary, Failed> {
    let mut library =
        Library::load(args.corpus.corpus.as_deref(), colour).map_err(Failed::usage)?;
    let cases = library
        .select(&args.select, colour)
        .map_err(|error| match error {
            // An option before the subcommand makes a case's name of it.
            LibraryError::Select(SelectError::Nothing(name, _))
                if Args::command().find_subcommand(&name).is_some() =>
            {
                Failed::usage(format!(
                    "options stand behind the subcommand: mailspec {name} --OPTION …"
                ))
            }
            LibraryError::Select(_) => Failed {
                message: error.to_string(),
                code: exit::NOTHING,
            },
            other => Failed::usage(other),
        })?;
    if cases.is_empty() {
        return Err(Failed {
            message: "nothing is selected; `mailspec list` shows the cases".into(),
            code: exit::NOTHING,
        });
    }
    let known = known_failures(args.known.as_deref(), &library.corpus)?;
    let (target, server) = resolve(&args.target, environment).await?;
    let tls = match &target.trust {
        Some(path) => {
            let pem = std::fs::read(path)
                .map_err(|error| Failed::usage(format!("cannot read {path}: {error}")))?;
            Tls::new(Some(&pem))
        }
        None => match &server {
            Some(server) => Tls::new(Some(server.certificate_pem().as_bytes())),
            None => Tls::new(None),
        },
    }
    .map_err(Failed::usage)?;
    let mut spawned = match &args.target.spawn {
        None => None,
        Some(command) => {
            let mut spawned =
                Spawned::start(command, Secrets::new(target.secrets())).map_err(Failed::unmet)?;
            if let Err(error) = spawned
                .greeted(&target, Duration::from_secs(args.target.spawn_wait))
                .await
            {
                spawned.stop().await;
                return Err(Failed::unmet(error));
            }
            Some(spawned)
        }
    };
    let output = spawned.as_ref().map(Spawned::output);
    let postman = Postman {
        target,
        tls,
        store: server.as_ref().map(|server| server.store().clone()),
    };
    let result = async {
        let (wanted, accounts, mail) = wants(&cases);
        let verified = verify(&postman, &wanted, accounts, mail)
            .await
            .map_err(|error| {
                Failed::unmet(format!(
                    "the target {:?} cannot be tested: {error}",
                    postman.target.name
                ))
            })?;
        let setting = Setting {
            postman: postman.clone(),
            verified,
            fixtures: library.fixtures.clone(),
            catalogue: Arc::clone(&library.catalogue),
        };
        let options = Options {
            fail_fast: args.fail_fast,
            retries: args.retries,
            jobs: args.jobs,
            strict: args.level == Some(StrictArg::Should),
            keep_dialogue: false,
        };
        Ok(
            run_cases(setting, cases, &known, &options, output, &mut |event| {
                reports.event(&event)
            })
            .await,
        )
    }
    .await;
    if let Some(spawned) = spawned.take() {
        spawned.stop().await;
    }
    if let Some(server) = server {
        server.shutdown().await;
    }
    result
}

/// Which protocols the cases speak, whether any logs in, whether any needs mail delivered.
fn wants(cases: &[Case]) -> (BTreeSet<Protocol>, bool, bool) {
    let mut protocols = BTreeSet::new();
    let (mut accounts, mut mail) = (false, false);
    for case in cases {
        let needs = Needs::of(case);
        protocols.extend(needs.sessions.iter().map(|session| session.protocol));
        accounts |= needs.account;
        // IMAP and POP3 servers may announce a capability only to those who are in.
        accounts |= case.transcript.header.requires.is_some()
            && needs
                .sessions
                .iter()
                .any(|session| matches!(session.protocol, Protocol::Imap | Protocol::Pop3));
        mail |= needs.messages || needs.clean && needs.account;
    }
    (protocols, accounts, mail)
}

/// The target, and the embedded server when that is it.
async fn resolve(
    args: &TargetArgs,
    environment: &Environment,
) -> Result<(Target, Option<ReferenceServer>), Failed> {
    let addresses = [
        (Protocol::Smtp, false, &args.smtp),
        (Protocol::Smtp, true, &args.smtps),
        (Protocol::Submission, false, &args.submission),
        (Protocol::Submission, true, &args.submissions),
        (Protocol::Lmtp, false, &args.lmtp),
        (Protocol::Pop3, false, &args.pop3),
        (Protocol::Pop3, true, &args.pop3s),
        (Protocol::Pop2, false, &args.pop2),
        (Protocol::Imap, false, &args.imap),
        (Protocol::Imap, true, &args.imaps),
    ];
    let named = addresses.iter().any(|(_, _, address)| address.is_some());
    let is_embedded = !named && args.target.as_deref().is_none_or(|name| name == "embedded");
    if is_embedded {
        if args.spawn.is_some() {
            return Err(Failed::usage(
                "--spawn starts a server of yours: say where it listens (--imap, --target, …)",
            ));
        }
        return embedded::start(&args.fault)
            .await
            .map(|(target, server)| (target, Some(server)))
            .map_err(Failed::usage);
    }
    if !args.fault.is_empty() {
        return Err(Failed::usage(
            "--fault is for the embedded server; a server of yours has its own",
        ));
    }
    let mut target = match &args.target {
        Some(name) => profile(&args.config, name, environment)?,
        None => Target::empty("the command line"),
    };
    if let Some(domain) = &args.domain {
        target.domain.clone_from(domain);
    }
    for (protocol, implicit, address) in addresses {
        if let Some(address) = address {
            add_service(&mut target, protocol, implicit, address).map_err(Failed::usage)?;
        }
    }
    for text in &args.account {
        let (user, password) = text
            .split_once(':')
            .ok_or_else(|| Failed::usage("--account wants USER:PASSWORD"))?;
        add_account(&mut target, user.to_owned(), password.to_owned());
    }
    if args.target.is_none() {
        let domain = target.domain.clone();
        for account in &mut target.accounts {
            let account = Arc::make_mut(account);
            account.address = address_of(&account.user, &domain);
        }
    }
    if let Some(way) = args.delivery {
        target.delivery = match way {
            DeliveryArg::Smtp => Delivery::Smtp,
            DeliveryArg::Lmtp => Delivery::Lmtp,
            DeliveryArg::ImapAppend => Delivery::ImapAppend,
        };
    }
    if let Some(seconds) = args.timeout {
        target.timeout = Duration::try_from_secs_f64(seconds)
            .ok()
            .filter(|time| !time.is_zero())
            .ok_or_else(|| Failed::usage(format!("--timeout {seconds} is no length of time")))?;
    }
    if let Some(path) = &args.trust {
        target.trust = Some(path.display().to_string());
    }
    target.settle();
    Ok((target, None))
}

fn profile(path: &Path, name: &str, environment: &Environment) -> Result<Target, Failed> {
    let text = read(path)?;
    let file: File = toml::from_str(&text)
        .map_err(|error| Failed::usage(format!("{}: {error}", path.display())))?;
    let Some(profile) = file.target.get(name) else {
        let names: Vec<&str> = file.target.keys().map(String::as_str).collect();
        let known = if names.is_empty() {
            "it names none".into()
        } else {
            format!("it names {}", names.join(", "))
        };
        return Err(Failed::usage(format!(
            "{} has no target {name:?}; {known}",
            path.display()
        )));
    };
    let mut target = profile
        .resolve(name, &environment.variable)
        .map_err(Failed::usage)?;
    // Paths in a profile are relative to it.
    if let (Some(trust), Some(folder)) = (&target.trust, path.parent()) {
        target.trust = Some(folder.join(trust).display().to_string());
    }
    Ok(target)
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path)
        .map_err(|error| Failed::usage(format!("cannot read {}: {error}", path.display())))
}

/// The reporters of a run.
struct Reports {
    terminal: Option<Box<dyn Reporter>>,
    files: Vec<(String, Box<dyn Reporter>)>,
    failed: Option<String>,
}

impl Reports {
    fn open(args: &RunArgs, coloured: bool, environment: &Environment) -> Result<Self, Failed> {
        let is_stdout = |path: &Option<std::path::PathBuf>| path.as_deref() == Some(Path::new("-"));
        if is_stdout(&args.json) && is_stdout(&args.junit) {
            return Err(Failed::usage("only one report can go to standard output"));
        }
        let mut files: Vec<(String, Box<dyn Reporter>)> = Vec::new();
        if let Some(path) = &args.json {
            files.push((
                path.display().to_string(),
                Box::new(Json::new(writer(path)?)),
            ));
        }
        if let Some(path) = &args.junit {
            files.push((
                path.display().to_string(),
                Box::new(Junit::new(writer(path)?)),
            ));
        }
        let paint = if coloured {
            Paint::COLOURED
        } else {
            Paint::PLAIN
        };
        let verbosity = if args.verbose {
            Verbosity::Verbose
        } else {
            Verbosity::Normal
        };
        let terminal: Option<Box<dyn Reporter>> = if is_stdout(&args.json) || is_stdout(&args.junit)
        {
            None
        } else {
            Some(Box::new(Terminal::new(
                io::stdout(),
                paint,
                verbosity,
                environment.interactive,
            )))
        };
        Ok(Reports {
            terminal,
            files,
            failed: None,
        })
    }

    fn event(&mut self, event: &Event) {
        if let Some(terminal) = &mut self.terminal {
            // A terminal that has gone does not stop the run, nor the other reports.
            let _ = terminal.event(event);
        }
        self.files_only(event);
    }

    fn files_only(&mut self, event: &Event) {
        for (name, reporter) in &mut self.files {
            if let Err(error) = reporter.event(event) {
                self.failed
                    .get_or_insert(format!("cannot write {name}: {error}"));
            }
        }
    }

    fn finish(&mut self) -> Result<(), Failed> {
        match self.failed.take() {
            None => Ok(()),
            Some(message) => Err(Failed::usage(message)),
        }
    }
}

fn writer(path: &Path) -> Result<Box<dyn Write + Send>, Failed> {
    if path == Path::new("-") {
        return Ok(Box::new(io::BufWriter::new(io::stdout())));
    }
    let file = std::fs::File::create(path)
        .map_err(|error| Failed::usage(format!("cannot write {}: {error}", path.display())))?;
    Ok(Box::new(io::BufWriter::new(file)))
}
