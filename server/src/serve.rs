//! Starts and stops a server: opens the data folder, binds the listeners, accepts connections, shuts down in order.
//!
//! Owns every long-lived task of the HTTP side. Knows no command line, so that tests start servers in their own process.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::api::describe::openapi_json;
use crate::api::registry;
use crate::app::{App, AppState};
use crate::auth::gatekeeper::{Gatekeeper, StoreGatekeeper};
use crate::auth::token::Keys;
use crate::body::Bodies;
use crate::config::{Config, Demo, Metrics};
use crate::connection::{CountedStream, Stay};
use crate::limits::{
    BRIEF_HEAD_SECONDS_MAX, CONNECTION_BRIEF_SECONDS_MAX, CONNECTIONS_BRIEF_MAX, METRICS_CONNECTIONS_MAX,
    REQUEST_HEAD_BYTES_MAX, REQUEST_HEAD_SECONDS_MAX, SHUTDOWN_SECONDS_MAX,
};
use crate::rate_limit::RateLimits;
use crate::room::{RoomSettings, Rooms};
use crate::socket::Sockets;
use crate::store::Store;
use crate::store::epoch::Epoch;
use crate::store::files::DATABASE_FILE;
use crate::store::sqlite::SqliteStore;
use crate::time_guard::TimeGuard;
use crate::workshop::copies::Copies;
use crate::workshop::effect::Effects;
use crate::workshop::{Turns, Workshops};
use crate::{file_handles, metrics, router};

/// How often the recorder of metrics tidies itself, in seconds.
const METRICS_UPKEEP_SECONDS: u64 = 5;

/// Pause after the system could not accept a connection (out of file handles), in milliseconds.
const ACCEPT_PAUSE_MS: u64 = 100;

/// A running server.
#[derive(Debug)]
pub struct Running {
    /// Where it serves people.
    pub address: SocketAddr,
    /// Where it serves metrics; `None` when it does not.
    pub metrics_address: Option<SocketAddr>,
    /// The origin of its links.
    pub public_url: Arc<str>,
    /// Its parts, for `cli` and for tests.
    pub app: AppState,
    stopping: CancellationToken,
    /// From here on nothing new is caused that somebody would wait for.
    commands_ended: CancellationToken,
    tasks: TaskTracker,
}

/// Starts a server and returns once it accepts connections.
///
/// # Errors
/// When the data folder is in use or unreadable, or an address cannot be bound.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another server running there?", config.listen))?;
    let address = listener.local_addr()?;
    let metrics_listener = bind_metrics(config.metrics).await?;
    let metrics_address = metrics_listener.as_ref().map(TcpListener::local_addr).transpose()?;

    let app = build_app(config, address).await?;
    prepare(&app).await?;
    let (stopping, tasks) = (CancellationToken::new(), TaskTracker::new());
    let commands_ended = CancellationToken::new();
    if let Some(listener) = metrics_listener {
        metrics::recorder();
        tasks.spawn(upkeep_metrics(app.clone(), stopping.clone()));
        let stop = Stop::of(&stopping, &tasks);
        tasks.spawn(accept(listener, metrics::routes(), stop, Places::new(METRICS_CONNECTIONS_MAX, 0)));
    }
    tasks.spawn(follow_effects(app.clone(), commands_ended.clone()));
    tasks.spawn(guard_maps(app.clone(), stopping.clone()));
    let stop = Stop::of(&stopping, &tasks);
    let handles = file_handles::raise_limit();
    let places = Places::new(file_handles::connections_max(handles), CONNECTIONS_BRIEF_MAX);
    tasks.spawn(accept(listener, router::routes(app.clone()), stop, places));
    tracing::info!(%address, open_files_max = handles, "serving");
    Ok(Running {
        address,
        metrics_address,
        public_url: app.public_url.clone(),
        app,
        stopping,
        commands_ended,
        tasks,
    })
}

impl Running {
    /// Stops: no new connections, open ones end, everything is committed, the store closes. Bounded in time.
    pub async fn stop(self) {
        let limit = Duration::from_secs(SHUTDOWN_SECONDS_MAX);
        if tokio::time::timeout(limit, self.wind_down()).await.is_err() {
            tracing::warn!(seconds = SHUTDOWN_SECONDS_MAX, "the shutdown took too long and was cut short");
        }
    }

    async fn wind_down(self) {
        self.stopping.cancel();
        // Commands that were begun are answered or not, but never half done: they end before their rooms do.
        self.app.workshops.running.close();
        self.app.workshops.running.wait().await;
        self.commands_ended.cancel();
        self.tasks.close();
        // Sockets end when their rooms do; only then can the tasks of their connections end.
        self.app.rooms.shutdown().await;
        self.app.sockets.shutdown().await;
        self.tasks.wait().await;
        self.app.workshops.look_at_time().await;
        if let Err(error) = self.app.store.close().await {
            tracing::warn!(%error, "the store did not close cleanly");
        }
    }
}

async fn build_app(config: Config, address: SocketAddr) -> anyhow::Result<AppState> {
    let folder = config.data.clone();
    let clock = config.clock.clone();
    let (folder_clock, now_ms) = (clock.clone(), clock.now_ms());
    let opened = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let time = TimeGuard::of_folder(&folder, folder_clock)?;
        if !folder.join(DATABASE_FILE).is_file() {
            tracing::warn!(folder = %folder.display(), "there was no data here yet; if there should be, the folder is wrong");
        }
        // The store takes the lock of the folder, so the key is made by one process only.
        let store = SqliteStore::open(&folder)?;
        Ok((store, Keys::open(&folder)?, time))
    });
    let (store, keys, time) = opened.await??;
    let (store, keys): (Arc<dyn Store>, _) = (Arc::new(store), Arc::new(keys));
    let epoch = Epoch::of(store.as_ref(), now_ms).await?;
    let gatekeeper = StoreGatekeeper::new(store.clone(), keys.clone(), time.clone(), config.scratch);
    let public_url: Arc<str> =
        config.public_url.clone().unwrap_or_else(|| default_public_url(address)).into();
    let rooms = Rooms::new(store.clone(), RoomSettings::default());
    let workshops = Workshops {
        store: store.clone(),
        rooms: rooms.clone(),
        keys,
        clock: clock.clone(),
        epoch,
        time,
        public_url: public_url.clone(),
        retention_days_max: config.retention_days_max,
        copies: Copies::default(),
        effects: Effects::default(),
        running: TaskTracker::new(),
        creating: Arc::default(),
        turns: Turns::default(),
    };
    let gatekeeper: Arc<dyn Gatekeeper> = Arc::new(gatekeeper);
    let sockets = Sockets::new(rooms.clone(), gatekeeper.clone(), clock.clone(), config.sockets);
    Ok(Arc::new(App {
        public_url,
        store,
        rooms,
        sockets,
        gatekeeper,
        workshops,
        openapi: openapi_json(&registry::entries()),
        bodies: Bodies::default(),
        rates: RateLimits::new(clock),
        config,
    }))
}

/// What must be true before anybody is let in: what was begun is finished, what is over is gone, the demo is there.
async fn prepare(app: &App) -> anyhow::Result<()> {
    app.workshops.count_workshops().await?;
    app.workshops.plan_ends().await?;
    app.workshops.perform_due().await;
    app.workshops.begin_restored_rounds_anew().await?;
    app.workshops.begin_restored_giving_anew().await?;
    match app.config.demo {
        Demo::Seeded => app.workshops.seed_demo().await?,
        Demo::Absent => {}
    }
    Ok(())
}

/// Carries out what commands cause, for as long as the server runs.
async fn follow_effects(app: AppState, commands_ended: CancellationToken) {
    app.workshops.follow_effects(commands_ended).await;
}

/// Looks after what pairs have agreed, for as long as the server runs.
async fn guard_maps(app: AppState, stopping: CancellationToken) {
    app.workshops.guard_edited_maps(stopping).await;
}

/// Where people reach a server that was not told: `localhost` where that name leads to it on every computer, else the address
/// it listens on. Behind the name may be 127.0.0.1 alone, so it says nothing of `[::1]` and of 127.0.0.2.
fn default_public_url(address: SocketAddr) -> String {
    if address.ip() == Ipv4Addr::LOCALHOST || address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

async fn bind_metrics(metrics: Metrics) -> anyhow::Result<Option<TcpListener>> {
    match metrics {
        Metrics::Off => Ok(None),
        Metrics::At(address) => {
            let bound = TcpListener::bind(address).await;
            bound.map(Some).with_context(|| format!("cannot serve metrics on {address}"))
        }
        Metrics::IfFree(address) => match TcpListener::bind(address).await {
            Ok(listener) => Ok(Some(listener)),
            Err(error) => {
                tracing::warn!(%address, %error, "no metrics: the default address is taken; see --metrics-listen");
                Ok(None)
            }
        },
    }
}

async fn upkeep_metrics(app: AppState, stopping: CancellationToken) {
    let mut ticks = tokio::time::interval(Duration::from_secs(METRICS_UPKEEP_SECONDS));
    loop {
        tokio::select! {
            () = stopping.cancelled() => return,
            _ = ticks.tick() => {
                ::metrics::gauge!(metrics::ROOMS).set(app.rooms.count() as f64);
                ::metrics::gauge!(metrics::SOCKETS).set(app.sockets.count() as f64);
                if let Some(recorder) = metrics::recorder() {
                    recorder.run_upkeep();
                }
            }
        }
    }
}

/// What an accepting task needs to end with everything it began.
#[derive(Debug, Clone)]
struct Stop {
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Stop {
    fn of(stopping: &CancellationToken, tasks: &TaskTracker) -> Self {
        Self { stopping: stopping.clone(), tasks: tasks.clone() }
    }
}

/// The places of connections: ordinary ones, and a few for one short call each when those are taken.
#[derive(Debug, Clone)]
struct Places {
    ordinary: Arc<Semaphore>,
    brief: Arc<Semaphore>,
}

impl Places {
    fn new(ordinary: usize, brief: usize) -> Self {
        Self { ordinary: Arc::new(Semaphore::new(ordinary)), brief: Arc::new(Semaphore::new(brief)) }
    }

    /// The next place; `None` never comes, as the semaphores are never closed.
    async fn next(&self) -> Option<(OwnedSemaphorePermit, Stay)> {
        tokio::select! {
            biased;
            place = self.ordinary.clone().acquire_owned() => Some((place.ok()?, Stay::Long)),
            place = self.brief.clone().acquire_owned() => Some((place.ok()?, Stay::Brief)),
        }
    }

    /// A place that was taken before anybody came, or an ordinary one when there is one again.
    fn better_than(&self, place: OwnedSemaphorePermit, stay: Stay) -> (OwnedSemaphorePermit, Stay) {
        match (stay, self.ordinary.clone().try_acquire_owned()) {
            (Stay::Brief, Ok(ordinary)) => (ordinary, Stay::Long),
            (Stay::Brief | Stay::Long, _) => (place, stay),
        }
    }
}

/// Accepts connections until told to stop. When even the brief places are taken, further connections wait in the system's
/// queue.
async fn accept(listener: TcpListener, routes: Router, stop: Stop, places: Places) {
    loop {
        let accepted = async {
            let place = places.next().await?;
            Some((place, listener.accept().await))
        };
        let ((place, stay), accepted) = tokio::select! {
            () = stop.stopping.cancelled() => return,
            accepted = accepted => match accepted {
                Some(accepted) => accepted,
                None => return,
            },
        };
        match accepted {
            Ok((stream, peer)) => {
                let (place, stay) = places.better_than(place, stay);
                let stream = CountedStream::new(stream, place);
                let visitor = Visitor { peer, stay };
                stop.tasks.spawn(serve_connection(stream, visitor, routes.clone(), stop.stopping.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(ACCEPT_PAUSE_MS)).await;
            }
        }
    }
}

/// Where a connection comes from, and how long it may stay.
#[derive(Debug, Clone, Copy)]
struct Visitor {
    peer: SocketAddr,
    stay: Stay,
}

/// Serves one connection: calls one after the other, or an upgrade to a socket.
async fn serve_connection(
    stream: CountedStream,
    Visitor { peer, stay }: Visitor,
    routes: Router,
    stopping: CancellationToken,
) {
    if let Err(error) = stream.get_ref().set_nodelay(true) {
        tracing::debug!(%error, "a connection without TCP_NODELAY");
    }
    let service = routes.map_request(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(stay);
        request
    });
    let (head_seconds, keeps_alive) = match stay {
        Stay::Long => (REQUEST_HEAD_SECONDS_MAX, true),
        Stay::Brief => (BRIEF_HEAD_SECONDS_MAX, false),
    };
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(head_seconds))
        .keep_alive(keeps_alive)
        .max_buf_size(REQUEST_HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = tokio::time::sleep(Duration::from_secs(CONNECTION_BRIEF_SECONDS_MAX)), if stay == Stay::Brief => {
            return tracing::debug!("a connection took longer than its place is for");
        }
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
#[path = "serve_tests.rs"]
mod tests;
