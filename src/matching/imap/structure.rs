//! BODY and BODYSTRUCTURE, by position (RFC 3501 §7.4.2, RFC 9051 §7.5.2). As many fields are
//! compared as the pattern writes; parameters are a set, their names and media types without case.

use super::reader::{Kind, Node};
use super::values::{Judged, Pair, Rule};

impl Pair<'_, '_> {
    /// One body, simple or multipart.
    pub(super) fn structure(&mut self, wanted: &Node, came: &Node) -> Judged {
        let (Kind::List(fields), Kind::List(others)) = (&wanted.kind, &came.kind) else {
            return self.value(wanted, came, Rule::Plain);
        };
        let multipart =
            |nodes: &[Node]| matches!(nodes.first().map(|n| &n.kind), Some(Kind::List(_)));
        match (multipart(fields), multipart(others)) {
            (true, true) => self.multipart(fields, others),
            (false, false) => self.simple(fields, others),
            (true, false) => Ok(Some(
                "a single part came where a multipart was required".into(),
            )),
            (false, true) if fields.first().is_some_and(|f| self.capture(f).is_some()) => {
                self.values(fields, others, Rule::Plain)
            }
            (false, true) => Ok(Some(
                "a multipart came where a single part was required".into(),
            )),
        }
    }

    fn multipart(&mut self, fields: &[Node], others: &[Node]) -> Judged {
        let count = |nodes: &[Node]| {
            nodes
                .iter()
                .take_while(|n| matches!(n.kind, Kind::List(_)))
                .count()
        };
        let (parts, came) = (count(fields), count(others));
        if parts != came {
            return Ok(Some(format!("{came} parts came, {parts} were required")));
        }
        for (index, (part, other)) in fields.iter().zip(others).take(parts).enumerate() {
            if let Some(why) = self.structure(part, other)? {
                return Ok(Some(format!("part {}: {why}", index + 1)));
            }
        }
        let names = [
            "the subtype",
            "the parameters",
            "the disposition",
            "the language",
            "the location",
        ];
        let fields = fields.get(parts..).unwrap_or_default();
        let others = others.get(parts..).unwrap_or_default();
        self.fields(fields, others, &names)
    }

    fn simple(&mut self, fields: &[Node], others: &[Node]) -> Judged {
        let media = |pair: &Self, at: usize| {
            others
                .get(at)
                .map(|n| pair.content(n).to_ascii_lowercase())
                .unwrap_or_default()
        };
        let (kind, subtype) = (media(self, 0), media(self, 1));
        let mut names = vec![
            "the media type",
            "the subtype",
            "the parameters",
            "the id",
            "the description",
            "the encoding",
            "the size",
        ];
        // RFC 9051 adds message/global, which has an envelope too.
        if kind == b"message" && (subtype == b"rfc822" || subtype == b"global") {
            names.extend(["the envelope", "the body", "the number of lines"]);
        } else if kind == b"text" {
            names.push("the number of lines");
        }
        names.extend(["the MD5", "the disposition", "the language", "the location"]);
        self.fields(fields, others, &names)
    }

    fn fields(&mut self, fields: &[Node], others: &[Node], names: &[&str]) -> Judged {
        for (index, field) in fields.iter().enumerate() {
            if index + 1 == fields.len() && self.capture(field).is_some_and(|c| c.is_text()) {
                let (fields, rest) = (fields.get(index..), others.get(index..));
                return self.values(
                    fields.unwrap_or_default(),
                    rest.unwrap_or_default(),
                    Rule::Plain,
                );
            }
            let name = names.get(index).copied().unwrap_or("the extension");
            let Some(other) = others.get(index) else {
                return Ok(Some(format!("{name} is missing")));
            };
            let why = match name {
                "the media type" | "the subtype" | "the encoding" | "the language" => {
                    self.value(field, other, Rule::Fold)?
                }
                "the parameters" => self.parameters(field, other)?,
                "the disposition" => self.disposition(field, other)?,
                "the body" => self.structure(field, other)?,
                _ => self.value(field, other, Rule::Plain)?,
            };
            if let Some(why) = why {
                return Ok(Some(format!("{name}: {why}")));
            }
        }
        Ok(None)
    }

    fn disposition(&mut self, wanted: &Node, came: &Node) -> Judged {
        match (&wanted.kind, &came.kind) {
            (Kind::List(fields), Kind::List(others)) => {
                match (fields.as_slice(), others.as_slice()) {
                    ([kind, parameters], [other, given]) => {
                        if let Some(why) = self.value(kind, other, Rule::Fold)? {
                            return Ok(Some(why));
                        }
                        self.parameters(parameters, given)
                    }
                    (fields, others) => self.values(fields, others, Rule::Fold),
                }
            }
            _ => self.value(wanted, came, Rule::Plain),
        }
    }

    fn parameters(&mut self, wanted: &Node, came: &Node) -> Judged {
        if self.capture(wanted).is_some() {
            return self.value(wanted, came, Rule::Plain);
        }
        let none: Vec<Node> = Vec::new();
        let fields = match &wanted.kind {
            Kind::List(fields) => fields,
            _ => &none,
        };
        let others = match &came.kind {
            Kind::List(others) => others,
            _ if self.is_nil(came) => &none,
            _ => return self.value(wanted, came, Rule::Plain),
        };
        let mut seen: Vec<Vec<u8>> = Vec::new();
        for pair in fields.chunks(2) {
            let [name, value] = pair else {
                return self.values(pair, others, Rule::Plain);
            };
            let key = self
                .literal_text(name)
                .unwrap_or_default()
                .to_ascii_lowercase();
            let shown = String::from_utf8_lossy(&key).into_owned();
            let found = others.chunks(2).find(|other| {
                other
                    .first()
                    .is_some_and(|n| self.content(n).eq_ignore_ascii_case(&key))
            });
            let Some(other) = found.and_then(|pair| pair.get(1)) else {
                return Ok(Some(format!("the parameter {shown} is missing")));
            };
            let rule = if key == b"charset" {
                Rule::Fold
            } else {
                Rule::Plain
            };
            if let Some(why) = self.value(value, other, rule)? {
                return Ok(Some(format!("the parameter {shown}: {why}")));
            }
            seen.push(key);
        }
        for pair in others.chunks(2) {
            let [name, value] = pair else { continue };
            let key = self.content(name).to_ascii_lowercase();
            // RFC 2045 §5.2: the default may be spelt out.
            let default =
                key == b"charset" && self.content(value).eq_ignore_ascii_case(b"us-ascii");
            if !seen.contains(&key) && !default {
                let shown = String::from_utf8_lossy(&key).into_owned();
                return Ok(Some(format!(
                    "the parameter {shown} came and was not required"
                )));
            }
        }
        Ok(None)
    }
}
