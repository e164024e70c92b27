//! Octets made readable, for reports and diffs. Loses nothing that a reader needs, never fails.

/// `␍` and `␊` for CR and LF, `␉` for a tab, `\xNN` for other control octets and for what is not
/// UTF-8, `\\` stays `\`.
pub fn visible(octets: &[u8]) -> String {
    let mut out = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\r' => out.push('␍'),
                '\n' => out.push('␊'),
                '\t' => out.push('␉'),
                c if c.is_control() => {
                    let mut buffer = [0; 4];
                    for octet in c.encode_utf8(&mut buffer).bytes() {
                        out.push_str(&format!("\\x{octet:02X}"));
                    }
                }
                c => out.push(c),
            }
        }
        for octet in chunk.invalid() {
            out.push_str(&format!("\\x{octet:02X}"));
        }
    }
    out
}
