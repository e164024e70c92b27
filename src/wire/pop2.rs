//! POP2 responses (RFC 937): one line each. Does not count the octets of a message that READ or
//! RETR announced: its lines come out one by one.

use super::Shape;
use super::buffer::{Cut, Cut1, Lines, line_flaws};

#[derive(Debug, Default)]
pub(super) struct Cutter {
    lines: Lines,
}

fn shape(line: &[u8]) -> Shape {
    match line.first() {
        Some(b'+' | b'#' | b'=') => Shape::Status {
            ok: Some(true),
            multiline: false,
        },
        Some(b'-') => Shape::Status {
            ok: Some(false),
            multiline: false,
        },
        _ => Shape::Unknown,
    }
}

impl Cut1 for Cutter {
    fn cut(&mut self, data: &[u8]) -> Option<Cut> {
        let (from, to) = self.lines.next(data)?;
        self.lines.restart();
        let line = data.get(from..to).unwrap_or_default();
        let shape = shape(line);
        let mut flaws = Vec::new();
        line_flaws(line, 0, shape != Shape::Unknown, &mut flaws);
        Some(Cut {
            len: to,
            shape,
            flaws,
        })
    }

    fn give_up(&mut self, data: &[u8]) -> Cut {
        self.lines.restart();
        Cut {
            len: data.len(),
            shape: shape(data),
            flaws: Vec::new(),
        }
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}
