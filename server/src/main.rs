//! The `pairway` binary: makes the runtime and hands over to the command line.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use pairway_server::cli::{self, Cli};

/// Gives memory back to the system soon after it was freed, however many threads have had a part of it. The allocator of the
/// C library keeps most of it (docs/OPERATIONS.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stack of each worker thread, in bytes. The CRDT engine recurses over the nesting of what it reads; the gate bounds
/// that nesting, and this much stack holds the deepest that passes it, in debug builds too.
const WORKER_STACK_BYTES: usize = 16 * 1024 * 1024;

/// How long workers may take to end.
const WORKERS_END_WAIT: Duration = Duration::from_secs(2);

#[allow(clippy::print_stderr, reason = "an error of a command line goes to standard error")]
fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(WORKER_STACK_BYTES)
        .thread_name("pairway")
        .build();
    let result = match runtime {
        Ok(runtime) => {
            // Spawned, because the main thread has the system's small stack.
            let result = runtime.block_on(async { tokio::spawn(cli::run(cli)).await? });
            // Everything that must be kept is on disk by now; a worker that hangs must not hold the process.
            runtime.shutdown_timeout(WORKERS_END_WAIT);
            result
        }
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pairway: {error:#}");
            ExitCode::FAILURE
        }
    }
}
