//! Runs features/*.feature: what the product promises its users, against the real program.

use cucumber::{World as _, given, then, when};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

const MAILSPEC: &str = env!("CARGO_BIN_EXE_mailspec");

/// One scenario's state.
#[derive(Debug, cucumber::World)]
#[world(init = Self::new)]
struct World {
    folder: PathBuf,
    names: HashMap<String, String>,
    serve: Option<Child>,
    watch: Option<Child>,
    printed: Vec<String>,
    status: Option<i32>,
    stdout: String,
    stderr: String,
    lines: usize,
}

impl World {
    fn new() -> Self {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("features-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a scratch folder");
        let mut names = HashMap::from([("mailspec".to_owned(), MAILSPEC.to_owned())]);
        for name in ["free", "free2", "closed"] {
            names.insert(name.into(), free_address(number));
        }
        World {
            folder,
            names,
            serve: None,
            watch: None,
            printed: Vec::new(),
            status: None,
            stdout: String::new(),
            stderr: String::new(),
            lines: 0,
        }
    }

    /// Fills `{imap.port}` and the like in.
    fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    async fn serve(&mut self, more: &[&str]) {
        let mut command = Command::new(MAILSPEC);
        command.args([
            "serve",
            "--account",
            "alice:sesame",
            "--account",
            "bob:sesame2",
        ]);
        for service in [
            "smtp",
            "submission",
            "lmtp",
            "pop3",
            "pop3s",
            "imap",
            "imaps",
        ] {
            command.arg(format!("--{service}")).arg("127.0.0.1:0");
        }
        let mut child = command
            .args(more)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("mailspec serve starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        for _ in 0..7 {
            let line = lines
                .next_line()
                .await
                .expect("readable")
                .expect("seven lines, one a service");
            let words: Vec<&str> = line.split(' ').collect();
            let [service, host, port] = words[..] else {
                panic!("not `service host port`: {line}")
            };
            self.names.insert(
                service.into(),
                format!("{service}://alice:sesame@{host}:{port}"),
            );
            self.names
                .insert(format!("{service}.address"), format!("{host}:{port}"));
            self.names.insert(format!("{service}.port"), port.into());
            self.printed.push(line);
        }
        self.serve = Some(child);
    }
}

/// An address where nothing listens, and nothing else will: the system chooses the port, on a loopback
/// address of the scenario's own, which no other scenario's servers and connections share. Where
/// 127.0.0.1 is the only loopback address there is, another may come in between.
fn free_address(scenario: u32) -> String {
    let [.., high, low] = std::process::id().to_be_bytes();
    let own = format!("127.{}.{high}.{low}:0", 1 + scenario % 200);
    std::net::TcpListener::bind(own)
        .or_else(|_| std::net::TcpListener::bind("127.0.0.1:0"))
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .to_string()
}

#[given("a reference server")]
async fn a_server(world: &mut World) {
    world.serve(&[]).await;
}

#[given(expr = "a reference server with the fault {string}")]
async fn a_faulty_server(world: &mut World, fault: String) {
    world.serve(&["--fault", &fault]).await;
}

/// Reads what it prints up to the line of the control API, which is the last.
#[given(regex = r"^the server `mailspec serve (.*)`$")]
async fn a_controlled_server(world: &mut World, arguments: String) {
    let mut child = Command::new("sh")
        .args([
            "-c",
            &format!("exec {MAILSPEC} serve {}", world.fill(&arguments)),
        ])
        .current_dir(&world.folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("mailspec serve starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    while !world.names.contains_key("control.address") {
        let line = lines.next_line().await.expect("readable");
        let line = line.expect("a line `control HOST PORT`");
        let words: Vec<&str> = line.split(' ').collect();
        let [service, host, port] = words[..] else {
            panic!("not `service host port`: {line}")
        };
        let address = format!("{host}:{port}");
        world.names.insert(format!("{service}.address"), address);
        world.printed.push(line);
    }
    world.serve = Some(child);
}

/// One connection each: what is sent, and what comes until the server closes.
async fn exchange(address: &str, octets: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(octets).await.expect("it reads");
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.expect("it answers");
    String::from_utf8_lossy(&all).into_owned()
}

#[when(regex = r"^I ask the control API to `([A-Z]+) (\S+)`(?: with)?$")]
async fn ask(world: &mut World, step: &cucumber::gherkin::Step, method: String, path: String) {
    let body = step.docstring.as_deref().unwrap_or_default().trim();
    let address = world.names["control.address"].clone();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(&address, request.as_bytes()).await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    world.status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    world.stdout = body.to_owned();
}

#[when(regex = r#"^I say "(.*)" to its (\S+) port$"#)]
async fn say(world: &mut World, text: String, service: String) {
    let text = text.replace("\\r\\n", "\r\n");
    let address = world.names[&format!("{service}.address")].clone();
    world.stdout = exchange(&address, text.as_bytes()).await;
}

#[then(expr = "it answers {int}")]
fn answers(world: &mut World, status: i32) {
    assert_eq!(world.status, Some(status), "{}", world.stdout);
}

#[given(expr = "a watch in front of its {word}")]
async fn a_watch(world: &mut World, service: String) {
    let route = world.fill(&format!("127.0.0.1:0={{{service}.address}}"));
    let mut child = Command::new(MAILSPEC)
        .args(["watch", &format!("--{service}"), &route])
        .args(["--json", "watch.json"])
        .current_dir(&world.folder)
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("mailspec watch starts");
    // One octet at a time, so that nothing of what follows is taken away.
    let output = child.stdout.as_mut().expect("its output");
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        line.push(output.read_u8().await.expect("a line"));
    }
    let line = String::from_utf8_lossy(&line).trim_end().to_owned();
    let words: Vec<&str> = line.split(' ').collect();
    let [service, host, port] = words[..] else {
        panic!("not `service host port`: {line}")
    };
    world.names.insert(
        "watch".into(),
        format!("{service}://alice:sesame@{host}:{port}"),
    );
    world.watch = Some(child);
}

#[when("the watch is interrupted")]
async fn interrupted(world: &mut World) {
    let child = world.watch.take().expect("a watch");
    let id = child.id().expect("it runs").to_string();
    Command::new("kill")
        .args(["-INT", &id])
        .status()
        .await
        .expect("kill runs");
    let output = child.wait_with_output().await.expect("it ends");
    world.status = output.status.code();
    world.stdout = String::from_utf8_lossy(&output.stdout).into_owned();
}

#[given(regex = r"^a server that (.*)$")]
async fn an_odd_server(world: &mut World, does: String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    world.names.insert(
        "odd.address".into(),
        listener.local_addr().expect("an address").to_string(),
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let does = does.clone();
            tokio::spawn(async move {
                let _ = match does.as_str() {
                    "says nothing" => Ok(()),
                    "sends one octet and no more" => stream.write_all(b"+").await,
                    "closes at once" => return,
                    "closes in mid-reply" => {
                        let _ = stream.write_all(b"+OK half a l").await;
                        return;
                    }
                    "sends an octet now and then" => loop {
                        if stream.write_all(b"+").await.is_err() {
                            return;
                        }
                        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    },
                    "sends binary" => stream.write_all(&[0, 255, 13, 10, 7, 10]).await,
                    "sends megabytes on one line" => stream.write_all(&vec![b'x'; 3_000_000]).await,
                    other => panic!("no such oddity: {other}"),
                };
                std::future::pending::<()>().await;
            });
        }
    });
}

#[given(regex = r#"^the (?:file|transcript) "([^"]+)"$"#)]
async fn a_file(world: &mut World, step: &cucumber::gherkin::Step, name: String) {
    let text = step
        .docstring
        .as_deref()
        .unwrap_or_default()
        .trim_start_matches('\n');
    // Gherkin keeps the docstring's indentation relative to its quotes.
    std::fs::write(world.folder.join(name), world.fill(text)).expect("writable");
}

#[when(regex = r"^I run `mailspec (.*)`$")]
async fn run(world: &mut World, arguments: String) {
    let line = world.fill(&arguments);
    // The shell splits the words, as it does for the reader of the feature.
    let output = Command::new("sh")
        .args(["-c", &format!("exec {MAILSPEC} {line}")])
        .current_dir(&world.folder)
        .env("MAILSPEC_TEST_PASSWORD", "sesame2")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .await
        .expect("mailspec runs");
    world.status = output.status.code();
    world.stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    world.stderr = String::from_utf8_lossy(&output.stderr).into_owned();
}

#[when("I remember the number of lines")]
fn remember(world: &mut World) {
    world.lines = world.stdout.lines().count();
}

#[when("I add the number of lines")]
fn add(world: &mut World) {
    world.lines += world.stdout.lines().count();
}

#[then("the number of lines is the sum")]
fn is_the_sum(world: &mut World) {
    assert_eq!(world.stdout.lines().count(), world.lines);
}

#[then(expr = "the exit code is {int}")]
fn exit_code(world: &mut World, code: i32) {
    assert_eq!(
        world.status,
        Some(code),
        "\n--- stdout\n{}\n--- stderr\n{}",
        world.stdout,
        world.stderr
    );
}

#[then(expr = "the exit code is not {int}")]
fn not_exit_code(world: &mut World, code: i32) {
    assert_ne!(
        world.status,
        Some(code),
        "\n{}\n{}",
        world.stdout,
        world.stderr
    );
}

#[then(regex = r#"^the (output|error) (says|does not say) "(.*)"$"#)]
fn says(world: &mut World, stream: String, whether: String, text: String) {
    let text = text.replace("\\\"", "\"");
    let all = if stream == "output" {
        &world.stdout
    } else {
        &world.stderr
    };
    assert_eq!(
        all.contains(&text),
        whether == "says",
        "{text:?} in\n{all}\n--- stderr\n{}",
        world.stderr
    );
}

#[then(regex = r#"^the file "([^"]+)" says "(.*)"$"#)]
fn file_says(world: &mut World, name: String, text: String) {
    let all = std::fs::read_to_string(world.folder.join(&name)).expect("the file is there");
    assert!(all.contains(&text), "{text:?} in {name}:\n{all}");
}

fn report(world: &World, name: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(world.folder.join(name)).expect("the report is there");
    serde_json::from_str(&text).expect("the report is JSON")
}

#[then(expr = "the JSON report {string} is complete")]
fn json_complete(world: &mut World, name: String) {
    let report = report(world, &name);
    assert!(
        report["cases"].is_array() && report["summary"]["counts"].is_object(),
        "{report:#}"
    );
}

#[then(expr = "the JSON report {string} has a case with status {string}")]
fn json_status(world: &mut World, name: String, status: String) {
    let report = report(world, &name);
    let cases = report["cases"].as_array().expect("cases");
    assert!(
        cases.iter().any(|case| case["status"] == status.as_str()),
        "{:#}",
        report["summary"]
    );
}

#[then(expr = "it printed a line {string} and a port")]
fn printed(world: &mut World, start: String) {
    let wanted = format!("{start} ");
    let port = world
        .printed
        .iter()
        .find_map(|line| line.strip_prefix(&wanted))
        .expect("such a line");
    assert!(port.parse::<u16>().is_ok_and(|port| port > 0), "{port}");
}

#[tokio::main]
async fn main() {
    World::cucumber()
        .repeat_failed()
        .fail_on_skipped()
        // Each starts programs of its own, and some wait for deadlines: more would only starve them.
        .max_concurrent_scenarios(8)
        .run_and_exit("features")
        .await;
}
