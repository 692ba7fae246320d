//! Forming, accepting, wording and ending pairs.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::api::{CommandBody, Done};
use crate::app::AppState;
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Input, May, OfPair};
use crate::ids::ParticipantId;
use crate::workshop::pairs::{Formed, NewPair, NewWords, PairField};

/// Body of `POST /api/workshops/{w}/pairs`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairBody {
    command: String,
    patient: ParticipantId,
    professional: ParticipantId,
    #[serde(default)]
    name: String,
    #[serde(default)]
    challenge: String,
}

/// Body of `POST /api/workshops/{w}/pairs/{pair}/words`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsBody {
    command: String,
    field: Field,
    was: String,
    text: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Field {
    Name,
    Challenge,
    HowWeWork,
}

/// `POST /api/workshops/{w}/pairs`
pub async fn form_pair(
    State(app): State<AppState>,
    May(actor, _): May<given::FormPair>,
    Input(body): Input<PairBody>,
) -> Result<Json<Formed>, ApiError> {
    let new = NewPair {
        patient: body.patient,
        professional: body.professional,
        name: body.name,
        challenge: body.challenge,
    };
    Ok(Json(app.workshops.form_pair(&actor, &body.command, new).await?))
}

/// `POST /api/workshops/{w}/pairs/{pair}/accept`
pub async fn accept_pair(
    State(app): State<AppState>,
    May(actor, _): May<given::FormPair>,
    OfPair(pair): OfPair,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    app.workshops.accept_pair(&actor, &body.command, &pair).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/pairs/{pair}/words`
pub async fn word_pair(
    State(app): State<AppState>,
    May(actor, _): May<given::WordPair>,
    OfPair(pair): OfPair,
    Input(body): Input<WordsBody>,
) -> Result<Json<Done>, ApiError> {
    let field = match body.field {
        Field::Name => PairField::Name,
        Field::Challenge => PairField::Challenge,
        Field::HowWeWork => PairField::HowWeWork,
    };
    let new = NewWords { field, was: body.was, text: body.text };
    app.workshops.word_pair(&actor, &body.command, (&pair, new)).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/pairs/{pair}/end`
pub async fn end_pair(
    State(app): State<AppState>,
    May(actor, _): May<given::EndPair>,
    OfPair(pair): OfPair,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    app.workshops.end_pair(&actor, &body.command, &pair).await?;
    Ok(Json(Done {}))
}
