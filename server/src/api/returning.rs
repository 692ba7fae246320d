//! Return codes: making one's own, and coming back with it.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::api::CommandBody;
use crate::api::invites::counted;
use crate::app::AppState;
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Call, Client, Input, May};
use crate::rate_limit::Tried;
use crate::workshop::join::Joined;

/// Body of `POST /api/return`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnBody {
    command: String,
    code: String,
    device: Option<String>,
}

/// A return code, in groups.
#[derive(Debug, Clone, Serialize)]
pub struct CodeAnswer {
    code: String,
}

/// `POST /api/return`
pub async fn come_back(
    State(app): State<AppState>,
    Client(address): Client,
    Call(call): Call,
    Input(body): Input<ReturnBody>,
) -> Result<Json<Joined>, ApiError> {
    app.rates.may_try(address, Tried::Code)?;
    let given = (&*body.command, &call);
    let joined = app.workshops.come_back(given, &body.code, body.device.as_deref()).await;
    counted(&app, address, Tried::Code, joined).map(Json)
}

/// `POST /api/workshops/{w}/return-code`
pub async fn make_return_code(
    State(app): State<AppState>,
    May(actor, _): May<given::ComeBack>,
    Input(body): Input<CommandBody>,
) -> Result<Json<CodeAnswer>, ApiError> {
    let code = app.workshops.make_return_code(&actor, &body.command).await?;
    Ok(Json(CodeAnswer { code }))
}
