//! Evidence as JSON: incidents as people capture them, and the report that can be passed on.
//!
//! An incident holds `developer_token`, `music_user_token`, `key_pem_base64`, `key_id`, `team_id`, `now` (the local clock,
//! seconds since the epoch), `request` {method, url, headers, body} and `response` {status, headers, body}; optionally
//! `probes` [{name, request, response}], `web` {…}, `client_error`, `key_filename`, `music_user_token_obtained_at`.
//! In a report each secret is an object with `redacted` in its place, and reads back to the same findings.

mod page;
mod read;
mod redacted;
mod write;

use thiserror::Error;

pub use read::read;
pub use write::{report, write};

/// The most that is read, in bytes: error bodies and tokens are small, and a whole capture of one is a mistake.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// Why a text is no incident.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IncidentFault {
    /// More than [`LARGEST`].
    #[error("The incident is larger than 16 MiB. Keep one request and its answer.")]
    TooLarge,
    /// Not JSON.
    #[error("The incident is not JSON: {0}")]
    NotJson(String),
    /// A field that nothing can be judged without.
    #[error("The incident has no field {0}.")]
    Missing(&'static str),
    /// JSON of another shape.
    #[error("The incident's {field} is not {wanted}.")]
    Field {
        /// Which field.
        field: String,
        /// What belongs there.
        wanted: &'static str,
    },
}
