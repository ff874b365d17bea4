//! What `update` asks the edge to do. Plain data; each effect names the message that answers it.

use std::{fmt, sync::Arc};

use super::{event::Typed, fetch::FetchId, filter::Scope, saving::Part};
use crate::domain::{
    doctor::probe::Question,
    history::Entry,
    pages::Pages,
    profile::Origin,
    request::Request,
    search::{Matcher, Start},
    secret::Secret,
    walk::Ticket,
};

/// Several, in order.
pub type Effects = Vec<Effect>;

/// Something to do outside the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send a request with the profile's tokens; what was put back into a `next` goes along for the page's provenance.
    /// Answered by `Message::Fetched`.
    Fetch {
        id: FetchId,
        request: Request,
        restored: Vec<String>,
        /// The profile that the request was meant for; with any other one it is not sent.
        profile: String,
        /// How the body is wanted.
        look: Look,
    },
    /// Read no more of the body of a fetch; what has come is its answer.
    Keep(FetchId),
    /// Drop a fetch; an answer that is on its way all the same has a superseded id.
    Cancel(FetchId),
    /// Wait one beat of the waiting sign of a fetch. Answered by `Message::Tick`.
    Tick(FetchId),
    /// Wait before a page of a walk is fetched again. Answered by `Message::Woke`.
    Wait { id: FetchId, ticket: Ticket, millis: u64 },
    /// Read another profile's credentials. Answered by `Message::Standing` or `Message::NoProfile`.
    UseProfile { name: String, turn: u64 },
    /// Use tokens that were pasted in place of the profile's own, until other credentials are read: only if the profile in use
    /// is still this one, and speaks to this server. No model keeps them. Answered by `Message::Standing` or
    /// `Message::NoProfile`.
    Adopt { turn: u64, profile: String, origin: Origin, developer: Option<Secret>, user: Option<Secret> },
    /// Make something wrong with the sandbox, and use its credentials. Answered by `Message::Standing` or
    /// `Message::NoProfile`.
    Arm { scenario: String, turn: u64 },
    /// Look for something in a response. Answered by `Message::Found`, if a first hit is wanted, and by `Message::Counted`.
    /// A later search ends an earlier one.
    Search(Search),
    /// Hand the body to `$EDITOR`. Answered by `Message::Edited`.
    EditBody(Typed),
    /// Run a jq filter over pages of the response; the one that runs is ended. Answered by `Message::Filtered`.
    Filter {
        turn: u64,
        pages: Arc<Pages>,
        scope: Scope,
        filter: Typed,
        /// It is being typed: wait for a pause.
        is_live: bool,
    },
    /// Write a part of some pages to a file, whole or not at all. Answered by `Message::Saved`.
    Save {
        /// As a person typed it.
        path: Typed,
        pages: Arc<Pages>,
        part: Part,
        /// A file that is there goes.
        replaces: bool,
    },
    /// Send one of the doctor's questions. Answered by `Message::Asked`.
    Ask {
        /// Told in the answer; only the last one counts.
        turn: u64,
        question: Question,
        /// The profile that it is meant for.
        profile: String,
    },
    /// Sign in for a profile: fetch a Music User Token with a page. Answered by `Message::SigningIn`, step by step.
    SignIn { turn: u64, profile: String },
    /// Close the page of a sign-in; nothing answers.
    EndSignIn,
    /// Give the question up that is on its way; nothing answers.
    EndAsking,
    /// End the filter that runs; nothing answers.
    EndFilter,
    /// Keep a request that was sent in the history, without what is secret in it; nothing answers.
    Remember(Box<Entry>),
    /// Keep neither requests nor the draft from now on, or keep them again; nothing answers.
    Forget(bool),
    /// Read the history. Answered by `Message::Recalled`. Turn 0 is the start: completion offers the ids in it.
    Recall { turn: u64 },
    /// Hand a text to the terminal's clipboard. Answered by `Message::Copied`.
    Copy {
        text: Clip,
        /// In a few words, what it is.
        what: String,
    },
    /// Hand the developer token of a profile to the terminal's clipboard, if it is in use still: a person has asked for it
    /// twice. No model sees it. Answered by `Message::Copied`.
    CopyToken { profile: String },
    /// Show a text in `$PAGER`. It is fit to be shown. Answered by `Message::Told`, if it could not be.
    Page(Clip),
    /// Write a text where it can be selected by hand, until the next key. It is fit to be shown. Nothing answers.
    Print(Clip),
    /// Give the terminal back to the shell until `fg`.
    Suspend,
    /// End; the draft is kept.
    Quit,
}

/// A text on its way to the clipboard.
#[derive(Clone, PartialEq, Eq)]
pub struct Clip(pub String);

impl fmt::Debug for Clip {
    /// Its length alone: it is long, and from outside.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clip").field(&self.0.len()).finish()
    }
}

/// What is looked for, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Told in the answers; only the last one counts.
    pub turn: u64,
    pub pages: Arc<Pages>,
    pub matcher: Arc<Matcher>,
    /// Where the first hit is wanted from.
    pub start: Option<Start>,
}

/// When a body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What has come of it, as it comes (`Message::Arriving`), and then the whole.
    Early,
    /// Whole.
    Whole,
}
