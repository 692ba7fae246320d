//! Where people hear one another: the link of the group's own call tool, and how to take part by phone.

use axum::http::Uri;
use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::meeting::{self, CALL_LINK_CHARS_MAX, CALL_PHONE_CHARS_MAX, CallLink};
use serde::Deserialize;
use utoipa::ToSchema;

use super::session_document;
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, input};

/// Says where people hear one another; empty texts for nowhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCallLink {
    /// The `https:` address of the call, or nothing.
    link: String,
    /// How to take part by phone, in words, or nothing.
    phone: String,
}

impl Command for SetCallLink {
    const NAME: &'static str = "setCallLink";
    const PATH: &'static str = "/session/call-link";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        let told = CallLink {
            link: read_link(&self.link)?,
            phone: input::read_plan_line(&self.phone, CALL_PHONE_CHARS_MAX)?,
        };
        Ok(Decision::new(Done {}).audit(&Entry::of(call.now_ms, AuditWord::SetCallLink, call.caller)).edit(
            session_document(&call.caller.workshop),
            move |document: &mut Document| {
                document.write(|txn, _| meeting::write(txn, &told));
                Ok(())
            },
        ))
    }
}

/// An address that a browser may open in a new window: `https:` with a host, without a name or password in front of it, which would
/// make it look like another host's.
fn read_link(text: &str) -> Result<String, CommandError> {
    let link = text.trim();
    if link.is_empty() {
        return Ok(String::new());
    }
    if link.chars().count() > CALL_LINK_CHARS_MAX {
        let message = format!("This link is too long. Use {CALL_LINK_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("call_link_too_long", message));
    }
    let is_plain = link.bytes().all(|byte| byte.is_ascii_graphic());
    let is_web_address = link.parse::<Uri>().is_ok_and(|uri| {
        let host = uri.host().is_some_and(|host| host.contains('.') || host == "localhost");
        uri.scheme_str() == Some("https")
            && host
            && uri.authority().is_some_and(|one| !one.as_str().contains('@'))
    });
    if is_plain && is_web_address {
        Ok(link.to_owned())
    } else {
        Err(CommandError::bad("call_link_wrong", "Copy the whole link of the call. It begins with https://."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meet_2_only_an_https_address_with_a_host_is_the_link_of_a_call() {
        for link in
            ["https://call.example/heart?pwd=a1", "HTTPS://call.example", "https://localhost:8443/a", " "]
        {
            assert!(read_link(link).is_ok(), "{link}");
        }
        let longest = format!("https://a.example/{}", "x".repeat(CALL_LINK_CHARS_MAX - 18));
        assert!(read_link(&longest).is_ok());
        for link in [
            "http://call.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///x",
            "//call.example",
            "call.example",
            "https://nhs.uk@evil.example/",
            "https://call.example/ a",
            "https://call.example/\u{202e}x",
            "https:call.example",
            &format!("{longest}x"),
        ] {
            assert!(read_link(link).is_err(), "{link}");
        }
    }
}
