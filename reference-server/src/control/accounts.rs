//! Accounts, mailboxes and messages.

use super::Control;
use super::answer::{Path, Refusal, body, json_body};
use crate::store::{DELIMITER, Flags, InternalDate, MessageInfo, NameError, StoreError};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde_json::{Value, json};

type Octets = Result<Bytes, BytesRejection>;

/// `POST /accounts`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    name: String,
    password: String,
    /// Octets of all its messages together.
    #[serde(default)]
    quota: Option<u64>,
}

/// `POST …/messages?flags=\Seen,$Work`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    #[serde(default)]
    flags: String,
}

impl Control {
    fn account(&self, name: &str) -> Result<(), Refusal> {
        match self.core.store.password(name) {
            Some(_) => Ok(()),
            None => Err(Refusal::missing(format!("no account {name:?}"))),
        }
    }

    fn mailbox(&self, account: &str, mailbox: &str) -> Result<(), Refusal> {
        self.account(account)?;
        let wanted = crate::store::canonical(mailbox);
        let mailboxes = self.core.store.mailboxes(account);
        match mailboxes
            .iter()
            .any(|found| found.selectable && found.name == wanted)
        {
            true => Ok(()),
            false => Err(Refusal::missing(format!(
                "no mailbox {mailbox:?} of {account:?}"
            ))),
        }
    }
}

pub(super) async fn list(State(control): State<Control>) -> Json<Value> {
    let accounts: Vec<Value> = control
        .core
        .store
        .accounts()
        .into_iter()
        .map(|name| json!({ "address": format!("{name}@{}", control.core.domain), "name": name }))
        .collect();
    Json(json!({ "accounts": accounts }))
}

pub(super) async fn add(
    State(control): State<Control>,
    octets: Octets,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let wanted: NewAccount = json_body(octets)?;
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '@' || c == DELIMITER;
    if wanted.name.is_empty() || wanted.name.contains(odd) {
        return Err(Refusal::bad(
            "an account's name is a local part without spaces, @ and /",
        ));
    }
    let store = &control.core.store;
    if control.account(&wanted.name).is_ok() {
        let why = format!("there is an account {:?} already", wanted.name);
        return Err(Refusal::new(StatusCode::CONFLICT, why));
    }
    store.add_account(&wanted.name, &wanted.password);
    store.set_quota(&wanted.name, wanted.quota);
    let address = format!("{}@{}", wanted.name, control.core.domain);
    let answer = json!({ "name": wanted.name, "address": address });
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) async fn remove(
    State(control): State<Control>,
    Path(name): Path<String>,
) -> Result<StatusCode, Refusal> {
    control.account(&name)?;
    control.core.store.remove_account(&name);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn mailboxes(
    State(control): State<Control>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Refusal> {
    control.account(&name)?;
    let mailboxes: Vec<Value> = control
        .core
        .store
        .mailboxes(&name)
        .into_iter()
        .map(|mailbox| {
            json!({
                "name": mailbox.name,
                "selectable": mailbox.selectable,
                "uidvalidity": mailbox.uid_validity,
                "uidnext": mailbox.uid_next,
                "messages": mailbox.messages,
                "unseen": mailbox.unseen,
                "size": mailbox.size,
                "subscribed": mailbox.subscribed,
            })
        })
        .collect();
    Ok(Json(json!({ "mailboxes": mailboxes })))
}

/// Makes a mailbox, and those above it.
pub(super) async fn create(
    State(control): State<Control>,
    Path((account, mailbox)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    control.account(&account)?;
    let made = control.core.store.create_mailbox(&account, &mailbox, None);
    made.map(|()| StatusCode::CREATED).map_err(|why| {
        let status = match why {
            NameError::Exists => StatusCode::CONFLICT,
            NameError::Missing => StatusCode::NOT_FOUND,
            NameError::OverQuota | NameError::TooMany => StatusCode::INSUFFICIENT_STORAGE,
            NameError::Impossible | NameError::HasChildren => StatusCode::BAD_REQUEST,
        };
        Refusal::new(status, format!("{mailbox:?}: {why}"))
    })
}

fn message_json(message: &MessageInfo) -> Value {
    json!({
        "uid": message.uid,
        "flags": message.flags,
        "date": message.date.at.to_string(),
        "size": message.octets.len(),
        "base64": BASE64_STANDARD.encode(&message.octets),
    })
}

pub(super) async fn messages(
    State(control): State<Control>,
    Path((account, mailbox)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    control.mailbox(&account, &mailbox)?;
    let messages = control.core.store.messages(&account, &mailbox);
    let messages: Vec<Value> = messages.iter().map(message_json).collect();
    Ok(Json(json!({ "messages": messages })))
}

/// The octets themselves for whoever accepts `message/rfc822` or `application/octet-stream`.
pub(super) async fn message(
    State(control): State<Control>,
    Path((account, mailbox, uid)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    control.mailbox(&account, &mailbox)?;
    let messages = control.core.store.messages(&account, &mailbox);
    let found = messages
        .into_iter()
        .find(|message| uid.parse() == Ok(message.uid))
        .ok_or_else(|| Refusal::missing(format!("no message with UID {uid} in {mailbox:?}")))?;
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok()).unwrap_or("");
    for raw in ["message/rfc822", "application/octet-stream"] {
        if accept.to_ascii_lowercase().contains(raw) {
            return Ok(([(header::CONTENT_TYPE, raw)], found.octets).into_response());
        }
    }
    Ok(Json(message_json(&found)).into_response())
}

pub(super) async fn append(
    State(control): State<Control>,
    Path((account, mailbox)): Path<(String, String)>,
    how: Result<Query<How>, QueryRejection>,
    octets: Octets,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    control.mailbox(&account, &mailbox)?;
    let Query(how) = how.map_err(|why| Refusal::bad(why.body_text()))?;
    let octets = body(octets)?;
    let flags = how.flags.split([',', ' ']).filter(|flag| !flag.is_empty());
    let now = control.core.shared.clock.now();
    let uid = control
        .core
        .store
        .append(
            &account,
            &mailbox,
            octets,
            Flags::checked(flags).map_err(Refusal::bad)?,
            InternalDate::utc(now),
            now,
        )
        .map_err(|why| match why {
            StoreError::OverQuota => Refusal::new(StatusCode::INSUFFICIENT_STORAGE, why),
            why => Refusal::missing(why),
        })?;
    Ok((StatusCode::CREATED, Json(json!({ "uid": uid }))))
}
