//! A call of the interface: its address, who may, what it takes and gives, and how its route is made.

use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use utoipa::ToSchema;

use super::command;
use super::shape::{Answer, Shape};
use crate::app::AppState;
use crate::auth::rights::Right;
use crate::extract::require;
use crate::workshop::command::{Command, Method};

/// A call of the interface.
pub struct Entry {
    /// A verb and a noun.
    pub name: &'static str,
    /// How it is sent.
    pub method: &'static str,
    /// Its address.
    pub path: String,
    /// Who may; `None` where nobody is signed in yet.
    pub right: Option<Right>,
    /// What it says, in one sentence; commands say it themselves.
    summary: &'static str,
    /// What it takes.
    pub body: Option<Shape>,
    /// What a command says of itself.
    words: Option<String>,
    /// What it gives.
    pub answer: Answer,
    /// The number it may be asked with, behind the `?`.
    pub query: Option<&'static str>,
    route: Route,
}

/// Makes the route of an entry.
type Route = Box<dyn Fn(&AppState) -> MethodRouter<AppState> + Send + Sync>;

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A command of somebody who is signed in.
pub(super) fn command<C: Command>() -> Entry {
    Entry {
        name: C::NAME,
        method: match C::METHOD {
            Method::Post => "POST",
            Method::Delete => "DELETE",
        },
        path: format!("/api/workshops/{{w}}{}", C::PATH),
        right: Some(C::RIGHT),
        summary: "",
        body: match C::METHOD {
            Method::Post => Some(Shape::of_command::<C>()),
            Method::Delete => None,
        },
        words: Shape::of::<C>().words().map(str::to_owned),
        answer: Answer::Json(Box::new(Shape::of::<C::Answer>())),
        query: None,
        route: Box::new(|_| command::route::<C>()),
    }
}

/// What somebody who is signed in and has a right asks.
pub(super) fn question<H, T>(name: &'static str, path: &str, right: Right, handler: H) -> Entry
where
    H: Handler<T, AppState> + Sync,
    T: 'static,
{
    signed_in((name, "GET", path), right, move || get(handler.clone()))
}

/// What somebody who is signed in and has a right sends, and that is more than a command of their workshop.
pub(super) fn call<H, T>(name: &'static str, path: &str, right: Right, handler: H) -> Entry
where
    H: Handler<T, AppState> + Sync,
    T: 'static,
{
    signed_in((name, "POST", path), right, move || post(handler.clone()))
}

fn signed_in(
    (name, method, path): (&'static str, &'static str, &str),
    right: Right,
    route: impl Fn() -> MethodRouter<AppState> + Send + Sync + 'static,
) -> Entry {
    Entry {
        name,
        method,
        path: format!("/api/workshops/{{w}}{path}"),
        right: Some(right),
        summary: "",
        body: None,
        words: None,
        answer: Answer::File("application/json"),
        query: None,
        route: Box::new(move |app| route().layer(from_fn_with_state((app.clone(), right), require))),
    }
}

impl Entry {
    /// What anybody may ask or send.
    pub(super) fn open(
        name: &'static str,
        method: &'static str,
        path: &str,
        route: impl Fn() -> MethodRouter<AppState> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            method,
            path: path.to_owned(),
            right: None,
            summary: "",
            body: None,
            words: None,
            answer: Answer::File("application/json"),
            query: None,
            route: Box::new(move |_| route()),
        }
    }

    pub(super) fn saying(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    pub(super) fn taking<T: ToSchema>(self) -> Self {
        Self { body: Some(Shape::of::<T>()), ..self }
    }

    pub(super) fn giving<T: ToSchema>(self) -> Self {
        self.giving_shape(Shape::of::<T>())
    }

    pub(super) fn giving_shape(self, shape: Shape) -> Self {
        Self { answer: Answer::Json(Box::new(shape)), ..self }
    }

    /// Gives a list of such.
    pub(super) fn giving_many(self, shape: Shape) -> Self {
        Self { answer: Answer::JsonList(Box::new(shape)), ..self }
    }

    pub(super) fn giving_file(self, kind: &'static str) -> Self {
        Self { answer: Answer::File(kind), ..self }
    }

    pub(super) fn with_query(self, name: &'static str) -> Self {
        Self { query: Some(name), ..self }
    }

    /// What it does, in words.
    #[must_use]
    pub fn words(&self) -> &str {
        self.words.as_deref().unwrap_or(self.summary)
    }

    /// The shapes of its body and its answer.
    #[must_use]
    pub fn shapes(&self) -> Vec<&Shape> {
        let answer = match &self.answer {
            Answer::Json(shape) | Answer::JsonList(shape) => Some(shape.as_ref()),
            Answer::File(_) => None,
        };
        self.body.iter().chain(answer).collect()
    }

    /// The names in its address, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        let named = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        named.collect()
    }
}

impl Entry {
    /// Its route.
    pub(super) fn route(&self, app: &AppState) -> MethodRouter<AppState> {
        (self.route)(app)
    }
}
