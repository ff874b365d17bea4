//! What is looked for in the tree, and what has been found of it.

use std::sync::Arc;

use super::response::Place;
use crate::domain::{
    pages::{NodeRef, Pages},
    quantity,
    request::Request,
    search::{Fault, Hits, Matcher, Scope},
};

/// The most patterns that are kept.
const PAST: usize = 50;

/// The search of the response panel.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What is looked for.
    matcher: Option<Arc<Matcher>>,
    /// Whether hits are lit up, and told.
    is_lit: bool,
    /// Where a pattern counts.
    pub scope: Scope,
    /// The search that was asked for last; the answer to an earlier one changes nothing.
    pub(super) turn: u64,
    /// The response that it was asked for, by number.
    pub(super) number: u64,
    /// What that response answers.
    pub(super) asked_of: Option<Request>,
    /// The hit that the cursor went to.
    pub(super) current: Option<NodeRef>,
    pub(super) hits: Option<Arc<Hits>>,
    pub(super) course: Course,
    /// The pages have changed since the hits were asked for.
    pub(super) is_stale: bool,
    /// While the prompt is open.
    pub(super) begun: Option<Box<Begun>>,
    /// What is wrong with what is typed.
    pub(super) fault: Option<Fault>,
    past: Past,
}

/// How far a search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Course {
    #[default]
    Done,
    /// The first hit is looked for, and all of them.
    Seeking(Wanted),
    /// All of them are.
    Counting,
}

/// What happens when the first hit is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// It is what was typed.
    Typed,
    /// It is the next one after a place.
    Next(NodeRef),
}

/// How everything was when the prompt was opened.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub place: Place,
    pub from: NodeRef,
    pub matcher: Option<Arc<Matcher>>,
    pub is_lit: bool,
    pub hits: Option<Arc<Hits>>,
    pub current: Option<NodeRef>,
}

/// Patterns of this run, the last one last.
#[derive(Clone, Default)]
struct Past {
    texts: Vec<String>,
    /// Which of them is in the prompt.
    at: Option<usize>,
}

impl std::fmt::Debug for Past {
    /// Says how many, and not which: a person may have typed a token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Past({})", self.texts.len())
    }
}

impl State {
    /// What is looked for.
    #[must_use]
    pub const fn matcher(&self) -> Option<&Arc<Matcher>> {
        self.matcher.as_ref()
    }

    /// What is to be lit up.
    #[must_use]
    pub fn lit(&self) -> Option<&Matcher> {
        self.matcher.as_deref().filter(|_| self.is_lit)
    }

    /// Looks for something else.
    pub(super) fn set(&mut self, matcher: Option<Arc<Matcher>>, is_lit: bool) {
        (self.matcher, self.is_lit) = (matcher, is_lit);
        (self.hits, self.current, self.course) = (None, None, Course::Done);
    }

    /// Lights the hits up again.
    pub(super) const fn light(&mut self) {
        self.is_lit = true;
    }

    /// Puts the lights out. Whether there were any.
    pub(super) fn put_out(&mut self) -> bool {
        std::mem::take(&mut self.is_lit)
    }

    /// Puts everything back as it was when the prompt was opened.
    pub(super) fn put_back(&mut self, begun: Begun) {
        self.set(begun.matcher, begun.is_lit);
        (self.hits, self.current, self.fault) = (begun.hits, begun.current, None);
        self.turn += 1;
    }

    /// Whether there is anything that was found, as far as is known.
    #[must_use]
    pub fn has_hits(&self) -> bool {
        self.is_lit && self.hits.as_ref().is_none_or(|hits| !hits.nodes.is_empty())
    }

    /// What has been found, in a few words; nothing while it is not lit up.
    #[must_use]
    pub fn words(&self, pages: &Pages) -> Option<String> {
        self.lit()?;
        let Some(hits) = &self.hits else {
            return Some(if self.current.is_some() { "found".to_owned() } else { "…".to_owned() });
        };
        if hits.nodes.is_empty() {
            return Some("no match".to_owned());
        }
        let more = if hits.is_all { "" } else { "+" };
        let count = format!("{}{more}", quantity::count(hits.nodes.len()));
        Some(match self.current.and_then(|hit| number(pages, hits, hit)) {
            Some(number) => format!("{} of {count}", quantity::count(number + 1)),
            None if hits.nodes.len() == 1 => "1 match".to_owned(),
            None => format!("{count} matches"),
        })
    }

    /// Keeps a pattern for the next prompts.
    pub(super) fn keep(&mut self, text: &str) {
        self.past.texts.retain(|kept| kept != text);
        self.past.texts.push(text.to_owned());
        let over = self.past.texts.len().saturating_sub(PAST);
        self.past.texts.drain(..over);
    }

    /// Begins again with the last pattern.
    pub(super) const fn forget_recalled(&mut self) {
        self.past.at = None;
    }

    /// The pattern before the one that is in the prompt, or after it; an empty one behind the last.
    pub(super) fn recall(&mut self, before: bool) -> Option<String> {
        let len = self.past.texts.len();
        let at = match (self.past.at, before) {
            (None, true) => len.checked_sub(1)?,
            (Some(at), true) => at.saturating_sub(1),
            (None, false) => return None,
            (Some(at), false) => at + 1,
        };
        self.past.at = (at < len).then_some(at);
        Some(self.past.texts.get(at).cloned().unwrap_or_default())
    }
}

/// Which of the hits a value is.
fn number(pages: &Pages, hits: &Hits, hit: NodeRef) -> Option<usize> {
    let rank = pages.rank(hit);
    hits.nodes.binary_search_by(|other| pages.rank(*other).cmp(&rank)).ok()
}
