//! Errors as JSON, and JSON bodies that are read with errors a person understands.

use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::request::Parts;
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

/// What a path names, in UTF-8 (percent-encoded).
#[derive(Debug)]
pub(super) struct Path<T>(pub(super) T);

impl<S, T> FromRequestParts<S> for Path<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(named)) => Ok(Self(named)),
            Err(why) => Err(Refusal::new(why.status(), why.body_text())),
        }
    }
}

/// A body, when it is not too large.
pub(super) fn body(octets: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    octets.map_err(|why| match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(why.status(), "the body is too large"),
        status => Refusal::new(status, why.body_text()),
    })
}

/// A body as JSON, whatever its Content-Type says.
pub(super) fn json_body<T: DeserializeOwned>(
    octets: Result<Bytes, BytesRejection>,
) -> Result<T, Refusal> {
    serde_json::from_slice(&body(octets)?)
        .map_err(|why| Refusal::bad(format!("the body is not the JSON that is wanted: {why}")))
}
