//! The mechanisms without a password: EXTERNAL, OAUTHBEARER, XOAUTH2, ANONYMOUS. A bearer token is
//! right when it is the account's password: there is no authorization server to ask.

use super::{Context, Exchange, Failure, Identity, Step};

/// RFC 4422 appendix A: the response is the authorization identity, or empty.
#[derive(Debug)]
pub(super) struct External(pub(super) Context);

impl Exchange for External {
    fn step(&mut self, response: &[u8]) -> Step {
        let Ok(requested) = std::str::from_utf8(response) else {
            return Step::Failed(Failure::Malformed);
        };
        let identity = self.0.tls.as_ref().and_then(|t| t.client_identity.clone());
        match identity {
            Some(name) => self.0.authorize(&name, requested),
            None => Step::Failed(Failure::Credentials),
        }
    }
}

/// RFC 4505: the response is trace information, at most 255 characters.
#[derive(Debug)]
pub(super) struct Anonymous(pub(super) Context);

impl Exchange for Anonymous {
    fn step(&mut self, response: &[u8]) -> Step {
        let trace = std::str::from_utf8(response).ok();
        let ok = |text: &str| text.chars().count() <= 255 && !text.chars().any(char::is_control);
        if !trace.is_some_and(ok) {
            return Step::Failed(Failure::Malformed);
        }
        match &self.0.config.anonymous_account {
            Some(account) => Step::Done(Identity {
                authenticated: "anonymous".to_owned(),
                account: account.clone(),
            }),
            None => Step::Failed(Failure::Credentials),
        }
    }
}

/// RFC 7628 (with a GS2 header) and its forerunner (without). Failure takes one more round: the
/// server says why in JSON, the client answers with a dummy, then it has failed.
#[derive(Debug)]
pub(super) struct OAuth {
    context: Context,
    gs2: bool,
    failed: Option<Failure>,
}

impl OAuth {
    pub(super) fn new(context: Context, gs2: bool) -> Self {
        Self {
            context,
            gs2,
            failed: None,
        }
    }

    /// The user's name and token.
    fn parse<'a>(&self, response: &'a [u8]) -> Option<(String, &'a str)> {
        let text = std::str::from_utf8(response).ok()?;
        let text = text.strip_suffix("\x01\x01")?;
        let mut parts = text.split('\x01');
        let mut name = None;
        if self.gs2 {
            let header = parts.next()?;
            let rest = header
                .strip_prefix("n,")
                .or_else(|| header.strip_prefix("y,"))?;
            let who = rest.strip_suffix(',')?;
            if !who.is_empty() {
                name = Some(super::scram::unescape(who.strip_prefix("a=")?)?);
            }
        }
        let mut token = None;
        for part in parts {
            let (key, value) = part.split_once('=')?;
            match key {
                "auth" => token = Some(value),
                "user" if !self.gs2 => name = Some(value.to_owned()),
                "host" | "port" => {}
                _ if self.context.faults.on("sasl-oauth-unknown-key-refused") => return None,
                _ if !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic()) => {}
                _ => return None,
            }
        }
        // RFC 7628 §4.3: with an empty one a client asks what a token must have.
        if token == Some("") {
            return Some((name.unwrap_or_default(), ""));
        }
        let (scheme, token) = token?.split_once(' ')?;
        let ok = scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty();
        ok.then_some((name.unwrap_or_default(), token))
    }

    /// Without a name, the token tells who it is; an empty one is nobody's.
    fn whose(&self, name: String, token: &str) -> Option<String> {
        if token.is_empty() {
            return None;
        }
        let store = &self.context.store;
        let is = |account: &str| store.password(account).as_deref() == Some(token);
        if !name.is_empty() {
            return is(&name).then_some(name);
        }
        store.accounts().into_iter().find(|account| is(account))
    }
}

impl Exchange for OAuth {
    fn step(&mut self, response: &[u8]) -> Step {
        let faults = self.context.faults.clone();
        if self.failed.is_some() && faults.on("sasl-oauth-dummy-succeeds") {
            let someone = self.context.store.accounts().into_iter().next();
            return self.context.authorize(&someone.unwrap_or_default(), "");
        }
        if let Some(why) = self.failed {
            return Step::Failed(why);
        }
        let Some((name, token)) = self.parse(response) else {
            if faults.on("sasl-oauth-malformed-taken") {
                let someone = self.context.store.accounts().into_iter().next();
                return self.context.authorize(&someone.unwrap_or_default(), "");
            }
            return Step::Failed(Failure::Malformed);
        };
        match self.whose(name, token) {
            Some(account) => self.context.authorize(&account, ""),
            None if faults.on("sasl-oauth-no-reason") => Step::Failed(Failure::Credentials),
            None => {
                self.failed = Some(Failure::Credentials);
                match faults.on("sasl-oauth-no-status") {
                    true => Step::Challenge(b"{}".to_vec()),
                    false => Step::Challenge(br#"{"status":"invalid_token"}"#.to_vec()),
                }
            }
        }
    }
}
