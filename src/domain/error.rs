//! What Apple (or whoever answered) said, in plain words: status, headers and body in, an explanation out.
//!
//! The object read here is the one of "Handling Requests and Responses" in the Apple Music API documentation: `errors[]`
//! of `id`, `title`, `detail`, `status`, `code` and `source`. Much that goes wrong does not come in that shape (an empty
//! 401, a web page from the edge, half a body); it gets an entry too. All texts stand in tables of rules,
//! found by `code` first and by class last, because the table of codes is open and titles may be translated.

mod bare;
mod case;
mod code;
mod entry;
mod lookup;
mod page;
mod phrase;
mod reader;
mod rule;
mod status;
mod transport;

use crate::domain::json::{Document, Fault};

pub use reader::{read, read_transport};

/// What a panel shows about a request that did not end well, or about an answer with errors in it.
///
/// Everything in it is fit to show: control characters are visible. Tokens are masked elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `403 Forbidden · the Music User Token is missing`.
    pub headline: String,
    /// One for each error, the primary one first; never empty.
    pub entries: Vec<Entry>,
    /// Whether anything failed.
    pub severity: Severity,
}

/// Whether something failed, or only wants to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The request did not do what it was meant to do.
    Failure,
    /// It did, or nothing is wrong: accepted without a body, a redirect, a relationship that is empty.
    Notice,
}

/// One error: what was said, what that means, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `status` as it stands in the body.
    pub status: Option<String>,
    /// `code` as it stands in the body.
    pub code: Option<String>,
    /// `title`, or what came instead of an error, for example `an empty body`.
    pub title: String,
    /// `detail`, or what of the body can be quoted.
    pub detail: Option<String>,
    /// `id` of this occurrence; Apple asks for it in reports.
    pub id: Option<String>,
    /// `source`: which part of the request is meant.
    pub source: Option<Source>,
    /// Members that are not documented, for example `messageForDisplay`, as they are.
    pub extra: Vec<(String, String)>,
    /// In plain words.
    pub meaning: String,
    /// What to do, most likely first. The key to press stands in the sentence.
    pub advice: Vec<String>,
}

/// The part of the request that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A query parameter: `limit[tracks]`.
    Parameter(String),
    /// A JSON pointer into the request's body.
    Pointer(String),
    /// A `source` of another shape, as it is.
    Other(String),
}

/// The body of an answer, as far as it could be read.
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// It is JSON.
    Json(&'a Document),
    /// It is not.
    Malformed(Broken<'a>),
    /// There is none.
    Empty,
}

impl Report {
    /// Whether it says that a list has no more items: the relationship is empty from that offset on (40403).
    #[must_use]
    pub fn ends_list(&self) -> bool {
        self.entries.iter().any(|entry| entry.code.as_deref() == Some("40403"))
    }
}

/// A body that is no JSON.
#[derive(Debug, Clone, Copy)]
pub struct Broken<'a> {
    /// Where reading stopped.
    pub fault: &'a Fault,
    /// Its beginning: a title, or what can be quoted, stands there.
    pub start: &'a [u8],
    /// How many bytes of it arrived.
    pub arrived: u64,
}

impl Body<'_> {
    /// How many bytes arrived.
    fn arrived(self) -> u64 {
        match self {
            Self::Json(document) => document.size() as u64,
            Self::Malformed(broken) => broken.arrived,
            Self::Empty => 0,
        }
    }
}

/// The request that was answered.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// `GET`.
    pub method: &'a str,
    /// Path and query: `/v1/catalog/us/songs?ids=1`.
    pub target: &'a str,
    /// Whether an `Authorization` header went with it.
    pub developer_token_sent: bool,
    /// Whether a `Music-User-Token` header went with it.
    pub user_token_sent: bool,
    /// Scheme, host and port: `https://api.music.apple.com`.
    pub origin: &'a str,
    /// Whether Segue's own sandbox was asked.
    pub is_sandbox: bool,
}
