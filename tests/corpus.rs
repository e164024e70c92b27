//! The faultless reference server fails nothing, however messages get in and out of it.

mod harness;

use mailspec::catalogue::{Case, Level};
use mailspec::report::failure::{Paint, story};
use mailspec::runner::Status;
use mailspec::session::tls::Tls;
use mailspec::target::delivery::Postman;
use mailspec::target::embedded;
use mailspec::target::preconditions::verify;
use mailspec::target::profile::{Delivery, Emptying};
use mailspec::transcript::tree::Protocol;
use std::collections::BTreeSet;

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

/// With no other way in than SMTP and no other way out than POP3, what arrived is read in UTF8 mode (RFC 6856).
#[tokio::test(flavor = "multi_thread")]
async fn a_utf8_message_that_came_by_smtp_is_read_over_pop3() {
    let library = harness::library();
    let cases: Vec<Case> = (library.corpus.cases.iter())
        .filter(|case| case.id == "pop3/utf8/header-as-it-is")
        .cloned()
        .collect();
    assert_eq!(cases.len(), 1);
    let (mut target, server) = embedded::start(&[]).await.expect("the server starts");
    let left = [Protocol::Smtp, Protocol::Pop3];
    target
        .services
        .retain(|protocol, _| left.contains(protocol));
    target.delivery = Delivery::Smtp;
    target.emptying = Emptying::Pop3;
    let wanted: BTreeSet<Protocol> = left.into_iter().collect();
    let postman = Postman {
        target,
        tls: Tls::new(Some(server.certificate_pem().as_bytes())).expect("its certificate"),
        store: None,
    };
    let verified = verify(&postman, &wanted, true, true).await;
    let verified = verified.expect("the target is as described");
    let finished = harness::play_on(&library, cases, postman, verified).await;
    server.shutdown().await;
    let seen: Vec<String> = (finished.iter())
        .map(|one| format!("{} {}", one.case.id, one.status.name()))
        .collect();
    assert_eq!(seen, ["pop3/utf8/header-as-it-is passed"]);
}
