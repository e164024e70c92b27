//! The terminal report: progress while it runs, every failure as it comes, the summary at the end.

use super::failure::{Paint, finding_story, show_time, story};
use super::{Reporter, plural};
use crate::runner::{Event, Finished, Started, Status, Summary};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, Write};

/// What the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Failures and the summary.
    Normal,
    /// Every case, and what the server chose where it MAY.
    Verbose,
}

/// Writes to a stream.
pub struct Terminal<W: Write + Send> {
    out: W,
    paint: Paint,
    verbosity: Verbosity,
    progress: Option<ProgressBar>,
}

impl<W: Write + Send> Terminal<W> {
    /// `interactive`: a progress bar on standard error.
    pub fn new(out: W, paint: Paint, verbosity: Verbosity, interactive: bool) -> Self {
        let progress = interactive.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        Terminal {
            out,
            paint,
            verbosity,
            progress,
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match &self.progress {
            Some(bar) => bar.suspend(|| self.out.write_all(text.as_bytes())),
            None => self.out.write_all(text.as_bytes()),
        }
    }

    fn started(&mut self, started: &Started) -> io::Result<()> {
        if let Some(bar) = &self.progress {
            bar.set_length(started.cases as u64);
        }
        let mut text = format!(
            "mailspec: {} against {} ({})\n",
            plural(started.cases, "case"),
            self.paint.bold(&started.target),
            started.services.join(", ")
        );
        for note in &started.notes {
            text += &format!("  {} {note}\n", self.paint.yellow("note:"));
        }
        text.push('\n');
        self.write(&text)
    }

    fn finished(&mut self, finished: &Finished) -> io::Result<()> {
        if let Some(bar) = &self.progress {
            bar.inc(1);
            bar.set_message(finished.case.id.clone());
        }
        let verbose = self.verbosity == Verbosity::Verbose;
        let paint = self.paint;
        let text = match finished.status {
            Status::Failed | Status::NonStrict => format!("{}\n", story(finished, paint)),
            Status::Noted if verbose => format!("{}\n", story(finished, paint)),
            Status::FailsOtherwise => {
                let known = finished.known.as_ref();
                let shows = known.and_then(|known| known.shows.as_deref());
                format!(
                    "{} {}\n  It is listed as a known failure that shows {:?}, and fails in another way now.\n\n{}\n",
                    paint.red("CHANGED"),
                    paint.bold(&finished.case.id),
                    shows.unwrap_or_default(),
                    story(finished, paint)
                )
            }
            Status::NoLongerFails => format!(
                "{} {}\n  It is listed as a known failure and passes now: take it out of the file.\n\n",
                paint.red("FIXED"),
                paint.bold(&finished.case.id)
            ),
            Status::KnownFailure => {
                let known = finished.known.as_ref();
                let reason = known.map(|known| known.reason.as_str()).unwrap_or_default();
                let clause = known.map(|known| known.clause.as_str()).unwrap_or_default();
                let mut text = format!(
                    "{} {}  {clause}\n  {reason}\n",
                    paint.yellow("KNOWN"),
                    finished.case.id
                );
                if let Some(failure) = finished.verdict.failure()
                    && verbose
                {
                    text += &format!("  {}\n", failure.why);
                }
                text
            }
            _ if verbose => {
                let why = match &finished.verdict {
                    crate::runner::Verdict::Skipped(why) | crate::runner::Verdict::Unmet(why) => {
                        format!("  {}", paint.dim(why.lines().next().unwrap_or_default()))
                    }
                    _ => format!("  {}", paint.dim(&show_time(finished.took))),
                };
                let name = finished.status.name();
                let name = if finished.status == Status::Passed {
                    paint.green(name)
                } else {
                    paint.yellow(name)
                };
                format!("{name} {}{why}\n", finished.case.id)
            }
            _ => return Ok(()),
        };
        self.write(&text)?;
        if finished.runs > 1 && finished.status == Status::Passed {
            let text = format!(
                "{} {} passed in run {}\n",
                paint.yellow("FLAKY"),
                finished.case.id,
                finished.runs
            );
            self.write(&text)?;
        }
        Ok(())
    }

    fn ended(&mut self, summary: &Summary) -> io::Result<()> {
        if let Some(bar) = self.progress.take() {
            bar.finish_and_clear();
        }
        let paint = self.paint;
        for found in &summary.findings {
            if found.status != Status::Noted || self.verbosity == Verbosity::Verbose {
                self.write(&format!("{}\n", finding_story(found, paint)))?;
            }
        }
        let shown: Vec<Status> = Status::ALL
            .into_iter()
            .filter(|status| summary.count(*status) > 0)
            .collect();
        if !summary.by_group.is_empty() {
            let mut table = vec![
                std::iter::once(String::new())
                    .chain(shown.iter().map(|s| s.name().to_owned()))
                    .collect(),
            ];
            let rows = summary
                .by_group
                .iter()
                .map(|(name, counts)| (name.clone(), counts))
                .chain(
                    summary
                        .by_level
                        .iter()
                        .rev()
                        .map(|(level, counts)| (level.to_string(), counts)),
                )
                .chain([("all".to_owned(), &summary.counts)]);
            for (name, counts) in rows {
                let cells = shown.iter().map(|status| match counts.get(status) {
                    None => "·".to_owned(),
                    Some(count) => count.to_string(),
                });
                table.push(std::iter::once(name).chain(cells).collect());
            }
            let text = columns(&table);
            self.write(&format!("{text}\n"))?;
        }
        for (title, reasons) in [("skipped", &summary.skipped), ("unmet", &summary.unmet)] {
            for (reason, count) in reasons {
                self.write(&paint.dim(&format!("{title} {count}: {reason}\n")))?;
            }
        }
        if let Some(stopped) = &summary.stopped {
            self.write(&format!("{} {stopped}\n", paint.red("stopped:")))?;
        }
        let bad = summary.count(Status::Failed)
            + summary.count(Status::NoLongerFails)
            + summary.count(Status::FailsOtherwise)
            + summary.found(Status::Failed);
        let verdict = if bad > 0 {
            let noun = if bad == 1 {
                "requirement is"
            } else {
                "requirements are"
            };
            paint.red(&format!("{bad} {noun} not met as expected"))
        } else if summary.stopped.is_some() {
            paint.red("no verdict")
        } else if summary.ran() == 0 {
            paint.yellow("nothing ran")
        } else {
            paint.green("nothing is broken that MUST hold")
        };
        let ran = summary.ran();
        self.write(&format!(
            "{verdict}: {} ran in {:.2} s\n",
            plural(ran, "case"),
            summary.took.as_secs_f64()
        ))?;
        self.out.flush()
    }
}

/// Left column left, the others right.
fn columns(table: &[Vec<String>]) -> String {
    let width = |column: usize| {
        table
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let mut out = String::new();
    for row in table {
        for (column, cell) in row.iter().enumerate() {
            let width = width(column).unwrap_or(0);
            if column == 0 {
                out += &format!("{cell:<width$}");
            } else {
                out += &format!("  {cell:>width$}");
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

impl<W: Write + Send> Reporter for Terminal<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::Started(started) => self.started(started),
            Event::Finished(finished) => self.finished(finished),
            Event::Ended(summary) => self.ended(summary),
        }
    }
}
