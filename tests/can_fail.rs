//! A case that nothing can fail asserts nothing. Each case is played against a server that does not carry out one of
//! the case's own commands and gives another answer instead: there is one with which it fails. Named faults
//! (tests/faults.rs) show that the right clause is noticed; this shows that no case says yes to everything.

mod harness;

use mailspec::catalogue::Case;
use mailspec::cli::Library;
use mailspec::runner::Status;
use mailspec::session::tls::Tls;
use mailspec::target::delivery::Postman;
use mailspec::target::embedded;
use mailspec::transcript::tree::{Action, Piece, Protocol, Send};
use mailspec_reference_server::faults;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// So many servers at a time.
const SIDE_BY_SIDE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_case_fails_when_one_of_its_commands_is_answered_otherwise() {
    let library = Arc::new(harness::library());
    let only = std::env::var("MAILSPEC_CASE").ok();
    let cases: Vec<Case> = (library.corpus.cases.iter())
        .filter(|case| only.as_deref().is_none_or(|only| case.id.contains(only)))
        .filter(|case| !case.tags().any(|tag| tag == "slow"))
        .cloned()
        .collect();
    let cases = Arc::new(cases);
    let next = Arc::new(AtomicUsize::new(0));
    let mut running = JoinSet::new();
    for _ in 0..SIDE_BY_SIDE {
        running.spawn(survivors(
            Arc::clone(&library),
            Arc::clone(&cases),
            Arc::clone(&next),
        ));
    }
    let survived: BTreeSet<String> = running.join_all().await.into_iter().flatten().collect();
    let excepted: BTreeSet<String> = (include_str!("can_fail.txt").lines())
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .map(|(case, _)| case.to_owned())
        .filter(|case| cases.iter().any(|one| one.id == *case) || only.is_none())
        .collect();
    let unfailing: Vec<&String> = survived.difference(&excepted).collect();
    assert!(
        unfailing.is_empty(),
        "no answer and no fault fails these cases:\n{unfailing:#?}"
    );
    let stale: Vec<&String> = excepted.difference(&survived).collect();
    assert!(
        stale.is_empty(),
        "tests/can_fail.txt names cases that can fail:\n{stale:#?}"
    );
}

/// Those of the cases from `next` on that no answer fails, played on one server.
async fn survivors(
    library: Arc<Library>,
    cases: Arc<Vec<Case>>,
    next: Arc<AtomicUsize>,
) -> Vec<String> {
    let (mut target, server) = embedded::start(&[]).await.expect("the server starts");
    target.timeout = Duration::from_millis(300);
    let tls = Tls::new(Some(server.certificate_pem().as_bytes())).expect("its certificate");
    let verified = harness::sound().await;
    let mut survived = Vec::new();
    while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
        let mut failed = false;
        for trouble in troubles(case) {
            server
                .troubles()
                .set(vec![trouble.parse().expect("a trouble")]);
            let postman = Postman {
                target: target.clone(),
                tls: tls.clone(),
                store: Some(server.store().clone()),
            };
            let finished =
                harness::play_on(&library, vec![case.clone()], postman, verified.clone()).await;
            let status = finished.first().map(|one| one.status);
            failed = status.is_some_and(is_failure);
            if failed {
                break;
            }
        }
        if !failed && !fails_with_a_fault(&library, case).await {
            survived.push(case.id.clone());
        }
    }
    server.troubles().set(Vec::new());
    server.shutdown().await;
    survived
}

/// Whether a fault that breaks what the case covers fails it: what a greeting or an announcement is about, no answer to
/// a command shows.
async fn fails_with_a_fault(library: &Library, case: &Case) -> bool {
    let covers: Vec<&str> = (case.transcript.header.covers.iter())
        .flat_map(|covered| library.catalogue.equals(&covered.value))
        .collect();
    for fault in faults::all().filter(|fault| covers.contains(&fault.requirement)) {
        let finished = harness::play(library, vec![case.clone()], &[fault.name]).await;
        if finished.iter().any(|one| is_failure(one.status)) {
            return true;
        }
    }
    false
}

fn is_failure(status: Status) -> bool {
    matches!(status, Status::Failed | Status::NonStrict | Status::Noted)
}

/// For each command of a case, the last first, answers that are not its own.
fn troubles(case: &Case) -> Vec<String> {
    let commands: Vec<(String, Protocol)> = commands(case).collect();
    let mut troubles = Vec::new();
    for (at, (begins, protocol)) in commands.iter().enumerate().rev() {
        let before = commands[..at].iter();
        let nth = before.filter(|(other, _)| other == begins).count() + 1;
        let answers: &[&str] = match protocol {
            Protocol::Imap => &[
                "OK done",
                "NO not now",
                "BAD what",
                "* 1 FETCH (UID 1 FLAGS ())",
                "+ go on",
            ],
            Protocol::Pop3 => &["+OK", "-ERR no"],
            Protocol::Pop2 => &["- no", "#0 yes", "=0 yes", "+ yes"],
            _ => &[
                "250 yes",
                "235 2.7.0 yes",
                "550 5.0.0 no",
                "450 4.0.0 later",
                "500 5.5.1 what",
                "354 go on",
            ],
        };
        for answer in answers {
            // What brings a session to its state may have said the same before.
            for nth in ["", ":1", ":2", &format!(":{nth}"), &format!(":{}", nth + 1)] {
                let trouble = format!("reply:{begins}{nth}={answer}");
                if !troubles.contains(&trouble) {
                    troubles.push(trouble);
                }
            }
        }
        troubles.push(format!("close:{begins}"));
    }
    // What is about the greeting, or about a line that no trouble can name.
    troubles.push("close-after:1".to_owned());
    troubles
}

/// How the commands of a case begin, and in which protocol.
fn commands(case: &Case) -> impl Iterator<Item = (String, Protocol)> + '_ {
    let header = &case.transcript.header;
    let first = header.protocols.first().map(|protocol| protocol.value);
    case.transcript.steps.iter().filter_map(move |step| {
        let Action::Send(send) = &step.action else {
            return None;
        };
        let named = step.session.as_ref().and_then(|name| {
            let mut sessions = header.sessions.iter();
            sessions.find(|session| session.name.value == name.value)
        });
        let protocol = named.map(|session| session.protocol.value).or(first)?;
        Some((begins(send, protocol)?, protocol))
    })
}

/// How a command begins, without IMAP's tag; none where that is not text.
fn begins(send: &Send, protocol: Protocol) -> Option<String> {
    if send.hex {
        return None;
    }
    let Some(Piece::Text(text)) = send.text.pieces.first() else {
        return None;
    };
    let text = text.utf8_chunks().next()?.valid();
    let text = match protocol {
        Protocol::Imap => text.split_once(' ')?.1,
        _ => text,
    };
    let end = text.find([':', '=', '%', '\\']).unwrap_or(text.len());
    let text = text.get(..end)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
