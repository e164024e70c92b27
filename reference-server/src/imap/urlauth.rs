//! URLAUTH (RFC 4467) and URLAUTH=BINARY (RFC 5524): RESETKEY, GENURLAUTH, URLFETCH.

use super::ImapSession;
use super::extension::UrlRequest;
use super::fetch::part_without_encoding;
use super::output::{astring, nstring, string};
use super::reply::{Answer, Reply};
use super::structure;
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
            Some(mailbox) => Some(self.access(mailbox, Rights::LOOKUP)?),
            None => None,
        };
        let account = self.account()?.to_owned();
        if !self.fault("imap-resetkey-keeps-key") {
            self.store.lock().reset_url_keys(&account, id);
        }
        let reply = Reply::ok("The keys are others");
        Ok(match id {
            Some(_) => reply.code("URLMECH INTERNAL"),
            None => reply,
        })
    }

    pub(super) fn gen_url_auth(&mut self, pairs: &[(Vec<u8>, String)]) -> Answer {
        let account = self.account()?.to_owned();
        let mut line = b"GENURLAUTH".to_vec();
        for (rump, mechanism) in pairs {
            if mechanism != "INTERNAL" {
                return Err(Reply::bad("There is no such mechanism"));
            }
            let url = Url::parse(rump)
                .filter(|url| url.absolute && url.access.is_some() && url.verifier.is_none())
                .filter(|url| url.partial.is_none() || self.has("URL-PARTIAL"))
                .ok_or(Reply::bad("The URL cannot be authorized"))?;
            if url.user.as_deref() != Some(account.as_str()) {
                return Err(Reply::bad("The URL must name you as its owner"));
            }
            let mut state = self.store.lock();
            let id = url
                .mailbox_in(&state, &account, "")
                .ok_or(Reply::bad("The URL names no mailbox"))?;
            let key = state.url_key(&account, id);
            drop(state);
            let full = [rump, &b":internal:"[..], token(&key, rump).as_bytes()].concat();
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
        let expected = token(key.unwrap_or("a plausible key"), text.get(..*rump)?);
        let right = same(expected.as_bytes(), given) || self.faults.on("imap-urlauth-unverified");
        let allowed = match url.access.as_ref()? {
            Access::Submit => self.config.submission_entities.contains(account),
            Access::User(user) => user == account,
            Access::AuthUser => account != "anonymous",
            Access::Anonymous => true,
        };
        let expired = url.expire.is_some_and(|expire| expire < self.now)
            && !self.faults.on("imap-urlauth-never-expires");
        if !right || !allowed || expired || mechanism != "INTERNAL" || key.is_none() {
            return None;
        }
        url.octets(&state, found?)
    }

    pub(super) fn url_fetch(&mut self, requests: &[UrlRequest]) -> Answer {
        self.out.put(b"* URLFETCH");
        for request in requests {
            let mut line = vec![b' '];
            astring(&mut line, &request.url, false);
            line.push(b' ');
            let Some(octets) = self.authorized(&request.url) else {
                line.extend_from_slice(b"NIL");
                self.out.put(line);
                continue;
            };
            if !(request.body || request.binary || request.structure) {
                self.out.put(line);
                self.literal(octets, false);
                continue;
            }
            let (decoded, structure) = self.part_of(&request.url, &octets, request.binary);
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
        Ok(Reply::ok("That is all"))
    }

    fn literal(&mut self, octets: Bytes, binary: bool) {
        if octets.is_empty() {
            let mut empty = Vec::new();
            nstring(&mut empty, Some(b""), false);
            self.out.put(empty);
            return;
        }
        let mark = if binary && octets.contains(&0) {
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
        match (part, &decoded) {
            (Some(part), Some(decoded))
                if binary && !part.entity.is_multipart() && part.entity.message.is_none() =>
            {
                structure::decoded_part(&mut shown, &message, part.entity, decoded);
            }
            (Some(part), _) => structure::body(&mut shown, &message, part.entity, false, false),
            (None, _) => {
                structure::body(&mut shown, &message, &root, false, false);
            }
        }
        (decoded, shown)
    }
}
