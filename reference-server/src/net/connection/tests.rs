//! A connection over a pipe: a peer that does not read, compression. Opens no socket.

use super::*;
use crate::net::{Limits, ManualClock, Tls, TlsConfig, WireLog};
use jiff::Timestamp;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, DuplexStream};

/// Answers each line with `answer`, and asks for compression after `COMPRESS`.
struct Echo {
    answer: usize,
    lines: Arc<AtomicUsize>,
    output: Vec<u8>,
    effect: Option<Effect>,
}

impl Session for Echo {
    fn start(&mut self, _: Option<TlsInfo>, _: Timestamp) {}
    fn receive(&mut self, octets: &[u8], _: Timestamp) {
        self.lines.fetch_add(1, Ordering::SeqCst);
        self.output.resize(self.answer, b'x');
        self.output.extend_from_slice(octets);
        self.effect = match octets {
            b"COMPRESS\n" => Some(Effect::Compress),
            b"QUIT\n" => Some(Effect::Close),
            _ => None,
        };
    }
    fn take_output(&mut self, output: &mut Vec<u8>) {
        output.append(&mut self.output);
    }
    fn take_effect(&mut self) -> Option<Effect> {
        self.effect.take()
    }
    fn tls_started(&mut self, _: TlsInfo, _: Timestamp) {}
    fn deadline(&self) -> Option<Timestamp> {
        None
    }
    fn tick(&mut self, _: Timestamp) {}
    fn closed(&mut self, _: Timestamp) {}
}

fn echo(answer: usize) -> (DuplexStream, Arc<AtomicUsize>) {
    let (ours, theirs) = tokio::io::duplex(1024);
    let lines = Arc::new(AtomicUsize::new(0));
    let shared = Arc::new(Shared::new(
        Tls::new(&TlsConfig::default(), "example.test").expect("a certificate"),
        Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH)),
        WireLog::default(),
        Limits::default(),
    ));
    let counted = Arc::clone(&lines);
    let factory: SessionFactory = Arc::new(move |_| {
        Box::new(Echo {
            answer,
            lines: Arc::clone(&counted),
            output: Vec::new(),
            effect: None,
        })
    });
    let peer = SocketAddr::from(([127, 0, 0, 1], 1));
    tokio::spawn(serve(
        Box::new(theirs),
        peer,
        Service::Imap,
        shared,
        factory,
    ));
    (ours, lines)
}

/// One thread, so that yielding lets the connection go as far as it can.
#[tokio::test]
async fn a_peer_that_does_not_read_is_not_answered_further() {
    let (mut peer, lines) = echo(2 * HIGH_WATER);
    peer.write_all(&b"x\n".repeat(200)).await.expect("writes");
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(lines.load(Ordering::SeqCst), 1);
    let mut read = vec![0; 200 * (2 * HIGH_WATER + 2)];
    peer.read_exact(&mut read).await.expect("all answers");
    assert_eq!(lines.load(Ordering::SeqCst), 200);
}

#[tokio::test]
async fn both_directions_are_compressed_after_the_answer() {
    let (mut peer, _) = echo(0);
    peer.write_all(b"a\nCOMPRESS\n").await.expect("writes");
    let mut plain = [0; 11];
    peer.read_exact(&mut plain).await.expect("reads");
    assert_eq!(&plain, b"a\nCOMPRESS\n");
    let mut deflate = Deflate::new();
    let packed = deflate.deflate(b"b\nQUIT\n").expect("deflates");
    peer.write_all(&packed).await.expect("writes");
    let mut all = Vec::new();
    peer.read_to_end(&mut all).await.expect("reads");
    assert_eq!(deflate.inflate(&all).expect("inflates").1, b"b\nQUIT\n");
}
