//! The servers that are measured, each in a process of its own: ours, Postfix's smtp-sink, and the
//! Dovecot of fixtures/targets. All end with the value that stands for them.

use super::lines::Kind;
use mailspec_reference_server::{ReferenceServer, Service};
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// This program as a server: prints where it listens and runs until its standard input ends.
pub fn serve() {
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    // As `mailspec serve` does: a processor is left to the clients.
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(processors.saturating_sub(1).max(1))
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut builder = ReferenceServer::builder();
        for service in [Service::Smtp, Service::Imap, Service::Pop3] {
            builder = builder.listen(service, "127.0.0.1:0");
        }
        for number in 1..=8 {
            builder = builder.account(format!("user{number}"), format!("secret-of-user{number}"));
        }
        let server = builder.start().await.expect("the server starts");
        for (_, address) in server.addresses() {
            println!("{address}");
        }
        let wait = || std::io::stdin().read_to_end(&mut Vec::new());
        let _ = tokio::task::spawn_blocking(wait).await;
        server.shutdown().await;
    });
}

/// The reference server.
pub struct Ours {
    child: Child,
    pub pid: String,
    pub smtp: SocketAddr,
    pub imap: SocketAddr,
    pub pop3: SocketAddr,
}

impl Ours {
    pub fn start() -> Self {
        let me = std::env::current_exe().expect("a path");
        let mut child = Command::new(me)
            .arg("--serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let output = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines();
        let mut next = || {
            let line = lines.next().expect("an address").expect("text");
            line.parse().expect("an address")
        };
        Self {
            pid: child.id().to_string(),
            smtp: next(),
            imap: next(),
            pop3: next(),
            child,
        }
    }

    pub fn port(&self, kind: Kind) -> SocketAddr {
        match kind {
            Kind::Smtp => self.smtp,
            Kind::Imap => self.imap,
            Kind::Pop3 => self.pop3,
        }
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// smtp-sink, which throws away what it gets.
pub struct Sink {
    child: Child,
    pub address: SocketAddr,
}

impl Sink {
    /// None where it is not installed or does not start.
    pub fn start() -> Option<Self> {
        let program = "/usr/sbin/smtp-sink";
        if !Path::new(program).exists() || !Path::new("/usr/sbin/smtp-source").exists() {
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").ok()?;
        let address = free.local_addr().ok()?;
        drop(free);
        let child = Command::new(program)
            // Started by root it wants to know as whom to go on.
            .args(["-u", "nobody", &address.to_string(), "128"])
            .spawn()
            .ok()?;
        let sink = Self { child, address };
        (0..100).find_map(|_| {
            thread::sleep(Duration::from_millis(50));
            TcpStream::connect(address).ok()
        })?;
        Some(sink)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Dovecot, as the target of that name is set up.
pub struct Dovecot {
    child: Child,
    pub pid: String,
    folder: PathBuf,
    pub imap: SocketAddr,
    pub pop3: SocketAddr,
}

impl Dovecot {
    /// # Errors
    /// Why there is none.
    pub fn start() -> Result<Self, String> {
        // The script would install it; a benchmark changes nothing on the machine.
        if !Path::new("/usr/sbin/dovecot").exists() {
            return Err(
                "Dovecot is not installed; fixtures/targets/start dovecot does that".into(),
            );
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/targets/start");
        let folder = std::env::temp_dir().join(format!("mailspec-bench-{}", std::process::id()));
        let mut child = Command::new(script)
            .arg("dovecot")
            .arg("--dir")
            .arg(&folder)
            // It stops Dovecot when this ends: when our end of the pipe is closed.
            .args(["--exec", "cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|why| why.to_string())?;
        let (mut imap, mut pop3) = (None, None);
        let mut said = String::new();
        let output = child.stderr.take().ok_or("no output")?;
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let address = || {
                let mut words = line.split(' ').skip(1);
                let (host, port) = (words.next()?, words.next()?);
                format!("{host}:{port}").parse().ok()
            };
            match line.split(' ').next() {
                Some("imap") => imap = address(),
                Some("pop3") => pop3 = address(),
                // The last of its services.
                Some("lmtp") => break,
                _ => said = line,
            }
        }
        match imap.zip(pop3) {
            Some((imap, pop3)) => Ok(Self {
                pid: child.id().to_string(),
                child,
                folder,
                imap,
                pop3,
            }),
            None => {
                let _ = child.wait();
                Err(format!("Dovecot does not start: {said}"))
            }
        }
    }

    pub fn port(&self, kind: Kind) -> SocketAddr {
        match kind {
            Kind::Pop3 => self.pop3,
            _ => self.imap,
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
