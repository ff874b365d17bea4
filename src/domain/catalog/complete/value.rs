//! The cursor is in a value of the query.

use std::ops::Range;

use super::{
    Completion, Offer,
    offers::{self, about_relationship, encoded, fitting},
    query::parameters,
};
use crate::domain::{
    catalog::{
        Kind, Known, Pair, Parameter, ResourceType, all, coming::Target, endpoint::Source,
        known::languages_of, typed::items,
    },
    link,
    storefronts::languages,
};

pub(super) fn complete(
    target: &Target<'_>,
    pair: &Pair,
    place: &Range<usize>,
    cursor: usize,
    known: &Known<'_>,
) -> Option<Completion> {
    let name = target.typed.name(pair);
    let own = Parameter::choose(&parameters(target, known), &name);
    let parameter = own.or_else(|| all().parameter_anywhere(&name))?;
    let text = target.typed.text;
    let places = if parameter.kind == Kind::List { items(text, place.clone()) } else { vec![place.clone()] };
    let here = places.iter().find(|item| (item.start..=item.end).contains(&cursor))?;
    let word = link::decoded(&text[here.start..cursor]).into_owned();
    let others = places.iter().filter(|item| *item != here);
    let without: Vec<String> = others.map(|item| link::decoded(&text[item.clone()]).into_owned()).collect();
    let asked = Asked { target, parameter, scope: scope(&name), known, word: &word, without: &without };
    Some(Completion { replaces: here.clone(), offers: asked.offers() })
}

/// What stands in the brackets of a name.
pub(super) fn scope(name: &str) -> Option<&str> {
    name.strip_suffix(']')?.split_once('[').map(|(_, scope)| scope)
}

/// A value, or an item of a list, that is being typed.
struct Asked<'a> {
    target: &'a Target<'a>,
    parameter: &'static Parameter,
    scope: Option<&'a str>,
    known: &'a Known<'a>,
    word: &'a str,
    /// The other items of the list.
    without: &'a [String],
}

impl Asked<'_> {
    fn offers(&self) -> Vec<Offer> {
        match &self.parameter.source {
            Source::Ids(kind) => {
                let own = self.target.found.endpoint.of.as_deref();
                match kind.as_deref().or(own) {
                    Some("storefronts") => offers::storefronts(self.word, self.known, self.without),
                    Some(kind) => offers::ids(self.word, kind, self.known, self.without),
                    None => Vec::new(),
                }
            }
            Source::Storefronts => offers::storefronts(self.word, self.known, self.without),
            source => self.fitting(self.named(source)),
        }
    }

    /// Those that fit and are not there yet, each once.
    fn fitting(&self, named: Vec<(String, String)>) -> Vec<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        for (name, beside) in named {
            let text = encoded(&name);
            if !self.without.contains(&name) && !offers.iter().any(|offer| offer.text == text) {
                offers.push(Offer { text, beside });
            }
        }
        fitting(self.word, offers)
    }

    /// What a source has by name, and what to say of it.
    fn named(&self, source: &Source) -> Vec<(String, String)> {
        match source {
            Source::Languages => self.languages(),
            Source::Relationships => {
                let of = |resource: &'static ResourceType| resource.relationships.iter();
                let related = self.resources().into_iter().flat_map(of);
                related.map(|one| (one.name.clone(), about_relationship(one))).collect()
            }
            Source::Views => {
                let views = self.resources().into_iter().flat_map(|resource| &resource.views);
                views.map(|view| (view.name.clone(), view.to.join(", "))).collect()
            }
            Source::Extended => self.extended(),
            Source::Attributes => self.of_resources(|resource| &resource.attributes),
            _ if self.parameter.kind == Kind::Integer => self.numbers(),
            _ => self.parameter.values.iter().map(|value| (value.clone(), String::new())).collect(),
        }
    }

    /// The resources that a parameter speaks of: those of the type in its brackets, or those that come back.
    fn resources(&self) -> Vec<&'static ResourceType> {
        match self.scope {
            // Brackets that name no type speak of nothing.
            Some(scope) => all().resource(scope).into_iter().collect(),
            None => self.target.resources.clone(),
        }
    }

    fn of_resources(
        &self,
        names: impl Fn(&'static ResourceType) -> &'static Vec<String>,
    ) -> Vec<(String, String)> {
        let of = |resource: &'static ResourceType| {
            names(resource).iter().map(move |name| (name.clone(), resource.many.clone()))
        };
        self.resources().into_iter().flat_map(of).collect()
    }

    fn extended(&self) -> Vec<(String, String)> {
        let mut names = self.of_resources(|resource| &resource.extended);
        if self.known.scope.holds(false) {
            let seen = self.of_resources(|resource| &resource.observed_extended);
            names.extend(seen.into_iter().map(|(name, of)| (name, format!("{of} · seen, not documented"))));
        }
        names
    }

    fn languages(&self) -> Vec<(String, String)> {
        let in_path = self.target.found.captured("storefront").map(|captured| captured.value.as_str());
        let storefront = in_path.or(self.known.storefront).unwrap_or_default();
        let of_storefront = languages_of(storefront, self.known.storefronts);
        let is_known = !of_storefront.is_empty();
        let tags = if is_known { of_storefront } else { languages::all() };
        let beside = |at, tag| {
            let name = languages::name(tag).map(str::to_owned);
            let default = (is_known && at == 0).then(|| format!("default of {storefront}"));
            name.into_iter().chain(default).collect::<Vec<_>>().join(" · ")
        };
        tags.into_iter().enumerate().map(|(at, tag)| (tag.to_owned(), beside(at, tag))).collect()
    }

    /// The numbers that are worth offering: the default and the cap.
    fn numbers(&self) -> Vec<(String, String)> {
        if self.parameter.name != "limit" {
            return Vec::new();
        }
        let size = self.target.page_size(self.scope);
        let cap = size.cap.map(|cap| (cap.to_string(), "the most".to_owned()));
        let default = size.default.map(|default| (default.to_string(), "default".to_owned()));
        cap.into_iter().chain(default).collect()
    }
}
