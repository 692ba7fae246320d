//! The layers around every call: request ids, logs and metrics without content, security headers, the check of where a
//! page comes from, panics.
//!
//! Owns the headers every answer carries. Knows no workshop.

use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::config::{self, ClientAddress};
use crate::error::ApiError;
use crate::ids::random_id;
use crate::metrics::{HTTP_REQUESTS, HTTP_SECONDS};

/// Header of the request's id; the same id is in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// Headers that never differ.
const FIXED_HEADERS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", PERMISSIONS),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// The content security policy for a page reached under `host`.
///
/// Older Safari does not count a socket of the same host as `'self'`, so the host is named; not as an IPv6 address, which a
/// policy has no word for and which would make the browser pass over the source.
fn content_security_policy(host: Option<&str>) -> String {
    let sockets = host
        .filter(|host| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte)))
        .map(|host| format!(" ws://{host} wss://{host}"))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{sockets}; \
         font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// Gives every answer the security headers.
pub async fn secure(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED_HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(host.as_deref())) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Nothing of the HTTP interface may be kept by a browser or a proxy.
pub async fn never_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Logs and counts each call under its route: never the address asked for, which may hold a name or a token.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let id = random_id();
    let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    if let Ok(value) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    let began = Instant::now();
    let mut response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    let labels = [
        ("route", route.clone()),
        ("method", method_label(&method).to_owned()),
        ("status", status.to_string()),
    ];
    metrics::counter!(HTTP_REQUESTS, &labels).increment(1);
    metrics::histogram!(HTTP_SECONDS, "route" => route.clone()).record(seconds);
    if status >= 500 {
        tracing::warn!(request = %id, %method, route, status, seconds, "a call failed");
    } else {
        tracing::debug!(request = %id, %method, route, status, seconds, "a call was answered");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Clients may make up methods; metrics must not grow with them.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

/// Refuses calls and sockets that pages of other origins make in a person's browser.
pub async fn check_origin(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let opens_socket = request.headers().contains_key(header::UPGRADE);
    if (changes || opens_socket)
        && !origin_allowed(request.headers(), config::origin_of(&app.public_url), &app.config.allowed_origins)
    {
        return ApiError::NotAllowed {
            code: "other_origin",
            message: "This page may not talk to this server. Open Pairway under its own address.",
        }
        .into_response();
    }
    next.run(request).await
}

/// Whether the page a request comes from may talk to this server: no page at all (not a browser), the server's own
/// public address, the very host the request was sent to, or an origin of the configuration.
#[must_use]
pub fn origin_allowed(headers: &HeaderMap, public_url: &str, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Some((scheme, authority)) = origin.to_str().ok().and_then(|origin| origin.split_once("://")) else {
        return false;
    };
    let origin = config::plain_origin(scheme, authority);
    if origin == public_url || allowed.contains(&origin) {
        return true;
    }
    // Behind a proxy that ends TLS the scheme differs between the page and us; the host does not.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| config::plain_origin(scheme, host) == origin)
}

/// The address a call comes from, for rate limits.
#[must_use]
pub fn client_address(
    request_headers: &HeaderMap,
    peer: &ConnectInfo<std::net::SocketAddr>,
    from: ClientAddress,
) -> std::net::IpAddr {
    match from {
        ClientAddress::Peer => peer.0.ip(),
        ClientAddress::Forwarded => request_headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|entries| entries.to_str().ok()?.rsplit(',').next()?.trim().parse().ok())
            .unwrap_or_else(|| peer.0.ip()),
    }
}

/// What is answered when a handler panicked; the panic itself is in the log.
pub fn answer_panic(_cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    ApiError::Internal.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(origin: Option<&str>, host: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn http_5_only_pages_of_this_server_and_listed_origins_may_talk_to_it() {
        let listed = vec!["http://localhost:5173".to_owned()];
        let may =
            |origin, host| origin_allowed(&headers(origin, host), "https://pairway.example.org", &listed);
        assert!(may(None, "anything"), "not a browser");
        assert!(
            may(Some("https://pairway.example.org"), "10.0.0.7:8080"),
            "the public address through a proxy"
        );
        assert!(may(Some("http://10.0.0.7:8080"), "10.0.0.7:8080"), "the host itself");
        assert!(may(Some("https://other.example"), "other.example"), "TLS ended by a proxy");
        assert!(may(Some("http://localhost:5173"), "127.0.0.1:8080"), "listed");
        for origin in
            ["https://evil.example", "null", "https://pairway.example.org.evil.example", "http://10.0.0.7"]
        {
            assert!(!may(Some(origin), "10.0.0.7:8080"), "{origin}");
        }
    }

    #[test]
    fn http_8_the_policy_names_the_socket_only_for_a_plain_host() {
        assert!(
            content_security_policy(Some("pairway.example.org:8443"))
                .contains("connect-src 'self' ws://pairway.example.org:8443 wss://pairway.example.org:8443;")
        );
        for host in ["x; script-src *", "a b", "x'", "[::1]:8080", "[2001:db8::1]"] {
            assert!(content_security_policy(Some(host)).contains("connect-src 'self'; "), "{host}");
        }
        let policy = content_security_policy(None);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
        assert!(!policy.contains("unsafe") && !policy.contains('*'));
    }

    #[test]
    fn http_7_the_address_of_a_client_is_read_from_a_proxy_only_where_that_is_configured() {
        let peer = ConnectInfo("127.0.0.1:5".parse().unwrap());
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        let read = |from| client_address(&headers, &peer, from).to_string();
        assert_eq!(read(ClientAddress::Peer), "127.0.0.1");
        assert_eq!(
            read(ClientAddress::Forwarded),
            "198.51.100.7",
            "what the own proxy wrote, not what was claimed"
        );
        assert_eq!(
            client_address(&HeaderMap::new(), &peer, ClientAddress::Forwarded).to_string(),
            "127.0.0.1"
        );
    }
}
