//! Which account a client logs in to, and which of its lines are secret. Reads what clients send, as
//! far as that needs it; judges nothing, and where it cannot tell, says so.

use crate::transcript::tree::Protocol;
use crate::wire::{Shape, Unit};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What stands in place of a secret.
const MASK: &[u8] = "«password»".as_bytes();

/// Whose account the session looks at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Account {
    /// Nobody has logged in.
    #[default]
    Unknown,
    /// This name was given.
    Named(Vec<u8>),
    /// Several names, or a way that does not show the name.
    Unclear,
}

impl Account {
    fn is(&mut self, name: Option<Vec<u8>>) {
        *self = match (std::mem::take(self), name) {
            (Account::Unknown, Some(name)) => Account::Named(name),
            (Account::Named(old), Some(name)) if old == name => Account::Named(old),
            _ => Account::Unclear,
        };
    }
}

/// Reads a client's lines.
#[derive(Debug)]
pub(crate) struct Login {
    protocol: Protocol,
    /// Lines that answer challenges, or go on with a LOGIN, are secret until the server's answer.
    secret: bool,
    plain: bool,
    pub(super) account: Account,
    /// What the server may echo and the record must not show.
    pub secrets: Vec<Vec<u8>>,
}

impl Login {
    pub(crate) fn new(protocol: Protocol) -> Self {
        Login {
            protocol,
            secret: false,
            plain: false,
            account: Account::default(),
            secrets: Vec::new(),
        }
    }

    /// The server has said something; with anything but a challenge or a continuation the login is over.
    pub(crate) fn heard(&mut self, unit: &Unit) {
        let goes_on = match &unit.shape {
            Shape::Continuation | Shape::Challenge | Shape::Untagged => true,
            Shape::Reply { code } => *code == Some(334),
            _ => false,
        };
        if !goes_on {
            self.secret = false;
            self.plain = false;
        }
    }

    /// A line of the client, as the record may show it.
    pub(crate) fn line(&mut self, line: &[u8]) -> Vec<u8> {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let ending = line.get(text.len()..).unwrap_or_default();
        if self.secret {
            if std::mem::take(&mut self.plain) {
                let name = plain_name(text);
                self.account.is(name);
            }
            return [MASK, ending].concat();
        }
        let words: Vec<&[u8]> = text.split(|octet| *octet == b' ').collect();
        let verb_at = usize::from(self.protocol == Protocol::Imap);
        let word = |at: usize| words.get(at).copied().unwrap_or_default();
        let shown = match &word(verb_at).to_ascii_uppercase()[..] {
            b"LOGIN" if self.protocol == Protocol::Imap => {
                self.login(words.get(2..).unwrap_or_default());
                // The name is shown where it is one word.
                if words.len() == 4 { 3 } else { 2 }
            }
            b"AUTHENTICATE" | b"AUTH" if words.len() > verb_at + 1 => {
                self.secret = true;
                let plain = word(verb_at + 1).eq_ignore_ascii_case(b"PLAIN");
                match (plain, words.get(verb_at + 2)) {
                    (true, Some(initial)) => self.account.is(plain_name(initial)),
                    (true, None) => self.plain = true,
                    (false, _) => self.account.is(None),
                }
                verb_at + 2
            }
            b"USER" if self.protocol == Protocol::Pop3 => {
                self.account.is(Some(word(1).to_vec()));
                return line.to_vec();
            }
            b"PASS" if self.protocol == Protocol::Pop3 => {
                self.secrets
                    .push(words.get(1..).unwrap_or_default().join(&b' '));
                1
            }
            b"APOP" if self.protocol == Protocol::Pop3 => {
                self.account.is(Some(word(1).to_vec()));
                2
            }
            _ => return line.to_vec(),
        };
        if words.len() <= shown {
            return line.to_vec();
        }
        let open = words.get(..shown).unwrap_or_default().join(&b' ');
        [&open, b" ".as_slice(), MASK, ending].concat()
    }

    fn login(&mut self, arguments: &[&[u8]]) {
        let [name, password] = arguments else {
            self.account.is(None);
            self.secret = true;
            return;
        };
        let inside = |word: &[u8]| {
            word.strip_prefix(b"\"")
                .and_then(|word| word.strip_suffix(b"\""))
                .unwrap_or(word)
                .to_vec()
        };
        let literal = name.starts_with(b"{") || password.starts_with(b"{");
        if literal || name.contains(&b'\\') {
            self.account.is(None);
        } else {
            self.account.is(Some(inside(name)));
        }
        // What follows a literal's count are the next lines.
        self.secret = literal;
        if !literal {
            self.secrets.push(inside(password));
        }
    }
}

/// The authentication identity of a PLAIN message in base64 (RFC 4616 §2), if it acts for itself.
fn plain_name(base64: &[u8]) -> Option<Vec<u8>> {
    let message = STANDARD.decode(base64).ok()?;
    let mut parts = message.split(|octet| *octet == 0);
    let (acts_for, name) = (parts.next()?, parts.next()?);
    (acts_for.is_empty() || acts_for == name).then(|| name.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(protocol: Protocol, lines: &[&str]) -> (String, Account) {
        let mut login = Login::new(protocol);
        let shown: Vec<u8> = lines
            .iter()
            .flat_map(|line| login.line(format!("{line}\r\n").as_bytes()))
            .collect();
        (
            String::from_utf8_lossy(&shown).replace("\r\n", "|"),
            login.account,
        )
    }

    #[test]
    fn secrets_are_masked_and_the_account_is_learnt() {
        let alice = Account::Named(b"alice".to_vec());
        for (protocol, lines, expected, account) in [
            (
                Protocol::Imap,
                &["a1 login alice \"sesame\""][..],
                "a1 login alice «password»|",
                alice.clone(),
            ),
            (
                Protocol::Imap,
                &["a1 LOGIN {5}", "alice {6}", "sesame"][..],
                "a1 LOGIN «password»|«password»|«password»|",
                Account::Unclear,
            ),
            (
                Protocol::Imap,
                &["a1 AUTHENTICATE PLAIN", "AGFsaWNlAHNlc2FtZQ=="][..],
                "a1 AUTHENTICATE PLAIN|«password»|",
                alice.clone(),
            ),
            (
                Protocol::Pop3,
                &["USER alice", "PASS open sesame"][..],
                "USER alice|PASS «password»|",
                alice,
            ),
            (
                Protocol::Smtp,
                &["AUTH CRAM-MD5", "c2VjcmV0"][..],
                "AUTH CRAM-MD5|«password»|",
                Account::Unclear,
            ),
        ] {
            assert_eq!(shown(protocol, lines), (expected.to_owned(), account));
        }
    }
}
