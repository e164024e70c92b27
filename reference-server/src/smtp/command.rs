//! Command lines (RFC 5321 §4.1.1): the verb, its argument, and the octets that a line may hold.
//! Says nothing about whether a command fits the moment.

use super::reply::Reply;

/// The verbs that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Ehlo,
    Helo,
    Lhlo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Vrfy,
    Expn,
    Help,
    Noop,
    Quit,
    Starttls,
    Auth,
    Etrn,
    /// Known from older documents, and not implemented: 502.
    Obsolete,
    /// 500.
    Unknown,
}

const VERBS: &[(&str, Verb)] = &[
    ("EHLO", Verb::Ehlo),
    ("HELO", Verb::Helo),
    ("LHLO", Verb::Lhlo),
    ("MAIL", Verb::Mail),
    ("RCPT", Verb::Rcpt),
    ("DATA", Verb::Data),
    ("BDAT", Verb::Bdat),
    ("RSET", Verb::Rset),
    ("VRFY", Verb::Vrfy),
    ("EXPN", Verb::Expn),
    ("HELP", Verb::Help),
    ("NOOP", Verb::Noop),
    ("QUIT", Verb::Quit),
    ("STARTTLS", Verb::Starttls),
    ("AUTH", Verb::Auth),
    ("ETRN", Verb::Etrn),
    ("SEND", Verb::Obsolete),
    ("SOML", Verb::Obsolete),
    ("SAML", Verb::Obsolete),
    ("TURN", Verb::Obsolete),
];

/// A command line cut in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub verb: Verb,
    /// The verb in upper case; empty when unknown.
    pub name: &'static str,
    /// What follows the first space, without trailing white space.
    pub argument: Option<&'a [u8]>,
}

/// Cuts a line (without its CRLF). Trailing white space is tolerated (§4.1.1).
pub(super) fn split(line: &[u8], lowercase_refused: bool) -> Request<'_> {
    let line = line.trim_ascii_end();
    let (word, argument) = match line.iter().position(|octet| *octet == b' ') {
        Some(space) => (line.get(..space), line.get(space + 1..)),
        None => (Some(line), None),
    };
    let word = word.unwrap_or_default();
    let found = VERBS.iter().find(|(name, _)| {
        if lowercase_refused {
            word == name.as_bytes()
        } else {
            word.eq_ignore_ascii_case(name.as_bytes())
        }
    });
    match found {
        Some((name, verb)) => Request {
            verb: *verb,
            name,
            argument,
        },
        None => Request {
            verb: Verb::Unknown,
            name: "",
            argument,
        },
    }
}

impl<'a> Request<'a> {
    /// The argument as text; 501 when it is missing, has control characters, or is not UTF-8.
    pub fn text(&self) -> Result<&'a str, Reply> {
        let syntax = || Reply::new(501, "5.5.4", format!("Syntax error in {}", self.name));
        let argument = self.argument.filter(|argument| !argument.is_empty());
        let text = std::str::from_utf8(argument.ok_or_else(syntax)?).map_err(|_| syntax())?;
        if text.chars().any(char::is_control) {
            return Err(syntax());
        }
        Ok(text)
    }

    /// 501 when there is an argument, for the commands that take none.
    pub fn no_argument(&self) -> Result<(), Reply> {
        match self.argument {
            None => Ok(()),
            Some(_) => {
                let text = format!("{} takes no argument", self.name);
                Err(Reply::new(501, "5.5.4", text))
            }
        }
    }
}

/// What follows `FROM:` or `TO:`, which must stand directly behind the verb's space.
pub(super) fn after_keyword<'a>(text: &'a str, keyword: &str) -> Result<&'a str, Reply> {
    match (text.get(..keyword.len()), text.get(keyword.len()..)) {
        (Some(start), Some(rest)) if start.eq_ignore_ascii_case(keyword) => Ok(rest),
        _ => Err(Reply::new(
            501,
            "5.5.4",
            format!("{keyword}<path> expected"),
        )),
    }
}
