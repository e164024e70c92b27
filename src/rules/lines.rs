//! What a client of a line protocol sends, cut into lines. Reads no command: what a line says, and whether it can
//! be read for certain, is the protocol's affair.

/// A line that is longer is followed no further.
const LONGEST: usize = 1 << 20;

/// Gathers lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    begun: Vec<u8>,
    /// Something was sent at all.
    pub seen: bool,
    /// What is sent cannot be read for certain any more.
    pub lost: bool,
}

impl Lines {
    /// Whether everything that was sent was seen and could be read.
    pub(super) fn is_sure(&self) -> bool {
        self.seen && !self.lost
    }

    /// What is sent will be seen from its first octet.
    pub(super) fn follow(&mut self) {
        self.seen = true;
    }

    /// Octets that were sent: the lines that they complete, with their ends.
    pub(super) fn sent(&mut self, octets: &[u8]) -> Vec<Vec<u8>> {
        self.seen |= !octets.is_empty();
        let mut whole = Vec::new();
        for part in octets.split_inclusive(|octet| *octet == b'\n') {
            if self.lost {
                break;
            }
            self.begun.extend_from_slice(part);
            self.lost |= self.begun.len() > LONGEST;
            if part.ends_with(b"\n") {
                whole.push(std::mem::take(&mut self.begun));
            }
        }
        whole
    }

    /// The text of a line that ends as it should and has nothing in it that is read in two ways.
    pub(super) fn text(line: &[u8]) -> Option<&[u8]> {
        line.strip_suffix(b"\r\n")
            .filter(|text| !text.iter().any(|octet| matches!(octet, b'\r' | 0)))
    }

    /// Forgets a line that has begun.
    pub(super) fn restart(&mut self) {
        self.begun.clear();
    }
}
