//! SCRAM (RFC 5802, RFC 7677) with and without channel binding (RFC 5929, RFC 9266). Keys are
//! derived from the stored password on each exchange; the salt derives from the account's name.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest as _;
use std::marker::PhantomData;

use super::{Context, Exchange, Failure, Mechanism, Step, prepare, prepare_stored};

/// What differs between the two hashes.
pub(super) trait Hash: Send + std::fmt::Debug {
    fn hmac(key: &[u8], text: &[u8]) -> Vec<u8>;
    fn hash(octets: &[u8]) -> Vec<u8>;
    fn hi(password: &[u8], salt: &[u8], rounds: u32) -> Vec<u8>;
}

macro_rules! hash {
    ($name:ident, $digest:ty, $size:literal) => {
        #[derive(Debug)]
        pub(super) struct $name;
        impl Hash for $name {
            fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
                // A key of any length is fine for HMAC: there is no error to come.
                Hmac::<$digest>::new_from_slice(key).map_or_else(
                    |_| Vec::new(),
                    |mut mac| {
                        mac.update(text);
                        mac.finalize().into_bytes().to_vec()
                    },
                )
            }
            fn hash(octets: &[u8]) -> Vec<u8> {
                <$digest>::digest(octets).to_vec()
            }
            fn hi(password: &[u8], salt: &[u8], rounds: u32) -> Vec<u8> {
                pbkdf2::pbkdf2_hmac_array::<$digest, $size>(password, salt, rounds).to_vec()
            }
        }
    };
}
hash!(Sha1, sha1::Sha1, 20);
hash!(Sha256, sha2::Sha256, 32);

/// Where the exchange stands.
#[derive(Debug)]
enum State {
    First,
    Final {
        name: String,
        authorization: String,
        header: String,
        /// client-first-message-bare "," server-first-message
        signed: String,
        nonce: String,
        binding: Vec<u8>,
    },
    Verified(Step),
    Over,
}

/// One exchange.
#[derive(Debug)]
pub(super) struct Scram<H> {
    context: Context,
    plus: bool,
    state: State,
    hash: PhantomData<H>,
}

/// RFC 5802 §5.1: the attribute `m` fails the exchange wherever it is read, where the grammar has
/// other extensions too.
fn is_mandatory(attribute: &str) -> bool {
    attribute.starts_with("m=")
}

/// `=2C` and `=3D` undone; any other `=` is an error.
pub(super) fn unescape(name: &str) -> Option<String> {
    let mut parts = name.split('=');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let (character, rest) = match part.split_at_checked(2)? {
            ("2C", rest) => (',', rest),
            ("3D", rest) => ('=', rest),
            _ => return None,
        };
        plain.push(character);
        plain.push_str(rest);
    }
    Some(plain)
}

impl<H: Hash> Scram<H> {
    pub(super) fn new(context: Context, mechanism: Mechanism) -> Self {
        Self {
            context,
            plus: matches!(
                mechanism,
                Mechanism::ScramSha1Plus | Mechanism::ScramSha256Plus
            ),
            state: State::First,
            hash: PhantomData,
        }
    }

    fn salt(&self, name: &str) -> Vec<u8> {
        if let Some(fixed) = &self.context.config.salt {
            return fixed.clone();
        }
        let full = Sha256::hash(format!("{}\0{name}", self.context.hostname).as_bytes());
        full.into_iter().take(16).collect()
    }

    fn rounds(&self) -> u32 {
        match self.context.faults.on("sasl-scram-few-iterations") {
            true => 1000,
            false => self.context.config.iterations,
        }
    }

    /// The GS2 header's binding flag against what there is (RFC 5802 §6).
    fn binding(&self, flag: &str) -> Result<Vec<u8>, Failure> {
        let offered = super::mechanisms(&self.context.config, self.context.tls.as_ref());
        let plus_offered =
            |m: &Mechanism| matches!(m, Mechanism::ScramSha1Plus | Mechanism::ScramSha256Plus);
        let on = |fault| self.context.faults.on(fault);
        match (flag, self.plus) {
            ("y", false) if on("sasl-scram-downgrade-taken") => Ok(Vec::new()),
            (flag, false) if flag.starts_with("p=") && on("sasl-scram-binding-type-ignored") => {
                Ok(Vec::new())
            }
            (flag, false)
                if !["n", "y"].contains(&flag)
                    && !flag.starts_with("p=")
                    && on("sasl-scram-flag-lenient") =>
            {
                Ok(Vec::new())
            }
            ("n", false) => Ok(Vec::new()),
            // The client could, but thinks that we can't: somebody took -PLUS off the list.
            ("y", false) if offered.iter().any(plus_offered) => Err(Failure::ChannelBinding),
            ("y", false) => Ok(Vec::new()),
            (_, true) => {
                let tls = self.context.tls.as_ref().ok_or(Failure::ChannelBinding)?;
                let octets = match flag.strip_prefix("p=") {
                    Some("tls-exporter") => &tls.exporter,
                    Some("tls-server-end-point") => &tls.server_end_point,
                    Some(_) => return Err(Failure::ChannelBinding),
                    None => return Err(Failure::Malformed),
                };
                match octets.is_empty() {
                    true => Err(Failure::ChannelBinding),
                    false => Ok(octets.clone()),
                }
            }
            _ => Err(Failure::Malformed),
        }
    }

    fn first(&mut self, message: &str) -> Result<Step, Failure> {
        let malformed = Failure::Malformed;
        let mut parts = message.splitn(3, ',');
        let flag = parts.next().ok_or(malformed)?;
        let authorization = parts.next().ok_or(malformed)?;
        let bare = parts.next().ok_or(malformed)?;
        let header = format!("{flag},{authorization},");
        let authorization = match authorization.strip_prefix("a=") {
            Some(name) if !name.is_empty() => unescape(name).ok_or(malformed)?,
            None if authorization.is_empty() => String::new(),
            _ => return Err(malformed),
        };
        let binding = self.binding(flag)?;
        let on = |fault| self.context.faults.on(fault);
        let mut parts = bare.split(',').peekable();
        if on("sasl-scram-mandatory-extension-ignored")
            && parts.peek().is_some_and(|part| part.starts_with("m="))
        {
            parts.next();
        }
        // A mandatory extension `m=` would stand here and must fail the exchange.
        let name = parts.next().and_then(|part| part.strip_prefix("n="));
        let lenient = on("sasl-scram-escapes-lenient");
        let read = |name| match lenient {
            true => Some(unescape(name).unwrap_or_else(|| name.to_owned())),
            false => unescape(name),
        };
        let name = name.and_then(read).and_then(|name| prepare(&name));
        let empty = on("sasl-scram-empty-name-taken");
        let name = name
            .filter(|name| empty || !name.is_empty())
            .ok_or(malformed)?;
        let nonce = parts.next().and_then(|part| part.strip_prefix("r="));
        let printable = |nonce: &&str| {
            !nonce.is_empty() && nonce.bytes().all(|b| matches!(b, 0x21..=0x7e) && b != b',')
        };
        let nonce = match nonce.filter(printable) {
            None if on("sasl-scram-nonce-optional") => "",
            nonce => nonce.ok_or(malformed)?,
        };
        if on("sasl-scram-extension-refused") && parts.next().is_some() {
            return Err(malformed);
        }
        if parts.any(is_mandatory) {
            return Err(malformed);
        }
        let added = match () {
            () if on("sasl-scram-nonce-not-extended") => "",
            () if on("sasl-scram-nonce-constant") => "3rfcNHYJY1ZVvWVs7j",
            () => self.context.nonce(),
        };
        let nonce = format!("{nonce}{added}");
        let salt = BASE64.encode(self.salt(&name));
        let reply = format!("r={nonce},s={salt},i={}", self.rounds());
        self.state = State::Final {
            name,
            authorization,
            header,
            signed: format!("{bare},{reply}"),
            nonce,
            binding,
        };
        Ok(Step::Challenge(reply.into_bytes()))
    }

    fn finish(&mut self, message: &str) -> Result<Step, Failure> {
        let State::Final {
            name,
            authorization,
            header,
            signed,
            nonce,
            binding,
        } = std::mem::replace(&mut self.state, State::Over)
        else {
            return Err(Failure::Malformed);
        };
        let (without_proof, proof) = message.rsplit_once(",p=").ok_or(Failure::Malformed)?;
        let proof = BASE64.decode(proof).map_err(|_| Failure::Malformed)?;
        let mut parts = without_proof.split(',');
        let channel = parts.next().and_then(|part| part.strip_prefix("c="));
        let channel = channel.and_then(|text| BASE64.decode(text).ok());
        let channel = channel.ok_or(Failure::Malformed)?;
        let echoed = parts.next().and_then(|part| part.strip_prefix("r="));
        let on = |fault| self.context.faults.on(fault);
        if parts.any(is_mandatory) {
            return Err(Failure::Malformed);
        }
        if echoed.ok_or(Failure::Malformed)? != nonce && !on("sasl-scram-nonce-not-verified") {
            return Err(Failure::Credentials);
        }
        if channel != [header.as_bytes(), &binding].concat()
            && !on("sasl-scram-binding-not-checked")
        {
            return Err(Failure::ChannelBinding);
        }
        let password = self.context.store.password(&name);
        let password = password.and_then(|password| prepare_stored(&password));
        let password = password.ok_or(Failure::Credentials)?;
        let rounds = self.rounds();
        let salted = H::hi(password.as_bytes(), &self.salt(&name), rounds);
        let key = H::hmac(&salted, b"Client Key");
        let signed = match on("sasl-scram-refuses-all") {
            true => format!("{header}{signed},{without_proof}"),
            false => format!("{signed},{without_proof}"),
        };
        let signature = H::hmac(&H::hash(&key), signed.as_bytes());
        let right: Vec<u8> = key.iter().zip(&signature).map(|(a, b)| a ^ b).collect();
        if proof != right && on("sasl-scram-error-without-e") {
            return Ok(Step::Challenge(b"x=invalid-proof".to_vec()));
        }
        if proof != right && !on("sasl-scram-accepts-any-proof") {
            return Err(Failure::Credentials);
        }
        let outcome = self.context.authorize(&name, &authorization);
        if let Step::Failed(why) = outcome {
            return Err(why);
        }
        let server = match on("sasl-scram-wrong-signature") {
            true => signature,
            false => H::hmac(&H::hmac(&salted, b"Server Key"), signed.as_bytes()),
        };
        if on("sasl-success-data-lost") {
            return Ok(outcome);
        }
        self.state = State::Verified(outcome);
        Ok(Step::Challenge(
            format!("v={}", BASE64.encode(server)).into_bytes(),
        ))
    }
}

impl<H: Hash> Exchange for Scram<H> {
    fn step(&mut self, response: &[u8]) -> Step {
        if let State::Verified(_) = self.state {
            // The client acknowledges our signature with an empty response.
            return match std::mem::replace(&mut self.state, State::Over) {
                State::Verified(outcome) if response.is_empty() => outcome,
                _ => Step::Failed(Failure::Malformed),
            };
        }
        let Ok(text) = std::str::from_utf8(response) else {
            return Step::Failed(Failure::Malformed);
        };
        let outcome = match self.state {
            State::First => self.first(text),
            _ => self.finish(text),
        };
        outcome.unwrap_or_else(Step::Failed)
    }
}
