//! The address grammar of RFC 5321 §4.1.2 and §4.1.3 with RFC 6531 §3.3: domains, address
//! literals, mailboxes, paths. Octets in, values or a `SyntaxError` out; knows no session and
//! never guesses at what was meant.

/// Why an argument is not what the grammar calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// Not in the grammar.
    #[error("{0}")]
    Malformed(&'static str),
    /// RFC 5321 §4.5.3.1.1: the local-part exceeds 64 octets.
    #[error("Local-part too long")]
    LocalPartTooLong,
    /// RFC 5321 §4.5.3.1.2: the domain exceeds 255 octets.
    #[error("Domain too long")]
    DomainTooLong,
    /// RFC 5321 §4.5.3.1.3: the path exceeds 256 octets.
    #[error("Path too long")]
    PathTooLong,
}

/// The lengths of RFC 5321 §4.5.3.1.1 to §4.5.3.1.3, in octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathLimits {
    /// Longest local-part (64).
    pub local_part: usize,
    /// Longest domain (255).
    pub domain: usize,
    /// Longest path with its angle brackets (256).
    pub path: usize,
}

impl Default for PathLimits {
    fn default() -> Self {
        Self {
            local_part: 64,
            domain: 255,
            path: 256,
        }
    }
}

/// A Mailbox: `Local-part "@" ( Domain / address-literal )`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The local-part with quoting undone: `"a b"@x` and `"a\ b"@x` both give `a b`.
    pub local_part: String,
    /// Whether it was written as a Quoted-string.
    pub quoted: bool,
    /// The domain as written, or the address literal with its brackets.
    pub domain: String,
    /// The whole as written, without route and angle brackets.
    pub text: String,
}

/// A Path: a mailbox and the source route, which is recognised and otherwise ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The domains of the source route (Appendix C), in order; mostly none.
    pub route: Vec<String>,
    /// The mailbox.
    pub mailbox: Mailbox,
}

/// What MAIL carries: a Path, or `<>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReversePath {
    /// `<>`: a notification, to which nothing may be answered.
    Null,
    /// The sender.
    Path(Path),
}

/// What RCPT carries: a Path, or `<Postmaster>` without a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForwardPath {
    /// `<Postmaster>`, in any case of letters.
    Postmaster,
    /// A recipient.
    Path(Path),
}

impl ReversePath {
    /// The address without brackets; empty for the null reverse-path.
    pub fn address(&self) -> &str {
        match self {
            Self::Null => "",
            Self::Path(path) => &path.mailbox.text,
        }
    }
}

impl ForwardPath {
    /// The address without brackets.
    pub fn address(&self) -> &str {
        match self {
            Self::Postmaster => "Postmaster",
            Self::Path(path) => &path.mailbox.text,
        }
    }
}

fn is_atext(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&octet) || octet >= 0x80
}

fn is_let_dig(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || octet >= 0x80
}

/// Reads forward over a string; every `take_` leaves it behind what was taken.
#[derive(Debug)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
    fn eat(&mut self, octet: u8) -> bool {
        let found = self.peek() == Some(octet);
        self.at += usize::from(found);
        found
    }
    fn take_while(&mut self, accepts: impl Fn(u8) -> bool) -> &'a str {
        let from = self.at;
        while self.peek().is_some_and(&accepts) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or_default()
    }
    fn since(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn take_domain(&mut self, limits: &PathLimits) -> Result<String, SyntaxError> {
        let from = self.at;
        loop {
            let label = self.take_while(|octet| is_let_dig(octet) || octet == b'-');
            let edges = (label.bytes().next(), label.bytes().next_back());
            if !matches!(edges, (Some(a), Some(z)) if is_let_dig(a) && is_let_dig(z)) {
                return Err(SyntaxError::Malformed("Bad domain"));
            }
            if !self.eat(b'.') {
                break;
            }
        }
        let domain = self.since(from);
        if domain.len() > limits.domain {
            return Err(SyntaxError::DomainTooLong);
        }
        Ok(domain.to_owned())
    }

    fn take_literal(&mut self, limits: &PathLimits) -> Result<String, SyntaxError> {
        let from = self.at;
        self.at += 1;
        let inner = self.take_while(|o| (33..=90).contains(&o) || (94..=126).contains(&o));
        if !self.eat(b']') || !is_literal_content(inner) {
            return Err(SyntaxError::Malformed("Bad address literal"));
        }
        let literal = self.since(from);
        if literal.len() > limits.domain {
            return Err(SyntaxError::DomainTooLong);
        }
        Ok(literal.to_owned())
    }

    fn take_host(&mut self, limits: &PathLimits) -> Result<String, SyntaxError> {
        if self.peek() == Some(b'[') {
            self.take_literal(limits)
        } else {
            self.take_domain(limits)
        }
    }

    /// Quoted-string; gives it with the quoting undone.
    fn take_quoted(&mut self) -> Result<String, SyntaxError> {
        const BAD: SyntaxError = SyntaxError::Malformed("Bad quoted string");
        self.at += 1;
        let mut content = String::new();
        loop {
            content.push_str(
                self.take_while(|o| matches!(o, 32 | 33 | 35..=91 | 93..=126) || o >= 0x80),
            );
            if self.eat(b'"') {
                return Ok(content);
            }
            if !self.eat(b'\\') {
                return Err(BAD);
            }
            match self.peek() {
                Some(octet @ 32..=126) => content.push(char::from(octet)),
                _ => return Err(BAD),
            }
            self.at += 1;
        }
    }

    fn take_mailbox(&mut self, limits: &PathLimits) -> Result<Mailbox, SyntaxError> {
        let from = self.at;
        let quoted = self.peek() == Some(b'"');
        let local_part = if quoted {
            self.take_quoted()?
        } else {
            loop {
                if self.take_while(is_atext).is_empty() {
                    return Err(SyntaxError::Malformed("Bad local-part"));
                }
                if !self.eat(b'.') {
                    break self.since(from).to_owned();
                }
            }
        };
        if self.since(from).len() > limits.local_part {
            return Err(SyntaxError::LocalPartTooLong);
        }
        if !self.eat(b'@') {
            return Err(SyntaxError::Malformed("Mailbox without a domain"));
        }
        let domain = self.take_host(limits)?;
        Ok(Mailbox {
            local_part,
            quoted,
            domain,
            text: self.since(from).to_owned(),
        })
    }

    fn take_path(&mut self, limits: &PathLimits) -> Result<Path, SyntaxError> {
        let from = self.at;
        if !self.eat(b'<') {
            return Err(SyntaxError::Malformed("Path without angle brackets"));
        }
        let mut route = Vec::new();
        if self.peek() == Some(b'@') {
            loop {
                if !self.eat(b'@') {
                    return Err(SyntaxError::Malformed("Bad source route"));
                }
                route.push(self.take_domain(limits)?);
                if self.eat(b':') {
                    break;
                }
                if !self.eat(b',') {
                    return Err(SyntaxError::Malformed("Bad source route"));
                }
            }
        }
        let mailbox = self.take_mailbox(limits)?;
        if !self.eat(b'>') {
            return Err(SyntaxError::Malformed("Path without closing bracket"));
        }
        if self.since(from).len() > limits.path {
            return Err(SyntaxError::PathTooLong);
        }
        Ok(Path { route, mailbox })
    }

    /// What follows a path: nothing, or a space and parameters.
    fn rest(&self) -> Result<&'a str, SyntaxError> {
        match self.text.get(self.at..) {
            Some("") | None => Ok(""),
            Some(rest) => rest
                .strip_prefix(' ')
                .ok_or(SyntaxError::Malformed("Text behind the path")),
        }
    }
}

/// `Reverse-path [SP Mail-parameters]`: the path and the unparsed parameters.
///
/// # Errors
/// When there is no path at the beginning, a part of it is longer than allowed, or no space follows it.
pub fn reverse_path<'a>(
    text: &'a str,
    limits: &PathLimits,
) -> Result<(ReversePath, &'a str), SyntaxError> {
    let mut cursor = Cursor { text, at: 0 };
    let path = if text.starts_with("<>") {
        cursor.at = 2;
        ReversePath::Null
    } else {
        ReversePath::Path(cursor.take_path(limits)?)
    };
    Ok((path, cursor.rest()?))
}

/// `( "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]`: the path and the unparsed parameters.
///
/// # Errors
/// As [`reverse_path`].
pub fn forward_path<'a>(
    text: &'a str,
    limits: &PathLimits,
) -> Result<(ForwardPath, &'a str), SyntaxError> {
    const ALONE: &str = "<postmaster>";
    let mut cursor = Cursor { text, at: 0 };
    let alone = text
        .get(..ALONE.len())
        .is_some_and(|t| t.eq_ignore_ascii_case(ALONE));
    let path = if alone {
        cursor.at = ALONE.len();
        ForwardPath::Postmaster
    } else {
        ForwardPath::Path(cursor.take_path(limits)?)
    };
    Ok((path, cursor.rest()?))
}

/// The argument of EHLO, HELO and LHLO: `Domain / address-literal`, ASCII only (RFC 6531 §3.7.1).
///
/// # Errors
/// When it is anything else, or longer than a domain may be.
pub fn host(text: &str, limits: &PathLimits) -> Result<String, SyntaxError> {
    let mut cursor = Cursor { text, at: 0 };
    let host = cursor.take_host(limits)?;
    if cursor.at == text.len() && text.is_ascii() {
        Ok(host)
    } else {
        Err(SyntaxError::Malformed("Bad domain"))
    }
}

/// A whole Mailbox and nothing else.
///
/// # Errors
/// When it is anything else, or a part of it is longer than allowed.
pub fn mailbox(text: &str, limits: &PathLimits) -> Result<Mailbox, SyntaxError> {
    let mut cursor = Cursor { text, at: 0 };
    let mailbox = cursor.take_mailbox(limits)?;
    if cursor.at == text.len() {
        Ok(mailbox)
    } else {
        Err(SyntaxError::Malformed("Text behind the mailbox"))
    }
}

/// `String = Atom / Quoted-string`, with quoting undone; an atom may have dots.
///
/// # Errors
/// When it is anything else, or empty.
pub fn string(text: &str) -> Result<String, SyntaxError> {
    let mut cursor = Cursor { text, at: 0 };
    let value = if text.starts_with('"') {
        cursor.take_quoted()?
    } else {
        // User names with dots are common enough; a Dot-string is read as one name.
        cursor.take_while(|o| is_atext(o) || o == b'.').to_owned()
    };
    if cursor.at == text.len() && !value.is_empty() {
        Ok(value)
    } else {
        Err(SyntaxError::Malformed("Not a string"))
    }
}

fn is_ipv4(text: &str) -> bool {
    text.split('.').count() == 4
        && text.split('.').all(|number| {
            (1..=3).contains(&number.len())
                && number.bytes().all(|o| o.is_ascii_digit())
                && number.parse::<u16>().is_ok_and(|n| n <= 255)
        })
}

/// Counts the 16-bit groups of one side of `::`; `None` when it is malformed. An IPv4 address may
/// end the last side and counts two.
fn groups(side: &str, ipv4_allowed: bool) -> Option<usize> {
    if side.is_empty() {
        return Some(0);
    }
    let parts: Vec<&str> = side.split(':').collect();
    let mut count = 0;
    for (index, part) in parts.iter().enumerate() {
        if ipv4_allowed && index + 1 == parts.len() && is_ipv4(part) {
            count += 2;
        } else if (1..=4).contains(&part.len()) && part.bytes().all(|o| o.is_ascii_hexdigit()) {
            count += 1;
        } else {
            return None;
        }
    }
    Some(count)
}

fn is_ipv6(text: &str) -> bool {
    match text.split_once("::") {
        None => groups(text, true) == Some(8),
        Some((_, right)) if right.contains("::") => false,
        Some((left, right)) => match (groups(left, false), groups(right, true)) {
            // "::" stands for at least two groups of zeros (§4.1.3).
            (Some(left), Some(right)) => left + right <= 6,
            _ => false,
        },
    }
}

fn is_literal_content(text: &str) -> bool {
    if is_ipv4(text) {
        return true;
    }
    let Some((tag, content)) = text.split_once(':') else {
        return false;
    };
    if tag.eq_ignore_ascii_case("IPv6") {
        return is_ipv6(content);
    }
    // Standardized-tag must be registered; none but IPv6 is.
    false
}

/// The address literal of a peer such as `192.0.2.1:4025` or `[2001:db8::1]:4025`.
pub fn literal_of_peer(peer: &str) -> Option<String> {
    let ip = peer
        .parse::<std::net::SocketAddr>()
        .map(|socket| socket.ip())
        .or_else(|_| peer.parse::<std::net::IpAddr>())
        .ok()?;
    Some(match ip {
        std::net::IpAddr::V4(ip) => format!("[{ip}]"),
        std::net::IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    })
}

/// Undoes the xtext of RFC 3461 §4; `None` when it is not xtext or not printable ASCII inside.
pub fn xtext(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut octets = text.bytes();
    while let Some(octet) = octets.next() {
        let value = match octet {
            b'+' => {
                let digit = |o: u8| match o {
                    b'0'..=b'9' => Some(o - b'0'),
                    b'A'..=b'F' => Some(o - b'A' + 10),
                    _ => None,
                };
                digit(octets.next()?)? * 16 + digit(octets.next()?)?
            }
            b'=' => return None,
            33..=126 => octet,
            _ => return None,
        };
        if !matches!(value, b'\t' | 32..=126) {
            return None;
        }
        decoded.push(char::from(value));
    }
    Some(decoded)
}
