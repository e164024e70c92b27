//! FETCH: items, sections, partials, modifiers.

use super::super::command::{Command, FetchItem, Partial, Section, SectionText};
use super::{Bad, Cursor, Dialect, Parsed};

/// A section specification on its own: `1.2.MIME`.
pub(crate) fn section_spec(text: &[u8]) -> Option<Section> {
    let bracketed = [b"[", text, b"]"].concat();
    let mut cursor = Cursor::new(&bracketed, &[], Dialect::default());
    let section = cursor.section().ok()?;
    cursor.end().ok().map(|()| section)
}

impl Cursor<'_> {
    pub(super) fn fetch(&mut self, uid: bool) -> Parsed<Command> {
        self.sp()?;
        let set = self.sequence_set()?;
        self.sp()?;
        let items = if self.peek() == Some(b'(') {
            self.parenthesised(Self::fetch_item)?
        } else if let Some(items) = self.fetch_macro() {
            items
        } else {
            vec![self.fetch_item()?]
        };
        let (mut changed_since, mut vanished, mut partial) = (None, false, None);
        if self.eat(b' ') {
            let modifiers = self.parenthesised(|cursor| match cursor.word()?.as_str() {
                "CHANGEDSINCE" => {
                    cursor.sp()?;
                    cursor.mod_sequence().map(Some)
                }
                "VANISHED" => Ok(None),
                "PARTIAL" if uid && partial.is_none() => {
                    cursor.sp()?;
                    partial = Some(cursor.partial_range()?);
                    Ok(Some(0))
                }
                _ => Err(Bad("there is no such FETCH modifier")),
            })?;
            for modifier in modifiers {
                match modifier {
                    Some(0) if partial.is_some() => {}
                    Some(modseq) => changed_since = Some(modseq),
                    None => vanished = true,
                }
            }
        }
        if vanished && (!uid || changed_since.is_none()) {
            return Err(Bad("VANISHED needs UID FETCH and CHANGEDSINCE"));
        }
        Ok(Command::Fetch {
            uid,
            set,
            items,
            changed_since,
            vanished,
            partial,
        })
    }

    fn fetch_macro(&mut self) -> Option<Vec<FetchItem>> {
        let fast = [
            FetchItem::Flags,
            FetchItem::InternalDate,
            FetchItem::Rfc822Size,
        ];
        let all = [&fast[..], &[FetchItem::Envelope]].concat();
        let full = [&all[..], &[FetchItem::Body]].concat();
        for (name, items) in [("ALL", all), ("FULL", full), ("FAST", fast.to_vec())] {
            let rest = self.rest();
            let is = rest
                .get(..name.len())
                .is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes()));
            if is && matches!(rest.get(name.len()), None | Some(b' ')) {
                self.at += name.len();
                return Some(items);
            }
        }
        None
    }

    pub(super) fn fetch_item(&mut self) -> Parsed<FetchItem> {
        let run = self.run(|octet| octet.is_ascii_alphanumeric() || octet == b'.');
        let name = String::from_utf8_lossy(run).to_ascii_uppercase();
        let section = self.peek() == Some(b'[');
        Ok(match (name.as_str(), section) {
            ("FLAGS", false) => FetchItem::Flags,
            ("INTERNALDATE", false) => FetchItem::InternalDate,
            ("RFC822", false) => FetchItem::Rfc822,
            ("RFC822.HEADER", false) => FetchItem::Rfc822Header,
            ("RFC822.SIZE", false) => FetchItem::Rfc822Size,
            ("RFC822.TEXT", false) => FetchItem::Rfc822Text,
            ("ENVELOPE", false) => FetchItem::Envelope,
            ("BODY", false) => FetchItem::Body,
            ("BODYSTRUCTURE", false) => FetchItem::BodyStructure,
            ("UID", false) => FetchItem::Uid,
            ("SAVEDATE", false) => FetchItem::SaveDate,
            ("EMAILID", false) => FetchItem::EmailId,
            ("THREADID", false) => FetchItem::ThreadId,
            ("PREVIEW", false) => {
                // Another parenthesis is that of the FETCH modifiers.
                let lazy = self.eat_word(" (LAZY");
                if lazy {
                    while self.eat_word(" LAZY") {}
                    self.close()?;
                }
                FetchItem::Preview { lazy }
            }
            ("MODSEQ", false) => FetchItem::ModSeq,
            ("BODY" | "BODY.PEEK", true) => {
                let section = self.section()?;
                FetchItem::BodySection {
                    peek: name == "BODY.PEEK",
                    section,
                    partial: self.partial()?,
                }
            }
            ("BINARY" | "BINARY.PEEK", true) => {
                let path = self.binary_section()?;
                FetchItem::Binary {
                    peek: name == "BINARY.PEEK",
                    path,
                    partial: self.partial()?,
                }
            }
            ("BINARY.SIZE", true) => FetchItem::BinarySize(self.binary_section()?),
            _ => return Err(Bad("there is no such FETCH item")),
        })
    }

    fn binary_section(&mut self) -> Parsed<Vec<u32>> {
        let section = self.section()?;
        if section.text.is_some() {
            return Err(Bad("only a part number is allowed here"));
        }
        Ok(section.path)
    }

    pub(super) fn section(&mut self) -> Parsed<Section> {
        self.expect(b'[', "a section is expected")?;
        let mut section = Section::default();
        if self.eat(b']') {
            return Ok(section);
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            section.path.push(self.nz_number()?);
            if self.eat(b']') {
                return Ok(section);
            }
            self.expect(b'.', "a section is malformed")?;
        }
        let text = self.word()?;
        section.text = Some(match text.as_str() {
            "HEADER" => SectionText::Header,
            "TEXT" => SectionText::Text,
            "MIME" if !section.path.is_empty() => SectionText::Mime,
            "HEADER.FIELDS" | "HEADER.FIELDS.NOT" => {
                self.sp()?;
                let names = self.parenthesised(Self::astring)?;
                SectionText::Fields {
                    not: text == "HEADER.FIELDS.NOT",
                    names,
                }
            }
            _ => return Err(Bad("a section is malformed")),
        });
        self.expect(b']', "a section does not end")?;
        Ok(section)
    }

    fn partial(&mut self) -> Parsed<Partial> {
        if !self.eat(b'<') {
            return Ok(None);
        }
        let first = self.number64()?;
        self.expect(b'.', "a partial is malformed")?;
        if self.peek() == Some(b'0') {
            return Err(Bad("a partial of no octets"));
        }
        let count = self.number64()?;
        self.expect(b'>', "a partial is malformed")?;
        Ok(Some((first, count)))
    }
}
