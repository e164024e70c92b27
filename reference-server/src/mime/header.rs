//! Header sections: fields, folding, where the body begins.

/// One header field, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// Before the colon, without trailing blanks; empty for a line that is no field.
    pub name: &'a [u8],
    /// After the colon, folds and last line end included.
    pub value: &'a [u8],
    /// The whole field with its line ends.
    pub raw: &'a [u8],
}

/// Octets up to and including the next line end.
pub(super) fn line(octets: &[u8]) -> &[u8] {
    let end = octets
        .iter()
        .position(|&octet| octet == b'\n')
        .map_or(octets.len(), |at| at + 1);
    octets.get(..end).unwrap_or_default()
}

/// A line without its line end.
pub(super) fn chomp(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Length of the header section with the empty line that ends it.
pub fn header_length(octets: &[u8]) -> usize {
    let mut at = 0;
    while at < octets.len() {
        let line = line(octets.get(at..).unwrap_or_default());
        at += line.len();
        if chomp(line).is_empty() {
            break;
        }
    }
    at
}

/// The fields of a header section; the empty line that ends it is none.
pub fn fields(header: &[u8]) -> impl Iterator<Item = Field<'_>> {
    let mut rest = header;
    std::iter::from_fn(move || {
        if rest.is_empty() || chomp(line(rest)).is_empty() {
            return None;
        }
        let mut length = line(rest).len();
        while matches!(rest.get(length), Some(b' ' | b'\t')) {
            let next = line(rest.get(length..).unwrap_or_default());
            length += next.len();
        }
        let (raw, after) = rest.split_at_checked(length)?;
        rest = after;
        let (name, value) = match raw.iter().position(|&octet| octet == b':') {
            Some(colon) => (
                raw.get(..colon).unwrap_or_default(),
                raw.get(colon + 1..).unwrap_or_default(),
            ),
            None => (&raw[..0], raw),
        };
        Some(Field {
            name: name.trim_ascii_end(),
            value,
            raw,
        })
    })
}

/// The first field of this name, in any case.
pub fn first_field<'a>(header: &'a [u8], name: &str) -> Option<Field<'a>> {
    fields(header).find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
}

/// A field's value on one line: line ends before blanks gone, and blanks around it.
pub fn unfold(value: &[u8]) -> Vec<u8> {
    let flat: Vec<u8> = value
        .iter()
        .copied()
        .filter(|octet| !matches!(octet, b'\r' | b'\n' | 0))
        .collect();
    flat.trim_ascii().to_vec()
}

/// What stands as `<…>` in a field's value, as it is written.
pub fn message_ids(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let open = rest.iter().position(|&octet| octet == b'<')?;
        let inner = rest.get(open + 1..)?;
        let close = inner.iter().position(|&octet| octet == b'>')?;
        rest = inner.get(close + 1..).unwrap_or_default();
        inner.get(..close)
    })
}

/// A message identifier without its quoting and the blanks around its parts: they say nothing by themselves
/// (RFC 5256 §3).
pub fn plain_message_id(id: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut octets = id.iter().copied();
    let mut quoted = false;
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => quoted = !quoted,
            b'\\' if quoted => plain.extend(octets.next()),
            _ if octet.is_ascii_whitespace() && !quoted => {}
            _ => plain.push(octet),
        }
    }
    plain
}
