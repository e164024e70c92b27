//! What cannot be seen with a well-behaved server: what comes behind our own end of TLS.

use super::tls::Tls;
use super::{Arrival, Connection, Security};
use crate::target::embedded;
use crate::transcript::tree::Protocol;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

/// A server may write a line in clear behind our close_notify; it is neither read as TLS nor waited for.
#[tokio::test]
async fn a_line_in_clear_behind_our_close_notify_is_nobodys() {
    let (target, server) = embedded::start(&[]).await.unwrap();
    let mut endpoint = target.tls_services[&Protocol::Imap].clone();
    assert_eq!(endpoint.security, Security::Implicit);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let behind = (endpoint.host.clone(), endpoint.port);
    endpoint.port = listener.local_addr().unwrap().port();

    // Between the two: passes octets on until it is told that the greeting is there, and from then on only waits for
    // the client's end to answer it in clear.
    let (greeted, mut told) = oneshot::channel::<()>();
    let between = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut server = TcpStream::connect(behind).await.unwrap();
        let (mut ours, mut theirs) = ([0; 4096], [0; 4096]);
        loop {
            tokio::select! {
                _ = &mut told => break,
                count = client.read(&mut ours) => server.write_all(&ours[..count.unwrap()]).await.unwrap(),
                count = server.read(&mut theirs) => client.write_all(&theirs[..count.unwrap()]).await.unwrap(),
            }
        }
        let mut end = Vec::new();
        client.read_to_end(&mut end).await.unwrap();
        client
            .write_all(b"421 this is no TLS record\r\n")
            .await
            .unwrap();
        end.len()
    });

    let within = Duration::from_secs(10);
    let mut connection = Connection::open(&endpoint, &Tls::untrusting(), within)
        .await
        .unwrap();
    let mut greeting = Vec::new();
    let arrival = connection
        .read(&mut greeting, Instant::now() + within)
        .await;
    assert!(matches!(arrival, Arrival::Octets(_)), "{arrival:?}");
    greeted.send(()).unwrap();
    connection.close().await;
    let sent = timeout(within, between).await.unwrap().unwrap();
    assert!(sent > 0, "close_notify was not sent");
    drop(server);
}
