//! Errors as JSON, and JSON bodies that are read with errors a person understands.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

/// `{"error": "…"}` with a status.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    why: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, why: impl ToString) -> Self {
        Self {
            status,
            why: why.to_string(),
        }
    }

    pub(super) fn bad(why: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, why)
    }

    pub(super) fn missing(why: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, why)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.why }))).into_response()
    }
}

/// A body, when it is not too large.
pub(super) fn body(octets: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    octets.map_err(|why| Refusal::new(why.status(), why.body_text()))
}

/// A body as JSON, whatever its Content-Type says.
pub(super) fn json_body<T: DeserializeOwned>(
    octets: Result<Bytes, BytesRejection>,
) -> Result<T, Refusal> {
    serde_json::from_slice(&body(octets)?)
        .map_err(|why| Refusal::bad(format!("the body is not the JSON that is wanted: {why}")))
}
