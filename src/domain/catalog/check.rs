//! Advice before sending: what Apple is known to refuse. It is shown, and forbids nothing.

mod body;
mod path;
mod query;
mod value;
mod web;

use std::ops::Range;

use super::{Known, Typed, coming::Target};
use crate::domain::{request::Draft, visible::visible};

/// Something about a request that will probably not do what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    pub about: About,
    /// What it is, and what to do.
    pub words: String,
    /// The path as it was probably meant.
    pub better: Option<String>,
    /// Whether it stays so whatever is typed on: a number over its cap. What may still become right is not told while it is typed.
    pub is_final: bool,
}

/// The place that an advice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    Method,
    /// Bytes of the path.
    Path(Range<usize>),
    /// The lines of the headers.
    Headers,
    /// A line of the body, counted from 0.
    Body(usize),
}

/// All advice about a draft, in the order of its path, then about its body.
#[must_use]
pub fn check(draft: &Draft, known: &Known<'_>) -> Vec<Advice> {
    let typed = Typed::read(&draft.path);
    if let Some(advice) = web::check(&typed) {
        return vec![advice];
    }
    let placeholders = path::placeholders(&typed);
    let mut advice = match Target::of(&typed, draft.method, known.scope) {
        Some(target) => {
            let mut advice = path::check(&target, known);
            advice.extend(query::check(&target, known));
            advice.extend(body::check(target.found.endpoint, draft));
            advice
        }
        None => path::unknown(&typed, draft.method, known),
    };
    // What is wrong with a placeholder is that it is there.
    advice.retain(|advice| match &advice.about {
        About::Path(place) => !placeholders.iter().any(|there| overlaps(there, place)),
        _ => true,
    });
    let mut all = placeholders;
    all.extend(advice);
    all.extend(headers(draft));
    all
}

/// What keeps the headers from being sent, in the words that sending them would have.
fn headers(draft: &Draft) -> Option<Advice> {
    let fault = Draft::check_headers(&draft.headers).err()?;
    Some(Advice { about: About::Headers, words: fault.to_string(), better: None, is_final: false })
}

fn overlaps(advice: &Advice, place: &Range<usize>) -> bool {
    matches!(&advice.about, About::Path(there) if there.start < place.end && place.start < there.end)
}

impl Advice {
    /// About a place in the path, without a better one.
    fn at(place: &Range<usize>, words: String) -> Self {
        Self { about: About::Path(place.clone()), words, better: None, is_final: false }
    }

    /// About a place for which something else was probably meant.
    fn instead(typed: &Typed<'_>, place: &Range<usize>, words: String, text: &str) -> Self {
        let mut better = typed.text.to_owned();
        better.replace_range(place.clone(), text);
        Self { about: About::Path(place.clone()), words, better: Some(better), is_final: false }
    }
}

/// What was typed, in backticks, visible and not too long.
fn shown(text: &str) -> String {
    let text = visible(text);
    let cut: String = text.chars().take(40).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("`{cut}{more}`")
}

/// `a, b and c`
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
