//! A target in a container: its image built, started with every port of its profile mapped to a free one, and greeted.
//! Never looks further than the first line that a server sends.

use crate::profile::Profile;
use crate::{InteropError, file_error, targets};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use testcontainers::core::IntoContainerPort as _;
use testcontainers::runners::{AsyncBuilder as _, AsyncRunner as _};
use testcontainers::{ContainerAsync, GenericBuildableImage, GenericImage};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout_at};

/// How long the servers may take to start.
const START: Duration = Duration::from_secs(60);

/// A target that has been started and has greeted on every port.
pub struct Target {
    container: ContainerAsync<GenericImage>,
    /// The profile with the mapped ports, as TOML.
    pub profile: String,
}

impl Target {
    /// Builds the image of the target NAME, starts it and waits for the greetings.
    ///
    /// # Errors
    /// When the engine refuses, a file is missing, or a service sends no greeting.
    pub async fn start(name: &str) -> Result<Self, InteropError> {
        let mut profile = Profile::read(name)?;
        let mut image = image(name)?.build_image().await?;
        for port in profile.ports() {
            image = image.with_exposed_port(port.tcp());
        }
        let container = image.start().await?;
        let host = container.get_host().await?.to_string();
        let mut mapping = BTreeMap::new();
        for port in profile.ports() {
            mapping.insert(port, container.get_host_port_ipv4(port.tcp()).await?);
        }
        let greeting = profile.greeting();
        let target = Target {
            profile: profile.mapped(&host, &mapping)?,
            container,
        };
        let deadline = Instant::now() + START;
        for (service, port) in greeting {
            let port = mapping.get(&port).copied().unwrap_or(port);
            if let Err(last) = greet(&host, port, deadline).await {
                let address = format!("{host}:{port}");
                let last = format!("{last}\n{}", target.logs().await);
                return Err(InteropError::NoGreeting {
                    service,
                    address,
                    seconds: START.as_secs(),
                    last,
                });
            }
        }
        Ok(target)
    }

    /// What the servers have logged so far.
    pub async fn logs(&self) -> String {
        match self.container.stderr_to_vec().await {
            Ok(octets) => String::from_utf8_lossy(&octets).into_owned(),
            Err(error) => format!("(no logs: {error})"),
        }
    }

    /// Stops the servers and removes the container.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn stop(self) -> Result<(), InteropError> {
        self.container.stop().await?;
        Ok(self.container.rm().await?)
    }
}

/// The image of a target, with what its Dockerfile copies.
fn image(name: &str) -> Result<GenericBuildableImage, InteropError> {
    let folder = targets();
    let mut image = GenericBuildableImage::new(format!("mailspec-{name}"), "interop")
        .with_dockerfile(folder.join(name).join("Dockerfile"))
        .with_file(folder.join("start"), "start");
    // Dovecot stands behind Postfix too. File by file, because the run folder of `start` holds sockets.
    for part in ["dovecot", "postfix"] {
        for file in files(&folder.join(part))? {
            image = image.with_file(folder.join(part).join(&file), format!("{part}/{file}"));
        }
    }
    Ok(image)
}

/// The names of the files in a folder, in order, so that the engine finds the same context in its cache.
fn files(folder: &Path) -> Result<Vec<String>, InteropError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(file_error(folder))? {
        let entry = entry.map_err(file_error(folder))?;
        if entry.file_type().map_err(file_error(folder))?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Waits until somebody speaks first on a port. The engine's own proxy takes the connection before the server listens
/// and then closes it, so that only an octet counts.
async fn greet(host: &str, port: u16, deadline: Instant) -> Result<(), String> {
    loop {
        let attempt = async {
            let mut stream = TcpStream::connect((host, port)).await?;
            stream.read(&mut [0; 512]).await
        };
        let last = match timeout_at(deadline, attempt).await {
            Ok(Ok(octets)) if octets > 0 => return Ok(()),
            Ok(Ok(_)) => "the connection was closed".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => return Err("connected, but nothing came".to_owned()),
        };
        if Instant::now() >= deadline {
            return Err(last);
        }
        sleep(Duration::from_millis(50)).await;
    }
}
