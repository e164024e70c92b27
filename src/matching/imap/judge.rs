//! One response against one line, and which of the lines that wait take it. Says nothing of what is missing.

use super::lines::alternatives;
use super::reader::Reader;
use super::response::Miss;
use super::values::Pair;
use super::{Group, Unordered};
use crate::matching::compare::{Style, compare};
use crate::matching::pattern::{Part, resolve};
use crate::matching::scope::Scope;
use crate::matching::sequential::Line;
use crate::matching::shown::shown;
use crate::matching::{RenderError, Values, bind};
use crate::transcript::tree::ExpectKind;
use crate::wire::Unit;

/// Names that a pattern takes.
type Taken = Vec<(String, Vec<u8>)>;

impl Unordered {
    /// Holds octets against a line. `None` in the middle: it fits, and these are the names it takes.
    pub(super) fn judge(
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
            let why = compare(&parts, text, Style::default(), &mut scope)?;
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

    /// Gives the unit to the groups that want it; what the others miss.
    pub(super) fn hold(
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
}
