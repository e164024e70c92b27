//! A failure as a person reads it: what was required, what came, where to read. Used by every report
//! that shows text; colours are the caller's choice.

use super::{place, plural};
use crate::catalogue::Case;
use crate::dialogue::{Line, Side};
use crate::runner::{Failure, FindingSummary, Finished, Status, Verdict};
use crate::wire::visible;
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;
use std::time::Duration;

/// The colours of reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// With colours.
    pub const COLOURED: Paint = Paint { on: true };
    /// Without.
    pub const PLAIN: Paint = Paint { on: false };

    fn style(self, style: Style, text: &str) -> String {
        if self.on {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
    /// Bad news.
    pub fn red(self, text: &str) -> String {
        self.style(AnsiColor::Red.on_default().bold(), text)
    }
    /// Good news.
    pub fn green(self, text: &str) -> String {
        self.style(AnsiColor::Green.on_default(), text)
    }
    /// Worth knowing.
    pub fn yellow(self, text: &str) -> String {
        self.style(AnsiColor::Yellow.on_default(), text)
    }
    /// Less important.
    pub fn dim(self, text: &str) -> String {
        self.style(Style::new().dimmed(), text)
    }
    /// More important.
    pub fn bold(self, text: &str) -> String {
        self.style(Style::new().bold(), text)
    }
}

/// Of a dialogue at most so many entries are shown before the break.
const SHOWN: usize = 60;
/// Of an entry at most so many lines are shown.
const ENTRY_LINES: usize = 24;

/// The whole story of a case that did not pass.
pub fn story(finished: &Finished, paint: Paint) -> String {
    let mut out = String::new();
    let Some(failure) = finished.verdict.failure() else {
        return out;
    };
    let case = &finished.case;
    let word = match &finished.verdict {
        Verdict::Fail(_) => paint.red("FAIL"),
        Verdict::NonStrict(_) => paint.yellow("NON-STRICT"),
        _ => paint.dim("NOTED"),
    };
    let (level, clause) = case
        .requirement
        .as_ref()
        .map_or((String::new(), String::new()), |requirement| {
            (requirement.level.to_string(), requirement.clause())
        });
    let _ = writeln!(
        out,
        "{word} {:<58} {}  {}",
        paint.bold(&case.id),
        level,
        paint.bold(&clause)
    );
    let _ = writeln!(out, "  {}", case.title());
    if let Some(requirement) = &case.requirement {
        let _ = writeln!(out, "  {} {}", paint.dim("required:"), requirement.text);
        if let Some(ruling) = &requirement.ruling {
            let _ = writeln!(out, "  {} {ruling}", paint.dim("as we read it:"));
        }
    }
    let account = finished
        .account
        .as_deref()
        .map(|name| format!(", account {name}"))
        .unwrap_or_default();
    let _ = writeln!(
        out,
        "  {} {}:{}{account}",
        paint.dim("-->"),
        case.path,
        failure.line
    );
    dialogue(&mut out, finished, failure, paint);
    for line in &finished.server_output {
        let _ = writeln!(
            out,
            "  {} {}",
            paint.dim("server:"),
            visible(line.as_bytes())
        );
    }
    if let Some(requirement) = &case.requirement {
        let _ = writeln!(
            out,
            "  {} mailspec explain {}",
            paint.dim("more:"),
            requirement.id
        );
    }
    out
}

/// A rule that was broken: once a target, with the first dialogue in which it was.
pub fn finding_story(found: &FindingSummary, paint: Paint) -> String {
    let mut out = String::new();
    let (finding, rule) = (&found.finding, found.finding.rule);
    let word = match found.status {
        Status::Failed => paint.red("RULE"),
        Status::KnownFailure => paint.yellow("KNOWN RULE"),
        _ => paint.yellow("RULE"),
    };
    let clause = found.clause.clone().unwrap_or_default();
    let _ = writeln!(
        out,
        "{word} {:<58} {}  {}",
        paint.bold(rule.id),
        rule.level,
        paint.bold(&clause)
    );
    let _ = writeln!(out, "  {} {}", paint.dim("required:"), rule.what);
    let times = plural(found.count, "time");
    let _ = writeln!(
        out,
        "  {} {times}, first in {}",
        paint.dim("broken:"),
        found.case
    );
    if let Some(known) = &found.known {
        place::known(&mut out, known, paint);
        return out;
    }
    let place = place::place(finding);
    // The response itself comes below, with its octet marked; what is found as the connection ends has none.
    for line in found
        .dialogue
        .iter()
        .rev()
        .skip(usize::from(place.is_some()))
        .rev()
    {
        entry(&mut out, line, paint);
    }
    match place {
        Some(place) => {
            let _ = writeln!(out, "        | S: {}{}", place.before, place.behind);
            let room = " ".repeat(place.before.chars().count());
            let caret = format!("{room}^ {}", finding.wants);
            let _ = writeln!(out, "           {}", paint.bold(&caret));
        }
        None => {
            let _ = writeln!(out, "        | (the server closes the connection)");
            let _ = writeln!(out, "          {}", paint.bold(&finding.wants));
        }
    }
    place::more(&mut out, rule.requirement, paint);
    out
}

fn dialogue(out: &mut String, finished: &Finished, failure: &Failure, paint: Paint) {
    let lines = &finished.dialogue;
    let blamed = failure
        .entry
        .and_then(|entry| entry.checked_sub(finished.dropped));
    let before = lines.len().saturating_sub(SHOWN);
    let left_out = before + finished.dropped;
    if left_out > 0 {
        let _ = writeln!(
            out,
            "       {}",
            paint.dim(&format!("| … {left_out} earlier entries"))
        );
    }
    for (at, line) in lines.iter().enumerate().skip(before) {
        // Of what an answer on the way to the case's state consists of, its last line tells enough.
        let answer_goes_on = line.setup
            && line.side == Side::Server
            && lines
                .get(at + 1)
                .is_some_and(|next| next.setup && next.side == Side::Server);
        if Some(at) != blamed && !answer_goes_on {
            entry(out, line, paint);
        }
    }
    diff(
        out,
        &finished.case,
        failure,
        blamed.and_then(|at| lines.get(at)),
        paint,
    );
}

/// One entry of a dialogue, a source line number in the margin where it has one.
fn entry(out: &mut String, line: &Line, paint: Paint) {
    let number = line
        .line
        .map_or_else(String::new, |number| number.to_string());
    let session = line
        .session
        .as_ref()
        .map(|name| format!("[{name}]"))
        .unwrap_or_default();
    if line.side == Side::Event {
        let text = format!("{number:>5} | ({})", visible(&line.octets));
        let _ = writeln!(out, "  {}", paint.dim(&text));
        return;
    }
    let who = if line.side == Side::Client { "C" } else { "S" };
    let mut text = lines_of(&line.octets);
    if line.setup {
        text.drain(..text.len() - 1);
    }
    let took = line.took.map(show_time).unwrap_or_default();
    let last = text.len().min(ENTRY_LINES) - 1;
    for (at, part) in text.iter().take(ENTRY_LINES).enumerate() {
        let margin = if at == 0 { number.as_str() } else { "" };
        let shown = format!("{margin:>5} | {who}{session}: {part}");
        let time = if at == last && !took.is_empty() {
            format!("  {}", paint.dim(&took))
        } else {
            String::new()
        };
        let shown = if line.line.is_none() {
            paint.dim(&shown)
        } else {
            shown
        };
        let _ = writeln!(out, "  {shown}{time}");
    }
    let hidden = text.len().saturating_sub(ENTRY_LINES);
    if let Some(octets) = line.cut {
        let note = format!("      |    … {octets} octets in all");
        let _ = writeln!(out, "  {}", paint.dim(&note));
    } else if hidden > 0 {
        let note = format!("      |    … {hidden} more lines");
        let _ = writeln!(out, "  {}", paint.dim(&note));
    }
}

/// `[reader]` of `S[reader]: …`; nothing where the line names no session.
fn session_of(written: &str) -> &str {
    match (written.find('['), written.find(']'), written.find(':')) {
        (Some(1), Some(to), Some(colon)) if to < colon => written.get(1..=to).unwrap_or_default(),
        _ => "",
    }
}

/// What was expected beside what came.
fn diff(out: &mut String, case: &Case, failure: &Failure, came: Option<&Line>, paint: Paint) {
    let written = case.line(failure.line).trim_end();
    // Where nothing came there is no entry to ask, and the case's own line says whose it is.
    let session = session_of(written);
    // As written where the holes say no more than the filled-in form does.
    let expected = if failure.expected.is_empty() {
        written.to_owned()
    } else {
        failure.expected.clone()
    };
    let expected = expected.strip_prefix("S: ").unwrap_or(&expected).to_owned();
    match &failure.came {
        Some(text) => {
            let old: Vec<&str> = expected.lines().collect();
            let new: Vec<&str> = text.split_inclusive("␍␊").collect();
            if old.len() <= 1 && new.len() <= 1 {
                let (minus, plus) = inline(&expected, text, paint);
                let _ = writeln!(
                    out,
                    "  {} {:>3} | S{session}: {minus}",
                    paint.red("-"),
                    failure.line
                );
                let time = came
                    .and_then(|line| line.took)
                    .map(show_time)
                    .filter(|time| !time.is_empty())
                    .map(|time| format!("  {}", paint.dim(&time)))
                    .unwrap_or_default();
                let _ = writeln!(
                    out,
                    "  {} {:>3} | S{session}: {plus}{time}",
                    paint.green("+"),
                    failure.line
                );
            } else {
                blocks(out, &old, &new, failure.line, paint);
            }
        }
        None => {
            let _ = writeln!(
                out,
                "  {} {:>3} | S{session}: {expected}",
                paint.red("-"),
                failure.line
            );
            let _ = writeln!(
                out,
                "  {} {:>3} | {}",
                paint.green("+"),
                failure.line,
                paint.dim("(nothing)")
            );
        }
    }
    let _ = writeln!(
        out,
        "        {} {}",
        paint.bold("^"),
        paint.bold(&failure.why)
    );
}

/// Two lines with their differing words marked.
fn inline(expected: &str, came: &str, paint: Paint) -> (String, String) {
    let diff = TextDiff::from_words(expected, came);
    let (mut minus, mut plus) = (String::new(), String::new());
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {
                minus.push_str(change.value());
                plus.push_str(change.value());
            }
            ChangeTag::Delete => minus.push_str(&paint.red(change.value())),
            ChangeTag::Insert => plus.push_str(&paint.green(change.value())),
        }
    }
    (minus, plus)
}

/// Several lines, aligned; long stretches that agree are left out.
fn blocks(out: &mut String, old: &[&str], new: &[&str], line: usize, paint: Paint) {
    let diff = TextDiff::from_slices(old, new);
    for (nth, group) in diff.grouped_ops(2).iter().enumerate() {
        if nth > 0 {
            let _ = writeln!(out, "        | {}", paint.dim("…"));
        }
        for op in group {
            for change in diff.iter_changes(op).take(ENTRY_LINES) {
                let (sign, text) = match change.tag() {
                    ChangeTag::Equal => (" ".to_owned(), change.value().to_owned()),
                    ChangeTag::Delete => (paint.red("-"), paint.red(change.value())),
                    ChangeTag::Insert => (paint.green("+"), paint.green(change.value())),
                };
                let _ = writeln!(out, "  {sign} {line:>3} | {text}");
            }
        }
    }
}

/// Octets as lines of visible text, cut after each line feed.
fn lines_of(octets: &[u8]) -> Vec<String> {
    if octets.is_empty() {
        return vec![String::new()];
    }
    octets
        .split_inclusive(|octet| *octet == b'\n')
        .map(visible)
        .collect()
}

/// `2 ms`, `1.3 s`.
pub fn show_time(time: Duration) -> String {
    if time >= Duration::from_secs(1) {
        format!("{:.1} s", time.as_secs_f64())
    } else if time >= Duration::from_millis(1) {
        format!("{} ms", time.as_millis())
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::session_of;

    #[test]
    fn the_case_s_line_says_whose_it_is() {
        assert_eq!(session_of("S[reader]: * 1 EXISTS"), "[reader]");
        assert_eq!(session_of("S: * OK [UIDNEXT 1]: x"), "");
        assert_eq!(session_of("S? * LIST (\\A[]) x"), "");
    }
}
