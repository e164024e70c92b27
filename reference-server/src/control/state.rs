//! Faults, troubles, the outbox, the wire log, and the way back to the beginning.

use super::Control;
use super::answer::{Refusal, json_body};
use crate::faults;
use crate::net::Who;
use crate::trouble::Trouble;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde_json::{Value, json};

type Octets = Result<Bytes, BytesRejection>;

/// `PUT /faults`: what is not named is off.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrong {
    #[serde(default)]
    faults: Vec<String>,
    #[serde(default)]
    troubles: Vec<String>,
}

/// `PUT /wire-log`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    record: bool,
}

/// Empties every mailbox, the outbox and the wire log; faults and troubles are those of the start.
pub(super) async fn reset(State(control): State<Control>) -> StatusCode {
    let core = &control.core;
    for account in core.store.accounts() {
        core.store.reset(&account);
    }
    core.outbox.clear();
    core.shared.log.clear();
    core.faults.set(control.started.faults.clone());
    core.shared.troubles.set(control.started.troubles.clone());
    StatusCode::NO_CONTENT
}

fn on(control: &Control) -> Value {
    let troubles = control.core.shared.troubles.all();
    let troubles: Vec<String> = troubles.iter().map(Trouble::to_string).collect();
    json!({ "faults": control.core.faults.names(), "troubles": troubles })
}

pub(super) async fn faults(State(control): State<Control>) -> Json<Value> {
    let known: Vec<Value> = faults::all()
        .map(|fault| json!({ "name": fault.name, "breaks": fault.requirement, "does": fault.does }))
        .collect();
    let mut answer = on(&control);
    if let Value::Object(fields) = &mut answer {
        fields.insert("known".to_owned(), Value::Array(known));
    }
    Json(answer)
}

pub(super) async fn set_faults(
    State(control): State<Control>,
    octets: Octets,
) -> Result<Json<Value>, Refusal> {
    let wrong: Wrong = json_body(octets)?;
    let mut names = Vec::new();
    for name in &wrong.faults {
        names.push(faults::find(name).map_err(Refusal::bad)?.name);
    }
    names.sort_unstable();
    names.dedup();
    let troubles: Result<Vec<Trouble>, _> =
        wrong.troubles.iter().map(|text| text.parse()).collect();
    let troubles = troubles.map_err(Refusal::bad)?;
    control.core.faults.set(names);
    control.core.shared.troubles.set(troubles);
    Ok(Json(on(&control)))
}

pub(super) async fn outbox(State(control): State<Control>) -> Json<Value> {
    let messages = control.core.outbox.messages();
    let messages: Vec<Value> = messages
        .iter()
        .map(|message| {
            let recipients = message.recipients.iter().map(|one| one.address.as_str());
            json!({
                "id": message.id,
                "reverse-path": message.reverse_path,
                "recipients": recipients.collect::<Vec<_>>(),
                "received": message.received.to_string(),
                "size": message.octets.len(),
                "base64": BASE64_STANDARD.encode(&message.octets),
            })
        })
        .collect();
    Json(json!({ "messages": messages }))
}

pub(super) async fn wire_log(State(control): State<Control>) -> Json<Value> {
    let log = &control.core.shared.log;
    let entries: Vec<Value> = log
        .entries()
        .iter()
        .map(|entry| {
            let who = match entry.who {
                Who::Client => "client",
                Who::Server => "server",
                Who::Event => "event",
            };
            json!({
                "at": entry.at.to_string(),
                "connection": entry.connection,
                "service": entry.service.name(),
                "who": who,
                "text": entry.octets.escape_ascii().to_string(),
                "base64": BASE64_STANDARD.encode(&entry.octets),
            })
        })
        .collect();
    Json(json!({ "recording": log.recording(), "entries": entries }))
}

pub(super) async fn record(
    State(control): State<Control>,
    octets: Octets,
) -> Result<StatusCode, Refusal> {
    let wanted: Record = json_body(octets)?;
    control.core.shared.log.record(wanted.record);
    Ok(StatusCode::NO_CONTENT)
}
