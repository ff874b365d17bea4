//! What is known of the request in the form before it is sent: its endpoint, and advice about it. Told, and never forbidden.

use std::{fmt, ops::Range};

use super::{composer, field::Cover};
use crate::domain::{
    catalog::{self, About, Advice, Endpoint, Known},
    request::Method,
};

/// So many lines of advice stand in the form; the rest is counted.
pub const MOST: usize = 2;

/// What is known of what stands in the form.
#[derive(Clone, Default)]
pub struct State {
    /// What it was told of.
    method: Method,
    path: String,
    headers: Vec<String>,
    body: Vec<String>,
    storefront: Option<String>,
    is_open: bool,
    endpoint: Option<&'static Endpoint>,
    advice: Vec<Advice>,
    /// Whether it was sent as it stands: nothing is held back then.
    is_sent: bool,
}

/// Where somebody is typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path, at this byte.
    Path(usize),
    Headers,
}

impl fmt::Debug for State {
    /// Says what it is about, and not what was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.map(|endpoint| &endpoint.id);
        f.debug_struct("State").field("endpoint", &endpoint).field("advice", &self.advice.len()).finish()
    }
}

impl State {
    /// Looks anew where the form holds something else now; true if it does.
    pub fn renew(&mut self, form: &composer::State, known: &Known<'_>) -> bool {
        let (path, headers, body) = (&form.path.rows()[0], form.headers.rows(), form.body.rows());
        // Advice repeats words of the path, which must not show then.
        let is_open =
            [&form.path, &form.headers, &form.body].iter().all(|field| *field.cover() == Cover::Open);
        let is_same = self.method == form.method
            && self.path == *path
            && self.headers == headers
            && self.body == body
            && self.storefront.as_deref() == known.storefront
            && self.is_open == is_open;
        if is_same {
            return false;
        }
        *self = Self {
            method: form.method,
            path: path.clone(),
            headers: headers.to_vec(),
            body: body.to_vec(),
            storefront: known.storefront.map(str::to_owned),
            is_open,
            endpoint: catalog::all().matching(form.method, path, known.scope).map(|found| found.endpoint),
            advice: if is_open { catalog::check(&form.draft(), known) } else { Vec::new() },
            is_sent: false,
        };
        true
    }

    /// The endpoint that the form describes.
    #[must_use]
    pub const fn endpoint(&self) -> Option<&'static Endpoint> {
        self.endpoint
    }

    /// What stands in the form is sent: advice about it shows from now on, wherever the cursor is.
    pub const fn sent(&mut self) {
        self.is_sent = true;
    }

    /// The advice, but for what is about the place where one is typing and may become right there, until it is sent.
    pub fn advice(&self, typing: Option<Place>) -> impl Iterator<Item = &Advice> {
        let is_typed = move |advice: &&Advice| match (&advice.about, typing) {
            (About::Path(about), Some(Place::Path(at))) => (about.start..=self.end(about)).contains(&at),
            (About::Headers, Some(Place::Headers)) => true,
            _ => false,
        };
        let is_held_back = move |advice: &&Advice| !self.is_sent && !advice.is_final && is_typed(advice);
        self.advice.iter().filter(move |advice| !is_held_back(advice))
    }

    /// Where one goes on typing what an advice is about: behind a slash, or a question mark, that leads on.
    fn end(&self, about: &Range<usize>) -> usize {
        let leads_on = self.path.get(about.end..).is_some_and(|rest| rest.starts_with(['/', '?']));
        about.end + usize::from(leads_on)
    }
}
