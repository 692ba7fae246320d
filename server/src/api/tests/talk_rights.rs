//! What a facilitator may do about comments of others, and nobody else may.

use pairway_crdt::workshop::talk::Gone;
use serde_json::json;

use super::support::holds;
use super::talk::{House, audit_lines};
use crate::ids::random_id;

#[tokio::test]
async fn talk_20_a_facilitator_takes_another_s_comment_down_and_nobody_else_does() {
    const WORDS: &str = "Mrs Unmistakable of ward seven";
    let house = House::new().await;
    let (_, message) = house.begins(&house.obs, WORDS).await;
    let take = json!({ "act": "takeBack", "message": message });
    for other in [&house.pat, &house.prof, &house.server.join(&house.made, "observer", "Oz").await] {
        house.says(other, take.clone()).await.refused(403, "not_yours");
    }
    let path = house.made.path(&format!("/participants/{}/acts-for", house.fay.id()));
    let grant = json!({ "command": random_id(), "person": house.prof.id() });
    house.server.post_as(&path, house.prof.token(), grant).await.ok();
    let mut acting = take.clone();
    acting["actingFor"] = json!(house.prof.id());
    house.says(&house.fay, acting).await.refused(403, "not_yours");
    assert!(holds(&house.server.bytes_on_disk(), WORDS), "the test looks where the words are");
    house.says(&house.fay, take).await.ok();
    let down = house.message(&message).await;
    assert_eq!(
        (down.gone, down.text.as_str(), down.by.as_str()),
        (Some(Gone::TakenDown), "", house.obs.id())
    );
    house.leaves_the_disk(WORDS).await;
    let lines = audit_lines(&house).await;
    let line = lines.iter().find(|line| line["act"] == "takeDown").unwrap();
    assert_eq!((&line["by"], &line["to"]), (&json!(house.fay.id()), &json!(house.obs.id())));
    assert!(!lines.iter().any(|line| line["act"] == "takeBack" || line.to_string().contains("Unmistakable")));
    // One's own is taken back, a facilitator's too.
    let (_, own) = house.begins(&house.fay, "Mine.").await;
    house.says(&house.fay, json!({ "act": "takeBack", "message": own })).await.ok();
    assert_eq!(house.message(&own).await.gone, Some(Gone::TakenBack));
    house.ends().await;
}
