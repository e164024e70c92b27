//! The data items of FETCH against patterns: those that are written, in any order. Knows nothing of the response around
//! them.

use super::reader::{Kind, Node};
use super::values::{Judged, Pair, Rule};
use crate::matching::compare::{Style, compare};
use crate::matching::shown::quote;

impl Pair<'_, '_> {
    pub(super) fn fetch(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
        for pair in wanted.chunks(2) {
            let Some(name) = pair.first() else { continue };
            let Some(value) = pair.get(1) else {
                return self.values(pair, came, Rule::Plain);
            };
            let parts = self.node_parts(name);
            let key = item_name(&self.literal_text(name).unwrap_or_default());
            let shown = if key.is_empty() {
                "the item".to_owned()
            } else {
                quote(&key)
            };
            let mut why = None;
            let mut found = false;
            for other in came.chunks(2) {
                let [item, node] = other else { continue };
                let taken = self.scope.taken.len();
                let same = if key.is_empty() {
                    let raw = self.octets.get(item.start..item.end).unwrap_or_default();
                    compare(
                        &parts,
                        raw,
                        Style {
                            fold: true,
                            more: false,
                        },
                        self.scope,
                    )?
                    .is_none()
                } else {
                    item_name(self.raw(item)) == key
                };
                if !same {
                    continue;
                }
                match self.item(&key, value, node)? {
                    None => {
                        found = true;
                        break;
                    }
                    other => why = other,
                }
                self.scope.taken.truncate(taken);
            }
            if !found {
                return Ok(Some(match why {
                    Some(why) => format!("{shown}: {why}"),
                    None => format!("the data item {shown} is missing"),
                }));
            }
        }
        Ok(None)
    }

    fn item(&mut self, key: &[u8], wanted: &Node, came: &Node) -> Judged {
        match (key, &wanted.kind, &came.kind) {
            (b"FLAGS", Kind::List(flags), Kind::List(others)) => {
                let recent = flags.iter().any(|node| {
                    self.literal_text(node)
                        .is_some_and(|f| f.eq_ignore_ascii_case(b"\\Recent"))
                });
                let others: Vec<Node> = others
                    .iter()
                    .filter(|node| recent || !self.raw(node).eq_ignore_ascii_case(b"\\Recent"))
                    .cloned()
                    .collect();
                self.set(flags, &others, "flag", true)
            }
            (b"BODY" | b"BODYSTRUCTURE", ..) => self.structure(wanted, came),
            (b"INTERNALDATE", ..) => self.value(wanted, came, Rule::Date),
            (b"RFC822.SIZE", ..) => Ok(self
                .value(wanted, came, Rule::Plain)?
                .map(|why| format!("the message size does not fit: {why}"))),
            _ => self.value(wanted, came, Rule::Plain),
        }
    }
}

/// The item's name in one form: upper case, the fields of a section sorted, without quotes.
fn item_name(raw: &[u8]) -> Vec<u8> {
    let upper = raw.to_ascii_uppercase();
    let open = upper.iter().position(|&octet| octet == b'(');
    let close = upper.iter().rposition(|&octet| octet == b')');
    let (Some(open), Some(close)) = (open, close) else {
        return upper;
    };
    let fields = upper.get(open + 1..close).unwrap_or_default();
    let mut fields: Vec<Vec<u8>> = fields
        .split(|&octet| octet == b' ')
        .filter(|field| !field.is_empty())
        .map(crate::matching::compare::unquoted)
        .collect();
    fields.sort();
    let mut name = upper.get(..=open).unwrap_or_default().to_vec();
    name.extend(fields.join(&b' '));
    name.extend_from_slice(upper.get(close..).unwrap_or_default());
    name
}
