//! The functions that stand in holes: `message`, `literal`, `size`, `repeat`, `base64`, `apop`,
//! `cram-md5`, `scram-…`, `utf7`, `upper`, `delivered`. Computes octets; sends and compares nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};

use super::RenderError;
use super::parts::slice;
use super::scope::Scope;
use super::scram::{self, Client, Final, Hash, ServerFirst};
use crate::transcript::tree::{Argument, Spanned};

/// What a function gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Called {
    /// These octets.
    Octets(Vec<u8>),
    /// An IMAP literal with these octets; in a pattern any nstring with them.
    Literal {
        /// The content.
        content: Vec<u8>,
        /// `{n}` rather than `{n+}`.
        synchronising: bool,
    },
    /// A message as lines, to be dot-stuffed; without its last CR LF.
    Message(Vec<u8>),
    /// A message that may have trace fields on top.
    Delivered(Vec<u8>),
}

fn other(what: impl Into<String>) -> RenderError {
    RenderError::Other { what: what.into() }
}

/// Evaluates a call.
pub(super) fn call(
    function: &str,
    arguments: &[Spanned<Argument>],
    scope: &Scope<'_>,
) -> Result<Called, RenderError> {
    let arguments: Vec<&Argument> = arguments.iter().map(|argument| &argument.value).collect();
    match function {
        "message" => Ok(Called::Message(strip_line_end(octets(&arguments, scope)?))),
        "delivered" => Ok(Called::Delivered(octets(&arguments, scope)?)),
        "literal" | "literal+" => Ok(Called::Literal {
            content: octets(&arguments, scope)?,
            synchronising: function == "literal",
        }),
        "size" => {
            let size = octets(&arguments, scope)?.len();
            Ok(Called::Octets(size.to_string().into_bytes()))
        }
        "repeat" => repeat(&arguments, scope),
        "base64" => {
            let mut joined = Vec::new();
            for argument in &arguments {
                joined.extend(named(argument, scope)?);
            }
            Ok(Called::Octets(STANDARD.encode(joined).into_bytes()))
        }
        "apop" => {
            let mut hash = Md5::new();
            hash.update(scope.require("timestamp")?);
            hash.update(scope.require("password")?);
            Ok(Called::Octets(hex(&hash.finalize()).into_bytes()))
        }
        "cram-md5" => cram_md5(scope),
        "scram-first" => {
            let header = text(arguments.first().copied(), scope)?;
            let user = utf8(scope.require("user")?)?;
            let bare = scram::first_bare(&user, scram::NONCE);
            Ok(Called::Octets(
                STANDARD.encode(format!("{header}{bare}")).into_bytes(),
            ))
        }
        "scram-sha-1-final" => scram_final(Hash::Sha1, &arguments, scope, |end| end.message),
        "scram-sha-256-final" => scram_final(Hash::Sha256, &arguments, scope, |end| end.message),
        "scram-sha-1-verifier" => scram_final(Hash::Sha1, &arguments, scope, |end| end.verifier),
        "scram-sha-256-verifier" => {
            scram_final(Hash::Sha256, &arguments, scope, |end| end.verifier)
        }
        "scram-sha-256-other-nonce" => scram_other_nonce(Hash::Sha256, &arguments, scope),
        "utf7" => {
            let mut joined = Vec::new();
            for argument in &arguments {
                joined.extend(named(argument, scope)?);
            }
            let text = String::from_utf8(joined).map_err(|_| other("utf7 takes UTF-8 only"))?;
            Ok(Called::Octets(modified_utf7(&text).into_bytes()))
        }
        "upper" => {
            let [what] = arguments.as_slice() else {
                return Err(other("upper takes one argument"));
            };
            Ok(Called::Octets(named(what, scope)?.to_ascii_uppercase()))
        }
        _ => Err(other(format!("there is no function {function:?}"))),
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// RFC 2195: the name, a space and the keyed digest of the challenge.
fn cram_md5(scope: &Scope<'_>) -> Result<Called, RenderError> {
    let challenge = STANDARD
        .decode(scope.require("challenge")?)
        .map_err(|_| other("the challenge is not base64"))?;
    let password = scope.require("password")?;
    let mut mac = Hmac::<Md5>::new_from_slice(&password)
        .map_err(|_| other("the password cannot be an HMAC key"))?;
    mac.update(&challenge);
    let mut answer = scope.require("user")?;
    answer.push(b' ');
    answer.extend(hex(&mac.finalize().into_bytes()).into_bytes());
    Ok(Called::Octets(STANDARD.encode(answer).into_bytes()))
}

fn utf8(octets: Vec<u8>) -> Result<String, RenderError> {
    String::from_utf8(octets).map_err(|_| other("this takes UTF-8 only"))
}

fn text(argument: Option<&Argument>, scope: &Scope<'_>) -> Result<String, RenderError> {
    let argument = argument.ok_or_else(|| other("an argument is missing"))?;
    utf8(named(argument, scope)?)
}

/// RFC 5802 §3: what follows from the server's first message, the GS2 header and the password.
fn scram_final(
    hash: Hash,
    arguments: &[&Argument],
    scope: &Scope<'_>,
    which: impl FnOnce(Final) -> String,
) -> Result<Called, RenderError> {
    scram_message(hash, arguments, scope, "", which)
}

/// The same over a nonce that the server has not given.
fn scram_other_nonce(
    hash: Hash,
    arguments: &[&Argument],
    scope: &Scope<'_>,
) -> Result<Called, RenderError> {
    scram_message(hash, arguments, scope, "x", |end| end.message)
}

fn scram_message(
    hash: Hash,
    arguments: &[&Argument],
    scope: &Scope<'_>,
    behind_nonce: &str,
    which: impl FnOnce(Final) -> String,
) -> Result<Called, RenderError> {
    let challenge = STANDARD
        .decode(scope.require("challenge")?)
        .map_err(|_| other("the challenge is not base64"))?;
    let challenge = utf8(challenge)?;
    let password = match arguments.get(1) {
        Some(argument) => named(argument, scope)?,
        None => scope.require("password")?,
    };
    let client = Client {
        hash,
        header: &text(arguments.first().copied(), scope)?,
        user: &utf8(scope.require("user")?)?,
        password: &password,
        nonce: scram::NONCE,
    };
    let server = ServerFirst::parse(&challenge, scram::NONCE).map_err(other)?;
    let end = client.answer(&server, behind_nonce).map_err(other)?;
    Ok(Called::Octets(STANDARD.encode(which(end)).into_bytes()))
}

fn repeat(arguments: &[&Argument], scope: &Scope<'_>) -> Result<Called, RenderError> {
    let [Argument::Number(times), what] = arguments else {
        return Err(other("repeat takes a number and a string"));
    };
    let what = named(what, scope)?;
    let times = usize::try_from(*times).unwrap_or(usize::MAX);
    if times.saturating_mul(what.len()) > crate::wire::UNIT_CAP {
        return Err(other("repeat would make more than 64 MiB"));
    }
    Ok(Called::Octets(what.repeat(times)))
}

/// A quoted string, a number, or a name's value.
fn named(argument: &Argument, scope: &Scope<'_>) -> Result<Vec<u8>, RenderError> {
    match argument {
        Argument::Quoted(octets) => Ok(octets.clone()),
        Argument::Number(number) => Ok(number.to_string().into_bytes()),
        Argument::Word(name) => scope.require(name),
        Argument::Range(..) => Err(other("a range cannot stand here")),
    }
}

/// `plain`, `plain header`, `plain 1.2 0..100`, `"text"`, or a name's value.
fn octets(arguments: &[&Argument], scope: &Scope<'_>) -> Result<Vec<u8>, RenderError> {
    let Some((first, rest)) = arguments.split_first() else {
        return Err(other("a fixture or a quoted string is missing"));
    };
    let mut octets = match first {
        Argument::Word(name) => match scope.values.message(name) {
            Some(message) => message.to_vec(),
            None => scope.require(name)?,
        },
        first => named(first, scope)?,
    };
    for argument in rest {
        match argument {
            Argument::Range(from, to) => {
                let bound = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(octets.len());
                let (from, to) = (bound(*from), bound(*to));
                octets = octets.get(from..to).unwrap_or_default().to_vec();
            }
            Argument::Number(number) => octets = part(&octets, &number.to_string())?,
            Argument::Word(name) => octets = part(&octets, name)?,
            Argument::Quoted(_) => return Err(other("a part or a range must stand here")),
        }
    }
    Ok(octets)
}

fn part(message: &[u8], name: &str) -> Result<Vec<u8>, RenderError> {
    slice(message, name)
        .map(<[u8]>::to_vec)
        .ok_or_else(|| other(format!("the message has no part {name}")))
}

fn strip_line_end(mut octets: Vec<u8>) -> Vec<u8> {
    if octets.ends_with(b"\r\n") {
        octets.truncate(octets.len() - 2);
    }
    octets
}

/// RFC 3501 §5.1.3.
fn modified_utf7(text: &str) -> String {
    let mut out = String::new();
    let mut shifted: Vec<u8> = Vec::new();
    for c in text.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut shifted, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                shifted.extend(unit.to_be_bytes());
            }
        }
    }
    flush(&mut shifted, &mut out);
    out
}

fn flush(shifted: &mut Vec<u8>, out: &mut String) {
    if !shifted.is_empty() {
        let encoded = STANDARD.encode(&*shifted).replace('/', ",");
        out.push('&');
        out.push_str(encoded.trim_end_matches('='));
        out.push('-');
        shifted.clear();
    }
}
