//! What a person sees when something is broken: the first screen of a failure, as a snapshot. Times,
//! ports and other things that differ from run to run are filtered; the words are not.

mod harness;

use mailspec::report::failure::{Paint, story};
use mailspec::runner::Status;
use rstest::rstest;

#[rstest]
#[case::pop3_rset("pop3-rset-does-nothing", "pop3/transaction/rset-unmarks")]
#[case::pop3_dele_twice("pop3-dele-twice-ok", "pop3/transaction/dele-twice")]
#[case::pop3_no_byte_stuffing("pop3-no-byte-stuffing", "pop3/retrieve/dots-are-stuffed")]
#[case::smtp_rset("smtp-rset-keeps-recipients", "smtp/rset/forgets-the-recipients")]
#[case::imap_peek("imap-body-peek-sets-seen", "imap/fetch/peek-keeps-unseen")]
#[case::imap_size("imap-size-off-by-crs", "imap/fetch/size-and-body-together")]
#[tokio::test]
async fn a_failure_tells_its_story(#[case] fault: &str, #[case] wanted: &str) {
    let library = harness::library();
    let requirement = mailspec_reference_server::faults::find(fault)
        .expect("a fault of this name")
        .requirement;
    let case = library
        .corpus
        .get(wanted)
        .or_else(|| {
            library
                .corpus
                .covering(&library.catalogue, requirement)
                .next()
        })
        .unwrap_or_else(|| panic!("no case covers {requirement}"))
        .clone();
    let finished = harness::play(&library, vec![case], &[fault]).await;
    let broken = finished
        .iter()
        .find(|one| matches!(one.status, Status::Failed | Status::NonStrict))
        .expect("the case notices the fault");
    let root = format!("{}/", env!("CARGO_MANIFEST_DIR"));
    let text = story(broken, Paint::PLAIN).replace(&root, "");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"  \d+ ms|  \d\.\d s", "");
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"account user\d+", "account USER");
    settings.add_filter(r"user\d+", "USER");
    settings.add_filter(r"mailspec-\d+", "mailspec-N");
    settings.add_filter(r"<[0-9a-f.]+@", "<TIMESTAMP@");
    settings.add_filter(
        r"\[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ|MAILBOXID) [^\]]+\]",
        "[$1 …]",
    );
    settings.add_filter(r"\[CAPABILITY [^\]]+\]", "[CAPABILITY …]");
    settings.add_filter(r"\w{3}, \d+ \w{3} 2\d{3} [\d:]+ \+0000", "DATE");
    settings.add_filter(r" +\n", "\n");
    settings.set_omit_expression(true);
    settings.set_snapshot_suffix(fault);
    settings.bind(|| insta::assert_snapshot!("story", text));
}
