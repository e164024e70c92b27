//! `--spawn 'command'`: starts a server for the run, waits until it greets, keeps the end of what it
//! prints, and stops it with everything that it started. Judges nothing.

use super::{Target, TargetError};
use crate::dialogue::secrets::Secrets;
use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// So many of the last lines are kept.
const LINES: usize = 200;
/// Of a line so many characters are kept.
const WIDTH: usize = 2_000;

/// A server that was started for the run.
#[derive(Debug)]
pub struct Spawned {
    child: Child,
    output: Output,
    /// The readers of its output; they end when it does.
    readers: Vec<JoinHandle<()>>,
}

/// The end of what the server has printed.
#[derive(Debug, Clone, Default)]
pub struct Output {
    lines: Arc<Mutex<VecDeque<String>>>,
    secrets: Arc<Secrets>,
}

impl Output {
    /// The last `count` lines.
    pub fn tail(&self, count: usize) -> Vec<String> {
        self.lines
            .lock()
            .map(|lines| lines.iter().rev().take(count).rev().cloned().collect())
            .unwrap_or_default()
    }

    /// A server's log may well hold what its clients have said.
    fn push(&self, line: &[u8]) {
        let line = self.secrets.hide(line);
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end().chars().take(WIDTH).collect();
        if let Ok(mut lines) = self.lines.lock() {
            if lines.len() == LINES {
                lines.pop_front();
            }
            lines.push_back(line);
        }
    }
}

impl Spawned {
    /// Starts `command` with the shell, in a process group of its own. `secrets` are kept out of what it
    /// prints.
    ///
    /// # Errors
    /// When the shell cannot be started.
    pub fn start(command: &str, secrets: Secrets) -> Result<Self, TargetError> {
        let mut child = Command::new("sh")
            .args(["-c", command])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| {
                TargetError::Unmet(format!("the server's command cannot be started: {error}"))
            })?;
        let output = Output {
            secrets: Arc::new(secrets),
            ..Output::default()
        };
        let mut readers = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            readers.push(tokio::spawn(collect(stdout, output.clone())));
        }
        if let Some(stderr) = child.stderr.take() {
            readers.push(tokio::spawn(collect(stderr, output.clone())));
        }
        Ok(Spawned {
            child,
            output,
            readers,
        })
    }

    /// What it prints.
    pub fn output(&self) -> Output {
        self.output.clone()
    }

    /// Waits until every service of the target sends its first octet.
    ///
    /// # Errors
    /// When the server ends, or does not greet in time; with what it printed.
    pub async fn greeted(&mut self, target: &Target, within: Duration) -> Result<(), TargetError> {
        let until = Instant::now() + within;
        for (protocol, endpoint) in &target.services {
            loop {
                if let Ok(Some(status)) = self.child.try_wait() {
                    // Its last words may still be on their way to us.
                    for reader in self.readers.drain(..) {
                        let _ = tokio::time::timeout(Duration::from_secs(1), reader).await;
                    }
                    return Err(TargetError::Unmet(format!(
                        "the spawned server ended ({status}) before {protocol} greeted{}",
                        self.said()
                    )));
                }
                let greeted = async {
                    let stream = TcpStream::connect((endpoint.host.as_str(), endpoint.port))
                        .await
                        .ok()?;
                    if endpoint.security == crate::session::Security::Implicit {
                        return Some(());
                    }
                    stream.readable().await.ok()?;
                    let mut octet = [0];
                    matches!(stream.try_read(&mut octet), Ok(1)).then_some(())
                };
                if matches!(
                    tokio::time::timeout(Duration::from_secs(2), greeted).await,
                    Ok(Some(()))
                ) {
                    break;
                }
                if Instant::now() > until {
                    return Err(TargetError::Unmet(format!(
                        "the spawned server did not greet on {protocol} {endpoint} within {within:?}{}",
                        self.said()
                    )));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }

    /// Stops it and all that it started: asks first, then insists.
    pub async fn stop(mut self) {
        let Some(group) = self.child.id() else { return };
        signal("TERM", group).await;
        if tokio::time::timeout(Duration::from_secs(5), self.child.wait())
            .await
            .is_err()
        {
            signal("KILL", group).await;
            let _ = self.child.wait().await;
        }
    }

    fn said(&self) -> String {
        let tail = self.output.tail(10);
        if tail.is_empty() {
            "; it printed nothing".into()
        } else {
            format!("; it printed:\n    {}", tail.join("\n    "))
        }
    }
}

/// Signals a process group. The standard library has no call for it, and `kill` is everywhere.
async fn signal(name: &str, group: u32) {
    let _ = Command::new("kill")
        .args([format!("-{name}"), "--".into(), format!("-{group}")])
        .stderr(Stdio::null())
        .status()
        .await;
}

async fn collect(stream: impl AsyncRead + Unpin, output: Output) {
    let mut lines = BufReader::new(stream).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        output.push(&line);
    }
}
