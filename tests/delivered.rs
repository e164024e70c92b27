//! A target that has no other way in than SMTP and no other way out than POP3: cases about messages
//! with UTF-8 headers run on it, because what arrived is read in UTF8 mode.

use mailspec::catalogue::Case;
use mailspec::catalogue::known::KnownFailures;
use mailspec::cli::Library;
use mailspec::runner::{Event, Options, Setting, run};
use mailspec::session::tls::Tls;
use mailspec::target::delivery::Postman;
use mailspec::target::embedded;
use mailspec::target::preconditions::verify;
use mailspec::target::profile::{Delivery, Emptying};
use mailspec::transcript::Colour;
use mailspec::transcript::tree::Protocol;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_utf8_message_that_came_by_smtp_is_read_over_pop3() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let library =
        Library::load(Some(root), Colour::Plain).unwrap_or_else(|error| panic!("{error}"));
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
    let setting = Setting {
        postman,
        verified: verified.expect("the target is as described"),
        fixtures: library.fixtures.clone(),
        catalogue: std::sync::Arc::new(library.catalogue.clone()),
    };
    let mut seen = Vec::new();
    run(
        setting,
        cases,
        &KnownFailures::default(),
        &Options::default(),
        None,
        &mut |event| {
            if let Event::Finished(one) = event {
                seen.push(format!("{} {}", one.case.id, one.status.name()));
            }
        },
    )
    .await;
    server.shutdown().await;
    assert_eq!(seen, ["pop3/utf8/header-as-it-is passed"]);
}
