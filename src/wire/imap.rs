//! IMAP responses with their literals (RFC 3501 §7, RFC 9051 §7, literal8 of RFC 3516). Reads no
//! further than it must to know where a response ends.
//!
//! A line that ends with `{n}` goes on with a literal only where a literal may stand: at the
//! beginning of a token of a data response, or inside the brackets of a response code. In the
//! human-readable text of OK, NO, BAD, BYE, PREAUTH, of a tagged response and of `+`, it is text;
//! inside a quoted string too. Limits: the grammar has none for a line.

use super::buffer::{Cut, Cut1, Lines, content, line_flaws};
use super::{Flaw, Shape};

#[derive(Debug)]
pub(super) struct Cutter {
    lines: Lines,
    flaws: Vec<Flaw>,
    /// Where the literal that is being read ends, and whether it is a literal8.
    literal: Option<(usize, usize, bool)>,
    /// A literal has been read: the next line goes on with the response.
    continued: bool,
    /// Literals may stand only inside the response code, and these brackets are open now.
    status: bool,
    brackets: usize,
    cap: usize,
}

/// What stands at the end of a line.
enum LineEnd {
    Plain,
    Literal { octets: usize, binary: bool },
    TooLong,
}

fn shape(data: &[u8]) -> Shape {
    if data.starts_with(b"* ") {
        return Shape::Untagged;
    }
    let line = content(
        data.split_inclusive(|&o| o == b'\n')
            .next()
            .unwrap_or_default(),
    );
    if line == b"+" || line.starts_with(b"+ ") {
        return Shape::Continuation;
    }
    match line.iter().position(|&octet| octet == b' ') {
        Some(end) if end > 0 => {
            let tag = line.get(..end).unwrap_or_default();
            let legal = tag
                .iter()
                .all(|octet| octet.is_ascii_graphic() && !b"(){%*\"\\+".contains(octet));
            if legal {
                Shape::Tagged { tag: tag.to_vec() }
            } else {
                Shape::Unknown
            }
        }
        _ => Shape::Unknown,
    }
}

/// The response is a condition (`* OK`, `tag NO`, `+`): all but its code is free text.
fn is_condition(line: &[u8]) -> bool {
    if line.starts_with(b"+") {
        return true;
    }
    let mut words = content(line).split(|&octet| octet == b' ');
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default().to_ascii_uppercase();
    first != b"*" || matches!(&second[..], b"OK" | b"NO" | b"BAD" | b"BYE" | b"PREAUTH")
}

/// Where the response code begins: behind the second space.
fn code_at(line: &[u8]) -> Option<usize> {
    if line.starts_with(b"+") {
        return None;
    }
    let mut spaces = line
        .iter()
        .enumerate()
        .filter(|(_, octet)| **octet == b' ')
        .map(|(at, _)| at);
    let at = spaces.nth(1)? + 1;
    (line.get(at) == Some(&b'[')).then_some(at)
}

impl Cutter {
    pub(super) fn new(cap: usize) -> Self {
        Self {
            lines: Lines::default(),
            flaws: Vec::new(),
            literal: None,
            continued: false,
            status: false,
            brackets: 0,
            cap,
        }
    }

    /// Whether a literal follows this line.
    fn line_end(&mut self, line: &[u8]) -> LineEnd {
        let text = content(line);
        // Only what ends so can announce a literal; every other line is passed over in one go.
        if text.last() != Some(&b'}') {
            return LineEnd::Plain;
        }
        let mut from = 0;
        if !self.continued {
            self.status = is_condition(line);
            if self.status {
                let Some(at) = code_at(line) else {
                    return LineEnd::Plain;
                };
                from = at;
            }
        }
        // Quotes and brackets decide where a literal may stand.
        let mut quoted = false;
        let mut escaped = false;
        let mut token_start = true;
        let mut last_start = None;
        for (at, &octet) in text.iter().enumerate().skip(from) {
            if quoted {
                match octet {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => quoted = false,
                    _ => {}
                }
                token_start = false;
                continue;
            }
            match octet {
                b'"' if token_start => quoted = true,
                b'[' => self.brackets += 1,
                b']' => {
                    self.brackets = self.brackets.saturating_sub(1);
                    if self.status && self.brackets == 0 {
                        return LineEnd::Plain;
                    }
                }
                b'{' if token_start => last_start = Some(at),
                _ => {}
            }
            let tilde = octet == b'~' && token_start;
            token_start = matches!(octet, b' ' | b'(' | b'[') || tilde;
        }
        match last_start {
            Some(at) if !quoted => self.literal_size(text, at),
            _ => LineEnd::Plain,
        }
    }

    fn literal_size(&self, text: &[u8], at: usize) -> LineEnd {
        let inside = text.get(at + 1..).and_then(|rest| rest.strip_suffix(b"}"));
        let digits = inside.map(|inside| inside.strip_suffix(b"+").unwrap_or(inside));
        let Some(digits) = digits.filter(|d| !d.is_empty() && d.iter().all(u8::is_ascii_digit))
        else {
            return LineEnd::Plain;
        };
        let size = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse::<usize>().ok());
        match size {
            Some(octets) if octets < self.cap => LineEnd::Literal {
                octets,
                binary: at > 0 && text.get(at - 1) == Some(&b'~'),
            },
            _ => LineEnd::TooLong,
        }
    }

    fn unit(&mut self, data: &[u8], len: usize) -> Cut {
        let shape = shape(data);
        if shape == Shape::Unknown {
            self.flaws.push(Flaw::fatal(
                0,
                "the line begins with neither *, + nor a tag and a space",
            ));
        }
        let cut = Cut {
            len,
            shape,
            flaws: std::mem::take(&mut self.flaws),
        };
        self.clear();
        cut
    }

    fn clear(&mut self) {
        self.lines.restart();
        self.flaws.clear();
        self.literal = None;
        self.continued = false;
        self.status = false;
        self.brackets = 0;
    }
}

impl Cut1 for Cutter {
    fn cut(&mut self, data: &[u8]) -> Option<Cut> {
        loop {
            if let Some((from, to, binary)) = self.literal {
                let octets = data.get(from..to)?;
                if !binary
                    && octets.contains(&0)
                    && let Some(nul) = octets.iter().position(|&octet| octet == 0)
                {
                    self.flaws.push(Flaw::remark(
                        from + nul,
                        "a NUL octet stands inside a literal that is no literal8",
                    ));
                }
                self.lines.jump(to);
                self.literal = None;
                self.continued = true;
            }
            let (from, to) = self.lines.next(data)?;
            let line = data.get(from..to).unwrap_or_default();
            line_flaws(line, from, true, &mut self.flaws);
            match self.line_end(line) {
                LineEnd::Plain => return Some(self.unit(data, to)),
                LineEnd::Literal { octets, binary } => {
                    self.literal = Some((to, to.saturating_add(octets), binary));
                }
                LineEnd::TooLong => {
                    self.flaws.push(Flaw::fatal(
                        from,
                        format!(
                            "the literal is announced with more than {} octets",
                            self.cap
                        ),
                    ));
                    return Some(self.unit(data, to));
                }
            }
        }
    }

    fn give_up(&mut self, data: &[u8]) -> Cut {
        let flaws = std::mem::take(&mut self.flaws);
        self.clear();
        Cut {
            len: data.len(),
            shape: shape(data),
            flaws,
        }
    }

    fn reset(&mut self) {
        self.clear();
    }
}
