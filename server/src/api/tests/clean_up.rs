//! A map that was flooded, and the facilitator who brings it back in order.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::view::PathwayMap;
use serde_json::json;
use yrs::{Map, MapPrelim, TextPrelim, WriteTxn};

use super::support::{TestServer, command};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::store::Batch;

#[tokio::test]
async fn full_5_a_facilitator_takes_out_what_says_nothing_and_what_one_person_added_and_the_rest_stays() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let workshop = WorkshopId::parse(made.id()).unwrap();
    let map = MapId::parse(made.answer["map"].as_str().unwrap()).unwrap();
    let name = DocumentName::Map(workshop.clone(), map.clone());
    let rooms = &server.app().rooms;
    let before = rooms.read(&name, PathwayMap::read_document).await.unwrap();
    let flood = |document: &mut Document| {
        document.write(|txn, _| {
            for number in 0..60 {
                for root in ["stages", "lanes"] {
                    txn.get_or_insert_map(root).insert(txn, format!("{number}"), MapPrelim::default());
                }
            }
            for number in 0..7 {
                let goals = txn.get_or_insert_map("goals");
                let goal = goals.insert(txn, format!("ad{number}"), MapPrelim::default());
                goal.insert(txn, "title", TextPrelim::new("Buy this"));
            }
        });
    };
    rooms.edit(&name, flood).await.unwrap();
    let by = records::encode(&ParticipantId::parse(pat.id()).unwrap());
    let origin = |number: i32| records::origin_key((&workshop, &map), &format!("goal:ad{number}"));
    let puts = (0..7).map(|number| (origin(number), by.clone())).collect();
    server.app().store.commit(Batch { puts, ..Batch::default() }).await.unwrap();

    let path = made.map_path("clean-up");
    server.post_as(&path, pat.token(), command()).await.refused(403, "facilitators_only");
    let done = server.post_as(&path, facilitator.token(), command()).await.ok();
    assert_eq!(done, json!({ "takenOut": 120, "cleared": 0 }));
    let mut all_of_pat = command();
    all_of_pat["addedBy"] = pat.id().into();
    let done = server.post_as(&path, facilitator.token(), all_of_pat).await.ok();
    // What was taken out without a word goes for good the next time.
    assert_eq!(done, json!({ "takenOut": 7, "cleared": 120 }));
    let after = rooms.read(&name, PathwayMap::read_document).await.unwrap();
    assert_eq!(after, before);
    // There is nothing left to do, and that is said too.
    let done = server.post_as(&path, facilitator.token(), command()).await.ok();
    assert_eq!(done, json!({ "takenOut": 0, "cleared": 0 }));
    let lines =
        server.get(&made.path("/audit"), facilitator.token()).await.ok()["lines"].as_array().unwrap().clone();
    let cleaned: Vec<_> = lines.iter().filter(|line| line["act"] == "cleanUpMap").collect();
    assert_eq!((cleaned.len(), &cleaned[0]["to"], &cleaned[1]["to"]), (2, &json!(pat.id()), &json!(null)));
    let elsewhere = path.replace(map.as_str(), MapId::random().as_str());
    server.post_as(&elsewhere, facilitator.token(), command()).await.refused(404, "not_found");
    server.running.stop().await;
}
