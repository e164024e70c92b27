//! What a server is to be, and its start. Nothing is checked before [`Builder::build`] or
//! [`Builder::start`], which say the first thing that is wrong as a [`StartError`].

use bytes::Bytes;
use std::sync::Arc;
use tokio::task::JoinSet;

use crate::blocking::BlockingServer;
use crate::faults::{Faults, UnknownFault};
use crate::handle::ReferenceServer;
use crate::net::{Clock, Limits, Listener, Shared, SystemClock, Tls, TlsConfig, TlsError, WireLog};
use crate::protocols::{self, Core};
use crate::sasl::SaslConfig;
use crate::store::{Condition, ConditionError, NameError, Store, StoreError};
use crate::trouble::{Trouble, TroubleError};
use crate::{Service, random};

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A listener's address can't be had.
    #[error("can't listen for {service} on {address:?}: {why}{}", hint(why))]
    Listen {
        /// The listener.
        service: Service,
        /// As given.
        address: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// The certificate can't be made or used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A fault's name is not known.
    #[error(transparent)]
    Fault(#[from] UnknownFault),
    /// A trouble is not understood.
    #[error(transparent)]
    Trouble(#[from] TroubleError),
    /// No client could log in to an account of this name, or write to it.
    #[error(
        "an account can't be called {name:?}: a name has one character at least, and no control characters"
    )]
    Account {
        /// As given.
        name: String,
    },
    /// The domain or the hostname would break the lines that it is said in.
    #[error("{name:?} can't be a {what}: it is empty, or has spaces or control characters")]
    Name {
        /// `domain` or `hostname`.
        what: &'static str,
        /// As given.
        name: String,
    },
    /// Something was given to an account that is not among those of [`Builder::account`].
    #[error("{what} for {account:?}, and there is no such account")]
    Nobody {
        /// What was given.
        what: &'static str,
        /// As given.
        account: String,
    },
    /// [`Builder::start_blocking`] could not have its threads.
    #[error("can't start the threads of a server: {0}")]
    Threads(std::io::Error),
    /// A mailbox can't be made.
    #[error("the mailbox {mailbox:?} of {account:?} can't be made: {why}")]
    Mailbox {
        /// As given.
        account: String,
        /// As given.
        mailbox: String,
        /// What the store says.
        why: NameError,
    },
    /// A message can't be put into its account.
    #[error("a message for {account:?} can't be stored: {why}")]
    Message {
        /// As given.
        account: String,
        /// What the store says.
        why: StoreError,
    },
    /// An account can't be in its condition.
    #[error("the condition of {account:?}: {why}")]
    Condition {
        /// As given.
        account: String,
        /// What the store says.
        why: ConditionError,
    },
}

/// A server to be; see the crate's example.
#[derive(Debug, Clone)]
#[must_use = "nothing happens before start()"]
pub struct Builder {
    accounts: Vec<(String, String)>,
    mailboxes: Vec<(String, String)>,
    messages: Vec<(String, Bytes)>,
    quotas: Vec<(String, u64)>,
    conditions: Vec<(String, Condition)>,
    listeners: Vec<(Service, String)>,
    faults: Vec<String>,
    troubles: Vec<String>,
    domain: String,
    hostname: Option<String>,
    tls: TlsConfig,
    clock: Arc<dyn Clock>,
    seed: Option<u64>,
    limits: Limits,
    sasl: SaslConfig,
    login_delay: u32,
    message_size: u64,
    wire_log: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            accounts: Vec::new(),
            mailboxes: Vec::new(),
            messages: Vec::new(),
            quotas: Vec::new(),
            conditions: Vec::new(),
            listeners: Vec::new(),
            faults: Vec::new(),
            troubles: Vec::new(),
            domain: "example.test".to_owned(),
            hostname: None,
            tls: TlsConfig::default(),
            clock: Arc::new(SystemClock),
            seed: None,
            limits: Limits::default(),
            sasl: SaslConfig::default(),
            login_delay: 0,
            message_size: 50 * 1024 * 1024,
            wire_log: false,
        }
    }
}

/// One method per service, since that is what a test author looks for.
macro_rules! listener {
    ($($name:ident $service:ident $what:literal),* $(,)?) => {
        $(
            #[doc = concat!("Listens for ", $what, " on an address such as `127.0.0.1:0` (a free port).")]
            pub fn $name(self, address: impl ToString) -> Self {
                self.listen(Service::$service, address)
            }
        )*
    };
}

impl Builder {
    listener! {
        smtp Smtp "SMTP",
        submission Submission "message submission",
        lmtp Lmtp "LMTP",
        smtps Smtps "SMTP inside TLS",
        submissions Submissions "message submission inside TLS",
        pop2 Pop2 "POP2",
        pop3 Pop3 "POP3",
        pop3s Pop3s "POP3 inside TLS",
        imap Imap "IMAP",
        imaps Imaps "IMAP inside TLS",
    }

    /// Listens for a service on an address. A service may be listened for on several. When no
    /// listener is named, all services get one on a port that the system chooses.
    pub fn listen(mut self, service: Service, address: impl ToString) -> Self {
        self.listeners.push((service, address.to_string()));
        self
    }

    /// Adds an account with an empty INBOX. Its address is `name@domain`. Of an account that is
    /// added twice, the last password counts.
    pub fn account(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        self.accounts.push((name.into(), password.into()));
        self
    }

    /// Gives an account one more mailbox, with those above it: Unicode, levels parted by `/`.
    pub fn mailbox(mut self, account: impl Into<String>, mailbox: impl Into<String>) -> Self {
        self.mailboxes.push((account.into(), mailbox.into()));
        self
    }

    /// Puts a message into an account's INBOX, octet by octet as given: lines end in CRLF, or they
    /// are served with what ends them. For another mailbox, or with flags, see
    /// [`ReferenceServer::append`].
    pub fn message(mut self, account: impl Into<String>, octets: impl AsRef<[u8]>) -> Self {
        let octets = Bytes::copy_from_slice(octets.as_ref());
        self.messages.push((account.into(), octets));
        self
    }

    /// Limits the octets of all of an account's messages together (RFC 9208); no limit when not given.
    /// It holds for the messages given here, too.
    pub fn quota(mut self, account: impl Into<String>, octets: u64) -> Self {
        self.quotas.push((account.into(), octets));
        self
    }

    /// Puts an account into a condition such as a password past its time (RFC 5530). A condition of
    /// mailboxes is refused at the start; for those see [`Store::set_mailbox_condition`].
    pub fn condition(mut self, account: impl Into<String>, condition: Condition) -> Self {
        self.conditions.push((account.into(), condition));
        self
    }

    /// The local domain; `example.test` when not given.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = domain.into();
        self
    }

    /// What the server calls itself in greetings; `mail.` and the domain when not given.
    pub fn hostname(mut self, hostname: impl Into<String>) -> Self {
        self.hostname = Some(hostname.into());
        self
    }

    /// The certificate, instead of a self-signed one, and whose client certificates are accepted.
    pub fn tls(mut self, tls: TlsConfig) -> Self {
        self.tls = tls;
        self
    }

    /// Where the time comes from; the system's clock when not given.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// What greetings, nonces and identifiers derive from; another number in every run when not
    /// given. With a seed and a clock given, two runs of the same dialogue give the same octets.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Switches a fault on, by name; see [`crate::faults::all`]. An unknown name is refused at the start.
    pub fn fault(mut self, name: impl Into<String>) -> Self {
        self.faults.push(name.into());
        self
    }

    /// Switches a trouble on, by its text such as `delay:500ms` or
    /// `reply:RCPT:2=451 4.3.0 try again`; see [`crate::trouble::FORMS`].
    pub fn trouble(mut self, text: impl Into<String>) -> Self {
        self.troubles.push(text.into());
        self
    }

    /// Bounds of what peers can make the server hold; [`Limits::default`] when not given.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Which SASL mechanisms there are, and who may act for whom; [`SaslConfig::default`] when not
    /// given.
    pub fn sasl(mut self, sasl: SaslConfig) -> Self {
        self.sasl = sasl;
        self
    }

    /// POP3: the least seconds between two logins to an account (RFC 2449 §6.5); 0 when not given.
    pub fn login_delay(mut self, seconds: u32) -> Self {
        self.login_delay = seconds;
        self
    }

    /// SMTP, submission, LMTP: the largest message that is taken, in octets (RFC 1870); 50 MiB when
    /// not given.
    pub fn message_size(mut self, octets: u64) -> Self {
        self.message_size = octets;
        self
    }

    /// Records who says what from the start; see [`ReferenceServer::wire_log`].
    pub fn wire_log(mut self, on: bool) -> Self {
        self.wire_log = on;
        self
    }

    /// The server without listeners, whatever [`Builder::listen`] was given: for
    /// [`ReferenceServer::session`]. Needs no runtime.
    ///
    /// # Errors
    /// The first thing that is wrong with what was given: a name, a fault, a trouble, a mailbox, a
    /// condition, a message, the certificate.
    pub fn build(self) -> Result<ReferenceServer, StartError> {
        let faults = Faults::default();
        for name in &self.faults {
            faults.switch_on(name)?;
        }
        let troubles: Result<Vec<Trouble>, TroubleError> =
            self.troubles.iter().map(|text| text.parse()).collect();
        let troubles = troubles?;
        let store = Store::default();
        for (name, password) in self.accounts {
            if name.is_empty() || name.contains(char::is_control) {
                return Err(StartError::Account { name });
            }
            store.add_account(&name, &password);
        }
        for (account, octets) in self.quotas {
            known(&store, &account, "a quota")?;
            store.set_quota(&account, Some(octets));
        }
        for (account, mailbox) in self.mailboxes {
            known(&store, &account, "a mailbox")?;
            if let Err(why) = store.create_mailbox(&account, &mailbox, None) {
                return Err(StartError::Mailbox {
                    account,
                    mailbox,
                    why,
                });
            }
        }
        for (account, condition) in self.conditions {
            store
                .set_account_condition(&account, Some(condition))
                .map_err(|why| StartError::Condition { account, why })?;
        }
        let now = self.clock.now();
        for (account, octets) in self.messages {
            store
                .deliver(&account, octets, now)
                .map_err(|why| StartError::Message { account, why })?;
        }
        let log = WireLog::default();
        log.record(self.wire_log);
        let hostname = self
            .hostname
            .unwrap_or_else(|| format!("mail.{}", self.domain));
        for (what, name) in [("domain", &self.domain), ("hostname", &hostname)] {
            if name.is_empty() || name.contains(|c: char| c.is_control() || c.is_whitespace()) {
                let name = name.clone();
                return Err(StartError::Name { what, name });
            }
        }
        let tls = Tls::new(&self.tls, &self.domain)?;
        let seed = self.seed.unwrap_or_else(random::seed);
        store.lock().seed_url_keys(seed);
        let mut shared = Shared::new(tls, self.clock, log, self.limits);
        shared.troubles.set(troubles);
        shared.faults = faults.clone();
        shared.seed = seed;
        Ok(ReferenceServer {
            core: Arc::new(Core {
                store,
                faults,
                shared: Arc::new(shared),
                domain: self.domain,
                hostname,
                seed,
                sasl: Arc::new(self.sasl),
                login_delay: self.login_delay,
                message_size: self.message_size,
                ids: crate::smtp::Ids::default(),
                outbox: crate::smtp::Outbox::default(),
                logins: Default::default(),
            }),
            addresses: Vec::new(),
            doors: Vec::new(),
            tasks: JoinSet::new(),
        })
    }

    /// As [`Builder::start`], on threads of its own: for tests that are not async.
    ///
    /// # Errors
    /// As [`Builder::start`]; and [`StartError::Threads`] when the system gives no threads.
    pub fn start_blocking(self) -> Result<BlockingServer, StartError> {
        BlockingServer::start(self)
    }

    /// Binds all listeners and serves them on the current tokio runtime.
    ///
    /// # Errors
    /// As [`Builder::build`]; and [`StartError::Listen`] when an address cannot be had. Nothing
    /// listens then.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without its I/O and time drivers.
    pub async fn start(mut self) -> Result<ReferenceServer, StartError> {
        let mut wanted = std::mem::take(&mut self.listeners);
        if wanted.is_empty() {
            let any = |service: &Service| (*service, "127.0.0.1:0".to_owned());
            wanted = protocols::SPOKEN.iter().map(any).collect();
        }
        let mut server = self.build()?;
        let mut listeners = Vec::new();
        for (service, address) in wanted {
            let listener =
                Listener::bind(service, &address)
                    .await
                    .map_err(|why| StartError::Listen {
                        service,
                        address,
                        why,
                    })?;
            listeners.push(listener);
        }
        let core = Arc::clone(&server.core);
        server.tasks.spawn(crate::releases::run(core));
        for listener in listeners {
            let service = listener.service;
            server.addresses.push((service, listener.address));
            server.doors.push(listener.door());
            let factory = protocols::factory(&server.core, service);
            let shared = Arc::clone(&server.core.shared);
            server.tasks.spawn(listener.run(shared, factory));
        }
        Ok(server)
    }
}

/// What an address looks like, for whoever gave something else.
fn hint(why: &std::io::Error) -> &'static str {
    match why.kind() {
        std::io::ErrorKind::InvalidInput => " (wanted is one such as 127.0.0.1:0)",
        _ => "",
    }
}

/// Whether there is somebody to give it to.
fn known(store: &Store, account: &str, what: &'static str) -> Result<(), StartError> {
    match store.password(account) {
        Some(_) => Ok(()),
        None => Err(StartError::Nobody {
            what,
            account: account.to_owned(),
        }),
    }
}
