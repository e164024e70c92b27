//! POP3 responses: the status line and, where the command has one, the multi-line part (RFC 1939 §3).
//! Leaves byte-stuffing as it came.
//!
//! Multi-line, with `+OK` only: LIST and UIDL without argument, RETR, TOP, CAPA (RFC 2449), AUTH
//! without argument, LANG without argument (RFC 6856). A line that begins with `+` and is no `+OK` is a SASL
//! challenge (RFC 5034); the client's line that answers it is no command.
//!
//! In a multi-line part a bare LF is a message's own octet as soon as one line of the part has ended
//! with CR LF: only then could `LF . LF` be content. Limits: a status line above 512 octets is a
//! remark (RFC 1939 §3, RFC 2449 §4).

use std::collections::VecDeque;

use super::buffer::{Cut, Cut1, Lines, content, line_flaws};
use super::{Flaw, Shape};

const LINE_LIMIT: usize = 512;

#[derive(Debug, Default)]
pub(super) struct Cutter {
    lines: Lines,
    flaws: Vec<Flaw>,
    /// The status line has been read and a multi-line part follows.
    in_body: bool,
    body_has_crlf: bool,
    greeted: bool,
    /// A client's line that has no end yet.
    unfinished: Vec<u8>,
    /// The client's lines that nothing has answered yet.
    commands: VecDeque<Vec<u8>>,
    /// Challenges whose answer has not been seen among the client's lines.
    answers_due: usize,
}

/// Whether `+OK` to this command brings a multi-line part.
fn is_multiline(command: &[u8]) -> bool {
    let text = content(command);
    let mut words = text
        .split(|&octet| octet == b' ')
        .filter(|word| !word.is_empty());
    let keyword = words.next().unwrap_or_default().to_ascii_uppercase();
    let argument = words.next().is_some();
    match keyword.as_slice() {
        b"RETR" | b"TOP" | b"CAPA" => true,
        b"LIST" | b"UIDL" | b"AUTH" | b"LANG" => !argument,
        _ => false,
    }
}

fn status(line: &[u8]) -> Option<bool> {
    let text = content(line);
    let starts = |word: &[u8]| {
        text.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
            && matches!(text.get(word.len()), None | Some(b' '))
    };
    if starts(b"+OK") {
        Some(true)
    } else if starts(b"-ERR") {
        Some(false)
    } else {
        None
    }
}

fn is_challenge(line: &[u8]) -> bool {
    let text = content(line);
    text == b"+" || text.starts_with(b"+ ")
}

impl Cutter {
    fn drop_answers(&mut self) {
        // The first line is the AUTH command itself; those behind it answer challenges.
        while self.answers_due > 0 && self.commands.len() > 1 {
            self.commands.remove(1);
            self.answers_due -= 1;
        }
    }

    fn unit(&mut self, len: usize, shape: Shape) -> Cut {
        self.lines.restart();
        self.in_body = false;
        self.body_has_crlf = false;
        Cut {
            len,
            shape,
            flaws: std::mem::take(&mut self.flaws),
        }
    }

    /// Reads the status line: Some when the unit is that line alone.
    fn status_line(&mut self, line: &[u8]) -> Option<Shape> {
        line_flaws(line, 0, true, &mut self.flaws);
        if line.len() > LINE_LIMIT {
            self.flaws.push(Flaw::remark(
                0,
                format!("the status line has {} octets, more than 512", line.len()),
            ));
        }
        let ok = status(line);
        if ok.is_none() && is_challenge(line) && self.greeted {
            self.answers_due += 1;
            self.drop_answers();
            return Some(Shape::Challenge);
        }
        let command = if self.greeted {
            self.answers_due = 0;
            self.commands.pop_front()
        } else {
            self.greeted = true;
            None
        };
        if ok.is_some() && !line.starts_with(b"+OK") && !line.starts_with(b"-ERR") {
            self.flaws.push(Flaw::fatal(
                0,
                "the status indicator is not in upper case (RFC 1939 §3)",
            ));
        }
        if ok.is_none() {
            self.flaws
                .push(Flaw::fatal(0, "the line begins with neither +OK nor -ERR"));
        }
        if ok == Some(true) && command.is_some_and(|command| is_multiline(&command)) {
            self.in_body = true;
            return None;
        }
        Some(Shape::Status {
            ok,
            multiline: false,
        })
    }

    /// Reads a line of the multi-line part; true when it is the last.
    fn body_line(&mut self, line: &[u8], at: usize) -> bool {
        if line == b".\r\n" {
            return true;
        }
        if line == b".\n" && !self.body_has_crlf {
            self.flaws.push(Flaw::fatal(
                at,
                "the multi-line part ends with . and a bare LF; CR LF is required",
            ));
            return true;
        }
        line_flaws(line, at, false, &mut self.flaws);
        self.body_has_crlf |= line.ends_with(b"\r\n");
        false
    }
}

impl Cut1 for Cutter {
    fn sent(&mut self, octets: &[u8]) {
        for &octet in octets {
            self.unfinished.push(octet);
            if octet == b'\n' {
                self.commands
                    .push_back(std::mem::take(&mut self.unfinished));
                self.drop_answers();
            }
        }
    }

    fn cut(&mut self, data: &[u8]) -> Option<Cut> {
        loop {
            let (from, to) = self.lines.next(data)?;
            let line = data.get(from..to).unwrap_or_default();
            if self.in_body {
                if self.body_line(line, from) {
                    return Some(self.unit(
                        to,
                        Shape::Status {
                            ok: Some(true),
                            multiline: true,
                        },
                    ));
                }
            } else if let Some(shape) = self.status_line(line) {
                return Some(self.unit(to, shape));
            }
        }
    }

    fn give_up(&mut self, data: &[u8]) -> Cut {
        let shape = Shape::Status {
            ok: status(
                data.split_inclusive(|&o| o == b'\n')
                    .next()
                    .unwrap_or_default(),
            ),
            multiline: false,
        };
        self.unit(data.len(), shape)
    }

    fn reset(&mut self) {
        *self = Self {
            greeted: true,
            ..Self::default()
        };
    }
}
