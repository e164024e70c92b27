//! What the network layer and a protocol session say to each other. No session touches a socket
//! or a clock: octets and explicit time go in, octets, effects and deadlines come out.

use jiff::Timestamp;
use std::sync::Arc;

/// What a session asks of whoever carries its octets, after its output has been taken and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Write the output, then do the TLS handshake, then call `tls_started`.
    StartTls,
    /// Write the output, then compress both directions from here (RFC 4978).
    Compress,
    /// Write the output, then end the compression of both directions (RFC 8437 §4.1).
    Decompress,
    /// Write the output, then close the connection.
    Close,
}

/// What a TLS layer knows of its peer and itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsInfo {
    /// Subject of a verified client certificate, for SASL EXTERNAL.
    pub client_identity: Option<String>,
    /// RFC 9266 tls-exporter, for SCRAM-…-PLUS.
    pub exporter: Vec<u8>,
    /// RFC 5929 tls-server-end-point: hash of the server certificate.
    pub server_end_point: Vec<u8>,
}

/// Called, from any thread, when something has changed that the session should look at (`tick`).
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// One connection's protocol.
pub trait Session: Send {
    /// The connection stands: the greeting goes out. `tls` is set on an implicit-TLS port.
    fn start(&mut self, tls: Option<TlsInfo>, now: Timestamp);
    /// Octets have arrived, cut anywhere.
    fn receive(&mut self, octets: &[u8], now: Timestamp);
    /// How many of the octets that come next are only kept, being message data: so many may be handed over
    /// in one piece, however many lines they are.
    fn keeps(&self) -> usize {
        0
    }
    /// Moves what is to be written onto `output`; where that is more than a mebibyte perhaps only a part of it.
    /// The rest comes when it is called again, and nothing comes when all is taken.
    fn take_output(&mut self, output: &mut Vec<u8>);
    /// What is to be done next, after the output was written; `None` when nothing is left. Input that
    /// arrives in the same read after STARTTLS is the session's to discard.
    fn take_effect(&mut self) -> Option<Effect>;
    /// The handshake that `Effect::StartTls` asked for is done.
    fn tls_started(&mut self, tls: TlsInfo, now: Timestamp);
    /// When `tick` is due at the latest; `None`: not before something else happens.
    fn deadline(&self) -> Option<Timestamp>;
    /// The deadline has passed or the waker was called.
    fn tick(&mut self, now: Timestamp);
    /// The peer closed or broke the connection.
    fn closed(&mut self, now: Timestamp);
}
