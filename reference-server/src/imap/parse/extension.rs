//! The commands of `Extension`, and what APPEND and REPLACE have in common.

use super::super::command::{AppendData, AppendMessage, CatPart, Command};
use super::super::extension::{Extension, Source, UrlRequest};
use super::{Bad, Cursor, Parsed};
use bytes::Bytes;

impl Cursor<'_> {
    pub(super) fn extension(&mut self, name: &str) -> Parsed<Command> {
        let command = match name {
            "UNAUTHENTICATE" => Extension::Unauthenticate,
            "COMPRESS" => {
                self.sp()?;
                Extension::Compress(self.word()?)
            }
            "LANGUAGE" => Extension::Language(self.language_ranges()?),
            "COMPARATOR" => Extension::Comparator(self.astrings()?),
            "REPLACE" => return self.replace(false),
            "RESETKEY" => self.reset_key()?,
            "GENURLAUTH" => {
                let mut pairs = Vec::new();
                while pairs.is_empty() || self.peek().is_some() {
                    self.sp()?;
                    let url = self.astring()?;
                    self.sp()?;
                    pairs.push((url, self.mechanism()?));
                }
                Extension::GenUrlAuth(pairs)
            }
            "URLFETCH" => {
                let mut requests = Vec::new();
                while requests.is_empty() || self.peek().is_some() {
                    self.sp()?;
                    requests.push(self.url_request()?);
                }
                Extension::UrlFetch(requests)
            }
            "CANCELUPDATE" => {
                let mut tags = Vec::new();
                while tags.is_empty() || self.peek().is_some() {
                    self.sp()?;
                    tags.push(self.quoted()?);
                }
                Extension::CancelUpdate(tags)
            }
            "ESEARCH" => self.multi_search()?,
            _ => return Err(Bad("there is no such command")),
        };
        Ok(Command::Extension(command))
    }

    fn astrings(&mut self) -> Parsed<Vec<Vec<u8>>> {
        let mut strings = Vec::new();
        while self.eat(b' ') {
            strings.push(match self.peek() {
                Some(b'"' | b'{') => self.string()?,
                // `*` is a wildcard here and needs quotes.
                _ => self.astring()?,
            });
        }
        Ok(strings)
    }

    /// `language-range` of RFC 4647: subtags of one to eight letters or digits, or `*`.
    fn language_ranges(&mut self) -> Parsed<Vec<Vec<u8>>> {
        let ranges = self.astrings()?;
        let is_range = |range: &Vec<u8>| {
            range == b"*"
                || range.split(|&octet| octet == b'-').enumerate().all(
                    |(at, subtag): (usize, &[u8])| {
                        (1..=8).contains(&subtag.len())
                            && subtag.iter().all(|octet| {
                                if at == 0 {
                                    octet.is_ascii_alphabetic()
                                } else {
                                    octet.is_ascii_alphanumeric()
                                }
                            })
                            || (at > 0 && subtag == b"*")
                    },
                )
        };
        if ranges.iter().all(is_range) {
            Ok(ranges)
        } else {
            Err(Bad("a language range is malformed"))
        }
    }

    fn mechanism(&mut self) -> Parsed<String> {
        let run = self.run(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.'));
        if run.is_empty() {
            return Err(Bad("a mechanism is expected"));
        }
        Ok(String::from_utf8_lossy(run).to_ascii_uppercase())
    }

    fn reset_key(&mut self) -> Parsed<Extension> {
        let (mut mailbox, mut mechanisms) = (None, Vec::new());
        if self.eat(b' ') {
            mailbox = Some(self.astring()?);
            while self.eat(b' ') {
                mechanisms.push(self.mechanism()?);
            }
        }
        Ok(Extension::ResetKey {
            mailbox,
            mechanisms,
        })
    }

    fn url_request(&mut self) -> Parsed<UrlRequest> {
        let mut request = UrlRequest::default();
        if !self.eat(b'(') {
            request.url = self.astring()?;
            return Ok(request);
        }
        request.listed = true;
        request.url = self.astring()?;
        while self.eat(b' ') {
            let asked = match self.word()?.as_str() {
                "BODY" => &mut request.body,
                "BINARY" => &mut request.binary,
                "BODYPARTSTRUCTURE" => &mut request.structure,
                _ => return Err(Bad("there is no such URLFETCH parameter")),
            };
            if std::mem::replace(asked, true) {
                return Err(Bad("a URLFETCH parameter is repeated"));
            }
        }
        self.close()?;
        if request.body && request.binary {
            return Err(Bad("BODY and BINARY exclude each other"));
        }
        Ok(request)
    }

    pub(super) fn replace(&mut self, uid: bool) -> Parsed<Command> {
        self.sp()?;
        let number = self.seq_number()?;
        let mailbox = self.mailbox()?;
        self.sp()?;
        let message = self.append_message()?;
        Ok(Command::Extension(Extension::Replace {
            uid,
            number,
            mailbox,
            message,
        }))
    }

    pub(super) fn append(&mut self) -> Parsed<Command> {
        let mailbox = self.mailbox()?;
        let mut messages = Vec::new();
        while messages.is_empty() || self.peek().is_some() {
            self.sp()?;
            messages.push(self.append_message()?);
        }
        Ok(Command::Append { mailbox, messages })
    }

    /// `append-message` of RFC 4466 without its first space.
    fn append_message(&mut self) -> Parsed<AppendMessage> {
        let mut flags = Vec::new();
        if self.peek() == Some(b'(') {
            flags = self.flag_list()?;
            self.sp()?;
        }
        let mut date = None;
        if self.peek() == Some(b'"') {
            date = Some(self.date_time()?);
            self.sp()?;
        }
        let data = if self.eat_word("CATENATE ") {
            AppendData::Catenate(self.parenthesised(Self::cat_part)?)
        } else if self.eat_word("UTF8 ") {
            AppendData::Utf8(self.utf8_literal()?)
        } else {
            let literal = self.any_literal()?;
            if !literal.binary && literal.octets.contains(&0) {
                return Err(Bad("NUL needs a binary literal"));
            }
            AppendData::Octets(Bytes::clone(&literal.octets))
        };
        Ok(AppendMessage { flags, date, data })
    }

    fn utf8_literal(&mut self) -> Parsed<Bytes> {
        self.open()?;
        let literal = self.any_literal()?;
        if !literal.binary {
            return Err(Bad("UTF8 needs a binary literal"));
        }
        self.close()?;
        Ok(Bytes::clone(&literal.octets))
    }

    fn cat_part(&mut self) -> Parsed<CatPart> {
        let name = self.word()?;
        self.sp()?;
        Ok(match name.as_str() {
            "TEXT" => {
                let literal = self.any_literal()?;
                if literal.binary || literal.octets.contains(&0) {
                    return Err(Bad("TEXT needs a literal without NUL"));
                }
                CatPart::Text(Bytes::clone(&literal.octets))
            }
            "UTF8" => CatPart::Utf8(self.utf8_literal()?),
            "URL" => CatPart::Url(self.astring()?),
            _ => return Err(Bad("TEXT, URL or UTF8 is expected")),
        })
    }

    fn multi_search(&mut self) -> Parsed<Extension> {
        let mut sources = None;
        if self.eat_word(" IN (") {
            let mut found = vec![self.source()?];
            while self.eat(b' ') {
                if self.peek() == Some(b'(') {
                    return Err(Bad("there is no such scope option"));
                }
                found.push(self.source()?);
            }
            self.close()?;
            sources = Some(found);
        }
        let search = self.search()?;
        Ok(Extension::MultiSearch { sources, search })
    }

    fn source(&mut self) -> Parsed<Source> {
        Ok(match self.word()?.as_str() {
            "SELECTED" => Source::Selected,
            "INBOXES" => Source::Inboxes,
            "PERSONAL" => Source::Personal,
            "SUBSCRIBED" => Source::Subscribed,
            "SUBTREE" => Source::Subtree(self.mailboxes()?),
            "SUBTREE-ONE" => Source::SubtreeOne(self.mailboxes()?),
            "MAILBOXES" => Source::Mailboxes(self.mailboxes()?),
            _ => return Err(Bad("there is no such source option")),
        })
    }

    /// `one-or-more-mailbox` of RFC 5465, with the space before it.
    fn mailboxes(&mut self) -> Parsed<Vec<Vec<u8>>> {
        self.sp()?;
        if self.peek() == Some(b'(') {
            self.parenthesised(Self::astring)
        } else {
            Ok(vec![self.astring()?])
        }
    }

    /// Whether the command that begins so stores messages.
    pub(crate) fn stores(text: &[u8]) -> bool {
        let word = Cursor::first_word(text);
        match word.as_deref() {
            Some("APPEND" | "REPLACE") => true,
            Some("UID") => {
                let mut cursor = Cursor::new(text, &[], super::Dialect::default());
                cursor.tag().is_ok() && cursor.eat_word(" UID REPLACE ")
            }
            _ => false,
        }
    }
}
