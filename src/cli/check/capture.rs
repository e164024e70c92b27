//! A capture or a dialogue, read: its octets to what happens in each session. Judges nothing and opens no file.

/// One thing that happens in a session, and the line of the file where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The session's place in the order of their first lines.
    pub session: usize,
    pub line: usize,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    Client(Vec<u8>),
    Server(Vec<u8>),
    Tls,
    Closed,
}

/// So many sessions one dialogue may have.
const SESSIONS: usize = 100;

const FORM: &str = "a line of a dialogue begins with `C: `, `S: `, `C[name]: ` or `S[name]: `, or is `@starttls` or `@closed`; \
    `(lf)`, `(cr)`, `(none)` and `(esc)` before the colon say how it ends";

/// A dialogue if the first line that says anything is one; a raw capture otherwise.
pub(super) fn steps(octets: &[u8]) -> Result<Vec<Step>, String> {
    // What an editor may put before a text.
    let octets = octets.strip_prefix("\u{feff}".as_bytes()).unwrap_or(octets);
    let lines = || octets.split_inclusive(|octet| *octet == b'\n').enumerate();
    let text = |line: &[u8]| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line).to_vec()
    };
    let first = lines()
        .map(|(_, line)| text(line))
        .find(|line| !line.is_empty() && !line.starts_with(b"#"));
    let mut names = Vec::new();
    if first.is_none_or(|line| said(&line, &mut names).is_none()) {
        return Ok(lines()
            .map(|(number, line)| Step {
                session: 0,
                line: number + 1,
                what: What::Server(line.to_vec()),
            })
            .collect());
    }
    let mut steps = Vec::new();
    names.clear();
    for (number, line) in lines() {
        let line = text(line);
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let (session, what) = said(&line, &mut names)
            .filter(|_| names.len() <= SESSIONS)
            .ok_or_else(|| format!("{}: {FORM}", number + 1))?;
        steps.push(Step {
            session,
            line: number + 1,
            what,
        });
    }
    Ok(steps)
}

/// What a line of a dialogue says, and whose it is.
pub(super) fn said(line: &[u8], names: &mut Vec<Vec<u8>>) -> Option<(usize, What)> {
    let whose = |name: &[u8], names: &mut Vec<Vec<u8>>| {
        names
            .iter()
            .position(|known| known == name)
            .unwrap_or_else(|| {
                names.push(name.to_vec());
                names.len() - 1
            })
    };
    for (directive, what) in [
        (b"@starttls".as_slice(), What::Tls),
        (b"@closed", What::Closed),
    ] {
        if let Some(rest) = line.strip_prefix(directive) {
            let name = match rest {
                b"" => rest,
                _ => rest.strip_prefix(b"[")?.strip_suffix(b"]")?,
            };
            return Some((whose(name, names), what));
        }
    }
    let (side, mut rest) = line.split_at_checked(1)?;
    let mut name: &[u8] = b"";
    let mut ending: &[u8] = b"";
    if let Some(after) = rest.strip_prefix(b"[") {
        let close = after.iter().position(|octet| *octet == b']')?;
        name = after.get(..close)?;
        rest = after.get(close + 1..)?;
    }
    if let Some(after) = rest.strip_prefix(b"(") {
        let close = after.iter().position(|octet| *octet == b')')?;
        ending = after.get(..close)?;
        rest = after.get(close + 1..)?;
    }
    let text = rest.strip_prefix(b":")?;
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let octets = match ending {
        b"" => [text, b"\r\n"].concat(),
        b"esc" => [&undo(text)?, b"\r\n".as_slice()].concat(),
        b"lf" => [&undo(text)?, b"\n".as_slice()].concat(),
        b"cr" => [&undo(text)?, b"\r".as_slice()].concat(),
        b"none" => undo(text)?,
        _ => return None,
    };
    let what = match side {
        b"C" => What::Client(octets),
        b"S" => What::Server(octets),
        _ => return None,
    };
    Some((whose(name, names), what))
}

/// The octets behind the escapes of the transcript language.
pub(super) fn undo(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(octet) = rest.next() {
        if octet != b'\\' {
            out.push(octet);
            continue;
        }
        out.push(match rest.next()? {
            b'r' => b'\r',
            b'n' => b'\n',
            b't' => b'\t',
            b'0' => 0,
            b'\\' => b'\\',
            b'x' => {
                let digit = |octet: u8| char::from(octet).to_digit(16);
                let value = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
                u8::try_from(value).ok()?
            }
            _ => return None,
        });
    }
    Some(out)
}
