//! `mailspec check`: what a server sent, judged by the rules, with no server at hand. Reads one file
//! or standard input; opens no connection.

mod capture;

use super::args::{CheckArgs, StrictArg};
use super::library::Library;
use super::{Environment, Failed, exit, print};
use crate::catalogue::{Catalogue, Level};
use crate::report::failure::Paint;
use crate::report::plural;
use crate::rules::Finding;
use crate::transcript::Colour;
use crate::transcript::tree::Protocol;
use crate::wire::visible;
use capture::{judge, steps};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub(super) fn check(args: &CheckArgs, environment: &Environment) -> Result<u8, Failed> {
    let library =
        Library::load(args.corpus.corpus.as_deref(), Colour::Plain).map_err(Failed::usage)?;
    let (protocol, path) = source(args)?;
    let shown = if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let octets =
        read(path).map_err(|error| Failed::usage(format!("cannot read {shown}: {error}")))?;
    known_extensions(protocol, &args.enabled)?;
    let steps = steps(&octets).map_err(|error| Failed::usage(format!("{shown}:{error}")))?;
    let judged = judge(protocol, &steps, &args.enabled);
    let paint = if environment.colour {
        Paint::COLOURED
    } else {
        Paint::PLAIN
    };
    let mut text = String::new();
    for (line, finding) in &judged.found {
        text += &show(finding, *line, &shown, &library.catalogue, paint);
        text.push('\n');
    }
    let musts = judged
        .found
        .iter()
        .filter(|(_, finding)| finding.rule.level == Level::Must)
        .count();
    if judged.cut > 0 {
        text += "the last response has no end, and was not judged: the capture stops there, or a literal or \
                 a multi-line response is announced longer than it is\n";
    }
    if judged
        .found
        .iter()
        .any(|(_, finding)| finding.rule.id.ends_with("/line-end"))
        && !octets.windows(2).any(|pair| pair == b"\r\n")
    {
        text += "no line of the file ends with CR LF: if an editor did that and not the server, put `S: ` in \
                 front of the lines\n";
    }
    if protocol == Protocol::Pop2 && !judged.client {
        text += "without the client's lines only the greeting of POP2 can be judged\n";
    }
    let responses = plural(judged.units, "response");
    let _ = match judged.found.len() {
        0 if judged.units == 0 => writeln!(text, "there is no response to judge"),
        0 => writeln!(text, "{responses}: no rule is broken"),
        all => writeln!(
            text,
            "{responses}: {}, {musts} of them MUST",
            plural(all, "finding")
        ),
    };
    print(&text);
    let level = match args.level {
        Some(StrictArg::Should) => Level::Should,
        _ => Level::Must,
    };
    let broken = judged
        .found
        .iter()
        .filter(|(_, finding)| finding.rule.level >= level)
        .count();
    Ok(match (judged.units, broken) {
        (0, _) => exit::NOTHING,
        (_, 0) => exit::OK,
        _ => exit::BROKEN,
    })
}

/// An extension that the rules know nothing of is a mistake of whoever wrote it.
fn known_extensions(protocol: Protocol, enabled: &[String]) -> Result<(), Failed> {
    let known: &[&str] = match protocol {
        Protocol::Imap => &[
            "IMAP4rev2",
            "UTF8=ACCEPT",
            "UTF8=ONLY",
            "CONDSTORE",
            "QRESYNC",
        ],
        Protocol::Pop3 => &["UTF8", "LANG", "RESP-CODES"],
        Protocol::Pop2 => &[],
        _ => &["SMTPUTF8", "ENHANCEDSTATUSCODES"],
    };
    let unknown = enabled
        .iter()
        .find(|name| !known.iter().any(|one| one.eq_ignore_ascii_case(name)));
    match unknown {
        None => Ok(()),
        Some(name) => Err(Failed::usage(format!(
            "{name:?} changes nothing in what a server of {protocol} may send; what does: {}",
            if known.is_empty() {
                "nothing".to_owned()
            } else {
                known.join(", ")
            }
        ))),
    }
}

fn source(args: &CheckArgs) -> Result<(Protocol, &PathBuf), Failed> {
    let sources = [
        (Protocol::Imap, &args.imap),
        (Protocol::Pop3, &args.pop3),
        (Protocol::Smtp, &args.smtp),
        (Protocol::Lmtp, &args.lmtp),
        (Protocol::Pop2, &args.pop2),
    ];
    sources
        .into_iter()
        .find_map(|(protocol, path)| path.as_ref().map(|path| (protocol, path)))
        .ok_or_else(|| {
            Failed::usage("name the file: --imap, --pop3, --pop2, --smtp or --lmtp FILE")
        })
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return std::fs::read(path);
    }
    let mut octets = Vec::new();
    std::io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
}

/// So much of a line is shown before and behind the octet.
const BEFORE: usize = 60;
const BEHIND: usize = 60;

fn show(finding: &Finding, line: usize, file: &str, catalogue: &Catalogue, paint: Paint) -> String {
    let rule = finding.rule;
    let clause = catalogue
        .get(rule.requirement)
        .map_or_else(|| rule.requirement.to_owned(), |entry| entry.clause());
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}  {}  {clause}, {}",
        paint.bold(rule.id),
        rule.level,
        rule.source()
    );
    let _ = writeln!(out, "  {}", rule.what);
    let _ = writeln!(out, "  {} {file}:{line}", paint.dim("-->"));
    let at = (finding.at - finding.from.min(finding.at)).min(finding.octets.len());
    let before = finding.octets.get(..at).unwrap_or_default();
    let start = before
        .iter()
        .rposition(|octet| *octet == b'\n')
        .map_or(0, |feed| feed + 1);
    let rest = finding.octets.get(at..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|octet| *octet == b'\n')
        .map_or(rest.len(), |feed| feed + 1);
    let mut left = visible(before.get(start..).unwrap_or_default());
    let mut right = visible(rest.get(..end).unwrap_or_default());
    if left.chars().count() > BEFORE {
        let cut = left.chars().count() - BEFORE;
        left = std::iter::once('…').chain(left.chars().skip(cut)).collect();
    }
    if right.chars().count() > BEHIND {
        right = right
            .chars()
            .take(BEHIND)
            .chain(std::iter::once('…'))
            .collect();
    }
    let _ = writeln!(out, "  {line:>4} | {left}{right}");
    let _ = writeln!(
        out,
        "       | {}^ {}",
        " ".repeat(left.chars().count()),
        finding.wants
    );
    let _ = writeln!(out, "  {} mailspec explain {}", paint.dim("more:"), rule.id);
    out
}
