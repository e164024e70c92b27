//! The crate as the author of a client's tests uses it: what is looked into, what is refused, and
//! that nothing is left behind.

use jiff::Timestamp;
use mailspec_reference_server::net::ManualClock;
use mailspec_reference_server::store::StoreError;
use mailspec_reference_server::{Builder, ReferenceServer, Service};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

type Failure = Box<dyn std::error::Error>;

/// Far more than is ever waited: what does not come shall fail, not hang.
const PATIENCE: Duration = Duration::from_secs(30);

fn connect(address: Option<SocketAddr>) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(address.ok_or("not listening")?)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn refused(address: SocketAddr) -> bool {
    TcpStream::connect(address).is_err()
}

#[test]
fn a_test_without_async_sees_what_its_client_did() -> Result<(), Failure> {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .mailbox("alice", "Work/Büro")
        .start_blocking()?;
    let mut client = connect(server.address(Service::Smtp))?;
    client.write_all(
        b"EHLO c.test\r\nMAIL FROM:<bob@remote.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n\
          Subject: hi\r\n\r\nx\r\n.\r\nQUIT\r\n",
    )?;
    let mut said = String::new();
    client.read_to_string(&mut said)?;
    assert!(said.contains("\r\n221 "), "{said}");
    let inbox = server.messages("alice", "INBOX");
    assert_eq!(inbox.len(), 1);
    assert!(inbox[0].octets.ends_with(b"Subject: hi\r\n\r\nx\r\n"));

    server.append("alice", "Work/Büro", "x\r\n", ["\\Seen", "$Junk"])?;
    assert_eq!(
        server.messages("alice", "Work/Büro")[0].flags,
        ["\\Seen", "$Junk"]
    );
    for flag in ["\\Odd", "a(b", ""] {
        let why = server.append("alice", "INBOX", "x\r\n", [flag]);
        assert_eq!(why, Err(StoreError::NoFlag(flag.to_owned())));
    }
    Ok(())
}

#[test]
fn a_drop_closes_ports_and_connections() -> Result<(), Failure> {
    let server = ReferenceServer::builder().start_blocking()?;
    let addresses = server.addresses().to_vec();
    let mut open = connect(server.address(Service::Pop3))?;
    let mut one = [0];
    open.read_exact(&mut one)?;
    drop(server);
    for (service, address) in addresses {
        assert!(refused(address), "{service} still answers");
    }
    let mut rest = Vec::new();
    open.read_to_end(&mut rest)?;
    assert!(rest.ends_with(b"\r\n"));
    Ok(())
}

/// The runtime of this test has one thread, so nobody but the drop itself can close anything.
#[tokio::test]
async fn a_drop_frees_the_ports_before_the_runtime_has_a_turn() -> Result<(), Failure> {
    let server = ReferenceServer::builder().start().await?;
    let addresses = server.addresses().to_vec();
    drop(server);
    for (service, address) in addresses {
        assert!(refused(address), "{service} still answers");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_with_threads_does_not_mind_a_runtime_around_it() -> Result<(), Failure> {
    let server = ReferenceServer::builder().start_blocking()?;
    let address = server.address(Service::Imap).ok_or("no IMAP")?;
    drop(server);
    assert!(refused(address));
    Ok(())
}

#[test]
fn a_timeout_is_tested_without_waiting() -> Result<(), Failure> {
    let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
    let server = ReferenceServer::builder()
        .clock(clock.clone())
        .pop3("127.0.0.1:0")
        .start_blocking()?;
    let mut idle = connect(server.address(Service::Pop3))?;
    let mut one = [0];
    idle.read_exact(&mut one)?;
    clock.advance(Duration::from_secs(24 * 60 * 60));
    let mut rest = String::new();
    idle.read_to_string(&mut rest)?;
    Ok(())
}

#[test]
fn what_cannot_start_says_why() -> Result<(), Failure> {
    let taken = ReferenceServer::builder()
        .imap("127.0.0.1:0")
        .start_blocking()?;
    let port = taken.address(Service::Imap).ok_or("no IMAP")?;
    let new = ReferenceServer::builder;
    let one = || new().account("a", "b");
    let wrong: Vec<(Builder, &str)> = vec![
        (new().imap(port), "can't listen for imap on"),
        (new().imap(143), "wanted is one such as 127.0.0.1:0"),
        (
            new().fault("pop3-noop-er"),
            "the closest are: pop3-noop-err",
        ),
        (new().trouble("delay:5"), "\"5\" is no duration"),
        (new().account("", "x"), "an account can't be called \"\""),
        (new().account("a\r\n", "x"), "control characters"),
        (new().message("zed", "x"), "no account \"zed\""),
        (new().quota("zed", 1), "a quota for \"zed\""),
        (new().mailbox("zed", "x"), "a mailbox for \"zed\""),
        (one().mailbox("a", "INBOX"), "exists already"),
        (
            one().quota("a", 1).message("a", "xx"),
            "the quota would be exceeded",
        ),
        (
            one().condition("a", "in-use".parse()?),
            "a condition of mailboxes",
        ),
        (new().domain(""), "can't be a domain"),
        (new().hostname("a\r\nb"), "can't be a hostname"),
    ];
    for (builder, wanted) in wrong {
        let why = match builder.start_blocking() {
            Ok(_) => return Err(format!("it starts, without: {wanted}").into()),
            Err(why) => why.to_string(),
        };
        assert!(why.contains(wanted), "{why}");
    }
    Ok(())
}
