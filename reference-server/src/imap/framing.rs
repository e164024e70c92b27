//! From octets to commands: lines, literals, limits. Knows where a command ends, not what it says.

use bytes::Bytes;

/// A literal's octets.
#[derive(Debug)]
pub(crate) struct Literal {
    pub octets: Bytes,
    /// `~{n}` (RFC 3516, RFC 9051)
    pub binary: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Announced {
    pub length: u64,
    pub synchronising: bool,
    pub binary: bool,
}

/// What came.
#[derive(Debug)]
pub(crate) enum Event {
    /// A line on its own, without CRLF (asked for with `raw`).
    Line(Vec<u8>),
    /// A complete command: text with each literal's `{n}` CRLF in it, without the last CRLF.
    Command {
        text: Vec<u8>,
        literals: Vec<Literal>,
    },
    /// A synchronising literal is announced at the end of `text`: answer, or `abandon`.
    Wants { text: Vec<u8>, literal: Announced },
    /// The line, or all lines of the command, are longer than the limit.
    TooLong { text: Vec<u8> },
    /// A non-synchronising literal was larger than the limit; it has been read and thrown away.
    TooLarge { text: Vec<u8> },
    /// A line ended with LF alone.
    BareLf { text: Vec<u8> },
}

#[derive(Debug, Default)]
enum Reading {
    #[default]
    Line,
    Literal {
        remaining: u64,
        binary: bool,
        octets: Vec<u8>,
    },
    /// Too large: read past it.
    Skip { remaining: u64 },
    /// Too long: read past its end.
    Discard,
}

#[derive(Debug, Default)]
pub(crate) struct Framer {
    reading: Reading,
    text: Vec<u8>,
    /// Where in `text` the line being read begins.
    line: usize,
    literals: Vec<Literal>,
    literal_octets: u64,
    too_large: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Octets of all lines of a command.
    pub text: usize,
    /// Octets of one literal of a command that may have large ones.
    pub literal: u64,
    /// Octets of all literals of such a command.
    pub literals: u64,
    /// Octets of all literals of any other command.
    pub small: u64,
    /// Whether a command, as far as it is read, may have large literals.
    pub large: fn(&[u8]) -> bool,
}

impl Limits {
    /// Whether a literal behind this text is within the limits, with `before` octets of literals before it.
    fn admits(&self, text: &[u8], before: u64, literal: Announced) -> bool {
        let total = before.saturating_add(literal.length);
        match (self.large)(text) {
            true => literal.length <= self.literal && total <= self.literals,
            false => total <= self.small,
        }
    }
}

/// Whether this is exactly `{n}`, `{n+}`, `~{n}` or `~{n+}`.
pub(crate) fn announces_literal(text: &[u8]) -> bool {
    announced(text).is_some_and(|_| text.starts_with(b"{") || text.starts_with(b"~{"))
        && text.iter().filter(|&&octet| octet == b'{').count() == 1
}

/// The literal that a line ends with.
pub(crate) fn announced(line: &[u8]) -> Option<Announced> {
    let text = line.strip_suffix(b"}")?;
    let open = text.iter().rposition(|&octet| octet == b'{')?;
    let digits = text.get(open + 1..)?;
    let (digits, synchronising) = match digits.strip_suffix(b"+") {
        Some(digits) => (digits, false),
        None => (digits, true),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let length = std::str::from_utf8(digits)
        .ok()?
        .parse()
        .unwrap_or(u64::MAX);
    let binary = open > 0 && text.get(open - 1) == Some(&b'~');
    Some(Announced {
        length,
        synchronising,
        binary,
    })
}

impl Framer {
    /// Forgets the command that is being read.
    pub(crate) fn abandon(&mut self) {
        *self = Self::default();
    }

    /// How many octets of a literal are still to come.
    pub(crate) fn in_literal(&self) -> usize {
        match self.reading {
            Reading::Literal { remaining, .. } | Reading::Skip { remaining } => {
                usize::try_from(remaining).unwrap_or(usize::MAX)
            }
            Reading::Line | Reading::Discard => 0,
        }
    }

    fn take_text(&mut self) -> Vec<u8> {
        let text = std::mem::take(&mut self.text);
        self.abandon();
        text
    }

    /// Takes octets from the front of `input`, up to the next event.
    pub(crate) fn next(&mut self, input: &mut &[u8], limits: Limits, raw: bool) -> Option<Event> {
        while !input.is_empty() {
            match &mut self.reading {
                Reading::Literal {
                    remaining,
                    binary,
                    octets,
                } => {
                    let take = usize::try_from(*remaining)
                        .unwrap_or(usize::MAX)
                        .min(input.len());
                    let (now, later) = input.split_at(take);
                    octets.extend_from_slice(now);
                    *input = later;
                    *remaining -= take as u64;
                    if *remaining == 0 {
                        let literal = Literal {
                            octets: Bytes::from(std::mem::take(octets)),
                            binary: *binary,
                        };
                        self.literals.push(literal);
                        self.reading = Reading::Line;
                    }
                }
                Reading::Skip { remaining } => {
                    let take = usize::try_from(*remaining)
                        .unwrap_or(usize::MAX)
                        .min(input.len());
                    *input = input.get(take..).unwrap_or_default();
                    *remaining -= take as u64;
                    if *remaining == 0 {
                        self.reading = Reading::Line;
                    }
                }
                Reading::Discard => {
                    let end = input.iter().position(|&octet| octet == b'\n');
                    *input = end.and_then(|end| input.get(end + 1..)).unwrap_or_default();
                    if end.is_some() {
                        return Some(Event::TooLong {
                            text: self.take_text(),
                        });
                    }
                }
                Reading::Line => {
                    if let Some(event) = self.line(input, limits, raw) {
                        return Some(event);
                    }
                }
            }
        }
        None
    }

    fn line(&mut self, input: &mut &[u8], limits: Limits, raw: bool) -> Option<Event> {
        let end = input.iter().position(|&octet| octet == b'\n');
        let take = end.map_or(input.len(), |end| end + 1);
        let (now, later) = input.split_at(take);
        *input = later;
        if self.text.len() + now.len() > limits.text {
            // Only the tag is still of use.
            let room = limits.text.saturating_sub(self.text.len());
            self.text.extend_from_slice(now.get(..room).unwrap_or(now));
            if end.is_some() {
                return Some(Event::TooLong {
                    text: self.take_text(),
                });
            }
            self.reading = Reading::Discard;
            return None;
        }
        self.text.extend_from_slice(now);
        end?;
        let line = self.text.get(self.line..).unwrap_or_default();
        let Some(content) = line.strip_suffix(b"\r\n") else {
            return Some(Event::BareLf {
                text: self.take_text(),
            });
        };
        if raw {
            return Some(Event::Line(content.to_vec())).inspect(|_| self.abandon());
        }
        if let Some(literal) = announced(content) {
            self.line = self.text.len();
            if literal.synchronising {
                return Some(Event::Wants {
                    text: self.text.clone(),
                    literal,
                });
            }
            if !self.fits(literal, limits) {
                self.too_large = true;
            }
            self.accept(literal);
            return None;
        }
        if self.too_large {
            return Some(Event::TooLarge {
                text: self.take_text(),
            });
        }
        let literals = std::mem::take(&mut self.literals);
        let mut text = self.take_text();
        text.truncate(text.len().saturating_sub(2));
        Some(Event::Command { text, literals })
    }

    /// Whether a literal keeps within the limits, with those before it.
    pub(crate) fn fits(&self, literal: Announced, limits: Limits) -> bool {
        limits.admits(&self.text, self.literal_octets, literal)
    }

    /// Reads the literal that was announced.
    pub(crate) fn accept(&mut self, literal: Announced) {
        self.reading = if self.too_large {
            Reading::Skip {
                remaining: literal.length,
            }
        } else {
            self.literal_octets += literal.length;
            Reading::Literal {
                remaining: literal.length,
                binary: literal.binary,
                octets: Vec::with_capacity(usize::try_from(literal.length).unwrap_or(0)),
            }
        };
        if literal.length == 0 {
            if !self.too_large {
                self.literals.push(Literal {
                    octets: Bytes::new(),
                    binary: literal.binary,
                });
            }
            self.reading = Reading::Line;
        }
    }
}
