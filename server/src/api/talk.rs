//! Talking about a map: one call for every act, told apart by `act`.

use axum::Json;
use axum::extract::State;
use pairway_crdt::workshop::talk::{Reaction, TalkPart, ThreadState};
use pairway_crdt::workshop::trail::{Source, Trail};
use serde::Deserialize;
use serde_json::Value;

use crate::api::Done;
use crate::app::AppState;
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Input, May, OfMap, Person};
use crate::ids::ParticipantId;
use crate::rate_limit::Talking;
use crate::workshop::talk::{Observers, OnMap, Wish, Words};

/// Body of `POST /api/workshops/{w}/maps/{m}/talk`. Which fields an act needs is in docs/PROTOCOL.md section 5.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TalkBody {
    command: String,
    act: ActName,
    part: Option<PartBody>,
    from: Option<PartBody>,
    thread: Option<String>,
    message: Option<String>,
    reaction: Option<String>,
    text: Option<String>,
    mentions: Option<Vec<ParticipantId>>,
    acting_for: Option<ParticipantId>,
}

/// What is done.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ActName {
    Comment,
    Reply,
    Resolve,
    Reopen,
    React,
    Unreact,
    TakeBack,
    LedTo,
    NotLedTo,
}

/// Body of `POST /api/workshops/{w}/observers-comment`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObserversBody {
    command: String,
    on: bool,
}

/// A part of the map, or for `from` also a message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartBody {
    kind: String,
    id: String,
}

impl PartBody {
    fn name(&self) -> String {
        format!("{}:{}", self.kind, self.id)
    }
}

impl TalkBody {
    fn wish(self) -> Result<Wish, ApiError> {
        let words = self.text.map(|text| Words { text, mentions: self.mentions.unwrap_or_default() });
        let part = self.part.and_then(|part| TalkPart::parse(&part.name()));
        let source = self.from.and_then(|from| Source::parse(&from.name()));
        let trail = |part: Option<TalkPart>| source.zip(part).and_then(|(from, to)| Trail::new(from, to));
        let reaction = self.reaction.as_deref().and_then(Reaction::parse);
        let wish = match self.act {
            ActName::Comment => part.zip(words).map(|(part, words)| Wish::Comment(part, words)),
            ActName::Reply => self.thread.zip(words).map(|(thread, words)| Wish::Reply(thread, words)),
            ActName::Resolve => self.thread.map(|thread| Wish::Settle(thread, ThreadState::Resolved)),
            ActName::Reopen => self.thread.map(|thread| Wish::Settle(thread, ThreadState::Open)),
            ActName::React => self.message.zip(reaction).map(|(message, how)| Wish::React(message, how)),
            ActName::Unreact => self.message.zip(reaction).map(|(message, how)| Wish::Unreact(message, how)),
            ActName::TakeBack => self.message.map(Wish::TakeBack),
            ActName::LedTo => trail(part).map(Wish::Lead),
            ActName::NotLedTo => trail(part).map(Wish::Unlead),
        };
        wish.ok_or_else(|| {
            ApiError::bad("bad_act", "The page sent something the server does not understand. Reload it.")
        })
    }
}

/// `POST /api/workshops/{w}/maps/{m}/talk`
///
/// Who may say what depends on the act and on whom one speaks for, so the command asks the table of roles itself.
pub async fn talk_about_map(
    State(app): State<AppState>,
    Person(actor): Person,
    OfMap(map): OfMap,
    Input(body): Input<TalkBody>,
) -> Result<Json<Value>, ApiError> {
    let talking = match body.act {
        ActName::Comment | ActName::Reply => Talking::Words,
        ActName::Resolve
        | ActName::Reopen
        | ActName::React
        | ActName::Unreact
        | ActName::TakeBack
        | ActName::LedTo
        | ActName::NotLedTo => Talking::Signs,
    };
    app.rates.take_talking(&actor.participant, talking)?;
    let (command, acting_for) = (body.command.clone(), body.acting_for.clone());
    let on = OnMap { actor: &actor, map: &map, command: &command, acting_for: acting_for.as_ref() };
    Ok(Json(app.workshops.talk(on, &body.wish()?).await?))
}

/// `POST /api/workshops/{w}/observers-comment`
pub async fn let_observers(
    State(app): State<AppState>,
    May(actor, _): May<given::LetObservers>,
    Input(body): Input<ObserversBody>,
) -> Result<Json<Done>, ApiError> {
    let wanted = if body.on { Observers::Comment } else { Observers::Listen };
    app.workshops.let_observers(&actor, &body.command, wanted).await?;
    Ok(Json(Done {}))
}
