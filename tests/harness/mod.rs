//! Runs cases against the embedded server inside the test process. Judges nothing itself.

use mailspec::catalogue::Case;
use mailspec::catalogue::known::KnownFailures;
use mailspec::cli::Library;
use mailspec::runner::{Event, Finished, Options, Setting, run};
use mailspec::session::tls::Tls;
use mailspec::target::delivery::Postman;
use mailspec::target::embedded;
use mailspec::target::preconditions::{Verified, verify};
use mailspec::transcript::Colour;
use mailspec::transcript::tree::Protocol;
use std::collections::BTreeSet;
use std::path::Path;

/// The corpus as it lies in the repository.
pub fn library() -> Library {
    Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// What a server without faults announces: a fault must not skip its own cases. Learnt once.
pub async fn sound() -> Verified {
    static SOUND: tokio::sync::OnceCell<Verified> = tokio::sync::OnceCell::const_new();
    let learnt = SOUND.get_or_init(|| async {
        let (target, server) = embedded::start(&[]).await.expect("the server starts");
        let wanted: BTreeSet<Protocol> = target.services.keys().copied().collect();
        let postman = Postman {
            target,
            tls: Tls::new(Some(server.certificate_pem().as_bytes())).expect("its certificate"),
            store: Some(server.store().clone()),
        };
        let verified = verify(&postman, &wanted, true, true).await;
        server.shutdown().await;
        verified.expect("the target is as described")
    });
    learnt.await.clone()
}

/// Runs `cases` against a server with these faults on.
pub async fn play(library: &Library, cases: Vec<Case>, faults: &[&str]) -> Vec<Finished> {
    let faults: Vec<String> = faults.iter().map(|name| (*name).to_owned()).collect();
    let (mut target, server) = embedded::start(&faults).await.expect("the server starts");
    let wanted: BTreeSet<Protocol> = cases.iter().flat_map(Case::protocols).collect();
    let faulty = !faults.is_empty();
    if faulty {
        // A fault may be that nothing comes: that is no reason to wait long for it.
        target.timeout = std::time::Duration::from_millis(1500);
    }
    let tls = Tls::new(Some(server.certificate_pem().as_bytes())).expect("its certificate");
    let postman = Postman {
        target,
        tls,
        store: Some(server.store().clone()),
    };
    let verified = if faulty {
        sound().await
    } else {
        let verified = verify(&postman, &wanted, true, true).await;
        verified.expect("the target is as described")
    };
    let finished = play_on(library, cases, postman, verified).await;
    server.shutdown().await;
    finished
}

/// Runs `cases` against a target that has been verified.
pub async fn play_on(
    library: &Library,
    cases: Vec<Case>,
    postman: Postman,
    verified: Verified,
) -> Vec<Finished> {
    let setting = Setting {
        postman,
        verified,
        fixtures: library.fixtures.clone(),
        catalogue: std::sync::Arc::clone(&library.catalogue),
    };
    let mut finished = Vec::new();
    run(
        setting,
        cases,
        &KnownFailures::default(),
        &Options::default(),
        None,
        &mut |event| {
            if let Event::Finished(one) = event {
                finished.push(*one);
            }
        },
    )
    .await;
    finished
}
