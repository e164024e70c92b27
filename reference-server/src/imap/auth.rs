//! What is announced, and how a session becomes somebody's: CAPABILITY, ENABLE, STARTTLS, LOGIN,
//! AUTHENTICATE.

use super::reply::{Answer, Reply};
use super::{ImapSession, Mode};
use crate::session::Effect;
use crate::store::Store;
use base64::Engine as _;

/// Announced once logged in, beside the protocol versions.
const EXTENSIONS: [&str; 44] = [
    "IDLE",
    "NAMESPACE",
    "ID",
    "CHILDREN",
    "UIDPLUS",
    "UNSELECT",
    "LITERAL+",
    "MULTIAPPEND",
    "BINARY",
    "MOVE",
    "ENABLE",
    "ESEARCH",
    "SEARCHRES",
    "WITHIN",
    "LIST-EXTENDED",
    "LIST-STATUS",
    "SPECIAL-USE",
    "CREATE-SPECIAL-USE",
    "STATUS=SIZE",
    "CONDSTORE",
    "QRESYNC",
    "SAVEDATE",
    "OBJECTID",
    "SORT",
    "THREAD=ORDEREDSUBJECT",
    "THREAD=REFERENCES",
    "UNAUTHENTICATE",
    "COMPRESS=DEFLATE",
    "PREVIEW",
    "REPLACE",
    "CATENATE",
    "URLAUTH",
    "URLAUTH=BINARY",
    "URL-PARTIAL",
    "ESORT",
    "CONTEXT=SEARCH",
    "CONTEXT=SORT",
    "PARTIAL",
    "SORT=DISPLAY",
    "SEARCH=FUZZY",
    "MULTISEARCH",
    "UTF8=ACCEPT",
    "I18NLEVEL=2",
    "LANGUAGE",
];

/// Announced before.
const FIRST: [&str; 5] = ["SASL-IR", "LITERAL+", "ENABLE", "ID", "LANGUAGE"];

/// SASL PLAIN (RFC 4616): the account that the response proves, if it does.
pub(crate) fn plain(store: &Store, response: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(response).ok()?;
    let mut parts = text.split('\0');
    let (authorization, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some()
        || user.is_empty()
        || !(authorization.is_empty() || authorization == user)
    {
        return None;
    }
    password_is(store, user, password).then(|| user.to_owned())
}

fn password_is(store: &Store, user: &str, password: &str) -> bool {
    store.password(user).is_some_and(|known| known == password)
}

impl ImapSession {
    /// Whether a capability is there, announced now or not.
    pub(super) fn has(&self, name: &str) -> bool {
        (EXTENSIONS.contains(&name) || FIRST.contains(&name)) && !self.config.hidden.contains(name)
    }

    /// The words of the CAPABILITY response.
    pub(super) fn capabilities(&self) -> String {
        let mut names = vec!["IMAP4rev1", "IMAP4rev2"];
        if self.fault("imap-capability-without-rev1") {
            names.remove(0);
        }
        if self.account.is_some() {
            names.extend(EXTENSIONS);
        } else {
            names.extend(FIRST);
            if self.config.tls_available && (!self.tls || self.fault("imap-starttls-twice")) {
                names.push("STARTTLS");
            }
            names.push(if self.takes_passwords() {
                "AUTH=PLAIN"
            } else {
                "LOGINDISABLED"
            });
        }
        let limit = format!("APPENDLIMIT={}", self.config.literal_limit);
        if self.account.is_some() && !self.config.hidden.contains("APPENDLIMIT") {
            names.push(&limit);
        }
        // RFC 5255 §4.3: the lower level is announced where the higher is not.
        if self.account.is_some() && self.config.hidden.contains("I18NLEVEL=2") {
            names.push("I18NLEVEL=1");
        }
        names.retain(|name| !self.config.hidden.contains(&name.to_ascii_uppercase()));
        names.join(" ")
    }

    fn takes_passwords(&self) -> bool {
        self.tls || self.config.allow_plaintext_login
    }

    pub(super) fn enable(&mut self, names: &[String]) -> Answer {
        let mut now = String::new();
        if self.view.is_some() && names.iter().any(|name| name == "UTF8=ACCEPT") {
            // RFC 6855 §3.
            return Err(Reply::bad(
                "UTF8=ACCEPT is enabled before a mailbox is selected",
            ));
        }
        for name in names {
            let on = match name.as_str() {
                "IMAP4REV2" if !self.config.hidden.contains("IMAP4REV2") => &mut self.enabled.rev2,
                "CONDSTORE" if !self.config.hidden.contains("CONDSTORE") => {
                    &mut self.enabled.condstore
                }
                // QRESYNC is CONDSTORE and more (RFC 7162 §3.2.3).
                "QRESYNC" if !self.config.hidden.contains("QRESYNC") => {
                    self.enabled.condstore = true;
                    &mut self.enabled.qresync
                }
                "UTF8=ACCEPT" if self.has("UTF8=ACCEPT") => &mut self.enabled.utf8,
                _ => continue,
            };
            *on = true;
            now.push(' ');
            now.push_str(if name == "IMAP4REV2" {
                "IMAP4rev2"
            } else {
                name
            });
        }
        if !self.fault("imap-enable-silent") {
            self.untagged(format!("ENABLED{now}"));
        }
        Ok(Reply::ok("Enabled what is there"))
    }

    pub(super) fn start_tls(&mut self, tag: &str) -> Option<Answer> {
        if self.tls {
            return Some(Err(Reply::bad("TLS is there already")));
        }
        if !self.config.tls_available {
            return Some(Err(Reply::bad("STARTTLS is not offered")));
        }
        self.tagged(tag, &Reply::ok("Begin the handshake"));
        self.effects.push_back(Effect::StartTls);
        self.mode = Mode::Handshake;
        None
    }

    fn privacy_required() -> Reply {
        Reply::no("Passwords are taken under TLS only").code("PRIVACYREQUIRED")
    }

    fn proved(&mut self, account: Option<String>) -> Reply {
        match account {
            Some(account) => {
                self.account = Some(account);
                Reply::ok("Logged in").code(format!("CAPABILITY {}", self.capabilities()))
            }
            None => {
                self.failed_logins += 1;
                Reply::no("The name or the password is wrong").code("AUTHENTICATIONFAILED")
            }
        }
    }

    pub(super) fn login(&mut self, user: &[u8], password: &[u8]) -> Reply {
        if !self.takes_passwords() {
            return Self::privacy_required();
        }
        let (user, password) = (std::str::from_utf8(user), std::str::from_utf8(password));
        let account = match (user, password) {
            (Ok(user), Ok(password)) if password_is(&self.store, user, password) => {
                Some(user.to_owned())
            }
            (Ok(user), Ok(_))
                if self.fault("imap-login-accepts-any-password")
                    && self.store.password(user).is_some() =>
            {
                Some(user.to_owned())
            }
            _ => None,
        };
        self.proved(account)
    }

    pub(super) fn authenticate(
        &mut self,
        tag: &str,
        mechanism: &str,
        initial: Option<Vec<u8>>,
    ) -> Option<Answer> {
        if mechanism != "PLAIN" {
            return Some(Err(Reply::no("There is no such mechanism")));
        }
        if !self.takes_passwords() {
            return Some(Err(Self::privacy_required()));
        }
        if let Some(response) = initial {
            if !self.has("SASL-IR") {
                return Some(Err(Reply::bad("No initial response is expected")));
            }
            let account = plain(&self.store, &response);
            return Some(Ok(self.proved(account)));
        }
        self.out.line("+ ");
        self.mode = Mode::Authenticate {
            tag: tag.to_owned(),
        };
        None
    }

    pub(super) fn authenticate_line(&mut self, tag: &str, line: &[u8]) {
        let reply = if line == b"*" && self.fault("imap-authenticate-cancel-ok") {
            Reply::ok("As you like")
        } else if line == b"*" {
            Reply::bad("Cancelled")
        } else {
            match base64::engine::general_purpose::STANDARD.decode(line) {
                Ok(response) => {
                    let account = plain(&self.store, &response);
                    self.proved(account)
                }
                Err(_) if self.fault("imap-bad-base64-accepted") => Reply::ok("Whatever it means"),
                Err(_) => Reply::bad("The response is not base64"),
            }
        };
        self.tagged(tag, &reply);
        if self.failed_logins > self.config.failed_logins {
            self.bye("Too many failed logins");
        }
    }
}
