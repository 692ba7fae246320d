//! The web client inside the binary: files of `web-client/dist`, with the compressed copies its build made.
//!
//! Owns caching and content negotiation. Knows no workshop: every page of the client is the same file.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::app::AppState;
use crate::config;

/// The folder is made by `build.rs` when the client was not built, so that the server compiles alone.
#[derive(RustEmbed)]
#[folder = "../web-client/dist"]
struct Client;

/// What is shown when the binary was built without the client.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pairway</title>\
<h1>Pairway</h1><p>The web client is not built: run <code>make build</code>.</p></html>";

/// Files under this path carry a hash of their content in their names.
const HASHED: &str = "assets/";

/// Gives a file of the client, or its one page for the addresses the client knows.
pub async fn serve_asset(State(app): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    asset(config::path_of(&app.public_url), &uri, headers)
}

/// The same on a server whose public address has this path.
fn asset(below: &str, uri: &Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if is_page(uri.path()) {
        return page(below, headers);
    }
    // The compressed copies are chosen by header, never asked for by name.
    let hidden = path.ends_with(".br") || path.ends_with(".gz") || path.is_empty();
    match Client::get(path) {
        Some(file) if !hidden => answer(path, &file, &headers),
        Some(_) | None => (StatusCode::NOT_FOUND, "There is no such page.").into_response(),
    }
}

/// Addresses at which the client's one page answers.
fn is_page(path: &str) -> bool {
    matches!(path, "/" | "/index.html" | "/start" | "/join" | "/privacy" | "/device" | "/accessibility")
        || path.starts_with("/w/")
}

fn page(below: &str, mut headers: HeaderMap) -> Response {
    let Some(file) = Client::get("index.html") else {
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response();
    };
    if below.is_empty() {
        return answer("index.html", &file, &headers);
    }
    // The compressed copies name files by the root of the host. The page is small.
    headers.remove(header::ACCEPT_ENCODING);
    let tag = tag_of(&format!("{}{below}", hash_of(&file)));
    let data = Cow::Owned(moved_below(&file.data, below));
    answer_tagged("index.html", &EmbeddedFile { data, metadata: file.metadata }, (&tag, &headers))
}

/// The page with the addresses of its files below a path. Everything else asks for files relative to where it is itself.
fn moved_below(page: &[u8], below: &str) -> Vec<u8> {
    String::from_utf8_lossy(page).replace("=\"/", &format!("=\"{below}/")).into_bytes()
}

fn hash_of(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn tag_of(text: &str) -> String {
    format!("\"{text}\"")
}

fn answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    answer_tagged(path, file, (&tag_of(&hash_of(file)), headers))
}

fn answer_tagged(path: &str, file: &EmbeddedFile, (tag, headers): (&str, &HeaderMap)) -> Response {
    let caching = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|one| is_tag(one, tag))) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(path, file, headers)
    };
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        fields.insert(header::ETAG, tag);
    }
    response
}

/// Whether an entry of `If-None-Match` names the tag; proxies that compress mark it as weak.
fn is_tag(entry: &str, tag: &str) -> bool {
    let entry = entry.trim();
    entry == "*" || entry.strip_prefix("W/").unwrap_or(entry) == tag
}

fn content(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream().to_string();
    let kind = match kind.as_str() {
        "text/html" | "text/css" | "text/plain" => format!("{kind}; charset=utf-8"),
        "application/javascript" | "text/javascript" => "text/javascript; charset=utf-8".to_owned(),
        _ if path.ends_with(".webmanifest") => "application/manifest+json".to_owned(),
        _ => kind,
    };
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|text| text.to_str().ok()).unwrap_or_default();
    let smaller = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, suffix)| Client::get(&format!("{path}{suffix}")).map(|copy| (encoding, copy)));
    let mut response = match smaller {
        Some((encoding, copy)) => {
            ([(header::CONTENT_ENCODING, encoding)], Body::from(bytes_of(copy))).into_response()
        }
        None => Body::from(Bytes::copy_from_slice(&file.data)).into_response(),
    };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

fn bytes_of(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(inside) => Bytes::from_static(inside),
        Cow::Owned(read) => Bytes::from(read),
    }
}

/// Whether `Accept-Encoding` takes an encoding (`;q=0` says no).
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_1_only_the_pages_of_the_client_fall_back_to_its_one_page() {
        for path in ["/", "/start", "/join", "/w/abc", "/w/abc/list", "/privacy", "/device", "/accessibility"]
        {
            assert!(is_page(path), "{path}");
        }
        for path in ["/w", "/api/config", "/wp-login.php", "/assets/x.js", "/startle", "/join/"] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn http_4_a_compressed_copy_is_sent_only_to_who_takes_it() {
        assert!(accepts("gzip, deflate, br", "br") && accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip", "br") && !accepts("br;q=0, gzip", "br") && !accepts("", "gzip"));
        assert!(!accepts("brotli", "br"));
    }

    #[test]
    fn http_4_a_page_is_never_cached_blindly_and_an_unknown_file_is_not_found() {
        let get = |path| asset("", &Uri::from_static(path), HeaderMap::new());
        let page = get("/join");
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
        let missing = get("/assets/none.js");
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
        let climbing = get("/../Cargo.toml");
        assert_eq!(climbing.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn http_4_an_unchanged_file_is_not_sent_again_and_hashed_files_are_kept_for_good() {
        let file = EmbeddedFile {
            data: std::borrow::Cow::Borrowed(b"hello"),
            metadata: rust_embed::Metadata::__rust_embed_new([1; 32], None, None),
        };
        let first = answer("assets/a-1234.js", &file, &HeaderMap::new());
        assert_eq!(first.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(answer("assets/a-1234.js", &file, &headers).status(), StatusCode::NOT_MODIFIED);
        let page = answer("index.html", &file, &headers);
        assert_eq!(page.headers()[header::CACHE_CONTROL], "no-cache");
        assert!(is_tag("W/\"x\"", "\"x\"") && is_tag("*", "\"x\"") && !is_tag("\"y\"", "\"x\""));
    }

    #[test]
    fn conf_5_below_a_path_the_page_names_its_files_below_it() {
        let page = br#"<a href="/icon.svg"></a><script src="/assets/a.js"></script><a href="https://a/b">"#;
        let moved = String::from_utf8(moved_below(page, "/care/map")).unwrap();
        let expected = r#"<a href="/care/map/icon.svg"></a><script src="/care/map/assets/a.js"></script><a href="https://a/b">"#;
        assert_eq!(moved, expected);
    }
}
