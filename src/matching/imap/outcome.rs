//! When an exchange is over, and what it came to: met, broken, or an assumption that does not hold. Reads no response.

use super::{Group, Unordered};
use crate::matching::pattern::resolve;
use crate::matching::scope::Scope;
use crate::matching::sequential::Line;
use crate::matching::shown::shown;
use crate::matching::{End, Mismatch, Outcome, Progress, RenderError, Values};
use crate::transcript::tree::ExpectKind;
use crate::wire::{Shape, Unit};

impl Unordered {
    pub(super) fn decide(
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
    pub(super) fn flawed(
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

    pub(in crate::matching) fn end(
        mut self,
        why: End,
        values: &dyn Values,
    ) -> Result<Outcome, RenderError> {
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
