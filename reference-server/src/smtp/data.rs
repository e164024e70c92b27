//! Taking message data: DATA's lines with transparency undone (RFC 5321 §4.5.2) and BDAT's
//! counted octets (RFC 3030), both into one `Content` that remembers what was wrong with it.
//! Never decides what happens to the message.

use super::config::Limits;
use super::reply::Reply;
use crate::faults::Faults;

/// Message data so far, and its defects. Holds at most the size limit; beyond it only counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    octets: Vec<u8>,
    size: u64,
    limit: u64,
    line_limit: usize,
    line: usize,
    last_cr: bool,
    bare: bool,
    long_line: bool,
    eight_bit: bool,
}

/// What is allowed in the content of a transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed {
    pub bare: bool,
    pub eight_bit: bool,
    pub any_line: bool,
}

impl Content {
    pub fn new(limits: &Limits, faults: &Faults) -> Self {
        Self {
            limit: if faults.on("smtp-size-ignored") {
                limits.message.saturating_mul(4)
            } else {
                limits.message
            },
            line_limit: if faults.on("smtp-text-line-1000-refused") {
                512
            } else {
                limits.text_line
            },
            ..Self::default()
        }
    }

    /// Whether the size limit is exceeded.
    pub fn too_large(&self) -> bool {
        self.size > self.limit
    }

    /// Appends octets that have neither CR nor LF in them, at least one, as `push` would.
    fn push_text(&mut self, octets: &[u8]) {
        self.bare |= self.last_cr;
        self.last_cr = false;
        self.line += octets.len();
        self.eight_bit |= !octets.is_ascii();
        self.keep(octets);
    }

    /// Appends octets as they are, noting bare CR and LF, long lines and 8-bit octets.
    pub fn push(&mut self, octets: &[u8]) {
        for &octet in octets {
            match octet {
                b'\n' if self.last_cr => {
                    self.long_line |= self.line + 1 > self.line_limit;
                    self.line = 0;
                }
                b'\n' => {
                    self.bare = true;
                    self.line += 1;
                }
                _ => {
                    self.bare |= self.last_cr;
                    self.line += 1;
                    self.eight_bit |= octet >= 0x80;
                }
            }
            self.last_cr = octet == b'\r';
        }
        self.keep(octets);
    }

    fn keep(&mut self, octets: &[u8]) {
        self.size = self.size.saturating_add(octets.len() as u64);
        if self.too_large() {
            self.octets = Vec::new();
        } else {
            self.octets.extend_from_slice(octets);
        }
    }

    /// The message, or the reply that refuses it.
    pub fn finish(mut self, allowed: Allowed, faults: &Faults) -> Result<Vec<u8>, Reply> {
        if self.too_large() {
            return Err(Reply::new(552, "5.3.4", "Message exceeds the maximum size"));
        }
        if (self.bare || self.last_cr) && !allowed.bare {
            let text = "Message contains a CR or LF that is not part of a CRLF";
            return Err(Reply::new(554, "5.6.0", text));
        }
        if (self.long_line || self.line > self.line_limit) && !allowed.any_line {
            return Err(Reply::new(500, "5.6.0", "Text line too long"));
        }
        if self.eight_bit && !allowed.eight_bit {
            let text = "8-bit content without BODY=8BITMIME";
            return Err(Reply::new(554, "5.6.1", text));
        }
        if faults.on("smtp-8bit-stripped") {
            for octet in &mut self.octets {
                *octet &= 0x7f;
            }
        }
        if faults.on("smtp-final-crlf-added") {
            self.octets.extend_from_slice(b"\r\n");
        }
        Ok(self.octets)
    }
}

/// How the line that is being read began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Began {
    Crlf,
    Lf,
    Cr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Nothing of the line read yet.
    Start(Began),
    /// A first dot, held back.
    Dot(Began),
    /// A first dot and a CR, both held back.
    DotCr(Began),
    /// Within a line.
    Line,
    /// A CR within a line, held back.
    Cr,
}

/// Reads DATA's octets up to CRLF.CRLF.
#[derive(Debug)]
pub(super) struct DataReader {
    at: At,
    pub content: Content,
    keep_dots: bool,
    lf_dot_lf: bool,
    lf_dot_crlf: bool,
    crlf_dot_lf: bool,
    cr_dot_cr: bool,
}

impl DataReader {
    /// A reader at the start of the data.
    pub fn new(limits: &Limits, faults: &Faults) -> Self {
        Self {
            at: At::Start(Began::Crlf),
            content: Content::new(limits, faults),
            keep_dots: faults.on("smtp-no-dot-unstuffing"),
            lf_dot_lf: faults.on("smtp-end-of-data-lf-dot-lf"),
            lf_dot_crlf: faults.on("smtp-end-of-data-lf-dot-crlf"),
            crlf_dot_lf: faults.on("smtp-end-of-data-crlf-dot-lf"),
            cr_dot_cr: faults.on("smtp-end-of-data-cr-dot-cr"),
        }
    }

    /// Whether one of the end-of-data faults is on: such a server takes bare CR and LF too.
    pub fn lenient(&self) -> bool {
        self.lf_dot_lf || self.lf_dot_crlf || self.crlf_dot_lf || self.cr_dot_cr
    }

    /// Takes octets; gives how many it took, and whether the end of data was the last of them.
    pub fn feed(&mut self, input: &[u8]) -> (usize, bool) {
        let mut index = 0;
        while let Some(&octet) = input.get(index) {
            if self.at == At::Line {
                let rest = input.get(index..).unwrap_or_default();
                let run = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
                if run > 0 {
                    self.content.push_text(rest.get(..run).unwrap_or_default());
                    index += run;
                    continue;
                }
            }
            index += 1;
            if self.step(octet) {
                return (index, true);
            }
        }
        (index, false)
    }

    /// One octet; true at the end of data.
    fn step(&mut self, octet: u8) -> bool {
        self.at = match (self.at, octet) {
            (At::Start(began), b'.') => At::Dot(began),
            (At::Dot(began), b'\r') => {
                if self.cr_dot_cr && began == Began::Cr {
                    return true;
                }
                At::DotCr(began)
            }
            (At::Dot(began), b'\n')
                if (self.lf_dot_lf && began == Began::Lf)
                    || (self.crlf_dot_lf && began == Began::Crlf) =>
            {
                return true;
            }
            (At::DotCr(began), b'\n')
                if began == Began::Crlf || (self.lf_dot_crlf && began == Began::Lf) =>
            {
                return true;
            }
            (At::Dot(began), _) => {
                self.drop_dot(began);
                self.in_line(octet)
            }
            (At::DotCr(began), _) => {
                self.drop_dot(began);
                self.after_cr(octet)
            }
            (At::Cr, _) => self.after_cr(octet),
            (At::Start(_) | At::Line, _) => self.in_line(octet),
        };
        false
    }

    /// §4.5.2: the first dot of a line with other characters is deleted.
    fn drop_dot(&mut self, began: Began) {
        if self.keep_dots || began != Began::Crlf {
            self.content.push(b".");
        }
    }

    fn in_line(&mut self, octet: u8) -> At {
        match octet {
            b'\r' => At::Cr,
            b'\n' => {
                self.content.push(b"\n");
                if self.lf_dot_lf || self.lf_dot_crlf {
                    At::Start(Began::Lf)
                } else {
                    At::Line
                }
            }
            _ => {
                self.content.push(&[octet]);
                At::Line
            }
        }
    }

    /// A CR was held back; what follows tells whether it is half a CRLF.
    fn after_cr(&mut self, octet: u8) -> At {
        match octet {
            b'\n' => {
                self.content.push(b"\r\n");
                At::Start(Began::Crlf)
            }
            b'\r' => {
                self.content.push(b"\r");
                At::Cr
            }
            b'.' if self.cr_dot_cr => {
                self.content.push(b"\r");
                At::Dot(Began::Cr)
            }
            _ => {
                self.content.push(&[b'\r', octet]);
                At::Line
            }
        }
    }
}
