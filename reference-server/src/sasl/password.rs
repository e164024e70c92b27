//! PLAIN, LOGIN and CRAM-MD5: a name and a password, or a digest of it.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;

use super::{Context, Exchange, Failure, Step, prepare, prepare_stored};

impl Context {
    /// Whether this is the account's password, both prepared.
    pub(super) fn password_is(&self, account: &str, password: &str) -> bool {
        let known = self.store.password(account);
        known
            .and_then(|known| prepare_stored(&known))
            .is_some_and(|known| prepare(password) == Some(known))
    }
}

/// RFC 4616: `[authzid] NUL authcid NUL passwd`.
#[derive(Debug)]
pub(super) struct Plain(pub(super) Context);

impl Exchange for Plain {
    fn step(&mut self, response: &[u8]) -> Step {
        let Ok(text) = std::str::from_utf8(response) else {
            return Step::Failed(Failure::Malformed);
        };
        let mut parts: Vec<&str> = text.split('\0').collect();
        if self.0.faults.on("sasl-plain-third-nul") {
            parts.truncate(3);
        }
        let [authorization, name, password] = parts.as_slice() else {
            return Step::Failed(Failure::Malformed);
        };
        if password.is_empty() && self.0.faults.on("sasl-plain-empty-password") {
            return self.0.authorize(name, authorization);
        }
        if name.is_empty() || password.is_empty() {
            return Step::Failed(Failure::Malformed);
        }
        if authorization.is_empty() && self.0.faults.on("sasl-empty-authorization-refused") {
            return Step::Failed(Failure::NotAuthorized);
        }
        if self.0.faults.on("sasl-plain-refuses-all") {
            return Step::Failed(Failure::Credentials);
        }
        let Some(name) = prepare(name) else {
            return Step::Failed(Failure::Malformed);
        };
        let nothing = prepare(password).is_none_or(|left| left.is_empty());
        if nothing && self.0.faults.on("sasl-plain-prepared-empty-taken") {
            return self.0.authorize(&name, authorization);
        }
        if !self.0.password_is(&name, password) {
            return Step::Failed(Failure::Credentials);
        }
        self.0.authorize(&name, authorization)
    }
}

/// LOGIN: two prompts.
#[derive(Debug)]
pub(super) struct Login {
    context: Context,
    asked: u8,
    name: String,
}

impl Login {
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            asked: 0,
            name: String::new(),
        }
    }
}

impl Exchange for Login {
    fn step(&mut self, response: &[u8]) -> Step {
        self.asked = self.asked.saturating_add(1);
        if self.asked == 1 {
            return Step::Challenge(b"User Name\0".to_vec());
        }
        let Some(text) = std::str::from_utf8(response).ok().and_then(prepare) else {
            return Step::Failed(Failure::Malformed);
        };
        if self.asked == 2 {
            self.name = text;
            return Step::Challenge(b"Password\0".to_vec());
        }
        if !self.context.password_is(&self.name, &text) {
            return Step::Failed(Failure::Credentials);
        }
        self.context.authorize(&self.name, "")
    }
}

/// RFC 2195: the challenge is a unique message-id, the response `name digest`.
#[derive(Debug)]
pub(super) struct CramMd5 {
    context: Context,
    challenge: Option<String>,
}

impl CramMd5 {
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            challenge: None,
        }
    }
}

impl Exchange for CramMd5 {
    fn step(&mut self, response: &[u8]) -> Step {
        let Some(challenge) = &self.challenge else {
            let made = match &self.context.config.nonce {
                Some(fixed) => fixed.clone(),
                None if self.context.faults.on("sasl-cram-md5-constant") => {
                    format!("<1896@{}>", self.context.hostname)
                }
                None if self.context.faults.on("sasl-cram-md5-no-msg-id") => {
                    self.context.nonce().to_owned()
                }
                None => format!("<{}@{}>", self.context.nonce(), self.context.hostname),
            };
            self.challenge = Some(made.clone());
            return Step::Challenge(made.into_bytes());
        };
        // The name may have spaces, the digest has none.
        let Some((name, digest)) = std::str::from_utf8(response)
            .ok()
            .and_then(|text| text.rsplit_once(' '))
        else {
            return Step::Failed(Failure::Malformed);
        };
        let hexadecimal = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        if name.is_empty() || digest.len() != 32 || !digest.chars().all(hexadecimal) {
            return Step::Failed(Failure::Malformed);
        }
        let password = self.context.store.password(name);
        let signed = match self.context.faults.on("sasl-cram-md5-other-key") {
            true => challenge.trim_matches(['<', '>']),
            false => challenge,
        };
        let right = password.and_then(|password| cram_md5(&password, signed));
        let anything = self.context.faults.on("sasl-cram-md5-accepts-anything");
        if right.as_deref() != Some(digest) && !anything {
            return Step::Failed(Failure::Credentials);
        }
        self.context.authorize(name, "")
    }
}

fn cram_md5(password: &str, challenge: &str) -> Option<String> {
    let mut mac = Hmac::<Md5>::new_from_slice(password.as_bytes()).ok()?;
    mac.update(challenge.as_bytes());
    let digest = mac.finalize().into_bytes();
    Some(digest.iter().map(|octet| format!("{octet:02x}")).collect())
}
