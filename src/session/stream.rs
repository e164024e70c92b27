//! One TCP or TLS stream with a deadline on every operation. While it writes it goes on reading,
//! so that a server that answers a long pipeline early cannot deadlock with us.

use super::tls::{Certificate, Tls};
use super::{Endpoint, Security, SessionError};
use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::client::TlsStream;

/// What reading led to.
#[derive(Debug)]
pub enum Arrival {
    /// These many octets were appended to the buffer.
    Octets(usize),
    /// The server has closed its side.
    Closed,
    /// The connection broke; the system's words.
    Broken(String),
    /// Nothing arrived in time.
    Deadline,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// Between plain and TLS, or after a failed handshake.
    Gone,
}

/// A connection to a target.
pub struct Connection {
    stream: Stream,
    /// Octets that arrived while we were writing.
    inbox: Vec<u8>,
    ended: Option<Ended>,
    endpoint: String,
    host: String,
    /// What the certificate said, once there was a handshake.
    pub certificate: Option<Certificate>,
}

#[derive(Clone)]
enum Ended {
    Closed,
    Broken(String),
}

/// One read takes at most this many octets.
const READ: usize = 32 * 1024;

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Connection({})", self.endpoint)
    }
}

impl Connection {
    /// Connects, and does the handshake where the endpoint wants TLS from the first octet.
    ///
    /// # Errors
    /// When there is no connection or no handshake before `within` has passed.
    pub async fn open(
        endpoint: &Endpoint,
        tls: &Tls,
        within: Duration,
    ) -> Result<Self, SessionError> {
        let until = Instant::now() + within;
        let connect = TcpStream::connect((endpoint.host.as_str(), endpoint.port));
        let stream = timeout_at(until, connect)
            .await
            .map_err(|_| SessionError::ConnectDeadline {
                endpoint: endpoint.to_string(),
                within,
            })?
            .map_err(|error| SessionError::Connect {
                endpoint: endpoint.to_string(),
                reason: plain_reason(&error),
            })?;
        // Latency is measured and small writes are the rule: Nagle would falsify both.
        let _ = stream.set_nodelay(true);
        let mut connection = Connection {
            stream: Stream::Plain(stream),
            inbox: Vec::new(),
            ended: None,
            endpoint: endpoint.to_string(),
            host: endpoint.host.clone(),
            certificate: None,
        };
        if endpoint.security == Security::Implicit {
            connection.start_tls(tls, until).await?;
        }
        Ok(connection)
    }

    /// The TLS handshake, now.
    ///
    /// # Errors
    /// When it fails or is not done in time; the connection is then of no further use.
    pub async fn start_tls(&mut self, tls: &Tls, until: Instant) -> Result<(), SessionError> {
        let failed = |reason: String| SessionError::Handshake {
            endpoint: self.endpoint.clone(),
            reason,
        };
        let stream = match std::mem::replace(&mut self.stream, Stream::Gone) {
            Stream::Plain(stream) => stream,
            other => {
                self.stream = other;
                return Err(failed("the connection is already protected".into()));
            }
        };
        let (stream, certificate) = match timeout_at(until, tls.handshake(&self.host, stream)).await
        {
            Err(_) => return Err(failed("it was not done within the deadline".into())),
            Ok(Err(error)) => return Err(failed(error)),
            Ok(Ok(done)) => done,
        };
        self.stream = Stream::Tls(Box::new(stream));
        self.certificate = Some(certificate);
        Ok(())
    }

    /// Whether the connection is protected by TLS.
    pub fn is_tls(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    /// Writes all octets, reading meanwhile what arrives.
    ///
    /// # Errors
    /// When the peer is gone or takes nothing until the deadline.
    pub async fn write(&mut self, octets: &[u8], until: Instant) -> Result<(), SessionError> {
        let mut written = 0;
        let mut flushed = false;
        let work = poll_fn(|context| {
            while written < octets.len() {
                match self.poll_write(context, &octets[written..]) {
                    Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    Poll::Ready(Ok(count)) => written += count,
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => {
                        self.drain(context);
                        return Poll::Pending;
                    }
                }
            }
            if !flushed {
                match self.poll_flush(context) {
                    Poll::Ready(result) => {
                        flushed = true;
                        return Poll::Ready(result);
                    }
                    Poll::Pending => {
                        self.drain(context);
                        return Poll::Pending;
                    }
                }
            }
            Poll::Ready(Ok(()))
        });
        match timeout_at(until, work).await {
            Err(_) => Err(SessionError::WriteDeadline),
            Ok(Err(error)) => Err(SessionError::Write(error)),
            Ok(Ok(())) => Ok(()),
        }
    }

    /// Appends what arrives next to `buffer`.
    pub async fn read(&mut self, buffer: &mut Vec<u8>, until: Instant) -> Arrival {
        if !self.inbox.is_empty() {
            let count = self.inbox.len();
            buffer.append(&mut self.inbox);
            return Arrival::Octets(count);
        }
        let work = poll_fn(|context| {
            if let Some(ended) = self.ended.clone() {
                return Poll::Ready(match ended {
                    Ended::Closed => Arrival::Closed,
                    Ended::Broken(reason) => Arrival::Broken(reason),
                });
            }
            match self.poll_read(context, buffer) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(Ok(0)) => Poll::Ready(Arrival::Closed),
                Poll::Ready(Ok(count)) => Poll::Ready(Arrival::Octets(count)),
                Poll::Ready(Err(error)) => {
                    let arrival = arrival_of(&error);
                    // A TLS stream that has failed must not be asked again: rustls holds that with an assertion.
                    if let Arrival::Broken(reason) = &arrival {
                        self.ended = Some(Ended::Broken(reason.clone()));
                    }
                    Poll::Ready(arrival)
                }
            }
        });
        timeout_at(until, work).await.unwrap_or(Arrival::Deadline)
    }

    /// Closes our side in order (TLS close_notify, FIN) and waits a moment for the server's: by then
    /// it has given back what it held for the session, such as the lock on a maildrop.
    pub async fn close(self) {
        let bound = Instant::now() + Duration::from_secs(1);
        let (closed, mut tcp) = match self.stream {
            Stream::Plain(mut stream) => {
                let closed = timeout_at(bound, stream.shutdown()).await;
                (closed, stream)
            }
            // What comes behind our close_notify is nobody's, and some servers send a last line in clear there (Exim
            // 4.96): TLS is not asked about it, which rustls would hold to be a fault of ours.
            Stream::Tls(mut stream) => {
                let closed = timeout_at(bound, stream.shutdown()).await;
                (closed, stream.into_inner().0)
            }
            Stream::Gone => return,
        };
        if !matches!(closed, Ok(Ok(()))) {
            return;
        }
        let mut rest = [0; 1024];
        while matches!(timeout_at(bound, tcp.read(&mut rest)).await, Ok(Ok(1..))) {}
    }

    /// Breaks the connection with a TCP reset.
    pub fn reset(self) {
        let stream = match self.stream {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.into_inner().0,
            Stream::Gone => return,
        };
        // A linger time of zero makes the system send RST instead of FIN when the socket is dropped.
        let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
    }

    /// Takes what has arrived while a write waits for the peer.
    fn drain(&mut self, context: &mut Context<'_>) {
        let mut inbox = std::mem::take(&mut self.inbox);
        while self.ended.is_none() {
            match self.poll_read(context, &mut inbox) {
                Poll::Pending => break,
                Poll::Ready(Ok(0)) => self.ended = Some(Ended::Closed),
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(error)) => {
                    self.ended = Some(match arrival_of(&error) {
                        Arrival::Broken(reason) => Ended::Broken(reason),
                        _ => Ended::Closed,
                    });
                }
            }
        }
        self.inbox = inbox;
    }

    fn poll_write(&mut self, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, octets),
            Stream::Tls(stream) => Pin::new(&mut **stream).poll_write(context, octets),
            Stream::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Tls(stream) => Pin::new(&mut **stream).poll_flush(context),
            Stream::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        // Octets that nobody wrote yet: to clear them for every read would cost more than the read.
        let mut space = [const { MaybeUninit::<u8>::uninit() }; READ];
        let mut space = ReadBuf::uninit(&mut space);
        let result = match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, &mut space),
            Stream::Tls(stream) => Pin::new(&mut **stream).poll_read(context, &mut space),
            Stream::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        };
        let came = space.filled();
        buffer.extend_from_slice(came);
        result.map(|done| done.map(|()| came.len()))
    }
}

fn arrival_of(error: &io::Error) -> Arrival {
    match error.kind() {
        // A TLS peer that closes TCP without close_notify: many servers do, and it is a close.
        io::ErrorKind::UnexpectedEof => Arrival::Closed,
        _ => Arrival::Broken(plain_reason(error)),
    }
}

/// The system's words without `(os error 111)`.
fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused (nothing listens there)".into(),
        io::ErrorKind::ConnectionReset => "connection reset by the server".into(),
        io::ErrorKind::BrokenPipe => "the server has closed the connection".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error")
                .next()
                .unwrap_or_default()
                .to_owned()
        }
    }
}
