//! Which endpoint a path means.

use std::{cmp::Reverse, ops::Range};

use super::{
    Catalog, Scope, Typed, all,
    endpoint::{Endpoint, placeholder},
};
use crate::domain::request::Method;

/// An endpoint, and what stands for its placeholders.
#[derive(Debug, Clone)]
pub struct Match<'c> {
    pub endpoint: &'c Endpoint,
    /// In the order of the path.
    pub captured: Vec<Captured>,
}

/// What stands for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// `storefront`, `id`, `relationship` or `view`.
    pub name: String,
    /// With its escapes read.
    pub value: String,
    /// Its place in what was typed.
    pub at: Range<usize>,
}

impl Match<'_> {
    /// What stands for the placeholder of this name.
    #[must_use]
    pub fn captured(&self, name: &str) -> Option<&Captured> {
        self.captured.iter().find(|captured| captured.name == name)
    }
}

/// The ids that a target names, each with its type: that of its path, and those of its `ids`.
#[must_use]
pub fn ids_in(method: Method, target: &str) -> Vec<(&'static str, String)> {
    let Some(found) = all().matching(method, target, Scope::WithObserved) else { return Vec::new() };
    let Some(kind) = found.endpoint.of.as_deref() else { return Vec::new() };
    let in_path = found.captured("id").map(|captured| captured.value.clone());
    let listed = Typed::read(target).given("ids").map(std::borrow::Cow::into_owned).unwrap_or_default();
    let listed = listed.split(',').filter(|id| !id.is_empty()).map(str::to_owned);
    in_path.into_iter().chain(listed).map(|id| (kind, id)).collect()
}

impl Catalog {
    /// The endpoint that a method and a path mean. A word in a path beats a placeholder; of several endpoints with one
    /// path, the one whose required parameters are there.
    #[must_use]
    pub fn matching(&self, method: Method, path: &str, scope: Scope) -> Option<Match<'_>> {
        let typed = Typed::read(path);
        let of_path = self.fitting(&typed, scope).filter(|endpoint| endpoint.method == method);
        let best = closest(of_path, &typed)?;
        Some(Match { endpoint: best, captured: captured(best, &typed) })
    }

    /// The methods that Apple offers for a path, in the order of the composer.
    #[must_use]
    pub fn offering(&self, path: &str, scope: Scope) -> Vec<Method> {
        let typed = Typed::read(path);
        let offered: Vec<Method> = self.fitting(&typed, scope).map(|endpoint| endpoint.method).collect();
        Method::ALL.into_iter().filter(|method| offered.contains(method)).collect()
    }

    /// Whether something has to follow a path: it is no endpoint, or one that takes nothing but a query and has others beneath
    /// it, as a storefront has.
    #[must_use]
    pub fn leads_on(&self, path: &str, scope: Scope) -> bool {
        let ends_in_a_name =
            |endpoint: &Endpoint| endpoint.segments().last().is_some_and(|last| placeholder(last).is_none());
        let typed = Typed::read(path);
        self.fitting(&typed, scope).all(|endpoint| endpoint.one_of.is_some() && !ends_in_a_name(endpoint))
    }

    /// The endpoints of a path, whatever the method.
    pub(super) fn fitting(&self, typed: &Typed<'_>, scope: Scope) -> impl Iterator<Item = &Endpoint> {
        let parts: Vec<_> = typed.parts().map(|part| typed.segment(part)).collect();
        self.endpoints(scope).filter(move |endpoint| {
            let mut wanted = endpoint.segments();
            let fits = parts.iter().all(|part| {
                wanted.next().is_some_and(|segment| placeholder(segment).is_some() || segment == part)
            });
            fits && wanted.next().is_none()
        })
    }
}

/// The one that says most about a path: words first, then what the query gives of what is required, then the order.
fn closest<'c>(endpoints: impl Iterator<Item = &'c Endpoint>, typed: &Typed<'_>) -> Option<&'c Endpoint> {
    let rank = |endpoint: &&Endpoint| {
        let words: Vec<bool> = endpoint.segments().map(|segment| placeholder(segment).is_none()).collect();
        let given = endpoint
            .required()
            .filter(|parameter| is_given(typed, &parameter.name, &parameter.values))
            .count();
        let missing = endpoint.required().count() - given;
        (words, given, Reverse(missing))
    };
    // The last of equals wins with `max_by`, and the first one is wanted.
    endpoints
        .map(|endpoint| (rank(&endpoint), endpoint))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, endpoint)| endpoint)
}

/// Whether a parameter is there, with one of its values where a fixed word tells endpoints apart.
fn is_given(typed: &Typed<'_>, name: &str, values: &[String]) -> bool {
    let is_fixed = name.starts_with("filter[") && !values.is_empty();
    typed.pairs.iter().any(|pair| {
        typed.name(pair) == name
            && (!is_fixed || typed.value(pair).is_some_and(|value| values.iter().any(|one| *one == value)))
    })
}

fn captured(endpoint: &Endpoint, typed: &Typed<'_>) -> Vec<Captured> {
    let named = endpoint.segments().zip(typed.parts());
    named
        .filter_map(|(segment, part)| {
            let name = placeholder(segment)?.to_owned();
            Some(Captured { name, value: typed.segment(part).into_owned(), at: part.clone() })
        })
        .collect()
}
