//! What `update` is told: what a person did, and what the effects came to.

use std::sync::Arc;

use super::{
    event::{Event, Typed},
    fetch::FetchId,
    filter::Results,
    saving::Saved,
    signing::Step,
};
use crate::domain::{
    answer::Transport,
    doctor::{Credentials, Usable, facts::Exchange},
    error, filter,
    history::Entry,
    json,
    pages::{NodeRef, Page},
    saving::SaveFault,
    search::Hits,
    token::Standing,
    walk::Ticket,
};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The clock, in milliseconds since the epoch; sent ahead of what it dates.
    At(i64),
    /// The screen shows the model as it is.
    Drawn,
    /// A key, a paste, a resize.
    Input(Event),
    /// Answers [`Effect::Fetch`](super::effect::Effect::Fetch).
    Fetched {
        id: FetchId,
        outcome: Box<Outcome>,
        /// How the credentials stand now: a token may have been made anew.
        standing: Option<Box<Standing>>,
    },
    /// Part of an answer to an [`Effect::Fetch`](super::effect::Effect::Fetch) that asked for it: what has come of the body.
    Arriving { id: FetchId, arrival: Box<Arrival> },
    /// Answers [`Effect::Tick`](super::effect::Effect::Tick); how many bytes of the body have come.
    Tick { id: FetchId, received: u64 },
    /// Answers [`Effect::Wait`](super::effect::Effect::Wait).
    Woke { id: FetchId, ticket: Ticket },
    /// Answers [`Effect::UseProfile`](super::effect::Effect::UseProfile); also sent when credentials are read at start.
    Standing {
        /// Which reading it answers; only the last one counts.
        turn: u64,
        standing: Box<Standing>,
    },
    /// Answers [`Effect::UseProfile`](super::effect::Effect::UseProfile) when it cannot be; the reason.
    NoProfile {
        turn: u64,
        reason: String,
        /// How the credentials stand that are in use still.
        standing: Option<Box<Standing>>,
    },
    /// Answers [`Effect::Search`](super::effect::Effect::Search): the first hit, if there is one.
    Found { turn: u64, hit: Option<NodeRef> },
    /// Answers [`Effect::Search`](super::effect::Effect::Search): all of them.
    Counted { turn: u64, hits: Arc<Hits> },
    /// Answers [`Effect::EditBody`](super::effect::Effect::EditBody): the text, or why it did not come back.
    Edited(Result<Typed, String>),
    /// Answers [`Effect::Filter`](super::effect::Effect::Filter).
    Filtered { turn: u64, outcome: Box<Result<Results, filter::Fault>> },
    /// Answers [`Effect::Save`](super::effect::Effect::Save), with the path as it was typed.
    Saved { path: Typed, outcome: Result<Saved, SaveFault> },
    /// Answers [`Effect::Copy`](super::effect::Effect::Copy): what was handed over and whereto, or why nothing was.
    Copied(Result<String, String>),
    /// Answers [`Effect::Recall`](super::effect::Effect::Recall): the requests that were sent, oldest first.
    Recalled { turn: u64, entries: Arc<[Entry]> },
    /// What may be known of the credentials in use, and which of the tokens can be sent; sent ahead of what it concerns.
    Facts(Arc<Credentials>, Usable),
    /// Answers [`Effect::Ask`](super::effect::Effect::Ask): the question and what became of it.
    Asked { turn: u64, exchange: Box<Exchange> },
    /// Answers [`Effect::SignIn`](super::effect::Effect::SignIn): how far it is; only the last one counts.
    SigningIn { turn: u64, step: Box<Step> },
    /// The process was told to end (SIGTERM, SIGHUP, SIGINT).
    Terminate,
}

/// What a fetch came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// An answer, whatever its status.
    Answered(Arrival),
    /// No answer.
    Failed(Transport),
    /// Nothing was sent: a credential could not be used. What to tell about it.
    Unsent(error::Report),
}

/// An answer, read off the loop.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// All but the body.
    pub head: crate::domain::answer::Head,
    /// Its body.
    pub body: Body,
}

/// A body, read off the loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// JSON, indexed.
    Page(Page),
    /// The beginning of some, indexed, and where it stops; the text has no lines.
    Beginning(Page, Box<Text>),
    /// Not JSON.
    Text(Text),
    /// Nothing.
    Empty,
}

/// A body that is not JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where it stops being JSON.
    pub fault: json::Fault,
    /// The text in lines, long ones cut.
    pub lines: Arc<[String]>,
    /// Its beginning as it came, for the reading of errors.
    pub start: Arc<[u8]>,
    /// How many bytes of it arrived.
    pub arrived: u64,
}
