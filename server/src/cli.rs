//! The command line: what each subcommand does, and the only place that prints to people.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::config::{Creation, Settings};
use crate::{serve, telemetry};

/// A self-hosted server for co-designing service pathways, live and as equals.
#[derive(Debug, Parser)]
#[command(name = "pairway", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve people until stopped with Ctrl-C or SIGTERM
    Serve(Settings),
}

/// The data folder, for commands that need nothing else.
#[derive(Debug, Clone, clap::Args)]
pub struct DataFolder {
    /// Folder of everything that is kept
    #[arg(long, env = "PAIRWAY_DATA", default_value = crate::config::DATA_DEFAULT, value_name = "FOLDER")]
    pub data: PathBuf,
}

/// Runs the command line.
///
/// # Errors
/// In plain words, for standard error.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(settings) => serve_until_stopped(settings).await,
    }
}

async fn serve_until_stopped(settings: Settings) -> anyhow::Result<()> {
    let config = settings.resolve()?;
    telemetry::start(&config.log, config.log_format).map_err(anyhow::Error::msg)?;
    // Listening for signals before serving: a stop during the start is not lost.
    let stop = stop_signal()?;
    if config.creation == Creation::Closed {
        tracing::warn!("nobody can start workshops over the network: set --creation-key");
    }
    let running = serve::start(config).await?;
    say(&format!("Pairway is running at {}\nStop it with Ctrl-C.", running.public_url));
    stop.await;
    say("Stopping …");
    running.stop().await;
    Ok(())
}

/// Resolves on Ctrl-C or SIGTERM.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[allow(clippy::print_stdout, reason = "a command line answers on standard output")]
fn say(text: &str) {
    use std::io::Write;
    // Whoever started us may have closed standard output; that is no reason to stop serving.
    let _ = writeln!(std::io::stdout(), "{text}");
}
