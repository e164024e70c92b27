//! The control API: accounts, messages, faults and logs over HTTP, for test suites in other
//! languages. docs/openapi.yaml describes it. Not for anyone but the tests: it knows no passwords of
//! its own, so it belongs on a loopback address.

mod accounts;
mod answer;
mod conditions;
mod state;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, delete, get, post, put};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

use crate::ReferenceServer;
use crate::protocols::Core;
use crate::trouble::Trouble;
use answer::Refusal;

/// The largest message that is taken, in octets.
const MESSAGE: usize = 64 * 1024 * 1024;
/// The largest JSON that is taken, in octets.
const JSON: usize = 256 * 1024;

/// What the handlers see.
#[derive(Debug, Clone)]
struct Control {
    core: Arc<Core>,
    started: Arc<Started>,
}

/// What `POST /reset` comes back to.
#[derive(Debug)]
struct Started {
    faults: Vec<&'static str>,
    troubles: Vec<Trouble>,
}

const MESSAGES: &str = "/accounts/{name}/mailboxes/{mailbox}/messages";

/// Method, path and handler of everything there is.
fn routes() -> Vec<(&'static str, &'static str, MethodRouter<Control>)> {
    let json = || DefaultBodyLimit::max(JSON);
    vec![
        ("get", "/accounts", get(accounts::list)),
        ("post", "/accounts", post(accounts::add).layer(json())),
        ("delete", "/accounts/{name}", delete(accounts::remove)),
        (
            "put",
            "/accounts/{name}/condition",
            put(conditions::of_account).layer(json()),
        ),
        (
            "put",
            "/accounts/{name}/mailboxes/{mailbox}/condition",
            put(conditions::of_mailbox).layer(json()),
        ),
        (
            "get",
            "/accounts/{name}/mailboxes",
            get(accounts::mailboxes),
        ),
        (
            "put",
            "/accounts/{name}/mailboxes/{mailbox}",
            put(accounts::create),
        ),
        ("get", MESSAGES, get(accounts::messages)),
        (
            "post",
            MESSAGES,
            post(accounts::append).layer(DefaultBodyLimit::max(MESSAGE)),
        ),
        (
            "get",
            "/accounts/{name}/mailboxes/{mailbox}/messages/{uid}",
            get(accounts::message),
        ),
        ("post", "/reset", post(state::reset)),
        ("get", "/faults", get(state::faults)),
        ("put", "/faults", put(state::set_faults).layer(json())),
        ("get", "/outbox", get(state::outbox)),
        ("get", "/wire-log", get(state::wire_log)),
        ("put", "/wire-log", put(state::record).layer(json())),
    ]
}

fn router(core: &Arc<Core>) -> Router {
    let control = Control {
        core: Arc::clone(core),
        started: Arc::new(Started {
            faults: core.faults.names(),
            troubles: core.shared.troubles.all(),
        }),
    };
    let mut router = Router::new();
    for (_, path, handler) in routes() {
        router = router.route(path, handler);
    }
    router
        .fallback(async || Refusal::new(StatusCode::NOT_FOUND, "there is nothing of this name"))
        .method_not_allowed_fallback(async || {
            Refusal::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "this cannot be done with it",
            )
        })
        .with_state(control)
}

impl ReferenceServer {
    /// Serves the control API on an address such as `127.0.0.1:0`; gives the address that it got.
    /// `POST /reset` comes back to the faults and troubles that are on now.
    pub async fn control(&mut self, address: &str) -> std::io::Result<SocketAddr> {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        let router = router(&self.core);
        self.tasks.spawn(async move {
            if let Err(why) = axum::serve(listener, router).await {
                tracing::error!(%why, "the control API ended");
            }
        });
        Ok(bound)
    }
}
