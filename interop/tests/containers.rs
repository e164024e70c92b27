//! The corpus against a real Dovecot and a real Postfix: all passes, but for the known failures that stand beside their
//! configuration. Never skips silently: without a container engine every test says its name and the reason.

use mailspec_interop::container::Target;
use mailspec_interop::{engine, harness};
use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;

#[tokio::test(flavor = "multi_thread")]
async fn dovecot_in_a_container() {
    corpus_passes("dovecot_in_a_container", "dovecot").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postfix_in_a_container() {
    corpus_passes("postfix_in_a_container", "postfix").await;
}

async fn corpus_passes(test: &str, target: &str) {
    if let Some(reason) = engine::missing() {
        let required = std::env::var_os("MAILSPEC_INTEROP").is_some_and(|value| value == "require");
        assert!(
            !required,
            "{test}: {reason}, and MAILSPEC_INTEROP=require says that there has to be one"
        );
        show(&format!("test {test} ... SKIPPED: {reason}"));
        return;
    }
    static BASE: OnceLock<Result<(), String>> = OnceLock::new();
    let base = tokio::task::block_in_place(|| {
        BASE.get_or_init(|| engine::base_image().map_err(|e| e.to_string()))
    });
    base.as_ref()
        .expect("the base image is there or can be made");

    let server = Target::start(target)
        .await
        .unwrap_or_else(|error| panic!("{target} does not start: {error}"));
    let run = harness::run(
        target,
        &server.profile,
        Path::new(env!("CARGO_TARGET_TMPDIR")),
    )
    .await;
    let logs = server.logs().await;
    server.stop().await.expect("the container stops");

    let output = run.unwrap_or_else(|error| panic!("{error}"));
    let said = [output.stdout, output.stderr]
        .map(|octets| String::from_utf8_lossy(&octets).into_owned())
        .concat();
    if output.status.success() {
        show(&format!("{target}:\n{}", last_lines(&said, 25)));
    } else {
        panic!(
            "mailspec run --target {target}: {}\n{said}\n--- the end of the servers' logs\n{}",
            output.status,
            last_lines(&logs, 60)
        );
    }
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .iter()
        .skip(lines.len().saturating_sub(count))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Past the test runner, which would keep what a passing test prints to itself.
fn show(text: &str) {
    let mut error = std::io::stderr().lock();
    // Nothing can be done about a closed standard error.
    let _ = writeln!(error, "{text}").and_then(|()| error.flush());
}
