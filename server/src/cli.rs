//! The command line: what each subcommand does, and the only place that prints to people.

mod accept;
mod check;
mod seed;
mod token;

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::auth::role::Role;
use crate::config::{Creation, Settings};
use crate::serve::Running;
use crate::store::backup;
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
    /// Check the configuration and the data folder, also while a server runs
    Check(Settings),
    /// Make a link that lets you into a workshop once, for when a facilitator link is lost; works while a server runs
    Token(token::TokenArgs),
    /// Make the demo workshop, or one from a template, while no server runs
    Seed(seed::SeedArgs),
    /// Copy everything into a new folder, also while a server runs; the copy holds the signing key, keep it safe
    Backup(BackupArgs),
    /// Put a backup into a new or empty data folder
    Restore(RestoreArgs),
    /// Say that the clock is right, or that missing workshops are gone, after `pairway check` asked; works while a server runs
    Accept(accept::AcceptArgs),
}

/// Where to copy from and to.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    #[command(flatten)]
    data: DataFolder,
    /// Folder of the copy; must not exist yet
    to: PathBuf,
}

/// Where to copy from and to.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// Folder that `pairway backup` made
    from: PathBuf,
    #[command(flatten)]
    data: DataFolder,
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
        Command::Check(settings) => on_worker(move || check::check(settings)).await,
        Command::Token(args) => on_worker(move || token::make_token(&args)).await,
        Command::Seed(args) => seed::seed(args).await,
        Command::Backup(args) => on_worker(move || make_backup(&args.data.data, &args.to)).await,
        Command::Restore(args) => on_worker(move || restore_backup(&args.from, &args.data.data)).await,
        Command::Accept(args) => on_worker(move || accept::accept(&args)).await,
    }
}

/// Runs what waits for the disk where waiting is allowed.
async fn on_worker(work: impl FnOnce() -> anyhow::Result<()> + Send + 'static) -> anyhow::Result<()> {
    tokio::task::spawn_blocking(work).await?
}

fn make_backup(folder: &Path, to: &Path) -> anyhow::Result<()> {
    backup::backup(folder, to)?;
    say(&format!(
        "The backup is in {}. It holds the signing key: keep it as safe as the data itself.",
        to.display()
    ));
    Ok(())
}

fn restore_backup(from: &Path, folder: &Path) -> anyhow::Result<()> {
    backup::restore(from, folder)?;
    say(&format!("{} is as it was when the backup was made.", folder.display()));
    Ok(())
}

async fn serve_until_stopped(settings: Settings) -> anyhow::Result<()> {
    let config = settings.resolve()?;
    telemetry::start(&config.log, config.log_format).map_err(anyhow::Error::msg)?;
    // Listening for signals before serving: a stop during the start is not lost.
    let stop = stop_signal()?;
    outlive_full_files()?;
    if config.creation == Creation::Closed {
        tracing::warn!("nobody can start workshops over the network: set --creation-key");
    }
    let running = serve::start(config).await?;
    say(&format!("Pairway is running at {}", running.public_url));
    show_demo(&running).await?;
    say("Stop it with Ctrl-C.");
    stop.await;
    say("Stopping …");
    running.stop().await;
    Ok(())
}

/// Prints the links of the demo, while it exists.
async fn show_demo(running: &Running) -> anyhow::Result<()> {
    let Some(demo) = running.app.workshops.demo_links().await? else { return Ok(()) };
    say("\nA demo workshop is ready. Open each link in a browser (or a private window) of its own:\n");
    for (role, link) in &demo.links {
        say(&format!("  {:<16} {link}", role_in_words(*role)));
    }
    say(&format!("\nIt is deleted after {}. A facilitator can delete it earlier.\n", demo.ends_on));
    Ok(())
}

fn role_in_words(role: Role) -> &'static str {
    match role {
        Role::Facilitator => "Facilitator",
        Role::PatientLeader => "Patient leader",
        Role::Carer => "Carer",
        Role::Professional => "Professional",
        Role::Supporter => "Supporter",
        Role::Observer => "Observer",
        Role::SystemPartner => "System partner",
    }
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

/// A file at the size that the system allows is an error of the write, not the end of the process.
fn outlive_full_files() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    // Once it is listened for, the signal ends nothing any more, also when nobody listens later.
    let full = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    signal(full).map(drop).context("cannot listen for full files")
}

fn say(text: &str) {
    use std::io::Write;
    // Whoever started us may have closed standard output; that is no reason to stop serving.
    let _ = writeln!(std::io::stdout(), "{text}");
}
