//! Every service over a socket, on one store.

use mailspec_reference_server::{ReferenceServer, Service};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Failure = Box<dyn std::error::Error>;

/// Sends everything at once and reads to the end; the dialogue must end in the protocol's QUIT.
async fn talk(server: &ReferenceServer, service: Service, text: &str) -> Result<String, Failure> {
    let address = server.address(service).ok_or("not listening")?;
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(text.as_bytes()).await?;
    let mut all = String::new();
    stream.read_to_string(&mut all).await?;
    Ok(all)
}

#[tokio::test]
async fn what_smtp_takes_the_others_show() -> Result<(), Failure> {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .start()
        .await?;
    for service in [Service::Smtp, Service::Lmtp] {
        let hello = if service == Service::Lmtp {
            "LHLO"
        } else {
            "EHLO"
        };
        let said = talk(
            &server,
            service,
            &format!(
                "{hello} client.test\r\nMAIL FROM:<bob@remote.test>\r\n\
                 RCPT TO:<alice@example.test>\r\nDATA\r\nSubject: hi\r\n\r\n..x\r\n.\r\nQUIT\r\n"
            ),
        )
        .await?;
        assert!(said.contains("\r\n354"), "{said}");
    }
    let said = talk(
        &server,
        Service::Pop3,
        "USER alice\r\nPASS secret\r\nTOP 1 9\r\nQUIT\r\n",
    )
    .await?;
    assert!(said.contains("\r\n..x\r\n.\r\n"), "{said}");
    let said = talk(&server, Service::Pop2, "HELO alice secret\r\nQUIT\r\n").await?;
    assert!(said.contains("\r\n#2 "), "{said}");
    let said = talk(
        &server,
        Service::Imap,
        "a LOGIN alice secret\r\nb SELECT INBOX\r\nc FETCH 1 BODY[TEXT]\r\nd LOGOUT\r\n",
    )
    .await?;
    assert!(
        said.contains("* 2 EXISTS\r\n") && said.contains("{4}\r\n.x\r\n"),
        "{said}"
    );
    let said = talk(
        &server,
        Service::Submission,
        "EHLO c.test\r\nAUTH PLAIN AGFsaWNlAHNlY3JldA==\r\nQUIT\r\n",
    )
    .await?;
    assert!(
        said.contains("SCRAM-SHA-256") && said.contains("\r\n235"),
        "{said}"
    );
    Ok(())
}
