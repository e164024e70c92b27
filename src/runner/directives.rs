//! The `@` lines: what is not text. Connections, TLS, time, arrival.

use super::execute::{Play, Stop};
use super::verdict::Failure;
use crate::dialogue::Next;
use crate::target::TargetError;
use crate::transcript::tree::{Directive, Step};
use std::time::Duration;
use tokio::time::Instant;

impl Play<'_> {
    pub(super) async fn directive(
        &mut self,
        step: &Step,
        directive: &Directive,
    ) -> Result<(), Stop> {
        let name = step.session.as_ref().map(|name| name.value.clone());
        let line = Some(step.line);
        match directive {
            Directive::Within(time) => self.within = Some(Duration::from_millis(time.0)),
            Directive::Ordered => self.mode.ordered = true,
            Directive::Exact => self.mode.exact = true,
            Directive::Wait(time) => tokio::time::sleep(Duration::from_millis(time.0)).await,
            Directive::Connect(state) => {
                let at = self.slot(step)?;
                if let Some(client) = self.take_client(at) {
                    client.close().await;
                }
                self.connect(at, *state).await?;
            }
            Directive::Close => {
                let at = self.slot(step)?;
                if let Some(client) = self.take_client(at) {
                    client.close().await;
                }
                self.record
                    .happened(name.as_deref(), "the client closes the connection", line);
            }
            Directive::Reset => {
                let at = self.slot(step)?;
                if let Some(client) = self.take_client(at) {
                    client.reset();
                }
                self.record.happened(
                    name.as_deref(),
                    "the client breaks the connection (RST)",
                    line,
                );
            }
            Directive::StartTls => self.start_tls(step).await?,
            Directive::Closed => self.closed(step).await?,
            Directive::Silence(time) => self.silence(step, Duration::from_millis(time.0)).await?,
            Directive::Arrived {
                count,
                other,
                within,
            } => {
                let account = if *other {
                    self.other.clone()
                } else {
                    self.account.clone()
                };
                let Some(account) = account else {
                    return Err(Stop::Unmet("there is no account to look into".into()));
                };
                let within = Duration::from_millis(within.0);
                match self
                    .setting
                    .postman
                    .arrived(&account, *count, within, self.record)
                    .await
                {
                    Ok(()) => {}
                    Err(TargetError::Unmet(why)) => {
                        return Err(failed(step, format!("{count} arrived"), None, why));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    async fn start_tls(&mut self, step: &Step) -> Result<(), Stop> {
        let at = self.slot(step)?;
        let until = self.until();
        let tls = self.setting.postman.tls.clone();
        let Some(client) = self.slots[at].client.as_mut() else {
            return Err(Stop::Unmet(format!(
                "line {}: the connection is closed",
                step.line
            )));
        };
        let name = client.name.clone();
        match client.start_tls(&tls, until).await {
            Ok(early) => {
                if !early.is_empty() {
                    self.record.happened(
                        name.as_deref(),
                        "sent in clear behind the answer, and ignored:",
                        None,
                    );
                    self.record.came(name.as_deref(), &early, None);
                }
                self.record
                    .happened(name.as_deref(), "TLS", Some(step.line));
                Ok(())
            }
            // Whoever finds octets behind the command may well end the connection: nothing is lost.
            Err(error) if self.slots[at].lines_written > 1 => {
                self.record
                    .happened(name.as_deref(), &error.to_string(), Some(step.line));
                // Without the address and the way it ended: reasons that are alike are counted together.
                Err(Stop::Assumed(
                    "the server ends the connection when something follows the command in the same write"
                        .into(),
                ))
            }
            Err(error) => Err(failed(
                step,
                "a TLS handshake".into(),
                None,
                error.to_string(),
            )),
        }
    }

    /// The server must close. What it says before that is its own affair.
    async fn closed(&mut self, step: &Step) -> Result<(), Stop> {
        let at = self.slot(step)?;
        let until = self.until();
        let Some(client) = self.slots[at].client.as_mut() else {
            return Ok(());
        };
        loop {
            match client.next(until).await {
                Next::Unit(unit) => {
                    self.record.came(client.name.as_deref(), &unit.octets, None);
                }
                Next::Closed | Next::Broken(_) => {
                    self.record.happened(
                        client.name.as_deref(),
                        "the server closed the connection",
                        Some(step.line),
                    );
                    return Ok(());
                }
                Next::Deadline => {
                    let why = "the connection is still open".to_owned();
                    return Err(failed(
                        step,
                        "the server closes the connection".into(),
                        None,
                        why,
                    ));
                }
            }
        }
    }

    async fn silence(&mut self, step: &Step, time: Duration) -> Result<(), Stop> {
        let at = self.slot(step)?;
        let time = self
            .setting
            .postman
            .target
            .silence
            .map_or(time, |most| time.min(most));
        let Some(client) = self.slots[at].client.as_mut() else {
            return Ok(());
        };
        let name = client.name.clone();
        match client.next(Instant::now() + time).await {
            Next::Unit(unit) => {
                let entry = self
                    .record
                    .came(name.as_deref(), &unit.octets, Some(step.line));
                let came = crate::wire::visible(&unit.octets);
                let why = "the server spoke where nothing may be said".to_owned();
                Err(failed(step, "silence".into(), Some((entry, came)), why))
            }
            Next::Closed | Next::Broken(_) | Next::Deadline => Ok(()),
        }
    }
}

fn failed(step: &Step, expected: String, came: Option<(usize, String)>, why: String) -> Stop {
    let (entry, came) = came.unzip();
    Stop::Failed(Failure {
        line: step.line,
        expected,
        came,
        entry,
        why,
    })
}
