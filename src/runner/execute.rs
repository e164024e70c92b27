//! One case, from preparation to verdict. Several sessions are driven by one script in one order.

use super::needs::{Needs, Wanted};
use super::prepare::{mailbox_name, prepare};
use super::values::CaseValues;
use super::verdict::{Failure, Verdict};
use crate::catalogue::corpus::Fixtures;
use crate::catalogue::{Case, Catalogue};
use crate::dialogue::{Client, Line, Record};
use crate::matching::Mode;
use crate::rules::{Finding, Shared};
use crate::target::delivery::Postman;
use crate::target::preconditions::Verified;
use crate::target::reach::{Hand, Way, open_judged};
use crate::target::{Account, TargetError};
use crate::transcript::tree::{Action, Expect, Send, State, Step};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// What all cases of a run share.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The target and the ways into its mailboxes.
    pub postman: Postman,
    /// What was found out about it.
    pub verified: Verified,
    /// The fixture messages.
    pub fixtures: Fixtures,
    /// The requirements.
    pub catalogue: Arc<Catalogue>,
}

/// Why a case ends before its last line.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something was not as expected.
    Failed(Failure),
    /// An `S=` was not met.
    Assumed(String),
    /// It cannot begin or go on.
    Unmet(String),
}

impl From<TargetError> for Stop {
    fn from(error: TargetError) -> Self {
        Stop::Unmet(error.to_string())
    }
}

/// What running a case led to.
#[derive(Debug)]
pub struct Played {
    /// The verdict.
    pub verdict: Verdict,
    /// The dialogue.
    pub dialogue: Vec<Line>,
    /// How many entries the dialogue lost at its beginning.
    pub dropped: usize,
    /// What broke a rule, whatever the case is about.
    pub findings: Vec<Finding>,
}

/// Runs a case.
pub async fn execute(
    setting: &Setting,
    case: &Case,
    account: Option<Arc<Account>>,
    other: Option<Arc<Account>>,
) -> Played {
    let needs = Needs::of(case);
    let mut record = Record::hiding(setting.postman.target.secrets());
    let result = async {
        let mut play = Play::prepare(setting, case, &needs, account, other, &mut record).await?;
        let result = play.steps().await;
        play.end().await;
        result.map(|()| play.lesser.take())
    }
    .await;
    let verdict = match result {
        Ok(None) => Verdict::Pass,
        Ok(Some(lesser)) => Verdict::NonStrict(lesser),
        Err(Stop::Failed(failure)) => Verdict::of_level(case.level(), failure),
        Err(Stop::Assumed(reason)) => Verdict::Skipped(reason),
        Err(Stop::Unmet(reason)) => Verdict::Unmet(reason),
    };
    Played {
        verdict,
        dropped: record.dropped,
        findings: std::mem::take(&mut record.findings),
        dialogue: record.into_lines(),
    }
}

/// A session of the case: what was wanted, and the connection while there is one.
pub(super) struct Slot {
    pub(super) wanted: Wanted,
    pub(super) client: Option<Client>,
    /// How many lines the last write held.
    pub(super) lines_written: usize,
    /// What was sent since the last exchange, a line each: matching has to know what is being answered.
    pub(super) commands: Vec<Vec<u8>>,
}

/// A case while it runs.
pub(super) struct Play<'a> {
    pub(super) setting: &'a Setting,
    pub(super) case: &'a Case,
    pub(super) record: &'a mut Record,
    pub(super) values: CaseValues,
    pub(super) slots: Vec<Slot>,
    pub(super) account: Option<Arc<Account>>,
    pub(super) other: Option<Arc<Account>>,
    mailbox: String,
    way: Way,
    pub(super) mode: Mode,
    pub(super) within: Option<Duration>,
    pub(super) lesser: Option<Failure>,
    /// What the rules know of the account's mailboxes, from all sessions that look at them.
    shared: Arc<Mutex<Shared>>,
    other_shared: Arc<Mutex<Shared>>,
}

impl<'a> Play<'a> {
    /// Empties and fills mailboxes, connects, and brings every session to its state.
    async fn prepare(
        setting: &'a Setting,
        case: &'a Case,
        needs: &Needs,
        account: Option<Arc<Account>>,
        other: Option<Arc<Account>>,
        record: &'a mut Record,
    ) -> Result<Play<'a>, Stop> {
        let postman = &setting.postman;
        let mailbox = mailbox_name(&postman.target);
        // Preparation is no part of the dialogue, unless it fails.
        let mut aside = Record::hiding(postman.target.secrets());
        let people = (account.as_deref(), other.as_deref());
        let messages = match prepare(setting, case, needs, people, &mailbox, &mut aside).await {
            Ok(messages) => messages,
            Err(error) => {
                *record = aside;
                return Err(Stop::Unmet(format!(
                    "the case could not be prepared: {error}"
                )));
            }
        };
        let mut values = CaseValues::new(
            &postman.target,
            &setting.fixtures,
            account.as_deref(),
            other.as_deref(),
            &mailbox,
            &setting.verified.delimiter,
        );
        values.replace_messages(messages);
        let mut play = Play {
            setting,
            case,
            record,
            values,
            slots: Vec::new(),
            account,
            other,
            mailbox,
            way: if needs.clear {
                Way::Clear
            } else {
                Way::Profile
            },
            mode: Mode::default(),
            within: None,
            lesser: None,
            shared: Arc::default(),
            other_shared: Arc::default(),
        };
        for wanted in &needs.sessions {
            play.slots.push(Slot {
                wanted: wanted.clone(),
                client: None,
                commands: Vec::new(),
                lines_written: 0,
            });
            let at = play.slots.len() - 1;
            play.connect(at, wanted.state).await?;
        }
        Ok(play)
    }

    /// Opens a session's connection and brings it to a state.
    pub(super) async fn connect(&mut self, at: usize, state: State) -> Result<(), Stop> {
        self.record.setup = true;
        let result = self.open_and_reach(at, state).await;
        self.record.setup = false;
        result
    }

    async fn open_and_reach(&mut self, at: usize, state: State) -> Result<(), Stop> {
        let wanted = self.slots[at].wanted.clone();
        if wanted.other {
            // The two may share a mailbox, under two names.
            for shared in [&self.shared, &self.other_shared] {
                let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.others_too();
            }
        }
        let target = &self.setting.postman.target;
        let mut client = open_judged(
            target,
            &self.setting.postman.tls,
            wanted.protocol,
            wanted.name.clone(),
            self.way,
            Some(if wanted.other {
                self.other_shared.clone()
            } else {
                self.shared.clone()
            }),
            self.record,
        )
        .await?;
        let account = if wanted.other {
            self.other.as_deref()
        } else {
            self.account.as_deref()
        };
        let mut hand = Hand {
            client: &mut client,
            record: self.record,
            within: target.timeout,
        };
        let reached = hand.reach(target, state, account, &self.mailbox).await;
        if let Err(error) = reached {
            self.record.found(client.take_findings());
            return Err(error.into());
        }
        self.slots[at].client = Some(client);
        self.slots[at].commands.clear();
        Ok(())
    }

    /// The connection of a session, to be ended; what it broke of the rules stays.
    pub(super) fn take_client(&mut self, at: usize) -> Option<Client> {
        let mut client = self.slots.get_mut(at)?.client.take()?;
        self.record.found(client.take_findings());
        Some(client)
    }

    /// Ends what is still open.
    async fn end(&mut self) {
        for at in 0..self.slots.len() {
            // What nobody waited for is held to the rules like everything else. How much of it has come
            // is chance, so it does not belong to the case's dialogue.
            if let Some(slot) = self.slots.get_mut(at)
                && let Some(client) = &mut slot.client
            {
                client.look_at_rest().await;
            }
            if let Some(client) = self.take_client(at) {
                client.close().await;
            }
        }
    }

    /// The place of a step's session.
    pub(super) fn slot(&self, step: &Step) -> Result<usize, Stop> {
        let found = match &step.session {
            None => (!self.slots.is_empty()).then_some(0),
            Some(name) => self
                .slots
                .iter()
                .position(|slot| slot.wanted.name.as_ref() == Some(&name.value)),
        };
        found.ok_or_else(|| {
            Stop::Unmet(format!(
                "line {} speaks on a session that is not declared",
                step.line
            ))
        })
    }

    async fn steps(&mut self) -> Result<(), Stop> {
        let case = self.case;
        let steps = &case.transcript.steps;
        let mut at = 0;
        while let Some(step) = steps.get(at) {
            let same = |other: &Step| {
                other.session.as_ref().map(|name| &name.value)
                    == step.session.as_ref().map(|name| &name.value)
            };
            let run = match &step.action {
                Action::Send(_) => {
                    let lines: Vec<(&Step, &Send)> = steps[at..]
                        .iter()
                        .map_while(|step| match &step.action {
                            Action::Send(send) if same(step) => Some((step, send)),
                            _ => None,
                        })
                        .collect();
                    self.send(&lines).await?;
                    lines.len()
                }
                Action::Expect(_) => {
                    let lines: Vec<(&Step, &Expect)> = steps[at..]
                        .iter()
                        .map_while(|step| match &step.action {
                            Action::Expect(expect) if same(step) => Some((step, expect)),
                            _ => None,
                        })
                        .collect();
                    self.expect(&lines).await?;
                    lines.len()
                }
                Action::Directive(directive) => {
                    self.directive(step, directive).await?;
                    1
                }
            };
            at += run;
        }
        Ok(())
    }

    /// The deadline of what begins now.
    pub(super) fn until(&self) -> Instant {
        Instant::now() + self.within.unwrap_or(self.setting.postman.target.timeout)
    }
}
