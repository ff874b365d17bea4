//! The way that was gone: responses that showed before, and those gone back from, each as it was left.
//!
//! ```text
//! before …, A, B │ here: C │ after D, E …      [ goes back, ] goes forward, another request cuts what lies after
//! ```
//!
//! Pages are shared and not copied, so that keeping a response costs no more than its body does.

use super::{errors, fetch::FetchId, response};
use crate::domain::{
    doctor::facts::Exchange,
    request::{Draft, Request},
    resource::{self, address},
};

/// So many steps are kept on each side: more than anybody remembers having gone.
const MOST_STEPS: usize = 100;

/// So many bytes of bodies are kept beside the one on view. With its index a body takes up to three times its size.
const MOST_BYTES: usize = 128_000_000;

/// A name longer than this many characters is cut: a title has room for a few steps.
const LONGEST_NAME: usize = 32;

/// The way, and where on it the response on view is.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    before: Vec<Stop>,
    here: Option<Stop>,
    /// The next one is the last.
    after: Vec<Stop>,
    sent: Option<Sent>,
}

/// A response on the way.
#[derive(Debug, Clone)]
pub struct Stop {
    pub request: Request,
    /// The profile that it came through.
    pub profile: String,
    /// The form that it was sent from; once it was left, the form as it was then.
    pub form: Draft,
    /// What was told of it.
    pub told: Told,
    name: String,
    /// While it is elsewhere on the way: how it was left. None if it was let go.
    response: Option<Box<response::State>>,
}

/// What an answer came to: the errors panel, and the doctor's evidence.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub errors: errors::State,
    pub exchange: Option<Exchange>,
}

/// A request on its way to become the next stop.
#[derive(Debug, Clone)]
struct Sent {
    id: FetchId,
    form: Draft,
    /// It fetches a response anew that was let go, one step back or forward.
    forward: Option<bool>,
}

impl Trail {
    /// A request has been sent from a form.
    pub fn set_out(&mut self, id: FetchId, form: Draft) {
        self.sent = Some(Sent { id, form, forward: None });
    }

    /// The request that was sent last fetches what was let go, one step away.
    pub const fn heads_for(&mut self, forward: bool) {
        if let Some(sent) = &mut self.sent {
            sent.forward = Some(forward);
        }
    }

    /// The first of an answer is there: what shows is left, and its place on the way taken. Whether responses had to be let
    /// go for it.
    pub fn arrive(
        &mut self,
        id: FetchId,
        request: &Request,
        profile: &str,
        shown: &mut response::State,
    ) -> bool {
        let sent = self.sent.take_if(|sent| sent.id == id);
        let forward = sent.as_ref().and_then(|sent| sent.forward);
        let form = sent.map_or_else(|| Draft::of(request), |sent| sent.form);
        let here = Stop {
            request: request.clone(),
            profile: profile.to_owned(),
            form,
            told: Told::default(),
            name: String::new(),
            response: None,
        };
        let is_again = self.here.as_ref().is_some_and(|known| known.is_of(&here));
        if let Some(forward) = forward.filter(|forward| self.next(*forward).is_some()) {
            self.leave(forward, shown, None);
        } else if !is_again {
            self.after.clear();
            if let Some(mut left) = self.here.take() {
                left.keep(shown);
                self.before.push(left);
            }
        }
        self.here = Some(here);
        self.let_go()
    }

    /// Goes one step: what shows is left with this form, and what was left there shows again. Where that is.
    pub fn step(&mut self, forward: bool, shown: &mut response::State, form: Draft) -> Option<&Stop> {
        self.next(forward)?.response.as_ref()?;
        let mut here = self.leave(forward, shown, Some(form))?;
        if let Some(response) = here.response.take() {
            shown.resume(*response);
        }
        self.here = Some(here);
        self.here.as_ref()
    }

    /// Takes the next stop off its side, and puts the one on view on the other.
    fn leave(&mut self, forward: bool, shown: &mut response::State, form: Option<Draft>) -> Option<Stop> {
        let (from, to) = match forward {
            true => (&mut self.after, &mut self.before),
            false => (&mut self.before, &mut self.after),
        };
        let next = from.pop();
        if let Some(mut left) = self.here.take() {
            left.keep(shown);
            left.form = form.unwrap_or(left.form);
            to.push(left);
        }
        next
    }

    /// The requests on both sides of the response on view that were sent with this profile and can be sent again by
    /// themselves, in the order of [`Trail`]'s own lists.
    #[must_use]
    pub fn requests(&self, profile: &str) -> [Vec<Draft>; 2] {
        let is_kept = |stop: &&Stop| stop.profile == profile && !stop.request.method.is_write();
        [&self.before, &self.after]
            .map(|side| side.iter().filter(is_kept).map(|stop| Draft::of(&stop.request)).collect())
    }

    /// Puts requests around the response on view, whose own responses are let go.
    pub fn put_around(&mut self, [before, after]: [Vec<Request>; 2], profile: &str) {
        let stop = |request: Request| Stop {
            form: Draft::of(&request),
            profile: profile.to_owned(),
            told: Told::default(),
            name: name(&request, &response::State::default()),
            request,
            response: None,
        };
        self.before = before.into_iter().map(stop).collect();
        self.after = after.into_iter().map(stop).collect();
    }

    /// The stop one step away.
    #[must_use]
    pub fn next(&self, forward: bool) -> Option<&Stop> {
        if forward { self.after.last() } else { self.before.last() }
    }

    /// Notes what was told of the response on view.
    pub fn note(&mut self, errors: &errors::State, exchange: Option<&Exchange>) {
        if let Some(here) = &mut self.here {
            here.told = Told { errors: errors.clone(), exchange: exchange.cloned() };
        }
    }

    /// The steps up to the response on view, each in a few words; none while there is one alone.
    #[must_use]
    pub fn names(&self, shown: &response::State) -> Vec<String> {
        let Some(here) = self.here.as_ref().filter(|_| !self.before.is_empty()) else { return Vec::new() };
        let before = self.before.iter().map(|stop| stop.name.clone());
        before.chain([name(&here.request, shown)]).collect()
    }

    /// Lets go what is too much, the farthest first. Whether there was any. An answer to a write cannot be fetched anew, so
    /// nothing is left of it.
    fn let_go(&mut self) -> bool {
        self.before.drain(..self.before.len().saturating_sub(MOST_STEPS));
        self.after.drain(..self.after.len().saturating_sub(MOST_STEPS));
        let mut excess = self.size().saturating_sub(MOST_BYTES);
        let has_excess = excess > 0;
        while excess > 0 {
            let farthest = |side: &[Stop]| {
                let at = side.iter().position(|stop| stop.response.is_some())?;
                Some((side.len() - at, at))
            };
            let (before, after) = (farthest(&self.before), farthest(&self.after));
            let (side, at) = match (before, after) {
                (Some((_, at)), None) => (&mut self.before, at),
                (None, Some((_, at))) => (&mut self.after, at),
                (Some(before), Some(after)) if before.0 >= after.0 => (&mut self.before, before.1),
                (Some(_), Some((_, at))) => (&mut self.after, at),
                (None, None) => break,
            };
            excess = excess.saturating_sub(side[at].size());
            side[at].response = None;
            if side[at].request.method.is_write() {
                side.remove(at);
            }
        }
        has_excess
    }

    /// Bytes of the bodies that are kept.
    fn size(&self) -> usize {
        self.before.iter().chain(&self.after).map(Stop::size).sum()
    }
}

impl Stop {
    /// Whether its response is there.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.response.is_some()
    }

    /// Whether both are answers to the same request, sent again.
    fn is_of(&self, other: &Self) -> bool {
        self.request == other.request && self.profile == other.profile
    }

    fn keep(&mut self, shown: &mut response::State) {
        self.name = name(&self.request, shown);
        let mut response = shown.part();
        response.stop_waiting();
        self.response = Some(Box::new(response));
    }

    fn size(&self) -> usize {
        self.response.as_ref().map_or(0, |response| response.size())
    }
}

/// What a response is called: `albums Glass Harbour`, where it is one resource with a name; else what was asked for.
fn name(request: &Request, shown: &response::State) -> String {
    let named = address::kind_of(&request.target).zip(resource_name(shown));
    let words =
        named.map_or_else(|| address::called(&request.target), |(kind, name)| format!("{kind} {name}"));
    let method = if request.method.is_write() { request.method.as_str() } else { "" };
    let mut words = format!("{method} {words}").trim_start().to_owned();
    if let Some((at, _)) = words.char_indices().nth(LONGEST_NAME) {
        words.truncate(at);
        words.push('…');
    }
    words
}

/// The name of the first resource of a response.
fn resource_name(shown: &response::State) -> Option<String> {
    let pages = shown.pages()?;
    let document = pages.page(pages.root()).document();
    let first = document.nth(document.member(document.root(), "data")?, 0)?;
    resource::line(document, first).map(|line| line.name).filter(|name| !name.is_empty())
}
