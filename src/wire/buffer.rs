//! What all framers share: the octets that wait, and the handing out of units in linear time.
//! Knows no protocol.

use super::{Flaw, Framer, Shape, Unit};

/// A unit's length and what it is.
#[derive(Debug)]
pub(super) struct Cut {
    pub len: usize,
    pub shape: Shape,
    pub flaws: Vec<Flaw>,
}

/// Finds where the first unit of `data` ends. It is called again with the same beginning and more
/// octets behind it, and must remember how far it has looked: an octet is looked at once.
pub(super) trait Cut1: std::fmt::Debug + Send {
    /// What the client has sent.
    fn sent(&mut self, _octets: &[u8]) {}
    /// The first unit, if it is whole; the state is then that before a new unit.
    fn cut(&mut self, data: &[u8]) -> Option<Cut>;
    /// The unit is given up with `data`: what it would have been. The state is then that before a new unit.
    fn give_up(&mut self, data: &[u8]) -> Cut;
    /// The dialogue begins anew (TLS).
    fn reset(&mut self);
}

/// A framer made of a cutter.
#[derive(Debug)]
pub(super) struct Buffered<C> {
    cutter: C,
    octets: Vec<u8>,
    start: usize,
    cap: usize,
}

impl<C: Cut1> Buffered<C> {
    pub(super) fn new(cutter: C, cap: usize) -> Self {
        Self {
            cutter,
            octets: Vec::new(),
            start: 0,
            cap: cap.max(1),
        }
    }

    fn waiting(&self) -> &[u8] {
        self.octets.get(self.start..).unwrap_or_default()
    }

    fn take(&mut self, cut: Cut) -> Unit {
        let end = (self.start + cut.len).min(self.octets.len());
        let octets = self
            .octets
            .get(self.start..end)
            .unwrap_or_default()
            .to_vec();
        self.start = end;
        // Moving the rest to the front only when it is the smaller half keeps the total linear.
        if self.start > self.octets.len() / 2 {
            self.octets.drain(..self.start);
            self.start = 0;
        }
        Unit {
            octets,
            shape: cut.shape,
            flaws: cut.flaws,
        }
    }
}

impl<C: Cut1> Framer for Buffered<C> {
    fn sent(&mut self, octets: &[u8]) {
        self.cutter.sent(octets);
    }

    fn received(&mut self, octets: &[u8]) {
        self.octets.extend_from_slice(octets);
    }

    fn next(&mut self) -> Option<Unit> {
        // Only `cap` octets are shown, so that it does not matter in what pieces they came.
        let shown = self.waiting().len().min(self.cap);
        let data = self.octets.get(self.start..self.start + shown)?;
        if data.is_empty() {
            return None;
        }
        let cut = match self.cutter.cut(data) {
            Some(cut) => cut,
            None if shown == self.cap => {
                let mut cut = self.cutter.give_up(data);
                cut.len = shown;
                cut.flaws.push(Flaw::fatal(
                    shown,
                    format!("the response has no end within {} octets", self.cap),
                ));
                cut
            }
            None => return None,
        };
        Some(self.take(cut))
    }

    fn pending(&self) -> &[u8] {
        self.waiting()
    }

    fn finish(&mut self) -> Option<Unit> {
        let data = self.octets.get(self.start..).unwrap_or_default();
        if data.is_empty() {
            return None;
        }
        let len = data.len();
        let mut cut = self.cutter.give_up(data);
        cut.len = len;
        cut.flaws.push(Flaw::fatal(
            len,
            "the connection ended in the middle of this response",
        ));
        Some(self.take(cut))
    }

    fn reset(&mut self) -> Vec<u8> {
        let rest = self.waiting().to_vec();
        self.octets.clear();
        self.start = 0;
        self.cutter.reset();
        rest
    }
}

/// Walks a unit line by line; remembers where the line began and how far it has looked.
#[derive(Debug, Default, Clone)]
pub(super) struct Lines {
    /// Where the line that is being read begins.
    pub line: usize,
    scanned: usize,
    #[cfg(test)]
    pub looked_at: u64,
}

impl Lines {
    /// The next whole line as a range, its line feed included; None when it has not come yet.
    pub(super) fn next(&mut self, data: &[u8]) -> Option<(usize, usize)> {
        let rest = data.get(self.scanned..).unwrap_or_default();
        let found = rest.iter().position(|&octet| octet == b'\n');
        #[cfg(test)]
        {
            self.looked_at += found.map_or(rest.len(), |at| at + 1) as u64;
        }
        match found {
            Some(at) => {
                let (from, to) = (self.line, self.scanned + at + 1);
                self.line = to;
                self.scanned = to;
                Some((from, to))
            }
            None => {
                self.scanned = data.len();
                None
            }
        }
    }

    /// Octets that are no lines (a literal) were passed over.
    pub(super) fn jump(&mut self, to: usize) {
        self.line = to;
        self.scanned = to;
    }

    /// Back to the beginning of a unit.
    pub(super) fn restart(&mut self) {
        self.line = 0;
        self.scanned = 0;
    }
}

/// A line without its line ending.
pub(super) fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The flaws that a line has in every protocol: its ending, and stray CR and NUL. `at` is its offset.
pub(super) fn line_flaws(line: &[u8], at: usize, stray_is_fatal: bool, flaws: &mut Vec<Flaw>) {
    if line.ends_with(b"\n") && !line.ends_with(b"\r\n") {
        flaws.push(Flaw {
            at: at + line.len() - 1,
            what: "the line ends with a bare LF; CR LF is required".into(),
            fatal: stray_is_fatal,
        });
    }
    let text = content(line);
    // `contains` looks at many octets at a time; nearly no line has one of these.
    if text.contains(&b'\r')
        && let Some(cr) = text.iter().position(|&octet| octet == b'\r')
    {
        flaws.push(Flaw {
            at: at + cr,
            what: "a bare CR stands inside the line".into(),
            fatal: stray_is_fatal,
        });
    }
    if text.contains(&0)
        && let Some(nul) = text.iter().position(|&octet| octet == 0)
    {
        flaws.push(Flaw {
            at: at + nul,
            what: "a NUL octet stands inside the line".into(),
            fatal: stray_is_fatal,
        });
    }
}
