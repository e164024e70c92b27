//! A line that a server says, as what it tells: without what may differ between servers. Compares nothing.

use mailspec_reference_server::Service;
use std::collections::BTreeSet;

/// A response, to be compared: what is told, in an order of ours, with the server's own numbers apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub words: String,
    /// Of what, and which.
    pub own: Vec<(&'static str, u64)>,
    /// What must be among the other's.
    pub among: BTreeSet<String>,
}

/// Takes a server's own numbers out of a line.
fn apart(line: &str, own: &mut Vec<(&'static str, u64)>) -> String {
    let mut line = line.to_owned();
    for (name, kind) in [
        ("UIDVALIDITY ", "UIDVALIDITY"),
        ("APPENDUID ", "UIDVALIDITY"),
        ("COPYUID ", "UIDVALIDITY"),
        ("HIGHESTMODSEQ ", "MODSEQ"),
        ("(MODSEQ (", "MODSEQ"),
        ("(MODSEQ ", "MODSEQ"),
        (" MODSEQ (", "MODSEQ"),
        (" MODSEQ ", "MODSEQ"),
    ] {
        let Some(at) = line.find(name).map(|at| at + name.len()) else {
            continue;
        };
        let digits: String = line[at..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if let Ok(number) = digits.parse() {
            own.push((kind, number));
            line.replace_range(at..at + digits.len(), "n");
        }
    }
    line
}

/// Quotes around what could be an atom go, and spaces beside brackets, where lines are folded.
fn plain(line: &str) -> String {
    let mut said = String::new();
    for (at, part) in line.split('"').enumerate() {
        let atom = !part.is_empty()
            && part
                .bytes()
                .all(|o| o.is_ascii_graphic() && !b"(){}%*\\".contains(&o));
        match (at % 2 == 1, atom) {
            (true, false) => said.push_str(&format!("\"{part}\"")),
            _ => said.push_str(part),
        }
    }
    said.replace(") (", ")(")
}

/// The items of a list without its brackets, in an order of ours.
fn sorted(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0usize;
    let mut quoted = false;
    for c in list.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, items.last_mut()) {
            (' ', _) if depth == 0 && !quoted => items.push(String::new()),
            (_, Some(last)) => last.push(c),
            _ => {}
        }
    }
    // A name and its value are a pair.
    let paired = items.first().is_some_and(|first| {
        ["UID", "FLAGS", "MODSEQ", "INTERNALDATE"].contains(&first.as_str())
            || first.starts_with('/')
            || first.starts_with("BODY")
            || first.starts_with("RFC822")
            || first.starts_with("PREVIEW")
            || [
                "MESSAGES",
                "UIDNEXT",
                "UIDVALIDITY",
                "UNSEEN",
                "RECENT",
                "HIGHESTMODSEQ",
                "SIZE",
            ]
            .contains(&first.as_str())
    });
    let mut items: Vec<String> = match paired {
        true => items.chunks(2).map(|pair| pair.join(" ")).collect(),
        false => items,
    };
    for item in &mut items {
        if let Some(flags) = item
            .strip_prefix("FLAGS (")
            .and_then(|rest| rest.strip_suffix(')'))
        {
            // RFC 3501 §2.3.2: whether a message is recent, the documents' servers tell or don't.
            let flags = sorted(flags).into_iter().filter(|flag| flag != "\\Recent");
            *item = format!("FLAGS ({})", flags.collect::<Vec<_>>().join(" "));
        }
    }
    items.sort();
    items
}

/// Rights, which a server tells in any order (RFC 4314 §2).
fn in_order(rights: &str) -> String {
    let rights: BTreeSet<char> = rights.chars().collect();
    rights.into_iter().collect()
}

/// What a response of IMAP tells.
pub(super) fn imap(line: &str) -> Told {
    let mut own = Vec::new();
    let line = apart(line, &mut own);
    let mut among = BTreeSet::new();
    let parts: Vec<&str> = line.splitn(4, ' ').collect();
    let words = match parts.as_slice() {
        ["+", ..] => "+".to_owned(),
        ["*", "CAPABILITY", ..] => {
            among = line.split(' ').skip(2).map(str::to_owned).collect();
            "* CAPABILITY".to_owned()
        }
        ["*", "FLAGS", ..] => {
            let flags = line.trim_end_matches(')').split(['(', ' ']).skip(3);
            among = flags.map(str::to_owned).collect();
            "* FLAGS".to_owned()
        }
        [
            tag,
            status @ ("OK" | "NO" | "BAD" | "BYE" | "PREAUTH"),
            code,
            ..,
        ] => {
            let rest = line.split_once(code).map_or("", |(_, rest)| rest);
            match (code.strip_prefix('['), rest.split_once(']')) {
                // What lasts, and what is announced, is the server's own.
                (Some("PERMANENTFLAGS" | "CAPABILITY"), _) => format!("{tag} {status} {code}"),
                (Some(_), Some((arguments, _))) if !code.ends_with(']') => {
                    format!("{tag} {status} {code}{arguments}]")
                }
                (Some(_), _) => format!("{tag} {status} {code}"),
                (None, _) => format!("{tag} {status}"),
            }
        }
        ["*", "LIST", ..] => match line["* LIST (".len()..].split_once(')') {
            Some((attributes, rest)) => {
                // Whether there is something new, or may be something below, is the server's own.
                among = attributes
                    .split(' ')
                    .filter(|one| {
                        ![
                            "",
                            "\\Marked",
                            "\\Unmarked",
                            "\\NoInferiors",
                            "\\HasNoChildren",
                        ]
                        .contains(one)
                    })
                    .map(str::to_owned)
                    .collect();
                format!(
                    "* LIST{}",
                    plain(rest)
                        .replace("/ inbox", "/ INBOX")
                        .replace("/ Inbox", "/ INBOX")
                )
            }
            None => line.clone(),
        },
        ["*", number, "FETCH", rest] if !rest.ends_with('}') => {
            let rest = rest
                .trim_start_matches('(')
                .strip_suffix(')')
                .unwrap_or(rest);
            among = sorted(rest).into_iter().collect();
            format!("* {number} FETCH")
        }
        ["*", word @ ("STATUS" | "METADATA"), mailbox, rest] if rest.starts_with('(') => {
            let rest = rest.trim_start_matches('(').trim_end_matches(')');
            among = sorted(rest).into_iter().collect();
            format!("* {word} {}", plain(mailbox))
        }
        ["*", "ACL", mailbox, rest] => {
            let pairs: Vec<&str> = rest.split(' ').collect();
            let pairs = pairs.chunks(2).map(|pair| match pair {
                [who, rights] => format!("{who} {}", in_order(rights)),
                _ => pair.concat(),
            });
            among = pairs.collect();
            format!("* ACL {} of {}", plain(mailbox), among.len())
        }
        ["*", "MYRIGHTS", mailbox, rights] => {
            format!("* MYRIGHTS {} {}", plain(mailbox), in_order(rights))
        }
        _ => plain(&line),
    };
    Told { words, own, among }
}

/// Code and enhanced code of an SMTP reply, or the keyword that it announces; status and code of POP3.
pub(super) fn other(line: &str, service: Service) -> Told {
    let words: Vec<&str> = line.split(' ').collect();
    let pop = matches!(service, Service::Pop3 | Service::Pop2);
    let words = match words.as_slice() {
        [status @ ("+OK" | "-ERR"), code, ..] if code.starts_with('[') => {
            format!("{status} {code}")
        }
        [status @ ("+OK" | "-ERR" | "+"), ..] => (*status).to_owned(),
        // POP2 (RFC 937): a number, and text.
        [count, ..] if pop && count.starts_with(['#', '=']) => (*count).to_owned(),
        _ if pop => line.to_owned(),
        [code, text, ..]
            if text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.') =>
        {
            format!("{code} {text}")
        }
        [code, ..] => code.chars().take(3).collect(),
        [] => String::new(),
    };
    Told {
        words,
        own: Vec::new(),
        among: BTreeSet::new(),
    }
}
