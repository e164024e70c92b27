//! Every transcript in `fixtures/bad-transcripts/` is refused, and what the user then sees is
//! reviewed as a snapshot.

mod support;

use mailspec::transcript::{Colour, parse, render};

#[test]
fn bad_transcripts_are_refused_with_a_place_and_a_fix() {
    insta::glob!("../fixtures/bad-transcripts", "*.transcript", |path| {
        let source = std::fs::read_to_string(path).expect("a fixture can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let diagnostics = parse(&name, &source, &support::World)
            .expect_err("a bad transcript must not be accepted");
        for diagnostic in &diagnostics {
            assert!(
                diagnostic.help.is_some(),
                "{name}: {:?} has no fix",
                diagnostic.what
            );
            let end = diagnostic.primary.span.end;
            assert!(end <= source.len(), "{name}: the span leaves the source");
        }
        let count = diagnostics.len();
        assert!(
            count == expected(&name),
            "{name} has {count} diagnostics:\n{}",
            render(&source, &diagnostics, Colour::Plain)
        );
        insta::assert_snapshot!(render(&source, &diagnostics, Colour::Plain));
    });
}

/// How many diagnostics a file must give: one, as each is wrong in one way.
fn expected(name: &str) -> usize {
    match name.trim_end_matches(".transcript") {
        "empty" | "several-errors" => 4,
        "session-not-named" => 2,
        _ => 1,
    }
}

#[test]
fn colours_are_only_colours() {
    let source = "Title: x\nProtocol: pop3\nCovers: rfc1939/rset-unmarks\n\nC: {{usr}}\nS: +OK\n";
    let diagnostics = parse("x.transcript", source, &support::World).expect_err("usr is unbound");
    let coloured = render(source, &diagnostics, Colour::Ansi);
    assert!(coloured.contains("\u{1b}["));
    let stripped = regex::Regex::new("\u{1b}\\[[0-9;]*m")
        .expect("compiles")
        .replace_all(&coloured, "");
    assert_eq!(stripped, render(source, &diagnostics, Colour::Plain));
}
