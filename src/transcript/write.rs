//! Tree to source: prints a transcript, or parts of one, in the language. Comments are not in the
//! tree; `format` keeps those. Never fails: what cannot be shown as it is goes out as an escape.

use super::parser::is_hidden;
use super::tree::{
    Action, Argument, CaptureKind, Directive, Ending, Expect, ExpectKind, Expr, ExprBase, Header,
    Hole, Millis, Piece, Preload, Requires, Send, SessionDecl, State, Step, Template, Transcript,
};
use std::fmt::Write as _;

/// Prints a transcript in canonical form. What `parse` makes of it is the same tree, but for spans,
/// line numbers, and `C:` lines with octets that cannot be shown, which become `C(esc):`.
pub fn write(transcript: &Transcript) -> String {
    let mut out = String::new();
    for (name, value) in header_fields(&transcript.header) {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push('\n');
    for step in &transcript.steps {
        out.push_str(&step_line(step));
        out.push('\n');
    }
    out
}

/// The header's fields and values in canonical order.
pub(crate) fn header_fields(header: &Header) -> Vec<(&'static str, String)> {
    let mut fields = vec![("Title", one_line(&header.title.value))];
    let mut push = |name, value: String| {
        if !value.is_empty() {
            fields.push((name, value));
        }
    };
    push(
        "Protocol",
        join(&header.protocols, |one| one.value.to_string()),
    );
    push("Covers", join(&header.covers, |one| one.value.clone()));
    if let Some(tree) = &header.requires {
        push("Requires", requires(&tree.value, 0));
    }
    push("State", header.state.value.name().to_owned());
    push("Sessions", join(&header.sessions, session));
    push("Maildrop", join(&header.maildrop, preload));
    push("Mailbox", join(&header.mailbox, preload));
    push("Tags", join(&header.tags, |one| one.value.clone()));
    push(
        "Only",
        header
            .only
            .as_ref()
            .map_or(String::new(), |one| one_line(&one.value)),
    );
    for note in &header.notes {
        push("Note", one_line(&note.value));
    }
    fields
}

fn join<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// Prose of a field: it is one line, and the blanks around it do not count.
fn one_line(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect();
    shown.trim_matches([' ', '\t']).to_owned()
}

/// `above` is how tightly the expression around it binds: 0 nothing, 1 `|`, 2 `&`, 3 `!`.
fn requires(tree: &Requires, above: u8) -> String {
    let (text, own) = match tree {
        Requires::Capability {
            protocol: Some(protocol),
            name,
        } => (format!("{protocol}:{name}"), 4),
        Requires::Capability {
            protocol: None,
            name,
        } => (name.clone(), 4),
        Requires::Not(inner) => (format!("!{}", requires(inner, 3)), 3),
        // The left side may be of the same kind: both bind to the left.
        Requires::And(left, right) => {
            (format!("{} & {}", requires(left, 2), requires(right, 3)), 2)
        }
        Requires::Or(left, right) => (format!("{} | {}", requires(left, 1), requires(right, 2)), 1),
    };
    if own < above {
        format!("({text})")
    } else {
        text
    }
}

fn session(session: &SessionDecl) -> String {
    let mut text = format!("{} = {}", session.name.value, session.protocol.value);
    if session.state.value != State::Connected {
        let _ = write!(text, " {}", session.state.value.name());
    }
    if session.other {
        text.push_str(" as other");
    }
    text
}

fn preload(preload: &Preload) -> String {
    let mut text = preload.fixture.value.clone();
    if !preload.flags.is_empty() {
        let _ = write!(text, " ({})", preload.flags.join(" "));
    }
    if let Some(date) = &preload.internal_date {
        let _ = write!(text, " \"{date}\"");
    }
    text
}

/// A step's line, without the line end.
pub fn step_line(step: &Step) -> String {
    let session = step
        .session
        .as_ref()
        .map_or(String::new(), |one| format!("[{}]", one.value));
    match &step.action {
        Action::Send(send) => {
            let hidden = !send.hex && !send.escapes && send.text.pieces.iter().any(has_hidden);
            let esc = hidden && send.ending == Ending::CrLf;
            let escapes = send.escapes || hidden;
            let text = template(&send.text, |text| match (send.hex, escapes) {
                (true, _) => hex_pairs(text),
                (false, true) => escaped(text),
                (false, false) => plain(text),
            });
            said(&format!("C{session}{}:", options(send, esc)), &text)
        }
        Action::Expect(Expect { kind, pattern }) => said(
            &format!("S{session}{}", mark(*kind)),
            &template(pattern, plain),
        ),
        Action::Directive(directive) => directive_line(directive, &session),
    }
}

/// A mark and a text, with one space between them if there is a text.
pub(crate) fn said(head: &str, text: &str) -> String {
    if text.is_empty() {
        head.to_owned()
    } else {
        format!("{head} {text}")
    }
}

/// `:`, `?`, `!`, `~` or `=`.
pub(crate) fn mark(kind: ExpectKind) -> char {
    match kind {
        ExpectKind::Must => ':',
        ExpectKind::May => '?',
        ExpectKind::MustNot => '!',
        ExpectKind::Lesser => '~',
        ExpectKind::Assume => '=',
    }
}

/// `(none,split=1)`, or nothing. `esc` asks for escapes where the tree has none.
pub(crate) fn options(send: &Send, esc: bool) -> String {
    let way = match (send.hex, send.ending) {
        (true, _) => Some("hex"),
        (false, Ending::None) => Some("none"),
        (false, Ending::Lf) => Some("lf"),
        (false, Ending::Cr) => Some("cr"),
        (false, Ending::CrLf) if send.escapes || esc => Some("esc"),
        (false, Ending::CrLf) => None,
    };
    match (way, send.split) {
        (None, None) => String::new(),
        (Some(way), None) => format!("({way})"),
        (None, Some(octets)) => format!("(split={octets})"),
        (Some(way), Some(octets)) => format!("({way},split={octets})"),
    }
}

fn directive_line(directive: &Directive, session: &str) -> String {
    match directive {
        Directive::Connect(State::Connected) => format!("@connect{session}"),
        Directive::Connect(state) => format!("@connect{session} {}", state.name()),
        Directive::StartTls => format!("@starttls{session}"),
        Directive::Close => format!("@close{session}"),
        Directive::Reset => format!("@reset{session}"),
        Directive::Closed => format!("@closed{session}"),
        Directive::Wait(time) => format!("@wait{session} {}", duration(*time)),
        Directive::Silence(time) => format!("@silence{session} {}", duration(*time)),
        Directive::Within(time) => format!("@within{session} {}", duration(*time)),
        Directive::Ordered => format!("@ordered{session}"),
        Directive::Exact => format!("@exact{session}"),
        Directive::Arrived {
            count,
            other,
            within,
        } => {
            let whose = if *other { " for other" } else { "" };
            format!(
                "@arrived{session} {count}{whose} within {}",
                duration(*within)
            )
        }
    }
}

fn duration(time: Millis) -> String {
    match time.0 {
        whole if whole % 1000 == 0 => format!("{}s", whole / 1000),
        millis => format!("{millis}ms"),
    }
}

fn template(template: &Template, text: impl Fn(&[u8]) -> String) -> String {
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Text(octets) => text(octets),
        Piece::Hole(one) => hole(&one.value),
    });
    pieces.collect()
}

fn has_hidden(piece: &Piece) -> bool {
    match piece {
        Piece::Text(octets) => match std::str::from_utf8(octets) {
            Ok(text) => text.contains(is_hidden),
            Err(_) => true,
        },
        Piece::Hole(_) => false,
    }
}

/// Octets cut into what can stand as it is (`Ok`), and what cannot (`Err`): hidden characters,
/// octets that are no UTF-8, and two or more opening braces.
fn shown(octets: &[u8]) -> Vec<Result<&str, &[u8]>> {
    let mut parts = Vec::new();
    for chunk in octets.utf8_chunks() {
        let text = chunk.valid();
        let mut start = 0;
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(at..).unwrap_or("");
            let braces = rest.bytes().take_while(|octet| *octet == b'{').count();
            let hidden = match braces {
                0 if is_hidden(c) => c.len_utf8(),
                0 | 1 => 0,
                run => run,
            };
            if hidden > 0 {
                parts.push(Ok(text.get(start..at).unwrap_or("")));
                parts.push(Err(text.as_bytes().get(at..at + hidden).unwrap_or(&[])));
                start = at + hidden;
            }
            at += hidden.max(c.len_utf8());
        }
        parts.push(Ok(text.get(start..).unwrap_or("")));
        parts.push(Err(chunk.invalid()));
    }
    parts
}

/// Text for a line without escapes: what cannot be shown goes into `{{"…"}}`.
fn plain(octets: &[u8]) -> String {
    let mut out = String::new();
    let mut waiting: Vec<u8> = Vec::new();
    for part in shown(octets) {
        match part {
            Ok("") => {}
            Ok(text) => {
                flush(&mut out, &mut waiting);
                out.push_str(text);
            }
            Err(hidden) => waiting.extend_from_slice(hidden),
        }
    }
    flush(&mut out, &mut waiting);
    out
}

fn flush(out: &mut String, waiting: &mut Vec<u8>) {
    if !waiting.is_empty() {
        let _ = write!(out, "{{{{{}}}}}", quoted(waiting));
        waiting.clear();
    }
}

/// Text for a line with escapes.
fn escaped(octets: &[u8]) -> String {
    let mut out = String::new();
    for part in shown(octets) {
        match part {
            Ok(text) => out.push_str(&text.replace('\\', "\\\\").replace('\t', "\\t")),
            Err(braces) if braces.starts_with(b"{") => {
                let _ = write!(out, "{{{{{}}}}}", quoted(braces));
            }
            Err(hidden) => hidden.iter().for_each(|octet| escape(&mut out, *octet)),
        }
    }
    out
}

/// `"…"` with its escapes.
pub(crate) fn quoted(octets: &[u8]) -> String {
    let mut out = String::from("\"");
    for part in shown(octets) {
        match part {
            Ok(text) => {
                let text = text
                    .replace('\\', "\\\\")
                    .replace('"', "\\\"")
                    .replace('\t', "\\t");
                out.push_str(&text);
            }
            Err(braces) if braces.starts_with(b"{") => {
                out.extend(braces.iter().map(|octet| char::from(*octet)));
            }
            Err(hidden) => hidden.iter().for_each(|octet| escape(&mut out, *octet)),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, octet: u8) {
    let _ = match octet {
        b'\r' => write!(out, "\\r"),
        b'\n' => write!(out, "\\n"),
        b'\t' => write!(out, "\\t"),
        0 => write!(out, "\\0"),
        other => write!(out, "\\x{other:02x}"),
    };
}

/// Hexadecimal digits in pairs.
fn hex_pairs(digits: &[u8]) -> String {
    let pairs = digits
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).into_owned());
    pairs.collect::<Vec<_>>().join(" ")
}

/// A hole, with its braces.
pub(crate) fn hole(hole: &Hole) -> String {
    let body = match hole {
        Hole::Insert(one) => expr(one),
        Hole::Capture {
            name,
            kind,
            relation,
        } => {
            let kind = match kind {
                CaptureKind::Type(kind) => kind.name().to_owned(),
                CaptureKind::Regex(pattern) => format!("/{}/", slashes_escaped(pattern)),
            };
            let relation = relation
                .as_ref()
                .map_or(String::new(), |(relation, other)| {
                    format!(" {} {}", relation.sign(), expr(other))
                });
            format!("{}:{kind}{relation}", name.as_deref().unwrap_or(""))
        }
        Hole::Call {
            function,
            arguments,
        } => {
            let arguments = arguments.iter().map(|one| match &one.value {
                Argument::Word(word) => format!(" {word}"),
                Argument::Number(number) => format!(" {number}"),
                Argument::Range(from, to) => format!(" {from}..{to}"),
                Argument::Quoted(octets) => format!(" {}", quoted(octets)),
            });
            format!("{function}{}", arguments.collect::<String>())
        }
    };
    format!("{{{{{body}}}}}")
}

fn expr(expr: &Expr) -> String {
    let base = match &expr.base {
        ExprBase::Name(name) => name.clone(),
        ExprBase::Number(number) => number.to_string(),
    };
    if expr.offset == 0 {
        base
    } else {
        format!("{base}{:+}", expr.offset)
    }
}

fn slashes_escaped(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut escaped = false;
    for c in pattern.chars() {
        if c == '/' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}
