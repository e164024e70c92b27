//! A server for tests that are not async: it brings the threads that it runs on.

use std::ops::{Deref, DerefMut};
use std::time::Duration;
use tokio::runtime::{Builder as RuntimeBuilder, Handle, Runtime};

use crate::{Builder, ReferenceServer, StartError};

/// How long a drop waits for connections to close.
const FAREWELL: Duration = Duration::from_secs(5);

/// A [`ReferenceServer`] on threads of its own; see [`Builder::start_blocking`]. Dropping it closes
/// the ports at once and waits for the connections to end, five seconds at most; inside of an async
/// runtime, where it must not wait, they end soon after.
#[derive(Debug)]
pub struct BlockingServer {
    /// Before the runtime, since its listeners belong to it.
    server: ReferenceServer,
    runtime: Option<Runtime>,
}

impl BlockingServer {
    pub(crate) fn start(builder: Builder) -> Result<Self, StartError> {
        let runtime = RuntimeBuilder::new_multi_thread()
            .worker_threads(1)
            .thread_name("reference-server")
            .enable_all()
            .build()
            .map_err(StartError::Threads)?;
        // Not `block_on`, which a caller that is inside a runtime all the same may not do.
        let (told, outcome) = std::sync::mpsc::sync_channel(1);
        runtime.spawn(async move {
            let _ = told.send(builder.start().await);
        });
        let server = match outcome.recv() {
            Ok(Ok(server)) => server,
            Ok(Err(why)) => {
                runtime.shutdown_background();
                return Err(why);
            }
            Err(_) => {
                runtime.shutdown_background();
                let why = std::io::Error::other("they ended at once");
                return Err(StartError::Threads(why));
            }
        };
        Ok(Self {
            server,
            runtime: Some(runtime),
        })
    }
}

impl Deref for BlockingServer {
    type Target = ReferenceServer;

    fn deref(&self) -> &ReferenceServer {
        &self.server
    }
}

impl DerefMut for BlockingServer {
    fn deref_mut(&mut self) -> &mut ReferenceServer {
        &mut self.server
    }
}

impl Drop for BlockingServer {
    fn drop(&mut self) {
        self.server.stop();
        match self.runtime.take() {
            // A runtime must not be waited for inside another one.
            Some(runtime) if Handle::try_current().is_ok() => runtime.shutdown_background(),
            Some(runtime) => runtime.shutdown_timeout(FAREWELL),
            None => {}
        }
    }
}
