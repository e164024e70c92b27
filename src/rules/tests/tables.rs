//! Single responses: every valid one without a finding, every invalid one with its rule and no other.

use crate::rules::{SessionRules, Shared, all, find};
use crate::transcript::tree::Protocol;
use crate::wire::{Shape, Unit};
use std::collections::BTreeSet;

/// The octets of a line of a table: `␍`, `␊`, `«C3»`; CR LF is added unless `∎` ends it.
fn octets(line: &str) -> Vec<u8> {
    let (line, ending) = line
        .strip_suffix('∎')
        .map_or((line, "\r\n"), |line| (line, ""));
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '␍' => out.push(b'\r'),
            '␊' => out.push(b'\n'),
            '«' => {
                let (hex, after) = rest.split_once('»').expect("closed");
                out.push(u8::from_str_radix(hex, 16).expect("hex"));
                rest = after;
            }
            other => out.extend(other.to_string().bytes()),
        }
    }
    out.extend(ending.bytes());
    out
}

fn imap(line: &str) -> Vec<&'static str> {
    let (context, response) = match line.strip_prefix('@') {
        Some(rest) => rest.split_once(' ').expect("a space"),
        None => ("", line),
    };
    let mut rules = match context {
        "greeting" => SessionRules::new(Protocol::Imap),
        _ => SessionRules::midway(Protocol::Imap),
    };
    match context {
        "utf8" => rules.enable(["UTF8=ACCEPT"]),
        "rev2" => rules.enable(["IMAP4rev2"]),
        "alone" => {
            let unit = Unit {
                octets: b"* CAPABILITY IMAP4rev2\r\n".to_vec(),
                shape: Shape::Untagged,
                flaws: Vec::new(),
            };
            assert!(rules.unit(&unit, &mut Shared::default()).is_empty());
        }
        "challenge" => rules.sent(b"a1 AUTHENTICATE PLAIN\r\n", &mut Shared::default()),
        _ => {}
    }
    let unit = Unit {
        octets: octets(response),
        shape: Shape::Unknown,
        flaws: Vec::new(),
    };
    let found = rules.unit(&unit, &mut Shared::default());
    found.into_iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn valid_imap_responses_break_no_rule() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in include_str!("../../../tests/rules/imap-valid.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        count += 1;
        let found = imap(line);
        if !found.is_empty() {
            wrong.push(format!("{line}\n    found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 250, "{count}");
}

#[test]
fn invalid_imap_responses_break_the_one_rule() {
    let mut rule = "";
    let (mut count, mut wrong, mut fired) = (0, Vec::new(), BTreeSet::new());
    for line in include_str!("../../../tests/rules/imap-invalid.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some(id) = line.strip_prefix("= ") {
            assert!(find(id).is_some(), "{id} is no rule");
            rule = id;
            continue;
        }
        count += 1;
        fired.insert(rule);
        let found = imap(line);
        if found.is_empty() || found.iter().any(|id| *id != rule) {
            wrong.push(format!("{line}\n    wants {rule}, found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 250, "{count}");
    for rule in crate::rules::imap::grammar::ALL {
        assert!(
            fired.contains(rule.id),
            "no response in the table breaks {}",
            rule.id
        );
    }
}

#[test]
fn ids_are_unique_and_every_rule_is_explained() {
    let mut ids = BTreeSet::new();
    for rule in all() {
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        assert!(
            rule.what.ends_with('.') && !rule.bad.is_empty() && !rule.good.is_empty(),
            "{}",
            rule.id
        );
        assert!(
            rule.requirement.starts_with("rfc") && rule.requirement.contains('/'),
            "{}",
            rule.id
        );
    }
}

/// Feeds what the server sends through the framer; gives the rules that it breaks.
fn hear(
    rules: &mut SessionRules,
    framer: &mut dyn crate::wire::Framer,
    octets: &[u8],
) -> Vec<&'static str> {
    let mut found = Vec::new();
    framer.received(octets);
    while let Some(unit) = framer.next().or_else(|| framer.finish()) {
        found.extend(
            rules
                .unit(&unit, &mut Shared::default())
                .into_iter()
                .map(|finding| finding.rule.id),
        );
    }
    found
}

fn line(text: &str) -> Vec<&'static str> {
    let (tls, text) = text
        .strip_prefix("tlsC:")
        .map_or((false, text), |_| (true, &text[3..]));
    let (context, answer) = match text.strip_prefix("C:") {
        Some(rest) => {
            let at = rest
                .find(" +OK")
                .or_else(|| rest.find(" -ERR"))
                .or_else(|| rest.find(" +"))
                .expect("a response");
            (format!("C:{}", &rest[..at]), &rest[at + 1..])
        }
        None => text
            .split_once(' ')
            .map(|(context, answer)| (context.to_owned(), answer))
            .expect("a space"),
    };
    let answer = octets(&answer.replace('␤', "␍␊"));
    let protocol = match context.as_str() {
        "lmtp" => Protocol::Lmtp,
        "submission" => Protocol::Submission,
        "pop3" | "popr" => Protocol::Pop3,
        command if command.starts_with("C:") => Protocol::Pop3,
        _ => Protocol::Smtp,
    };
    let mut rules = SessionRules::new(protocol);
    let mut framer = crate::wire::framer(protocol);
    let framer = framer.as_mut();
    let command = match context.as_str() {
        "smtp" | "lmtp" | "submission" | "pop3" => return hear(&mut rules, framer, &answer),
        "reply" | "utf8" | "popr" => "NOOP".to_owned(),
        "ehlo" | "tls" => "EHLO client.example".to_owned(),
        "quit" | "help" | "vrfy" | "data" | "auth" => context.to_ascii_uppercase(),
        "enhanced" => "MAIL FROM:<>".to_owned(),
        "enhanced-data" => "DATA".to_owned(),
        command => command.strip_prefix("C:").expect("a context").to_owned(),
    };
    let greeting: &[u8] = if protocol == Protocol::Pop3 {
        b"+OK\r\n"
    } else {
        b"220 x\r\n"
    };
    assert!(hear(&mut rules, framer, greeting).is_empty());
    if tls || context == "tls" {
        framer.reset();
        rules.tls_started();
    }
    rules.enable(match context.as_str() {
        "utf8" => vec!["SMTPUTF8"],
        "popr" => vec!["RESP-CODES"],
        "enhanced" | "enhanced-data" => vec!["ENHANCEDSTATUSCODES"],
        _ => Vec::new(),
    });
    let command = format!("{command}\r\n");
    framer.sent(command.as_bytes());
    rules.sent(command.as_bytes(), &mut Shared::default());
    hear(&mut rules, framer, &answer)
}

#[test]
fn valid_smtp_and_pop3_break_no_rule() {
    let lines = include_str!("../../../tests/rules/line-valid.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let (mut count, mut wrong) = (0, Vec::new());
    for text in lines {
        count += 1;
        let found = line(text);
        if !found.is_empty() {
            wrong.push(format!("{text}\n    found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 80, "{count}");
}

#[test]
fn invalid_smtp_and_pop3_break_the_one_rule() {
    let lines = include_str!("../../../tests/rules/line-invalid.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let (mut count, mut wrong, mut rule) = (0, Vec::new(), "");
    for text in lines {
        if let Some(id) = text.strip_prefix("= ") {
            assert!(find(id).is_some(), "{id} is no rule");
            rule = id;
            continue;
        }
        count += 1;
        let found = line(text);
        if found.is_empty() || found.iter().any(|id| *id != rule) {
            wrong.push(format!("{text}\n    wants {rule}, found {found:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 80, "{count}");
}

/// The slugs of a requirements file, by its document's number.
fn slugs(document: &str) -> Option<String> {
    let path = format!(
        "{}/transcripts/requirements/{document}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).ok()
}

#[test]
fn every_rule_has_a_requirement_in_the_catalogue() {
    for rule in all() {
        let (document, slug) = rule.requirement.split_once('/').expect("rfcNNNN/slug");
        let text =
            slugs(document).unwrap_or_else(|| panic!("{}: there is no {document}.toml", rule.id));
        assert!(
            text.contains(&format!("slug = \"{slug}\"\n")),
            "{}: no {slug} in {document}.toml",
            rule.id
        );
    }
}
