//! The options of a `C` line: `C(none,split=1):`. Never sends.

use super::super::diagnostic::Diagnostic;
use super::super::tree::{Ending, Send, Span, Template};
use super::template::TextMode;
use super::{Parser, split_list, suggest};

/// What the options of a `C` line say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Options {
    ending: Ending,
    hex: bool,
    escapes: bool,
    split: Option<usize>,
}

impl Options {
    pub fn mode(self) -> TextMode {
        match (self.hex, self.escapes) {
            (true, _) => TextMode::Hex,
            (false, true) => TextMode::Escapes,
            (false, false) => TextMode::Plain,
        }
    }

    pub fn send(self, text: Template) -> Send {
        let Options {
            ending,
            hex,
            escapes,
            split,
        } = self;
        Send {
            ending,
            hex,
            escapes,
            split,
            text,
        }
    }
}

const OPTIONS: [&str; 6] = ["none", "lf", "cr", "esc", "hex", "split=1"];

impl Parser<'_> {
    /// `span` has the parentheses.
    pub(super) fn options(&mut self, span: Span) -> Options {
        let text = self.text(span);
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        let mut options = Options::default();
        let mut way: Option<(Span, &str)> = None;
        for (at, option) in split_list(inner, span.start + 1) {
            let (ending, escapes) = match option {
                "none" => (Ending::None, true),
                "lf" => (Ending::Lf, true),
                "cr" => (Ending::Cr, true),
                "esc" => (Ending::CrLf, true),
                "hex" => (Ending::None, false),
                _ => {
                    self.split(option, at, &mut options);
                    continue;
                }
            };
            if let Some((before, other)) = way {
                self.report(
                    Diagnostic::error(at, format!("`{option}` beside `{other}`"))
                        .related(before, "the first one")
                        .help(
                            "a line has one of none, lf, cr, esc and hex; all but hex have escapes",
                        ),
                );
                continue;
            }
            way = Some((at, option));
            options = Options {
                ending,
                escapes,
                hex: option == "hex",
                split: options.split,
            };
        }
        options
    }

    fn split(&mut self, option: &str, at: Span, options: &mut Options) {
        let octets = option.strip_prefix("split=").map(str::parse::<usize>);
        let at = if option.is_empty() {
            Span {
                start: at.start.saturating_sub(1),
                end: at.end + 1,
            }
        } else {
            at
        };
        match octets {
            Some(Ok(octets)) if octets > 0 && options.split.is_none() => {
                options.split = Some(octets)
            }
            Some(Ok(octets)) if octets > 0 => {
                self.report(Diagnostic::error(at, "`split` is there twice").help("leave one out"))
            }
            Some(_) => self.report(
                Diagnostic::error(at, "`split` needs a number of octets, at least 1")
                    .help("such as `C(split=1):`"),
            ),
            None => self.report(
                Diagnostic::error(at, format!("there is no option `{option}` of a `C` line"))
                    .help(suggest(option, OPTIONS.into_iter())),
            ),
        }
    }
}
