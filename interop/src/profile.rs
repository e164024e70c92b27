//! A target's profile: which ports of the container it names, and a copy with the ports that they were mapped to.
//! Knows the keys of services and nothing else of a profile; mailspec checks the rest.

use crate::{InteropError, file_error, targets};
use std::collections::BTreeMap;
use std::path::PathBuf;
use toml::{Table, Value};

/// The keys of a profile that are services.
const SERVICES: [&str; 5] = ["smtp", "submission", "lmtp", "pop3", "imap"];
/// The keys of a service that are ports.
const PORTS: [&str; 2] = ["port", "tls-port"];

/// The profile of a target as it is in the project.
#[derive(Debug)]
pub struct Profile {
    name: String,
    path: PathBuf,
    file: Table,
}

impl Profile {
    /// Reads `fixtures/targets/NAME/mailspec.toml`.
    ///
    /// # Errors
    /// When it is not there, is no TOML, or has no table `[target.NAME]`.
    pub fn read(name: &str) -> Result<Self, InteropError> {
        let path = targets().join(name).join("mailspec.toml");
        let text = std::fs::read_to_string(&path).map_err(file_error(&path))?;
        let wrong = |reason: String| InteropError::Profile {
            path: path.clone(),
            reason,
        };
        let mut file: Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        if target(&mut file, name).is_none() {
            return Err(wrong(format!("it has no table [target.{name}]")));
        }
        Ok(Profile {
            name: name.to_owned(),
            path,
            file,
        })
    }

    /// Every port that it names, inside the container.
    pub fn ports(&mut self) -> Vec<u16> {
        let mut all = Vec::new();
        self.each_port(|_, _, port| {
            all.push(port);
            port
        });
        all
    }

    /// The services that speak first without TLS: their key and port.
    pub fn greeting(&mut self) -> Vec<(String, u16)> {
        let mut all = Vec::new();
        self.each_port(|service, key, port| {
            if key == "port" {
                all.push((service.to_owned(), port));
            }
            port
        });
        all
    }

    /// The same profile at this host, with the ports as mapped (inside to outside).
    ///
    /// # Errors
    /// When a port has not been mapped.
    pub fn mapped(
        mut self,
        host: &str,
        mapping: &BTreeMap<u16, u16>,
    ) -> Result<String, InteropError> {
        let mut unmapped = Vec::new();
        self.each_port(|service, key, port| {
            mapping.get(&port).copied().unwrap_or_else(|| {
                unmapped.push(format!("{service}.{key} = {port}"));
                port
            })
        });
        if !unmapped.is_empty() {
            let reason = format!(
                "not mapped by the container engine: {}",
                unmapped.join(", ")
            );
            return Err(InteropError::Profile {
                path: self.path,
                reason,
            });
        }
        if let Some(target) = target(&mut self.file, &self.name) {
            target.insert("host".into(), Value::String(host.to_owned()));
        }
        Ok(self.file.to_string())
    }

    /// Calls with service, key and port, and writes back what it is given.
    fn each_port(&mut self, mut call: impl FnMut(&str, &str, u16) -> u16) {
        let Some(target) = target(&mut self.file, &self.name) else {
            return;
        };
        for service in SERVICES {
            let Some(table) = target.get_mut(service).and_then(Value::as_table_mut) else {
                continue;
            };
            for key in PORTS {
                let port = table
                    .get(key)
                    .and_then(Value::as_integer)
                    .and_then(|port| u16::try_from(port).ok());
                let Some(port) = port else { continue };
                table.insert(key.into(), Value::Integer(call(service, key, port).into()));
            }
        }
    }
}

fn target<'a>(file: &'a mut Table, name: &str) -> Option<&'a mut Table> {
    file.get_mut("target")?
        .as_table_mut()?
        .get_mut(name)?
        .as_table_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_is_mapped_and_the_rest_stays() {
        let mut profile = Profile::read("dovecot").expect("the profile is in the project");
        let before = profile.file.clone();
        let mapping: BTreeMap<u16, u16> = profile
            .ports()
            .into_iter()
            .map(|port| (port, port + 40_000))
            .collect();
        assert_eq!(
            mapping.len(),
            5,
            "LMTP, POP3 and IMAP, the latter two with TLS as well"
        );
        let text = profile
            .mapped("host.example", &mapping)
            .expect("all are mapped");
        let after: Table = text.parse().expect("TOML again");
        let (before, after) = (&before["target"]["dovecot"], &after["target"]["dovecot"]);
        assert_eq!(after["imap"]["port"].as_integer(), Some(40_143));
        assert_eq!(after["imap"]["tls-port"].as_integer(), Some(40_993));
        assert_eq!(after["host"].as_str(), Some("host.example"));
        assert_eq!(after["account"], before["account"]);
        assert_eq!(after["delivery"], before["delivery"]);
    }

    #[test]
    fn a_port_that_is_not_mapped_is_named() {
        let profile = Profile::read("postfix").expect("the profile is in the project");
        let error = profile
            .mapped("host.example", &BTreeMap::new())
            .expect_err("nothing is mapped");
        assert!(
            error.to_string().contains("submission.tls-port = 465"),
            "{error}"
        );
    }
}
