//! One session of a case: octets out, units in, and the record of both that reports show.
//! Joins `session` (sockets) with `wire` (framing), and shows every unit to the rules where a session is
//! to be held to them; knows no case.

pub mod record;
pub mod secrets;

pub use record::{Line, Record, Side};

use crate::rules::{Finding, SessionRules, Shared};
use crate::session::tls::Tls;
use crate::session::{Arrival, Connection, Endpoint, SessionError};
use crate::transcript::tree::Protocol;
use crate::wire::{Framer, Unit, framer};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// What waiting for a unit led to.
#[derive(Debug)]
pub enum Next {
    /// A whole unit.
    Unit(Unit),
    /// The server has closed the connection; what it had begun was the last unit.
    Closed,
    /// The connection broke.
    Broken(String),
    /// Nothing whole arrived in time.
    Deadline,
}

/// A client's end of one session.
#[derive(Debug)]
pub struct Client {
    /// What it speaks.
    pub protocol: Protocol,
    /// Its name in the transcript.
    pub name: Option<String>,
    connection: Connection,
    framer: Box<dyn Framer>,
    /// Units to be seen before anything new: a greeting that was read to start TLS, or what came
    /// while a literal waited for its continuation.
    backlog: VecDeque<Unit>,
    buffer: Vec<u8>,
    ended: bool,
    /// The server has closed in order, and the rules have not been told.
    closed: bool,
    judge: Option<Judge>,
}

/// When a session ends, so many units that nobody waited for are looked at.
const REST: usize = 1_000;

/// The rules that a session is held to.
#[derive(Debug)]
struct Judge {
    rules: SessionRules,
    shared: Arc<Mutex<Shared>>,
    findings: Vec<Finding>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open(
        protocol: Protocol,
        name: Option<String>,
        endpoint: &Endpoint,
        tls: &Tls,
        within: Duration,
    ) -> Result<Self, SessionError> {
        let connection = Connection::open(endpoint, tls, within).await?;
        Ok(Client {
            protocol,
            name,
            connection,
            framer: framer(protocol),
            backlog: VecDeque::new(),
            buffer: Vec::new(),
            ended: false,
            closed: false,
            judge: None,
        })
    }

    /// Holds the session to the rules. `shared` joins it with others on the same account. To be called
    /// before anything is read.
    pub fn judge(&mut self, shared: Arc<Mutex<Shared>>) {
        let mut rules = SessionRules::new(self.protocol);
        rules.follow_client();
        self.judge = Some(Judge {
            rules,
            shared,
            findings: Vec::new(),
        });
    }

    /// What broke a rule so far; forgets it.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        self.judge
            .as_mut()
            .map(|judge| std::mem::take(&mut judge.findings))
            .unwrap_or_default()
    }

    /// Sends octets.
    ///
    /// # Errors
    /// As [`Connection::write`].
    pub async fn send(&mut self, octets: &[u8], until: Instant) -> Result<(), SessionError> {
        self.framer.sent(octets);
        if let Some(judge) = &mut self.judge {
            let mut shared = judge.shared.lock().unwrap_or_else(PoisonError::into_inner);
            judge.rules.sent(octets, &mut shared);
        }
        self.connection.write(octets, until).await
    }

    /// The next unit.
    pub async fn next(&mut self, until: Instant) -> Next {
        if let Some(unit) = self.backlog.pop_front() {
            return Next::Unit(unit);
        }
        self.next_new(until).await
    }

    /// The next unit that is not in the backlog.
    pub async fn next_new(&mut self, until: Instant) -> Next {
        let next = self.receive(until).await;
        if let (Next::Unit(unit), Some(judge)) = (&next, &mut self.judge) {
            let mut shared = judge.shared.lock().unwrap_or_else(PoisonError::into_inner);
            judge.findings.extend(judge.rules.unit(unit, &mut shared));
        }
        if matches!(next, Next::Closed)
            && std::mem::take(&mut self.closed)
            && let Some(judge) = &mut self.judge
        {
            judge.findings.extend(judge.rules.closed());
        }
        next
    }

    async fn receive(&mut self, until: Instant) -> Next {
        loop {
            if let Some(unit) = self.framer.next() {
                return Next::Unit(unit);
            }
            if self.ended {
                return Next::Closed;
            }
            self.buffer.clear();
            match self.connection.read(&mut self.buffer, until).await {
                Arrival::Octets(_) => self.framer.received(&self.buffer),
                Arrival::Deadline => return Next::Deadline,
                Arrival::Broken(reason) => {
                    self.ended = true;
                    if let Some(unit) = self.framer.finish() {
                        return Next::Unit(unit);
                    }
                    return Next::Broken(reason);
                }
                Arrival::Closed => {
                    self.ended = true;
                    self.closed = true;
                    return self.framer.finish().map_or(Next::Closed, Next::Unit);
                }
            }
        }
    }

    /// Holds to the rules what has arrived by now and was not asked for. Waits for nothing.
    pub async fn look_at_rest(&mut self) {
        for _ in 0..REST {
            if !matches!(self.next_new(Instant::now()).await, Next::Unit(_)) {
                return;
            }
        }
    }

    /// Puts a unit back: the next call of `next` gives it, after those put back earlier.
    pub fn put_back(&mut self, unit: Unit) {
        self.backlog.push_back(unit);
    }

    /// What has arrived and makes no whole unit yet.
    pub fn pending(&self) -> &[u8] {
        self.framer.pending()
    }

    /// The TLS handshake, now. Gives the octets that the server had sent in clear behind its answer.
    ///
    /// # Errors
    /// As [`Connection::start_tls`].
    pub async fn start_tls(&mut self, tls: &Tls, until: Instant) -> Result<Vec<u8>, SessionError> {
        let early = self.framer.reset();
        self.connection.start_tls(tls, until).await?;
        if let Some(judge) = &mut self.judge {
            judge.rules.tls_started();
        }
        Ok(early)
    }

    /// Whether it is protected by TLS.
    pub fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }

    /// What a careful client would object to in the server's certificate.
    pub fn certificate_problem(&self) -> Option<&str> {
        self.connection
            .certificate
            .as_ref()
            .and_then(|certificate| certificate.problem.as_deref())
    }

    /// `TLSv1.3`, once there is TLS.
    pub fn tls_version(&self) -> Option<&str> {
        self.connection
            .certificate
            .as_ref()
            .map(|certificate| certificate.version.as_str())
    }

    /// Closes in order.
    pub async fn close(self) {
        self.connection.close().await;
    }

    /// Breaks the connection.
    pub fn reset(self) {
        self.connection.reset();
    }
}
