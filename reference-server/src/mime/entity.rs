//! The tree of body parts, as ranges of the message's octets.

use super::content::ContentType;
use super::header::{chomp, first_field, header_length, line, unfold};
use super::misreading::{Misreading, Misreadings};
use std::ops::Range;

/// How deep parts may nest; deeper ones are taken as they are.
const DEEPEST: usize = 64;
/// How many parts a message may have; the rest belongs to the last.
const MOST: usize = 10_000;

/// A message or a part of one.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Header section with the empty line that ends it.
    pub header: Range<usize>,
    /// Body.
    pub body: Range<usize>,
    /// Its type; the default where there is none or it cannot be read.
    pub content: ContentType,
    /// Parts of a multipart; never empty for one.
    pub children: Vec<Entity>,
    /// What a message/rfc822 or message/global part holds.
    pub message: Option<Box<Entity>>,
}

/// A part found by its number.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// The part.
    pub entity: &'a Entity,
    /// Whether it was reached as a part and not as a message.
    pub is_part: bool,
}

impl Entity {
    /// Reads a whole message.
    pub fn parse(octets: &[u8]) -> Self {
        Self::misread(octets, Misreadings::default())
    }

    /// The same, wrong in these ways.
    pub fn misread(octets: &[u8], wrong: Misreadings) -> Self {
        let mut reader = Reader {
            octets,
            parts: 0,
            wrong,
        };
        reader.entity(0..octets.len(), false, 0)
    }

    /// Whether it has parts.
    pub fn is_multipart(&self) -> bool {
        !self.children.is_empty()
    }

    /// The part with this number (RFC 9051 §6.4.5.1): `[1, 2]` is part 1.2. Empty: the message.
    pub fn locate(&self, path: &[u32]) -> Option<Located<'_>> {
        let (mut entity, mut is_part) = (self, false);
        for &number in path {
            if is_part && let Some(message) = &entity.message {
                (entity, is_part) = (message, false);
            }
            if entity.is_multipart() {
                let index = usize::try_from(number).ok()?.checked_sub(1)?;
                (entity, is_part) = (entity.children.get(index)?, true);
            } else if !is_part && number == 1 {
                is_part = true;
            } else {
                return None;
            }
        }
        Some(Located { entity, is_part })
    }

    /// Every leaf, with its place in the octets, in order.
    pub fn leaves<'a>(&'a self, found: &mut Vec<&'a Entity>) {
        if let Some(message) = &self.message {
            message.leaves(found);
        } else if self.children.is_empty() {
            found.push(self);
        }
        for child in &self.children {
            child.leaves(found);
        }
    }

    /// Every entity, this one first, in order.
    pub fn all<'a>(&'a self, found: &mut Vec<&'a Entity>) {
        found.push(self);
        if let Some(message) = &self.message {
            message.all(found);
        }
        for child in &self.children {
            child.all(found);
        }
    }
}

struct Reader<'a> {
    octets: &'a [u8],
    parts: usize,
    wrong: Misreadings,
}

impl Reader<'_> {
    fn slice(&self, range: &Range<usize>) -> &[u8] {
        self.octets.get(range.clone()).unwrap_or_default()
    }

    fn entity(&mut self, range: Range<usize>, in_digest: bool, depth: usize) -> Entity {
        self.parts += 1;
        let split = range.start + header_length(self.slice(&range));
        let (header, body) = (range.start..split, split..range.end);
        let content = first_field(self.slice(&header), "Content-Type").map_or_else(
            || default_type(in_digest, self.wrong),
            |field| {
                ContentType::misread(&unfold(field.value), self.wrong)
                    .unwrap_or_else(|| self.invalid_type())
            },
        );
        let mut entity = Entity {
            header,
            body,
            content,
            children: Vec::new(),
            message: None,
        };
        if depth >= DEEPEST || self.parts >= MOST {
            return entity;
        }
        if self.wrong.has(Misreading::TypeInSmallLetters)
            && entity.content.kind.iter().any(u8::is_ascii_uppercase)
        {
            return entity;
        }
        if entity.content.is("multipart", "") {
            self.multipart(&mut entity, depth);
        } else if entity.content.is("message", "rfc822") || entity.content.is("message", "global") {
            entity.message = Some(Box::new(self.entity(entity.body.clone(), false, depth + 1)));
        }
        entity
    }

    fn invalid_type(&self) -> ContentType {
        match self.wrong.has(Misreading::InvalidTypeIsOctets) {
            true => ContentType::octets(),
            false => ContentType::plain(),
        }
    }

    fn multipart(&mut self, entity: &mut Entity, depth: usize) {
        let digest =
            entity.content.is("multipart", "digest") && !self.wrong.has(Misreading::DigestOfTexts);
        for range in self.split(entity) {
            let child = self.entity(range, digest, depth + 1);
            entity.children.push(child);
            if self.parts >= MOST {
                break;
            }
        }
        if entity.children.is_empty() {
            // A multipart without parts has no BODYSTRUCTURE: its body is shown as one text.
            let body = entity.body.clone();
            let header = body.start..body.start;
            let content = ContentType::plain();
            entity.children.push(Entity {
                header,
                body,
                content,
                children: Vec::new(),
                message: None,
            });
        }
    }

    /// What lies between the boundary lines.
    fn split(&self, entity: &Entity) -> Vec<Range<usize>> {
        let Some(boundary) = entity.content.param("boundary").map(<[u8]>::trim_ascii_end) else {
            return Vec::new();
        };
        if boundary.is_empty() {
            return Vec::new();
        }
        let wrong = |one| self.wrong.has(one);
        let mut ranges = Vec::new();
        let mut start = wrong(Misreading::PreambleIsPart).then_some(entity.body.start);
        let mut at = entity.body.start;
        // Where the last line's content ended: its line end belongs to the boundary.
        let mut content_end = at;
        let mut inner = None;
        while at < entity.body.end {
            let line = line(self.slice(&(at..entity.body.end)));
            let next = at + line.len();
            let text = chomp(line);
            if let Some(last) = self.delimiter(text, boundary).filter(|_| inner.is_none()) {
                if let Some(start) = start {
                    ranges.push(start..content_end.max(start));
                }
                start = (!last).then_some(next);
                if last {
                    if wrong(Misreading::EpilogueIsPart) && next < entity.body.end {
                        ranges.push(next..entity.body.end);
                    }
                    return ranges;
                }
            } else if wrong(Misreading::InnerHidesOuter) {
                inner = self.still_within(inner, text);
            }
            content_end = match wrong(Misreading::LineEndIsContent) {
                true => next,
                false => at + text.len(),
            };
            at = next;
        }
        if let Some(start) = start {
            ranges.push(start..entity.body.end.max(start));
        }
        ranges
    }

    /// Whether a line without its end is this delimiter, and the last one.
    fn delimiter(&self, text: &[u8], boundary: &[u8]) -> Option<bool> {
        let (begins, after) = text.strip_prefix(b"--")?.split_at_checked(boundary.len())?;
        let any_case = self.wrong.has(Misreading::DelimiterInAnyCase);
        if begins != boundary && !(any_case && begins.eq_ignore_ascii_case(boundary)) {
            return None;
        }
        let last = after.strip_prefix(b"--").is_some();
        let after = after.strip_prefix(b"--").unwrap_or(after);
        let padding = !self.wrong.has(Misreading::PaddingUnknown);
        let blank = |octet: &u8| padding && matches!(octet, b' ' | b'\t');
        after.iter().all(blank).then_some(last)
    }

    /// The boundary of the inner multipart that a line leaves or begins: what a wrong reader waits for.
    fn still_within(&self, inner: Option<Vec<u8>>, text: &[u8]) -> Option<Vec<u8>> {
        match inner {
            Some(boundary) => (self.delimiter(text, &boundary) != Some(true)).then_some(boundary),
            None => ContentType::parse(text.strip_prefix(b"Content-Type:")?)
                .filter(|content| content.is("multipart", ""))
                .and_then(|content| content.param("boundary").map(<[u8]>::to_vec)),
        }
    }
}

fn default_type(in_digest: bool, wrong: Misreadings) -> ContentType {
    if wrong.has(Misreading::DefaultTypeIsOctets) {
        ContentType::octets()
    } else if in_digest {
        ContentType {
            kind: b"message".to_vec(),
            subtype: b"rfc822".to_vec(),
            params: Vec::new(),
        }
    } else {
        ContentType::plain()
    }
}
