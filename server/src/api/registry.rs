//! The one list of everything that can be asked and commanded over HTTP.
//!
//! Routes, rights, the interface's description (`describe.rs`) and the tables of the documentation come from it.

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use utoipa::ToSchema;

use super::describe::{Answer, Shape};
use super::{agreement, audit, command, files, invites, people, public, returning, waiting, workshops};
use crate::app::AppState;
use crate::auth::rights::Right;
use crate::extract::require;
use crate::workshop::agreement::say::SayOfPart;
use crate::workshop::audit::AuditPage;
use crate::workshop::command::{Command, Method};
use crate::workshop::invites::Look;
use crate::workshop::invites::facilitator_link::AddFacilitatorLink;
use crate::workshop::invites::renew::RenewInvite;
use crate::workshop::invites::revoke::RevokeInvite;
use crate::workshop::lifecycle::create::Created;
use crate::workshop::lifecycle::delete::DeleteWorkshop;
use crate::workshop::lifecycle::edit::EditWorkshop;
use crate::workshop::lifecycle::freeze::Freeze;
use crate::workshop::pairs::accept::AcceptPair;
use crate::workshop::pairs::end::EndPair;
use crate::workshop::pairs::form::FormPair;
use crate::workshop::pairs::word::WordPair;
use crate::workshop::people::add_by_phone::AddByPhone;
use crate::workshop::people::admit::AdmitPerson;
use crate::workshop::people::admit_all::AdmitAll;
use crate::workshop::people::change_role::ChangeRole;
use crate::workshop::people::leave::Leave;
use crate::workshop::people::refuse::RefusePerson;
use crate::workshop::people::remove::RemovePerson;
use crate::workshop::people::rename::RenamePerson;
use crate::workshop::people::return_code::MakeReturnCode;
use crate::workshop::people::roster::Roster;
use crate::workshop::people::set_scribe::SetScribe;
use crate::workshop::people::sign_in::{FreshToken, Joined};
use crate::workshop::people::waiting_room::SetWaitingRoom;
use crate::workshop::talk::let_observers::LetObserversComment;
use crate::workshop::talk::talk_about::TalkAbout;

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

/// Everything, in the order the documentation shows it.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let mut all = before_joining();
    all.extend(questions());
    all.extend(commands());
    all
}

/// What whoever runs the workshop and takes part in it commands.
fn commands() -> Vec<Entry> {
    vec![
        command::<EditWorkshop>(),
        command::<Freeze>(),
        command::<DeleteWorkshop>(),
        command::<SetWaitingRoom>(),
        command::<AdmitPerson>(),
        command::<RefusePerson>(),
        command::<AdmitAll>(),
        command::<AddFacilitatorLink>(),
        command::<RenewInvite>(),
        command::<RevokeInvite>(),
        command::<AddByPhone>(),
        command::<RenamePerson>(),
        command::<ChangeRole>(),
        command::<SetScribe>(),
        command::<RemovePerson>(),
        command::<Leave>(),
        command::<MakeReturnCode>(),
        command::<FormPair>(),
        command::<AcceptPair>(),
        command::<WordPair>(),
        command::<EndPair>(),
        command::<SayOfPart>(),
        command::<TalkAbout>(),
        command::<LetObserversComment>(),
    ]
}

/// What people of a workshop ask.
fn questions() -> Vec<Entry> {
    use Right::{Invite, ReadAudit, SeePeople, TakeAway};
    vec![
        question("showRoster", "/roster", SeePeople, people::show_roster)
            .saying("The people of the workshop, with their names.")
            .giving::<Roster>(),
        question("listInvites", "/invites", Invite, invites::list_invites)
            .saying("The invites of all roles but the facilitator's.")
            .giving::<invites::InviteList>(),
        question("showAudit", "/audit", ReadAudit, audit::show_audit)
            .saying("What happened, newest first; `before` is the number of the last line that was read.")
            .with_query("before")
            .giving::<AuditPage>(),
        question("listMyParts", "/maps/{m}/mine", SeePeople, agreement::list_my_parts)
            .saying("The parts that the person was the first to write.")
            .giving::<agreement::MyParts>(),
        question("sendStepsCsv", "/maps/{m}/steps.csv", TakeAway, files::send_steps_csv)
            .saying("The steps of the map, a row a step.")
            .giving_file("text/csv"),
        question("sendArchive", "/maps/{m}/archive.json", TakeAway, files::send_archive)
            .saying("The whole workshop as an archive that can be brought back.")
            .giving_file("application/json"),
    ]
}

/// What is asked before anybody is signed in, or with a device's secret.
fn before_joining() -> Vec<Entry> {
    vec![
        Entry::open("showConfig", "GET", "/api/config", || get(public::show_config))
            .saying("What a client needs to know before anybody joined.")
            .giving::<public::ServerFacts>(),
        Entry::open("listTemplates", "GET", "/api/templates", || get(public::list_templates))
            .saying("The templates a workshop can begin with.")
            .giving_many(public::template_shape()),
        Entry::open("showOpenApi", "GET", "/api/openapi.json", || get(public::show_openapi))
            .saying("This description.")
            .giving_file("application/json"),
        Entry::open("createWorkshop", "POST", CREATE_PATH, || post(workshops::create_workshop))
            .saying("Starts a workshop from a template, from an archive, or empty.")
            .taking::<workshops::CreateBody>()
            .giving::<Created>(),
        Entry::open("lookAtInvite", "POST", "/api/invites/look", || post(invites::look_at_invite))
            .saying("What an invited person sees before joining.")
            .taking::<invites::LookBody>()
            .giving::<Look>(),
        Entry::open("joinWorkshop", "POST", "/api/join", || post(people::join_workshop))
            .saying("Joins with an invite: in at once, or into the waiting room.")
            .taking::<people::JoinBody>()
            .giving::<Joined>(),
        Entry::open("comeBack", "POST", "/api/return", || post(returning::come_back))
            .saying("Comes back with a return code as the same person.")
            .taking::<returning::ReturnBody>()
            .giving::<Joined>(),
        Entry::open("refreshToken", "POST", "/api/workshops/{w}/token", || post(people::refresh_token))
            .saying("A fresh token, with the secret of the device.")
            .taking::<people::DeviceBody>()
            .giving::<FreshToken>(),
        Entry::open("showStanding", "POST", "/api/workshops/{w}/standing", || post(waiting::show_standing))
            .saying("How a waiting person stands, with the secret of the device.")
            .taking::<people::DeviceBody>()
            .giving::<Joined>(),
    ]
}

/// Address of the call that may carry an archive.
pub const CREATE_PATH: &str = "/api/workshops";

/// A command of somebody who is signed in.
fn command<C: Command>() -> Entry {
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
fn question<H, T>(name: &'static str, path: &str, right: Right, handler: H) -> Entry
where
    H: Handler<T, AppState> + Sync,
    T: 'static,
{
    Entry {
        name,
        method: "GET",
        path: format!("/api/workshops/{{w}}{path}"),
        right: Some(right),
        summary: "",
        body: None,
        words: None,
        answer: Answer::File("application/json"),
        query: None,
        route: Box::new(move |app| {
            get(handler.clone()).layer(from_fn_with_state((app.clone(), right), require))
        }),
    }
}

impl Entry {
    /// What anybody may ask or send.
    fn open(
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

    fn saying(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    fn taking<T: ToSchema>(self) -> Self {
        Self { body: Some(Shape::of::<T>()), ..self }
    }

    fn giving<T: ToSchema>(self) -> Self {
        self.giving_shape(Shape::of::<T>())
    }

    fn giving_shape(self, shape: Shape) -> Self {
        Self { answer: Answer::Json(Box::new(shape)), ..self }
    }

    /// Gives a list of such.
    fn giving_many(self, shape: Shape) -> Self {
        Self { answer: Answer::JsonList(Box::new(shape)), ..self }
    }

    fn giving_file(self, kind: &'static str) -> Self {
        Self { answer: Answer::File(kind), ..self }
    }

    fn with_query(self, name: &'static str) -> Self {
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

/// Adds the routes of these entries to a router.
pub fn add_routes(router: Router<AppState>, entries: &[Entry], app: &AppState) -> Router<AppState> {
    entries.iter().fold(router, |router, entry| router.route(&entry.path, (entry.route)(app)))
}
