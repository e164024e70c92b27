//! The faultless reference server fails nothing.

mod harness;

use mailspec::catalogue::Level;
use mailspec::report::failure::{Paint, story};
use mailspec::runner::Status;

#[tokio::test(flavor = "multi_thread")]
async fn the_faultless_server_fails_nothing() {
    let library = harness::library();
    let cases = library
        .corpus
        .cases
        .iter()
        .filter(|case| !case.tags().any(|tag| tag == "slow"))
        .cloned()
        .collect();
    let finished = harness::play(&library, cases, &[]).await;
    let bad: Vec<String> = finished
        .iter()
        .filter(|one| matches!(one.status, Status::Failed | Status::Unmet))
        .map(|one| {
            if one.status == Status::Unmet {
                format!("UNMET {}: {:?}", one.case.id, one.verdict)
            } else {
                story(one, Paint::PLAIN)
            }
        })
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    let findings: Vec<String> = finished
        .iter()
        .flat_map(|one| &one.findings)
        .filter(|finding| finding.rule.level > Level::May)
        .map(ToString::to_string)
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    let ran = finished
        .iter()
        .filter(|one| one.status != Status::Skipped)
        .count();
    assert!(
        ran * 10 > finished.len() * 9,
        "only {ran} of {} ran",
        finished.len()
    );
}
