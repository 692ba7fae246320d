//! Attacks on the server's memory with hand-made clients, against the real process: what the operating system says it takes
//! stays within a bound, others are served meanwhile, and the memory goes back.

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use pairway_tests::by_hand::{
    MIB, answer_of, ask_without_reading, begin_large, send_raw, signed_in, swelling_body,
};
use pairway_tests::memory::{Resident, given_back};
use pairway_tests::peer::Peer;
use pairway_tests::server::TestServer;
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use yrs::{GetString, Text, Transact, WriteTxn};

/// How much more than before the server may take while it is attacked: what the budgets allow, and room for the work itself
/// in a build without optimisation.
const GROWTH_MAX_MIB: u64 = 260;

/// How much of that may stay afterwards: buffers and caches of the process, not what came.
const STAYS_MAX_MIB: u64 = 100;

/// What the server takes before an attack, and the checks of after.
struct Watch {
    pid: u32,
    before: Resident,
}

impl Watch {
    fn begin(server: &TestServer) -> Result<Self> {
        let pid = server.pid()?;
        Ok(Self { pid, before: Resident::of(pid)? })
    }

    fn check(&self, what: &str) -> Result<()> {
        let grown = Resident::of(self.pid)?.peak_mib.saturating_sub(self.before.now_mib);
        eprintln!("{what}: at most {grown} MiB more");
        ensure!(grown <= GROWTH_MAX_MIB, "{what}: the server took {grown} MiB more");
        Ok(())
    }

    async fn check_given_back(&self) -> Result<()> {
        given_back(self.pid, self.before.now_mib + STAYS_MAX_MIB).await?;
        eprintln!("afterwards: {:?}, before {:?}", Resident::of(self.pid)?, self.before);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_20_archives_without_a_key_take_little_memory_and_hold_nobody_up() -> Result<()> {
    let key = ["--creation-key", "a long phrase for tests"];
    let server = TestServer::start_with(&key).await?;
    let address = server.address();
    let watch = Watch::begin(&server)?;
    let body = swelling_body();
    let attack = join_all((0..4).map(|_| async {
        let (stream, answer) = send_raw(&address, body.len(), &body).await?;
        anyhow::Ok(answer.unwrap_or(answer_of(stream).await))
    }));
    let health = async {
        // While it goes on the server answers others.
        for _ in 0..20 {
            server.get_bytes("/health/live", "").await?;
        }
        anyhow::Ok(())
    };
    let (answers, health) = tokio::join!(attack, health);
    health?;
    for answer in answers {
        let answer = answer?;
        ensure!(answer.contains(" 403") || answer.contains(" 503"), "{answer}");
    }
    watch.check("four archives of eight MiB with a wrong key")?;

    let begun = &body[..7 * MIB];
    let unfinished = join_all((0..120).map(|_| send_raw(&address, body.len(), begun))).await;
    server.get_bytes("/health/live", "").await?;
    watch.check("120 unfinished bodies of seven MiB")?;
    let answers = unfinished.into_iter().map(|connection| async {
        let (stream, answer) = connection?;
        anyhow::Ok(answer.unwrap_or(answer_of(stream).await))
    });
    let answers = join_all(answers).await;
    let refused =
        answers.iter().filter(|answer| answer.as_ref().is_ok_and(|answer| answer.contains(" 503"))).count();
    ensure!(refused > 100, "only {refused} were told that there is no room");
    watch.check_given_back().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_21_unfinished_messages_take_little_memory_whoever_sends_them() -> Result<()> {
    let server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let mut people = Vec::new();
    for role in ["observer", "observer", "carer", "carer"] {
        people.push(server.join(&workshop, role, "Somebody").await?);
    }
    let honest = server.join(&workshop, "professional", "Somebody").await?;
    let watch = Watch::begin(&server)?;
    let address = server.address();
    let mut streams = Vec::new();
    for person in &people {
        for _ in 0..10 {
            streams.push(signed_in(&address, &workshop.map_document(), &person.token).await?);
        }
    }
    join_all(streams.iter_mut().map(begin_large)).await;
    watch.check("forty connections with an unfinished message of 31 MiB")?;
    let mut peer = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &honest.token);
    peer.connect_and_sync().await?;
    peer.edit(|transaction| transaction.get_or_insert_text("t").insert(transaction, 0, "still")).await;
    peer.durable().await?;
    drop(streams);
    watch.check_given_back().await
}

/// Writes much text into an open document; gives the writer.
async fn swollen(server: &TestServer, document: &str, mib: usize) -> Result<Peer> {
    let mut peer = Peer::new(&server.socket_url("/collab"), document, "none");
    peer.connect_and_sync().await?;
    let chunk = "x".repeat(MIB - 1_000);
    for _ in 0..mib {
        peer.edit(|transaction| transaction.get_or_insert_text("much").insert(transaction, 0, &chunk)).await;
        peer.durable().await?;
    }
    Ok(peer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_22_states_and_files_that_nobody_reads_take_little_memory_and_others_get_theirs() -> Result<()>
{
    let server = TestServer::start().await?;
    let document = "scratch/much";
    let mut writer = swollen(&server, document, 10).await?;
    let watch = Watch::begin(&server)?;
    let (address, mut unread) = (server.address(), Vec::new());
    for number in 0..60 {
        unread.push(ask_without_reading(&address, (document, "none"), number).await?);
        // Each asks for another version.
        writer.edit(|transaction| transaction.get_or_insert_text("t").insert(transaction, 0, "y")).await;
        writer.durable().await?;
    }
    watch.check("sixty unread states of ten MiB")?;
    let mut newcomer = Peer::new(&server.socket_url("/collab"), document, "none");
    newcomer.connect_and_sync().await?;
    let text = |peer: &Peer| {
        let text = peer.doc.get_or_insert_text("t");
        text.get_string(&peer.doc.transact())
    };
    newcomer.until("all of it", |peer| text(peer).len() == 60).await?;
    drop((unread, newcomer, writer));

    let workshop = server.make_workshop().await?;
    let observer = server.join(&workshop, "observer", "Somebody").await?;
    let path = format!("/api/workshops/{}/maps/{}/archive.json", workshop.id, workshop.map);
    let files = join_all((0..48).map(|_| server.get_bytes(&path, &observer.token))).await;
    let made = files.iter().filter(|file| file.is_ok()).count();
    let is_busy = |error: &anyhow::Error| error.to_string().contains("503");
    ensure!(made > 0 && files.iter().filter_map(|file| file.as_ref().err()).all(is_busy), "{made} were made");
    watch.check("48 archives at once")?;
    server.get_bytes(&path, &observer.token).await.context("and afterwards one is made again")?;
    watch.check_given_back().await
}

/// Sets how large a file of a process may become; gives what was so before.
fn limit_files(pid: u32, limit: Rlimit) -> Result<Rlimit> {
    let process = i32::try_from(pid).ok().and_then(Pid::from_raw);
    Ok(prlimit(process, Resource::Fsize, limit)?)
}

async fn ready(server: &TestServer) -> bool {
    server.get_bytes("/health/ready", "").await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_10_a_server_that_cannot_write_says_that_it_is_not_ready_and_is_again_when_it_can() -> Result<()>
{
    let server = TestServer::start().await?;
    let pid = server.pid()?;
    let mut peer = Peer::new(&server.socket_url("/collab"), "scratch/full", "none");
    peer.connect_and_sync().await?;
    ensure!(ready(&server).await);
    // No file may grow any more, as on a full disk.
    let before = limit_files(pid, Rlimit { current: Some(0), ..getrlimit(Resource::Fsize) })?;
    peer.edit(|transaction| transaction.get_or_insert_text("t").insert(transaction, 0, "kept")).await;
    peer.mark().await?;
    peer.until("the notice", |peer| peer.notices.iter().any(|notice| notice["code"] == "storeDown")).await?;
    ensure!(!ready(&server).await, "it says that it is ready");
    ensure!(server.get_bytes("/health/live", "").await.is_ok());
    limit_files(pid, before)?;
    let mark = peer.marks_sent;
    peer.until("durability", |peer| peer.marks_durable >= mark).await?;
    ensure!(ready(&server).await, "it does not come back");
    Ok(())
}
