//! Every example in docs/transcripts.md is a case that parses against the real catalogue and passes on
//! the reference server.

mod harness;

use mailspec::catalogue::Corpus;
use mailspec::runner::Status;
use mailspec::transcript::{Colour, render};

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_reference_pass() {
    let library = harness::library();
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/transcripts.md"))
        .expect("docs/transcripts.md");
    let examples: Vec<(String, String, String)> = docs
        .split("```transcript\n")
        .skip(1)
        .enumerate()
        .map(|(number, rest)| {
            let source = rest.split("```").next().unwrap_or_default().to_owned();
            (
                format!("docs/transcripts.md#{number}"),
                format!("docs/example-{number}"),
                source,
            )
        })
        .collect();
    assert!(examples.len() > 5, "the reference has examples");
    let corpus = Corpus::from_files(examples, &library.catalogue, &library.fixtures)
        .unwrap_or_else(|bad| {
            let shown: Vec<String> = bad
                .iter()
                .map(|file| render(&file.source, &file.diagnostics, Colour::Plain))
                .collect();
            panic!("{}", shown.join("\n"))
        });
    let finished = harness::play(&library, corpus.cases, &[]).await;
    let bad: Vec<String> = finished
        .iter()
        .filter(|one| one.status != Status::Passed)
        .map(|one| format!("{} {}: {:?}", one.case.path, one.status.name(), one.verdict))
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
