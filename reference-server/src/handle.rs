//! A server that runs: where it listens, what lies in its mailboxes, and its end.

use bytes::Bytes;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::task::JoinSet;

use crate::faults::Faults;
use crate::net::{Door, SessionContext, WireLog};
use crate::protocols::{self, Core};
use crate::session::{Session, Waker};
use crate::smtp::Outbox;
use crate::store::{Flags, InternalDate, MessageInfo, Store, StoreError};
use crate::trouble::Troubles;
use crate::{Builder, Service};

/// A reference server. When it is dropped its ports are closed at once, and its connections as soon
/// as the runtime has a turn; [`ReferenceServer::shutdown`] waits for them.
#[derive(Debug)]
pub struct ReferenceServer {
    pub(crate) core: Arc<Core>,
    pub(crate) addresses: Vec<(Service, SocketAddr)>,
    /// The sockets that its listeners accept from.
    pub(crate) doors: Vec<Door>,
    pub(crate) tasks: JoinSet<()>,
}

impl ReferenceServer {
    /// A server to be.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it listens, in the order in which the listeners were named.
    pub fn addresses(&self) -> &[(Service, SocketAddr)] {
        &self.addresses
    }

    /// Where it listens for this service: the first of the addresses, `None` when it doesn't.
    pub fn address(&self, service: Service) -> Option<SocketAddr> {
        let found = self.addresses.iter().find(|(named, _)| *named == service);
        found.map(|(_, address)| *address)
    }

    /// Accounts, mailboxes and messages: to look into and to change, while it runs.
    pub fn store(&self) -> &Store {
        &self.core.store
    }

    /// Puts a message into an account's INBOX as it is, without trace fields; gives its UID. Whoever
    /// has the mailbox open is told.
    ///
    /// # Errors
    /// When there is no such account, or its quota would be exceeded.
    pub fn deliver(&self, account: &str, octets: impl AsRef<[u8]>) -> Result<u32, StoreError> {
        let octets = Bytes::copy_from_slice(octets.as_ref());
        let now = self.core.shared.clock.now();
        self.core.store.deliver(account, octets, now)
    }

    /// Puts a message into any mailbox of an account, with flags as IMAP writes them (`\Seen`,
    /// `$Forwarded`); gives its UID. Whoever has the mailbox open is told.
    ///
    /// # Errors
    /// When there is no such account or mailbox, a flag can have no such name, or the quota would be
    /// exceeded.
    pub fn append<'a>(
        &self,
        account: &str,
        mailbox: &str,
        octets: impl AsRef<[u8]>,
        flags: impl IntoIterator<Item = &'a str>,
    ) -> Result<u32, StoreError> {
        let octets = Bytes::copy_from_slice(octets.as_ref());
        let flags = Flags::checked(flags)?;
        let now = self.core.shared.clock.now();
        let date = InternalDate::utc(now);
        let store = &self.core.store;
        store.append(account, mailbox, octets, flags, date, now)
    }

    /// All messages of a mailbox, by UID; empty when there is no such mailbox.
    pub fn messages(&self, account: &str, mailbox: &str) -> Vec<MessageInfo> {
        self.core.store.messages(account, mailbox)
    }

    /// The deviations that are on; changes count from each session's next step.
    pub fn faults(&self) -> &Faults {
        &self.core.faults
    }

    /// The troubles that are on; changes count from the next connection.
    pub fn troubles(&self) -> &Troubles {
        &self.core.shared.troubles
    }

    /// What SMTP has taken for other hosts. Nothing is ever sent there.
    pub fn outbox(&self) -> &Outbox {
        &self.core.outbox
    }

    /// Who said what; empty unless it was told to record, by [`Builder::wire_log`] or
    /// [`WireLog::record`].
    pub fn wire_log(&self) -> &WireLog {
        &self.core.shared.log
    }

    /// The certificate that it shows, or the chain, in PEM: for a client's trust store.
    pub fn certificate_pem(&self) -> &str {
        &self.core.shared.tls.certificate_pem
    }

    /// The local domain.
    pub fn domain(&self) -> &str {
        &self.core.domain
    }

    /// What it calls itself.
    pub fn hostname(&self) -> &str {
        &self.core.hostname
    }

    /// The protocol as a state machine, without a socket, over the same store. The caller carries
    /// the octets; `waker` is called when the session wants a `tick`.
    pub fn session(&self, service: Service, waker: Waker) -> Box<dyn Session> {
        let factory = protocols::factory(&self.core, service);
        let shared = &self.core.shared;
        factory(SessionContext {
            serial: shared.next_serial(),
            troubles: shared.troubles.of(service, &shared.faults),
            peer: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            waker,
        })
    }

    /// Closes everything and waits until it is closed. Clients are told nothing.
    pub async fn shutdown(mut self) {
        self.stop();
        self.tasks.shutdown().await;
    }

    /// Closes the ports now, and has the tasks end.
    pub(crate) fn stop(&mut self) {
        for door in &self.doors {
            door.close();
        }
        self.tasks.abort_all();
    }
}

impl Drop for ReferenceServer {
    fn drop(&mut self) {
        self.stop();
    }
}
