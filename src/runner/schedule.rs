//! Cases side by side, each with accounts of its own; retries, fail-fast, known failures.

use super::event::{Event, Finished, Started, Status, Summary};
use super::execute::{Played, Setting, execute};
use super::findings::Findings;
use super::needs::Needs;
use super::verdict::Verdict;
use crate::catalogue::Case;
use crate::catalogue::known::KnownFailures;
use crate::target::preconditions::announced_names;
use crate::target::spawn::Output;
use crate::target::{Account, Delivery, Target};
use crate::transcript::tree::{Action, Directive, Step};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How a run is done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// End after the first failure.
    pub fail_fast: bool,
    /// Run a case that fails so many times again.
    pub retries: u32,
    /// So many cases side by side; as many as there are accounts when None.
    pub jobs: Option<usize>,
    /// A broken SHOULD counts as a failure for `fail_fast`.
    pub strict: bool,
    /// The dialogue of cases that pass is handed on too.
    pub keep_dialogue: bool,
}

/// Accounts that are free. A case takes one, or two at once, and brings them back.
struct Pool {
    all: usize,
    free: Mutex<VecDeque<Arc<Account>>>,
    permits: Semaphore,
}

impl Pool {
    /// `jobs`: how many cases may hold nothing at the same time, where there is no account at all.
    fn new(accounts: &[Arc<Account>], jobs: usize) -> Self {
        let permits = if accounts.is_empty() {
            jobs
        } else {
            accounts.len()
        };
        Pool {
            all: accounts.len(),
            free: Mutex::new(accounts.iter().cloned().collect()),
            permits: Semaphore::new(permits),
        }
    }
    fn take(&self, count: usize) -> Vec<Arc<Account>> {
        let Ok(mut free) = self.free.lock() else {
            return Vec::new();
        };
        let count = count.min(free.len());
        free.drain(..count).collect()
    }
    fn give(&self, accounts: Vec<Arc<Account>>) {
        if let Ok(mut free) = self.free.lock() {
            free.extend(accounts);
        }
    }
}

/// The accounts of a run, in two pools: delivery is nowhere immediate, so a message that a case has sent
/// and not waited for may lie in the next one's mailbox. Cases that never look into a mailbox get accounts
/// of their own, where there are enough of them.
struct Pools {
    looked_into: Pool,
    only_sent_to: Option<Pool>,
}

impl Pools {
    fn new(target: &Target, jobs: usize) -> Self {
        let accounts = &target.accounts;
        let apart = match target.delivery {
            Delivery::Embedded => 0,
            _ => accounts.len() / 4,
        };
        let (looked_into, only_sent_to) = accounts.split_at(accounts.len() - apart);
        Pools {
            looked_into: Pool::new(looked_into, jobs),
            only_sent_to: (apart > 0).then(|| Pool::new(only_sent_to, jobs)),
        }
    }
    fn of(&self, needs: &Needs) -> &Pool {
        match &self.only_sent_to {
            Some(pool) if !needs.clean && !needs.other => pool,
            _ => &self.looked_into,
        }
    }
}

/// How long a case does nothing by its own directives.
fn waits(case: &Case) -> u64 {
    let steps = case.transcript.steps.iter();
    let wait = |step: &Step| match &step.action {
        Action::Directive(Directive::Wait(time) | Directive::Silence(time)) => time.0,
        _ => 0,
    };
    steps.map(wait).sum()
}

/// Runs the cases and hands every event to `events`, in order. Gives the summary that `Ended` carried.
pub async fn run(
    setting: Setting,
    cases: Vec<Case>,
    known: &KnownFailures,
    options: &Options,
    server: Option<Output>,
    events: &mut (dyn FnMut(Event) + std::marker::Send),
) -> Summary {
    let began = Instant::now();
    let target = &setting.postman.target;
    events(Event::Started(Started {
        target: target.name.clone(),
        services: target
            .services
            .iter()
            .map(|(protocol, endpoint)| format!("{protocol} {endpoint}"))
            .collect(),
        cases: cases.len(),
        notes: setting.verified.notes.clone(),
        announced: announced_names(&setting.verified),
    }));
    let jobs = options.jobs.unwrap_or(target.accounts.len()).max(1);
    let pools = Arc::new(Pools::new(target, jobs));
    let setting = Arc::new(setting);
    let mut summary = Summary::default();
    let mut findings = Findings::default();
    let mut cases = cases;
    if jobs > 1 {
        // What has to wait begins first, and the rest is done beside it.
        cases.sort_by_key(|case| std::cmp::Reverse(waits(case)));
    }
    let mut waiting = cases.into_iter();
    let mut running = JoinSet::new();
    let mut stop = false;
    loop {
        while !stop && running.len() < jobs {
            let Some(case) = waiting.next() else { break };
            let (setting, pools, options) = (setting.clone(), pools.clone(), options.clone());
            running.spawn(async move { one(&setting, &pools, &options, case).await });
        }
        let Some(done) = running.join_next().await else {
            break;
        };
        // A panic in a case is a defect of ours; it must not take the others' reports with it.
        let Ok(mut finished) = done else {
            summary.stopped = Some("a case ended in a panic; please report it".into());
            continue;
        };
        finished.known = known.get(&finished.case.id).cloned();
        finished.status = Status::of(&finished.verdict, finished.known.as_ref());
        if let Some(output) = &server
            && finished.verdict.failure().is_some()
        {
            finished.server_output = output.tail(20);
        }
        findings.add(&mut finished);
        summary.add(&finished);
        let failed = match finished.status {
            Status::Failed | Status::NoLongerFails | Status::FailsOtherwise => true,
            Status::NonStrict => options.strict,
            _ => false,
        };
        if failed && options.fail_fast && !stop {
            stop = true;
            let left = waiting.len();
            if left > 0 {
                summary.stopped = Some(format!(
                    "{left} cases were not run, because --fail-fast was given"
                ));
            }
        }
        events(Event::Finished(finished));
    }
    summary.took = began.elapsed();
    summary.findings = findings.sum_up(&setting.catalogue, known);
    events(Event::Ended(Box::new(summary.clone())));
    summary
}

async fn one(setting: &Setting, pools: &Pools, options: &Options, case: Case) -> Box<Finished> {
    let began = Instant::now();
    let needs = Needs::of(&case);
    let target = &setting.postman.target;
    let settled = needs
        .inapplicable(&case, target, &setting.verified)
        .map(Verdict::Skipped)
        .or_else(|| {
            needs
                .unmet(&setting.postman, &setting.verified)
                .map(Verdict::Unmet)
        });
    let mut runs = 0;
    let mut account = None;
    let played = match settled {
        Some(verdict) => Played {
            verdict,
            dialogue: Vec::new(),
            dropped: 0,
            findings: Vec::new(),
        },
        None => {
            let count = 1 + usize::from(needs.other);
            let pool = pools.of(&needs);
            let permits = u32::try_from(count.min(pool.all.max(1))).unwrap_or(1);
            let permit = pool.permits.acquire_many(permits).await.ok();
            let accounts = pool.take(count);
            account = accounts.first().map(|account| account.user.clone());
            let played = loop {
                runs += 1;
                let first = accounts.first().cloned();
                let played = execute(setting, &case, first, accounts.get(1).cloned()).await;
                let done = matches!(played.verdict, Verdict::Pass | Verdict::Skipped(_));
                if done || runs > options.retries {
                    break played;
                }
            };
            pool.give(accounts);
            drop(permit);
            played
        }
    };
    let Played {
        verdict,
        dialogue,
        dropped,
        findings,
    } = played;
    let keep = options.keep_dialogue || !matches!(verdict, Verdict::Pass | Verdict::Skipped(_));
    Box::new(Finished {
        status: Status::of(&verdict, None),
        all_lines: if findings.is_empty() {
            Vec::new()
        } else {
            dialogue.clone()
        },
        dialogue: if keep { dialogue } else { Vec::new() },
        case,
        verdict,
        known: None,
        account,
        dropped,
        took: began.elapsed(),
        runs: runs.max(1),
        server_output: Vec::new(),
        findings,
    })
}
