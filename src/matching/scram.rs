//! SCRAM as its client computes it (RFC 5802 §3, RFC 7677): the messages that it sends, and the
//! signature that it expects of the server. Knows no protocol that carries them and no base64 but
//! the messages' own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// The client's part of the nonce in every exchange. A server cannot rely on it being new, and a
/// case that is replayed reads the same.
pub(super) const NONCE: &str = "rOprNGfwEbeRWgbNEkqO";

/// More rounds than this would look like a runner that hangs.
const ROUNDS: u32 = 1_000_000;

/// The two hashes that are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

type Keyed = Box<dyn Fn(&[u8]) -> Vec<u8>>;

impl Hash {
    fn digest(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha1 => Sha1::digest(octets).to_vec(),
            Hash::Sha256 => Sha256::digest(octets).to_vec(),
        }
    }

    /// HMAC with this key. The state after the key is kept, since `hi` asks thousands of times.
    fn keyed(self, key: &[u8]) -> Result<Keyed, String> {
        macro_rules! keyed {
            ($hash:ty) => {{
                let fresh = Hmac::<$hash>::new_from_slice(key)
                    .map_err(|_| "this cannot be an HMAC key".to_owned())?;
                Ok(Box::new(move |text: &[u8]| {
                    let mut mac = fresh.clone();
                    mac.update(text);
                    mac.finalize().into_bytes().to_vec()
                }))
            }};
        }
        match self {
            Hash::Sha1 => keyed!(Sha1),
            Hash::Sha256 => keyed!(Sha256),
        }
    }

    /// `Hi` of RFC 5802 §2.2.
    fn hi(self, password: &[u8], salt: &[u8], rounds: u32) -> Result<Vec<u8>, String> {
        let mac = self.keyed(password)?;
        let mut last = mac(&[salt, &[0, 0, 0, 1]].concat());
        let mut all = last.clone();
        for _ in 1..rounds {
            last = mac(&last);
            all.iter_mut().zip(&last).for_each(|(a, b)| *a ^= b);
        }
        Ok(all)
    }
}

/// A server-first-message (RFC 5802 §7).
#[derive(Debug)]
pub(super) struct ServerFirst<'a> {
    whole: &'a str,
    nonce: &'a str,
    salt: Vec<u8>,
    /// `i=`
    pub iterations: u32,
}

impl<'a> ServerFirst<'a> {
    /// Reads the message; says what is wrong with it. `nonce` is the client's part.
    pub(super) fn parse(whole: &'a str, nonce: &str) -> Result<Self, String> {
        let mut parts = whole.split(',');
        let mut part = |key: &str| {
            let found = parts.next().and_then(|part| part.strip_prefix(key));
            found.ok_or_else(|| format!("the server's first message has no {key} in its place"))
        };
        let (all, salt, rounds) = (part("r=")?, part("s=")?, part("i=")?);
        let added = all
            .strip_prefix(nonce)
            .ok_or("the server's nonce does not begin with the client's")?;
        if added.is_empty() {
            return Err("the server has added nothing to the client's nonce".to_owned());
        }
        if !added.bytes().all(|octet| matches!(octet, 0x21..=0x7e)) {
            return Err("the nonce has characters that are not printable".to_owned());
        }
        let salt = STANDARD
            .decode(salt)
            .map_err(|_| "the salt is not base64".to_owned())?;
        let digits = !rounds.starts_with('0') && rounds.bytes().all(|b| b.is_ascii_digit());
        let iterations = rounds.parse().ok().filter(|_| digits);
        Ok(Self {
            whole,
            nonce: all,
            salt,
            iterations: iterations.ok_or("the iteration count is not a positive number")?,
        })
    }
}

/// The iteration count of a server-first-message in base64 that extends our nonce; or what is wrong.
pub(super) fn iterations(base64: &[u8]) -> Result<u32, String> {
    let octets = STANDARD
        .decode(base64)
        .map_err(|_| "the challenge is not base64".to_owned())?;
    let text = String::from_utf8(octets).map_err(|_| "the challenge is not UTF-8".to_owned())?;
    ServerFirst::parse(&text, NONCE).map(|server| server.iterations)
}

/// Who logs in, and how: what the client knows before the server has said anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct Client<'a> {
    pub hash: Hash,
    /// The GS2 header, such as `n,,`.
    pub header: &'a str,
    pub user: &'a str,
    pub password: &'a [u8],
    pub nonce: &'a str,
}

/// What the client sends last, and what it expects then.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Final {
    /// client-final-message
    pub message: String,
    /// `v=` and the ServerSignature.
    pub verifier: String,
}

/// client-first-message-bare: the name with `,` and `=` written as `=2C` and `=3D`.
pub(super) fn first_bare(user: &str, nonce: &str) -> String {
    let name = user.replace('=', "=3D").replace(',', "=2C");
    format!("n={name},r={nonce}")
}

impl Client<'_> {
    /// Answers the server's first message; with something behind the nonce it is another nonce than
    /// the server's, and the proof is right for it.
    pub(super) fn answer(
        self,
        server: &ServerFirst<'_>,
        behind_nonce: &str,
    ) -> Result<Final, String> {
        if server.iterations > ROUNDS {
            return Err(format!(
                "the server asks for {} iterations, and more than {ROUNDS} are not computed here",
                server.iterations
            ));
        }
        let salted = (self.hash).hi(self.password, &server.salt, server.iterations)?;
        let keys = self.hash.keyed(&salted)?;
        let client_key = keys(b"Client Key");
        let binding = STANDARD.encode(self.header);
        let without_proof = format!("c={binding},r={}{behind_nonce}", server.nonce);
        let bare = first_bare(self.user, self.nonce);
        let signed = format!("{bare},{},{without_proof}", server.whole);
        let signature = self.hash.keyed(&self.hash.digest(&client_key))?(signed.as_bytes());
        let proof: Vec<u8> = client_key
            .iter()
            .zip(&signature)
            .map(|(a, b)| a ^ b)
            .collect();
        let server_signature = self.hash.keyed(&keys(b"Server Key"))?(signed.as_bytes());
        Ok(Final {
            message: format!("{without_proof},p={}", STANDARD.encode(proof)),
            verifier: format!("v={}", STANDARD.encode(server_signature)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(hash: Hash, nonce: &str, server: &str) -> Final {
        let client = Client {
            hash,
            header: "n,,",
            user: "user",
            password: b"pencil",
            nonce,
        };
        let server = ServerFirst::parse(server, nonce).unwrap();
        client.answer(&server, "").unwrap()
    }

    /// RFC 5802 §5.
    #[test]
    fn the_example_with_sha_1() {
        let nonce = "fyko+d2lbbFgONRv9qkxdawL";
        let found = exchange(
            Hash::Sha1,
            nonce,
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        );
        assert_eq!(
            found.message,
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
        );
        assert_eq!(found.verifier, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        assert_eq!(first_bare("user", nonce), format!("n=user,r={nonce}"));
    }

    /// RFC 7677 §3.
    #[test]
    fn the_example_with_sha_256() {
        let found = exchange(
            Hash::Sha256,
            NONCE,
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
             s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        );
        assert_eq!(
            found.message,
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
             p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        );
        assert_eq!(
            found.verifier,
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        );
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(first_bare("a=b,c", "x"), "n=a=3Db=2Cc,r=x");
    }

    #[test]
    fn a_wrong_first_message_is_told() {
        for (message, why) in [
            ("r=abc,s=QQ==,i=4096", "added nothing"),
            ("r=xbcd,s=QQ==,i=4096", "does not begin"),
            ("r=abcd,s=Q,i=4096", "salt"),
            ("r=abcd,s=QQ==,i=0", "positive"),
            ("r=abcd,s=QQ==,i=+5", "positive"),
            ("r=abcd,i=4096,s=QQ==", "no s="),
            ("m=x,r=abcd,s=QQ==,i=4096", "no r="),
            ("", "no r="),
        ] {
            let found = ServerFirst::parse(message, "abc").unwrap_err();
            assert!(found.contains(why), "{message}: {found}");
        }
        let extended = ServerFirst::parse("r=abcd,s=QQ==,i=4096,x=1", "abc");
        assert_eq!(extended.map(|server| server.iterations), Ok(4096));
    }
}
