//! What flags, environment and file may say, as it was said. Owns the names of the settings and which saying wins; whether a
//! value is possible is found out by whoever resolves them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ClientAddress, ConfigError, LogFormat};

/// What flags, environment and file may say; everything is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Address and port to serve people on [default: 127.0.0.1:8080]
    #[arg(long, env = "PAIRWAY_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// Folder of everything that is kept [default: ./data]
    #[arg(long, env = "PAIRWAY_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Address people reach the server at, used in links and QR codes; with a path where a proxy serves it under one
    /// (https://host.example.org/pairway) [default: http://localhost:PORT]
    #[arg(long, env = "PAIRWAY_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,

    /// Open documents named scratch/… to anyone without a token: for trying and tests only
    #[arg(long, env = "PAIRWAY_OPEN_SCRATCH", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "BOOL")]
    pub open_scratch: Option<bool>,

    /// Do not make a demo workshop on the first start
    #[arg(long, env = "PAIRWAY_NO_DEMO", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "BOOL")]
    pub no_demo: Option<bool>,

    /// Key (12 characters or more) that whoever starts a workshop must know. Without one, workshops can be started by
    /// anyone on this computer when both --listen and --public-url are local, and otherwise only with `pairway seed`
    #[arg(long, env = "PAIRWAY_CREATION_KEY", value_name = "KEY", hide_env_values = true)]
    pub creation_key: Option<String>,

    /// Address and port of the metrics for Prometheus, or "off"; has no access control, keep it local
    /// [default: 127.0.0.1:9464]
    #[arg(long, env = "PAIRWAY_METRICS_LISTEN", value_name = "ADDRESS:PORT|off")]
    pub metrics_listen: Option<String>,

    /// Further origins whose pages may connect (repeat it, or separate by commas); the own origin always may
    #[arg(long, env = "PAIRWAY_ALLOWED_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    pub allowed_origin: Option<Vec<String>>,

    /// Latest end date of a workshop, in days from today; after its end date a workshop is deleted [default: 730]
    #[arg(long, env = "PAIRWAY_RETENTION_DAYS_MAX", value_name = "DAYS")]
    pub retention_days_max: Option<u32>,

    /// How people reach whoever runs this server: an e-mail address, a telephone number or words. Shown in the
    /// accessibility statement and the privacy notice
    #[arg(long, env = "PAIRWAY_CONTACT", value_name = "WORDS")]
    pub contact: Option<String>,

    /// Where the address of a client is read: "peer" (the connection) or "forwarded" (the last entry of
    /// X-Forwarded-For; only behind a proxy of yours that sets it) [default: peer]
    #[arg(long, env = "PAIRWAY_CLIENT_ADDRESS", value_name = "peer|forwarded", value_enum)]
    pub client_address: Option<ClientAddress>,

    /// Edits and other frames one connection may send a second, presence not counted; 0 for as many as it likes, for
    /// measurements and tools of your own [default: 100]
    #[arg(long, env = "PAIRWAY_UPDATE_FRAMES_PER_SECOND", value_name = "FRAMES")]
    pub update_frames_per_second: Option<u32>,

    /// The same at once, after a time of sending less [default: 400]
    #[arg(long, env = "PAIRWAY_UPDATE_FRAMES_BURST", value_name = "FRAMES")]
    pub update_frames_burst: Option<u32>,

    /// What is logged: off, error, warn, info, debug [default: info]
    #[arg(long, env = "PAIRWAY_LOG", value_name = "LEVEL")]
    pub log: Option<String>,

    /// How it is logged, on standard error: "text" or "json" [default: text]
    #[arg(long, env = "PAIRWAY_LOG_FORMAT", value_name = "text|json", value_enum)]
    pub log_format: Option<LogFormat>,

    /// A TOML file with the same settings
    #[arg(long, env = "PAIRWAY_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

impl Settings {
    /// What this says, and where it says nothing what the file says.
    pub(super) fn over(self, file: Self) -> Self {
        Self {
            listen: self.listen.or(file.listen),
            data: self.data.or(file.data),
            public_url: self.public_url.or(file.public_url),
            open_scratch: self.open_scratch.or(file.open_scratch),
            no_demo: self.no_demo.or(file.no_demo),
            creation_key: self.creation_key.or(file.creation_key),
            metrics_listen: self.metrics_listen.or(file.metrics_listen),
            allowed_origin: self.allowed_origin.or(file.allowed_origin),
            retention_days_max: self.retention_days_max.or(file.retention_days_max),
            contact: self.contact.or(file.contact),
            client_address: self.client_address.or(file.client_address),
            update_frames_per_second: self.update_frames_per_second.or(file.update_frames_per_second),
            update_frames_burst: self.update_frames_burst.or(file.update_frames_burst),
            log: self.log.or(file.log),
            log_format: self.log_format.or(file.log_format),
            config: self.config,
        }
    }

    /// What a file says.
    ///
    /// # Errors
    /// When it cannot be read, or says something that is no setting.
    pub(super) fn of_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::File { path: path.to_owned(), cause })?;
        toml::from_str(&text)
            .map_err(|error| ConfigError::Syntax { path: path.to_owned(), why: error.message().to_owned() })
    }
}
