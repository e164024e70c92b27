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

    /// Everything that `input` inflates to, or up to its first error; each step is small, and makes progress.
    fn inflated(input: &[u8]) -> usize {
        let mut deflate = Deflate::new();
        let (mut rest, mut all, mut steps) = (input, 0, 0);
        while let Ok((used, out)) = deflate.inflate(rest) {
            assert!(out.len() <= STEP && used <= rest.len());
            rest = &rest[used..];
            all += out.len();
            steps += 1;
            assert!(
                steps <= 2 + input.len() + all / (STEP / 2),
                "{steps} for {all}"
            );
            if used == 0 && out.is_empty() {
                break;
            }
        }
        all
    }

    #[test]
    fn a_bomb_goes_off_in_small_steps() {
        let octets = 20 * 1024 * 1024;
        let packed = Deflate::new().deflate(&vec![0; octets]).expect("deflates");
        assert!(packed.len() < octets / 100, "{}", packed.len());
        assert_eq!(inflated(&packed), octets);
    }

    proptest::proptest! {
        #[test]
        fn any_octets_inflate_or_fail(octets in proptest::collection::vec(proptest::num::u8::ANY, 0..600), at in 0_usize..600) {
            inflated(&octets);
            // A good stream with something wrong in the middle.
            let mut packed = Deflate::new().deflate(&octets).expect("deflates");
            if let (Some(octet), Some(new)) = (packed.get_mut(at), octets.first()) {
                *octet = *new;
            }
            inflated(&packed);
        }
    }

    #[test]
    fn garbage_is_an_error() {
        assert!(Deflate::new().inflate(&[0xff; 64]).is_err());
    }
}
