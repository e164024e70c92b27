//! SCRAM-…-PLUS over real TLS: a client that has only what its own end of the handshake tells it
//! (RFC 5802, RFC 5929, RFC 9266).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use mailspec_reference_server::{ReferenceServer, Service};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

type Failure = Box<dyn std::error::Error>;
type Tls = BufReader<TlsStream<TcpStream>>;

async fn server() -> Result<ReferenceServer, Failure> {
    let builder = ReferenceServer::builder().account("user", "pencil");
    let builder = builder.pop3s("127.0.0.1:0").imap("127.0.0.1:0");
    Ok(builder.submission("127.0.0.1:0").start().await?)
}

/// Says a line, when there is one, and gives the first that answers and is not passed over.
async fn say<T: AsyncRead + AsyncWrite + Unpin>(
    peer: &mut BufReader<T>,
    line: &str,
    passed: &[&str],
) -> Result<String, Failure> {
    if !line.is_empty() {
        peer.write_all(format!("{line}\r\n").as_bytes()).await?;
        peer.flush().await?;
    }
    loop {
        let mut answer = String::new();
        if peer.read_line(&mut answer).await? == 0 {
            return Err("the connection is closed".into());
        }
        if !passed.iter().any(|start| answer.starts_with(start)) {
            return Ok(answer.trim_end().to_owned());
        }
    }
}

async fn handshake(
    server: &ReferenceServer,
    stream: TcpStream,
    version: &'static SupportedProtocolVersion,
) -> Result<Tls, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(
        server.certificate_pem().as_bytes(),
    )?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost")?;
    let connector = TlsConnector::from(Arc::new(config));
    Ok(BufReader::new(connector.connect(name, stream).await?))
}

/// What the client knows of the channel.
fn binding(peer: &Tls, kind: &str) -> Result<Vec<u8>, Failure> {
    let (_, connection) = peer.get_ref().get_ref();
    if kind == "tls-exporter" {
        let octets =
            connection.export_keying_material([0; 32], b"EXPORTER-Channel-Binding", Some(&[]))?;
        return Ok(octets.to_vec());
    }
    let certificates = connection.peer_certificates().ok_or("no certificate")?;
    let first = certificates.first().ok_or("no certificate")?;
    Ok(Sha256::digest(first).to_vec())
}

/// The last message of the client, and the signature that the server must show.
macro_rules! proof {
    ($digest:ty, $size:literal, $bare:expr, $server_first:expr, $header:expr) => {{
        let hmac = |key: &[u8], text: &[u8]| -> Result<Vec<u8>, Failure> {
            let mut mac = Hmac::<$digest>::new_from_slice(key)?;
            mac.update(text);
            Ok(mac.finalize().into_bytes().to_vec())
        };
        let field = |key: &str| {
            let found = $server_first
                .split(',')
                .find_map(|part| part.strip_prefix(key));
            found.ok_or_else(|| format!("no {key} in {}", $server_first))
        };
        let salt = BASE64.decode(field("s=")?)?;
        let rounds: u32 = field("i=")?.parse()?;
        let salted = pbkdf2::pbkdf2_hmac_array::<$digest, $size>(b"pencil", &salt, rounds);
        let key = hmac(&salted, b"Client Key")?;
        let without = format!("c={},r={}", BASE64.encode($header), field("r=")?);
        let signed = format!("{},{},{without}", $bare, $server_first);
        let signature = hmac(&<$digest>::digest(&key), signed.as_bytes())?;
        let proof: Vec<u8> = key.iter().zip(&signature).map(|(a, b)| a ^ b).collect();
        let server = hmac(&hmac(&salted, b"Server Key")?, signed.as_bytes())?;
        (
            format!("{without},p={}", BASE64.encode(proof)),
            format!("v={}", BASE64.encode(server)),
        )
    }};
}

/// How one protocol carries SASL.
struct Carrier {
    command: &'static str,
    challenge: &'static str,
    success: &'static str,
    failure: &'static str,
}

const POP3: Carrier = Carrier {
    command: "AUTH",
    challenge: "+ ",
    success: "+OK",
    failure: "-ERR",
};
const IMAP: Carrier = Carrier {
    command: "a AUTHENTICATE",
    challenge: "+ ",
    success: "a OK",
    failure: "a NO",
};
const SUBMISSION: Carrier = Carrier {
    command: "AUTH",
    challenge: "334 ",
    success: "235",
    failure: "535",
};

/// A whole exchange; `bound` is the binding data that the client shows.
async fn authenticate(
    peer: &mut Tls,
    carrier: &Carrier,
    sha1: bool,
    kind: &str,
    bound: &[u8],
) -> Result<bool, Failure> {
    let mechanism = if sha1 { "SCRAM-SHA-1" } else { "SCRAM-SHA-256" };
    let header = format!("p={kind},,");
    let bare = "n=user,r=fyko+d2lbbFgONRv9qkxdawL";
    let first = BASE64.encode(format!("{header}{bare}"));
    let answer = say(
        peer,
        &format!("{} {mechanism}-PLUS {first}", carrier.command),
        &[],
    )
    .await?;
    let challenge = |answer: &str| -> Result<String, Failure> {
        let text = answer.strip_prefix(carrier.challenge);
        let text = text.ok_or_else(|| format!("no challenge: {answer}"))?;
        Ok(String::from_utf8(BASE64.decode(text)?)?)
    };
    let server_first = challenge(&answer)?;
    let header = [header.as_bytes(), bound].concat();
    let (last, signature) = if sha1 {
        proof!(sha1::Sha1, 20, bare, server_first, &header)
    } else {
        proof!(Sha256, 32, bare, server_first, &header)
    };
    let answer = say(peer, &BASE64.encode(last), &[]).await?;
    if answer.starts_with(carrier.failure) {
        return Ok(false);
    }
    assert_eq!(challenge(&answer)?, signature);
    // The client has nothing to add: an empty response.
    peer.write_all(b"\r\n").await?;
    peer.flush().await?;
    let answer = say(peer, "", &["* "]).await?;
    assert!(answer.starts_with(carrier.success), "{answer}");
    Ok(true)
}

async fn open(
    server: &ReferenceServer,
    service: Service,
    version: &'static SupportedProtocolVersion,
) -> Result<Tls, Failure> {
    let address = server.address(service).ok_or("not listening")?;
    let stream = TcpStream::connect(address).await?;
    if service == Service::Pop3s {
        let mut peer = handshake(server, stream, version).await?;
        say(&mut peer, "", &[]).await?;
        return Ok(peer);
    }
    let mut plain = BufReader::new(stream);
    say(&mut plain, "", &[]).await?;
    let answer = match service {
        Service::Imap => say(&mut plain, "t STARTTLS", &["* "]).await?,
        _ => {
            say(&mut plain, "EHLO client.test", &["250-"]).await?;
            say(&mut plain, "STARTTLS", &[]).await?
        }
    };
    assert!(answer.starts_with("t OK") || answer.starts_with("220"));
    let mut peer = handshake(server, plain.into_inner(), version).await?;
    if service == Service::Submission {
        say(&mut peer, "EHLO client.test", &["250-"]).await?;
    }
    Ok(peer)
}

/// Every protocol, both hashes, both bindings, both versions of TLS.
#[tokio::test]
async fn whole_exchanges() -> Result<(), Failure> {
    let server = server().await?;
    let services = [
        (Service::Pop3s, POP3),
        (Service::Imap, IMAP),
        (Service::Submission, SUBMISSION),
    ];
    for (service, carrier) in services {
        for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
            for (sha1, kind) in [
                (true, "tls-exporter"),
                (false, "tls-exporter"),
                (true, "tls-server-end-point"),
                (false, "tls-server-end-point"),
            ] {
                let mut peer = open(&server, service, version).await?;
                let bound = binding(&peer, kind)?;
                assert!(authenticate(&mut peer, &carrier, sha1, kind, &bound).await?);
            }
        }
    }
    Ok(())
}

/// The data of another channel, of the other binding, or none; and then the right ones.
#[tokio::test]
async fn wrong_bindings_are_refused() -> Result<(), Failure> {
    let server = server().await?;
    for (service, carrier) in [(Service::Pop3s, POP3), (Service::Imap, IMAP)] {
        let other = open(&server, service, &rustls::version::TLS13).await?;
        let mut peer = open(&server, service, &rustls::version::TLS13).await?;
        let kind = "tls-exporter";
        let wrong = [
            binding(&other, kind)?,
            binding(&peer, "tls-server-end-point")?,
            Vec::new(),
        ];
        for bound in wrong {
            assert!(!authenticate(&mut peer, &carrier, false, kind, &bound).await?);
        }
        let bound = binding(&peer, kind)?;
        assert!(authenticate(&mut peer, &carrier, false, kind, &bound).await?);
    }
    Ok(())
}

/// Without -PLUS, a client that says that it could have bound is told of the downgrade; a binding
/// that the server does not know is refused.
#[tokio::test]
async fn downgrades_and_unknown_bindings_are_refused() -> Result<(), Failure> {
    let server = server().await?;
    let mut peer = open(&server, Service::Pop3s, &rustls::version::TLS13).await?;
    for (mechanism, first) in [
        ("SCRAM-SHA-256", "y,,n=user,r=abc"),
        ("SCRAM-SHA-256-PLUS", "p=tls-unique,,n=user,r=abc"),
        ("SCRAM-SHA-256-PLUS", "n,,n=user,r=abc"),
    ] {
        let line = format!("AUTH {mechanism} {}", BASE64.encode(first));
        let answer = say(&mut peer, &line, &[]).await?;
        assert!(answer.starts_with("-ERR"), "{answer}");
    }
    Ok(())
}
