//! The cursor is in a segment of the path.

use super::{
    Completion, Offer,
    offers::{self, about_relationship, encoded},
};
use crate::domain::{
    catalog::{Endpoint, Known, Typed, all, endpoint::placeholder},
    request::Method,
};

pub(super) fn complete(
    typed: &Typed<'_>,
    method: Method,
    cursor: usize,
    known: &Known<'_>,
) -> Option<Completion> {
    let place = typed.segments.iter().find(|place| (place.start..=place.end).contains(&cursor))?;
    let before: Vec<_> =
        typed.parts().take_while(|part| part.end < place.start).map(|part| typed.segment(part)).collect();
    let word = typed.segment(&(place.start..cursor)).into_owned();
    let mut beneath: Vec<(&'static Endpoint, &'static str)> = all()
        .endpoints(known.scope)
        .filter_map(|endpoint| Some((endpoint, wanted(endpoint, &before)?)))
        .collect();
    // What this method can reach comes before what another one can.
    beneath.sort_by_key(|(endpoint, _)| endpoint.method != method);
    let mut all = words(&word, &beneath, before.len(), method);
    all.extend(names(&word, &beneath));
    let mut seen: Vec<&str> = Vec::new();
    for (endpoint, segment) in beneath {
        let kind = endpoint.of.as_deref().filter(|_| segment == "{id}");
        if segment == "{storefront}" && !seen.contains(&segment) {
            seen.push(segment);
            all.extend(offers::storefronts(&word, known, &[]));
        } else if let Some(kind) = kind.filter(|kind| !seen.contains(kind)) {
            seen.push(kind);
            all.extend(match kind {
                "storefronts" => offers::storefronts(&word, known, &[]),
                _ => offers::ids(&word, kind, known, &[]),
            });
        }
    }
    if place.start == 0 {
        // A path begins with a slash, whether or not somebody has typed it.
        all.iter_mut().for_each(|offer| offer.text.insert(0, '/'));
    }
    Some(Completion { replaces: place.clone(), offers: all })
}

/// The segment of an endpoint after those that are there, if they fit.
fn wanted(endpoint: &'static Endpoint, before: &[impl AsRef<str>]) -> Option<&'static str> {
    let mut segments = endpoint.segments();
    for part in before {
        let segment = segments.next()?;
        if placeholder(segment).is_none() && segment != part.as_ref() {
            return None;
        }
    }
    segments.next()
}

/// The words that can stand here, with the title of what ends there, or how much lies beneath.
fn words(word: &str, beneath: &[(&'static Endpoint, &str)], depth: usize, method: Method) -> Vec<Offer> {
    let mut words: Vec<Offer> = Vec::new();
    for (_, text) in beneath.iter().filter(|(_, segment)| placeholder(segment).is_none()) {
        if words.iter().any(|offer| offer.text == *text) {
            continue;
        }
        let of_word = || beneath.iter().filter(|(_, segment)| segment == text);
        let ends = of_word().find(|(endpoint, _)| endpoint.segments().count() == depth + 1);
        let beside = match ends {
            Some((endpoint, _)) if endpoint.method == method => endpoint.title.clone(),
            Some((endpoint, _)) => format!("{}: {}", endpoint.method.as_str(), endpoint.title),
            None => match of_word().count() {
                1 => "1 endpoint".to_owned(),
                count => format!("{count} endpoints"),
            },
        };
        words.push(Offer { text: (*text).to_owned(), beside });
    }
    offers::fitting(word, words)
}

/// The relationships or views that can stand here.
fn names(word: &str, beneath: &[(&'static Endpoint, &str)]) -> Vec<Offer> {
    let mut names: Vec<Offer> = Vec::new();
    for (endpoint, segment) in beneath {
        let Some(resource) = endpoint.of.as_deref().and_then(|of| all().resource(of)) else { continue };
        match *segment {
            "{relationship}" => names.extend(resource.relationships.iter().map(|relationship| Offer {
                text: encoded(&relationship.name),
                beside: about_relationship(relationship),
            })),
            "{view}" => names.extend(
                resource
                    .views
                    .iter()
                    .map(|view| Offer { text: encoded(&view.name), beside: view.to.join(", ") }),
            ),
            _ => {}
        }
    }
    offers::fitting(word, names)
}
