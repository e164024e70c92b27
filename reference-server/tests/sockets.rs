//! The server over real sockets: listeners, TLS, STLS, limits, the end.

use mailspec_reference_server::net::{Limits, ManualClock, TlsConfig, Who};
use mailspec_reference_server::{Builder, ReferenceServer, Service, StartError};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

type Failure = Box<dyn std::error::Error>;
type Outcome = Result<(), Failure>;

fn builder() -> Builder {
    ReferenceServer::builder()
        .account("alice", "secret")
        .message("alice", b"Subject: one\r\n\r\n.dot\r\n")
}

async fn connect(server: &ReferenceServer, service: Service) -> Result<TcpStream, Failure> {
    let address = server.address(service).ok_or("not listening")?;
    Ok(TcpStream::connect(address).await?)
}

/// Says a line, when there is one, and gives the next.
async fn say<T: AsyncRead + AsyncWrite + Unpin>(
    peer: &mut BufReader<T>,
    line: &str,
) -> Result<String, Failure> {
    if !line.is_empty() {
        peer.write_all(format!("{line}\r\n").as_bytes()).await?;
        peer.flush().await?;
    }
    let mut answer = String::new();
    peer.read_line(&mut answer).await?;
    Ok(answer)
}

async fn rest<T: AsyncRead + AsyncWrite + Unpin>(peer: &mut T) -> Result<String, Failure> {
    let mut all = String::new();
    peer.read_to_string(&mut all).await?;
    Ok(all)
}

fn connector(server: &ReferenceServer) -> Result<TlsConnector, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(
        server.certificate_pem().as_bytes(),
    )?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[tokio::test]
async fn a_whole_session() -> Outcome {
    let server = builder().wire_log(true).pop3("127.0.0.1:0").start().await?;
    let mut stream = connect(&server, Service::Pop3).await?;
    stream
        .write_all(b"USER alice\r\nPASS secret\r\nRETR 1\r\nDELE 1\r\nQUIT\r\nNOOP\r\n")
        .await?;
    let all = rest(&mut stream).await?;
    let lines: Vec<&str> = all.lines().skip(3).collect();
    assert_eq!(
        lines,
        [
            "+OK 22 octets",
            "Subject: one",
            "",
            "..dot",
            ".",
            "+OK message 1 deleted",
            "+OK bye"
        ]
    );
    assert!(server.store().open_maildrop("alice")?.messages.is_empty());
    server.deliver("alice", b"again\r\n")?;
    assert_eq!(server.store().open_maildrop("alice")?.messages.len(), 1);
    let log = server.wire_log().entries();
    assert!(
        log.iter()
            .any(|entry| entry.who == Who::Client && entry.octets.starts_with(b"USER"))
    );
    server.shutdown().await;
    Ok(())
}

#[tokio::test]
async fn implicit_tls() -> Outcome {
    let server = builder().pop3s("127.0.0.1:0").start().await?;
    let stream = connect(&server, Service::Pop3s).await?;
    let name = ServerName::try_from("localhost")?;
    let stream = connector(&server)?.connect(name, stream).await?;
    let mut peer = BufReader::new(stream);
    assert!(say(&mut peer, "").await?.starts_with("+OK"));
    assert!(say(&mut peer, "STLS").await?.starts_with("-ERR"));
    assert!(say(&mut peer, "QUIT").await?.starts_with("+OK"));
    assert_eq!(rest(&mut peer).await?, "");
    Ok(())
}

/// A client certificate says who it is.
#[tokio::test]
async fn external() -> Outcome {
    let authority_key = rcgen::KeyPair::generate()?;
    let mut parameters = rcgen::CertificateParams::new(Vec::new())?;
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = parameters.self_signed(&authority_key)?;
    let issuer = rcgen::Issuer::new(parameters, authority_key);
    let key = rcgen::KeyPair::generate()?;
    let mut parameters = rcgen::CertificateParams::new(Vec::new())?;
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, "alice");
    let certificate = parameters.signed_by(&key, &issuer)?;

    let tls = TlsConfig {
        identity: None,
        client_authorities: Some(authority.pem()),
    };
    let server = builder().tls(tls).pop3s("127.0.0.1:0").start().await?;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(
        server.certificate_pem().as_bytes(),
    )?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )?;
    let name = ServerName::try_from("localhost")?;
    let stream = connect(&server, Service::Pop3s).await?;
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    let mut peer = BufReader::new(stream);
    say(&mut peer, "").await?;
    assert!(
        say(&mut peer, "AUTH EXTERNAL Ym9i")
            .await?
            .starts_with("-ERR [AUTH]")
    );
    assert!(say(&mut peer, "AUTH EXTERNAL =").await?.starts_with("+OK"));
    Ok(())
}

#[tokio::test]
async fn stls_discards_what_was_pipelined() -> Outcome {
    for (fault, pipelined) in [("", false), ("pop3-stls-keeps-pipelined", true)] {
        let mut builder = builder().pop3("127.0.0.1:0");
        if !fault.is_empty() {
            builder = builder.fault(fault);
        }
        let server = builder.start().await?;
        let mut peer = BufReader::new(connect(&server, Service::Pop3).await?);
        say(&mut peer, "").await?;
        assert!(
            say(&mut peer, "STLS\r\nUSER alice")
                .await?
                .starts_with("+OK")
        );
        let name = ServerName::try_from("localhost")?;
        let stream = connector(&server)?.connect(name, peer.into_inner()).await?;
        let mut peer = BufReader::new(stream);
        // Without the fault, PASS has no USER before it.
        if pipelined {
            assert!(say(&mut peer, "").await?.starts_with("+OK password"));
        }
        let answer = say(&mut peer, "PASS secret").await?;
        assert_eq!(answer.starts_with("+OK"), pipelined, "{answer}");
    }
    Ok(())
}

#[tokio::test]
async fn one_connection_too_many_is_told_so() -> Outcome {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = builder().limits(limits).pop3("127.0.0.1:0").start().await?;
    let mut first = BufReader::new(connect(&server, Service::Pop3).await?);
    say(&mut first, "").await?;
    let mut second = connect(&server, Service::Pop3).await?;
    assert!(rest(&mut second).await?.starts_with("-ERR [SYS/TEMP]"));
    Ok(())
}

#[tokio::test]
async fn autologout_by_the_injected_clock() -> Outcome {
    let clock = ManualClock::at(jiff::Timestamp::UNIX_EPOCH);
    let server = builder()
        .clock(clock.clone())
        .pop3("127.0.0.1:0")
        .start()
        .await?;
    let mut peer = BufReader::new(connect(&server, Service::Pop3).await?);
    say(&mut peer, "").await?;
    say(&mut peer, "USER alice").await?;
    say(&mut peer, "PASS secret").await?;
    say(&mut peer, "DELE 1").await?;
    clock.advance(Duration::from_secs(599));
    assert!(say(&mut peer, "NOOP").await?.starts_with("+OK"));
    clock.advance(Duration::from_secs(601));
    assert_eq!(rest(&mut peer).await?, "");
    assert_eq!(server.store().open_maildrop("alice")?.messages.len(), 1);
    Ok(())
}

#[tokio::test]
async fn dropping_the_handle_ends_everything() -> Outcome {
    let server = builder().pop3("127.0.0.1:0").start().await?;
    let mut stream = connect(&server, Service::Pop3).await?;
    let mut greeting = [0u8; 3];
    stream.read_exact(&mut greeting).await?;
    drop(server);
    // The end of the stream or a reset: both are an end.
    let _ = stream.read_to_end(&mut Vec::new()).await;
    Ok(())
}

#[tokio::test]
async fn wrong_settings_are_named() -> Outcome {
    let why = builder().fault("pop3-stat-cuonts-deleted").start().await;
    assert!(
        matches!(&why, Err(StartError::Fault(fault)) if fault.closest[0] == "pop3-stat-counts-deleted")
    );
    let why = builder().message("nobody", b"").start().await;
    assert!(matches!(why, Err(StartError::Message { .. })));
    let why = builder().pop3("127.0.0.1:x").start().await;
    assert!(matches!(
        why,
        Err(StartError::Listen {
            service: Service::Pop3,
            ..
        })
    ));
    Ok(())
}

#[tokio::test]
async fn all_services_listen_when_none_is_named() -> Outcome {
    let server = builder().start().await?;
    assert!(server.address(Service::Pop3).is_some());
    assert!(server.address(Service::Pop3s).is_some());
    Ok(())
}

#[tokio::test]
async fn octets_one_by_one_and_a_large_message() -> Outcome {
    let large = [
        b"Subject: large\r\n\r\n".to_vec(),
        b"0123456789abcdef\r\n".repeat(200_000),
    ]
    .concat();
    let server = builder()
        .message("alice", &large)
        .pop3("127.0.0.1:0")
        .start()
        .await?;
    let mut stream = connect(&server, Service::Pop3).await?;
    stream.set_nodelay(true)?;
    for octet in b"USER alice\r\nPASS secret\r\n" {
        stream.write_all(&[*octet]).await?;
    }
    stream.write_all(b"RETR 2\r\nQUIT\r\n").await?;
    let all = rest(&mut stream).await?;
    assert!(all.contains(std::str::from_utf8(&large)?));
    assert!(all.ends_with(".\r\n+OK bye\r\n"));
    Ok(())
}

/// RFC 4865: nobody need be connected when the time comes.
#[tokio::test]
async fn held_mail_is_released_without_a_session() -> Outcome {
    let clock = ManualClock::at(jiff::Timestamp::UNIX_EPOCH);
    let server = builder()
        .clock(clock.clone())
        .submission("127.0.0.1:0")
        .start()
        .await?;
    let mut stream = connect(&server, Service::Submission).await?;
    stream
        .write_all(
            b"EHLO client.test\r\nAUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n\
            MAIL FROM:<alice@example.test> HOLDFOR=3600\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n",
        )
        .await?;
    let mut peer = BufReader::new(stream);
    while !say(&mut peer, "").await?.starts_with("354") {}
    assert!(
        say(&mut peer, "Subject: later\r\n\r\n.")
            .await?
            .starts_with("250")
    );
    assert!(say(&mut peer, "QUIT").await?.starts_with("221"));
    assert_eq!(rest(&mut peer).await?, "");
    let count = || server.store().messages("alice", "INBOX").len();
    clock.advance(Duration::from_secs(3599));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(count(), 1);
    clock.advance(Duration::from_secs(1));
    tokio::time::timeout(Duration::from_secs(10), async {
        while count() == 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await?;
    assert_eq!(count(), 2);
    Ok(())
}
