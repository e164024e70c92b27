//! docs/rules.md holds every rule, with what breaks it and what is right. With MAILSPEC_WRITE=1 the test
//! writes the page instead.

use mailspec::cli::Library;
use mailspec::rules;
use mailspec::transcript::Colour;
use mailspec::transcript::tree::Protocol;
use std::fmt::Write as _;
use std::path::Path;

const INTRODUCTION: &str = "\
# The rules that every session is held to

Whatever a case is about, everything that the server sends is held to these rules: in `mailspec run`, in
`mailspec check`, which judges a capture, and in `mailspec watch`, which judges what any client brings about.
How a connection ends is judged in `run` and `watch`, and in `check` where a dialogue says `@closed`. A broken MUST fails a run. `mailspec explain ID` shows a rule and the requirement that it checks;
`mailspec list --rules --json` gives them all to programs.

Each rule says whether it stands in the grammar (ABNF) of its document or in the prose. An example is a dialogue
as `mailspec check` reads it, where `«600 x»` is 600 of them, or what a server sends, with control octets and octets
above 127 written as `\\r`, `\\n`, `\\x07`; where that is more than one response, the last one breaks the rule. A
test judges every example.

This page is made from `src/rules/`: `MAILSPEC_WRITE=1 cargo test --test rules_page` writes it anew.
";

/// The page as it has to be.
fn page() -> String {
    let library = Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"));
    let mut page = INTRODUCTION.to_owned();
    let mut add = |text: String| page.write_str(&text).expect("a string takes everything");
    for (protocol, title) in [
        (Protocol::Imap, "IMAP"),
        (Protocol::Pop3, "POP3"),
        (Protocol::Pop2, "POP2"),
        (Protocol::Smtp, "SMTP, submission and LMTP"),
    ] {
        add(format!("\n## {title}\n"));
        for rule in rules::all().filter(|rule| rule.protocol == protocol) {
            let requirement = library
                .catalogue
                .get(rule.requirement)
                .unwrap_or_else(|| panic!("{}: no requirement {}", rule.id, rule.requirement));
            add(format!(
                "\n### {}\n\n{}, {}, {} (`{}`): {}\n\n- wrong: {}\n- right: {}\n",
                rule.id,
                rule.level,
                requirement.clause(),
                rule.source(),
                requirement.id,
                rule.what,
                code(rule.bad),
                code(rule.good),
            ));
        }
    }
    page
}

/// As code, whatever backquotes are inside.
fn code(text: &str) -> String {
    if text.contains('\n') {
        let indented = text.replace('\n', "\n  ");
        return format!("\n\n  ```text\n  {indented}\n  ```\n");
    }
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

#[test]
fn every_rule_is_in_the_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let page = page();
    if std::env::var_os("MAILSPEC_WRITE").is_some() {
        std::fs::write(&path, &page).expect("docs/rules.md can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/rules.md is out of date; MAILSPEC_WRITE=1 cargo test --test rules_page writes it"
    );
}
