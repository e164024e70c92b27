//! POP3: status lines, multi-line responses, and what must agree between STAT, LIST, UIDL and RETR
//! (RFC 1939, RFC 2449, RFC 3206, RFC 6856). Judges octets; knows no socket.

mod body;
pub(super) mod list;
mod maildrop;

use super::base64::is_base64;
use super::info::Bad;
use super::lines::Lines;
use crate::wire::{Shape, Unit};
use list as l;
pub(super) use maildrop::Maildrop;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Longer lists of capabilities are not compared.
const CAPABILITIES: usize = 200;
/// Of one response at most so many violations are told.
const MOST: usize = 16;

/// One session.
#[derive(Debug, Default)]
pub(super) struct Session {
    greeted: bool,
    client: Lines,
    tls: bool,
    utf8: bool,
    resp_codes: bool,
    /// The last CAPA before the login, since TLS began or did not; and that there was a login.
    before: Option<Vec<Vec<u8>>>,
    logged_in: bool,
    /// Some CAPA was answered, and the last one had no RESP-CODES.
    no_resp_codes: bool,
    /// What the last CAPA listed, since TLS began or did not; with SASL's mechanisms.
    announced: Option<Announced>,
    commands: VecDeque<Vec<u8>>,
    /// QUIT was sent, and what came last was an error: the connection may be closed.
    quit: bool,
    refused: bool,
    /// The next line of the client answers a challenge.
    answer: bool,
    /// The last response was cut off behind +OK, where more lines had to follow.
    unended: bool,
    /// Some response had no end, so that nobody knows which came after it.
    swallowed: bool,
    drop: Messages,
    known: maildrop::Known,
}

/// What a CAPA listed.
#[derive(Debug, Default)]
struct Announced {
    tags: Vec<Vec<u8>>,
    mechanisms: Vec<Vec<u8>>,
}

/// The messages of the session, as far as they were told.
#[derive(Debug, Default)]
struct Messages {
    sizes: BTreeMap<u64, u64>,
    ids: BTreeMap<u64, Vec<u8>>,
    deleted: BTreeSet<u64>,
    /// Number and size, as STAT gave them since the last change.
    stat: Option<(u64, u64)>,
    /// The same, as LIST gave them.
    listed: Option<(u64, u64)>,
}

impl Session {
    pub(super) fn greeting_missed(&mut self) {
        self.greeted = true;
    }

    pub(super) fn enable(&mut self, name: &str) {
        self.utf8 |= name.eq_ignore_ascii_case("UTF8") || name.eq_ignore_ascii_case("LANG");
        self.resp_codes |= name.eq_ignore_ascii_case("RESP-CODES");
    }

    pub(super) fn tls_started(&mut self) {
        self.tls = true;
        self.before = None;
        self.no_resp_codes = false;
        self.announced = None;
        self.commands.clear();
        self.client.restart();
    }

    pub(super) fn sent(&mut self, octets: &[u8], maildrop: &mut Maildrop) {
        for line in self.client.sent(octets) {
            self.line(&line, maildrop);
        }
        if self.client.lost {
            maildrop.unsure();
        }
    }

    fn line(&mut self, line: &[u8], maildrop: &mut Maildrop) {
        if self.client.lost {
            return;
        }
        let Some(text) = Lines::text(line) else {
            self.client.lost = true;
            return;
        };
        if std::mem::take(&mut self.answer) {
            return;
        }
        // What follows AUTH before its answer may be read in two ways.
        let auth = self.commands.back().is_some_and(|last| {
            last.get(..5)
                .is_some_and(|w| w.eq_ignore_ascii_case(b"AUTH "))
        });
        self.client.lost |= auth || self.commands.len() > 100_000;
        self.quit |= text.eq_ignore_ascii_case(b"QUIT");
        let mut words = text.split(|octet| *octet == b' ');
        if words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"DELE"))
        {
            let number = words.next().and_then(number);
            let id = number.and_then(|number| self.drop.ids.get(&number));
            self.known.delete(number, id.map(Vec::as_slice), maildrop);
        }
        self.commands.push_back(text.to_vec());
    }

    /// The server has closed the connection in order, and the client has not.
    pub(super) fn closed(&self) -> Option<Bad> {
        if self.unended {
            let wants = "a line of a dot alone is wanted before the server closes the connection";
            return Some(Bad::new(&l::MULTI_END, 0, wants));
        }
        let command = self.commands.front()?;
        let word = command
            .split(|octet| *octet == b' ')
            .next()
            .unwrap_or_default();
        // A handshake that failed is not seen here.
        let may = self.quit
            || self.refused
            || !self.greeted
            || self.swallowed
            || self.answer
            || word.eq_ignore_ascii_case(b"STLS");
        (self.client.is_sure() && !may).then(|| {
            let name = String::from_utf8_lossy(word).into_owned();
            let wants = format!("a response to {name} is wanted before the connection is closed");
            Bad::new(&l::UNANSWERED, 0, wants)
        })
    }

    pub(super) fn unit(&mut self, unit: &Unit, maildrop: &mut Maildrop) -> Vec<Bad> {
        self.unended = self.client.seen && !self.client.lost && is_cut(unit);
        if !unit.octets.ends_with(b"\n") {
            return Vec::new();
        }
        let mut found = Vec::new();
        if unit.shape == Shape::Challenge {
            self.answer = true;
            status_line_end(&unit.octets, &mut found);
            challenge(&unit.octets, &mut found);
            if let Some(command) = self.commands.front()
                && self.client.is_sure()
            {
                self.unannounced(command, &mut found);
            }
            return found;
        }
        let greeting = !std::mem::replace(&mut self.greeted, true);
        let end = unit
            .octets
            .iter()
            .position(|octet| *octet == b'\n')
            .map_or(unit.octets.len(), |at| at + 1);
        let (line, rest) = unit.octets.split_at(end);
        let ok = self.status_line(line, greeting, &mut found);
        let sure = self.client.is_sure();
        let command = if greeting {
            None
        } else {
            self.commands.pop_front()
        };
        if !greeting && command.is_none() && sure && ok != Some(false) {
            found.push(Bad::new(&l::UNASKED, 0, "no command waits for a response"));
        }
        self.answer = false;
        self.refused = ok == Some(false);
        if let (Some(command), Some(true), true) = (&command, ok, sure) {
            self.answered(command, line, rest, end, maildrop, &mut found);
        } else if !rest.is_empty() {
            // Without the command, only stuffing can be judged.
            body::stuffing(rest, end, &mut found);
        }
        // Told once; what was asked for next may have been answered inside of it.
        if found.iter().any(|bad| bad.rule.id == l::MULTI_END.id) {
            self.unended = false;
            self.swallowed = true;
        }
        found.truncate(MOST);
        found
    }

    /// The line with the status indicator. Gives whether it is positive.
    fn status_line(&self, line: &[u8], greeting: bool, found: &mut Vec<Bad>) -> Option<bool> {
        status_line_end(line, found);
        if line.len() > 512 {
            found.push(Bad::new(
                &l::LINE_512,
                510,
                "the line ends within 512 octets",
            ));
        }
        let (ok, rest) = if let Some(rest) = line.strip_prefix(b"+OK") {
            (true, rest)
        } else if let Some(rest) = line.strip_prefix(b"-ERR") {
            (false, rest)
        } else {
            found.push(Bad::new(&l::STATUS, 0, "+OK or -ERR is wanted here"));
            return None;
        };
        let at = line.len() - rest.len();
        let text = rest.strip_suffix(b"\n").unwrap_or(rest);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !text.is_empty() && text.first() != Some(&b' ') {
            found.push(Bad::new(
                &l::STATUS_SPACE,
                at,
                "a space is wanted behind the status indicator",
            ));
            return Some(ok);
        }
        // RFC 6856 §3.2: the answer to LANG is the first in UTF-8.
        let changes = ok
            && !greeting
            && self
                .commands
                .front()
                .is_some_and(|command| is_utf8(command));
        if let Some(high) = text.iter().position(|octet| *octet > 127)
            && !self.utf8
            && !changes
        {
            found.push(Bad::new(
                &l::TEXT_8BIT,
                at + high,
                "an ASCII character is wanted here",
            ));
        }
        if let Some(nul) = text.iter().position(|octet| *octet == 0) {
            found.push(Bad::new(&l::NUL, at + nul, "NUL stands in no response"));
        }
        if greeting {
            if !ok {
                found.push(Bad::new(&l::GREETING, 0, "+OK is wanted as the greeting"));
            } else if let Some(open) = wrong_timestamp(text) {
                found.push(Bad::new(
                    &l::TIMESTAMP,
                    at + open,
                    "one msg-id in angle brackets, or none, is wanted here",
                ));
            }
        } else if let Some(code) = text.strip_prefix(b" [")
            && self.resp_codes
        {
            resp_code(code, ok, at + 2, found);
        } else if let Some(code) = text.strip_prefix(b" [")
            && self.no_resp_codes
            && !ok
            && is_known_code(code)
        {
            found.push(Bad::new(
                &l::RESP_UNANNOUNCED,
                at + 1,
                "no response code is wanted here, since RESP-CODES is not announced",
            ));
        }
        Some(ok)
    }

    fn answered(
        &mut self,
        command: &[u8],
        line: &[u8],
        rest: &[u8],
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        let mut words = command
            .split(|octet| *octet == b' ')
            .filter(|word| !word.is_empty());
        let keyword = words.next().unwrap_or_default().to_ascii_uppercase();
        let argument = words.next().and_then(number);
        let multiline = !rest.is_empty();
        self.unannounced(command, found);
        let status = line
            .strip_suffix(b"\r\n")
            .unwrap_or(line)
            .strip_prefix(b"+OK")
            .unwrap_or_default();
        match &keyword[..] {
            b"UTF8" => self.utf8 = true,
            b"LANG" if multiline => {
                self.utf8 = true;
                body::languages(rest, at, found);
            }
            b"LANG" => {
                self.utf8 = true;
                body::language(status, found);
            }
            b"PASS" | b"APOP" => self.logged_in = true,
            // Without a mechanism it lists them, in some servers.
            b"AUTH" if !multiline && command.contains(&b' ') => self.logged_in = true,
            b"STAT" => {
                if let Some(stat) = body::numbers(status, 3, &l::STAT, &l::STAT_EXTRA, found) {
                    self.drop.stat = Some(stat);
                    self.compare(found);
                }
            }
            b"DELE" => {
                if let Some(number) = argument {
                    self.drop.deleted.insert(number);
                }
                self.drop.stat = None;
                self.drop.listed = None;
            }
            b"RSET" => {
                self.drop.deleted.clear();
                self.drop.stat = None;
                self.drop.listed = None;
            }
            b"LIST" if multiline => {
                let listings = body::scan_listings(rest, at, found);
                self.drop.listed = listings.as_ref().map(|all| {
                    (
                        all.len() as u64,
                        all.iter().map(|one| one.1).fold(0, u64::saturating_add),
                    )
                });
                for (number, size) in listings.unwrap_or_default() {
                    self.size(number, size, found);
                }
                self.compare(found);
            }
            b"LIST" => {
                if let Some((number, size)) =
                    body::numbers(status, 3, &l::SCAN, &l::SCAN_EXTRA, found)
                {
                    another(argument, number, &l::LIST_OTHER, found);
                    self.size(number, size, found);
                }
            }
            b"UIDL" if multiline => {
                let mut seen: BTreeMap<&[u8], u64> = BTreeMap::new();
                let listed = body::unique_ids(rest, at, found);
                self.known.listed(listed.iter().map(|one| one.1));
                for (number, id, at) in listed {
                    let other = seen.insert(id, number);
                    if other.is_none() {
                        self.id(number, id, at, maildrop, found);
                    }
                    let size = |number: u64| self.drop.sizes.get(&number);
                    // Copies of one message may share an id (RFC 1939 §7).
                    if let Some(other) = other
                        && let (Some(one), Some(two)) = (size(other), size(number))
                        && one != two
                    {
                        found.push(Bad::new(
                            &l::UIDL_UNIQUE,
                            at,
                            format!("message {other} has the same unique-id"),
                        ));
                    }
                }
            }
            b"UIDL" => {
                if let Some((number, id)) =
                    body::unique_id(status.strip_prefix(b" ").unwrap_or(status), 4, found)
                {
                    another(argument, number, &l::UIDL_OTHER, found);
                    self.id(number, id, 4, maildrop, found);
                }
            }
            b"CAPA" if multiline => {
                let tags = body::capabilities(rest, at, self.tls, found);
                self.resp_codes = tags.iter().any(|tag| tag == b"RESP-CODES");
                self.no_resp_codes = !self.resp_codes;
                let mechanisms = body::mechanisms(rest);
                self.announced = Some(Announced {
                    tags: tags.clone(),
                    mechanisms,
                });
                self.compare_lists(tags, at, found);
            }
            b"RETR" if multiline => {
                let octets = body::stuffing(rest, at, found);
                if let Some(number) = argument {
                    self.retrieved(number, octets, found);
                    self.known.fetched(number, rest);
                    self.compare_id(number, 0, maildrop, found);
                }
            }
            _ if multiline => {
                body::stuffing(rest, at, found);
            }
            _ => {}
        }
    }

    /// A command was taken that CAPA does not list: it was asked since TLS began or did not, and is so in both states.
    fn unannounced(&self, command: &[u8], found: &mut Vec<Bad>) {
        let Some(announced) = &self.announced else {
            return;
        };
        let upper = command.to_ascii_uppercase();
        let mut words = upper
            .split(|octet| *octet == b' ')
            .filter(|word| !word.is_empty());
        let (Some(keyword), argument) = (words.next(), words.next()) else {
            return;
        };
        let has = |tag: &[u8]| announced.tags.iter().any(|known| known == tag);
        let listed = match (keyword, argument) {
            (b"TOP" | b"UIDL", _) => has(keyword),
            // After the login it is not listed, and not taken.
            (b"STLS", _) => self.logged_in || has(keyword),
            (b"AUTH", Some(name)) => {
                self.logged_in || announced.mechanisms.iter().any(|known| known == name)
            }
            _ => true,
        };
        if !listed {
            let name =
                String::from_utf8_lossy(argument.filter(|_| keyword == b"AUTH").unwrap_or(keyword));
            let wants = format!("-ERR is wanted here, since CAPA does not list {name}");
            found.push(Bad::new(&l::UNANNOUNCED, 0, wants));
        }
    }

    /// The list after the login against the one before it.
    fn compare_lists(&mut self, tags: Vec<Vec<u8>>, at: usize, found: &mut Vec<Bad>) {
        if !self.logged_in {
            self.before = Some(tags).filter(|tags| tags.len() <= CAPABILITIES);
            return;
        }
        let stls: &[u8] = b"STLS";
        if tags.iter().any(|tag| tag == stls) {
            let wants = "STLS is announced before the login only";
            found.push(Bad::new(&l::STLS_LATE, at, wants));
        }
        let Some(before) = self.before.as_ref().filter(|_| tags.len() <= CAPABILITIES) else {
            return;
        };
        let lost = before
            .iter()
            .find(|tag| *tag != stls && !tags.contains(tag));
        let both: [&[u8]; 5] = [b"TOP", b"USER", b"UIDL", b"RESP-CODES", b"PIPELINING"];
        let new = tags
            .iter()
            .find(|tag| both.contains(&tag.as_slice()) && !before.contains(tag));
        if let Some(tag) = lost {
            let tag = String::from_utf8_lossy(tag);
            let wants =
                format!("{tag} is wanted in the list, since it was announced before the login");
            found.push(Bad::new(&l::CAPA_KEPT, at, wants));
        }
        if let Some(tag) = new {
            let tag = String::from_utf8_lossy(tag);
            let wants = format!("{tag} is announced before the login too, or not at all");
            found.push(Bad::new(&l::CAPA_NEW, at, wants));
        }
    }

    fn compare(&self, found: &mut Vec<Bad>) {
        if let (Some(stat), Some(listed)) = (self.drop.stat, self.drop.listed)
            && stat != listed
        {
            let wants = format!(
                "STAT says {} messages and {} octets, LIST {} and {}",
                stat.0, stat.1, listed.0, listed.1
            );
            found.push(Bad::new(&l::STAT_LIST, 0, wants));
        }
    }

    fn size(&mut self, number: u64, size: u64, found: &mut Vec<Bad>) {
        from_one(number, found);
        let known = *self.drop.sizes.entry(number).or_insert(size);
        if known != size {
            found.push(Bad::new(
                &l::LIST_STABLE,
                0,
                format!("message {number} had {known} octets before"),
            ));
        }
    }

    fn id(
        &mut self,
        number: u64,
        id: &[u8],
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        from_one(number, found);
        let size = self.drop.sizes.get(&number).copied();
        let known = self.drop.ids.entry(number).or_insert_with(|| id.to_vec());
        if known != id {
            let known = String::from_utf8_lossy(known).into_owned();
            found.push(Bad::new(
                &l::UIDL_STABLE,
                at,
                format!("message {number} had the unique-id {known} before"),
            ));
        }
        maildrop.told(&mut self.known, id);
        self.compare_id(number, at, maildrop, found);
        if size.is_some_and(|size| !maildrop.same_size(id, size)) {
            found.push(Bad::new(
                &l::UIDL_REUSED,
                at,
                "the message with this unique-id had another size before",
            ));
        }
    }

    /// The unique-id of a message, if it is known, against the one that it had in an earlier session.
    fn compare_id(
        &mut self,
        number: u64,
        at: usize,
        maildrop: &mut Maildrop,
        found: &mut Vec<Bad>,
    ) {
        let Some(id) = self.drop.ids.get(&number) else {
            return;
        };
        if let Some(before) = maildrop.other_id(&mut self.known, number, id) {
            let before = String::from_utf8_lossy(&before);
            let wants = format!(
                "message {number} had the unique-id {before} in an earlier session, and no message has it now"
            );
            found.push(Bad::new(&l::UIDL_PERSISTS, at, wants));
        }
    }

    fn retrieved(&mut self, number: u64, octets: u64, found: &mut Vec<Bad>) {
        if let Some(size) = self.drop.sizes.get(&number).copied()
            // A message that does not end with CR LF is sent with one more.
            && size != octets
            && size.saturating_add(2) != octets
        {
            let wants = format!("message {number} has {size} octets by LIST, and {octets} came");
            found.push(Bad::new(&l::RETR_SIZE, 0, wants));
        }
    }
}

fn number(word: &[u8]) -> Option<u64> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// Whether lines had to follow a status line, and the connection ended before the last of them.
fn is_cut(unit: &Unit) -> bool {
    let ok = matches!(
        unit.shape,
        Shape::Status {
            ok: Some(true),
            multiline: false
        }
    );
    let whole_line = unit.octets.iter().position(|octet| *octet == b'\n');
    let length = unit.octets.len();
    ok && whole_line.is_some_and(|at| at + 1 < length || unit.flaws.iter().any(|f| f.at == length))
}

/// Whether what follows this command, once it has succeeded, is in UTF-8.
fn is_utf8(command: &[u8]) -> bool {
    let word = command.split(|octet| *octet == b' ').next();
    word.is_some_and(|word| {
        word.eq_ignore_ascii_case(b"LANG") || word.eq_ignore_ascii_case(b"UTF8")
    })
}

/// `"+" SP [base64] CRLF` (RFC 5034 §6); its end is judged elsewhere.
fn challenge(line: &[u8], found: &mut Vec<Bad>) {
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    let Some(data) = text.strip_prefix(b"+ ") else {
        let wants = "a space is wanted behind the plus, even if nothing follows";
        found.push(Bad::new(&l::CHALLENGE, 1, wants));
        return;
    };
    if !is_base64(data) {
        let wants = "base64, or nothing, is wanted behind the space";
        found.push(Bad::new(&l::CHALLENGE, 2, wants));
    }
}

fn status_line_end(line: &[u8], found: &mut Vec<Bad>) {
    let Some(text) = line.strip_suffix(b"\n") else {
        return;
    };
    match text.strip_suffix(b"\r") {
        None => found.push(Bad::new(
            &l::LINE_END,
            text.len(),
            "CR LF is wanted at the end of the line",
        )),
        Some(text) => {
            if let Some(cr) = text.iter().position(|octet| *octet == b'\r') {
                found.push(Bad::new(&l::LINE_END, cr, "CR stands before LF only"));
            }
        }
    }
}

/// Where a timestamp is wrong: something in angle brackets that is no msg-id, or a second one.
fn wrong_timestamp(text: &[u8]) -> Option<usize> {
    let open = text.iter().position(|octet| *octet == b'<')?;
    let inside = text.get(open + 1..)?;
    let Some(close) = inside.iter().position(|octet| *octet == b'>') else {
        return Some(open);
    };
    let (id, rest) = (inside.get(..close)?, inside.get(close + 1..)?);
    let at = id.iter().position(|octet| *octet == b'@');
    let sides = at.is_some_and(|at| at > 0 && at + 1 < id.len());
    if !sides || id.iter().any(|octet| !octet.is_ascii_graphic()) {
        return Some(open);
    }
    rest.iter()
        .position(|octet| *octet == b'<')
        .map(|second| open + close + 2 + second)
}

/// Whether the text behind a bracket is a response code that a standard defines.
fn is_known_code(code: &[u8]) -> bool {
    let Some(close) = code.iter().position(|octet| *octet == b']') else {
        return false;
    };
    let name = code.get(..close).unwrap_or_default().to_ascii_uppercase();
    matches!(
        &name[..],
        b"IN-USE" | b"LOGIN-DELAY" | b"SYS/TEMP" | b"SYS/PERM" | b"AUTH"
    )
}

fn resp_code(code: &[u8], ok: bool, at: usize, found: &mut Vec<Bad>) {
    let Some(close) = code.iter().position(|octet| *octet == b']') else {
        found.push(Bad::new(
            &l::RESP_CODE,
            at + code.len(),
            "a closing bracket is wanted behind the response code",
        ));
        return;
    };
    let levels: Vec<Vec<u8>> = code
        .get(..close)
        .unwrap_or_default()
        .split(|octet| *octet == b'/')
        .map(<[u8]>::to_ascii_uppercase)
        .collect();
    if levels
        .iter()
        .any(|level| level.is_empty() || !level.iter().all(u8::is_ascii_graphic))
    {
        found.push(Bad::new(
            &l::RESP_CODE,
            at,
            "printable characters are wanted in every level of the response code",
        ));
        return;
    }
    let first = levels.first().map(Vec::as_slice).unwrap_or_default();
    if ok && matches!(first, b"SYS" | b"AUTH") {
        found.push(Bad::new(
            &l::ON_ERROR,
            at,
            "this response code is wanted with -ERR only",
        ));
    } else if first == b"SYS"
        && levels
            .get(1)
            .is_some_and(|level| level != b"TEMP" && level != b"PERM")
    {
        found.push(Bad::new(&l::SYS, at, "SYS/TEMP or SYS/PERM is wanted here"));
    }
}

/// A listing that was asked for is of the message that was asked about.
fn another(
    asked: Option<u64>,
    number: u64,
    rule: &'static crate::rules::RuleInfo,
    found: &mut Vec<Bad>,
) {
    if let Some(asked) = asked.filter(|asked| *asked != number) {
        let wants = format!("message {asked} was asked about, and {number} is answered");
        found.push(Bad::new(rule, 4, wants));
    }
}

fn from_one(number: u64, found: &mut Vec<Bad>) {
    if number == 0 {
        found.push(Bad::new(&l::NUMBER, 0, "messages are numbered from 1"));
    }
}
