//! `mailspec check`: what a server sent, judged by the rules, with no server at hand. Reads one file
//! or standard input; opens no connection.

use super::args::CheckArgs;
use super::library::Library;
use super::{Environment, Failed, exit, print};
use crate::catalogue::{Catalogue, Level};
use crate::report::failure::Paint;
use crate::report::plural;
use crate::rules::{Finding, SessionRules, Shared};
use crate::transcript::Colour;
use crate::transcript::tree::Protocol;
use crate::wire::{Shape, Unit, framer, visible};
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
    let responses = plural(judged.units, "response");
    let _ = match judged.found.len() {
        0 => writeln!(text, "{responses}: no rule is broken"),
        all => writeln!(
            text,
            "{responses}: {}, {musts} of them MUST",
            plural(all, "finding")
        ),
    };
    print(&text);
    Ok(match (judged.units, musts) {
        (0, _) => exit::NOTHING,
        (_, 0) => exit::OK,
        _ => exit::BROKEN,
    })
}

fn source(args: &CheckArgs) -> Result<(Protocol, &PathBuf), Failed> {
    let sources = [
        (Protocol::Imap, &args.imap),
        (Protocol::Pop3, &args.pop3),
        (Protocol::Smtp, &args.smtp),
        (Protocol::Lmtp, &args.lmtp),
    ];
    sources
        .into_iter()
        .find_map(|(protocol, path)| path.as_ref().map(|path| (protocol, path)))
        .ok_or_else(|| Failed::usage("name the file: --imap, --pop3, --smtp or --lmtp FILE"))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return std::fs::read(path);
    }
    let mut octets = Vec::new();
    std::io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
}

/// One thing that happens, and the line of the file where it stands.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Client(Vec<u8>),
    Server(Vec<u8>, usize),
    Tls,
}

/// A dialogue if the first line that says anything is one; a raw capture otherwise.
fn steps(octets: &[u8]) -> Result<Vec<Step>, String> {
    let lines = || octets.split_inclusive(|octet| *octet == b'\n').enumerate();
    let text = |line: &[u8]| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line).to_vec()
    };
    let first = lines()
        .map(|(_, line)| text(line))
        .find(|line| !line.is_empty() && !line.starts_with(b"#"));
    if !first.is_some_and(|line| line.starts_with(b"C:") || line.starts_with(b"S:")) {
        return Ok(lines()
            .map(|(number, line)| Step::Server(line.to_vec(), number + 1))
            .collect());
    }
    let mut steps = Vec::new();
    for (number, line) in lines() {
        let line = text(line);
        let said = |from: usize| {
            let said = line.get(from..).unwrap_or_default();
            [said.strip_prefix(b" ").unwrap_or(said), b"\r\n"].concat()
        };
        match line.get(..2) {
            Some(b"C:") => steps.push(Step::Client(said(2))),
            Some(b"S:") => steps.push(Step::Server(said(2), number + 1)),
            _ if line == b"@starttls" => steps.push(Step::Tls),
            _ if line.is_empty() || line.starts_with(b"#") => {}
            _ => {
                return Err(format!(
                    "{}: a line of a dialogue begins with `C: ` or `S: `, or is `@starttls`",
                    number + 1
                ));
            }
        }
    }
    Ok(steps)
}

struct Judged {
    units: usize,
    /// Each with its line in the file.
    found: Vec<(usize, Finding)>,
}

fn judge(protocol: Protocol, steps: &[Step], enabled: &[String]) -> Judged {
    let mut rules = if begins_with_greeting(protocol, steps) {
        SessionRules::new(protocol)
    } else {
        SessionRules::midway(protocol)
    };
    rules.enable(enabled.iter().map(String::as_str));
    let mut shared = Shared::default();
    let mut judged = Judged {
        units: 0,
        found: Vec::new(),
    };
    // Where each line of the file begins among the server's octets, and where the next unit does.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let (mut came, mut begun) = (0, 0);
    let mut tell = |unit: &Unit, rules: &mut SessionRules, places: &[(usize, usize)]| {
        judged.units += 1;
        for finding in rules.unit(unit, &mut shared) {
            let at = begun + finding.at.min(unit.octets.len().saturating_sub(1));
            let place = places
                .partition_point(|(from, _)| *from <= at)
                .checked_sub(1);
            let line = place
                .and_then(|place| places.get(place))
                .map_or(0, |(_, line)| *line);
            judged.found.push((line, finding));
        }
        begun += unit.octets.len();
    };
    if protocol == Protocol::Pop3 && !steps.iter().any(|step| matches!(step, Step::Client(_))) {
        let lines = steps.iter().filter_map(|step| match step {
            Step::Server(octets, line) => Some((octets.as_slice(), *line)),
            _ => None,
        });
        for (octets, line) in lines.clone() {
            places.push((came, line));
            came += octets.len();
        }
        for unit in pop3_units(lines.map(|(octets, _)| octets)) {
            tell(&unit, &mut rules, &places);
        }
        return judged;
    }
    let mut framer = framer(protocol);
    for step in steps {
        match step {
            Step::Client(octets) => {
                framer.sent(octets);
                rules.sent(octets);
            }
            Step::Server(octets, line) => {
                places.push((came, *line));
                came += octets.len();
                framer.received(octets);
                while let Some(unit) = framer.next() {
                    tell(&unit, &mut rules, &places);
                }
            }
            Step::Tls => {
                framer.reset();
                rules.tls_started();
            }
        }
    }
    if let Some(unit) = framer.finish() {
        tell(&unit, &mut rules, &places);
    }
    judged
}

/// Without the commands nobody knows what is multi-line: what follows +OK and is no status line is.
fn pop3_units<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut open = false;
    for line in lines {
        let status =
            line.starts_with(b"+OK") || line.starts_with(b"-ERR") || line.starts_with(b"+ ");
        let body = open && (!status || is_multiline(units.last()));
        if let (Some(unit), true) = (units.last_mut(), body) {
            unit.octets.extend_from_slice(line);
            unit.shape = Shape::Status {
                ok: Some(true),
                multiline: true,
            };
            open = line != b".\r\n" && line != b".\n";
            continue;
        }
        let ok = line.starts_with(b"+OK");
        let shape = if line.starts_with(b"+ ") {
            Shape::Challenge
        } else {
            Shape::Status {
                ok: Some(ok),
                multiline: false,
            }
        };
        units.push(Unit {
            octets: line.to_vec(),
            shape,
            flaws: Vec::new(),
        });
        open = ok;
    }
    units
}

fn is_multiline(unit: Option<&Unit>) -> bool {
    matches!(
        unit,
        Some(Unit {
            shape: Shape::Status {
                multiline: true,
                ..
            },
            ..
        })
    )
}

/// Whether the first thing that the server says can be a greeting.
fn begins_with_greeting(protocol: Protocol, steps: &[Step]) -> bool {
    let Some(Step::Server(line, _)) = steps.first() else {
        return false;
    };
    let starts = |words: &[&[u8]]| words.iter().any(|word| line.starts_with(word));
    match protocol {
        Protocol::Imap => starts(&[b"* OK", b"* PREAUTH", b"* BYE", b"* NO", b"* BAD"]),
        Protocol::Pop3 | Protocol::Pop2 => true,
        Protocol::Smtp | Protocol::Submission | Protocol::Lmtp => starts(&[b"220", b"554", b"421"]),
    }
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
    let _ = writeln!(out, "{}  {}  {clause}", paint.bold(rule.id), rule.level);
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
    if catalogue.get(rule.requirement).is_some() {
        let _ = writeln!(
            out,
            "  {} mailspec explain {}",
            paint.dim("more:"),
            rule.requirement
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(protocol: Protocol, text: &str) -> Vec<(usize, &'static str)> {
        let judged = judge(protocol, &steps(text.as_bytes()).expect("readable"), &[]);
        judged
            .found
            .iter()
            .map(|(line, finding)| (*line, finding.rule.id))
            .collect()
    }

    #[test]
    fn a_raw_capture_and_a_dialogue_are_told_apart() {
        assert_eq!(
            found(Protocol::Imap, "* OK hello\r\n* 0 EXPUNGE\r\n"),
            [(2, "imap/nz-number")]
        );
        let dialogue = "# from a bug report\nS: * OK hello\nC: a NOOP\nS: * 1 FETCH ()\nS: a OK x\nS: a OK x\n";
        assert_eq!(
            found(Protocol::Imap, dialogue),
            [(4, "imap/fetch"), (6, "imap/tag-answered-once")]
        );
        assert!(steps(b"C: a\nwhat\n").is_err());
    }

    #[test]
    fn a_literal_is_told_by_its_own_line() {
        let text =
            "S: * OK x\nC: a NOOP\nS: * 1 FETCH (BODY[] {5}\nS: abc\nS:  UID 0)\nS: a OK x\n";
        assert_eq!(found(Protocol::Imap, text), [(5, "imap/nz-number")]);
    }

    #[test]
    fn a_fragment_needs_no_greeting() {
        assert_eq!(found(Protocol::Imap, "* 1 FETCH (UID 3)\r\n"), []);
        assert_eq!(
            found(
                Protocol::Smtp,
                "C: EHLO x\nS: 250-mx.example.org\nS: 250 SIZE x\n"
            ),
            [(3, "smtp/ehlo-size")]
        );
    }

    #[test]
    fn pop3_without_its_commands() {
        let capture = "+OK hello\r\n+OK\r\n1 120\r\n+OK no status\r\n.\r\n+ok\r\n";
        assert_eq!(found(Protocol::Pop3, capture), [(6, "pop3/status")]);
    }
}
