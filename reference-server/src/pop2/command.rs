//! A command line (RFC 937, Formal Syntax) to a [`Command`]. No state.

/// A command whose syntax is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Helo(String, String),
    Fold(String),
    Read(Option<u32>),
    Retr,
    Acks,
    Ackd,
    Nack,
    Quit,
}

/// Reads a line without its CRLF. `quoting`: whether a backslash quotes, as it must.
pub(super) fn parse(line: &[u8], quoting: bool) -> Option<Command> {
    let text = std::str::from_utf8(line)
        .ok()
        .filter(|text| text.is_ascii())?;
    let (keyword, rest) = match text.split_once(' ') {
        Some((keyword, rest)) => (keyword, Some(rest)),
        None => (text, None),
    };
    Some(match (keyword.to_ascii_uppercase().as_str(), rest) {
        ("HELO", Some(rest)) => {
            let (user, rest) = word(rest, quoting)?;
            let (password, rest) = word(rest.strip_prefix(' ')?, quoting)?;
            if !rest.is_empty() {
                return None;
            }
            Command::Helo(user, password)
        }
        ("FOLD", Some(rest)) if !rest.is_empty() => {
            // A <string> may have spaces, unquoted.
            let words: Option<Vec<String>> = rest.split(' ').map(|w| whole(w, quoting)).collect();
            Command::Fold(words?.join(" "))
        }
        ("READ", None) => Command::Read(None),
        ("READ", Some(number)) => {
            if number.is_empty() || !number.bytes().all(|octet| octet.is_ascii_digit()) {
                return None;
            }
            Command::Read(Some(number.parse().unwrap_or(u32::MAX)))
        }
        ("RETR", None) => Command::Retr,
        ("ACKS", None) => Command::Acks,
        ("ACKD", None) => Command::Ackd,
        ("NACK", None) => Command::Nack,
        ("QUIT", None) => Command::Quit,
        _ => return None,
    })
}

/// A `<word>` up to an unquoted space, and what is behind it.
fn word(text: &str, quoting: bool) -> Option<(String, &str)> {
    let mut plain = String::new();
    let mut rest = text.chars();
    loop {
        let behind = rest.as_str();
        match rest.next() {
            Some('\\') if quoting => plain.push(rest.next()?),
            None | Some(' ') => return (!plain.is_empty()).then_some((plain, behind)),
            Some(control) if control.is_control() => return None,
            Some(other) => plain.push(other),
        }
    }
}

fn whole(text: &str, quoting: bool) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let (plain, rest) = word(text, quoting)?;
    rest.is_empty().then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands() {
        let helo = |a: &str, b: &str| Some(Command::Helo(a.to_owned(), b.to_owned()));
        assert_eq!(parse(b"HELO Fred Secret", true), helo("Fred", "Secret"));
        assert_eq!(parse(br"helo a\ b c\\d", true), helo("a b", r"c\d"));
        assert_eq!(parse(br"HELO a c\\d", false), helo("a", r"c\\d"));
        assert_eq!(parse(b"READ 13", true), Some(Command::Read(Some(13))));
        assert_eq!(
            parse(b"FOLD a b", true),
            Some(Command::Fold("a b".to_owned()))
        );
        for wrong in [
            "",
            "HELO",
            "HELO a",
            "HELO a ",
            "HELO a b c",
            "READ ",
            "READ x",
            "RETR 1",
        ] {
            assert_eq!(parse(wrong.as_bytes(), true), None, "{wrong}");
        }
        assert_eq!(parse(br"HELO a b\", true), None);
        assert_eq!(parse(b"HELO a b\xff", true), None);
    }
}
