//! The language as a whole: what is read, how it is laid out, and that the reference says all that there is. Any text
//! at all is `transcript_properties`' business.

use mailspec::transcript::tree::{
    Action, Directive, Ending, Expect, ExpectKind, Hole, Piece, Requires, State, Step, Transcript,
};
use mailspec::transcript::{Permissive, format, parse, render, write};
use mailspec::transcript::{directives, fields, functions, provided, states, types};

const REFERENCE: &str = include_str!("../docs/transcripts.md");

fn read(source: &str) -> Transcript {
    parse("case.transcript", source, &Permissive).unwrap_or_else(|diagnostics| {
        panic!(
            "{}",
            render(source, &diagnostics, mailspec::transcript::Colour::Plain)
        )
    })
}

/// The step that one line of a pop3 case becomes.
fn step(line: &str) -> Step {
    let source = format!(
        "Title: t\nProtocol: pop3\nCovers: rfc1939/x\nRequires: STLS\n\nS: +OK {{{{n:number}}}} {{{{timestamp:timestamp}}}}\n{line}\nS: +OK\n"
    );
    read(&source).steps.remove(1)
}

/// What a line sends: ending, pieces shown, split.
fn check_sent(line: &str, ending: Ending, octets: &[u8]) {
    match step(line).action {
        Action::Send(send) => {
            let text: Vec<u8> = send
                .text
                .pieces
                .iter()
                .flat_map(|piece| match piece {
                    Piece::Text(octets) => octets.clone(),
                    Piece::Hole(_) => b"<hole>".to_vec(),
                })
                .collect();
            assert_eq!(
                (send.ending, text.escape_ascii().to_string()),
                (ending, octets.escape_ascii().to_string()),
                "{line}"
            );
        }
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn octets_are_what_they_are() {
    check_sent("C: NOOP", Ending::CrLf, b"NOOP");
    check_sent("C:NOOP", Ending::CrLf, b"NOOP");
    check_sent("C:  two \t ", Ending::CrLf, b" two \t ");
    check_sent("C:", Ending::CrLf, b"");
    check_sent("C: \\Seen", Ending::CrLf, b"\\Seen");
    check_sent(
        "C(esc): a\\r\\n\\t\\0\\\\\\xfF",
        Ending::CrLf,
        b"a\r\n\t\0\\\xff",
    );
    check_sent("C(none,split=1): a", Ending::None, b"a");
    check_sent("C(lf): a", Ending::Lf, b"a");
    check_sent("C(cr): a", Ending::Cr, b"a");
    check_sent("C(hex): 0D 0a", Ending::None, b"0D0a");
    check_sent("C: {12}", Ending::CrLf, b"{12}");
    check_sent("C: {{{size plain}}}", Ending::CrLf, b"{<hole>}");
    check_sent("C: a{{\"\\xff{{}}\"}}b", Ending::CrLf, b"a\xff{{}}b");
}

/// What a hole is, printed back.
fn check_hole(hole: &str, canonical: &str) {
    let source = |hole: &str| {
        format!("Title: t\nProtocol: imap\nCovers: a/b\n\nS: {{{{n:number}}}}\nS: {hole}\n")
    };
    let printed = format(&source(hole)).unwrap_or_else(|found| panic!("{hole}: {found:?}"));
    assert_eq!(printed, source(canonical), "{hole}");
}

#[test]
fn holes_have_one_canonical_form() {
    check_hole("{{ a : number }}", "{{a:number}}");
    check_hole("{{:nz-number}}", "{{:nz-number}}");
    check_hole("{{m:number>n}}", "{{m:number > n}}");
    check_hole("{{m:number  >=  n + 1}}", "{{m:number >= n+1}}");
    check_hole("{{m:/a{2}}\\/\"/}}", "{{m:/a{2}}\\/\"/}}");
    check_hole("{{n-1}}", "{{n-1}}");
    check_hole("{{ other.user }}", "{{other.user}}");
    check_hole("{{repeat  3   \"}}\"}}", "{{repeat 3 \"}}\"}}");
    check_hole("{{literal plain 0..100}}", "{{literal plain 0..100}}");
    check_hole("{{literal plain 1.2.mime}}", "{{literal plain 1.2.mime}}");
    check_hole("{{size plain 1}}", "{{size plain 1}}");
    check_hole(
        "{{size:number}} {{size}} {{size+1}}",
        "{{size:number}} {{size}} {{size+1}}",
    );
    check_hole(
        "{{base64 \"\\0\" user \"\\0\" password}}",
        "{{base64 \"\\0\" user \"\\0\" password}}",
    );
    check_hole("{{utf7 \"Entwürfe\"}}", "{{utf7 \"Entwürfe\"}}");
    check_hole("{{upper domain}}", "{{upper domain}}");
    check_hole("{{\"\\x41\\x00\"}}", "{{\"A\\0\"}}");
}

fn check_directive(line: &str, expected: &Directive) {
    assert_eq!(
        step(line).action,
        Action::Directive(expected.clone()),
        "{line}"
    );
}

#[test]
fn directives_are_read() {
    use mailspec::transcript::tree::Millis;
    check_directive("@connect", &Directive::Connect(State::Connected));
    check_directive(
        "@connect transaction",
        &Directive::Connect(State::Transaction),
    );
    check_directive("@starttls", &Directive::StartTls);
    check_directive("@wait 2s", &Directive::Wait(Millis(2000)));
    check_directive("@silence  300ms ", &Directive::Silence(Millis(300)));
    let arrived = |other| Directive::Arrived {
        count: 1,
        other,
        within: Millis(10_000),
    };
    check_directive("@arrived 1 within 10s", &arrived(false));
    check_directive("@arrived 1 for other within 10s", &arrived(true));
}

#[test]
fn requires_binds_as_it_should() {
    let tree = |text: &str| {
        let source =
            format!("Title: t\nProtocol: imap\nCovers: a/b\nRequires: {text}\n\nS: * OK\n");
        (
            read(&source).header.requires.map(|one| one.value),
            format(&source).unwrap_or_default(),
        )
    };
    let name = |name: &str| {
        Box::new(Requires::Capability {
            protocol: None,
            name: name.to_owned(),
        })
    };
    let (one, printed) = tree("A|B&!C");
    assert_eq!(
        one,
        Some(Requires::Or(
            name("A"),
            Box::new(Requires::And(name("B"), Box::new(Requires::Not(name("C")))))
        ))
    );
    assert!(printed.contains("Requires: A | B & !C\n"), "{printed}");
    let (_, printed) = tree("!(A | B) & (C & (D | (E)))");
    assert!(
        printed.contains("Requires: !(A | B) & (C & (D | E))\n"),
        "{printed}"
    );
}

#[test]
fn layout_is_canonical_and_comments_stay() {
    let source = "# licence\n\n# why slow\nTags: slow,security\r\nCovers:a/b\nTitle:   A thing  \nProtocol: imap\nNote: one\n# last\n  \n\n\nS:* OK {{ :text }}  \n\n\n# here\nC(split=2,esc):a\\x20\n@within  1000ms\nS: a OK\n\n";
    let expected = "# licence\n\nTitle: A thing\nProtocol: imap\nCovers: a/b\n# why slow\nTags: slow, security\nNote: one\n# last\n\nS: * OK {{:text}}  \n\n# here\nC(esc,split=2): a\\x20\n@within 1s\nS: a OK\n";
    assert_eq!(format(source).as_deref(), Ok(expected));
    assert_eq!(format(expected).as_deref(), Ok(expected));
}

/// The fenced blocks of the reference that are whole cases.
fn examples() -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = REFERENCE;
    while let Some((_, after)) = rest.split_once("```transcript\n") {
        let (body, next) = after.split_once("```\n").unwrap_or((after, ""));
        found.push(body.to_owned());
        rest = next;
    }
    found
}

#[test]
fn every_example_of_the_reference_is_read_and_canonical() {
    let examples = examples();
    assert!(examples.len() >= 8);
    for example in examples {
        let tree = read(&example);
        assert_eq!(format(&example).as_deref(), Ok(example.as_str()));
        assert_eq!(write(&tree), example);
    }
}

#[test]
fn the_reference_names_everything() {
    let mention = |text: String| {
        assert!(
            REFERENCE.contains(&text),
            "docs/transcripts.md lacks {text}"
        )
    };
    fields::FIELDS
        .iter()
        .for_each(|one| mention(format!("`{}:`", one.name)));
    types::TYPES
        .iter()
        .for_each(|one| mention(format!("| `{}` | {} |", one.name, one.doc)));
    provided::PROVIDED
        .iter()
        .for_each(|one| mention(format!("| `{{{{{}}}}}` | {} |", one.name, one.doc)));
    functions::FUNCTIONS.iter().for_each(|one| {
        mention(format!("| `{{{{{}}}}}`", one.name));
        mention(format!("| {} | `{}` |", one.doc, one.example));
    });
    directives::DIRECTIVES
        .iter()
        .for_each(|one| mention(format!("| {} | `{}` |", one.doc, one.example)));
    for protocol in states::PROTOCOLS {
        mention(format!("`{protocol}`"));
        states::states(*protocol)
            .iter()
            .for_each(|state| mention(format!("`{}`", state.name())));
    }
}

#[test]
fn a_diagnostic_is_found_for_each_of_several_lines() {
    let source = "Title: t\nProtocol: smtp\nCovers: a/b\n\nC: {{a}}\nS: 250\nC: {{b}}\n@nothing\n";
    let found = parse("x", source, &Permissive).expect_err("three lines are wrong");
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn deep_and_long_sources_are_refused_without_harm() {
    for value in [
        "(".repeat(100_000),
        "!".repeat(100_000),
        "A & ".repeat(100_000) + "A",
    ] {
        let source =
            format!("Title: t\nProtocol: smtp\nCovers: a/b\nRequires: {value}\n\nS: 250\n");
        assert!(parse("x", &source, &Permissive).is_err());
    }
}

#[test]
fn must_not_lines_keep_their_kind() {
    let tree = read(
        "Title: t\nProtocol: smtp\nCovers: a/b\n\nS: 250\nS~ 5yz\nS! 4yz\nS? 2yz\nS= 220 {{v:domain}}\n",
    );
    let kinds: Vec<ExpectKind> = tree
        .steps
        .iter()
        .filter_map(|step| match &step.action {
            Action::Expect(Expect { kind, .. }) => Some(*kind),
            _ => None,
        })
        .collect();
    use ExpectKind::{Assume, Lesser, May, Must, MustNot};
    assert_eq!(kinds, [Must, Lesser, MustNot, May, Assume]);
    let last = tree.steps.last().map(|step| &step.action);
    assert!(
        matches!(last, Some(Action::Expect(expect)) if expect.pattern.pieces.iter().any(|piece| matches!(piece, Piece::Hole(hole) if matches!(hole.value, Hole::Capture { .. }))))
    );
}
