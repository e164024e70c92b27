//! What the runner costs: a step on one connection against a bare client of the same server, the whole
//! corpus against the embedded server, and memory over the number of cases. Ratios are of one run.

#[path = "../reference-server/benches/support/mod.rs"]
mod support;

use criterion::{Criterion, Throughput};
use mailspec::catalogue::Case;
use mailspec::catalogue::known::KnownFailures;
use mailspec::cli::Library;
use mailspec::runner::{Needs, Options, Setting, Summary, Verdict, execute, run};
use mailspec::session::tls::Tls;
use mailspec::session::{Endpoint, Security};
use mailspec::target::delivery::Postman;
use mailspec::target::preconditions::{Verified, verify};
use mailspec::target::{Target, embedded};
use mailspec::transcript::tree::Protocol;
use mailspec::transcript::{Colour, Permissive, parse};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use support::{Rounds, Table, asked_for, memory, processor};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;

/// Steps of the long case: a command and its reply each.
const STEPS: usize = 2_000;
/// What the client says at each step, and what is answered.
const SAID: &str = "NOOP some words\r\n";
const ANSWER: &str = "250 2.0.0 OK\r\n";
const ROUNDS: usize = 25;

fn main() {
    // A child of ours, in which nothing but one run takes memory.
    if let Some(times) = std::env::args().skip_while(|arg| arg != "--run").nth(1) {
        return one_run(times.parse().expect("a number"));
    }
    if !asked_for() {
        return;
    }
    let mut table = Table::default();
    steps(&mut table);
    corpus(&mut table);
    run_memory(&mut table);
    table.print("The runner (a ratio is that of the fastest rounds)");
}

/// A server that answers the same to every line, whatever it says.
fn line_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer_lines(stream));
        }
    });
    address
}

fn answer_lines(mut stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let lines = buffer[..count].iter().filter(|&&octet| octet == b'\n');
        let answers = ANSWER.repeat(lines.count());
        if stream.write_all(answers.as_bytes()).is_err() {
            return;
        }
    }
}

fn setting(address: SocketAddr) -> Setting {
    let mut target = Target::empty("lines");
    let endpoint = Endpoint {
        host: address.ip().to_string(),
        port: address.port(),
        security: Security::None,
    };
    target.services.insert(Protocol::Smtp, endpoint);
    Setting {
        postman: Postman {
            target,
            tls: Tls::untrusting(),
            store: None,
        },
        verified: Verified::default(),
        fixtures: Default::default(),
        catalogue: std::sync::Arc::default(),
    }
}

fn long_case(steps: usize) -> Case {
    let mut source = "Title: many steps\nProtocol: smtp\nCovers: rfc5321/noop-ok\n\n".to_owned();
    for _ in 0..steps {
        source.push_str(&format!("C: {}\nS: 250\n", SAID.trim_end()));
    }
    let transcript = parse("steps", &source, &Permissive).expect("the case parses");
    Case {
        id: "bench/steps".into(),
        path: "steps".into(),
        source: source.into(),
        transcript: Arc::new(transcript),
        requirement: None,
    }
}

/// The runner's way: from connecting to the verdict.
fn by_runner(runtime: &Runtime, setting: &Arc<Setting>, case: &Arc<Case>) -> Duration {
    let (setting, case) = (setting.clone(), case.clone());
    runtime.block_on(async {
        tokio::spawn(async move {
            let began = Instant::now();
            let verdict = execute(&setting, &case, None, None).await.verdict;
            assert_eq!(verdict, Verdict::Pass);
            began.elapsed()
        })
        .await
        .expect("the case ends")
    })
}

/// The same octets by the least client there is on the same runtime.
fn by_bare_client(runtime: &Runtime, address: SocketAddr) -> Duration {
    runtime.block_on(async {
        tokio::spawn(async move {
            let began = Instant::now();
            let mut stream = tokio::net::TcpStream::connect(address)
                .await
                .expect("a connection");
            stream.set_nodelay(true).expect("no delay");
            let mut buffer = [0; 4096];
            for _ in 0..STEPS {
                stream.write_all(SAID.as_bytes()).await.expect("written");
                let mut came = 0;
                while came < ANSWER.len() {
                    came += stream.read(&mut buffer).await.expect("an answer");
                }
            }
            began.elapsed()
        })
        .await
        .expect("the client ends")
    })
}

/// The same octets by blocking calls: what the system itself takes.
fn by_blocking_client(address: SocketAddr) -> Duration {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let mut buffer = [0; 4096];
    for _ in 0..STEPS {
        stream.write_all(SAID.as_bytes()).expect("written");
        let mut came = 0;
        while came < ANSWER.len() {
            came += stream.read(&mut buffer).expect("an answer");
        }
    }
    began.elapsed()
}

fn steps(table: &mut Table) {
    let runtime = Runtime::new().expect("a runtime");
    let address = line_server();
    let setting = Arc::new(setting(address));
    let case = Arc::new(long_case(STEPS));

    let mut criterion = Criterion::default().sample_size(10);
    let mut group = criterion.benchmark_group("step on one connection");
    group.throughput(Throughput::Elements(STEPS as u64));
    let times = |count: u64, one: &dyn Fn() -> Duration| (0..count).map(|_| one()).sum();
    group.bench_function("runner", |bencher| {
        bencher.iter_custom(|count| times(count, &|| by_runner(&runtime, &setting, &case)));
    });
    group.bench_function("bare client", |bencher| {
        bencher.iter_custom(|count| times(count, &|| by_bare_client(&runtime, address)));
    });
    group.finish();

    let (mut bare, mut blocking) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        let runner = by_runner(&runtime, &setting, &case);
        bare.add(runner, by_bare_client(&runtime, address));
        let runner = by_runner(&runtime, &setting, &case);
        blocking.add(runner, by_blocking_client(address));
    }
    for (name, rounds, aim) in [
        ("a step / bare echo client (tokio)", bare, Some(1.5)),
        ("a step / bare echo client (blocking)", blocking, None),
    ] {
        let micros = |seconds: f64| seconds * 1e6 / STEPS as f64;
        let figure = format!(
            "{:.2} (median {:.2}; {:.1} against {:.1} µs)",
            rounds.ratio(),
            rounds.median(),
            micros(rounds.subject()),
            micros(rounds.baseline()),
        );
        let met = aim.map(|aim| rounds.ratio() <= aim);
        table.add(name, figure, if met.is_some() { "<= 1.5" } else { "" }, met);
    }
}

fn library() -> Library {
    Library::load(None, Colour::Plain).expect("the corpus parses")
}

/// As `mailspec run` without arguments: those that are not slow on purpose.
fn fast_cases(library: &Library) -> Vec<Case> {
    let slow = |case: &&Case| !case.tags().any(|tag| tag == "slow");
    library.corpus.cases.iter().filter(slow).cloned().collect()
}

/// A run against an embedded server of its own.
async fn against_embedded(library: &Library, cases: Vec<Case>, jobs: Option<usize>) -> Summary {
    let (target, server) = embedded::start(&[]).await.expect("the server starts");
    let wanted: BTreeSet<Protocol> = cases
        .iter()
        .flat_map(|case| Needs::of(case).sessions)
        .map(|session| session.protocol)
        .collect();
    let postman = Postman {
        target,
        tls: Tls::new(Some(server.certificate_pem().as_bytes())).expect("its certificate"),
        store: Some(server.store().clone()),
    };
    let verified = verify(&postman, &wanted, true, true)
        .await
        .expect("the target is as described");
    let setting = Setting {
        postman,
        verified,
        fixtures: library.fixtures.clone(),
        catalogue: std::sync::Arc::default(),
    };
    let options = Options {
        jobs,
        ..Options::default()
    };
    let known = KnownFailures::default();
    let summary = run(setting, cases, &known, &options, None, &mut |_| {}).await;
    server.shutdown().await;
    summary
}

fn corpus(table: &mut Table) {
    let runtime = Runtime::new().expect("a runtime");
    let mut all = Rounds::default();
    let mut alone = Rounds::default();
    let (mut count, mut busy) = (0, f64::INFINITY);
    for _ in 0..5 {
        let (began, before) = (Instant::now(), processor("self"));
        let library = library();
        let cases = fast_cases(&library);
        count = cases.len();
        let summary = runtime.block_on(against_embedded(&library, cases.clone(), None));
        all.add(began.elapsed(), summary.took);
        if let Some((before, after)) = before.zip(processor("self")) {
            busy = busy.min(after - before);
        }
        let one = runtime.block_on(against_embedded(&library, cases, Some(1)));
        alone.add(summary.took, one.took);
    }
    let whole = all.subject();
    table.add(
        "whole corpus, from reading it to the end",
        format!("{whole:.2} s ({count} cases; the processor's {busy:.2} s, the server's included)"),
        "< 2 s on two cores of its own",
        Some(whole < 2.0),
    );
    table.add(
        "cases per second, all accounts busy",
        format!("{:.0}", count as f64 / alone.subject()),
        "",
        None,
    );
    table.add(
        "all accounts busy / one case at a time",
        format!(
            "{:.2} of the time (median {:.2})",
            alone.ratio(),
            alone.median()
        ),
        "",
        None,
    );
}

/// The child: the corpus so many times over in one run, and the peak of its memory.
fn one_run(times: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let library = library();
    let cases = fast_cases(&library);
    let cases: Vec<Case> = std::iter::repeat_n(cases, times).flatten().collect();
    let count = cases.len();
    runtime.block_on(against_embedded(&library, cases, None));
    let peak = memory("self").map_or(0, |memory| memory.peak);
    println!("{count} {peak}");
}

fn run_memory(table: &mut Table) {
    let once = child_run(1);
    let often = child_run(8);
    let Some(((few, small), (many, large))) = once.zip(often) else {
        return table.skip("peak memory of a run", "no /proc here");
    };
    let mib = |kib: u64| kib as f64 / 1024.0;
    let ratio = large as f64 / small as f64;
    table.add(
        "peak memory, 8 times the cases / once",
        format!(
            "{ratio:.2} ({:.0} MiB for {many}, {:.0} MiB for {few}; the server's included)",
            mib(large),
            mib(small),
        ),
        "about 1",
        Some(ratio < 1.25),
    );
}

/// Cases and KiB.
fn child_run(times: usize) -> Option<(u64, u64)> {
    let me = std::env::current_exe().ok()?;
    let output = Command::new(me)
        .args(["--run", &times.to_string()])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .ok()?;
    let mut line = String::new();
    BufReader::new(output.stdout.as_slice())
        .read_line(&mut line)
        .ok()?;
    let (count, peak) = line.trim().split_once(' ')?;
    Some((count.parse().ok()?, peak.parse().ok()?))
}
