//! The language whatever the text: nothing panics, nothing is lost, and the layout keeps the meaning.

mod support;

use mailspec::transcript::tokens::tokens;
use mailspec::transcript::tree::{Action, Piece, Span, Transcript};
use mailspec::transcript::{Permissive, format, parse, render, write};
use proptest::prelude::*;

fn read(source: &str) -> Transcript {
    parse("case.transcript", source, &Permissive).unwrap_or_else(|diagnostics| {
        panic!(
            "{}",
            render(source, &diagnostics, mailspec::transcript::Colour::Plain)
        )
    })
}

/// Takes out of a tree what the layout may change: places, and how escapes are asked for.
fn meaning(mut transcript: Transcript) -> String {
    for step in &mut transcript.steps {
        step.line = 0;
        step.span = Span::default();
        match &mut step.action {
            Action::Send(send) => {
                send.escapes = false;
                send.text.span = Span::default();
            }
            Action::Expect(expect) => expect.pattern.span = Span::default(),
            Action::Directive(_) => {}
        }
    }
    let text = format!("{transcript:?}");
    regex::Regex::new("Span \\{[^}]*\\}")
        .expect("compiles")
        .replace_all(&text, "")
        .into_owned()
}

const FRAGMENTS: &[&str] = &[
    "A",
    " ",
    "\t",
    "{",
    "}",
    "\\\\",
    "\\x7b",
    "\\r",
    "{{\"{{\"}}",
    "{{\"\\xff\\0\"}}",
    "{{user}}",
    "{{ user }}",
    "{{:text}}",
    "{{v:number > 3}}",
    "{{:/a}}/}}",
    "{{size plain}}",
    "{{ repeat 2 \"\\\"}}\" }}",
    "ü",
    "|",
    "[",
    ")",
    ":",
];
const HEADS: &[&str] = &[
    "C:",
    "C(esc): ",
    "C(none): ",
    "C(split=3,lf):",
    "S: ",
    "S:",
    "S? ",
    "S! ",
    "S= ",
    "# ",
    "@wait 1s#",
];

fn line() -> impl Strategy<Value = String> {
    let text = proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..6);
    (proptest::sample::select(HEADS), text).prop_map(|(head, mut parts)| {
        if let Some(directive) = head.strip_suffix('#')
            && directive.starts_with('@')
        {
            return directive.to_owned();
        }
        let captures = [":text", "v:", ":/"];
        parts.retain(|part| {
            !head.starts_with('C') || !captures.iter().any(|capture| part.contains(capture))
        });
        // Two single braces would open a hole.
        parts.dedup();
        format!("{head}{}", parts.concat())
    })
}

fn case() -> impl Strategy<Value = String> {
    let fields = proptest::sample::subsequence(
        vec![
            "Tags: a,b",
            "# c",
            "Note: x  y",
            "State:  ehlo",
            "Requires: A&(B|C)&!D",
            "Only: x",
            "Mailbox: plain ( \\Seen  x )",
            "Note: z",
        ],
        0..8,
    )
    .prop_shuffle();
    (fields, proptest::collection::vec(line(), 0..8), "\r?\n").prop_map(|(fields, lines, end)| {
        let all = [
            fields.iter().map(ToString::to_string).collect(),
            vec![
                "Title: t".into(),
                "Covers: a/b".into(),
                "Protocol: smtp".into(),
                String::new(),
            ],
            lines,
            vec!["S: 250".into(), String::new()],
        ]
        .concat();
        all.join(&end)
    })
}

/// Text that looks a little like a transcript.
fn soup() -> impl Strategy<Value = String> {
    let parts = [
        "Title: ",
        "Protocol: pop3",
        "Sessions: a = imap",
        "Requires: ",
        "Maildrop: a (",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "C[a]",
        "C(",
        "S",
        "~",
        "@",
        "arrived 1 ",
        "within",
        "5s",
        "\"",
        "/",
        "\\",
        "\\x",
        "(",
        ")",
        "!",
        "&",
        "é",
        "\u{0}",
        "\u{feff}",
    ];
    let part = prop_oneof![
        proptest::sample::select(parts.to_vec()).prop_map(str::to_owned),
        proptest::sample::select(FRAGMENTS).prop_map(str::to_owned),
        proptest::sample::select(HEADS).prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_are_the_source(source in soup()) {
        let joined: String = tokens(&source).iter().map(|token| token.text(&source)).collect();
        prop_assert_eq!(joined, source);
    }

    #[test]
    fn nothing_panics(source in soup()) {
        if let Err(diagnostics) = parse("soup", &source, &support::World) {
            prop_assert!(!diagnostics.is_empty());
            prop_assert!(!render(&source, &diagnostics, mailspec::transcript::Colour::Plain).is_empty());
        }
        let dialogue = format!("Title: t\nProtocol: pop3\nCovers: a/b\n\nS: +OK\nC: {}", source.replace('\n', "\nS: "));
        if let Err(diagnostics) = parse("soup", &dialogue, &Permissive) {
            prop_assert!(!render(&dialogue, &diagnostics, mailspec::transcript::Colour::Ansi).is_empty());
        }
    }

    #[test]
    fn layout_keeps_the_meaning(source in case()) {
        let tree = read(&source);
        let laid_out = format(&source).expect("it can be read");
        prop_assert_eq!(meaning(read(&laid_out)), meaning(tree), "{}", laid_out);
        prop_assert_eq!(format(&laid_out), Ok(laid_out));
    }

    #[test]
    fn a_written_tree_is_read_as_the_same(source in case()) {
        let tree = read(&source);
        let written = write(&tree);
        prop_assert_eq!(meaning(read(&written)), meaning(tree), "{}", written);
    }

    #[test]
    fn any_octets_can_be_written(octets in proptest::collection::vec(any::<u8>(), 1..40), sent in any::<bool>()) {
        let mut tree = read("Title: t\nProtocol: smtp\nCovers: a/b\n\nC: x\nS: x\n");
        for step in &mut tree.steps {
            let text = match &mut step.action {
                Action::Send(send) => { send.escapes = sent; &mut send.text }
                Action::Expect(expect) => &mut expect.pattern,
                Action::Directive(_) => continue,
            };
            text.pieces = vec![Piece::Text(octets.clone())];
        }
        let written = write(&tree);
        prop_assert_eq!(meaning(read(&written)), meaning(tree), "{}", written);
    }
}
