//! The exchange of IMAP: required responses as a set (or in order), extras allowed.
//! Structure is read by `reader`, compared by `values`, `data` and `structure`.

mod data;
mod fetched;
mod lines;
mod reader;
mod sets;
mod structure;
mod values;

use super::pattern::{self, Part, resolve, shown};
use super::scope::Scope;
use super::sequential::Line;
use super::{End, Mismatch, Mode, Outcome, Progress, RenderError, Values, bind, cut_short};
use crate::transcript::tree::{ExpectKind, Piece};
use crate::wire::{Shape, Unit, visible};
use data::Miss;
use fetched::Fetched;
use lines::{alternatives, with_literals};
use reader::Reader;
#[cfg(test)]
use reader::Response;
use values::Pair;

/// Names that a pattern takes.
type Taken = Vec<(String, Vec<u8>)>;

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

    /// Holds octets against a line. `None` in the middle: it fits, and these are the names it takes.
    fn judge(
        &self,
        line: &Line,
        octets: &[u8],
        values: &dyn Values,
    ) -> Result<Result<Taken, Miss>, RenderError> {
        let mut scope = Scope::new(values);
        let parts = match resolve(&line.pattern, &scope) {
            Err(RenderError::Unbound { name }) if self.binds.contains(&name) => {
                let why = format!("{name} has not been taken yet");
                return Ok(Err(Miss { near: 0, why }));
            }
            parts => parts?,
        };
        if let [Part::Capture(capture)] = parts.as_slice()
            && capture.is_any_text()
        {
            return Ok(Ok(scope.taken));
        }
        if self.mode.exact {
            let text = octets.strip_suffix(b"\r\n").unwrap_or(octets);
            let why = pattern::compare(&parts, text, pattern::Style::default(), &mut scope)?;
            return Ok(match why {
                Some(why) => Err(Miss { near: 1, why }),
                None => Ok(scope.taken),
            });
        }
        let came = match Reader::new(octets).response() {
            Ok(came) => came,
            Err(flaw) => {
                let why = format!(
                    "the response cannot be read: {} (octet {})",
                    flaw.what, flaw.at
                );
                return Ok(Err(Miss { near: 1, why }));
            }
        };
        let mut first: Option<Miss> = None;
        for symbols in alternatives(&parts) {
            let wanted = Reader::new(symbols.as_slice()).response();
            let wanted = wanted.map_err(|flaw| RenderError::Other {
                what: format!(
                    "line {}: the pattern cannot be read: {}",
                    line.number, flaw.what
                ),
            })?;
            scope.taken.clear();
            let mut pair = Pair {
                symbols: &symbols,
                holes: &parts,
                octets,
                scope: &mut scope,
            };
            match pair.response(&wanted, &came)? {
                None => return Ok(Ok(scope.taken)),
                Some(miss) => match &first {
                    Some(other) if other.near >= miss.near => {}
                    _ => first = Some(miss),
                },
            }
        }
        Ok(Err(first.unwrap_or(Miss {
            near: 0,
            why: "the pattern is empty".into(),
        })))
    }

    fn try_line(
        &mut self,
        group: usize,
        index: usize,
        octets: &[u8],
        values: &mut dyn Values,
    ) -> Result<Option<Miss>, RenderError> {
        let Some(line) = self.groups.get(group).and_then(|g| g.lines.get(index)) else {
            return Ok(None);
        };
        let number = line.number;
        match self.judge(line, octets, values)? {
            Err(miss) => Ok(Some(miss)),
            Ok(taken) => {
                bind(taken, values);
                if index > 0 {
                    self.lesser.push(number);
                }
                if let Some(group) = self.groups.get_mut(group) {
                    group.met = true;
                }
                Ok(None)
            }
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

    /// Gives the unit to the groups that want it; what the others miss.
    fn hold(
        &mut self,
        unit: &Unit,
        merged: Option<&[u8]>,
        values: &mut dyn Values,
    ) -> Result<Vec<(usize, Miss)>, RenderError> {
        let mut order: Vec<usize> = (0..self.groups.len())
            .filter(|&at| self.groups.get(at).is_some_and(|group| !group.met))
            .collect();
        if self.mode.ordered {
            let first = order
                .iter()
                .position(|&at| self.groups.get(at).is_some_and(Group::required));
            order.truncate(first.map_or(order.len(), |at| at + 1));
        } else {
            order.sort_by_key(|&at| {
                let group = self.groups.get(at);
                (
                    group.is_some_and(|g| g.kind() == ExpectKind::May),
                    group.is_some_and(Group::open),
                )
            });
        }
        let mut misses = Vec::new();
        let fetch = merged.is_some();
        let mut taken_by: Vec<String> = Vec::new();
        let alternatives = self.groups.iter().map(|g| g.lines.len()).max().unwrap_or(0);
        for alternative in 0..alternatives {
            for &at in &order {
                let Some(group) = self.groups.get(at) else {
                    continue;
                };
                if group.met || group.lines.len() <= alternative {
                    continue;
                }
                let text = group
                    .lines
                    .get(alternative)
                    .map(|line| shown(&line.pattern, &Scope::new(values)));
                let text = text.unwrap_or_default();
                if taken_by.contains(&text) {
                    continue;
                }
                let mut miss = self.try_line(at, alternative, &unit.octets, values)?;
                if miss.is_some()
                    && !self.mode.exact
                    && let Some(merged) = merged
                    && self.try_line(at, alternative, merged, values)?.is_none()
                {
                    miss = None;
                }
                match miss {
                    Some(miss) if alternative == 0 => misses.push((at, miss)),
                    Some(_) => {}
                    None if fetch => taken_by.push(text),
                    None => return Ok(Vec::new()),
                }
            }
        }
        misses.retain(|(at, _)| self.groups.get(*at).is_some_and(|group| !group.met));
        if !taken_by.is_empty() {
            misses.retain(|(_, miss)| miss.near > 1);
        }
        Ok(misses)
    }

    fn decide(
        &mut self,
        unit: &Unit,
        index: usize,
        came: &str,
        values: &dyn Values,
    ) -> Result<Progress, RenderError> {
        let waiting = self.groups.iter().any(Group::required);
        let only_optional = self
            .groups
            .iter()
            .all(|group| group.kind() == ExpectKind::May);
        let Shape::Tagged { tag } = &unit.shape else {
            let done = !waiting && !only_optional;
            return Ok(if done { self.met() } else { Progress::More });
        };
        let last = self.tag.as_ref().is_none_or(|last| last == tag);
        if !waiting {
            return Ok(if !only_optional || last {
                self.met()
            } else {
                Progress::More
            });
        }
        // A required answer to this very tag can come no more; nor a continuation request after it.
        let contradicted = self.groups.iter().position(|group| {
            let nearest = group.nearest.as_ref();
            let same_tag = nearest.is_some_and(|(near, at, ..)| *near == 2 && *at == index);
            let head = group.lines.first().map(Line::head).unwrap_or_default();
            let continuation =
                (head == b"+" || head.starts_with(b"+ ")) && self.tag.as_ref() == Some(tag);
            group.required() && (same_tag || continuation)
        });
        // What a command gives rise to comes before its completion; when the last one is completed
        // as it should be, nothing that is missing comes any more.
        let tagged = |group: &Group| {
            let head = group.lines.first().map(Line::head).unwrap_or_default();
            !head.starts_with(b"*") && !head.starts_with(b"+")
        };
        let completed = last
            && self.groups.iter().any(|group| tagged(group) && group.met)
            && !self
                .groups
                .iter()
                .any(|group| tagged(group) && group.required());
        let missing = self.groups.iter().position(Group::required);
        let Some(at) = contradicted.or(missing.filter(|_| completed)) else {
            return Ok(Progress::More);
        };
        if contradicted.is_some()
            && let Some(group) = self.groups.get_mut(at)
            && group
                .nearest
                .as_ref()
                .is_none_or(|(_, at, ..)| *at != index)
        {
            let why = "the command was answered where a continuation request was required";
            group.nearest = Some((2, index, came.to_owned(), why.into()));
        }
        let assumed = self
            .groups
            .get(at)
            .is_some_and(|group| group.kind() == ExpectKind::Assume);
        Ok(Progress::Done(self.unmet(at, assumed, None, values)))
    }

    fn met(&mut self) -> Progress {
        Progress::Done(Outcome::Met {
            lesser: std::mem::take(&mut self.lesser),
        })
    }

    fn unmet(&self, at: usize, assumed: bool, end: Option<End>, values: &dyn Values) -> Outcome {
        let Some(group) = self.groups.get(at) else {
            return Outcome::Met { lesser: Vec::new() };
        };
        let line = group.lines.first();
        let (unit, came, why) = match &group.nearest {
            Some((_, unit, came, why)) => (Some(*unit), came.clone(), why.clone()),
            None if line.is_some_and(|line| self.came_early(line, values)) => {
                let why = "this came, but not in the order that is required";
                (None, String::new(), why.to_owned())
            }
            None => {
                let why = match end {
                    Some(End::Closed) => "the server closed the connection before this response",
                    Some(End::Deadline) => "no such response came in time",
                    None => "no such response came before the command was completed",
                };
                (None, String::new(), why.to_owned())
            }
        };
        let mismatch = Mismatch {
            line: line.map_or(0, |line| line.number),
            expected: line
                .map(|line| shown(&line.pattern, &Scope::new(values)))
                .unwrap_or_default(),
            unit,
            came,
            why,
        };
        if assumed {
            Outcome::Assumption(mismatch)
        } else {
            Outcome::Broken(mismatch)
        }
    }

    /// With `@ordered`: whether one of the responses so far fits the line.
    fn came_early(&self, line: &Line, values: &dyn Values) -> bool {
        self.seen
            .iter()
            .any(|octets| matches!(self.judge(line, octets, values), Ok(Ok(_))))
    }

    /// A unit that is none is to blame for the first required pattern.
    fn flawed(
        &mut self,
        unit: &Unit,
        what: &str,
        index: usize,
        came: String,
        values: &dyn Values,
    ) -> Result<Progress, RenderError> {
        let Some(at) = self.groups.iter().position(Group::required) else {
            return Ok(Progress::More);
        };
        let tagged = matches!(unit.shape, Shape::Tagged { .. } | Shape::Unknown);
        if let Some(group) = self.groups.get_mut(at) {
            let near = if tagged { 3 } else { 1 };
            group.nearest = Some((near, index, came, what.to_owned()));
        }
        Ok(if tagged {
            Progress::Done(self.unmet(at, false, None, values))
        } else {
            Progress::More
        })
    }

    pub(super) fn end(mut self, why: End, values: &dyn Values) -> Result<Outcome, RenderError> {
        let assumed = self
            .groups
            .iter()
            .position(|group| group.required() && group.kind() == ExpectKind::Assume);
        let first = assumed.or_else(|| self.groups.iter().position(Group::required));
        let Some(at) = first else {
            return Ok(Outcome::Met {
                lesser: std::mem::take(&mut self.lesser),
            });
        };
        if let Some(line) = self.groups.get(at).and_then(|group| group.lines.first()) {
            // A name that nothing binds is the case's mistake, not the server's.
            match resolve(&line.pattern, &Scope::new(values)) {
                Err(RenderError::Unbound { name }) if self.binds.contains(&name) => {}
                Err(error) => return Err(error),
                Ok(_) => {}
            }
        }
        Ok(self.unmet(at, assumed.is_some(), Some(why), values))
    }
}

/// For tests: nothing that came may make the reader panic.
#[cfg(test)]
pub(super) fn reads(octets: &[u8]) -> bool {
    matches!(Reader::new(octets).response(), Ok(Response::Data(_)))
}
