//! Targets given on the command line: `--imap imap://user:pass@host:port`. Reads no environment.

use super::TargetError;
use super::profile::{Account, Target, TlsMode, address_of, default_port};
use crate::session::{Endpoint, Security};
use crate::transcript::tree::Protocol;
use std::sync::Arc;

/// Adds one service to a target. `text` is a URL (`imap://user:pass@host:port?tls=starttls`) or just `host:port`.
/// `implicit` is true for the options that end in `s` (`--imaps`).
///
/// # Errors
/// When the text is no address, with an example of one.
pub fn add_service(
    target: &mut Target,
    protocol: Protocol,
    implicit: bool,
    text: &str,
) -> Result<(), TargetError> {
    let example = format!("{protocol}://user:password@host:port");
    let wrong = |what: &str| TargetError::Profile(format!("{what}; write it as {example}"));
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("{protocol}://{text}")
    };
    let url = url::Url::parse(&whole).map_err(|_| wrong("the address does not parse"))?;
    let (name, by_scheme) = match url.scheme() {
        "smtps" => ("smtp", true),
        "submissions" => ("submission", true),
        "pop3s" => ("pop3", true),
        "imaps" => ("imap", true),
        "pop" => ("pop3", false),
        other => (other, false),
    };
    if name != protocol.to_string() {
        return Err(wrong(&format!(
            "{}:// is not the scheme of {protocol}",
            url.scheme()
        )));
    }
    let mut mode = if implicit || by_scheme {
        TlsMode::Implicit
    } else {
        TlsMode::None
    };
    for (key, value) in url.query_pairs() {
        mode = match (key.as_ref(), value.as_ref()) {
            ("tls", "none") => TlsMode::None,
            ("tls", "starttls") => TlsMode::Starttls,
            ("tls", "implicit") => TlsMode::Implicit,
            _ => {
                return Err(wrong(&format!(
                    "?{key}={value} is unknown: ?tls=none, starttls or implicit"
                )));
            }
        };
    }
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())
        .ok_or_else(|| wrong("the address has no host"))?;
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let endpoint = Endpoint {
        host,
        port: url.port().unwrap_or_else(|| default_port(protocol, mode)),
        security: Security::from(mode),
    };
    if mode == TlsMode::Implicit && target.services.contains_key(&protocol) {
        target.tls_services.insert(protocol, endpoint);
    } else if let Some(earlier) = target.services.insert(protocol, endpoint)
        && earlier.security == Security::Implicit
    {
        target.tls_services.insert(protocol, earlier);
    }
    if !url.username().is_empty() {
        let user = decode(url.username());
        let password = decode(
            url.password()
                .ok_or_else(|| wrong("the address has a user and no password"))?,
        );
        add_account(target, user, password);
    }
    Ok(())
}

/// Adds an account unless it is there.
pub fn add_account(target: &mut Target, user: String, password: String) {
    if target.accounts.iter().any(|account| account.user == user) {
        return;
    }
    let address = address_of(&user, &target.domain);
    target.accounts.push(Arc::new(Account {
        user,
        password,
        address,
    }));
}

/// Undoes percent-encoding; octets that are no UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match (
            first,
            pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()),
        ) {
            (b'%', Some(octet)) => {
                out.push(octet);
                rest = &tail[2..];
            }
            _ => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_a_service_and_an_account() {
        let mut target = Target::empty("x");
        add_service(
            &mut target,
            Protocol::Imap,
            false,
            "imap://a%40b:p%3Aq@mail.example:1143?tls=starttls",
        )
        .unwrap();
        let endpoint = &target.services[&Protocol::Imap];
        assert_eq!(
            (endpoint.host.as_str(), endpoint.port, endpoint.security),
            ("mail.example", 1143, Security::StartTls)
        );
        assert_eq!(
            (
                target.accounts[0].user.as_str(),
                target.accounts[0].password.as_str()
            ),
            ("a@b", "p:q")
        );
    }

    #[test]
    fn a_bare_address_takes_the_registered_port() {
        let mut target = Target::empty("x");
        add_service(&mut target, Protocol::Pop3, true, "mail.example").unwrap();
        assert_eq!(target.services[&Protocol::Pop3].port, 995);
    }

    #[test]
    fn the_wrong_scheme_is_an_error_that_shows_the_right_one() {
        let error =
            add_service(&mut Target::empty("x"), Protocol::Pop3, false, "imap://h").unwrap_err();
        assert_eq!(
            error.to_string(),
            "imap:// is not the scheme of pop3; write it as pop3://user:password@host:port"
        );
    }
}
