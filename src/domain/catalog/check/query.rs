//! Advice about the names in a query: unknown ones, missing ones, and a term that was cut in two.

use std::ops::Range;

use super::{Advice, listed, shown, value};
use crate::domain::catalog::{Endpoint, Known, Pair, Parameter, all, coming::Target};
use crate::domain::near::near;

pub(super) fn check(target: &Target<'_>, known: &Known<'_>) -> Vec<Advice> {
    let mut advice = Vec::new();
    let mut is_in_term = false;
    for pair in &target.typed.pairs {
        let name = target.typed.name(pair);
        match parameter(target, &name) {
            Some(parameter) => {
                is_in_term = parameter.name == "term";
                advice.extend(value::check(target, parameter, pair, known));
            }
            // `&&`, or an `&` at the end: nothing is asked for.
            None if name.is_empty() && pair.value.is_none() => {}
            None if is_in_term && !is_slip(target, pair, &name) => advice.push(cut(target, pair)),
            None => advice.push(unknown(target, pair, &name)),
        }
    }
    advice.extend(missing(target));
    advice
}

/// What a name means here: a parameter of this path, or one that requests take everywhere.
fn parameter(target: &Target<'_>, name: &str) -> Option<&'static Parameter> {
    let of_path = target.siblings.iter().find_map(|endpoint| endpoint.parameter(name));
    of_path.or_else(|| all().parameter_anywhere(name))
}

/// A parameter behind a term that is none: the term held an `&`.
fn cut(target: &Target<'_>, pair: &Pair) -> Advice {
    let mark = pair.name.start - 1..pair.name.start;
    let words = "this & ends the term here; write %26 if it belongs to it".to_owned();
    Advice::instead(target.typed, &mark, words, "%26")
}

fn unknown(target: &Target<'_>, pair: &Pair, name: &str) -> Advice {
    let words =
        format!("Apple names no parameter {} for this path, and refuses what it does not know", shown(name));
    match meant(target, name) {
        Some(meant) => Advice::instead(target.typed, &pair.name, format!("{words}; `{meant}` is one"), meant),
        None => Advice::at(&pair.name, words),
    }
}

/// The parameter of this path that is a slip away.
fn meant(target: &Target<'_>, name: &str) -> Option<&'static str> {
    let names = target.siblings.iter().flat_map(|endpoint| &endpoint.parameters);
    near(name, names.map(|parameter| parameter.name.as_str()))
}

/// `&type=songs` behind a term: a name that is nearly one of this path and has a value is no part of the term.
fn is_slip(target: &Target<'_>, pair: &Pair, name: &str) -> bool {
    pair.value.is_some() && meant(target, name).is_some()
}

/// What is required and not there, if no endpoint of this path goes without.
fn missing(target: &Target<'_>) -> Option<Advice> {
    if target.siblings.iter().any(|endpoint| lacks(target, endpoint).is_empty()) {
        return None;
    }
    let best = target.found.endpoint;
    let lacking = lacks(target, best);
    let is_begun = lacking.len() < best.required().count() || target.siblings.len() == 1;
    let words = if is_begun {
        format!("{} is required and missing", listed(lacking.iter().map(String::as_str)))
    } else {
        let mut ways: Vec<String> =
            target.siblings.iter().flat_map(|endpoint| lacks(target, endpoint)).collect();
        ways.dedup();
        format!("one of {} is required", listed(ways.iter().map(String::as_str)))
    };
    Some(Advice::at(&end(target), words))
}

/// The names of required parameters that are not there.
fn lacks(target: &Target<'_>, endpoint: &Endpoint) -> Vec<String> {
    let plain = endpoint.required().map(|parameter| parameter.name.clone());
    // A slip of the name has its advice already.
    let is_slipped = |name: &str| {
        let mut names = target.typed.pairs.iter().map(|pair| target.typed.name(pair));
        names.any(|typed| parameter(target, &typed).is_none() && meant(target, &typed) == Some(name))
    };
    let mut lacking: Vec<String> = plain.filter(|name| !target.is_used(name) && !is_slipped(name)).collect();
    let is_there =
        |base: &str| target.typed.pairs.iter().any(|pair| target.typed.name(pair).starts_with(base));
    if let Some(base) = endpoint.one_of.as_deref().filter(|base| !is_there(&format!("{base}["))) {
        lacking.push(format!("{base}[type]"));
    }
    lacking
}

/// The last segment, behind which a query would begin.
fn end(target: &Target<'_>) -> Range<usize> {
    target.typed.parts().last().cloned().unwrap_or(0..0)
}
