//! A command as a value: what it says, who may give it, how often, and what it decides.
//!
//! A command decides on a [`State`] and gives a [`Decision`]: keys, a change of one server-written document, lines of the
//! audit, effects and the answer. The runner (`runner.rs`) owns everything around it: sign-in, idempotency, another try
//! when the state changed meanwhile, and one commit of all of it. Adding a command is its file and one line of
//! `api/registry.rs`.

pub mod counted;
pub mod decision;
pub mod idempotency;
pub mod runner;
pub mod state;

use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::{ActionId, IdeaId, MapId, PairId, ParticipantId, ThemeId};
use crate::workshop::{Caller, CommandError, Workshops};
use counted::Counted;
use decision::Decision;
use state::State;

/// The HTTP method a command is given with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// With a JSON body that holds the command id.
    Post,
    /// Without a body.
    Delete,
}

/// What the record of a command keeps of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A keyed mark, so that a command id that comes again with another body is refused.
    Marked,
    /// Nothing: the body is secret. A command id that comes again has the answer of the first, whatever the body.
    Secret,
    /// There is no record at all, not even that the command was given: what it says is so after the second time as after the first.
    Unrecorded,
}

/// Something a signed-in person may have done to their workshop. The fields are the body of the call, apart from the
/// command id.
pub trait Command: DeserializeOwned + ToSchema + Send + Sync + 'static {
    /// Its name in the interface's description, a verb and a noun.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: Method = Method::Post;
    /// Its address below `/api/workshops/{w}`.
    const PATH: &'static str;
    /// Who may give it.
    const RIGHT: Right;
    /// What its record keeps of the body.
    const BODY: Body = Body::Marked;
    /// What its address names besides the workshop.
    type Target: Target;
    /// The answer; kept for a day with the command id, so it holds no secrets ([`Command::complete`]).
    type Answer: Serialize + DeserializeOwned + ToSchema + Send + Sync + 'static;

    /// Against which limit it counts.
    fn counted(&self) -> Option<Counted> {
        None
    }

    /// What is to be changed, on what the state holds now. Called again when that changed before the commit.
    ///
    /// # Errors
    /// Why it is refused, in plain words.
    fn decide(
        &self,
        call: &Call<'_, Self::Target>,
        state: &mut State<'_>,
    ) -> impl Future<Output = Result<Decision<Self::Answer>, CommandError>> + Send;

    /// Adds to a kept answer what is never kept: secrets, which the server's key gives again.
    ///
    /// # Errors
    /// The store's.
    fn complete(
        _call: &Call<'_, Self::Target>,
        answer: Self::Answer,
    ) -> impl Future<Output = Result<Self::Answer, CommandError>> + Send {
        async { Ok(answer) }
    }
}

/// One call of a command.
#[derive(Debug)]
pub struct Call<'a, T> {
    /// Who gives it, as their record says now.
    pub caller: &'a Caller,
    /// What the address names.
    pub target: &'a T,
    /// The command id.
    pub id: &'a str,
    /// When, milliseconds since 1970.
    pub now_ms: u64,
    /// The server's parts, for what is derived from its key.
    pub workshops: &'a Workshops,
}

/// What the address of a command names besides the workshop.
pub trait Target: Sized + Send + Sync + 'static {
    /// The name in the path, without braces; `None` when it names nothing.
    const PARAMETER: Option<&'static str>;

    /// Reads it; `None` for what cannot be one.
    fn parse(text: &str) -> Option<Self>;
}

impl Target for () {
    const PARAMETER: Option<&'static str> = None;

    fn parse(_text: &str) -> Option<Self> {
        Some(())
    }
}

macro_rules! target {
    ($($kind:ident, $name:literal;)+) => {
        $(impl Target for $kind {
            const PARAMETER: Option<&'static str> = Some($name);

            fn parse(text: &str) -> Option<Self> {
                Self::parse(text)
            }
        })+
    };
}

target! {
    ParticipantId, "p";
    PairId, "pair";
    ActionId, "action";
    IdeaId, "idea";
    ThemeId, "theme";
    MapId, "m";
    Role, "role";
}

/// The answer `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
pub struct Done {}
