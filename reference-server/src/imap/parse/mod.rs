//! The strict command parser: exactly what the grammar allows, in one pass over a complete
//! command. Never guesses, never looks at the store.

mod access;
mod command;
mod extension;
mod fetch;
mod list;
mod metadata;
mod notify;
mod search;
mod values;

pub(crate) use command::parse;
pub(crate) use fetch::section_spec;
pub(crate) use search::search_criteria;

use super::framing::Literal;

/// Why a command is `BAD`, for the reader of the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bad(pub &'static str);

pub(crate) type Parsed<T> = Result<T, Bad>;

/// What the session's state allows the grammar to take.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dialect {
    /// UTF-8 in quoted strings: RFC 9051 after `ENABLE IMAP4rev2`.
    pub utf8: bool,
}

/// Where in a command the parser stands. The text has each literal's `{n}` CRLF, the octets of
/// the literals are beside it.
pub(crate) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    literals: std::slice::Iter<'a, Literal>,
    dialect: Dialect,
}

pub(crate) fn is_atom_char(octet: u8) -> bool {
    octet > 0x20
        && octet < 0x7f
        && !matches!(
            octet,
            b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']'
        )
}

pub(crate) fn is_astring_char(octet: u8) -> bool {
    is_atom_char(octet) || octet == b']'
}

fn is_list_char(octet: u8) -> bool {
    is_astring_char(octet) || matches!(octet, b'%' | b'*')
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a [u8], literals: &'a [Literal], dialect: Dialect) -> Self {
        Self {
            text,
            at: 0,
            literals: literals.iter(),
            dialect,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes this octet if it is next.
    fn eat(&mut self, octet: u8) -> bool {
        let found = self.peek() == Some(octet);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, octet: u8, why: &'static str) -> Parsed<()> {
        if self.eat(octet) {
            Ok(())
        } else {
            Err(Bad(why))
        }
    }

    fn sp(&mut self) -> Parsed<()> {
        self.expect(b' ', "a space is expected")
    }

    fn open(&mut self) -> Parsed<()> {
        self.expect(b'(', "an opening parenthesis is expected")
    }

    fn close(&mut self) -> Parsed<()> {
        self.expect(b')', "a closing parenthesis is expected")
    }

    fn end(&self) -> Parsed<()> {
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(Bad("the command should end here"))
        }
    }

    /// Takes this word, in any case, if it is next, whatever follows.
    fn eat_word(&mut self, word: &str) -> bool {
        let found = self
            .rest()
            .get(..word.len())
            .is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()));
        if found {
            self.at += word.len();
        }
        found
    }

    fn run(&mut self, of: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|&octet| !of(octet))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn atom(&mut self) -> Parsed<String> {
        let run = self.run(is_atom_char);
        if run.is_empty() {
            Err(Bad("an atom is expected"))
        } else {
            Ok(String::from_utf8_lossy(run).into_owned())
        }
    }

    /// An atom, upper-cased: commands, items, keys.
    fn word(&mut self) -> Parsed<String> {
        self.atom().map(|atom| atom.to_ascii_uppercase())
    }

    fn tag(&mut self) -> Parsed<String> {
        let run = self.run(|octet| is_astring_char(octet) && octet != b'+');
        if run.is_empty() {
            Err(Bad("a tag is expected"))
        } else {
            Ok(String::from_utf8_lossy(run).into_owned())
        }
    }

    fn quoted(&mut self) -> Parsed<Vec<u8>> {
        self.expect(b'"', "a quoted string is expected")?;
        let mut value = Vec::new();
        loop {
            let octet = self.peek().ok_or(Bad("a quoted string does not end"))?;
            self.at += 1;
            match octet {
                b'"' => break,
                b'\\' => match self.peek() {
                    Some(escaped @ (b'"' | b'\\')) => {
                        self.at += 1;
                        value.push(escaped);
                    }
                    _ => {
                        return Err(Bad(
                            "only a quote or a backslash is escaped in a quoted string",
                        ));
                    }
                },
                0 | b'\r' | b'\n' => {
                    return Err(Bad("NUL, CR and LF are not allowed in a quoted string"));
                }
                0x80.. if !self.dialect.utf8 => return Err(Bad("8-bit octets need a literal")),
                _ => value.push(octet),
            }
        }
        if self.dialect.utf8 && std::str::from_utf8(&value).is_err() {
            return Err(Bad("the quoted string is not UTF-8"));
        }
        Ok(value)
    }

    fn at_literal(&self) -> bool {
        matches!(self.peek(), Some(b'{')) || self.rest().starts_with(b"~{")
    }

    /// Any literal, as it came.
    fn any_literal(&mut self) -> Parsed<&'a Literal> {
        if !self.at_literal() {
            return Err(Bad("a literal is expected"));
        }
        let rest = self.rest();
        let end = rest
            .windows(2)
            .position(|two| two == b"\r\n")
            .ok_or(Bad("a literal is malformed"))?;
        if !super::framing::announces_literal(rest.get(..end).unwrap_or_default()) {
            return Err(Bad("a literal is malformed"));
        }
        self.at += end + 2;
        self.literals.next().ok_or(Bad("a literal is malformed"))
    }

    fn literal(&mut self) -> Parsed<Vec<u8>> {
        let literal = self.any_literal()?;
        if literal.binary {
            return Err(Bad("a binary literal is not allowed here"));
        }
        if literal.octets.contains(&0) {
            return Err(Bad("NUL is not allowed in a literal"));
        }
        Ok(literal.octets.to_vec())
    }

    fn string(&mut self) -> Parsed<Vec<u8>> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(b'{') => self.literal(),
            _ => Err(Bad("a string is expected")),
        }
    }

    fn nstring(&mut self) -> Parsed<Option<Vec<u8>>> {
        if self.eat_word("NIL") {
            Ok(None)
        } else {
            self.string().map(Some)
        }
    }

    fn astring(&mut self) -> Parsed<Vec<u8>> {
        match self.peek() {
            Some(b'"' | b'{') => self.string(),
            _ => {
                let run = self.run(is_astring_char);
                if run.is_empty() {
                    Err(Bad("an astring is expected"))
                } else {
                    Ok(run.to_vec())
                }
            }
        }
    }

    fn list_mailbox(&mut self) -> Parsed<Vec<u8>> {
        match self.peek() {
            Some(b'"' | b'{') => self.string(),
            _ => {
                let run = self.run(is_list_char);
                if run.is_empty() {
                    Err(Bad("a mailbox pattern is expected"))
                } else {
                    Ok(run.to_vec())
                }
            }
        }
    }
}
