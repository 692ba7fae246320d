//! The documentation says what the registry says.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::support::TestServer;
use crate::api::describe::openapi_json;
use crate::api::entry::Entry;
use crate::api::registry::entries;
use crate::api::shape::Answer;

const BEGIN: &str = "<!-- calls: made from the code -->\n";
const END: &str = "<!-- end of calls -->\n";

fn documentation(name: &str) -> String {
    format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// `UPDATE_DOCS=1 cargo test -p pairway-server call_13` writes the pages anew.
fn compare(name: &str, expected: &str) {
    let path = documentation(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{name} is out of date: UPDATE_DOCS=1 writes it anew");
}

#[tokio::test]
async fn call_13_the_description_of_the_interface_is_served_and_is_the_one_of_the_documentation() {
    compare("openapi.json", &openapi_json(&entries()));
    let server = TestServer::start().await;
    let served = server.look("/api/openapi.json").await;
    let described = served.ok();
    assert_eq!(served.bytes, openapi_json(&entries()).as_bytes());
    assert_eq!(described["openapi"], "3.1.0");
    // Every reference leads somewhere.
    let text = described.to_string();
    for (_, rest) in
        text.match_indices("#/components/schemas/").map(|(at, found)| text.split_at(at + found.len()))
    {
        let name = rest.split('"').next().unwrap();
        assert!(described["components"]["schemas"].get(name).is_some(), "{name} is not described");
    }
    server.running.stop().await;
}

#[test]
fn the_page_of_calls_says_what_the_code_does() {
    let page = std::fs::read_to_string(documentation("API.md")).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the page has the mark where the calls begin");
    let (_, after) = rest.split_once(END).expect("the page has the mark where the calls end");
    compare("API.md", &format!("{before}{BEGIN}{}{END}{after}", table()));
}

#[test]
fn every_call_has_a_name_and_an_address_of_its_own_and_says_what_it_does() {
    let all = entries();
    let names: BTreeSet<_> = all.iter().map(|entry| entry.name).collect();
    let addresses: BTreeSet<_> = all.iter().map(|entry| (entry.method, &entry.path)).collect();
    assert_eq!((names.len(), addresses.len()), (all.len(), all.len()));
    for entry in &all {
        let words = entry.words();
        assert!(words.len() > 10 && words.ends_with('.'), "{entry:?}: {words:?}");
    }
}

fn table() -> String {
    let mut table = String::from("| call | who may | body | answer |\n|---|---|---|---|\n");
    for entry in entries() {
        let _ = writeln!(
            table,
            "| `{} {}{}`<br>{} | {} | {} | {} |",
            entry.method,
            entry.path,
            entry.query.map_or(String::new(), |name| format!("?{name}={{number}}")),
            entry.words().replace('\n', " "),
            entry.right.map_or("anyone", |right| right.label()),
            entry.body.as_ref().map_or(String::new(), |body| listed(&body.fields())),
            answer(&entry),
        );
    }
    table
}

fn answer(entry: &Entry) -> String {
    match &entry.answer {
        Answer::Json(shape) if shape.fields().is_empty() => format!("`{}`", shape.name),
        Answer::Json(shape) => listed(&shape.fields()),
        Answer::JsonList(shape) => format!("a list of {}", listed(&shape.fields())),
        Answer::File(kind) => format!("a file, `{kind}`"),
    }
}

fn listed(fields: &[String]) -> String {
    if fields.is_empty() { String::new() } else { format!("`{}`", fields.join("`, `")) }
}
