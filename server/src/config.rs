//! Configuration: flags, environment and file, in this one place.
//!
//! Precedence: flag, then environment variable, then the TOML file named by `--config`, then the default. A key of the
//! file is the flag's name without the dashes before it (`public-url = "https://…"`). Owns the reading of the
//! environment. Knows nothing of what the settings are used for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::socket::{FrameRate, SocketSettings};

mod addresses;
mod settings;

pub use addresses::{
    authority, is_local_authority, origin_of, path_of, plain_origin, read_origin, read_public_url,
};
pub use settings::Settings;

/// Default of `--listen`: this computer only.
pub const LISTEN_DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Default of `--metrics-listen`.
pub const METRICS_LISTEN_DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9464);
/// Default of `--data`.
pub const DATA_DEFAULT: &str = "./data";
/// Default of `--retention-days-max`, in days: two years.
pub const RETENTION_DAYS_MAX_DEFAULT: u32 = 730;
/// Longest contact, in characters: it stands in one line of a page.
pub const CONTACT_CHARS_MAX: usize = 200;
/// Shortest creation key, in characters: it is typed by people but must not be guessed.
pub const CREATION_KEY_CHARS_MIN: usize = 12;
/// Length from which a creation key counts as one that nobody guesses, in characters: wrong keys then never hold back right
/// ones. Shorter ones are limited by address, as join codes are.
pub const CREATION_KEY_UNGUESSABLE_CHARS: usize = 20;

/// The configuration of a server, complete and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to serve people on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Folder of everything that is kept.
    pub data: PathBuf,
    /// Start of links (`https://host[:port][/path]`); `None`: `http://localhost:PORT` or the listening address.
    pub public_url: Option<String>,
    /// Whether scratch documents are open.
    pub scratch: crate::auth::gatekeeper::Scratch,
    /// Whether a demo workshop is made on the first start.
    pub demo: Demo,
    /// Who may start workshops.
    pub creation: Creation,
    /// Where metrics are served.
    pub metrics: Metrics,
    /// Further origins whose pages may connect.
    pub allowed_origins: Vec<String>,
    /// Latest end date, in days from today.
    pub retention_days_max: u32,
    /// How people reach whoever runs the server, in the host's own words.
    pub contact: Option<String>,
    /// Where the address of a client is read.
    pub client_address: ClientAddress,
    /// How fast connections may send.
    pub sockets: SocketSettings,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// The wall clock; tests stop it.
    pub clock: Clock,
}

/// Whether a demo workshop is made on the first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// Made on the first start, its links printed on every start while it exists.
    Seeded,
    /// Never made.
    Absent,
}

/// Who may start workshops over HTTP.
#[derive(Clone, PartialEq, Eq)]
pub enum Creation {
    /// Anyone who reaches the server under a local name: it serves this computer only.
    Open,
    /// Whoever knows the key.
    Key(String),
    /// Nobody: no key is set, and others than this computer can reach the server.
    Closed,
}

impl std::fmt::Debug for Creation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Key(_) => "Key(secret)",
            Self::Closed => "Closed",
        })
    }
}

/// Where metrics are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metrics {
    /// Nowhere.
    Off,
    /// At the default address; when another server has it, without metrics.
    IfFree(SocketAddr),
    /// At this address, or the start fails.
    At(SocketAddr),
}

/// Where the address of a client is read, for rate limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ClientAddress {
    /// From the TCP connection.
    #[default]
    Peer,
    /// From the last entry of `X-Forwarded-For`, which the own proxy wrote.
    Forwarded,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is wrong with the configuration, in plain words.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file is not TOML, or has a key nobody knows.
    #[error("the configuration file {} is not right: {why}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and what.
        why: String,
    },
    /// A value is not possible.
    #[error("{setting}: {why}")]
    Value {
        /// The flag's name.
        setting: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl Settings {
    /// Flags and environment (already in `self`) over the file, over the defaults.
    ///
    /// # Errors
    /// When the file or a value is not right.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let file = match &self.config {
            Some(path) => Self::of_file(path)?,
            None => Self::default(),
        };
        self.over(file).check()
    }

    fn check(self) -> Result<Config, ConfigError> {
        let listen = self.listen.unwrap_or(LISTEN_DEFAULT);
        let public_url =
            self.public_url.as_deref().map(|url| read_public_url("public-url", url)).transpose()?;
        let creation = creation(self.creation_key, listen, public_url.as_deref())?;
        let allowed_origins = self.allowed_origin.unwrap_or_default();
        let retention_days_max = self.retention_days_max.unwrap_or(RETENTION_DAYS_MAX_DEFAULT);
        if retention_days_max == 0 {
            return Err(value("retention-days-max", "it must be 1 or more"));
        }
        Ok(Config {
            listen,
            data: self.data.unwrap_or_else(|| PathBuf::from(DATA_DEFAULT)),
            public_url,
            scratch: match self.open_scratch.unwrap_or_default() {
                true => crate::auth::gatekeeper::Scratch::Open,
                false => crate::auth::gatekeeper::Scratch::Closed,
            },
            demo: if self.no_demo.unwrap_or_default() { Demo::Absent } else { Demo::Seeded },
            creation,
            metrics: metrics(self.metrics_listen.as_deref())?,
            allowed_origins: allowed_origins
                .iter()
                .map(|url| read_origin("allowed-origin", url))
                .collect::<Result<_, _>>()?,
            retention_days_max,
            contact: self.contact.as_deref().map(contact).transpose()?,
            client_address: self.client_address.unwrap_or_default(),
            sockets: SocketSettings {
                update_rate: update_rate(self.update_frames_per_second, self.update_frames_burst)?,
            },
            log: self.log.unwrap_or_else(|| "info".to_owned()),
            log_format: self.log_format.unwrap_or_default(),
            clock: Clock::System,
        })
    }
}

fn value(setting: &'static str, why: impl Into<String>) -> ConfigError {
    ConfigError::Value { setting, why: why.into() }
}

/// The rate of one connection; `None` when it may send as much as it likes.
fn update_rate(per_second: Option<u32>, burst: Option<u32>) -> Result<Option<FrameRate>, ConfigError> {
    let default = FrameRate::default();
    let rate = FrameRate {
        per_second: per_second.unwrap_or(default.per_second),
        burst: burst.unwrap_or(default.burst),
    };
    match rate {
        FrameRate { per_second: 0, .. } => Ok(None),
        FrameRate { burst: 0, .. } => Err(value("update-frames-burst", "it must be 1 or more")),
        FrameRate { .. } => Ok(Some(rate)),
    }
}

fn contact(words: &str) -> Result<String, ConfigError> {
    let words = words.trim();
    let is_one_line = !words.chars().any(char::is_control);
    if words.is_empty() || !is_one_line || words.chars().count() > CONTACT_CHARS_MAX {
        return Err(value("contact", "it must be one line of 1 to 200 characters"));
    }
    Ok(words.to_owned())
}

fn metrics(text: Option<&str>) -> Result<Metrics, ConfigError> {
    match text {
        None => Ok(Metrics::IfFree(METRICS_LISTEN_DEFAULT)),
        Some("off") => Ok(Metrics::Off),
        Some(address) => address
            .parse()
            .map(Metrics::At)
            .map_err(|_| value("metrics-listen", "give an address and port such as 127.0.0.1:9464, or off")),
    }
}

fn creation(
    key: Option<String>,
    listen: SocketAddr,
    public_url: Option<&str>,
) -> Result<Creation, ConfigError> {
    match key {
        Some(key) if key.chars().count() < CREATION_KEY_CHARS_MIN => {
            Err(value("creation-key", format!("it needs at least {CREATION_KEY_CHARS_MIN} characters")))
        }
        Some(key) => Ok(Creation::Key(key)),
        // A local port behind a proxy is not local: the public address tells.
        None if listen.ip().is_loopback()
            && public_url.is_none_or(|url| is_local_authority(authority(url))) =>
        {
            Ok(Creation::Open)
        }
        None => Ok(Creation::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(toml: &str) -> Settings {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn conf_1_flags_win_over_the_file_and_the_file_over_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairway.toml");
        std::fs::write(&path, "listen = \"127.0.0.1:7001\"\nretention-days-max = 30\nopen-scratch = true\n")
            .unwrap();
        let flags = Settings {
            listen: Some("127.0.0.1:7002".parse().unwrap()),
            config: Some(path),
            ..Settings::default()
        };
        let config = flags.resolve().unwrap();
        assert_eq!(config.listen.port(), 7002);
        assert_eq!(config.retention_days_max, 30);
        assert_eq!(config.scratch, crate::auth::gatekeeper::Scratch::Open);
        assert_eq!(config.data, PathBuf::from(DATA_DEFAULT));
        assert_eq!(config.demo, Demo::Seeded);
        assert_eq!(config.sockets, SocketSettings::default());
    }

    #[test]
    fn conf_7_a_contact_is_one_line_and_nothing_without_the_setting() {
        let contact = |toml: &str| settings(toml).resolve().map(|config| config.contact);
        assert_eq!(contact("").unwrap(), None);
        assert_eq!(
            contact("contact = \"  Ask Fay, 01234 567890 \"").unwrap().as_deref(),
            Some("Ask Fay, 01234 567890")
        );
        for wrong in [String::new(), "a\\nb".to_owned(), "x".repeat(CONTACT_CHARS_MAX + 1)] {
            assert!(contact(&format!("contact = \"{wrong}\"")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn conf_6_a_host_sets_how_fast_connections_may_send_or_sets_no_limit() {
        let rate = |toml: &str| settings(toml).resolve().unwrap().sockets.update_rate;
        let burst = FrameRate::default().burst;
        assert_eq!(rate("update-frames-per-second = 7"), Some(FrameRate { per_second: 7, burst }));
        assert_eq!(
            rate("update-frames-per-second = 1\nupdate-frames-burst = 1"),
            Some(FrameRate { per_second: 1, burst: 1 })
        );
        assert_eq!(rate("update-frames-per-second = 0"), None);
    }

    #[test]
    fn conf_1_an_unknown_key_or_an_impossible_value_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairway.toml");
        std::fs::write(&path, "lissten = \"127.0.0.1:7001\"\n").unwrap();
        let error = Settings { config: Some(path), ..Settings::default() }.resolve().unwrap_err();
        assert!(error.to_string().contains("lissten"), "{error}");
        for toml in [
            "public-url = \"pairway.example.org\"",
            "public-url = \"https://pairway.example.org/a b\"",
            "public-url = \"https://pairway.example.org/a//b\"",
            "public-url = \"https://pairway.example.org/..\"",
            "public-url = \"https://pairway.example.org/a?b\"",
            "public-url = \"https://pairway.example.org/api/x\"",
            "allowed-origin = [\"https://pairway.example.org/sub\"]",
            "public-url = \"ftp://pairway.example.org\"",
            "public-url = \"https://me@pairway.example.org\"",
            "allowed-origin = [\"*\"]",
            "metrics-listen = \"somewhere\"",
            "creation-key = \"elevenchars\"",
            "retention-days-max = 0",
            "update-frames-burst = 0",
        ] {
            let error = settings(toml).resolve().unwrap_err();
            assert!(matches!(error, ConfigError::Value { .. }), "{toml}: {error}");
        }
        assert!(settings("creation-key = \"twelve chars\"").resolve().is_ok(), "the shortest key");
    }

    #[test]
    fn conf_5_a_public_address_may_have_a_path() {
        let read = |text| read_public_url("public-url", text).unwrap();
        assert_eq!(read("https://Host.example.org:443/pairway/"), "https://host.example.org/pairway");
        assert_eq!(
            read("http://host.example.org:8080/care/Map-2"),
            "http://host.example.org:8080/care/Map-2"
        );
        assert_eq!(read("https://host.example.org/"), "https://host.example.org");
        for (url, origin, path) in [
            ("https://a.example", "https://a.example", ""),
            ("https://a.example/b/c", "https://a.example", "/b/c"),
            ("http://[::1]:80/b", "http://[::1]:80", "/b"),
        ] {
            assert_eq!((origin_of(url), path_of(url)), (origin, path));
        }
        assert_eq!(authority("https://a.example:81/b"), "a.example:81");
        let creation = |toml: &str| settings(toml).resolve().unwrap().creation;
        assert_eq!(creation("public-url = \"http://localhost/pairway\""), Creation::Open);
        assert_eq!(creation("public-url = \"https://host.example.org/localhost\""), Creation::Closed);
    }

    #[test]
    fn conf_3_workshops_are_open_to_start_only_where_nobody_else_can_reach_the_server() {
        let creation = |toml: &str| settings(toml).resolve().unwrap().creation;
        assert_eq!(creation(""), Creation::Open);
        assert_eq!(
            creation("listen = \"[::1]:80\"\npublic-url = \"http://pairway.localhost:80\""),
            Creation::Open
        );
        assert_eq!(creation("listen = \"0.0.0.0:80\""), Creation::Closed);
        assert_eq!(
            creation("public-url = \"https://pairway.example.org\""),
            Creation::Closed,
            "behind a proxy"
        );
        assert_eq!(creation("creation-key = \"open sesame 1\""), Creation::Key("open sesame 1".to_owned()));
    }

    #[test]
    fn http_5_origins_are_compared_in_their_plain_form() {
        assert_eq!(plain_origin("HTTPS", "Pairway.Example.org:443"), "https://pairway.example.org");
        assert_eq!(plain_origin("http", "localhost:8080"), "http://localhost:8080");
        assert_eq!(read_origin("public-url", "https://a.example/").unwrap(), "https://a.example");
        assert!(
            is_local_authority("127.0.0.1:80")
                && is_local_authority("[::1]:80")
                && is_local_authority("localhost")
        );
        assert!(!is_local_authority("localhost.example.org") && !is_local_authority("10.0.0.1:80"));
    }
}
