//! URLAUTH (RFC 4467) and URLAUTH=BINARY (RFC 5524): RESETKEY, GENURLAUTH, URLFETCH.

use super::ImapSession;
use super::extension::UrlRequest;
use super::output::{astring, nstring, string};
use super::parts::part_without_encoding;
use super::reply::{Answer, Reply};
use super::structure::{self, Form};
use super::url::{Access, Url};
use crate::mime::Entity;
use crate::store::Rights;
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Names the algorithm within the token (RFC 4467 §2.4.1): HMAC-SHA-256.
const ALGORITHM: &str = "01";

fn token(key: &str, rump: &[u8]) -> String {
    let mut text = ALGORITHM.to_owned();
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) {
        mac.update(rump);
        for octet in mac.finalize().into_bytes() {
            text.push_str(&format!("{octet:02x}"));
        }
    }
    text
}

/// Takes the same time wherever the first difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

impl ImapSession {
    pub(super) fn reset_key(&mut self, mailbox: Option<&[u8]>, mechanisms: &[String]) -> Answer {
        if mechanisms.iter().any(|mechanism| mechanism != "INTERNAL") {
            return Err(Reply::no("There is no such mechanism"));
        }
        let id = match mailbox {
            Some(mailbox) => match self.access(mailbox, Rights::LOOKUP) {
                Err(_) if self.fault("imap-resetkey-any-mailbox") => {
                    return Ok(Reply::ok("The keys are others").code("URLMECH INTERNAL"));
                }
                found => Some(found?),
            },
            None => None,
        };
        let account = self.account()?.to_owned();
        let kept = self.fault("imap-resetkey-keeps-key")
            || (id.is_none() && self.fault("imap-resetkey-all-keeps-keys"));
        if !kept {
            let which = id.filter(|_| !self.fault("imap-resetkey-resets-all"));
            self.store.lock().reset_url_keys(&account, which);
        }
        let reply = Reply::ok("The keys are others");
        Ok(match id {
            Some(_) if !self.fault("imap-resetkey-without-urlmech") => {
                reply.code("URLMECH INTERNAL")
            }
            _ => reply,
        })
    }

    /// The token of a URL, and what faults make of it.
    fn url_token(&self, key: &str, rump: &[u8]) -> String {
        if self.faults.on("imap-urlauth-folds-case") {
            return token(key, &rump.to_ascii_lowercase());
        }
        token(key, rump)
    }

    /// Whether a fault has a URL authorized that must not be.
    fn faulty_rump(&self, rump: &[u8]) -> bool {
        let rump = rump.to_ascii_uppercase();
        let has = |wanted: &[u8]| rump.windows(wanted.len()).any(|part| part == wanted);
        let message = has(b";UID=");
        (has(b";URLAUTH=") && message && self.faults.on("imap-genurlauth-any-access"))
            || (has(b";URLAUTH=") && !message && self.faults.on("imap-genurlauth-whole-mailbox"))
    }

    pub(super) fn gen_url_auth(&mut self, pairs: &[(Vec<u8>, String)]) -> Answer {
        let account = self.account()?.to_owned();
        let mut line = b"GENURLAUTH".to_vec();
        for (at, (rump, mechanism)) in pairs.iter().enumerate() {
            if mechanism != "INTERNAL" && !self.fault("imap-genurlauth-any-mechanism") {
                return Err(Reply::bad("There is no such mechanism"));
            }
            let parsed = Url::parse(rump);
            if parsed.is_none() && self.faulty_rump(rump) {
                let full = [rump, &b":internal:"[..], token("", rump).as_bytes()].concat();
                line.push(b' ');
                string(&mut line, &full, false);
                continue;
            }
            let url = parsed
                .filter(|url| url.absolute && url.access.is_some() && url.verifier.is_none())
                .filter(|url| url.partial.is_none() || self.has("URL-PARTIAL"))
                .ok_or(Reply::bad("The URL cannot be authorized"))?;
            let ownerless = url.user.is_none() && self.fault("imap-genurlauth-without-owner");
            if url.user.as_deref() != Some(account.as_str()) && !ownerless {
                return Err(Reply::bad("The URL must name you as its owner"));
            }
            let mut state = self.store.lock();
            let key = match url.mailbox_in(&state, &account, "") {
                Some(id) => {
                    if state.known_url_key(&account, id).is_none()
                        && self.fault("imap-genurlauth-needs-key")
                    {
                        return Err(Reply::no("There is no key"));
                    }
                    state.url_key(&account, id)
                }
                None if self.fault("imap-genurlauth-any-mailbox") => String::new(),
                None => return Err(Reply::bad("The URL names no mailbox")),
            };
            drop(state);
            let mut token = self.url_token(&key, rump);
            if at > 0 && self.fault("imap-genurlauth-token-varies") {
                token = self.url_token("another", rump);
            }
            if self.fault("imap-genurlauth-short-token") {
                token.truncate(24);
            }
            let mechanism: &[u8] = if self.fault("imap-genurlauth-mechanism-missing") {
                b":"
            } else {
                b":internal:"
            };
            let full = [rump, mechanism, token.as_bytes()].concat();
            line.push(b' ');
            string(&mut line, &full, false);
        }
        self.untagged(line);
        Ok(Reply::ok("That is all"))
    }

    /// The octets that a URL stands for, where it may be used by this session now.
    fn authorized(&self, text: &[u8]) -> Option<Bytes> {
        let url = Url::parse(text).filter(|url| url.absolute)?;
        if url.partial.is_some() && !self.has("URL-PARTIAL") {
            return None;
        }
        let account = self.account.as_deref()?;
        let owner = url.user.as_deref()?;
        let (rump, mechanism, given) = url.verifier.as_ref()?;
        let state = self.store.lock();
        let found = url.mailbox_in(&state, owner, "");
        let key = found.and_then(|id| state.known_url_key(owner, id));
        // Without a key as much work is done as with one (RFC 4467 §6).
        let expected = self.url_token(key.unwrap_or("a plausible key"), text.get(..*rump)?);
        let right = same(expected.as_bytes(), given) || self.faults.on("imap-urlauth-unverified");
        let allowed = match url.access.as_ref()? {
            Access::Submit => {
                self.config.submission_entities.contains(account)
                    || self.faults.on("imap-urlauth-submit-for-all")
            }
            Access::User(_) if self.faults.on("imap-urlauth-any-user") => true,
            Access::User(_) if self.faults.on("imap-urlauth-user-is-owner") => owner == account,
            Access::User(user) => user == account,
            Access::AuthUser if self.faults.on("imap-urlauth-authuser-is-owner") => {
                owner == account
            }
            Access::AuthUser => account != "anonymous",
            Access::Anonymous if self.faults.on("imap-urlauth-anonymous-is-owner") => {
                owner == account
            }
            Access::Anonymous => true,
        };
        let allowed =
            allowed && (owner == account || !self.faults.on("imap-urlfetch-needs-access"));
        let expired = url.expire.is_some_and(|expire| {
            expire < self.now || self.faults.on("imap-urlauth-expires-at-once")
        }) && !self.faults.on("imap-urlauth-never-expires");
        if !right || !allowed || expired || mechanism != "INTERNAL" || key.is_none() {
            return None;
        }
        let mut url = url.clone();
        if self.faults.on("imap-urlauth-partial-ignored") {
            url.partial = None;
        }
        url.octets(&state, found?)
    }

    pub(super) fn url_fetch(&mut self, requests: &[UrlRequest]) -> Answer {
        self.out.put(b"* URLFETCH");
        let first_only = self.fault("imap-urlfetch-first-only");
        let mut nothing = false;
        for request in requests
            .iter()
            .take(if first_only { 1 } else { usize::MAX })
        {
            let request = &self.faulty_request(request);
            let mut line = vec![b' '];
            astring(&mut line, &request.url, false);
            line.push(b' ');
            let room = self.out.own() <= self.answer_octets();
            let authorized = self.authorized(&request.url).filter(|_| room);
            let Some(octets) = authorized else {
                nothing = true;
                let listed = request.body || request.binary || request.structure;
                let nil: &[u8] = if listed && self.fault("imap-urlfetch-invalid-list") {
                    b"(BODY NIL)"
                } else if Url::parse(&request.url).is_none()
                    && self.fault("imap-urlfetch-whole-mailbox-empty")
                {
                    b"\"\""
                } else {
                    b"NIL"
                };
                line.extend_from_slice(nil);
                self.out.put(line);
                continue;
            };
            if !(request.body || request.binary || request.structure) {
                self.out.put(line);
                self.literal(octets, false);
                continue;
            }
            let (mut decoded, mut structure) = self.part_of(&request.url, &octets, request.binary);
            if self.fault("imap-urlfetch-structure-encoded") {
                structure = self.part_of(&request.url, &octets, false).1;
            }
            if self.fault("imap-urlfetch-structure-empty") {
                structure = br#"("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)"#.to_vec();
            }
            let octets = match &decoded {
                Some(decoded) if self.fault("imap-urlfetch-body-decoded") => {
                    Bytes::from(decoded.clone())
                }
                _ => octets,
            };
            if self.fault("imap-urlfetch-identity-unknown") {
                decoded = decoded.filter(|decoded| *decoded != octets);
            }
            if self.fault("imap-urlfetch-binary-encoded")
                || (decoded.is_none() && self.fault("imap-urlfetch-undecodable-raw"))
            {
                decoded = Some(octets.to_vec());
            }
            let mut parts = 0;
            if request.structure {
                line.extend_from_slice(b"(BODYPARTSTRUCTURE ");
                line.extend_from_slice(&structure);
                line.push(b')');
                parts += 1;
            }
            if parts > 0 && (request.body || request.binary) {
                line.push(b' ');
            }
            if request.body {
                self.out.put([&line[..], b"(BODY "].concat());
                self.literal(octets, false);
                line = b")".to_vec();
            } else if request.binary {
                line.extend_from_slice(b"(BINARY ");
                match decoded {
                    Some(decoded) => {
                        self.out.put(line);
                        self.literal(Bytes::from(decoded), true);
                        line = b")".to_vec();
                    }
                    None => line.extend_from_slice(b"NIL)"),
                }
            }
            self.out.put(line);
        }
        self.out.line(b"");
        if self.fault("imap-urlfetch-unselects") {
            self.close_view();
        }
        if nothing && self.fault("imap-urlfetch-no") {
            return Err(Reply::no("A URL names nothing"));
        }
        Ok(Reply::ok("That is all"))
    }

    /// A request as it came, or as a fault takes it.
    fn faulty_request(&self, request: &UrlRequest) -> UrlRequest {
        let mut request = request.clone();
        let simple = !(request.body || request.binary || request.structure);
        let listed = self.faults.on("imap-urlfetch-always-list")
            || (request.listed && self.faults.on("imap-urlfetch-parentheses-list"));
        request.body |= simple && listed;
        request
    }

    fn literal(&mut self, octets: Bytes, binary: bool) {
        if octets.is_empty() {
            let mut empty = Vec::new();
            nstring(&mut empty, Some(b""), false);
            self.out.put(empty);
            return;
        }
        let plain = self.fault("imap-urlfetch-without-literal8");
        let mark = if binary && octets.contains(&0) && !plain {
            "~"
        } else {
            ""
        };
        self.out.put(format!("{mark}{{{}}}\r\n", octets.len()));
        self.out.shared(octets);
    }

    /// The part that a URL names: without its encoding, and its structure as it is returned.
    fn part_of(&self, text: &[u8], octets: &Bytes, binary: bool) -> (Option<Vec<u8>>, Vec<u8>) {
        let state = self.store.lock();
        let message = Url::parse(text).and_then(|url| {
            let owner = url.user.clone()?;
            let id = url.mailbox_in(&state, &owner, "")?;
            let message = state.mailbox(id)?.message(url.uid)?;
            Some((message.octets.clone(), url.section.unwrap_or_default()))
        });
        drop(state);
        let mut shown = Vec::new();
        let Some((message, section)) = message else {
            return (None, shown);
        };
        let root = Entity::parse(&message);
        let part = section
            .text
            .is_none()
            .then(|| root.locate(&section.path))
            .flatten()
            .filter(|_| !section.path.is_empty());
        let decoded = match part {
            Some(_) => part_without_encoding(&message, &root, &section.path),
            // A header or a whole message is not encoded.
            None => Some(octets.to_vec()),
        };
        let form = Form {
            extended: false,
            utf8: false,
            faults: &self.faults,
        };
        match (part, &decoded) {
            (Some(part), Some(decoded))
                if binary && !part.entity.is_multipart() && part.entity.message.is_none() =>
            {
                structure::decoded_part(&mut shown, &message, part.entity, decoded);
            }
            (Some(part), _) => structure::body(&mut shown, &message, part.entity, form),
            (None, _) => {
                structure::body(&mut shown, &message, &root, form);
            }
        }
        (decoded, shown)
    }
}
