//! FETCH items by message: a server may send them in several responses (RFC 3501 §7), and a pattern asks
//! for them in one. Compares nothing.

/// The items so far, by sequence number.
#[derive(Debug, Default)]
pub(super) struct Fetched(Vec<(Vec<u8>, Vec<u8>)>);

impl Fetched {
    /// The items of all FETCH responses for this message as one response. None: it is no FETCH.
    pub(super) fn merge(&mut self, octets: &[u8]) -> Option<Vec<u8>> {
        let mut words = octets.splitn(4, |&octet| octet == b' ');
        let (star, number, name) = (words.next()?, words.next()?, words.next()?);
        if star != b"*" || !number.iter().all(u8::is_ascii_digit) {
            return None;
        }
        if name.trim_ascii().eq_ignore_ascii_case(b"EXPUNGE") {
            // Numbers mean other messages from here on.
            self.0.clear();
            return None;
        }
        if !name.eq_ignore_ascii_case(b"FETCH") {
            return None;
        }
        let inner = words.next()?.strip_prefix(b"(")?;
        let inner = inner
            .strip_suffix(b"\r\n")
            .unwrap_or(inner)
            .strip_suffix(b")")?;
        let at = self.0.iter().position(|(other, _)| other == number);
        let items = match at.and_then(|at| self.0.get_mut(at)) {
            Some((_, items)) => {
                items.push(b' ');
                items.extend_from_slice(inner);
                items.clone()
            }
            None => {
                self.0.push((number.to_vec(), inner.to_vec()));
                inner.to_vec()
            }
        };
        let mut merged = b"* ".to_vec();
        merged.extend_from_slice(number);
        merged.extend_from_slice(b" FETCH (");
        merged.extend(items);
        merged.extend_from_slice(b")\r\n");
        Some(merged)
    }
}
