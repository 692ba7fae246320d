//! The one handler of all commands: who is signed in, what the address names, the command id and the command.

use axum::Json;
use axum::extract::State;
use axum::routing::{MethodRouter, delete, post};
use serde_json::{Map, Value};

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Call, Input, Named, Signed};
use crate::ids::random_id;
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::command::runner::Sent;
use crate::workshop::command::{Command, Method};

/// How a command is reached.
pub fn route<C: Command>() -> MethodRouter<AppState> {
    match C::METHOD {
        Method::Post => post(give_with_body::<C>),
        Method::Delete => delete(give_without_body::<C>),
    }
}

async fn give_with_body<C: Command>(
    State(app): State<AppState>,
    (Signed(by), Named(target)): (Signed, Named<C::Target>),
    Call(call): Call,
    Input(body): Input<Map<String, Value>>,
) -> Result<Json<C::Answer>, ApiError> {
    match read::<C>(body) {
        Ok((id, command)) => give(&app, Sent { by, id, call, target, command }).await,
        Err(wrong) => {
            // Who may not give the command is told so, whatever they sent.
            app.workshops.check_right(&by, C::RIGHT).await?;
            Err(wrong)
        }
    }
}

async fn give_without_body<C: Command>(
    State(app): State<AppState>,
    Signed(by): Signed,
    Named(target): Named<C::Target>,
) -> Result<Json<C::Answer>, ApiError> {
    // Without a body there is no id to repeat; what was done once finds nothing left to do.
    let (id, command) = read::<C>(Map::from_iter([("command".to_owned(), Value::String(random_id()))]))?;
    give(&app, Sent { by, id, call: CallDigest::default(), target, command }).await
}

async fn give<C: Command>(app: &AppState, sent: Sent<C>) -> Result<Json<C::Answer>, ApiError> {
    if let Some(counted) = sent.command.counted() {
        app.rates.take(&sent.by.participant, counted)?;
    }
    Ok(Json(app.workshops.run(sent).await?))
}

/// The command id and the command of a body.
fn read<C: Command>(mut body: Map<String, Value>) -> Result<(String, C), ApiError> {
    let wrong = || ApiError::bad("bad_json", "What was sent is not what this call takes.");
    let Some(Value::String(id)) = body.remove("command") else { return Err(wrong()) };
    // What serde says may quote what was sent, so it is not told.
    let command = serde_json::from_value(Value::Object(body)).map_err(|_| wrong())?;
    Ok((id, command))
}
