//! The structure of an IMAP response: atoms, strings, literals, lists, with their places. One reader
//! for what came (octets) and for patterns (octets and holes). Judges no grammar beyond structure.

/// What is read: octets are 0 to 255, hole `n` is 256 + n.
pub(super) trait Source {
    /// The symbol at a place.
    fn at(&self, place: usize) -> Option<u32>;
    /// How many there are.
    fn len(&self) -> usize;
}

impl Source for [u8] {
    fn at(&self, place: usize) -> Option<u32> {
        self.get(place).map(|&octet| u32::from(octet))
    }
    fn len(&self) -> usize {
        <[u8]>::len(self)
    }
}

impl Source for [u32] {
    fn at(&self, place: usize) -> Option<u32> {
        self.get(place).copied()
    }
    fn len(&self) -> usize {
        <[u32]>::len(self)
    }
}

/// One value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// An atom, a number, a flag, a section name with its brackets.
    Atom,
    /// Quotes included in the node's range.
    Quoted,
    /// The content's range.
    Literal(usize, usize),
    List(Vec<Node>),
}

/// A response in its structure.
#[derive(Debug, Clone)]
pub(super) enum Response {
    /// `+ …`: where the rest begins and ends.
    Continuation(usize, usize),
    /// `* OK …`, `tag NO …`.
    Condition {
        /// The tag, or None for `*`.
        tag: Option<(usize, usize)>,
        word: (usize, usize),
        code: Option<Vec<Node>>,
        text: (usize, usize),
    },
    /// Any other untagged response.
    Data(Vec<Node>),
}

/// Where and why it cannot be read.
#[derive(Debug, Clone)]
pub(super) struct Malformed {
    pub at: usize,
    pub what: &'static str,
}

const DEPTH: usize = 200;
const SP: u32 = b' ' as u32;

pub(super) struct Reader<'a, S: Source + ?Sized> {
    source: &'a S,
    at: usize,
    end: usize,
}

impl<'a, S: Source + ?Sized> Reader<'a, S> {
    /// Reads up to the line ending (of the last line).
    pub(super) fn new(source: &'a S) -> Self {
        let mut end = source.len();
        for octet in [b'\n', b'\r'] {
            if end > 0 && source.at(end - 1) == Some(u32::from(octet)) {
                end -= 1;
            }
        }
        Self { source, at: 0, end }
    }

    fn peek(&self) -> Option<u32> {
        if self.at < self.end {
            self.source.at(self.at)
        } else {
            None
        }
    }

    fn is(&self, octet: u8) -> bool {
        self.peek() == Some(u32::from(octet))
    }

    fn word(&mut self) -> (usize, usize) {
        let start = self.at;
        while self.peek().is_some_and(|symbol| symbol != SP) {
            self.at += 1;
        }
        let word = (start, self.at);
        if self.is(b' ') {
            self.at += 1;
        }
        word
    }

    fn text_is(&self, range: (usize, usize), text: &[u8]) -> bool {
        range.1 - range.0 == text.len()
            && text.iter().enumerate().all(|(index, octet)| {
                let symbol = self
                    .source
                    .at(range.0 + index)
                    .and_then(|s| u8::try_from(s).ok());
                symbol.is_some_and(|symbol| symbol.eq_ignore_ascii_case(octet))
            })
    }

    /// Reads a whole response.
    pub(super) fn response(mut self) -> Result<Response, Malformed> {
        let lead = self.word();
        if self.text_is(lead, b"+") {
            return Ok(Response::Continuation(self.at, self.end));
        }
        let tag = (!self.text_is(lead, b"*")).then_some(lead);
        let before = self.at;
        let word = self.word();
        let condition = [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"]
            .iter()
            .any(|name| self.text_is(word, name));
        if tag.is_none() && !condition {
            self.at = before;
            return Ok(Response::Data(self.nodes(None, 0)?));
        }
        let mut code = None;
        if self.is(b'[') {
            // Free text may begin with a bracket too: what is no code is text.
            let before = self.at;
            self.at += 1;
            match self.nodes(Some(b']'), 0) {
                Ok(nodes) => {
                    code = Some(nodes);
                    if self.is(b' ') {
                        self.at += 1;
                    }
                }
                Err(_) => self.at = before,
            }
        }
        Ok(Response::Condition {
            tag,
            word,
            code,
            text: (self.at, self.end),
        })
    }

    /// Values up to `close` (which is passed over) or the end.
    fn nodes(&mut self, close: Option<u8>, depth: usize) -> Result<Vec<Node>, Malformed> {
        let mut nodes = Vec::new();
        if depth > DEPTH {
            return Err(self.malformed("lists are nested more than 200 deep"));
        }
        loop {
            while self.is(b' ') {
                self.at += 1;
            }
            let Some(symbol) = self.peek() else {
                return match close {
                    None => Ok(nodes),
                    Some(b']') => Err(self.malformed("the response code has no closing bracket")),
                    Some(_) => Err(self.malformed("a list has no closing parenthesis")),
                };
            };
            if close.is_some_and(|close| symbol == u32::from(close)) {
                self.at += 1;
                return Ok(nodes);
            }
            let start = self.at;
            let kind = match u8::try_from(symbol) {
                Ok(b'(') => {
                    self.at += 1;
                    Kind::List(self.nodes(Some(b')'), depth + 1)?)
                }
                Ok(b')') => {
                    return Err(self.malformed("a closing parenthesis has no opening one"));
                }
                Ok(b'"') => self.quoted()?,
                Ok(b'{') => self.literal()?,
                Ok(b'~') if self.source.at(self.at + 1) == Some(u32::from(b'{')) => {
                    self.at += 1;
                    self.literal()?
                }
                _ => self.atom(close == Some(b']'))?,
            };
            nodes.push(Node {
                kind,
                start,
                end: self.at,
            });
        }
    }

    fn malformed(&self, what: &'static str) -> Malformed {
        Malformed { at: self.at, what }
    }

    fn quoted(&mut self) -> Result<Kind, Malformed> {
        self.at += 1;
        while let Some(symbol) = self.peek() {
            self.at += 1;
            match u8::try_from(symbol) {
                Ok(b'\\') => self.at += 1,
                Ok(b'"') => return Ok(Kind::Quoted),
                _ => {}
            }
        }
        self.at = self.at.min(self.end);
        Err(self.malformed("a quoted string has no closing quote"))
    }

    fn literal(&mut self) -> Result<Kind, Malformed> {
        self.at += 1;
        let mut size: usize = 0;
        while let Some(digit) = self
            .peek()
            .and_then(char::from_u32)
            .and_then(|c| c.to_digit(10))
        {
            size = size
                .saturating_mul(10)
                .saturating_add(usize::try_from(digit).unwrap_or(0));
            self.at += 1;
        }
        if self.is(b'+') {
            self.at += 1;
        }
        for octet in *b"}\r\n" {
            if self.is(octet) {
                self.at += 1;
            } else if octet != b'\r' {
                return Err(self.malformed("a literal is not announced as {n} CR LF"));
            }
        }
        let from = self.at;
        let to = from.saturating_add(size);
        if to > self.end {
            return Err(self.malformed("a literal is shorter than announced"));
        }
        self.at = to;
        Ok(Kind::Literal(from, to))
    }

    fn atom(&mut self, in_code: bool) -> Result<Kind, Malformed> {
        let start = self.at;
        let mut open = false;
        while let Some(symbol) = self.peek() {
            match u8::try_from(symbol) {
                Ok(b'[') => open = true,
                Ok(b']') if open => open = false,
                Ok(b']') if in_code => break,
                Ok(b' ' | b'(' | b')') if !open => break,
                Ok(b'"') if !open => {
                    return Err(self.malformed("a quote stands inside an atom"));
                }
                _ => {}
            }
            self.at += 1;
        }
        if open {
            return Err(Malformed {
                at: start,
                what: "a section has no closing bracket",
            });
        }
        Ok(Kind::Atom)
    }
}
