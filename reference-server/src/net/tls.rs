//! Certificates and the rustls configuration. Nothing here reads a file.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::sync::Arc;

use crate::session::TlsInfo;

/// Which certificate the server shows and which clients' certificates it verifies.
#[derive(Debug, Clone, Default)]
pub struct TlsConfig {
    /// PEM certificate chain and PEM private key. `None`: a self-signed one is made for the
    /// server's domain, `localhost` and the loopback addresses.
    pub identity: Option<(String, String)>,
    /// PEM certificates of the authorities whose client certificates are accepted. A client may
    /// still come without one.
    pub client_authorities: Option<String>,
}

/// Why TLS could not be configured.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate could not be made.
    #[error("the self-signed certificate could not be made: {0}")]
    Generate(#[from] rcgen::Error),
    /// The given PEM text is not what it should be.
    #[error("the PEM text of the {0} can't be read")]
    Pem(&'static str),
    /// rustls refuses it.
    #[error(transparent)]
    Rustls(#[from] rustls::Error),
    /// The client authorities can't be used.
    #[error("the client authorities can't be used: {0}")]
    ClientAuthorities(String),
}

/// The server's side of TLS, ready for handshakes.
#[derive(Debug, Clone)]
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) certificate_pem: String,
    /// RFC 5929 tls-server-end-point.
    end_point: Vec<u8>,
}

impl Tls {
    pub(crate) fn new(config: &TlsConfig, domain: &str) -> Result<Self, TlsError> {
        let (chain, key, certificate_pem) = match &config.identity {
            Some((certificate, key)) => (
                certificates(certificate)?,
                PrivateKeyDer::from_pem_slice(key.as_bytes())
                    .map_err(|_| TlsError::Pem("private key"))?,
                certificate.clone(),
            ),
            None => self_signed(domain)?,
        };
        let first = chain.first().ok_or(TlsError::Pem("certificate"))?;
        let end_point = end_point(first.as_ref());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let builder = match &config.client_authorities {
            None => builder.with_no_client_auth(),
            Some(pem) => {
                let mut roots = RootCertStore::empty();
                for authority in certificates(pem)? {
                    roots.add(authority)?;
                }
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                        .allow_unauthenticated()
                        .build()
                        .map_err(|why| TlsError::ClientAuthorities(why.to_string()))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let config = builder.with_single_cert(chain, key)?;
        Ok(Self {
            config: Arc::new(config),
            certificate_pem,
            end_point,
        })
    }

    /// What a session may know of a finished handshake.
    pub(crate) fn info(&self, connection: &ServerConnection) -> TlsInfo {
        let exporter = connection
            .export_keying_material([0u8; 32], b"EXPORTER-Channel-Binding", Some(&[]))
            .map(|octets| octets.to_vec())
            .unwrap_or_default();
        let client_identity = connection
            .peer_certificates()
            .and_then(<[_]>::first)
            .and_then(|certificate| common_name(certificate.as_ref()));
        TlsInfo {
            client_identity,
            exporter,
            server_end_point: self.end_point.clone(),
        }
    }
}

/// RFC 5929 §4.1: the certificate by the hash of its own signature, or by SHA-256 where that is
/// MD5 or SHA-1. A signature without a hash of its own leaves the binding undefined: empty.
fn end_point(der: &[u8]) -> Vec<u8> {
    // The last octets of RSA's (1.2.840.113549.1.1) and ECDSA's (1.2.840.10045.4) identifiers.
    let algorithm = element(der)
        .and_then(|(_, certificate, _)| element(certificate))
        .and_then(|(_, _, signature)| element(signature))
        .and_then(|(_, algorithm, _)| element(algorithm))
        .map(|(_, oid, _)| oid);
    match algorithm.unwrap_or_default() {
        [.., 13, 1, 1, 12] | [.., 61, 4, 3, 3] => Sha384::digest(der).to_vec(),
        [.., 13, 1, 1, 13] | [.., 61, 4, 3, 4] => Sha512::digest(der).to_vec(),
        [.., 13, 1, 1, 4 | 5 | 11] | [.., 61, 4, 1] | [.., 61, 4, 3, 2] => {
            Sha256::digest(der).to_vec()
        }
        _ => Vec::new(),
    }
}

fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| TlsError::Pem("certificate"))
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>, String);

fn self_signed(domain: &str) -> Result<Identity, TlsError> {
    let names = [domain, "localhost", "127.0.0.1", "::1"];
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names)?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    Ok((vec![made.cert.der().clone()], key.into(), made.cert.pem()))
}

/// The subject's last commonName, from DER that the verifier has already accepted. Its OID's
/// encoding (2.5.4.3) is looked for in the subject only: the sequence after the validity.
fn common_name(der: &[u8]) -> Option<String> {
    let (_, certificate, _) = element(der)?;
    let (_, mut rest, _) = element(certificate)?;
    // TBSCertificate: [0] version, serialNumber, signature, issuer, validity, subject
    let (tag, _, after) = element(rest)?;
    if tag == 0xa0 {
        rest = after;
    }
    for _ in 0..4 {
        rest = element(rest)?.2;
    }
    let (_, subject, _) = element(rest)?;
    let mut sets = subject;
    let mut found = None;
    while let Some((_, mut set, after)) = element(sets) {
        sets = after;
        while let Some((_, attribute, next)) = element(set) {
            set = next;
            let Some((_, oid, value)) = element(attribute) else {
                continue;
            };
            if oid == [0x55, 0x04, 0x03]
                && let Some((_, text, _)) = element(value)
                && let Ok(text) = std::str::from_utf8(text)
            {
                found = Some(text.to_owned());
            }
        }
    }
    found
}

/// The first DER element: its tag, its contents, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 {
            return None;
        }
        let (octets, rest) = rest.split_at_checked(count)?;
        let length = octets
            .iter()
            .fold(0usize, |sum, &octet| sum << 8 | usize::from(octet));
        (length, rest)
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((tag, contents, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_point_has_the_hash_of_the_signature() {
        let made = |algorithm: &'static rcgen::SignatureAlgorithm| {
            let key = rcgen::KeyPair::generate_for(algorithm).expect("a key");
            let parameters = rcgen::CertificateParams::new(Vec::new()).expect("ok");
            parameters.self_signed(&key).expect("signs").der().to_vec()
        };
        let der = made(&rcgen::PKCS_ECDSA_P256_SHA256);
        assert_eq!(end_point(&der), Sha256::digest(&der).to_vec());
        let der = made(&rcgen::PKCS_ECDSA_P384_SHA384);
        assert_eq!(end_point(&der), Sha384::digest(&der).to_vec());
        assert!(end_point(&made(&rcgen::PKCS_ED25519)).is_empty());
        assert!(end_point(b"no certificate").is_empty());
    }

    #[test]
    fn the_common_name_is_the_subjects() {
        let mut parameters = rcgen::CertificateParams::new(vec!["a.test".to_owned()]).expect("ok");
        let name = &mut parameters.distinguished_name;
        name.push(rcgen::DnType::OrganizationName, "Example");
        name.push(rcgen::DnType::CommonName, "alice");
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = parameters.self_signed(&key).expect("signs");
        assert_eq!(common_name(certificate.der()), Some("alice".to_owned()));
    }

    #[test]
    fn broken_der_has_no_name() {
        for der in [&b""[..], b"0", b"0\x84", b"0\x80", b"\x30\x03\x30\x01\x00"] {
            assert_eq!(common_name(der), None);
        }
    }

    #[test]
    fn pem_that_is_none_is_refused() {
        let config = TlsConfig {
            identity: Some(("x".into(), "y".into())),
            client_authorities: None,
        };
        assert!(matches!(
            Tls::new(&config, "example.test"),
            Err(TlsError::Pem(_))
        ));
    }
}
