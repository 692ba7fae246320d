//! What an earlier version has stored is read on by this one: a data folder of each is in `tests/fixtures/`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use pairway_tests::in_process::InProcess;
use pairway_tests::stored_data::{WRITTEN_FILE, Written, holds};
use serde_json::{Value, json};
use yrs::{Map, Out, ReadTxn, Text, Transact, WriteTxn};

/// Some weeks later, long before the workshop ends.
const LATER_MS: u64 = 30 * 86_400_000;

/// A copy of a stored data folder, as only its owner may read it.
fn copy_of(stored: &Path) -> Result<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    for name in ["pairway.db", "secret.key"] {
        let to = folder.path().join(name);
        std::fs::copy(stored.join(name), &to)?;
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(folder)
}

/// Every data folder that is kept.
fn stored_folders() -> Result<Vec<PathBuf>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(fixtures)? {
        let path = entry?.path();
        if path.join(WRITTEN_FILE).exists() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Whoever was in comes in as before, whoever was out stays out, and the stored ways in open.
async fn check_ways_in(server: &InProcess, written: &Written) -> Result<()> {
    for name in ["Fay", "Pat", "Cara", "Rees", "Sue", "Olwen", "Sid"] {
        ensure!(written.sign_in(server, name).await?.is_ok(), "{name} cannot come back");
    }
    ensure!(written.sign_in(server, "Gone").await? == Err(401), "who was removed is out");
    let back = server.done("/api/return", json!({"code": written.return_code}), "").await?;
    ensure!(back["participant"] == written.person("Pat")?.participant, "the return code is Pat's");
    let secret = json!({"secret": written.invite});
    let (status, look) = server.post("/api/invites/look", &secret, "").await?;
    ensure!(status == 200 && look["role"] == "professional", "{status} {look}");
    let roster = server.get(&written.path("/roster"), &signed_in(server, written, "Fay").await?).await?;
    let people = roster["people"].as_array().context("people")?;
    let waiting = people.iter().find(|person| person["state"] == "waiting").context("Wen waits")?;
    let admit =
        written.path(&format!("/participants/{}/admit", waiting["participant"].as_str().context("id")?));
    server.done(&admit, json!({}), &signed_in(server, written, "Fay").await?).await?;
    Ok(())
}

async fn signed_in(server: &InProcess, written: &Written, name: &str) -> Result<String> {
    written.sign_in(server, name).await?.map_err(|status| anyhow::anyhow!("{name}: {status}"))
}

/// A frozen map is frozen still; thawed, people write on.
async fn check_edits(server: &InProcess, written: &Written) -> Result<()> {
    let (fay, pat) = (signed_in(server, written, "Fay").await?, signed_in(server, written, "Pat").await?);
    let frozen = server.peer(&written.document("map"), &pat).await?;
    ensure!(frozen.scope.as_deref() == Some("readonly"), "{:?}", frozen.scope);
    drop(frozen);
    server.done(&written.path("/freeze"), json!({"frozen": false}), &fay).await?;
    let mut peer = server.peer(&written.document("map"), &pat).await?;
    ensure!(peer.scope.as_deref() == Some("read-write"), "{:?}", peer.scope);
    let id = written.parts["agreed"]["id"].as_str().context("id")?.to_owned();
    peer.edit(|transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let Some(Out::YMap(goal)) = goals.get(transaction, &id) else { panic!("no goal") };
        let Some(Out::YText(title)) = goal.get(transaction, "title") else { panic!("no title") };
        title.insert(transaction, 0, "Weeks later: ");
    })
    .await;
    peer.durable().await?;
    let mine = server.get(&written.map_path("mine"), &pat).await?;
    let parts = mine["parts"].as_array().context("parts")?;
    ensure!(parts.contains(&written.parts["mine"]), "Pat wrote the goal first: {mine}");
    Ok(())
}

/// What was decided counts on, and decisions and talk go on from there.
async fn check_agreement_and_talk(server: &InProcess, written: &Written) -> Result<()> {
    let (pat, rees) = (signed_in(server, written, "Pat").await?, signed_in(server, written, "Rees").await?);
    let said = written.map_path("agreement");
    for part in ["agreed", "reopened"] {
        let part = &written.parts[part];
        for token in [&pat, &rees] {
            written.agree(server, (part, token)).await?;
        }
    }
    let resolve = json!({"act": "resolve", "part": written.parts["differing"]});
    for token in [&pat, &rees] {
        server.done(&said, resolve.clone(), token).await?;
    }
    server.done(&said, json!({"act": "reopen", "part": written.parts["parked"]}), &pat).await?;
    let mut reply =
        json!({"act": "reply", "thread": written.comment["thread"], "text": "We read it weeks later."});
    server.done(&written.map_path("talk"), reply.clone(), &rees).await?;
    let olwen = signed_in(server, written, "Olwen").await?;
    let (status, answer) = server.command(&written.map_path("talk"), reply.clone(), &olwen).await?;
    ensure!(status == 403 && answer["error"]["code"] == "observers_silent", "{status} {answer}");
    // Whoever helped somebody who takes part by phone does so still.
    let people = written.seen["roster"]["people"].as_array().context("people")?;
    let ivor = people.iter().find(|person| person["nickname"] == "Ivor").context("Ivor")?;
    reply["actingFor"] = ivor["participant"].clone();
    server.done(&written.map_path("talk"), reply, &signed_in(server, written, "Sue").await?).await?;
    Ok(())
}

/// What was said of each part, by the fingerprints of today: each yes as it was said, to the same words. No step that was
/// agreed leads to another by a link without words. Takes both out of what is compared otherwise.
fn check_record(now: &mut Value, then: &mut Value) -> Result<()> {
    let said = then["record"]["acts"].take();
    let (words, words_now) = (then["record"]["wordings"].take(), now["record"]["wordings"].take());
    let said_now = now["record"]["acts"].take();
    let mut carried = 0;
    for (key, mut acts) in said.as_object().context("acts")?.clone() {
        let mut acts_now = said_now[&key].clone();
        for place in ["/patient/yes", "/professional/yes", "/agreed"] {
            let Some(before) = acts.pointer_mut(place).map(Value::take).filter(|yes| yes.is_object()) else {
                continue;
            };
            let mut after = acts_now.pointer_mut(place).map(Value::take).unwrap_or_default();
            let fingerprint = after["fingerprint"].take();
            let fingerprint = fingerprint.as_str().with_context(|| format!("{key}{place} is gone"))?;
            ensure!(fingerprint.starts_with("2-"), "{fingerprint}");
            let words = &words[before["fingerprint"].as_str().context("a fingerprint")?];
            holds(&words_now[fingerprint], words, &format!("{key}{place}"))?;
            ensure!((&after["at"], &after["by"]) == (&before["at"], &before["by"]), "{key}{place} {after}");
            carried += 1;
        }
        holds(&without_nothing(acts_now), &without_nothing(acts), &key)?;
    }
    ensure!(carried == 7, "{carried} carried over");
    Ok(())
}

/// A value without the entries of an object that hold nothing.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nothing(value)))
            .collect(),
        other => other,
    }
}

/// What was done on top of the stored data is there after another start, beside all that was there before.
async fn check_again(server: &InProcess, written: &Written) -> Result<()> {
    let fay = signed_in(server, written, "Fay").await?;
    let now = written.see(server, &fay).await?;
    let then = &written.seen["documents"];
    holds(&now["documents"]["talk"], &then["talk"], "talk")?;
    holds(&now["documents"]["map"]["steps"], &then["map"]["steps"], "steps")?;
    let messages = now["documents"]["talk"]["messages"].as_object().context("messages")?;
    ensure!(
        messages.values().any(|message| message["text"] == "We read it weeks later."),
        "the reply is kept"
    );
    let id = written.parts["agreed"]["id"].as_str().context("id")?;
    let title = now["documents"]["map"]["goals"][id]["title"].as_str().context("title")?;
    ensure!(title.starts_with("Weeks later: "), "{title}");
    let acts = now["documents"]["record"]["acts"].as_object().context("acts")?;
    let (_, agreed) = acts.iter().find(|(key, _)| key.ends_with(id)).context("the pair's acts")?;
    let record = server.peer(&written.document("record"), &fay).await?;
    let wordings = record.doc.transact().get_map("wordings").context("wordings")?;
    let fingerprint = agreed["agreed"]["fingerprint"].as_str().context("agreed")?;
    ensure!(wordings.contains_key(&record.doc.transact(), fingerprint), "the new wording is kept");
    let both = [&agreed["patient"], &agreed["professional"]].map(|half| &half["yes"]["fingerprint"]);
    ensure!(both == [fingerprint; 2], "both have said yes to the same words: {agreed}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn durable_2_what_an_earlier_version_stored_is_read_and_worked_on() -> Result<()> {
    let folders = stored_folders()?;
    ensure!(!folders.is_empty(), "no stored data");
    for stored in folders {
        let written: Written = serde_json::from_slice(&std::fs::read(stored.join(WRITTEN_FILE))?)?;
        let folder = copy_of(&stored)?;
        let server = InProcess::start(folder.path(), written.at_ms + LATER_MS).await?;
        let fay = signed_in(&server, &written, "Fay").await?;
        let (mut now, mut then) = (written.see(&server, &fay).await?, written.seen.clone());
        check_record(&mut now["documents"], &mut then["documents"])?;
        holds(&now, &then, "")?;
        check_ways_in(&server, &written).await?;
        check_edits(&server, &written).await?;
        check_agreement_and_talk(&server, &written).await?;
        server.stop().await;
        let server = InProcess::start(folder.path(), written.at_ms + 2 * LATER_MS).await?;
        check_again(&server, &written).await.with_context(|| format!("{}", stored.display()))?;
        server.stop().await;
    }
    Ok(())
}
