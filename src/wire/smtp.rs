//! SMTP, submission and LMTP replies: whole, with all their lines (RFC 5321 §4.2). Does not judge texts.
//!
//! Limits: a reply line longer than 512 octets is a remark only, since RFC 5321 §4.5.3.1.5 gives the
//! size that everyone must be able to take, and §4.5.3.1 says of larger objects no more than SHOULD.

use super::buffer::{Cut, Cut1, Lines, content, line_flaws};
use super::{Flaw, Shape};

const LINE_LIMIT: usize = 512;

#[derive(Debug, Default)]
pub(super) struct Cutter {
    lines: Lines,
    first: Option<u16>,
    last: Option<u16>,
    flaws: Vec<Flaw>,
}

impl Cutter {
    /// Takes one line; true when it ends the reply.
    fn line(&mut self, line: &[u8], at: usize) -> bool {
        line_flaws(line, at, true, &mut self.flaws);
        if line.len() > LINE_LIMIT {
            self.flaws.push(Flaw::remark(
                at,
                format!("the reply line has {} octets, more than 512", line.len()),
            ));
        }
        let text = content(line);
        let code = reply_code(text);
        self.last = code;
        let Some(value) = code else {
            self.flaws.push(Flaw::fatal(
                at,
                "the line does not begin with a reply code of three digits",
            ));
            return true;
        };
        if !(200..600).contains(&value) || value / 10 % 10 > 5 {
            self.flaws.push(Flaw::remark(
                at,
                format!("{value:03} is not a reply code that the grammar knows"),
            ));
        }
        match self.first {
            None => self.first = code,
            Some(first) if first != value => self.flaws.push(Flaw::fatal(
                at,
                format!("the code {value:03} differs from {first:03} in the same reply"),
            )),
            Some(_) => {}
        }
        match text.get(3) {
            Some(b'-') => false,
            None | Some(b' ') => true,
            Some(_) => {
                self.flaws.push(Flaw::fatal(
                    at + 3,
                    "neither a space nor a hyphen follows the reply code",
                ));
                true
            }
        }
    }

    fn unit(&mut self, len: usize) -> Cut {
        let cut = Cut {
            len,
            shape: Shape::Reply { code: self.last },
            flaws: std::mem::take(&mut self.flaws),
        };
        self.lines.restart();
        self.first = None;
        self.last = None;
        cut
    }
}

/// Three digits at the beginning.
fn reply_code(text: &[u8]) -> Option<u16> {
    let digits = text.get(..3)?;
    if !digits.iter().all(u8::is_ascii_digit) || text.get(3).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some(
        digits
            .iter()
            .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')),
    )
}

impl Cut1 for Cutter {
    fn cut(&mut self, data: &[u8]) -> Option<Cut> {
        loop {
            let (from, to) = self.lines.next(data)?;
            if self.line(data.get(from..to).unwrap_or_default(), from) {
                return Some(self.unit(to));
            }
        }
    }

    fn give_up(&mut self, data: &[u8]) -> Cut {
        let rest = data.get(self.lines.line..).unwrap_or_default();
        if let Some(code) = reply_code(rest) {
            self.last = Some(code);
        }
        self.unit(data.len())
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}
