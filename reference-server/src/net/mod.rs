//! Listeners, TLS, limits: the only place that touches a socket. Knows no protocol; what is said
//! is the sessions' business.

mod alarm;
mod clock;
mod compress;
mod connection;
pub(crate) mod faults;
mod tls;
mod trouble;
mod wire_log;

pub use clock::{Clock, ManualClock, SystemClock};
pub use tls::{TlsConfig, TlsError};
pub use wire_log::{Who, WireEntry, WireLog};

pub(crate) use tls::Tls;

use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::Service;
use crate::faults::Faults;
use crate::session::{Session, Waker};
use crate::trouble::{Dice, Trouble, Troubles};

/// Bounds of what peers can make the server hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time per listener (12,000 by default); one more is told so and closed.
    pub connections: usize,
    /// How long a peer may take to read anything at all of what is written to it (5 minutes by default).
    pub write_stall: Duration,
    /// How long a TLS handshake may take (a minute by default).
    pub handshake: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            write_stall: Duration::from_secs(300),
            handshake: Duration::from_secs(60),
        }
    }
}

/// What a session is made from, beside what its server knows.
pub(crate) struct SessionContext {
    /// The connection's serial number, from 1; the same in every run that opens them in this order.
    pub(crate) serial: u64,
    /// The client's address.
    pub(crate) peer: SocketAddr,
    /// What goes wrong with it.
    pub(crate) troubles: Vec<Trouble>,
    /// To be called when the session wants a `tick`.
    pub(crate) waker: Waker,
}

/// Makes a session for each connection of a listener.
pub(crate) type SessionFactory = Arc<dyn Fn(SessionContext) -> Box<dyn Session> + Send + Sync>;

/// What all listeners of a server share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) tls: Tls,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) log: WireLog,
    pub(crate) limits: Limits,
    pub(crate) troubles: Troubles,
    pub(crate) faults: Faults,
    pub(crate) seed: u64,
    serial: AtomicU64,
}

impl Shared {
    pub(crate) fn new(tls: Tls, clock: Arc<dyn Clock>, log: WireLog, limits: Limits) -> Self {
        Self {
            tls,
            clock,
            log,
            limits,
            troubles: Troubles::default(),
            faults: Faults::default(),
            seed: 0,
            serial: AtomicU64::new(0),
        }
    }

    /// What decides, for one connection, about what happens with a probability.
    pub(crate) fn dice(&self, serial: u64) -> Dice {
        Dice {
            seed: self.seed,
            serial,
            thrown: 0,
        }
    }

    pub(crate) fn next_serial(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// A bound socket that nobody answers yet.
pub(crate) struct Listener {
    pub(crate) service: Service,
    pub(crate) address: SocketAddr,
    door: Door,
}

/// A listening socket that can be closed from outside the task that accepts from it: an aborted task
/// lets go of what it holds only when the runtime comes to it, and the port would answer until then.
#[derive(Debug, Clone)]
pub(crate) struct Door(Arc<Mutex<Option<TcpListener>>>);

impl Door {
    fn lock(&self) -> MutexGuard<'_, Option<TcpListener>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Frees the port.
    pub(crate) fn close(&self) {
        *self.lock() = None;
    }

    /// The next connection; never, once it is closed.
    async fn accept(&self) -> std::io::Result<(TcpStream, SocketAddr)> {
        poll_fn(|context| match self.lock().as_ref() {
            Some(socket) => socket.poll_accept(context),
            None => Poll::Pending,
        })
        .await
    }
}

impl Listener {
    pub(crate) async fn bind(service: Service, address: &str) -> std::io::Result<Self> {
        let socket = TcpListener::bind(address).await?;
        Ok(Self {
            service,
            address: socket.local_addr()?,
            door: Door(Arc::new(Mutex::new(Some(socket)))),
        })
    }

    pub(crate) fn door(&self) -> Door {
        self.door.clone()
    }

    /// Answers until the task is aborted, which ends its connections too.
    pub(crate) async fn run(self, shared: Arc<Shared>, factory: SessionFactory) {
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                accepted = self.door.accept() => accepted,
                Some(_) = connections.join_next() => continue,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(why) => {
                    // Out of descriptors, most likely: accepting at once again would spin.
                    tracing::warn!(service = %self.service, %why, "accept failed");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            };
            if connections.len() >= shared.limits.connections {
                refuse(&stream, self.service);
                continue;
            }
            if let Err(why) = stream.set_nodelay(true) {
                tracing::debug!(service = %self.service, %why, "TCP_NODELAY");
            }
            connections.spawn(connection::serve(
                Box::new(stream),
                peer,
                self.service,
                Arc::clone(&shared),
                Arc::clone(&factory),
            ));
        }
    }
}

/// A fresh socket has room for a line; if it hasn't, the peer learns from the closing alone.
fn refuse(stream: &TcpStream, service: Service) {
    if !service.implicit_tls() {
        let _ = stream.try_write(service.no_room());
    }
    tracing::info!(%service, "refused: too many connections");
}
