//! The README's commands are run as they stand, in one shell each block, in a scratch folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command and the exit code that the README promises (`# exit 1`; 0 when it says nothing).
fn commands(block: &str) -> Vec<(String, i32)> {
    block
        .lines()
        .filter_map(|line| line.strip_prefix("$ "))
        .map(|line| match line.split_once("# exit ") {
            Some((command, code)) => (
                command.trim().to_owned(),
                code.trim().parse().expect("a number"),
            ),
            None => (line.to_owned(), 0),
        })
        .collect()
}

fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_commands_of_the_readme_do_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let scratch =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("readme-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("a scratch folder");
    let mailspec = Path::new(env!("CARGO_BIN_EXE_mailspec"));
    // Fixed ports are for people; the test takes free ones.
    let ports: Vec<(String, String)> = ["2525", "1110", "1143"]
        .into_iter()
        .map(|port| {
            let free =
                std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
            (
                port.to_owned(),
                free.expect("a free port").port().to_string(),
            )
        })
        .collect();
    let mut script = String::from("set -u\n");
    let mut count = 0;
    for block in blocks(&readme, "console") {
        for (command, code) in commands(&block) {
            // The test itself is what `cargo test` runs, and `cargo run` is this very program.
            let command = match command.as_str() {
                "cargo test" => continue,
                "cargo run --release" => "mailspec".to_owned(),
                other => other.to_owned(),
            };
            let command = ports
                .iter()
                .fold(command, |text, (from, to)| text.replace(from, to));
            count += 1;
            if let Some(background) = command.strip_suffix('&') {
                script += &format!("{background} > served.txt &\nserver=$!\n");
                script += "until [ \"$(wc -l < served.txt)\" -ge 3 ]; do :; done\n";
            } else {
                script += &format!("{command} > out.txt 2>&1\ncode=$?\n");
                script += &format!(
                    "[ $code = {code} ] || {{ echo 'exit '$code': {}'; cat out.txt; kill $server; exit 1; }}\n",
                    command.replace('\'', "'\\''")
                );
            }
        }
    }
    script += "kill $server\n";
    assert!(count > 10, "the README shows its commands");
    let path = format!(
        "{}:{}",
        mailspec.parent().expect("a folder").display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(&scratch)
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .expect("bash runs");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_example_case_of_the_readme_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("README.md");
    let scratch =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("example-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("a scratch folder");
    for case in blocks(&readme, "transcript") {
        let file = scratch.join("example.transcript");
        std::fs::write(&file, case).expect("writable");
        let output = Command::new(env!("CARGO_BIN_EXE_mailspec"))
            .args(["run", "example.transcript"])
            .current_dir(&scratch)
            .output()
            .expect("mailspec runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}
