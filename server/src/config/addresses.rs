//! Addresses of servers as people write them: origins, and paths where a proxy serves this server under one.
//!
//! Owns reading and comparing them. Knows no setting but its name for a refusal.

use std::net::IpAddr;

use axum::http::Uri;

use super::{ConfigError, value};

/// First parts of addresses that are the server's own: a path that begins with one could not be told from them.
const OWN_PATHS: [&str; 10] =
    ["api", "assets", "collab", "device", "health", "join", "privacy", "start", "w", "yjs"];

/// Reads a public address: an origin, and a path where a proxy serves this server under one. Gives it back in its plain form.
///
/// # Errors
/// When it is not such an address.
pub fn read_public_url(setting: &'static str, text: &str) -> Result<String, ConfigError> {
    let text = text.trim();
    let (origin, path) = (origin_of(text), path_of(text).trim_end_matches('/'));
    let is_plain = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    };
    let mut parts = path.split('/').skip(1);
    let is_own = parts.clone().next().is_some_and(|first| OWN_PATHS.contains(&first));
    if is_own || !parts.all(is_plain) {
        let own = OWN_PATHS.join(", ");
        let why = format!(
            "{path:?} cannot be the path of {text:?}: give letters, digits, \"-\", \".\", \"_\" and \"~\" between slashes, and a \
             first part that is none of {own}"
        );
        return Err(value(setting, why));
    }
    Ok(read_origin(setting, origin)? + path)
}

/// The origin of an address.
#[must_use]
pub fn origin_of(url: &str) -> &str {
    url.strip_suffix(path_of(url)).unwrap_or(url)
}

/// The path of an address, or nothing.
#[must_use]
pub fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    url[host..].find('/').map_or("", |at| &url[host + at..])
}

/// Reads `scheme://host[:port]`, gives it back in its plain form (lower case, no default port, no slash at the end).
///
/// # Errors
/// When it is not such an address.
pub fn read_origin(setting: &'static str, text: &str) -> Result<String, ConfigError> {
    let wrong = || value(setting, format!("{text:?} is not an address such as https://pairway.example.org"));
    let uri: Uri = text.trim().parse().map_err(|_| wrong())?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(wrong()) };
    if !matches!(uri.path(), "" | "/") {
        let why = format!("{text:?} has a path, which an origin has not: give {scheme}://{authority}");
        return Err(value(setting, why));
    }
    let bare = uri.query().is_none() && !authority.as_str().contains('@');
    if !bare || !matches!(scheme, "http" | "https") {
        return Err(wrong());
    }
    Ok(plain_origin(scheme, authority.as_str()))
}

/// An origin in its plain form, for comparison.
#[must_use]
pub fn plain_origin(scheme: &str, authority: &str) -> String {
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", authority.strip_suffix(default_port).unwrap_or(&authority))
}

/// The `host[:port]` of an address.
#[must_use]
pub fn authority(url: &str) -> &str {
    let origin = origin_of(url);
    origin.split_once("://").map_or(origin, |(_, authority)| authority)
}

/// Whether `host[:port]` names this computer.
#[must_use]
pub fn is_local_authority(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
