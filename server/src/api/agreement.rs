//! What partners say of the parts of a map.

use axum::Json;
use axum::extract::State;
use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::workshop::act::Act;
use serde::{Deserialize, Serialize};

use crate::api::Done;
use crate::app::AppState;
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Input, May, OfMap};
use crate::ids::ParticipantId;
use crate::workshop::agreement::{Said, What};

/// Body of `POST /api/workshops/{w}/maps/{m}/agreement`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SayBody {
    command: String,
    act: ActWord,
    part: PartBody,
    #[serde(default)]
    fingerprint: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartBody {
    kind: String,
    id: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ActWord {
    Propose,
    Agree,
    Withdraw,
    Differ,
    Resolve,
    Park,
    Reopen,
    Remove,
    Keep,
}

/// `POST /api/workshops/{w}/maps/{m}/agreement`; whether the person spoken for may say it is checked with what is said.
pub async fn say_of_part(
    State(app): State<AppState>,
    May(actor, _): May<given::ActFor>,
    OfMap(map): OfMap,
    Input(body): Input<SayBody>,
) -> Result<Json<Done>, ApiError> {
    app.rates.take_agreeing(&actor.participant)?;
    let command = body.command.clone();
    let said = said(body)?;
    app.workshops.say(&actor, &command, (&map, said)).await?;
    Ok(Json(Done {}))
}

/// Parts by kind and id.
#[derive(Debug, Clone, Serialize)]
pub struct MyParts {
    parts: Vec<MyPart>,
}

#[derive(Debug, Clone, Serialize)]
struct MyPart {
    kind: &'static str,
    id: String,
}

/// `GET /api/workshops/{w}/maps/{m}/mine`
pub async fn list_my_parts(
    State(app): State<AppState>,
    May(actor, _): May<given::SeePeople>,
    OfMap(map): OfMap,
) -> Result<Json<MyParts>, ApiError> {
    let parts = app.workshops.parts_of(&actor, &map).await?;
    let parts = parts.into_iter().map(|part| MyPart { kind: part.kind.as_str(), id: part.id }).collect();
    Ok(Json(MyParts { parts }))
}

fn said(body: SayBody) -> Result<Said, ApiError> {
    let part = PartName::parse(&format!("{}:{}", body.part.kind, body.part.id));
    let part =
        part.ok_or_else(|| ApiError::bad("bad_part", "This is not a part of a map that can be agreed."))?;
    let fits = body.fingerprint.is_some() == (body.act == ActWord::Agree)
        && body.text.is_some() == (body.act == ActWord::Differ);
    if !fits {
        let message = "A yes names what was seen; a differing view has words; nothing else has either.";
        return Err(ApiError::bad("bad_act", message));
    }
    let (fingerprint, text) = (body.fingerprint.unwrap_or_default(), body.text.unwrap_or_default());
    let what = match body.act {
        ActWord::Propose => What::Propose,
        ActWord::Agree => What::Half(Act::Agree { fingerprint }),
        ActWord::Withdraw => What::Half(Act::Withdraw),
        ActWord::Differ => What::Half(Act::Differ { text }),
        ActWord::Resolve => What::Half(Act::Resolve),
        ActWord::Park => What::Half(Act::Park),
        ActWord::Reopen => What::Half(Act::Reopen),
        ActWord::Remove => What::Half(Act::Remove),
        ActWord::Keep => What::Half(Act::Keep),
    };
    Ok(Said { part, what, acting_for: body.acting_for })
}
