//! Passwords, and what they become, out of everything that is kept or printed. Decides nothing about what is
//! secret.

/// Octets that must never show.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// Hidden wherever they stand.
    long: Vec<Vec<u8>>,
    /// So short that they stand in much that is no secret: hidden as a word of their own behind LOGIN or PASS.
    short: Vec<Vec<u8>>,
}

impl Secrets {
    /// The longest first where one stands in another.
    pub fn new(secrets: Vec<Vec<u8>>) -> Self {
        let (long, short) = secrets
            .into_iter()
            .filter(|secret| !secret.is_empty())
            .partition(|secret| secret.len() > 2);
        Secrets { long, short }
    }

    /// `«password»` in place of each.
    pub fn hide(&self, octets: &[u8]) -> Vec<u8> {
        let hidden = hide(octets, &self.long);
        if self.short.is_empty() {
            return hidden;
        }
        let upper = hidden.to_ascii_uppercase();
        let behind = [&b"LOGIN"[..], b"PASS"].into_iter().filter_map(|word| {
            let at = upper.windows(word.len()).position(|some| some == word)?;
            Some(at + word.len())
        });
        match behind.min() {
            None => hidden,
            Some(from) => self.hide_words(hidden, from),
        }
    }

    fn hide_words(&self, octets: Vec<u8>, from: usize) -> Vec<u8> {
        let (before, rest) = octets.split_at(from);
        let mut out = before.to_vec();
        // What may stand around a word: quotes too, escaped or not, for a log shows lines in its own way.
        let around = |octet: &u8| b" \"\\\r\n".contains(octet);
        for word in rest.split_inclusive(around) {
            let end = word.iter().position(around).unwrap_or(word.len());
            let (text, delimiter) = word.split_at(end);
            match self.short.iter().any(|secret| secret == text) {
                true => out.extend_from_slice(MASK),
                false => out.extend_from_slice(text),
            }
            out.extend_from_slice(delimiter);
        }
        out
    }
}

/// What stands in place of a secret.
const MASK: &[u8] = "«password»".as_bytes();

/// Replaces every occurrence of a secret.
pub fn hide(octets: &[u8], secrets: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    let mut at = 0;
    // Most octets begin no secret: one look at a table tells.
    let mut begins = [false; 256];
    for first in secrets.iter().filter_map(|secret| secret.first()) {
        begins[usize::from(*first)] = true;
    }
    while let Some(rest) = octets.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|octet| begins[usize::from(*octet)]);
        let (clean, rest) = rest.split_at(plain.unwrap_or(rest.len()));
        out.extend_from_slice(clean);
        at += clean.len();
        let Some(first) = rest.first() else { break };
        match secrets.iter().find(|secret| rest.starts_with(secret)) {
            Some(secret) => {
                out.extend_from_slice(MASK);
                at += secret.len();
            }
            None => {
                out.push(*first);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_secret_is_hidden_where_one_logs_in_and_leaves_the_rest_readable() {
        let secrets = Secrets::new(vec![b"1".to_vec(), b"longer".to_vec(), Vec::new()]);
        let hidden = |text: &str| String::from_utf8(secrets.hide(text.as_bytes())).unwrap();
        assert_eq!(hidden("a1 LOGIN u1 1\r\n"), "a1 LOGIN u1 «password»\r\n");
        assert_eq!(
            hidden("a LOGIN \"1\" \"1\""),
            "a LOGIN \"«password»\" \"«password»\""
        );
        assert_eq!(
            hidden("C: login LOGIN \\\"u\\\" \\\"1\\\"\\r\\n"),
            "C: login LOGIN \\\"u\\\" \\\"«password»\\\"\\r\\n"
        );
        assert_eq!(hidden("pass 1"), "pass «password»");
        assert_eq!(hidden("* 1 EXISTS\r\n"), "* 1 EXISTS\r\n");
        assert_eq!(hidden("x longer y"), "x «password» y");
    }
}
