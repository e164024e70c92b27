//! RFC 4978: both directions as one raw deflate stream each, from an octet on. Bounded steps, so
//! that a small input that inflates to much is read no faster than it is answered.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::io;

/// The most octets that one [`Deflate::inflate`] step gives.
const STEP: usize = 16 * 1024;

/// Both directions of a compressed connection.
#[derive(Debug)]
pub(crate) struct Deflate {
    incoming: Decompress,
    outgoing: Compress,
}

impl Deflate {
    pub(crate) fn new() -> Self {
        Self {
            incoming: Decompress::new(false),
            outgoing: Compress::new(Compression::fast(), false),
        }
    }

    /// Inflates some of `input`: how much of it was used, and what came out. Nothing used and
    /// nothing out: more input is needed.
    pub(crate) fn inflate(&mut self, input: &[u8]) -> io::Result<(usize, Vec<u8>)> {
        let mut output = Vec::with_capacity(STEP);
        let before = self.incoming.total_in();
        let status = self
            .incoming
            .decompress_vec(input, &mut output, FlushDecompress::Sync)
            .map_err(io::Error::other)?;
        let used = usize::try_from(self.incoming.total_in() - before).unwrap_or(input.len());
        if status == Status::StreamEnd {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok((used, output))
    }

    /// Deflates all of `input`, to a boundary at which the peer can read all of it.
    pub(crate) fn deflate(&mut self, input: &[u8]) -> io::Result<Vec<u8>> {
        let mut output = Vec::with_capacity(input.len() / 2 + 64);
        let mut used = 0;
        loop {
            let before = self.outgoing.total_in();
            let rest = input.get(used..).unwrap_or_default();
            self.outgoing
                .compress_vec(rest, &mut output, FlushCompress::Sync)
                .map_err(io::Error::other)?;
            used += usize::try_from(self.outgoing.total_in() - before).unwrap_or(0);
            if used == input.len() && output.len() < output.capacity() {
                return Ok(output);
            }
            output.reserve(output.capacity().max(1024));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_side_deflates_the_other_inflates() {
        let (mut left, mut right) = (Deflate::new(), Deflate::new());
        for text in [
            b"a1 NOOP\r\n".to_vec(),
            vec![b'x'; 100_000],
            b"\r\n".to_vec(),
        ] {
            let packed = left.deflate(&text).expect("deflates");
            let (mut rest, mut got) = (packed.as_slice(), Vec::new());
            loop {
                let (used, out) = right.inflate(rest).expect("inflates");
                rest = &rest[used..];
                got.extend_from_slice(&out);
                if used == 0 && out.is_empty() {
                    break;
                }
            }
            assert_eq!(got, text);
        }
    }

    #[test]
    fn garbage_is_an_error() {
        assert!(Deflate::new().inflate(&[0xff; 64]).is_err());
    }
}
