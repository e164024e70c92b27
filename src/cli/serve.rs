//! `mailspec serve`: the reference server by itself, until it is interrupted.

use super::args::ServeArgs;
use super::{Failed, exit, print, serve_file};
use mailspec_reference_server::{ReferenceServer, Service, faults};
use std::io::Write as _;

pub(super) async fn serve(args: &ServeArgs) -> Result<u8, Failed> {
    if args.list_faults {
        for fault in faults::all() {
            print(&format!(
                "{}\n    {}\n    breaks {}\n",
                fault.name, fault.does, fault.requirement
            ));
        }
        return Ok(exit::OK);
    }
    if let Some(level) = args.log {
        log_to_stderr(level)?;
    }
    let (file, folder) = match &args.config {
        Some(path) => serve_file::read(path)?,
        None => Default::default(),
    };
    let mut builder = file.apply(ReferenceServer::builder(), &folder)?;
    if let Some(domain) = &args.domain {
        builder = builder.domain(domain);
    }
    if args.wire_log {
        builder = builder.wire_log(true);
    }
    let services = [
        (Service::Smtp, &args.smtp),
        (Service::Smtps, &args.smtps),
        (Service::Submission, &args.submission),
        (Service::Submissions, &args.submissions),
        (Service::Lmtp, &args.lmtp),
        (Service::Pop2, &args.pop2),
        (Service::Pop3, &args.pop3),
        (Service::Pop3s, &args.pop3s),
        (Service::Imap, &args.imap),
        (Service::Imaps, &args.imaps),
    ];
    for (service, addresses) in services {
        for address in addresses {
            builder = builder.listen(service, address);
        }
    }
    for account in &args.account {
        let (name, password) = account
            .split_once(':')
            .ok_or_else(|| Failed::usage("--account wants NAME:PASSWORD"))?;
        builder = builder.account(name, password);
    }
    for fault in &args.fault {
        builder = builder.fault(fault.as_str());
    }
    for trouble in &args.trouble {
        builder = builder.trouble(trouble.as_str());
    }
    #[cfg_attr(not(feature = "control"), expect(unused_mut))]
    let mut server = builder.start().await.map_err(Failed::usage)?;
    if let Some(path) = &args.certificate {
        std::fs::write(path, server.certificate_pem())
            .map_err(|error| Failed::usage(format!("cannot write {}: {error}", path.display())))?;
    }
    for (service, address) in server.addresses() {
        print(&format!("{service} {} {}\n", address.ip(), address.port()));
    }
    #[cfg(feature = "control")]
    if let Some(address) = args.control.as_ref().or(file.control.as_ref()) {
        let bound = server.control(address).await.map_err(|why| {
            Failed::usage(format!("can't listen for control on {address}: {why}"))
        })?;
        print(&format!("control {} {}\n", bound.ip(), bound.port()));
    }
    #[cfg(not(feature = "control"))]
    if file.control.is_some() {
        return Err(Failed::usage(
            "this mailspec was built without the control API",
        ));
    }
    let _ = std::io::stdout().flush();
    let log = args
        .wire_log
        .then(|| tokio::spawn(print_wire(server.wire_log().clone())));
    stopped().await;
    if let Some(log) = log {
        log.abort();
    }
    server.shutdown().await;
    Ok(exit::OK)
}

fn log_to_stderr(level: tracing::Level) -> Result<(), Failed> {
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(Failed::usage)
}

/// Prints what is new in the wire log, until it is aborted.
async fn print_wire(log: mailspec_reference_server::net::WireLog) {
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        for entry in log.take() {
            eprintln!("{entry}");
        }
    }
}

/// An interrupt, or a polite request to end.
pub(super) async fn stopped() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
