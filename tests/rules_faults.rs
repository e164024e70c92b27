//! Faults that corrupt what a server sends are caught by a rule with no case's help: while sessions run
//! that are about something else, the rule that is named here is broken.

mod harness;

use mailspec::catalogue::Case;
use mailspec::cli::Library;
use mailspec::rules;
use mailspec_reference_server::faults;

/// The fault, the rule that is broken, and a folder of cases that send the commands.
const CORRUPTED: &[(&str, &str, &str)] = &[
    ("smtp-bare-lf-reply", "smtp/line-end", "smtp/rset/"),
    (
        "smtp-multiline-code-differs",
        "smtp/same-code",
        "smtp/rset/",
    ),
    ("smtp-greeting-250", "smtp/greeting-code", "smtp/rset/"),
    (
        "smtp-greeting-without-domain",
        "smtp/greeting",
        "smtp/rset/",
    ),
    (
        "smtp-enhanced-class-differs",
        "smtp/enhanced-class",
        "smtp/rcpt/",
    ),
    (
        "smtp-ehlo-size-not-a-number",
        "smtp/ehlo-line",
        "smtp/rset/",
    ),
    ("smtp-ehlo-no-8bitmime", "smtp/ehlo-smtputf8", "smtp/rset/"),
    (
        "smtp-ehlo-no-chunking",
        "smtp/ehlo-binarymime",
        "smtp/rset/",
    ),
    (
        "smtp-requiretls-in-clear",
        "smtp/ehlo-requiretls",
        "smtp/rset/",
    ),
    (
        "smtp-starttls-announced-after-tls",
        "smtp/starttls-under-tls",
        "smtp/starttls/",
    ),
    (
        "smtp-noop-answered-twice",
        "smtp/one-reply-each",
        "smtp/noop/",
    ),
    (
        "smtp-ehlo-domain-8bit",
        "smtp/ehlo-domain-ascii",
        "smtp/rset/",
    ),
    ("smtp-last-line-bare", "smtp/last-line-space", "smtp/rset/"),
    ("smtp-rset-unlisted-code", "smtp/known-code", "smtp/rset/"),
    ("smtp-greeting-twice", "smtp/one-reply-each", "smtp/rset/"),
    ("smtp-ehlo-no-pipelining", "smtp/lhlo-pipelining", "lmtp/"),
    (
        "smtp-ehlo-no-enhancedstatuscodes",
        "smtp/lhlo-enhancedstatuscodes",
        "lmtp/",
    ),
    ("smtp-ehlo-no-8bitmime", "smtp/lhlo-8bitmime", "lmtp/"),
    ("smtp-quit-250", "smtp/quit-reply", "smtp/quit/"),
    ("smtp-rset-other-code", "smtp/positive-code", "smtp/rset/"),
    ("pop3-plus-err", "pop3/status", "pop3/apop/"),
    ("pop3-lowercase-status", "pop3/status", "pop3/apop/"),
    ("pop3-bare-lf", "pop3/line-end", "pop3/apop/"),
    ("pop3-no-byte-stuffing", "pop3/status", "pop3/top/"),
    ("pop3-uidl-too-long", "pop3/unique-id", "pop3/uidl/"),
    (
        "pop3-uidl-says-more",
        "pop3/unique-id-listing",
        "pop3/uidl/",
    ),
    (
        "pop3-stat-says-more",
        "pop3/drop-listing-extra",
        "pop3/apop/",
    ),
    (
        "pop3-noop-answered-twice",
        "pop3/one-response-each",
        "pop3/transaction/",
    ),
    ("pop3-stls-twice", "pop3/stls-under-tls", "pop3/auth/"),
    (
        "pop3-stls-after-login-announced",
        "pop3/stls-after-login",
        "pop3/capa/",
    ),
    ("pop2-space-before-number", "pop2/number", "pop2/read/"),
    ("pop2-read-counts", "pop2/sign", "pop2/fold/"),
    (
        "imap-response-code-without-space",
        "imap/response-code-space",
        "imap/select/",
    ),
    ("imap-wrong-literal-count", "imap/fetch", "imap/fetch/"),
    (
        "imap-body-has-extension-data",
        "imap/body-extension",
        "imap/fetch/",
    ),
    (
        "imap-logout-without-bye",
        "imap/logout-bye",
        "imap/connection/",
    ),
    (
        "imap-bad-ends-connection",
        "imap/closed-without-bye-rev2",
        "imap/connection/",
    ),
    (
        "imap-experimental-unasked",
        "imap/experimental-unasked",
        "imap/select/",
    ),
    (
        "imap-namespace-extension-without-x",
        "imap/namespace-extension",
        "imap/namespace/",
    ),
    (
        "imap-permanentflags-beyond-flags",
        "imap/permanentflags-known",
        "imap/select/",
    ),
    (
        "imap-enabled-says-more",
        "imap/enabled-not-asked",
        "imap/utf8/",
    ),
    (
        "imap-expunge-in-fetch",
        "imap/expunge-during-fetch",
        "imap/concurrent/",
    ),
    ("imap-uid-reused", "imap/uid-reused", "imap/append/"),
    (
        "imap-pipeline-search-last",
        "imap/pipelined-order",
        "imap/searchres/",
    ),
    ("smtp-rset-closes", "smtp/reply-missing", "smtp/rset/"),
    (
        "smtp-deliverby-not-a-number",
        "smtp/ehlo-deliverby",
        "smtp/deliver-by/",
    ),
    (
        "smtp-futurerelease-without-limits",
        "smtp/ehlo-futurerelease",
        "submission/",
    ),
];

/// Cases of the folder that are not about what the fault breaks.
fn others(library: &Library, folder: &str, requirement: &str) -> Vec<Case> {
    let about: Vec<&str> = library
        .corpus
        .covering(&library.catalogue, requirement)
        .map(|case| case.id.as_str())
        .collect();
    let cases = library.corpus.cases.iter();
    cases
        .filter(|case| case.id.starts_with(folder) && !about.contains(&case.id.as_str()))
        .filter(|case| !case.tags().any(|tag| tag == "slow"))
        .take(40)
        .cloned()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_corruption_is_caught_while_a_case_is_about_something_else() {
    let library = harness::library();
    let mut missed = Vec::new();
    for (fault, rule, folder) in CORRUPTED {
        assert!(rules::find(rule).is_some(), "{rule} is no rule");
        let broken = faults::all()
            .find(|known| known.name == *fault)
            .unwrap_or_else(|| panic!("{fault} is no fault"))
            .requirement;
        let cases = others(&library, folder, broken);
        let played = cases.len();
        let finished = harness::play(&library, cases, &[fault]).await;
        let mut found: Vec<&str> = finished
            .iter()
            .flat_map(|one| &one.findings)
            .map(|finding| finding.rule.id)
            .collect();
        found.sort_unstable();
        found.dedup();
        if !found.contains(rule) {
            missed.push(format!(
                "{fault}: {rule} is not among {found:?} of {played} cases"
            ));
        }
    }
    assert!(
        missed.is_empty(),
        "{}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// The fault, the rule that is broken, and an ordinary session of `tests/rules/sessions/`, which asserts
/// nothing but that there are answers.
const INVARIANTS: &[(&str, &str, &str)] = &[
    ("imap-expunge-not-told", "imap/exists-falls", "imap"),
    ("imap-expunge-in-fetch", "imap/expunge-during-fetch", "imap"),
    ("imap-expunge-not-renumbered", "imap/uid-constant", "imap"),
    ("imap-uid-reused", "imap/uid-reused", "imap"),
    ("imap-uidnext-ahead", "imap/uidnext", "imap"),
    ("imap-uidvalidity-falls", "imap/uidvalidity-falls", "imap"),
    ("imap-size-off-by-crs", "imap/size", "imap"),
    ("imap-structure-size-decoded", "imap/part-size", "imap"),
    ("imap-parts-off-by-one", "imap/part-size", "imap"),
    (
        "imap-flag-changes-not-told",
        "imap/flag-change-not-told",
        "imap",
    ),
    ("imap-store-keeps-modseq", "imap/mod-sequence-same", "imap"),
    ("imap-body-truncated", "imap/size", "imap"),
    (
        "imap-append-low-modseq",
        "imap/mod-sequence-of-new-message",
        "imap",
    ),
    ("imap-uidvalidity-changes", "imap/uidvalidity-kept", "imap"),
    ("imap-fetch-modseq-zero", "imap/mod-sequence", "imap"),
    (
        "imap-uid-fetch-numbered-by-uid",
        "imap/sequence-number-range",
        "imap",
    ),
    ("imap-result-twice", "imap/tag-answered-once", "imap"),
    (
        "imap-pipeline-noop-forgotten",
        "imap/every-command-answered",
        "imap",
    ),
    (
        "imap-expunge-in-spite-of-qresync",
        "imap/expunge-after-qresync",
        "qresync",
    ),
    (
        "smtp-rcpt-before-mail-accepted",
        "smtp/rcpt-without-mail",
        "smtp",
    ),
    (
        "smtp-mail-inside-mail-accepted",
        "smtp/mail-in-transaction",
        "smtp",
    ),
    ("smtp-auth-twice", "smtp/auth-twice", "smtp"),
    (
        "smtp-ehlo-announces-unimplemented",
        "smtp/announced-and-refused",
        "smtp",
    ),
    (
        "smtp-unknown-command-closes",
        "smtp/closed-without-421",
        "smtp",
    ),
    ("smtp-ehlo-no-pipelining", "smtp/lhlo-pipelining", "lmtp"),
    ("pop3-uidl-changes", "pop3/unique-id-persists", "pop3"),
    (
        "pop3-missing-terminator",
        "pop3/multi-line-end",
        "pop3-pipelined",
    ),
    ("pop3-stat-size-off", "pop3/stat-agrees-with-list", "pop3"),
    (
        "pop3-list-includes-deleted",
        "pop3/stat-agrees-with-list",
        "pop3",
    ),
    ("pop3-list-size-without-crs", "pop3/size", "pop3"),
    ("pop3-retr-drops-last-line", "pop3/size", "pop3"),
    ("pop3-size-counts-stuffing", "pop3/size", "pop3"),
    ("pop3-list-renumbers", "pop3/size-stable", "pop3"),
    ("pop3-uidl-duplicate", "pop3/unique-id-twice", "pop3"),
    ("pop3-uidl-one-differs", "pop3/unique-id-stable", "pop3"),
    (
        "pop3-resp-codes-hidden",
        "pop3/response-code-unannounced",
        "pop3",
    ),
    (
        "pop3-top-after-login-only",
        "pop3/capability-new-after-login",
        "pop3",
    ),
    (
        "pop3-capa-before-after-differs",
        "pop3/capability-kept",
        "pop3",
    ),
];

fn session(library: &Library, name: &str) -> Vec<Case> {
    let path = format!(
        "{}/tests/rules/sessions/{name}.transcript",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).expect("the session is there");
    let files = [(path, name.to_owned(), text)];
    mailspec::catalogue::Corpus::from_files(files, &library.catalogue, &library.fixtures)
        .expect("the session parses")
        .cases
}

async fn broken(library: &Library, name: &str, faults: &[&str]) -> Vec<&'static str> {
    let finished = harness::play(library, session(library, name), faults).await;
    let findings = finished.iter().flat_map(|one| &one.findings);
    findings.map(|finding| finding.rule.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_invariant_is_caught_in_an_ordinary_session() {
    let library = harness::library();
    let mut missed = Vec::new();
    for name in ["imap", "qresync", "pop3", "pop3-pipelined", "smtp", "lmtp"] {
        let found = broken(&library, name, &[]).await;
        assert!(found.is_empty(), "{name}, without a fault: {found:?}");
    }
    for (fault, rule, name) in INVARIANTS {
        let found = broken(&library, name, &[fault]).await;
        if !found.contains(rule) {
            missed.push(format!("{fault}: {rule} is not among {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
