//! The proxy of `mailspec watch`, in the test's own process: octets go through unchanged, and what breaks
//! a rule is told.

use mailspec::catalogue::known::KnownFailures;
use mailspec::cli::Library;
use mailspec::session::tls::Tls;
use mailspec::transcript::Colour;
use mailspec::transcript::tree::Protocol;
use mailspec::watch::{Event, Route, Watch};
use mailspec_reference_server::{ReferenceServer, Service};
use std::net::SocketAddr;
use std::path::Path;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What breaks rules, and what is noted.
#[derive(Debug, Default)]
struct Told {
    rules: Vec<&'static str>,
    stories: String,
    notes: Vec<String>,
}

/// A watch in front of `upstream` that ends after `sessions` connections, and what it will tell.
async fn watch(
    protocol: Protocol,
    upstream: SocketAddr,
    sessions: usize,
) -> (SocketAddr, tokio::task::JoinHandle<(Told, bool)>) {
    watch_through(protocol, upstream, sessions, false).await
}

/// The same; with `tls` the server is spoken to under TLS.
async fn watch_through(
    protocol: Protocol,
    upstream: SocketAddr,
    sessions: usize,
    tls: bool,
) -> (SocketAddr, tokio::task::JoinHandle<(Told, bool)>) {
    let library = Library::load(Some(Path::new(env!("CARGO_MANIFEST_DIR"))), Colour::Plain)
        .unwrap_or_else(|error| panic!("{error}"));
    let route = Route {
        protocol,
        listen: "127.0.0.1:0".into(),
        upstream: upstream.to_string(),
        tls,
    };
    let known = KnownFailures::default();
    let catalogue = library.catalogue;
    let mut watch = Watch::open(vec![route], catalogue, known, Tls::untrusting())
        .await
        .expect("a port");
    let address = watch.addresses()[0].1;
    let told = tokio::spawn(async move {
        let mut told = Told::default();
        let mut watched = watch.begin(Some(sessions));
        while let Some(event) = watched.next().await {
            match event {
                Event::Found(found) => {
                    told.rules.push(found.finding.rule.id);
                    told.stories += &mailspec::report::failure::finding_story(
                        &found,
                        mailspec::report::failure::Paint::PLAIN,
                    );
                }
                Event::Note(note) => told.notes.push(note),
            }
        }
        drop(watched);
        let broken = watch.with_tally(|tally| tally.is_broken());
        (told, broken)
    });
    (address, told)
}

async fn talk(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(text.as_bytes()).await.expect("it reads");
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.expect("it closes");
    String::from_utf8_lossy(&all).into_owned()
}

const SESSION: &str = "a1 LOGIN alice sesame\r\n\
    a2 APPEND INBOX {21+}\r\nSubject: x\r\n\r\nhello\r\n\r\n\
    a3 SELECT INBOX\r\na4 FETCH 1 (BODY BODYSTRUCTURE BODY[1])\r\na5 LOGOUT\r\n";

async fn server(fault: Option<&str>) -> ReferenceServer {
    let mut builder = ReferenceServer::builder().account("alice", "sesame");
    if let Some(fault) = fault {
        builder = builder.fault(fault);
    }
    builder.start().await.expect("the server starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn under_tls_to_the_server_everything_is_judged() {
    let server = server(Some("imap-body-has-extension-data")).await;
    let upstream = server
        .address(Service::Imaps)
        .expect("it speaks IMAP under TLS");
    let (address, told) = watch_through(Protocol::Imap, upstream, 1, true).await;
    let said = talk(address, SESSION).await;
    assert!(said.contains("a4 OK") && said.contains("a5 OK"), "{said}");
    let (told, broken) = told.await.expect("it ends");
    assert_eq!(told.rules, ["imap/body-extension"]);
    assert!(broken);
    assert!(
        told.notes.iter().any(|note| note.contains("certificate")),
        "{:?}",
        told.notes
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_syntax_is_told_once_and_the_password_is_not() {
    let server = server(Some("imap-body-has-extension-data")).await;
    let upstream = server.address(Service::Imap).expect("it speaks IMAP");
    let (address, told) = watch(Protocol::Imap, upstream, 2).await;
    let first = talk(address, SESSION).await;
    assert!(
        first.contains("a4 OK") && first.contains("a5 OK"),
        "{first}"
    );
    talk(address, SESSION).await;
    let (told, broken) = told.await.expect("no panic");
    assert!(broken, "{told:?}");
    let mut once = told.rules.clone();
    once.dedup();
    assert_eq!(once, told.rules, "each rule once");
    assert!(told.stories.contains("imap session 1 from"), "{told:?}");
    assert!(!told.stories.contains("sesame"), "{}", told.stories);
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_server_breaks_nothing_and_its_octets_are_its_own() {
    let server = server(None).await;
    let upstream = server.address(Service::Imap).expect("it speaks IMAP");
    let twin = self::server(None).await;
    let direct = talk(
        twin.address(Service::Imap).expect("it speaks IMAP"),
        SESSION,
    )
    .await;
    twin.shutdown().await;
    let (address, told) = watch(Protocol::Imap, upstream, 1).await;
    let through = talk(address, SESSION).await;
    let without_number = |text: &str| text.split_once("\r\n").map(|(_, rest)| rest.to_owned());
    assert_eq!(without_number(&direct), without_number(&through));
    let (told, broken) = told.await.expect("no panic");
    assert!(!broken && told.rules.is_empty(), "{told:?}");
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_octets_go_through_in_both_directions_and_a_half_close_is_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let upstream = listener.local_addr().expect("an address");
    let (address, told) = watch(Protocol::Smtp, upstream, 1).await;
    // Some megabytes of every octet, of which the other side reads nothing until it has sent its own.
    let octets: Vec<u8> = (0..4_000_000_u32)
        .map(|n| (n.wrapping_mul(n) / 7) as u8)
        .collect();
    let expected = octets.clone();
    let echo = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut all = Vec::new();
        // It ends only if the client's half-close comes through.
        stream.read_to_end(&mut all).await.expect("readable");
        stream.write_all(&all).await.expect("writable");
    });
    let mut client = TcpStream::connect(address).await.expect("it listens");
    client.write_all(&octets).await.expect("writable");
    client.shutdown().await.expect("half-closed");
    let mut back = Vec::new();
    client.read_to_end(&mut back).await.expect("readable");
    assert!(back == expected, "{} octets came back", back.len());
    echo.await.expect("no panic");
    told.await.expect("no panic");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_passed_on_and_said_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let upstream = listener.local_addr().expect("an address");
    let (address, told) = watch(Protocol::Imap, upstream, 1).await;
    let hello = [22, 3, 1, 0, 2, 1, 0];
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut all = [0; 7];
        stream.read_exact(&mut all).await.expect("readable");
        stream
            .write_all(b"\x16\x03\x03\r\n* nonsense\r\n")
            .await
            .expect("writable");
        all
    });
    let mut client = TcpStream::connect(address).await.expect("it listens");
    client.write_all(&hello).await.expect("writable");
    let mut back = Vec::new();
    client.read_to_end(&mut back).await.expect("readable");
    assert_eq!(back, b"\x16\x03\x03\r\n* nonsense\r\n");
    assert_eq!(server.await.expect("no panic"), hello);
    drop(client);
    let (told, broken) = told.await.expect("no panic");
    assert!(!broken && told.rules.is_empty(), "{told:?}");
    assert!(
        told.notes[0].contains("TLS from the first octet"),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let upstream = listener.local_addr().expect("an address");
    drop(listener);
    let (address, told) = watch(Protocol::Pop3, upstream, 1).await;
    // The reset may come before the connection is known to be there.
    let mut all = Vec::new();
    if let Ok(mut client) = TcpStream::connect(address).await {
        let _ = client.read_to_end(&mut all).await;
    }
    assert!(all.is_empty());
    let (told, _) = told.await.expect("no panic");
    assert!(told.notes[0].contains("cannot reach"), "{told:?}");
}
