//! `mailspec watch`: a transparent proxy that judges, until it is interrupted or so many connections
//! have ended. Prints what it listens on first, one a line, then each finding as it comes.

use super::args::WatchArgs;
use super::library::{Library, known_failures};
use super::serve::stopped;
use super::{Environment, Failed, exit, print};
use crate::report::failure::{Paint, finding_story};
use crate::report::plural;
use crate::report::watch::WatchReport;
use crate::session::tls::Tls;
use crate::transcript::Colour;
use crate::transcript::tree::Protocol;
use crate::watch::{Event, Route, Tally, Unread, Watch};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

pub(super) async fn watch(args: &WatchArgs, environment: &Environment) -> Result<u8, Failed> {
    let library =
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
    let known = known_failures(args.known.as_deref(), &library.corpus)?;
    let routes = routes(args);
    let tls = Tls::new(None).map_err(Failed::usage)?;
    let mut watch = Watch::open(routes.clone(), library.catalogue, known, tls)
        .await
        .map_err(Failed::unmet)?;
    let mut shown = Vec::new();
    for ((protocol, address), route) in watch.addresses().into_iter().zip(&routes) {
        print(&format!("{protocol} {} {}\n", address.ip(), address.port()));
        let tls = if route.tls { "tls:" } else { "" };
        shown.push(format!("{protocol} {address} {tls}{}", route.upstream));
    }
    let _ = std::io::stdout().flush();
    let paint = if environment.colour {
        Paint::COLOURED
    } else {
        Paint::PLAIN
    };
    let limit = args
        .sessions
        .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    {
        let mut watched = watch.begin(limit);
        let mut stop = std::pin::pin!(stopped());
        loop {
            let event = tokio::select! {
                event = watched.next() => event,
                () = &mut stop => None,
            };
            match event {
                None => break,
                Some(Event::Found(found)) => print(&format!("\n{}", finding_story(&found, paint))),
                Some(Event::Note(note)) => print(&format!("{note}\n")),
            }
            let _ = std::io::stdout().flush();
        }
    }
    watch.with_tally(|tally| {
        print(&summary(tally));
        if let Some(path) = &args.json {
            write_json(path, &WatchReport::new(shown, tally))?;
        }
        Ok(if tally.is_broken() {
            exit::BROKEN
        } else if tally.sessions > 0 && tally.unreached == tally.sessions {
            exit::UNMET
        } else {
            exit::OK
        })
    })
}

fn routes(args: &WatchArgs) -> Vec<Route> {
    let all = [
        (Protocol::Smtp, &args.smtp),
        (Protocol::Submission, &args.submission),
        (Protocol::Lmtp, &args.lmtp),
        (Protocol::Pop3, &args.pop3),
        (Protocol::Pop2, &args.pop2),
        (Protocol::Imap, &args.imap),
    ];
    let of = |(protocol, routes): (Protocol, &Vec<(String, String)>)| {
        let route = |(listen, upstream): &(String, String)| Route {
            protocol,
            listen: listen.clone(),
            upstream: upstream.strip_prefix("tls:").unwrap_or(upstream).to_owned(),
            tls: upstream.starts_with("tls:"),
        };
        routes.iter().map(route).collect::<Vec<_>>()
    };
    all.into_iter().flat_map(of).collect()
}

/// The rules that were broken, with how many times, and how much was judged.
fn summary(tally: &Tally) -> String {
    let mut text = String::from("\n");
    for found in tally.findings() {
        let times = plural(found.count, "time");
        let rule = found.finding.rule;
        let known = if found.known.is_some() { ", known" } else { "" };
        let _ = writeln!(text, "{:<44} {:<6}  {times}{known}", rule.id, rule.level);
    }
    let responses = plural(
        usize::try_from(tally.units).unwrap_or(usize::MAX),
        "response",
    );
    let _ = write!(
        text,
        "{}, {responses}: ",
        plural(tally.sessions, "connection")
    );
    let _ = match tally.findings().count() {
        0 => writeln!(text, "no rule is broken"),
        broken => writeln!(text, "{} broken", plural(broken, "rule")),
    };
    for (unread, (connections, octets)) in &tally.unread {
        let _ = writeln!(
            text,
            "not judged: {octets} octets of {}, {}",
            plural(*connections, "connection"),
            unread.summary()
        );
    }
    if tally
        .unread
        .keys()
        .any(|unread| *unread != Unread::Compressed)
    {
        text +=
            "(to look into TLS: tls:HOST:PORT as the upstream, and clients that talk in clear)\n";
    }
    text
}

fn write_json(path: &Path, report: &WatchReport) -> Result<(), Failed> {
    let text = serde_json::to_string_pretty(report)
        .map_err(|error| Failed::usage(format!("cannot write the report: {error}")))?
        + "\n";
    if path.as_os_str() == "-" {
        print(&text);
        return Ok(());
    }
    std::fs::write(path, text)
        .map_err(|error| Failed::usage(format!("cannot write {}: {error}", path.display())))
}
