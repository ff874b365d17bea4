//! The cursor is in the query: in a name, or in a value.

use super::{
    Completion, Offer,
    offers::{about, fitting},
    value,
};
use crate::domain::{
    catalog::{Known, PageSize, Pair, Parameter, Typed, all, coming::Target},
    link,
    request::Method,
};

pub(super) fn complete(
    typed: &Typed<'_>,
    method: Method,
    cursor: usize,
    known: &Known<'_>,
) -> Option<Completion> {
    let target = Target::of(typed, method, known.scope)?;
    let end = |pair: &Pair| pair.value.as_ref().unwrap_or(&pair.name).end;
    let pair = typed.pairs.iter().find(|pair| (pair.name.start..=end(pair)).contains(&cursor))?;
    match &pair.value {
        Some(place) if cursor >= place.start => value::complete(&target, pair, place, cursor, known),
        _ => Some(name(&target, pair, cursor, known)),
    }
}

/// Names of parameters that are not there yet.
fn name(target: &Target<'_>, pair: &Pair, cursor: usize, known: &Known<'_>) -> Completion {
    let word = link::decoded(&target.typed.text[pair.name.start..cursor]).into_owned();
    let ending = if pair.value.is_some() { "" } else { "=" };
    let is_free = |name: &str| {
        let mut others = target.typed.pairs.iter().filter(|other| *other != pair);
        !others.any(|other| target.typed.name(other) == name)
    };
    let own = parameters(target, known).into_iter();
    let plain = own.map(|parameter| (parameter.name.clone(), about(parameter, target.page_size(None))));
    let with_scope = all().parameters().iter().filter(|parameter| known.scope.holds(parameter.is_documented));
    let names = plain.chain(with_scope.flat_map(|parameter| scoped(target, parameter, &word)));
    let free = names.filter(|(name, _)| is_free(name));
    let offers = free.map(|(name, beside)| Offer { text: format!("{name}{ending}"), beside });
    Completion { replaces: pair.name.clone(), offers: fitting(&word, offers) }
}

/// The parameters that can be meant: the endpoint's own, then what requests take everywhere.
pub(super) fn parameters(target: &Target<'_>, known: &Known<'_>) -> Vec<&'static Parameter> {
    let own = target.meant().into_iter().flat_map(|endpoint| &endpoint.parameters);
    let is_fitting = |parameter: &&Parameter| {
        parameter.is_everywhere && known.scope.holds(parameter.is_documented) && !target.resources.is_empty()
    };
    let mut parameters: Vec<&'static Parameter> = Vec::new();
    for parameter in own.chain(all().parameters().iter().filter(is_fitting)) {
        if !parameters.iter().any(|there| there.name == parameter.name) {
            parameters.push(parameter);
        }
    }
    parameters.sort_by_key(|parameter| !parameter.is_required);
    parameters
}

/// `include[albums]` and the like, once the plain name is there.
fn scoped(target: &Target<'_>, parameter: &'static Parameter, word: &str) -> Vec<(String, String)> {
    let is_begun = word.to_lowercase().starts_with(&parameter.name);
    let name = |scope: &str| format!("{}[{scope}]", parameter.name);
    match parameter.scoped.as_deref().filter(|_| is_begun) {
        Some("relationship") => {
            let relationships = target.resources.iter().flat_map(|resource| &resource.relationships);
            let size = |name: &str| target.page_size(Some(name));
            relationships.map(|one| (name(&one.name), about(parameter, size(&one.name)))).collect()
        }
        Some(_) => {
            let types = target.reachable();
            types.into_iter().map(|one| (name(one), about(parameter, PageSize::default()))).collect()
        }
        None => Vec::new(),
    }
}
