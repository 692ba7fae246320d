//! The one list of everything that can be asked and commanded over HTTP.
//!
//! Routes, rights, the interface's description (`describe.rs`) and the tables of the documentation come from it.

use axum::Router;
use axum::routing::{get, post};

use super::entry::{Entry, call, command, question};
use super::{agreement, audit, files, invites, notes, people, public, returning, votes, waiting, workshops};
use crate::app::AppState;
use crate::auth::rights::Right;
use crate::workshop::agreement::agree_to_several::AgreeToSeveral;
use crate::workshop::agreement::say::SayOfPart;
use crate::workshop::audit::AuditPage;
use crate::workshop::invites::Look;
use crate::workshop::invites::facilitator_link::AddFacilitatorLink;
use crate::workshop::invites::renew::RenewInvite;
use crate::workshop::invites::revoke::RevokeInvite;
use crate::workshop::lifecycle::create::Created;
use crate::workshop::lifecycle::delete::DeleteWorkshop;
use crate::workshop::lifecycle::edit::EditWorkshop;
use crate::workshop::lifecycle::freeze::Freeze;
use crate::workshop::lifecycle::plan_meeting::PlanMeeting;
use crate::workshop::maps::add::AddMap;
use crate::workshop::maps::clean_up::CleanUpMap;
use crate::workshop::maps::name::NameMap;
use crate::workshop::maps::remove::RemoveMap;
use crate::workshop::maps::show_first::ShowMapFirst;
use crate::workshop::pairs::accept::AcceptPair;
use crate::workshop::pairs::accept_scope::AcceptScope;
use crate::workshop::pairs::ask_scope::AskScope;
use crate::workshop::pairs::decline_scope::DeclineScope;
use crate::workshop::pairs::end::EndPair;
use crate::workshop::pairs::form::FormPair;
use crate::workshop::pairs::word::WordPair;
use crate::workshop::people::add_by_phone::AddByPhone;
use crate::workshop::people::admit::AdmitPerson;
use crate::workshop::people::admit_all::AdmitAll;
use crate::workshop::people::change_role::ChangeRole;
use crate::workshop::people::leave::Leave;
use crate::workshop::people::proof::Proof;
use crate::workshop::people::refuse::RefusePerson;
use crate::workshop::people::refuse_all::RefuseAll;
use crate::workshop::people::remove::RemovePerson;
use crate::workshop::people::remove_absent::RemoveAbsent;
use crate::workshop::people::rename::RenamePerson;
use crate::workshop::people::return_code::MakeReturnCode;
use crate::workshop::people::roster::Roster;
use crate::workshop::people::set_scribe::SetScribe;
use crate::workshop::people::sign_in::{FreshToken, Joined};
use crate::workshop::people::waiting_room::SetWaitingRoom;
use crate::workshop::people::what_helps::SayWhatHelps;
use crate::workshop::session::actions::add::AddAction;
use crate::workshop::session::actions::change::ChangeAction;
use crate::workshop::session::actions::remove::RemoveAction;
use crate::workshop::session::call_link::SetCallLink;
use crate::workshop::session::end::EndSession;
use crate::workshop::session::ideas::add::AddIdea;
use crate::workshop::session::ideas::put_in_theme::PutIdeaInTheme;
use crate::workshop::session::ideas::rename_theme::RenameTheme;
use crate::workshop::session::ideas::say_became::SayIdeaBecame;
use crate::workshop::session::lead::call_everyone::CallEveryone;
use crate::workshop::session::lead::end_call::EndCall;
use crate::workshop::session::lead::lower_hand::LowerHand;
use crate::workshop::session::lead::nudge::Nudge;
use crate::workshop::session::lead::raise_hand::RaiseHand;
use crate::workshop::session::lead::take_turn::TakeTurn;
use crate::workshop::session::lead::tell_everyone::TellEveryone;
use crate::workshop::session::let_edit::LetEditInBreak;
use crate::workshop::session::minutes::AddMinutes;
use crate::workshop::session::notes::MyGiven;
use crate::workshop::session::notes::give::GiveNotes;
use crate::workshop::session::notes::give_unnamed::GiveUnnamed;
use crate::workshop::session::notes::open_giving::OpenGiving;
use crate::workshop::session::notes::progress::SayHowFar;
use crate::workshop::session::notes::reveal::RevealNotes;
use crate::workshop::session::pause::PauseSession;
use crate::workshop::session::resume::ResumeSession;
use crate::workshop::session::start::StartActivity;
use crate::workshop::session::votes::MyBallots;
use crate::workshop::session::votes::cancel::CancelRound;
use crate::workshop::session::votes::cast::CastBallot;
use crate::workshop::session::votes::close::CloseRound;
use crate::workshop::session::votes::open::OpenRound;
use crate::workshop::talk::let_observers::LetObserversComment;
use crate::workshop::talk::talk_about::TalkAbout;

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
        command::<PlanMeeting>(),
        command::<Freeze>(),
        command::<DeleteWorkshop>(),
        command::<SetWaitingRoom>(),
        command::<AdmitPerson>(),
        command::<RefusePerson>(),
        command::<AdmitAll>(),
        command::<RefuseAll>(),
        command::<AddFacilitatorLink>(),
        command::<RenewInvite>(),
        command::<RevokeInvite>(),
        command::<AddByPhone>(),
        command::<RenamePerson>(),
        command::<ChangeRole>(),
        command::<SetScribe>(),
        command::<RemovePerson>(),
        command::<RemoveAbsent>(),
        command::<SayWhatHelps>(),
        command::<Leave>(),
        command::<MakeReturnCode>(),
        command::<FormPair>(),
        command::<AcceptPair>(),
        command::<WordPair>(),
        command::<AskScope>(),
        command::<AcceptScope>(),
        command::<DeclineScope>(),
        command::<EndPair>(),
        command::<SayOfPart>(),
        command::<AgreeToSeveral>(),
        command::<TalkAbout>(),
        command::<LetObserversComment>(),
        command::<AddMap>(),
        command::<NameMap>(),
        command::<ShowMapFirst>(),
        command::<RemoveMap>(),
        command::<CleanUpMap>(),
        command::<StartActivity>(),
        command::<PauseSession>(),
        command::<ResumeSession>(),
        command::<AddMinutes>(),
        command::<EndSession>(),
        command::<LetEditInBreak>(),
        command::<RaiseHand>(),
        command::<LowerHand>(),
        command::<TakeTurn>(),
        command::<TellEveryone>(),
        command::<Nudge>(),
        command::<CallEveryone>(),
        command::<EndCall>(),
        command::<SetCallLink>(),
        command::<AddAction>(),
        command::<ChangeAction>(),
        command::<RemoveAction>(),
        command::<SayHowFar>(),
        command::<OpenGiving>(),
        command::<GiveNotes>(),
        command::<GiveUnnamed>(),
        command::<RevealNotes>(),
        command::<AddIdea>(),
        command::<PutIdeaInTheme>(),
        command::<RenameTheme>(),
        command::<SayIdeaBecame>(),
        command::<OpenRound>(),
        command::<CastBallot>(),
        command::<CloseRound>(),
        command::<CancelRound>(),
    ]
}

/// What people of a workshop ask.
fn questions() -> Vec<Entry> {
    use Right::{Invite, ReadAudit, RunSession, SeePeople, TakeAway};
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
        question("showMyBallots", "/session/ballots", SeePeople, votes::show_my_ballots)
            .saying("Of whom a ballot is in, in the round that is open: oneself, and the person one writes for. Never what it holds.")
            .giving::<MyBallots>(),
        question("showMyGiven", "/session/notes/given", SeePeople, notes::show_my_given)
            .saying("Which of their notes wait to be shown without names, of oneself and of the person one writes for. Never what they say.")
            .giving::<MyGiven>(),
        call("makePractice", "/practice", RunSession, workshops::make_practice)
            .saying("Makes a workshop with what is prepared here, to practise in. It is deleted 6 hours later, or when another one is made.")
            .taking::<workshops::PracticeBody>()
            .giving::<Created>(),
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
        Entry::open("showTime", "GET", "/api/time", || get(public::show_time))
            .saying("The time of the server, by which activities are counted.")
            .giving::<public::ServerTime>(),
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
        Entry::open("askAgain", "POST", "/api/workshops/{w}/ask-again", || post(returning::ask_again))
            .saying("Asks to be let in again by a server that was set back to before the person joined.")
            .taking::<returning::AskAgainBody>()
            .giving::<Joined>(),
        Entry::open("showProof", "POST", "/api/workshops/{w}/proof", || post(returning::show_proof))
            .saying("A signed statement that the workshop was deleted, or that the person is out of it.")
            .taking::<returning::ProofBody>()
            .giving::<Proof>(),
    ]
}

/// Address of the call that may carry an archive.
pub const CREATE_PATH: &str = "/api/workshops";

/// Adds the routes of these entries to a router.
pub fn add_routes(router: Router<AppState>, entries: &[Entry], app: &AppState) -> Router<AppState> {
    entries.iter().fold(router, |router, entry| router.route(&entry.path, entry.route(app)))
}
