//! `mailspec probe HOST`: shows what is there and writes a profile to start from.

use super::args::ProbeArgs;
use super::{Environment, Failed, exit, print};
use crate::report::failure::Paint;
use crate::session::tls::Tls;
use crate::target::probe::{Found, PORTS, look, profile};
use crate::target::profile::File;
use crate::transcript::states;
use std::time::Duration;
use tokio::task::JoinSet;

pub(super) async fn probe(args: &ProbeArgs, environment: &Environment) -> Result<u8, Failed> {
    let paint = if environment.colour {
        Paint::COLOURED
    } else {
        Paint::PLAIN
    };
    let within = Duration::try_from_secs_f64(args.timeout)
        .map_err(|_| Failed::usage("--timeout wants seconds"))?;
    let tls = Tls::new(None).map_err(Failed::usage)?;
    let mut ports = PORTS.to_vec();
    for text in &args.port {
        ports.push(port(text)?);
    }
    let mut tasks = JoinSet::new();
    for (number, protocol, implicit) in ports {
        let (host, tls) = (args.host.clone(), tls.clone());
        tasks.spawn(async move { look(&host, number, protocol, implicit, &tls, within).await });
    }
    let mut found: Vec<Found> = tasks.join_all().await;
    found.sort_by_key(|one| (one.protocol, one.implicit, one.port));
    for one in &found {
        show(one, paint);
    }
    if !found.iter().any(Found::answers) {
        return Err(Failed::unmet(format!(
            "nothing on {} greets as a mail server; name other ports with --port imap=1143",
            args.host
        )));
    }
    let mut file = File::default();
    file.target
        .insert(args.name.clone(), profile(&args.host, &found));
    let text = toml::to_string(&file).map_err(Failed::usage)?;
    let text = format!(
        "# Found by `mailspec probe {}`. Fill in the domain and the accounts, then: mailspec run --target {}\n{text}",
        args.host, args.name
    );
    match &args.write {
        None => print(&format!("\n{text}")),
        Some(path) => {
            use std::io::Write as _;
            std::fs::File::create_new(path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .map_err(|error| {
                    Failed::usage(format!("cannot write {}: {error}", path.display()))
                })?;
            print(&format!("\nwritten to {}\n", path.display()));
        }
    }
    Ok(exit::OK)
}

/// `imap=1143`, `imaps=1993`
fn port(text: &str) -> Result<(u16, crate::transcript::tree::Protocol, bool), Failed> {
    let wrong = || {
        Failed::usage(format!(
            "{text:?} is not of the form imap=1143 or imaps=1993"
        ))
    };
    let (name, number) = text.split_once('=').ok_or_else(wrong)?;
    let number = number.parse().map_err(|_| wrong())?;
    match states::protocol(name) {
        Some(protocol) => Ok((number, protocol, false)),
        None => {
            let protocol = name
                .strip_suffix('s')
                .and_then(states::protocol)
                .ok_or_else(wrong)?;
            Ok((number, protocol, true))
        }
    }
}

fn show(found: &Found, paint: Paint) {
    let name = format!(
        "{}{} {}",
        found.protocol,
        if found.implicit { "s" } else { "" },
        found.port
    );
    match &found.greeting {
        Err(why) => print(&format!("{:<16} {}\n", name, paint.dim(why))),
        Ok(greeting) => {
            print(&format!("{:<16} {greeting}\n", paint.bold(&name)));
            let upper: Vec<&str> = found
                .names
                .iter()
                .map(String::as_str)
                .filter(|name| !name.chars().any(char::is_lowercase))
                .collect();
            if !upper.is_empty() {
                print(&format!("{:<16} {}\n", "", upper.join(" ")));
            }
            if let Some((version, problem)) = &found.tls {
                let problem = problem
                    .as_ref()
                    .map(|what| format!(", certificate: {what}"))
                    .unwrap_or_default();
                print(&format!("{:<16} {version}{problem}\n", ""));
            }
        }
    }
}
