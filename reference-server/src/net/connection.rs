//! One connection: reads, feeds the session, writes what it says, does what it asks, wakes it in
//! time. Holds no read buffer while nothing is said, and never more output than one line of input
//! gives plus [`HIGH_WATER`].

use std::future::{Future, pending, poll_fn};
use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::alarm::Alarm;
use super::compress::Deflate;
use super::trouble::{Step, Trickle};
use super::{SessionContext, SessionFactory, Shared, Who};
use crate::Service;
use crate::session::{Effect, Session, TlsInfo};

/// The most that is read at once; also what a TLS record holds.
const READ: usize = 16 * 1024;
/// Output is written before more input is looked at when it exceeds this.
const HIGH_WATER: usize = 64 * 1024;
/// An output buffer larger than this is given back once written.
const KEEP: usize = 1024;
/// How long what a peer still sends after the server's last word is read and thrown away, so that
/// the kernel doesn't answer it with a reset that would destroy that last word.
const LINGER: Duration = Duration::from_secs(2);
/// The least time between two ticks, lest a session that keeps its deadline make this spin.
const PATIENCE: Duration = Duration::from_millis(1);

/// What octets go through: a socket, or TLS around one.
pub(super) trait Io: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Io for T {}
pub(super) type Pipe = Box<dyn Io>;

/// Whether the connection goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    Close,
}

struct Connection {
    /// `None` only while a handshake has it.
    pipe: Option<Pipe>,
    session: Box<dyn Session>,
    shared: Arc<Shared>,
    service: Service,
    serial: u64,
    output: Vec<u8>,
    deflate: Option<Box<Deflate>>,
    trickle: Option<Box<Trickle>>,
    alarm: Alarm,
    /// Trouble has ended it.
    cut: bool,
}

/// Serves one connection to its end.
pub(super) async fn serve(
    pipe: Pipe,
    peer: SocketAddr,
    service: Service,
    shared: Arc<Shared>,
    factory: SessionFactory,
) {
    let serial = shared.next_serial();
    let notify = Arc::new(Notify::new());
    let wake = Arc::clone(&notify);
    let troubles = shared.troubles.of(service, &shared.faults);
    let trickle = Trickle::new(&troubles, shared.dice(serial));
    let session = factory(SessionContext {
        serial,
        peer,
        troubles,
        waker: Arc::new(move || wake.notify_one()),
    });
    drop(factory);
    let mut connection = Connection {
        pipe: Some(pipe),
        session,
        shared,
        service,
        serial,
        output: Vec::new(),
        deflate: None,
        trickle,
        alarm: Alarm::default(),
        cut: false,
    };
    tracing::info!(%service, serial, %peer, "connected");
    connection.event("connected");
    let outcome = connection.talk(&notify).await;
    if let Err(why) = &outcome {
        tracing::info!(%service, serial, %why, "connection broke");
    }
    let said_last = connection.cut || matches!(outcome, Ok(Flow::Close));
    let now = connection.shared.clock.now();
    connection.session.closed(now);
    connection.event("closed");
    tracing::info!(%service, serial, "closed");
    if let (Some(pipe), true) = (connection.pipe.take(), said_last) {
        drop(connection);
        say_goodbye(pipe).await;
    }
}

/// Closes our direction and reads the peer's to its end, for a short while.
async fn say_goodbye(mut pipe: Pipe) {
    let _ = timeout(LINGER, async {
        pipe.shutdown().await?;
        while !read_some(&mut pipe).await?.is_empty() {}
        io::Result::Ok(())
    })
    .await;
}

impl Connection {
    async fn talk(&mut self, notify: &Notify) -> io::Result<Flow> {
        let tls = match self.service.implicit_tls() {
            true => Some(Box::pin(self.handshake()).await?),
            false => None,
        };
        self.session.start(tls, self.shared.clock.now());
        if self.settle().await? == Flow::Close {
            return Ok(Flow::Close);
        }
        loop {
            let flow = match self.next(notify).await? {
                Some(octets) if octets.is_empty() => return Ok(Flow::On),
                Some(octets) if self.deflate.is_some() => self.feed_deflated(&octets).await?,
                Some(octets) => self.feed(&octets).await?,
                None => {
                    let now = self.shared.clock.now();
                    self.session.tick(now);
                    self.settle().await?
                }
            };
            if flow == Flow::Close {
                return Ok(Flow::Close);
            }
        }
    }

    /// Waits for octets (`Some`, empty at the end) or for a reason to `tick` (`None`).
    async fn next(&mut self, notify: &Notify) -> io::Result<Option<Vec<u8>>> {
        let deadline = self.session.deadline();
        let Self {
            pipe,
            shared,
            alarm,
            ..
        } = self;
        let Some(pipe) = pipe else {
            return Ok(Some(Vec::new()));
        };
        let due = async {
            let Some(deadline) = deadline else {
                return pending().await;
            };
            match (shared.clock.until(deadline), shared.clock.moved()) {
                (Some(mut wait), _) => loop {
                    alarm.within(wait.max(PATIENCE)).await;
                    wait = match shared.clock.until(deadline) {
                        Some(more) if !more.is_zero() => more,
                        _ => break,
                    };
                },
                (None, Some(moved)) => loop {
                    let moved = moved.notified();
                    tokio::pin!(moved);
                    moved.as_mut().enable();
                    if shared.clock.now() >= deadline {
                        tokio::time::sleep(PATIENCE).await;
                        break;
                    }
                    moved.await;
                },
                (None, None) => pending().await,
            }
        };
        tokio::select! {
            octets = read_some(pipe) => match octets {
                Ok(octets) => Ok(Some(octets)),
                // A peer that just goes away is no trouble of ours.
                Err(why) if ends(why.kind()) => Ok(Some(Vec::new())),
                Err(why) => Err(why),
            },
            () = notify.notified() => Ok(None),
            () = due => Ok(None),
        }
    }

    async fn feed_deflated(&mut self, octets: &[u8]) -> io::Result<Flow> {
        let mut rest = octets;
        loop {
            let Some(deflate) = &mut self.deflate else {
                return self.feed(rest).await;
            };
            let (used, plain) = deflate.inflate(rest)?;
            rest = rest.get(used..).unwrap_or_default();
            if used == 0 && plain.is_empty() {
                return Ok(Flow::On);
            }
            if self.feed(&plain).await? == Flow::Close {
                return Ok(Flow::Close);
            }
        }
    }

    /// Feeds the session line by line, so that what it says is written before the next line adds
    /// to it when it is much. When a line asks for a change of the stream, the session is given
    /// what came behind it at once, to discard: it came too early.
    async fn feed(&mut self, octets: &[u8]) -> io::Result<Flow> {
        let now = self.shared.clock.now();
        self.log(Who::Client, octets);
        let mut rest = octets;
        while !rest.is_empty() {
            let end = match self.session.keeps() {
                0 => memchr::memchr(b'\n', rest).map(|end| end + 1),
                kept => Some(kept),
            };
            let (line, behind) = rest.split_at(end.map_or(rest.len(), |end| end.min(rest.len())));
            rest = behind;
            self.session.receive(line, now);
            self.session.take_output(&mut self.output);
            while self.output.len() > HIGH_WATER {
                self.write().await?;
                self.session.take_output(&mut self.output);
            }
            if let Some(effect) = self.session.take_effect() {
                if effect != Effect::Close && !rest.is_empty() {
                    self.session.receive(rest, now);
                }
                rest = &[];
                if self.perform(effect).await? == Flow::Close {
                    return Ok(Flow::Close);
                }
            }
        }
        self.settle().await
    }

    /// Writes and performs until the session has nothing more to say or ask.
    async fn settle(&mut self) -> io::Result<Flow> {
        loop {
            self.session.take_output(&mut self.output);
            if !self.output.is_empty() {
                self.write().await?;
                continue;
            }
            match self.session.take_effect() {
                None => return Ok(Flow::On),
                Some(effect) => {
                    if self.perform(effect).await? == Flow::Close {
                        return Ok(Flow::Close);
                    }
                }
            }
        }
    }

    async fn perform(&mut self, effect: Effect) -> io::Result<Flow> {
        self.write().await?;
        match effect {
            Effect::Close => return Ok(Flow::Close),
            Effect::Compress => {
                self.deflate = Some(Box::new(Deflate::new()));
                self.event("compressed");
            }
            Effect::Decompress => {
                self.deflate = None;
                self.event("no longer compressed");
            }
            Effect::StartTls => {
                let info = Box::pin(self.handshake()).await?;
                self.session.tls_started(info, self.shared.clock.now());
            }
        }
        Ok(Flow::On)
    }

    async fn handshake(&mut self) -> io::Result<TlsInfo> {
        let pipe = self.pipe.take().ok_or(io::ErrorKind::NotConnected)?;
        let acceptor = TlsAcceptor::from(Arc::clone(&self.shared.tls.config));
        let stream = timeout(self.shared.limits.handshake, acceptor.accept(pipe)).await??;
        let info = self.shared.tls.info(stream.get_ref().1);
        self.pipe = Some(Box::new(stream));
        self.event("TLS");
        Ok(info)
    }

    async fn write(&mut self) -> io::Result<()> {
        if self.output.is_empty() {
            return Ok(());
        }
        match self.trickle.take() {
            None => self.put(0..self.output.len()).await?,
            Some(mut trickle) => {
                let steps = trickle.plan(self.output.len());
                self.trickle = Some(trickle);
                for step in steps {
                    match step {
                        Step::Pause(pause) => tokio::time::sleep(pause).await,
                        Step::Write(octets) => self.put(octets).await?,
                        Step::Close => {
                            self.cut = true;
                            return Err(io::Error::other("trouble: the connection is cut"));
                        }
                    }
                }
            }
        }
        self.output.clear();
        if self.output.capacity() > KEEP {
            self.output = Vec::new();
        }
        Ok(())
    }

    /// Writes a part of the output.
    async fn put(&mut self, part: std::ops::Range<usize>) -> io::Result<()> {
        let octets = self.output.get(part).unwrap_or_default();
        self.log(Who::Server, octets);
        let packed = match &mut self.deflate {
            Some(deflate) => Some(deflate.deflate(octets)?),
            None => None,
        };
        let mut rest = packed.as_deref().unwrap_or(octets);
        let pipe = self.pipe.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let stall = self.shared.limits.write_stall;
        while !rest.is_empty() {
            let written = patiently(stall, pipe.write(rest)).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = rest.get(written..).unwrap_or_default();
        }
        patiently(stall, pipe.flush()).await
    }

    fn log(&self, who: Who, octets: &[u8]) {
        let Shared { log, clock, .. } = &*self.shared;
        if !log.recording() {
            return;
        }
        log.push(clock.now(), self.serial, self.service, who, octets);
    }

    fn event(&self, what: &'static str) {
        tracing::debug!(service = %self.service, serial = self.serial, "{what}");
        self.log(Who::Event, what.as_bytes());
    }
}

/// Work that may take so long. Most of it is done at once, and gets no timer.
async fn patiently<T>(
    patience: Duration,
    work: impl Future<Output = io::Result<T>>,
) -> io::Result<T> {
    let mut work = pin!(work);
    match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
        Poll::Ready(done) => done,
        Poll::Pending => timeout(patience, work).await?,
    }
}

fn ends(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
    )
}

/// The next octets, as many as there are up to [`READ`]; none at the end. The buffer exists only
/// while it is filled, which is what keeps an idle connection small.
fn read_some(pipe: &mut Pipe) -> impl Future<Output = io::Result<Vec<u8>>> + Send + '_ {
    poll_fn(move |context| {
        let mut space = [const { MaybeUninit::<u8>::uninit() }; READ];
        let mut buffer = ReadBuf::uninit(&mut space);
        match Pin::new(&mut *pipe).poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(why)) => Poll::Ready(Err(why)),
            Poll::Ready(Ok(())) => Poll::Ready(Ok(buffer.filled().to_vec())),
        }
    })
}

#[cfg(test)]
mod tests;
