//! Values in any order: sets, and pairs of a name and a value. Knows no response.

use super::reader::Node;
use super::values::{Judged, Pair, Rule};
use crate::matching::compare::take;
use crate::matching::shown::quote;

impl Pair<'_, '_> {
    /// Each written value is among those that came.
    pub(super) fn at_least(&mut self, wanted: &[Node], came: &[Node], what: &str) -> Judged {
        self.set(wanted, came, what, false)
    }

    /// Values in any order: each written one once; with `all` no others. Holes choose last.
    pub(super) fn set(&mut self, wanted: &[Node], came: &[Node], what: &str, all: bool) -> Judged {
        let mut left: Vec<&Node> = came.iter().collect();
        let mut order: Vec<&Node> = wanted.iter().collect();
        order.sort_by_key(|node| self.capture(node).is_some());
        for pattern in order {
            if let Some(capture) = self.capture(pattern)
                && capture.is_text()
            {
                let rest: Vec<&[u8]> = left.iter().map(|node| self.raw(node)).collect();
                return take(&capture, rest.join(&b' '), self.scope);
            }
            let mut found = None;
            for (index, node) in left.iter().enumerate() {
                let taken = self.scope.taken.len();
                if self.value(pattern, node, Rule::Plain)?.is_none() {
                    found = Some(index);
                    break;
                }
                self.scope.taken.truncate(taken);
            }
            match found {
                Some(index) => {
                    left.remove(index);
                }
                None => {
                    let name = self
                        .literal_text(pattern)
                        .unwrap_or_else(|| b"that is required".to_vec());
                    return Ok(Some(format!("{what} {} is missing", quote(&name))));
                }
            }
        }
        Ok(match left.first() {
            Some(extra) if all => Some(format!(
                "{what} {} came and was not required",
                quote(self.raw(extra))
            )),
            _ => None,
        })
    }

    /// `NAME value` pairs: at least those written; the name of an entry of METADATA may be quoted.
    pub(super) fn keyed(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
        for pair in wanted.chunks(2) {
            let Some(name) = pair.first() else { continue };
            let Some(value) = pair.get(1) else {
                // A lone hole takes what there is.
                return self.values(pair, came, Rule::Plain);
            };
            let key = self.literal_text(name).unwrap_or_default();
            let shown = quote(&key);
            let found = came.chunks(2).find(|other| {
                other
                    .first()
                    .is_some_and(|node| self.content(node).eq_ignore_ascii_case(&key))
            });
            let Some(node) = found.and_then(|pair| pair.get(1)) else {
                return Ok(Some(format!("{shown} is missing")));
            };
            if let Some(why) = self.value(value, node, Rule::Plain)? {
                return Ok(Some(format!("{shown}: {why}")));
            }
        }
        Ok(None)
    }
}
