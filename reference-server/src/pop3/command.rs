//! A command line (RFC 1939 §3 and what extends it) to a [`Command`], strictly: one space between
//! keyword and arguments, no more arguments than the command has, no octets that no grammar
//! allows. No state: whether a command may come now is the session's business.

/// A command whose syntax is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// RFC 1939 §7, the name.
    User(String),
    /// RFC 1939 §7; the one argument, so that spaces are part of it.
    Pass(String),
    /// RFC 1939 §7: name and digest of 32 lower-case hexadecimal digits.
    Apop(String, String),
    /// RFC 5034 §4: mechanism and initial response.
    Auth(String, Option<Vec<u8>>),
    /// RFC 1939 §4, §6.
    Quit,
    /// RFC 1939 §5.
    Stat,
    /// RFC 1939 §5.
    List(Option<u32>),
    /// RFC 1939 §5.
    Retr(u32),
    /// RFC 1939 §5.
    Dele(u32),
    /// RFC 1939 §5.
    Noop,
    /// RFC 1939 §5.
    Rset,
    /// RFC 1939 §7: message and number of lines.
    Top(u32, u64),
    /// RFC 1939 §7.
    Uidl(Option<u32>),
    /// RFC 1225.
    Last,
    /// RFC 2449 §5.
    Capa,
    /// RFC 2595 §4.
    Stls,
    /// RFC 6856 §2.1.
    Utf8,
    /// RFC 6856 §3.
    Lang(Option<String>),
}

/// Why a line is no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// RFC 1939 §3: an unrecognised command.
    #[error("no such command")]
    Unknown,
    /// Arguments that the command doesn't have, or doesn't have enough of.
    #[error("wrong number of arguments")]
    Arguments,
    /// An argument that is not what it should be.
    #[error("malformed argument")]
    Argument,
    /// An octet that no command may contain.
    #[error("octets that no command may contain")]
    Octets,
}

/// Reads a line without its CRLF.
pub fn parse(line: &[u8]) -> Result<Command, Refused> {
    let text = std::str::from_utf8(line).map_err(|_| Refused::Octets)?;
    if text.chars().any(char::is_control) {
        return Err(Refused::Octets);
    }
    let (keyword, rest) = match text.split_once(' ') {
        Some((keyword, rest)) => (keyword, Some(rest)),
        None => (text, None),
    };
    let command = keyword.to_ascii_uppercase();
    // USER, PASS and APOP may have UTF-8 (RFC 6856 §2.2); nothing else may.
    if !text.is_ascii() && !matches!(command.as_str(), "USER" | "PASS" | "APOP") {
        return Err(Refused::Octets);
    }
    let arguments = Arguments(rest);
    match command.as_str() {
        "USER" => {
            let [name] = arguments.exactly()?;
            Ok(Command::User(name.to_owned()))
        }
        "PASS" => match rest {
            Some(password) if !password.is_empty() => Ok(Command::Pass(password.to_owned())),
            _ => Err(Refused::Arguments),
        },
        "APOP" => {
            let [name, digest] = arguments.exactly()?;
            let hexadecimal = |octet: u8| matches!(octet, b'0'..=b'9' | b'a'..=b'f');
            if digest.len() != 32 || !digest.bytes().all(hexadecimal) {
                return Err(Refused::Argument);
            }
            Ok(Command::Apop(name.to_owned(), digest.to_owned()))
        }
        "AUTH" => {
            let (mechanism, initial) = arguments.one_or_two()?;
            let initial = initial.map(|text| text.as_bytes().to_vec());
            Ok(Command::Auth(mechanism.to_owned(), initial))
        }
        "QUIT" => arguments.none(Command::Quit),
        "STAT" => arguments.none(Command::Stat),
        "NOOP" => arguments.none(Command::Noop),
        "RSET" => arguments.none(Command::Rset),
        "LAST" => arguments.none(Command::Last),
        "CAPA" => arguments.none(Command::Capa),
        "STLS" => arguments.none(Command::Stls),
        "UTF8" => arguments.none(Command::Utf8),
        "LIST" => Ok(Command::List(arguments.message_if_any()?)),
        "UIDL" => Ok(Command::Uidl(arguments.message_if_any()?)),
        "RETR" => {
            let [message] = arguments.exactly()?;
            Ok(Command::Retr(message_number(message)?))
        }
        "DELE" => {
            let [message] = arguments.exactly()?;
            Ok(Command::Dele(message_number(message)?))
        }
        "TOP" => {
            let [message, lines] = arguments.exactly()?;
            Ok(Command::Top(message_number(message)?, number(lines)?))
        }
        "LANG" => match rest {
            None => Ok(Command::Lang(None)),
            Some(_) => {
                let [range] = arguments.exactly()?;
                Ok(Command::Lang(Some(range.to_owned())))
            }
        },
        _ => Err(Refused::Unknown),
    }
}

/// What follows the keyword and its space, if a space came.
#[derive(Clone, Copy)]
struct Arguments<'a>(Option<&'a str>);

impl<'a> Arguments<'a> {
    fn none(self, command: Command) -> Result<Command, Refused> {
        match self.0 {
            None => Ok(command),
            Some(_) => Err(Refused::Arguments),
        }
    }

    fn all(self) -> Result<Vec<&'a str>, Refused> {
        let rest = self.0.ok_or(Refused::Arguments)?;
        let all: Vec<&str> = rest.split(' ').collect();
        match all.iter().any(|argument| argument.is_empty()) {
            true => Err(Refused::Arguments),
            false => Ok(all),
        }
    }

    fn exactly<const N: usize>(self) -> Result<[&'a str; N], Refused> {
        self.all()?.try_into().map_err(|_| Refused::Arguments)
    }

    fn one_or_two(self) -> Result<(&'a str, Option<&'a str>), Refused> {
        match self.all()?.as_slice() {
            [one] => Ok((one, None)),
            [one, two] => Ok((one, Some(two))),
            _ => Err(Refused::Arguments),
        }
    }

    fn message_if_any(self) -> Result<Option<u32>, Refused> {
        match self.0 {
            None => Ok(None),
            Some(_) => {
                let [message] = self.exactly()?;
                message_number(message).map(Some)
            }
        }
    }
}

/// Decimal digits only. A number too large for us is one that no message has.
fn number(text: &str) -> Result<u64, Refused> {
    if text.is_empty() || !text.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(Refused::Argument);
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

/// RFC 1939 §5: message numbers begin at 1; 0 is as unknown as one beyond the last.
fn message_number(text: &str) -> Result<u32, Refused> {
    Ok(u32::try_from(number(text)?).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("quit", Command::Quit)]
    #[case("USER mrose", Command::User("mrose".into()))]
    #[case("PASS a  b ", Command::Pass("a  b ".into()))]
    #[case("LIST", Command::List(None))]
    #[case("List 2", Command::List(Some(2)))]
    #[case("RETR 99999999999999999999", Command::Retr(u32::MAX))]
    #[case("TOP 1 0", Command::Top(1, 0))]
    #[case("AUTH PLAIN =", Command::Auth("PLAIN".into(), Some(b"=".to_vec())))]
    #[case("LANG *", Command::Lang(Some("*".into())))]
    fn right(#[case] line: &str, #[case] command: Command) {
        assert_eq!(parse(line.as_bytes()), Ok(command));
    }

    #[rstest]
    #[case(b"", Refused::Unknown)]
    #[case(b" QUIT", Refused::Unknown)]
    #[case(b"XYZZY", Refused::Unknown)]
    #[case(b"QUIT ", Refused::Arguments)]
    #[case(b"STAT 1", Refused::Arguments)]
    #[case(b"USER", Refused::Arguments)]
    #[case(b"USER a b", Refused::Arguments)]
    #[case(b"PASS ", Refused::Arguments)]
    #[case(b"RETR", Refused::Arguments)]
    #[case(b"RETR  1", Refused::Arguments)]
    #[case(b"RETR +1", Refused::Argument)]
    #[case(b"RETR -1", Refused::Argument)]
    #[case(b"LIST x", Refused::Argument)]
    #[case(b"TOP 1", Refused::Arguments)]
    #[case(b"TOP 1 -1", Refused::Argument)]
    #[case(b"APOP a C4C9334BAC560ECC979E58001B3E22FB", Refused::Argument)]
    #[case(b"NOOP\r", Refused::Octets)]
    #[case(b"USER \xff", Refused::Octets)]
    #[case(b"LIST \xc3\xa9", Refused::Octets)]
    fn wrong(#[case] line: &[u8], #[case] why: Refused) {
        assert_eq!(parse(line), Err(why));
    }
}
