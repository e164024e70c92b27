//! Whole IMAP responses against patterns: keyed where the RFC has keys, sets where it has sets.
//! Never compares human-readable text.

use super::reader::{Kind, Node, Response};
use super::sets::pairs;
use super::values::{Judged, Pair, Rule};
use crate::matching::RenderError;
use crate::matching::line::has_meaning;
use crate::matching::pattern::{Style, compare, quote, take};

/// Why a response does not fit, and how near it came: 0 another kind of response, 1 the same kind
/// about something else, 2 the very one.
#[derive(Debug, Clone)]
pub(super) struct Miss {
    pub near: u8,
    pub why: String,
}

type Held = Result<Option<Miss>, RenderError>;

fn miss(near: u8, why: impl Into<String>) -> Held {
    Ok(Some(Miss {
        near,
        why: why.into(),
    }))
}

fn at(near: u8, judged: Judged) -> Held {
    Ok(judged?.map(|why| Miss { near, why }))
}

fn list(node: Option<&Node>) -> Option<&[Node]> {
    match node.map(|node| &node.kind) {
        Some(Kind::List(nodes)) => Some(nodes),
        _ => None,
    }
}

impl Pair<'_, '_> {
    pub(super) fn response(&mut self, wanted: &Response, came: &Response) -> Held {
        match (wanted, came) {
            (Response::Continuation(from, to), Response::Continuation(start, end)) => {
                let parts = self.parts(*from, *to);
                if !has_meaning(&parts) {
                    return Ok(None);
                }
                let text = self.octets.get(*start..*end).unwrap_or_default();
                at(2, compare(&parts, text, Style::default(), self.scope))
            }
            (
                Response::Condition {
                    tag,
                    word,
                    code,
                    text,
                },
                Response::Condition {
                    tag: came_tag,
                    word: came_word,
                    code: came_code,
                    text: came_text,
                },
            ) => {
                let near = match (tag, came_tag) {
                    (None, None) => 1,
                    (Some(tag), Some(other)) => {
                        let parts = self.parts(tag.0, tag.1);
                        let other = self.octets.get(other.0..other.1).unwrap_or_default();
                        if compare(&parts, other, Style::default(), self.scope)?.is_some() {
                            return miss(0, "another tag");
                        }
                        2
                    }
                    _ => return miss(0, "another kind of response"),
                };
                let parts = self.parts(word.0, word.1);
                let other = self
                    .octets
                    .get(came_word.0..came_word.1)
                    .unwrap_or_default();
                let style = Style {
                    fold: true,
                    more: false,
                };
                if compare(&parts, other, style, self.scope)?.is_some() {
                    let kind = if tag.is_some() { "tagged" } else { "untagged" };
                    let wanted = crate::matching::line::plain(&parts);
                    return miss(
                        near,
                        format!(
                            "{kind} {} came where {} was required",
                            quote(other),
                            quote(&wanted)
                        ),
                    );
                }
                if let Some(code) = code {
                    let Some(other) = came_code else {
                        let name = code.first().and_then(|node| self.literal_text(node));
                        return miss(
                            near,
                            format!(
                                "there is no response code, [{}] was required",
                                quote(&name.unwrap_or_default())
                            ),
                        );
                    };
                    if let Some(why) = self.code(code, other)? {
                        return miss(near, why);
                    }
                }
                let parts = self.parts(text.0, text.1);
                if has_meaning(&parts) {
                    let other = self
                        .octets
                        .get(came_text.0..came_text.1)
                        .unwrap_or_default();
                    return at(
                        near,
                        compare(
                            &parts,
                            other,
                            Style {
                                fold: true,
                                more: false,
                            },
                            self.scope,
                        ),
                    );
                }
                // A named `{{x:text}}` alone is taken above; anonymous text is never compared.
                Ok(None)
            }
            (Response::Data(wanted), Response::Data(came)) => self.data(wanted, came),
            (Response::Data(wanted), Response::Condition { tag: None, .. })
                if self.is_any(wanted) =>
            {
                Ok(None)
            }
            _ => miss(0, "another kind of response"),
        }
    }

    fn code(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
        let (Some((name, arguments)), Some((other, given))) =
            (wanted.split_first(), came.split_first())
        else {
            return Ok(Some("the response code is empty".into()));
        };
        if self.value(name, other, Rule::Plain)?.is_some() {
            let wanted = self.literal_text(name).unwrap_or_default();
            return Ok(Some(format!(
                "the response code is [{}], [{}] was required",
                quote(self.raw(other)),
                quote(&wanted)
            )));
        }
        if arguments.is_empty() {
            return Ok(None);
        }
        let key = self.raw(other).to_ascii_uppercase();
        let why = match key.as_slice() {
            b"CAPABILITY" => self.at_least(arguments, given, "capability"),
            b"PERMANENTFLAGS" | b"BADCHARSET" => {
                match (list(arguments.first()), list(given.first())) {
                    (Some(wanted), Some(came)) => self.at_least(wanted, came, "flag"),
                    _ => self.values(arguments, given, Rule::Plain),
                }
            }
            b"COPYUID" => {
                let sets: Vec<Option<Vec<u8>>> = arguments
                    .iter()
                    .map(|node| self.literal_text(node))
                    .collect();
                if let ([_, Some(from), Some(to)], [validity, other_from, other_to]) =
                    (sets.as_slice(), given)
                    && let Some(pairs_wanted) = pairs(from, to)
                    && let Some(pairs_came) = pairs(self.raw(other_from), self.raw(other_to))
                {
                    if pairs_wanted != pairs_came {
                        return Ok(Some(format!(
                            "COPYUID says {} became {}; {} becoming {} was required",
                            quote(self.raw(other_from)),
                            quote(self.raw(other_to)),
                            quote(from),
                            quote(to)
                        )));
                    }
                    return match arguments.first() {
                        Some(first) => self.value(first, validity, Rule::Plain),
                        None => Ok(None),
                    };
                }
                self.values(arguments, given, Rule::Plain)
            }
            _ => self.values(arguments, given, Rule::Plain),
        }?;
        Ok(why.map(|why| format!("in [{}]: {why}", String::from_utf8_lossy(&key))))
    }

    /// Each written value is among those that came.
    pub(super) fn at_least(&mut self, wanted: &[Node], came: &[Node], what: &str) -> Judged {
        self.set(wanted, came, what, false)
    }

    /// Values in any order: each written one once; with `all` no others. Holes choose last.
    fn set(&mut self, wanted: &[Node], came: &[Node], what: &str, all: bool) -> Judged {
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

    /// `* {{:text}}`: any untagged response.
    fn is_any(&self, wanted: &[Node]) -> bool {
        matches!(wanted, [node] if self.capture(node).is_some_and(|c| c.is_any_text()))
    }

    fn data(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        if self.is_any(wanted) {
            return Ok(None);
        }
        let numbered = |pair: &Self, nodes: &[Node]| {
            nodes.len() > 1
                && nodes
                    .first()
                    .is_some_and(|node| pair.raw(node).iter().all(u8::is_ascii_digit))
        };
        let came_numbered = numbered(self, came);
        let index = usize::from(came_numbered);
        let Some(name) = came.get(index) else {
            return miss(0, "an empty response");
        };
        let key = self.raw(name).to_ascii_uppercase();
        let written = wanted.get(index).and_then(|node| self.literal_text(node));
        if !written.is_some_and(|written| written.eq_ignore_ascii_case(&key)) {
            return miss(0, "another kind of response");
        }
        let wanted_rest = wanted.get(index + 1..).unwrap_or_default();
        let came_rest = came.get(index + 1..).unwrap_or_default();
        let name = String::from_utf8_lossy(&key).into_owned();
        if came_numbered && let (Some(number), Some(other)) = (wanted.first(), came.first()) {
            if let Some(why) = self.value(number, other, Rule::Plain)? {
                return miss(1, format!("the number before {name} does not fit: {why}"));
            }
            if key == b"FETCH" && wanted_rest.is_empty() {
                return Ok(None);
            }
            return at(
                2,
                if key == b"FETCH" {
                    match (list(wanted_rest.first()), list(came_rest.first())) {
                        (Some(wanted), Some(came)) => self.fetch(wanted, came),
                        _ => self.values(wanted_rest, came_rest, Rule::Plain),
                    }
                } else {
                    self.values(wanted_rest, came_rest, Rule::Plain)
                },
            );
        }
        if wanted_rest.is_empty()
            && matches!(
                key.as_slice(),
                b"LIST" | b"LSUB" | b"STATUS" | b"FLAGS" | b"ESEARCH"
            )
        {
            return Ok(None);
        }
        match key.as_slice() {
            b"CAPABILITY" | b"ENABLED" => {
                at(2, self.at_least(wanted_rest, came_rest, "capability"))
            }
            b"FLAGS" => match (list(wanted_rest.first()), list(came_rest.first())) {
                (Some(wanted), Some(came)) => at(2, self.at_least(wanted, came, "flag")),
                _ => at(2, self.values(wanted_rest, came_rest, Rule::Plain)),
            },
            b"SEARCH" => at(2, self.set(wanted_rest, came_rest, "number", true)),
            b"LIST" | b"LSUB" | b"XLIST" => self.list_response(wanted_rest, came_rest),
            b"STATUS" => self.status(wanted_rest, came_rest),
            b"METADATA" => self.metadata(wanted_rest, came_rest),
            // All of these are astrings (RFC 4314 §7, RFC 9208 §7).
            b"ACL" | b"MYRIGHTS" | b"LISTRIGHTS" | b"QUOTAROOT" => {
                at(2, self.values(wanted_rest, came_rest, Rule::Mailbox))
            }
            b"ESEARCH" => self.esearch(wanted_rest, came_rest),
            _ => at(2, self.values(wanted_rest, came_rest, Rule::Plain)),
        }
    }

    fn list_response(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([attributes, delimiter, mailbox, more @ ..], [a, d, m, rest @ ..]) = (wanted, came)
        else {
            return at(1, self.values(wanted, came, Rule::Plain));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        if let Some(why) = self.value(delimiter, d, Rule::Plain)? {
            return miss(2, format!("the hierarchy delimiter does not fit: {why}"));
        }
        let attributes_why = match (&attributes.kind, &a.kind) {
            (Kind::List(wanted), Kind::List(came)) => self.at_least(wanted, came, "attribute")?,
            _ => self.value(attributes, a, Rule::Plain)?,
        };
        match attributes_why {
            Some(why) => miss(2, why),
            None if more.is_empty() => Ok(None),
            None => at(2, self.values(more, rest, Rule::Plain)),
        }
    }

    fn status(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([mailbox, items, ..], [m, given, ..]) = (wanted, came) else {
            return at(1, self.values(wanted, came, Rule::Plain));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        match (&items.kind, &given.kind) {
            (Kind::List(wanted), Kind::List(came)) => at(2, self.keyed(wanted, came)),
            _ => at(2, self.value(items, given, Rule::Plain)),
        }
    }

    /// At least the entries written, in any order. Their names are astrings without case (RFC 5464 §3.2, §5), and a
    /// server may give the entries in several responses (§4.4.1).
    fn metadata(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let ([mailbox, entries], [m, given]) = (wanted, came) else {
            return at(1, self.values(wanted, came, Rule::Mailbox));
        };
        if let Some(why) = self.value(mailbox, m, Rule::Mailbox)? {
            return miss(1, format!("the mailbox name does not fit: {why}"));
        }
        match (&entries.kind, &given.kind) {
            (Kind::List(wanted), Kind::List(came))
                if wanted.chunks(2).all(|pair| {
                    pair.first()
                        .is_some_and(|name| self.literal_text(name).is_some())
                }) =>
            {
                at(2, self.keyed(wanted, came))
            }
            // A name with a hole in it.
            _ => at(2, self.value(entries, given, Rule::Mailbox)),
        }
    }

    fn esearch(&mut self, wanted: &[Node], came: &[Node]) -> Held {
        let (mut wanted, mut came) = (wanted, came);
        if let (Some((first, rest)), true) = (came.split_first(), list(came.first()).is_some()) {
            if let Some((pattern, others)) = wanted.split_first()
                && matches!(pattern.kind, Kind::List(_))
            {
                if let Some(why) = self.correlators(pattern, first)? {
                    return miss(1, format!("the search correlator does not fit: {why}"));
                }
                wanted = others;
            }
            came = rest;
        } else if list(wanted.first()).is_some() {
            return miss(2, "there is no search correlator");
        }
        let uid = |pair: &Self, nodes: &[Node]| {
            nodes
                .first()
                .is_some_and(|node| pair.raw(node).eq_ignore_ascii_case(b"UID"))
        };
        let written = wanted
            .first()
            .and_then(|node| self.literal_text(node))
            .is_some_and(|text| text.eq_ignore_ascii_case(b"UID"));
        if uid(self, came) != written {
            let what = if written {
                "UID is missing"
            } else {
                "UID came and was not required"
            };
            return miss(2, what);
        }
        if written {
            wanted = wanted.get(1..).unwrap_or_default();
            came = came.get(1..).unwrap_or_default();
        }
        at(2, self.keyed(wanted, came))
    }

    /// `(TAG "a1" MAILBOX x UIDVALIDITY 1)`: as many as written, in any order (RFC 7377 §4).
    fn correlators(&mut self, wanted: &Node, came: &Node) -> Judged {
        let (Kind::List(pairs), Kind::List(others)) = (&wanted.kind, &came.kind) else {
            return self.value(wanted, came, Rule::Fold);
        };
        let keys: Option<Vec<Vec<u8>>> = pairs
            .chunks(2)
            .map(|pair| pair.first().and_then(|name| self.literal_text(name)))
            .collect();
        let Some(keys) = keys.filter(|_| pairs.len() == others.len()) else {
            return self.value(wanted, came, Rule::Fold);
        };
        for (pair, key) in pairs.chunks(2).zip(keys) {
            let found = others.chunks(2).find(|other| {
                other
                    .first()
                    .is_some_and(|name| self.raw(name).eq_ignore_ascii_case(&key))
            });
            let (Some(value), Some(node)) = (pair.get(1), found.and_then(|pair| pair.get(1)))
            else {
                return Ok(Some(format!("{} is missing", quote(&key))));
            };
            let rule = match key.eq_ignore_ascii_case(b"MAILBOX") {
                true => Rule::Mailbox,
                false => Rule::Fold,
            };
            if let Some(why) = self.value(value, node, rule)? {
                return Ok(Some(format!("{}: {why}", quote(&key))));
            }
        }
        Ok(None)
    }

    /// `NAME value` pairs: at least those written; the name of an entry of METADATA may be quoted.
    fn keyed(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
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

    fn fetch(&mut self, wanted: &[Node], came: &[Node]) -> Judged {
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
        .map(crate::matching::pattern::unquoted)
        .collect();
    fields.sort();
    let mut name = upper.get(..=open).unwrap_or_default().to_vec();
    name.extend(fields.join(&b' '));
    name.extend_from_slice(upper.get(close..).unwrap_or_default());
    name
}
