//! What is the matter with an account or a mailbox.

use super::Control;
use super::answer::{Path, Refusal, json_body};
use crate::store::{Condition, ConditionError};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::Deserialize;

type Octets = Result<Bytes, BytesRejection>;

/// `PUT …/condition`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// `null` ends it.
    #[serde(default)]
    condition: Option<String>,
}

fn wanted(octets: Octets) -> Result<Option<Condition>, Refusal> {
    let wanted: Wanted = json_body(octets)?;
    let condition = wanted.condition.map(|name| name.parse()).transpose();
    condition.map_err(refusal)
}

fn refusal(why: ConditionError) -> Refusal {
    match why {
        ConditionError::Missing(why) => Refusal::missing(why),
        why => Refusal::bad(why),
    }
}

pub(super) async fn of_account(
    State(control): State<Control>,
    Path(name): Path<String>,
    octets: Octets,
) -> Result<StatusCode, Refusal> {
    let store = &control.core.store;
    let done = store.set_account_condition(&name, wanted(octets)?);
    done.map(|()| StatusCode::NO_CONTENT).map_err(refusal)
}

pub(super) async fn of_mailbox(
    State(control): State<Control>,
    Path((account, mailbox)): Path<(String, String)>,
    octets: Octets,
) -> Result<StatusCode, Refusal> {
    let store = &control.core.store;
    let done = store.set_mailbox_condition(&account, &mailbox, wanted(octets)?);
    done.map(|()| StatusCode::NO_CONTENT).map_err(refusal)
}
