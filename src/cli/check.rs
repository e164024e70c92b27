//! `mailspec check`: what a server sent, judged by the rules, with no server at hand. Reads one file
//! or standard input; opens no connection.

mod capture;
mod findings;
mod judge;
mod session;
#[cfg(test)]
mod tests;

use super::args::{CheckArgs, StrictArg};
use super::library::{Library, known_failures};
use super::{Environment, Failed, exit, print};
use crate::catalogue::known::{Known, KnownFailures};
use crate::catalogue::{Catalogue, Level};
use crate::report::failure::Paint;
use crate::report::{place, plural};
use crate::rules::Finding;
use crate::transcript::Colour;
use crate::transcript::tree::Protocol;
use crate::wire::visible;
use capture::steps;
use findings::{Broken, Judged};
use judge::judge;
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
    let known = known_failures(args.known.as_deref(), &library.corpus)?;
    let judged = judge(protocol, &steps, &args.enabled, args.all);
    let paint = if environment.colour {
        Paint::COLOURED
    } else {
        Paint::PLAIN
    };
    let mut text = String::new();
    for broken in &judged.broken {
        let known = known.rule(broken.rule.id);
        text += &show(broken, known, &shown, &library.catalogue, paint);
        text.push('\n');
    }
    text += &remarks(protocol, &judged, &octets);
    text += &summary(&judged, &known);
    print(&text);
    let level = match args.level {
        Some(StrictArg::Should) => Level::Should,
        _ => Level::Must,
    };
    let broken = judged
        .broken
        .iter()
        .any(|one| one.rule.level >= level && known.rule(one.rule.id).is_none());
    Ok(match (judged.units, broken) {
        (0, _) => exit::NOTHING,
        (_, false) => exit::OK,
        _ => exit::BROKEN,
    })
}

/// What a reader should know of the capture beside the findings.
fn remarks(protocol: Protocol, judged: &Judged, octets: &[u8]) -> String {
    let mut text = String::new();
    if judged.cut > 0 {
        text += "the last response has no end, and was not judged: the capture stops there, or a literal or \
                 a multi-line response is announced longer than it is\n";
    }
    if judged
        .broken
        .iter()
        .any(|one| one.rule.id.ends_with("/line-end"))
        && !octets.windows(2).any(|pair| pair == b"\r\n")
    {
        text += "no line of the file ends with CR LF: if an editor did that and not the server, put `S: ` in \
                 front of the lines\n";
    }
    if judged.raw && resembles_dialogue(octets) {
        text += "the lines seem to be of both sides: begin each with `C: ` or `S: ` and nothing before it, and they \
                 are read as a dialogue\n";
    }
    let eight_bit = |one: &Broken| one.rule.id.ends_with("-8bit");
    if !judged.client && judged.broken.iter().any(eight_bit) {
        let name = match protocol {
            Protocol::Imap => "UTF8=ACCEPT",
            Protocol::Pop3 => "UTF8",
            _ => "SMTPUTF8",
        };
        text += &format!(
            "what the client asked for is not in the file: if it was {name}, say so with `--enabled {name}`\n"
        );
    }
    if judged.units == 0 && judged.client {
        text += "only the client's lines are there\n";
    }
    if protocol == Protocol::Pop2 && !judged.client {
        text += "without the client's lines only the greeting of POP2 can be judged\n";
    }
    text
}

/// Whether most of the first lines have a mark of a side somewhere near their beginning: in lower case, behind a
/// timestamp, or as an arrow.
fn resembles_dialogue(octets: &[u8]) -> bool {
    const LOOKED_AT: usize = 20;
    const NEAR: usize = 40;
    let marks: [&[u8]; 6] = [b"s: ", b"c: ", b"< ", b"> ", b"server: ", b"client: "];
    let lines = octets.split(|octet| *octet == b'\n').take(LOOKED_AT);
    let lines: Vec<Vec<u8>> = lines
        .filter(|line| !line.trim_ascii().is_empty())
        .map(|line| line.get(..NEAR).unwrap_or(line).to_ascii_lowercase())
        .collect();
    let marked = |line: &&Vec<u8>| {
        let behind = |at: usize| at == 0 || line.get(at - 1) == Some(&b' ');
        (0..line.len()).any(|at| {
            let rest = line.get(at..).unwrap_or_default();
            behind(at) && marks.iter().any(|mark| rest.starts_with(mark))
        })
    };
    lines.len() > 1 && lines.iter().filter(marked).count() * 2 > lines.len()
}

/// One line on what was judged and what it came to.
fn summary(judged: &Judged, known: &KnownFailures) -> String {
    let responses = plural(judged.units, "response");
    if judged.broken.is_empty() {
        return match judged.units {
            0 => "there is no response to judge\n".to_owned(),
            _ => format!("{responses}: no rule is broken\n"),
        };
    }
    let rules = |which: &dyn Fn(&Broken) -> bool| {
        let all = judged.broken.iter();
        all.filter(|one| which(one)).count()
    };
    let musts = rules(&|one| one.rule.level == Level::Must);
    let accepted = rules(&|one| known.rule(one.rule.id).is_some());
    let accepted = match accepted {
        0 => String::new(),
        some => format!(", {some} known"),
    };
    format!(
        "{responses}: {} broken, {musts} of them MUST{accepted} ({})\n",
        plural(judged.broken.len(), "rule"),
        plural(judged.count(), "finding")
    )
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
            "UIDONLY",
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

/// So many characters of the lines before are shown.
const SHOWN: usize = 120;

/// A rule that is broken: what it is, the first place with the dialogue before it, and where else.
fn show(
    broken: &Broken,
    known: Option<&Known>,
    file: &str,
    catalogue: &Catalogue,
    paint: Paint,
) -> String {
    let rule = broken.rule;
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
    for (place, (line, finding)) in broken.found.iter().enumerate() {
        let _ = writeln!(out, "  {} {file}:{line}", paint.dim("-->"));
        if place == 0 {
            for said in &broken.before {
                let side = if said.client { "C" } else { "S" };
                let shown = place::cut(&visible(&said.octets), SHOWN);
                let _ = writeln!(out, "  {:>4} | {side}: {shown}", said.line);
            }
        }
        pointed(&mut out, finding, *line);
    }
    if broken.count > broken.found.len() {
        let lines: Vec<String> = broken.lines.iter().map(usize::to_string).collect();
        let more = broken.count - 1 - broken.lines.len();
        let more = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = writeln!(
            out,
            "  {} {}, the {} {}{more}",
            paint.dim("broken:"),
            plural(broken.count, "time"),
            if lines.len() == 1 {
                "other in line"
            } else {
                "others in lines"
            },
            lines.join(", ")
        );
    }
    if let Some(known) = known {
        place::known(&mut out, known, paint);
    }
    place::more(&mut out, rule.id, paint);
    out
}

/// The line of a response in which a rule is broken, and the octet in it.
fn pointed(out: &mut String, finding: &Finding, line: usize) {
    let Some(place) = place::place(finding) else {
        let _ = writeln!(out, "  {line:>4} | (the server closes the connection)");
        let _ = writeln!(out, "       | ^ {}", finding.wants);
        return;
    };
    let _ = writeln!(out, "  {line:>4} | S: {}{}", place.before, place.behind);
    let room = " ".repeat(place.before.chars().count());
    let _ = writeln!(out, "       |    {room}^ {}", finding.wants);
}
