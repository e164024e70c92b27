//! The exchange of SMTP, POP3 and POP2: one unit answers one pattern, in order, with no extras.
//! Knows nothing of texts: the protocol's file judges a unit.

use super::scope::Scope;
use super::{End, Mismatch, Outcome, Progress, RenderError, Values, bind, cut_short, pop3, smtp};
use crate::transcript::tree::{ExpectKind, Protocol, Template};
use crate::wire::{Unit, visible};

/// One `S` line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub number: usize,
    pub kind: ExpectKind,
    pub pattern: Template,
}

impl Line {
    /// The text that the line begins with.
    pub(super) fn head(&self) -> &[u8] {
        match self.pattern.pieces.first() {
            Some(crate::transcript::tree::Piece::Text(text)) => text,
            _ => b"",
        }
    }
}

/// What a unit must be: the lines of the `S:`, and those of each `S~`.
#[derive(Debug)]
pub(super) struct Item {
    pub alternatives: Vec<Vec<Line>>,
}

impl Item {
    fn kind(&self) -> ExpectKind {
        let mut kinds = self
            .alternatives
            .first()
            .into_iter()
            .flatten()
            .map(|l| l.kind);
        kinds
            .find(|kind| *kind != ExpectKind::May)
            .unwrap_or(ExpectKind::May)
    }
}

/// The line that is to blame, and why.
#[derive(Debug, Clone)]
pub(super) struct Blame {
    pub line: usize,
    pub kind: ExpectKind,
    pub expected: String,
    pub why: String,
}

/// What the judging of a unit needs to know beside the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub command: Option<&'a [u8]>,
    pub exact: bool,
}

#[derive(Debug)]
pub(super) struct Sequential {
    protocol: Protocol,
    items: Vec<Item>,
    nots: Vec<Line>,
    commands: Vec<Vec<u8>>,
    exact: bool,
    next: usize,
    units: usize,
    lesser: Vec<usize>,
    last: String,
}

impl Sequential {
    pub(super) fn new(
        protocol: Protocol,
        lines: Vec<Line>,
        commands: &[Vec<u8>],
        exact: bool,
    ) -> Self {
        let (nots, lines): (Vec<Line>, Vec<Line>) = lines
            .into_iter()
            .partition(|line| line.kind == ExpectKind::MustNot);
        let items = match protocol {
            Protocol::Pop3 => pop3::items(lines),
            Protocol::Pop2 => lines
                .into_iter()
                .map(|line| Item {
                    alternatives: vec![vec![line]],
                })
                .collect(),
            _ => smtp::items(lines, commands),
        };
        Self {
            protocol,
            items,
            nots,
            commands: commands.to_vec(),
            exact,
            next: 0,
            units: 0,
            lesser: Vec::new(),
            last: String::new(),
        }
    }

    fn judge(
        &self,
        lines: &[Line],
        unit: &Unit,
        scope: &mut Scope<'_>,
    ) -> Result<Option<Blame>, RenderError> {
        let context = Context {
            command: self.commands.get(self.units).map(Vec::as_slice),
            exact: self.exact,
        };
        match self.protocol {
            Protocol::Pop3 | Protocol::Pop2 => pop3::judge(lines, unit, context, scope),
            _ => smtp::judge(lines, unit, context, scope),
        }
    }

    fn met(&mut self) -> Outcome {
        Outcome::Met {
            lesser: std::mem::take(&mut self.lesser),
        }
    }

    pub(super) fn offer(
        &mut self,
        unit: &Unit,
        values: &mut dyn Values,
    ) -> Result<Progress, RenderError> {
        self.last = cut_short(visible(&unit.octets));
        for line in &self.nots {
            let mut scope = Scope::new(values);
            let unwanted = Line {
                kind: ExpectKind::Must,
                ..line.clone()
            };
            let blame = match self.protocol {
                Protocol::Pop3 if !pop3::is_status(line) => pop3::body_has(line, unit, &mut scope)?,
                _ => self
                    .judge(std::slice::from_ref(&unwanted), unit, &mut scope)?
                    .is_none(),
            };
            if blame {
                let expected = super::shown::shown(&line.pattern, &scope);
                return Ok(Progress::Done(Outcome::Broken(Mismatch {
                    line: line.number,
                    expected,
                    unit: Some(self.units),
                    came: self.last.clone(),
                    why: "this came, and it must not".into(),
                })));
            }
        }
        if self.items.is_empty() {
            return Ok(Progress::Done(self.met()));
        }
        let mut first_blame = None;
        let mut at = self.next;
        while let Some(item) = self.items.get(at) {
            for (index, lines) in item.alternatives.iter().enumerate() {
                let mut scope = Scope::new(values);
                match self.judge(lines, unit, &mut scope)? {
                    None => {
                        let taken = scope.taken;
                        if index > 0 {
                            self.lesser.extend(lines.first().map(|line| line.number));
                        }
                        bind(taken, values);
                        self.next = at + 1;
                        self.units += 1;
                        return Ok(if self.next >= self.items.len() {
                            Progress::Done(self.met())
                        } else {
                            Progress::More
                        });
                    }
                    Some(blame) if index == 0 => {
                        first_blame = Some(blame);
                    }
                    Some(_) => {}
                }
            }
            if item.kind() != ExpectKind::May {
                break;
            }
            at += 1;
        }
        let Some(blame) = first_blame else {
            return Ok(Progress::Done(self.met()));
        };
        let mismatch = Mismatch {
            line: blame.line,
            expected: blame.expected,
            unit: Some(self.units),
            came: self.last.clone(),
            why: blame.why,
        };
        Ok(Progress::Done(if blame.kind == ExpectKind::Assume {
            Outcome::Assumption(mismatch)
        } else {
            Outcome::Broken(mismatch)
        }))
    }

    pub(super) fn end(mut self, why: End, values: &dyn Values) -> Outcome {
        let waiting = self
            .items
            .get(self.next..)
            .unwrap_or_default()
            .iter()
            .find(|item| item.kind() != ExpectKind::May);
        let Some(item) = waiting else {
            return self.met();
        };
        let kind = item.kind();
        let lines = item.alternatives.first().into_iter().flatten();
        let Some(line) = lines.into_iter().find(|line| line.kind == kind) else {
            return self.met();
        };
        let what = match self.protocol {
            Protocol::Pop3 | Protocol::Pop2 => "response",
            _ => "reply",
        };
        let mismatch = Mismatch {
            line: line.number,
            expected: super::shown::shown(&line.pattern, &Scope::new(values)),
            unit: None,
            came: String::new(),
            why: match why {
                End::Deadline => format!("no {what} came in time"),
                End::Closed => format!("the server closed the connection before this {what}"),
            },
        };
        if kind == ExpectKind::Assume {
            Outcome::Assumption(mismatch)
        } else {
            Outcome::Broken(mismatch)
        }
    }
}
