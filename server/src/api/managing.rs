//! What facilitators do with a person: rename, give another role, name for whom they act, add one who takes part by phone.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::api::Done;
use crate::app::AppState;
use crate::auth::command::given;
use crate::auth::role::Role;
use crate::error::ApiError;
use crate::extract::{Input, May, OfParticipant};
use crate::ids::ParticipantId;
use crate::workshop::managing::About;

/// Body of `POST /api/workshops/{w}/participants/{p}/rename`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameBody {
    command: String,
    nickname: String,
}

/// Body of `POST /api/workshops/{w}/participants/{p}/role`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    command: String,
    role: Role,
}

/// Body of `POST /api/workshops/{w}/participants/{p}/acts-for`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActsForBody {
    command: String,
    person: Option<ParticipantId>,
}

/// Body of `POST /api/workshops/{w}/participants`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByPhoneBody {
    command: String,
    nickname: String,
    role: Role,
}

/// The id of somebody who was added.
#[derive(Debug, Clone, Serialize)]
pub struct Added {
    participant: ParticipantId,
}

/// `POST /api/workshops/{w}/participants/{p}/rename`
pub async fn rename_person(
    State(app): State<AppState>,
    May(actor, _): May<given::ManagePeople>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<RenameBody>,
) -> Result<Json<Done>, ApiError> {
    let about = About { actor: &actor, command: &body.command, participant: &participant };
    app.workshops.rename(about, &body.nickname).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/participants/{p}/role`
pub async fn change_role(
    State(app): State<AppState>,
    May(actor, _): May<given::ManagePeople>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<RoleBody>,
) -> Result<Json<Done>, ApiError> {
    let about = About { actor: &actor, command: &body.command, participant: &participant };
    app.workshops.change_role(about, body.role).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/participants/{p}/acts-for`
pub async fn set_acts_for(
    State(app): State<AppState>,
    May(actor, _): May<given::LetWrite>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<ActsForBody>,
) -> Result<Json<Done>, ApiError> {
    let about = About { actor: &actor, command: &body.command, participant: &participant };
    app.workshops.set_acts_for(about, body.person.as_ref()).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/participants`
pub async fn add_by_phone(
    State(app): State<AppState>,
    May(actor, _): May<given::ManagePeople>,
    Input(body): Input<ByPhoneBody>,
) -> Result<Json<Added>, ApiError> {
    let given = (&*body.nickname, body.role);
    let participant = app.workshops.add_by_phone(&actor, &body.command, given).await?;
    Ok(Json(Added { participant }))
}
