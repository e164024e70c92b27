//! The routes against the document, and what they do, without a socket.

use super::*;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tower::ServiceExt as _;

const INBOX: &str = "/accounts/alice/mailboxes/inbox/messages";

fn api() -> Router {
    let server = ReferenceServer::builder()
        .account("alice", "secret")
        .message("alice", b"Subject: one\r\n\r\nHi\r\n")
        .fault("pop3-noop-err")
        .build()
        .expect("a server");
    router(&server.core)
}

async fn ask(api: &Router, method: &str, path: &str, body: impl Into<Body>) -> (u16, Value) {
    let request = Request::builder().method(method).uri(path);
    let request = request.body(body.into()).expect("a request");
    let response = api.clone().oneshot(request).await.expect("an answer");
    let status = response.status().as_u16();
    let octets = to_bytes(response.into_body(), 1 << 20)
        .await
        .expect("a body");
    (
        status,
        serde_json::from_slice(&octets).unwrap_or(Value::Null),
    )
}

#[test]
fn the_document_has_every_route_and_no_other() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.yaml");
    let text = std::fs::read_to_string(path).expect("docs/openapi.yaml");
    let mut documented = BTreeSet::new();
    let mut path = String::new();
    for line in text.lines().skip_while(|line| *line != "paths:").skip(1) {
        let depth = line.len() - line.trim_start().len();
        let key = line.trim().trim_end_matches(':').to_owned();
        match depth {
            0 if !line.is_empty() => break,
            2 => path = key,
            4 if ["get", "put", "post", "delete", "patch"].contains(&key.as_str()) => {
                documented.insert(format!("{key} {path}"));
            }
            _ => {}
        }
    }
    let served: BTreeSet<String> = routes()
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    assert_eq!(served, documented);
}

#[tokio::test]
async fn every_route_answers_its_method() {
    for (method, path, _) in routes() {
        let path = path
            .replace("{name}", "alice")
            .replace("{mailbox}", "INBOX")
            .replace("{uid}", "1");
        let (status, _) = ask(&api(), &method.to_uppercase(), &path, "{}").await;
        assert!(
            ![404, 405, 500].contains(&status),
            "{method} {path}: {status}"
        );
    }
}

#[tokio::test]
async fn accounts_come_and_go() {
    let api = api();
    let carol = json!({ "name": "carol", "password": "x" }).to_string();
    let (status, answer) = ask(&api, "POST", "/accounts", carol.clone()).await;
    assert_eq!(
        (status, &answer["address"]),
        (201, &json!("carol@example.test"))
    );
    assert_eq!(ask(&api, "POST", "/accounts", carol).await.0, 409);
    let (_, all) = ask(&api, "GET", "/accounts", "").await;
    assert_eq!(all["accounts"].as_array().map(Vec::len), Some(2));
    assert_eq!(ask(&api, "DELETE", "/accounts/carol", "").await.0, 204);
    let (status, answer) = ask(&api, "DELETE", "/accounts/carol", "").await;
    assert_eq!(
        (status, &answer["error"]),
        (404, &json!("no account \"carol\""))
    );
}

#[tokio::test]
async fn messages_go_in_and_come_out_octet_by_octet() {
    let api = api();
    let octets = b"Subject: two\n\n\xff\0".to_vec();
    let path = format!("{INBOX}?flags=%5CSeen,$Work");
    let (status, answer) = ask(&api, "POST", &path, octets.clone()).await;
    assert_eq!((status, &answer["uid"]), (201, &json!(2)));
    let (_, all) = ask(&api, "GET", INBOX, "").await;
    let second = &all["messages"][1];
    assert_eq!(second["flags"], json!(["\\Seen", "$Work"]));
    assert_eq!(second["size"], json!(octets.len()));
    assert_eq!(second["base64"], json!(BASE64_STANDARD.encode(&octets)));
    let request = Request::get(format!("{INBOX}/2")).header("Accept", "message/rfc822");
    let request = request.body(Body::empty()).expect("a request");
    let raw = api.clone().oneshot(request).await.expect("an answer");
    assert_eq!(raw.headers()["content-type"], "message/rfc822");
    assert_eq!(
        to_bytes(raw.into_body(), 100).await.expect("a body"),
        octets
    );
    let (_, boxes) = ask(&api, "GET", "/accounts/alice/mailboxes", "").await;
    assert_eq!(boxes["mailboxes"][0]["messages"], json!(2));
}

#[tokio::test]
async fn a_mailbox_is_made_with_those_above_it() {
    let api = api();
    let path = "/accounts/alice/mailboxes/Work%2FB%C3%BCro";
    assert_eq!(ask(&api, "PUT", path, "").await.0, 201);
    let (_, boxes) = ask(&api, "GET", "/accounts/alice/mailboxes", "").await;
    let boxes = boxes["mailboxes"].as_array().cloned().unwrap_or_default();
    let names: Vec<&Value> = boxes.iter().map(|mailbox| &mailbox["name"]).collect();
    assert_eq!(names, ["INBOX", "Work", "Work/Büro"]);
    let (status, _) = ask(&api, "POST", &format!("{path}/messages"), "x").await;
    assert_eq!(status, 201);
}

#[tokio::test]
async fn faults_are_switched_and_reset_comes_back_to_the_start() {
    let api = api();
    let wrong = json!({ "faults": ["imap-noop-no"], "troubles": ["delay:1s%5"] });
    let (status, answer) = ask(&api, "PUT", "/faults", wrong.to_string()).await;
    assert_eq!(status, 200);
    assert_eq!(answer["faults"], json!(["imap-noop-no"]));
    assert_eq!(answer["troubles"], json!(["delay:1000ms%5"]));
    assert_eq!(ask(&api, "POST", "/reset", "").await.0, 204);
    let (_, answer) = ask(&api, "GET", "/faults", "").await;
    assert_eq!(answer["faults"], json!(["pop3-noop-err"]));
    assert_eq!(answer["troubles"], json!([]));
    let (_, all) = ask(&api, "GET", INBOX, "").await;
    assert_eq!(all["messages"], json!([]));
}

#[tokio::test]
async fn errors_are_json_and_say_what_is_wrong() {
    let api = api();
    let long = vec![b' '; JSON + 1];
    for (method, path, body, status, wanted) in [
        ("GET", "/nothing", b"".to_vec(), 404, "nothing of this name"),
        ("PATCH", "/accounts", b"".to_vec(), 405, "cannot be done"),
        ("PUT", "/faults", b"{".to_vec(), 400, "not the JSON"),
        (
            "PUT",
            "/faults",
            b"{\"fault\":[]}".to_vec(),
            400,
            "unknown field",
        ),
        (
            "PUT",
            "/faults",
            b"{\"faults\":[\"x\"]}".to_vec(),
            400,
            "no fault is called",
        ),
        (
            "PUT",
            "/faults",
            b"{\"troubles\":[\"x\"]}".to_vec(),
            400,
            "is no trouble",
        ),
        ("PUT", "/faults", long, 413, "too large"),
        (
            "POST",
            "/accounts",
            b"{\"name\":\"a b\",\"password\":\"\"}".to_vec(),
            400,
            "local part",
        ),
        (
            "GET",
            "/accounts/bob/mailboxes",
            b"".to_vec(),
            404,
            "no account",
        ),
        ("GET", "/accounts/%ff/mailboxes", b"".to_vec(), 400, "UTF-8"),
        (
            "PUT",
            "/accounts/alice/mailboxes/inbox",
            b"".to_vec(),
            409,
            "exists already",
        ),
        (
            "PUT",
            "/accounts/alice/mailboxes/a%2F%2Fb",
            b"".to_vec(),
            400,
            "not possible",
        ),
        (
            "PUT",
            "/accounts/bob/mailboxes/Work",
            b"".to_vec(),
            404,
            "no account",
        ),
        (
            "POST",
            "/accounts/alice/mailboxes/inbox/messages?flags=a(b",
            b"x".to_vec(),
            400,
            "no flag",
        ),
        (
            "GET",
            "/accounts/alice/mailboxes/x/messages",
            b"".to_vec(),
            404,
            "no mailbox",
        ),
    ] {
        let (got, answer) = ask(&api, method, path, body).await;
        let why = answer["error"].as_str().unwrap_or_default();
        assert!(
            got == status && why.contains(wanted),
            "{method} {path}: {got} {answer}"
        );
    }
}

#[tokio::test]
async fn conditions_are_set_and_ended() {
    let api = api();
    let account = "/accounts/alice/condition";
    let mailbox = "/accounts/alice/mailboxes/INBOX/condition";
    for (path, body, wanted) in [
        (account, r#"{"condition":"expired"}"#, 204),
        (account, r#"{"condition":"in-use"}"#, 400),
        (account, r#"{"condition":"odd"}"#, 400),
        (mailbox, r#"{"condition":"corrupt"}"#, 204),
        (mailbox, r#"{"condition":"expired"}"#, 400),
        (account, r#"{"condition":null}"#, 204),
        (mailbox, r#"{"condition":null}"#, 204),
        (
            "/accounts/nobody/condition",
            r#"{"condition":"expired"}"#,
            404,
        ),
    ] {
        let (status, _) = ask(&api, "PUT", path, body).await;
        assert_eq!(status, wanted, "{path} {body}");
    }
}
