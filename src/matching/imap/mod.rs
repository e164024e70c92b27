//! The exchange of IMAP: required responses as a set (or in order), extras allowed.
//! Structure is read by `reader`, compared by `response`, `data`, `fetch_items`, `values`, `any_order` and `structure`;
//! `judge` gives a response to the lines, `outcome` says what the exchange came to.

mod any_order;
mod data;
mod fetch_items;
mod fetched;
mod judge;
mod lines;
mod outcome;
mod reader;
mod response;
mod sets;
mod structure;
mod values;

use super::pattern;
use super::scope::Scope;
use super::sequential::Line;
use super::shown::shown;
use super::{Mismatch, Mode, Outcome, Progress, RenderError, Values, cut_short};
use crate::transcript::tree::{ExpectKind, Piece};
use crate::wire::{Unit, visible};
use fetched::Fetched;
use lines::with_literals;
#[cfg(test)]
use reader::{Reader, Response};

/// An `S:` with its `S~`, and how far it is met.
#[derive(Debug)]
struct Group {
    lines: Vec<Line>,
    met: bool,
    /// The nearest response that did not fit: how near, its index, what came, why.
    nearest: Option<(u8, usize, String, String)>,
}

impl Group {
    fn kind(&self) -> ExpectKind {
        self.lines.first().map_or(ExpectKind::May, |line| line.kind)
    }

    fn required(&self) -> bool {
        !self.met && self.kind() != ExpectKind::May
    }

    fn open(&self) -> bool {
        let mut pieces = self.lines.iter().flat_map(|line| &line.pattern.pieces);
        pieces.any(|piece| matches!(piece, Piece::Hole(hole) if matches!(hole.value, crate::transcript::tree::Hole::Capture { .. })))
    }
}

#[derive(Debug)]
pub(super) struct Unordered {
    groups: Vec<Group>,
    nots: Vec<Line>,
    mode: Mode,
    /// The tag of the last command.
    tag: Option<Vec<u8>>,
    /// Names that patterns of this exchange bind: unbound they are no error yet.
    binds: Vec<String>,
    lesser: Vec<usize>,
    units: usize,
    /// FETCH items so far.
    fetched: Fetched,
    /// With `@ordered`: what came, to tell a wrong order from nothing.
    seen: Vec<Vec<u8>>,
}

impl Unordered {
    pub(super) fn new(lines: Vec<Line>, commands: &[Vec<u8>], mode: Mode) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut nots = Vec::new();
        let binds = lines
            .iter()
            .flat_map(|line| pattern::names(&line.pattern))
            .map(str::to_owned)
            .collect();
        for line in with_literals(lines) {
            match (line.kind, groups.last_mut()) {
                (ExpectKind::MustNot, _) => nots.push(line),
                (ExpectKind::Lesser, Some(group)) => group.lines.push(line),
                _ => groups.push(Group {
                    lines: vec![line],
                    met: false,
                    nearest: None,
                }),
            }
        }
        let tag = commands.iter().rev().find_map(|command| {
            let word = command.split(|o| b" \r\n".contains(o)).next()?;
            let legal = !word.is_empty() && word.iter().all(u8::is_ascii_alphanumeric);
            (legal && command.contains(&b' ')).then(|| word.to_vec())
        });
        Self {
            groups,
            nots,
            mode,
            tag,
            binds,
            lesser: Vec::new(),
            units: 0,
            fetched: Fetched::default(),
            seen: Vec::new(),
        }
    }

    pub(super) fn offer(
        &mut self,
        unit: &Unit,
        values: &mut dyn Values,
    ) -> Result<Progress, RenderError> {
        let index = self.units;
        self.units += 1;
        let came = cut_short(visible(&unit.octets));
        if let Some(flaw) = unit.fatal_flaw() {
            return self.flawed(unit, &flaw.what.clone(), index, came, values);
        }
        for line in &self.nots {
            if self.judge(line, &unit.octets, values)?.is_ok() {
                return Ok(Progress::Done(Outcome::Broken(Mismatch {
                    line: line.number,
                    expected: shown(&line.pattern, &Scope::new(values)),
                    unit: Some(index),
                    came,
                    why: "this came, and it must not".into(),
                })));
            }
        }
        if self.mode.ordered {
            self.seen.push(unit.octets.clone());
        }
        let merged = self.fetched.merge(&unit.octets);
        let misses = self.hold(unit, merged.as_deref(), values)?;
        for (group, miss) in misses {
            let Some(group) = self.groups.get_mut(group) else {
                continue;
            };
            let nearer = group
                .nearest
                .as_ref()
                .is_none_or(|(near, ..)| miss.near >= *near);
            if miss.near > 0 && nearer {
                group.nearest = Some((miss.near, index, came.clone(), miss.why));
            }
        }
        self.decide(unit, index, &came, values)
    }
}

/// For tests: nothing that came may make the reader panic.
#[cfg(test)]
pub(super) fn reads(octets: &[u8]) -> bool {
    matches!(Reader::new(octets).response(), Ok(Response::Data(_)))
}
