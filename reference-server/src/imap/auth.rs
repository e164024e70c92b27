//! What is announced, and how a session becomes somebody's: CAPABILITY, ENABLE, STARTTLS, LOGIN.
//! AUTHENTICATE is next door.

use super::reply::{Answer, Reply};
use super::{ImapSession, Mode};
use crate::session::Effect;
use crate::store::Store;

/// Announced once logged in, beside the protocol versions.
const EXTENSIONS: [&str; 55] = [
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
    "QUOTA",
    "QUOTASET",
    "QUOTA=RES-STORAGE",
    "QUOTA=RES-MESSAGE",
    "QUOTA=RES-MAILBOX",
    "ACL",
    "RIGHTS=texk",
    "LIST-MYRIGHTS",
    "METADATA",
    "FILTERS",
    "NOTIFY",
];

/// Announced before.
const FIRST: [&str; 5] = ["SASL-IR", "LITERAL+", "ENABLE", "ID", "LANGUAGE"];

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
            let begun = self.tls.is_some() && !self.fault("imap-starttls-twice");
            if self.config.tls_available && !begun {
                names.push("STARTTLS");
            }
            if !self.takes_passwords() {
                names.push("LOGINDISABLED");
            }
        }
        let unsaid = [
            ("imap-esearch-not-announced", "ESEARCH"),
            ("imap-sort-not-announced", "SORT"),
            ("imap-qresync-without-condstore", "CONDSTORE"),
            ("imap-i18nlevel-not-announced", "I18NLEVEL=2"),
            ("imap-namespace-not-announced", "NAMESPACE"),
        ];
        names.retain(|name| {
            !unsaid
                .iter()
                .any(|&(fault, unsaid)| *name == unsaid && self.fault(fault))
        });
        if self.failed_logins > 0 && self.fault("imap-capability-after-failed-login") {
            names.retain(|name| *name != "ENABLE");
        }
        let mechanisms = self.mechanisms();
        let mechanisms: Vec<String> = mechanisms
            .iter()
            .map(|mechanism| format!("AUTH={}", mechanism.announced(&self.faults)))
            .collect();
        if self.account.is_none() {
            names.extend(mechanisms.iter().map(String::as_str));
        }
        let limit = format!("APPENDLIMIT={}", self.config.literal_limit);
        if self.account.is_some() && !self.config.hidden.contains("APPENDLIMIT") {
            names.push(&limit);
        }
        // RFC 5255 §4.3: the lower level is announced where the higher is not.
        if self.account.is_some() && self.config.hidden.contains("I18NLEVEL=2") {
            names.push("I18NLEVEL=1");
        }
        if self.fault("imap-imap4-last") {
            names.push("IMAP4");
        }
        let enabled = self.enabled.condstore || self.enabled.rev2 || self.enabled.utf8;
        let changed = enabled && self.fault("imap-enable-changes-capability");
        let unsaid = self.fault("imap-quota-mailbox-unannounced");
        names.retain(|name| {
            let hidden = self.config.hidden.contains(&name.to_ascii_uppercase());
            let held_back =
                (unsaid && *name == "QUOTA=RES-MAILBOX") || (changed && *name == "ENABLE");
            !hidden && !held_back
        });
        names.join(" ")
    }

    pub(super) fn takes_passwords(&self) -> bool {
        self.tls.is_some() || self.config.allow_plaintext_login
    }

    pub(super) fn enable(&mut self, names: &[String]) -> Answer {
        let mut now = String::new();
        if self.fault("imap-enable-undoes") {
            self.enabled = super::Enabled::default();
        }
        if self.view.is_some() && names.iter().any(|name| name == "UTF8=ACCEPT") {
            // RFC 6855 §3.
            return Err(Reply::bad(
                "UTF8=ACCEPT is enabled before a mailbox is selected",
            ));
        }
        let mut condstore = false;
        for name in names {
            let on = match name.as_str() {
                "IMAP4REV2" if !self.config.hidden.contains("IMAP4REV2") => &mut self.enabled.rev2,
                "CONDSTORE" if !self.config.hidden.contains("CONDSTORE") => &mut condstore,
                // QRESYNC is CONDSTORE and more (RFC 7162 §3.2.3).
                "QRESYNC" if !self.config.hidden.contains("QRESYNC") => {
                    condstore = true;
                    &mut self.enabled.qresync
                }
                "METADATA" if self.has("METADATA") => &mut self.enabled.metadata,
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
        if self.enabled.metadata {
            self.follow_annotations();
        }
        if self.enabled.qresync && names.len() > 1 && self.fault("imap-enable-both-without-qresync")
        {
            self.enabled.qresync = false;
        }
        if condstore {
            self.use_condstore();
        }
        if self.fault("imap-enabled-says-more") {
            now.push_str(" X-UNASKED");
        }
        let untold = self.enabled.qresync && self.fault("imap-enable-qresync-silent");
        if !self.fault("imap-enable-silent") && !untold {
            self.untagged(format!("ENABLED{now}"));
        }
        Ok(Reply::ok("Enabled what is there"))
    }

    pub(super) fn start_tls(&mut self, tag: &str) -> Option<Answer> {
        if self.tls.is_some() {
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

    pub(super) fn privacy_required() -> Reply {
        Reply::no("Passwords are taken under TLS only").code("PRIVACYREQUIRED")
    }

    pub(super) fn proved(&mut self, account: Option<String>) -> Reply {
        match account {
            Some(account) => {
                let asked = self.store.wants_to_be_asked(&account);
                self.account = Some(account);
                if asked {
                    return Reply::ok("Please speak to the administrator").code("CONTACTADMIN");
                }
                let reply = Reply::ok("Logged in");
                if self.fault("imap-login-ok-authenticationfailed") {
                    return reply.code("AUTHENTICATIONFAILED");
                }
                reply.code(format!("CAPABILITY {}", self.capabilities()))
            }
            None => {
                self.failed_logins += 1;
                Reply::no("The name or the password is wrong").code(self.wrong_password_code())
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
        let known = user.is_ok_and(|user| self.store.password(user).is_some());
        if account.is_none() && !known && self.fault("imap-login-tells-users") {
            return Reply::no("There is no such user").code("NONEXISTENT");
        }
        let condition = account
            .as_deref()
            .and_then(|account| self.store.account_condition(account));
        match condition {
            Some(condition) => Reply::condition(condition),
            None => self.proved(account),
        }
    }
}
