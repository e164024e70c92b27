//! IMAP URLs (RFC 5092 §11) that name messages and parts of them, and what they name. Strict: what
//! the grammar does not allow is no URL.

use super::ImapSession;
use super::command::Section;
use super::parse::section_spec;
use super::section::section_octets;
use crate::store::{MailboxId, Rights, State, canonical};
use bytes::Bytes;
use jiff::Timestamp;

/// Who may use a URL (RFC 4467 §3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Access {
    Submit,
    User(String),
    AuthUser,
    Anonymous,
}

/// `imessagepart`, with what may stand around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    /// Whose mailboxes; with an absolute URL only.
    pub user: Option<String>,
    pub absolute: bool,
    /// As it was written; `None` in a URL relative to the selected mailbox.
    pub mailbox: Option<String>,
    /// Whether the mailbox was written after a slash.
    pub rooted: bool,
    pub uid_validity: Option<u32>,
    pub uid: u32,
    pub section: Option<Section>,
    /// First octet, and how many.
    pub partial: Option<(u64, Option<u64>)>,
    pub expire: Option<Timestamp>,
    pub access: Option<Access>,
    /// Length of the rump, mechanism, token.
    pub verifier: Option<(usize, String, Vec<u8>)>,
}

fn is_achar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~!$'()*+,%&=".contains(&octet)
}

fn is_bchar(octet: u8) -> bool {
    is_achar(octet) || b":@/".contains(&octet)
}

/// Percent-encoding undone; it must be UTF-8 and hold no control characters.
fn decoded(text: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [octet, after @ ..] = rest {
        if *octet == b'%' {
            let digits = after
                .get(..2)
                .filter(|two| two.iter().all(u8::is_ascii_hexdigit))?;
            octets.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            octets.push(*octet);
            rest = after;
        }
    }
    let text = String::from_utf8(octets).ok()?;
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self
            .rest()
            .get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word));
        if found {
            self.at += word.len();
        }
        found
    }

    fn run(&mut self, of: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest
            .bytes()
            .position(|octet| !of(octet))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn number(&mut self, zero: bool) -> Option<u64> {
        let run = self.run(|octet| octet.is_ascii_digit());
        let number = run.parse().ok()?;
        (zero || !run.starts_with('0')).then_some(number)
    }

    fn nz_number(&mut self) -> Option<u32> {
        self.number(false)
            .and_then(|number| u32::try_from(number).ok())
    }

    /// `enc-mailbox` and what of the path follows it: the slash before `;UID=` is not its own.
    fn mailbox(&mut self) -> Option<String> {
        let run = self.run(is_bchar);
        let run = match self.rest().get(..5) {
            Some(next) if next.eq_ignore_ascii_case(";UID=") => {
                self.at -= 1;
                run.strip_suffix('/')?
            }
            _ => run,
        };
        decoded(run)
    }

    fn access(&mut self) -> Option<Access> {
        if self.eat("submit+") {
            return decoded(self.run(is_achar)).map(|_| Access::Submit);
        }
        if self.eat("user+") {
            return decoded(self.run(is_achar)).map(Access::User);
        }
        if self.eat("authuser") {
            return Some(Access::AuthUser);
        }
        self.eat("anonymous").then_some(Access::Anonymous)
    }
}

impl Url {
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut reader = Reader { text, at: 0 };
        let mut url = Self {
            user: None,
            absolute: reader.eat("imap://"),
            mailbox: None,
            rooted: false,
            uid_validity: None,
            uid: 0,
            section: None,
            partial: None,
            expire: None,
            access: None,
            verifier: None,
        };
        if url.absolute {
            let authority = reader.run(|octet| octet != b'/');
            let host = match authority.rsplit_once('@') {
                Some((user, host)) => {
                    let user = user.split_once(';').map_or(user, |(user, _)| user);
                    if !user.bytes().all(is_achar) {
                        return None;
                    }
                    url.user = Some(decoded(user)?);
                    host
                }
                None => authority,
            };
            if host.is_empty() {
                return None;
            }
        }
        url.rooted = reader.eat("/");
        if (url.absolute && !url.rooted) || reader.rest().starts_with('/') {
            return None;
        }
        url.path(&mut reader)?;
        url.authorization(&mut reader)?;
        reader.rest().is_empty().then_some(url)
    }

    fn path(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        // Relative to the selected mailbox: it begins with the UID.
        let within = reader
            .rest()
            .get(..5)
            .is_some_and(|head| head.eq_ignore_ascii_case(";UID="));
        if within && !self.absolute {
            reader.eat(";UID=");
        } else {
            self.mailbox = Some(reader.mailbox()?);
            if reader.eat(";UIDVALIDITY=") {
                self.uid_validity = Some(reader.nz_number()?);
            }
            if !reader.eat("/;UID=") {
                return None;
            }
        }
        self.uid = reader.nz_number()?;
        if reader.eat("/;SECTION=") {
            let run = reader.run(is_bchar);
            let run = match reader.rest().get(..9) {
                Some(next) if next.eq_ignore_ascii_case(";PARTIAL=") => {
                    reader.at -= 1;
                    run.strip_suffix('/')?
                }
                _ => run,
            };
            self.section = Some(section_spec(decoded(run)?.as_bytes())?);
        }
        if reader.eat("/;PARTIAL=") {
            let first = reader.number(true)?;
            let count = if reader.eat(".") {
                Some(reader.number(false)?)
            } else {
                None
            };
            self.partial = Some((first, count));
        }
        Some(())
    }

    fn authorization(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        if reader.eat(";EXPIRE=") {
            let date = reader.run(|octet| octet != b';');
            self.expire = Some(date.parse().ok()?);
            if !reader.rest().get(..9)?.eq_ignore_ascii_case(";URLAUTH=") {
                return None;
            }
        }
        if !reader.eat(";URLAUTH=") {
            return Some(());
        }
        self.access = Some(reader.access()?);
        let rump = reader.at;
        if reader.eat(":") {
            let mechanism = reader
                .run(|octet| octet.is_ascii_alphanumeric() || b"-.".contains(&octet))
                .to_ascii_uppercase();
            if mechanism.is_empty() || !reader.eat(":") {
                return None;
            }
            let token = reader.run(|octet| octet.is_ascii_hexdigit());
            if token.len() < 32 {
                return None;
            }
            self.verifier = Some((rump, mechanism, token.to_ascii_lowercase().into_bytes()));
        }
        Some(())
    }

    /// The mailbox, as an account names it, where that account may read it.
    pub(super) fn mailbox_in(&self, state: &State, account: &str, base: &str) -> Option<MailboxId> {
        let name = match &self.mailbox {
            None => base.to_owned(),
            Some(name) if self.rooted => name.clone(),
            // The last segment of the base gives way (RFC 3986 §5.2.3).
            Some(name) => match base.rsplit_once('/') {
                Some((above, _)) => format!("{above}/{name}"),
                None => name.clone(),
            },
        };
        let id = state.reach(account, &canonical(&name))?;
        // What its owner may not read, a URL cannot show.
        state.rights(account, id).has(Rights::READ).then_some(id)
    }

    /// The octets that the URL names in a mailbox.
    pub(super) fn octets(&self, state: &State, id: MailboxId) -> Option<Bytes> {
        let mailbox = state.mailbox(id)?;
        if self
            .uid_validity
            .is_some_and(|validity| validity != mailbox.uid_validity)
        {
            return None;
        }
        let message = mailbox.message(self.uid)?;
        let section = self.section.clone().unwrap_or_default();
        let octets = section_octets(&message.octets, &section)?;
        let Some((first, count)) = self.partial else {
            return Some(octets);
        };
        let start = usize::try_from(first)
            .unwrap_or(usize::MAX)
            .min(octets.len());
        let count = count.map_or(usize::MAX, |count| {
            usize::try_from(count).unwrap_or(usize::MAX)
        });
        Some(octets.slice(start..start.saturating_add(count).min(octets.len())))
    }
}

impl ImapSession {
    /// What a URL of CATENATE names; only relative ones do (RFC 4469 §3).
    pub(super) fn url_octets(&self, url: &[u8]) -> Option<Bytes> {
        let text = url;
        let mut url = Url::parse(url).filter(|url| {
            (!url.absolute || self.faults.on("imap-catenate-absolute-url"))
                && url.access.is_none()
                && (url.partial.is_none() || self.has("URL-PARTIAL"))
        })?;
        if url.mailbox.is_none() && self.view.is_none() {
            return None;
        }
        if self.faults.on("imap-url-section-ignored") {
            url.section = None;
        }
        if self.faults.on("imap-url-uidvalidity-ignored") {
            url.uid_validity = None;
        }
        if self.faults.on("imap-url-partial-ignored") {
            url.partial = None;
        }
        let named = url.mailbox.as_deref().unwrap_or_default();
        let has = |wanted: &[u8]| text.windows(wanted.len()).any(|part| part == wanted);
        if (self.faults.on("imap-url-percent-refused") && text.contains(&b'%'))
            || (self.faults.on("imap-url-utf8-refused") && !named.is_ascii())
            || (self.faults.on("imap-url-upper-case-only") && has(b";uid="))
        {
            return None;
        }
        let state = self.store.lock();
        let id = match (&url.mailbox, &self.view) {
            (None, Some(_)) if self.faults.on("imap-catenate-relative-to-inbox") => {
                state.reach(self.account.as_deref()?, &canonical("INBOX"))?
            }
            (None, Some(view)) => view.id,
            _ => {
                let base = if self.view.is_some() {
                    self.options.selected.as_str()
                } else {
                    ""
                };
                url.mailbox_in(&state, self.account.as_deref()?, base)?
            }
        };
        if self.faults.on("imap-url-uid-is-number") {
            let at = usize::try_from(url.uid).ok()?.checked_sub(1)?;
            url.uid = state.mailbox(id)?.messages.get(at)?.uid;
        }
        url.octets(&state, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_documents() {
        let url = Url::parse(b"/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME").unwrap();
        assert_eq!(url.mailbox.as_deref(), Some("Drafts"));
        assert_eq!((url.uid_validity, url.uid), (Some(385_759_045), 20));
        let url = Url::parse(b"imap://joe@example.com/a%20b/c/;uid=20/;section=1.2/;partial=0.5;expire=2030-01-01T00:00:00Z;urlauth=submit+fred:internal:91354a473744909de610943775f92038").unwrap();
        assert_eq!(url.mailbox.as_deref(), Some("a b/c"));
        assert_eq!(url.access, Some(Access::Submit));
        assert_eq!(url.partial, Some((0, Some(5))));
        assert!(url.verifier.is_some());
        assert!(Url::parse(b";UID=1").is_some());
        for bad in [
            "",
            "/",
            "/INBOX",
            "imap://x",
            "imap://x/INBOX",
            "/INBOX/;UID=0",
            "/INBOX/;UID=1x",
            "//h/INBOX/;UID=1",
            "/INBOX/;UID=1/;SECTION=",
            "/INBOX/;UID=1/;SECTION=1.XX",
            "/%zz/;UID=1",
            "/INBOX/;UID=1;URLAUTH=nobody",
            "/INBOX/;UID=1;EXPIRE=2030-01-01T00:00:00Z",
            "/INBOX/;UID=1/;PARTIAL=1.0",
        ] {
            assert!(Url::parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
