use mailspec_reference_server::jiff::Timestamp;
use mailspec_reference_server::net::ManualClock;
use mailspec_reference_server::*;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;
fn talk(a: std::net::SocketAddr, t: &str) -> String {
    let mut s = TcpStream::connect(a).unwrap();
    s.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    s.write_all(t.as_bytes()).unwrap();
    let mut v = String::new();
    let _ = s.read_to_string(&mut v);
    v
}
#[test]
fn blocking() {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .account("bob", "x")
        .mailbox("bob", "Work/Ü")
        .start_blocking()
        .unwrap();
    let a = server.address(Service::Smtp).unwrap();
    let v = talk(
        a,
        "EHLO c\r\nMAIL FROM:<bob@example.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nS: 1\r\n\r\nx\r\n.\r\nQUIT\r\n",
    );
    assert!(v.contains("221"), "{v}");
    assert_eq!(server.messages("alice", "INBOX").len(), 1);
    let i = server.address(Service::Imap).unwrap();
    let mut open = TcpStream::connect(i).unwrap();
    let mut b = [0; 10];
    open.read_exact(&mut b).unwrap();
    drop(server);
    assert!(TcpStream::connect(a).is_err());
    assert!(TcpStream::connect(i).is_err());
    open.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut rest = vec![];
    let _ = open.read_to_end(&mut rest);
    println!("{:?}", String::from_utf8_lossy(&rest));
}
#[tokio::test]
async fn dropped_async() {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .start()
        .await
        .unwrap();
    let a = server.address(Service::Smtp).unwrap();
    drop(server);
    assert!(TcpStream::connect(a).is_err());
}
#[tokio::test]
async fn blocking_in_async() {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .start_blocking()
        .unwrap();
    let a = server.address(Service::Smtp).unwrap();
    drop(server);
    assert!(TcpStream::connect(a).is_err());
}
#[test]
fn errors() {
    let s = ReferenceServer::builder().start_blocking().unwrap();
    let p = s.address(Service::Imap).unwrap();
    for b in [
        ReferenceServer::builder().imap(p),
        ReferenceServer::builder().imap("nonsense"),
        ReferenceServer::builder().imap(143),
        ReferenceServer::builder().fault("imap-no-such"),
        ReferenceServer::builder().trouble("dlay:5"),
        ReferenceServer::builder().trouble("delay:5"),
        ReferenceServer::builder().account("", "x"),
        ReferenceServer::builder().account("a\r\n", "x"),
        ReferenceServer::builder().message("zed", "x"),
        ReferenceServer::builder().quota("zed", 1),
        ReferenceServer::builder().mailbox("zed", "x"),
        ReferenceServer::builder()
            .account("a", "b")
            .mailbox("a", "INBOX"),
        ReferenceServer::builder()
            .account("a", "b")
            .quota("a", 1)
            .message("a", "long"),
        ReferenceServer::builder().domain(""),
        ReferenceServer::builder().domain("a b"),
        ReferenceServer::builder().hostname("a\r\nb"),
        ReferenceServer::builder()
            .account("a", "b")
            .condition("a", "in-use".parse().unwrap()),
    ] {
        match b.start_blocking() {
            Ok(_) => println!("STARTED"),
            Err(e) => println!("{e}"),
        }
    }
}
#[test]
fn clock() {
    let clock = ManualClock::at("2026-01-31T12:00:00Z".parse::<Timestamp>().unwrap());
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .seed(1)
        .clock(clock.clone())
        .pop3("127.0.0.1:0")
        .start_blocking()
        .unwrap();
    let mut s = TcpStream::connect(server.address(Service::Pop3).unwrap()).unwrap();
    let mut b = [0; 3];
    s.read_exact(&mut b).unwrap();
    clock.advance(Duration::from_secs(3600));
    let mut v = String::new();
    s.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    println!("{:?} {v}", s.read_to_string(&mut v));
    println!("{v}");
}
