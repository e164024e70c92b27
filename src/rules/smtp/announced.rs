//! What the reply to EHLO announces, held against what the server then does: commands, mechanisms and parameters
//! that it takes without having announced them (RFC 5321 §4.1.1.1 and §4.1.1.11, RFC 4954 §3). Judges nothing
//! before a reply to EHLO, nor once the client has authenticated, since another EHLO might bring another list.

use super::client::Waiting;
use super::list as l;
use crate::rules::info::Bad;

/// The keywords of the last reply to EHLO.
#[derive(Debug, Default)]
pub(super) struct Announced {
    /// In upper case; None where there was no such reply since the session or TLS began.
    keywords: Option<Vec<Vec<u8>>>,
    mechanisms: Vec<Vec<u8>>,
}

/// The keyword that announces a parameter of MAIL or RCPT.
fn announcing(mail: bool, parameter: &[u8]) -> Option<&'static [u8]> {
    let (name, value) = match parameter.iter().position(|octet| *octet == b'=') {
        Some(at) => parameter.split_at(at),
        None => (parameter, &b""[..]),
    };
    Some(match (&name.to_ascii_uppercase()[..], mail) {
        (b"SIZE", true) => b"SIZE",
        (b"BODY", true) if value.eq_ignore_ascii_case(b"=BINARYMIME") => b"BINARYMIME",
        (b"BODY", true) => b"8BITMIME",
        (b"SMTPUTF8", true) => b"SMTPUTF8",
        (b"RET" | b"ENVID", true) | (b"NOTIFY" | b"ORCPT", false) => b"DSN",
        (b"BY", true) => b"DELIVERBY",
        (b"HOLDFOR" | b"HOLDUNTIL", true) => b"FUTURERELEASE",
        (b"MT-PRIORITY", true) => b"MT-PRIORITY",
        (b"REQUIRETLS", true) => b"REQUIRETLS",
        (b"AUTH", true) => b"AUTH",
        (b"RRVS", false) => b"RRVS",
        _ => return None,
    })
}

impl Announced {
    pub(super) fn forget(&mut self) {
        *self = Announced::default();
    }

    /// A reply to EHLO: its keywords in upper case, and the mechanisms behind AUTH.
    pub(super) fn listed(&mut self, keywords: Vec<Vec<u8>>, mechanisms: Vec<Vec<u8>>) {
        self.keywords = Some(keywords);
        self.mechanisms = mechanisms;
    }

    pub(super) fn has(&self, keyword: &[u8]) -> bool {
        let mut all = self.keywords.iter().flatten();
        all.any(|known| known == keyword)
    }

    /// A command was taken: what of it was not announced.
    pub(super) fn taken(&self, command: &[u8], waiting: Waiting, found: &mut Vec<Bad>) {
        if self.keywords.is_none() {
            return;
        }
        let text = String::from_utf8_lossy;
        let upper = command.to_ascii_uppercase();
        let mut words = upper
            .split(|octet| *octet == b' ')
            .filter(|word| !word.is_empty());
        match waiting {
            Waiting::Auth | Waiting::Starttls | Waiting::Etrn | Waiting::Bdat | Waiting::Expn => {
                let Some(keyword) = waiting.keyword() else {
                    return;
                };
                let mechanism = words.nth(1).filter(|_| waiting == Waiting::Auth);
                if !self.has(keyword) {
                    let wants = format!(
                        "an error is wanted, since {} is not announced",
                        text(keyword)
                    );
                    found.push(Bad::new(&l::UNANNOUNCED, 0, wants));
                } else if let Some(name) = mechanism
                    && !self.mechanisms.iter().any(|known| known == name)
                {
                    let wants = format!(
                        "an error is wanted, since AUTH is not announced with {}",
                        text(name)
                    );
                    found.push(Bad::new(&l::MECHANISM, 0, wants));
                }
            }
            Waiting::Mail | Waiting::Rcpt => {
                // What stands in the path is no parameter, blanks or not.
                let Some(close) = upper.iter().rposition(|octet| *octet == b'>') else {
                    return;
                };
                let behind = upper.get(close + 1..).unwrap_or_default();
                for parameter in behind.split(|octet| *octet == b' ') {
                    if let Some(keyword) = announcing(waiting == Waiting::Mail, parameter)
                        && !self.has(keyword)
                    {
                        let wants = format!(
                            "an error is wanted, since {} is not announced",
                            text(keyword)
                        );
                        found.push(Bad::new(&l::PARAMETER, 0, wants));
                        return;
                    }
                }
            }
            _ => {}
        }
    }
}
