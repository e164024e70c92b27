//! Listeners and the moving of octets between a client and the server. Changes no octet, keeps at most
//! one buffer a direction, passes a half-close on as one and a reset as one. Judges nothing itself.

use super::tally::{Event, Tally};
use super::tap::{Accounts, Tap};
use crate::catalogue::Catalogue;
use crate::catalogue::known::KnownFailures;
use crate::rules::Finding;
use crate::session::tls::Tls;
use crate::transcript::tree::Protocol;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Octets that are on their way in one direction.
const BUFFER: usize = 64 * 1024;
/// The server must take a connection within this time.
const CONNECT: Duration = Duration::from_secs(30);

/// Where to listen, and which server stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What is spoken.
    pub protocol: Protocol,
    /// `127.0.0.1:0`
    pub listen: String,
    /// `host:143`
    pub upstream: String,
    /// The server is spoken to under TLS from the first octet; its clients talk in clear.
    pub tls: bool,
}

/// A watch whose listeners are open.
#[derive(Debug)]
pub struct Watch {
    listeners: Vec<(TcpListener, Arc<Behind>)>,
    shared: Arc<All>,
    told: mpsc::UnboundedReceiver<Event>,
}

/// One route while it is served.
#[derive(Debug)]
struct Behind {
    route: Route,
    accounts: Accounts,
}

/// What all sessions share.
#[derive(Debug)]
struct All {
    tally: Mutex<Tally>,
    tell: mpsc::UnboundedSender<Event>,
    tls: Tls,
}

impl All {
    fn tally<T>(&self, with: impl FnOnce(&mut Tally) -> T) -> T {
        with(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, text: String) {
        let _ = self.tell.send(Event::Note(text));
    }
}

/// A watch at work.
#[derive(Debug)]
pub struct Watched<'a> {
    watch: &'a mut Watch,
    sessions: JoinSet<()>,
    begun: usize,
    limit: Option<usize>,
}

impl Watch {
    /// Opens the listeners.
    ///
    /// # Errors
    /// The route that cannot be listened on, and why.
    pub async fn open(
        routes: Vec<Route>,
        catalogue: Arc<Catalogue>,
        known: KnownFailures,
        tls: Tls,
    ) -> Result<Self, String> {
        let (tell, told) = mpsc::unbounded_channel();
        let mut listeners = Vec::new();
        for route in routes {
            let listener = TcpListener::bind(&route.listen)
                .await
                .map_err(|error| format!("cannot listen on {}: {error}", route.listen))?;
            let behind = Behind {
                route,
                accounts: Accounts::default(),
            };
            listeners.push((listener, Arc::new(behind)));
        }
        Ok(Watch {
            listeners,
            shared: Arc::new(All {
                tally: Mutex::new(Tally::new(catalogue, known)),
                tell,
                tls,
            }),
            told,
        })
    }

    /// What is listened on, in the order of the routes.
    pub fn addresses(&self) -> Vec<(Protocol, SocketAddr)> {
        self.listeners
            .iter()
            .filter_map(|(listener, behind)| {
                Some((behind.route.protocol, listener.local_addr().ok()?))
            })
            .collect()
    }

    /// Begins to serve; ends by itself when `limit` connections have ended.
    pub fn begin(&mut self, limit: Option<usize>) -> Watched<'_> {
        Watched {
            watch: self,
            sessions: JoinSet::new(),
            begun: 0,
            limit,
        }
    }

    /// What was found.
    pub fn with_tally<T>(&self, with: impl FnOnce(&Tally) -> T) -> T {
        self.shared.tally(|tally| with(tally))
    }
}

impl Watched<'_> {
    /// The next thing to tell; None when the limit of connections is reached. May be cancelled at any
    /// time; sessions go on until `self` is dropped.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            // In this order: a session tells everything before it counts as ended.
            let ended = self.watch.shared.tally(|tally| tally.sessions);
            if let Ok(event) = self.watch.told.try_recv() {
                return Some(event);
            }
            if self.limit.is_some_and(|limit| ended >= limit) {
                return None;
            }
            tokio::select! {
                event = self.watch.told.recv() => return event,
                Some(_) = self.sessions.join_next() => {}
                (accepted, behind) = accept(&self.watch.listeners) => match accepted {
                    Ok((client, peer)) => {
                        self.begun += 1;
                        let name = format!("{} session {} from {peer}", behind.route.protocol, self.begun);
                        self.sessions.spawn(session(client, behind, name, self.watch.shared.clone()));
                    }
                    Err(error) => {
                        // Too many open files, or a connection that went before it was taken.
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        return Some(Event::Note(format!("a connection could not be taken: {error}")));
                    }
                },
            }
        }
    }
}

/// The next connection on any of the listeners.
async fn accept(
    listeners: &[(TcpListener, Arc<Behind>)],
) -> (io::Result<(TcpStream, SocketAddr)>, Arc<Behind>) {
    std::future::poll_fn(|context| {
        for (listener, behind) in listeners {
            if let std::task::Poll::Ready(accepted) = listener.poll_accept(context) {
                return std::task::Poll::Ready((accepted, behind.clone()));
            }
        }
        std::task::Poll::Pending
    })
    .await
}

/// One connection from its beginning to its end.
async fn session(client: TcpStream, behind: Arc<Behind>, name: String, all: Arc<All>) {
    let upstream = &behind.route.upstream;
    let server = match tokio::time::timeout(CONNECT, TcpStream::connect(upstream)).await {
        Ok(Ok(server)) => server,
        failed => {
            let why = match failed {
                Ok(Err(error)) => error.to_string(),
                _ => format!("no connection within {CONNECT:?}"),
            };
            all.note(format!("{name}: cannot reach {upstream}: {why}"));
            all.tally(|tally| {
                tally.sessions += 1;
                tally.unreached += 1;
            });
            reset(&client);
            return;
        }
    };
    let tap = Tap::among(behind.route.protocol, behind.accounts.clone());
    let tap = Mutex::new(match behind.route.tls {
        true => tap.under_tls(),
        false => tap,
    });
    let seen = Seen {
        tap: &tap,
        name: &name,
        all: &all,
    };
    let broken = if behind.route.tls {
        let host = upstream
            .rsplit_once(':')
            .map_or(&**upstream, |(host, _)| host);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let shaken = tokio::time::timeout(CONNECT, all.tls.handshake(host, server)).await;
        match shaken.unwrap_or_else(|_| Err(format!("no handshake within {CONNECT:?}"))) {
            Ok((server, certificate)) => {
                if let Some(problem) = certificate.problem {
                    all.note(format!("{name}: the certificate of {upstream}: {problem}"));
                }
                relay(client, server, |tls| tls.get_ref().0, &seen)
                    .await
                    .is_err()
            }
            Err(why) => {
                all.note(format!("{name}: no TLS with {upstream}: {why}"));
                all.tally(|tally| {
                    tally.sessions += 1;
                    tally.unreached += 1;
                });
                reset(&client);
                return;
            }
        }
    } else {
        relay(client, server, |tcp| tcp, &seen).await.is_err()
    };
    let (units, unread, unjudged) = seen.with(|tap| (tap.units, tap.unread(), tap.unjudged));
    if broken {
        all.note(format!("{name}: the connection broke"));
    }
    all.tally(|tally| {
        tally.sessions += 1;
        tally.units += units;
        if let Some(unread) = unread {
            let (connections, octets) = tally.unread.entry(unread).or_default();
            *connections += 1;
            *octets += unjudged;
        }
    });
}

/// Moves octets in both directions until both have ended. A direction that breaks breaks both.
async fn relay<S: AsyncRead + AsyncWrite + Unpin>(
    mut client: TcpStream,
    mut server: S,
    tcp: impl Fn(&S) -> &TcpStream,
    seen: &Seen<'_>,
) -> io::Result<()> {
    let _ = (client.set_nodelay(true), tcp(&server).set_nodelay(true));
    let result = {
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = tokio::io::split(&mut server);
        tokio::try_join!(
            pump(from_client, to_server, |came| seen.client(came)),
            pump(from_server, to_client, |came| seen.server(came)),
        )
    };
    if result.is_err() {
        reset(&client);
        reset(tcp(&server));
    }
    result.map(|_| ())
}

/// What came in one direction.
enum Came<'a> {
    Octets(&'a [u8]),
    /// The peer has closed in order.
    Closed,
    /// TLS ended without a close_notify: nobody knows whether more was to come.
    Torn,
}

/// One direction. `show` gets each buffer before it is passed on, and how it ends.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut show: impl FnMut(Came<'_>),
) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let (read, end) = match from.read(&mut buffer).await {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => (0, Came::Torn),
            read => (read?, Came::Closed),
        };
        let octets = buffer.get(..read).unwrap_or_default();
        show(match read {
            0 => end,
            _ => Came::Octets(octets),
        });
        if octets.is_empty() {
            // The other direction goes on: this is a half-close, and is passed on as one.
            return to.shutdown().await.or_else(gone);
        }
        // The next read waits until this is taken: a slow reader slows the sender, as without us.
        to.write_all(octets).await?;
        to.flush().await?;
    }
}

/// A peer that has closed already needs no half-close.
fn gone(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotConnected => Ok(()),
        _ => Err(error),
    }
}

/// The peer sees a reset, not an orderly end, when the socket is dropped.
fn reset(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// A session's tap and where its findings go.
struct Seen<'a> {
    tap: &'a Mutex<Tap>,
    name: &'a str,
    all: &'a All,
}

impl Seen<'_> {
    fn with<T>(&self, with: impl FnOnce(&mut Tap) -> T) -> T {
        with(&mut self.tap.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn client(&self, came: Came<'_>) {
        self.with(|tap| {
            let before = tap.unread();
            match came {
                Came::Octets(octets) => tap.client(octets),
                Came::Closed | Came::Torn => tap.client_left(),
            }
            self.became_unread(tap, before.is_some());
        });
    }

    fn server(&self, came: Came<'_>) {
        self.with(|tap| {
            let before = tap.unread();
            let found = match came {
                Came::Octets(octets) => tap.server(octets),
                Came::Closed => tap.server_closed(),
                // What was cut off is nobody's fault for certain.
                Came::Torn => Vec::new(),
            };
            self.found(tap, found);
            self.became_unread(tap, before.is_some());
        });
    }

    fn became_unread(&self, tap: &Tap, before: bool) {
        if let (false, Some(unread)) = (before, tap.unread()) {
            self.all.note(format!("{}: {}", self.name, unread.text()));
        }
    }

    fn found(&self, tap: &Tap, found: Vec<Finding>) {
        for finding in found {
            let new = self
                .all
                .tally(|tally| tally.add(finding, self.name, || tap.dialogue()));
            if let Some(new) = new {
                let _ = self.all.tell.send(Event::Found(Box::new(new)));
            }
        }
    }
}
