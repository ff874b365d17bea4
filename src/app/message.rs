//! What `update` is told: what a person did, and what the effects came to.

use std::sync::Arc;

use super::{
    event::{Event, Typed},
    fetch::FetchId,
};
use crate::domain::{answer::Transport, error, json, pages::Page, token::Standing};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The clock, in milliseconds since the epoch; sent ahead of what it dates.
    At(i64),
    /// A key, a paste, a resize.
    Input(Event),
    /// Answers [`Effect::Fetch`](super::effect::Effect::Fetch).
    Fetched {
        id: FetchId,
        outcome: Box<Outcome>,
        /// How the credentials stand now: a token may have been made anew.
        standing: Option<Box<Standing>>,
    },
    /// Answers [`Effect::Tick`](super::effect::Effect::Tick).
    Tick,
    /// Answers [`Effect::UseProfile`](super::effect::Effect::UseProfile); also sent when credentials are read at start.
    Standing(Box<Standing>),
    /// Answers [`Effect::UseProfile`](super::effect::Effect::UseProfile) when it cannot be; the reason.
    NoProfile(String),
    /// Answers [`Effect::EditBody`](super::effect::Effect::EditBody): the text, or why it did not come back.
    Edited(Result<Typed, String>),
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
    /// The answer without its body.
    pub head: crate::domain::answer::Answer,
    /// Its body.
    pub body: Body,
}

/// A body, read off the loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// JSON, indexed.
    Page(Page),
    /// Not JSON: the fault, and the text in lines.
    Text { fault: json::Fault, lines: Arc<[String]> },
    /// Nothing.
    Empty,
}
