//! Advice about a value: a number beyond its cap, a name that is none, an item too many.

use std::ops::Range;

use super::{Advice, listed, path, shown};
use crate::domain::catalog::{
    Kind, Known, PageSize, Pair, Parameter, ResourceType, Source, all, coming::Target, typed::items,
};
use crate::domain::{link, near::near, storefronts::languages};

pub(super) fn check(
    target: &Target<'_>,
    parameter: &'static Parameter,
    pair: &Pair,
    known: &Known<'_>,
) -> Vec<Advice> {
    let typed = target.typed;
    let Some(place) = pair.value.clone().filter(|place| !place.is_empty()) else {
        // The value is about to be typed where the equals sign is.
        let end = pair.value.as_ref().map_or(pair.name.end, |place| place.end);
        let place = pair.name.start..end;
        return vec![Advice::at(&place, format!("`{}` has no value", typed.name(pair)))];
    };
    let name = typed.name(pair).into_owned();
    let value = Value { target, parameter, name: &name, known };
    if let Some(advice) = value.misplaced(&pair.name) {
        return vec![advice];
    }
    match parameter.kind {
        Kind::Integer => value.number(&place).into_iter().collect(),
        Kind::Text => value.text(&place).into_iter().collect(),
        Kind::List => value.list(&place),
    }
}

struct Value<'a> {
    target: &'a Target<'a>,
    parameter: &'static Parameter,
    name: &'a str,
    known: &'a Known<'a>,
}

impl Value<'_> {
    fn decoded(&self, place: &Range<usize>) -> String {
        link::decoded(&self.target.typed.text[place.clone()]).into_owned()
    }

    /// What stands in the brackets of the name.
    fn scope(&self) -> Option<&str> {
        self.name.strip_suffix(']')?.split_once('[').map(|(_, scope)| scope)
    }

    fn number(&self, place: &Range<usize>) -> Option<Advice> {
        let (name, text) = (self.name, self.decoded(place));
        let is_limit = self.parameter.name == "limit";
        let Ok(number) = text.parse::<u32>() else {
            return Some(Advice::at(
                place,
                format!("`{name}` takes a whole number, and not {}", shown(&text)),
            ));
        };
        if number == 0 && is_limit {
            return Some(Advice::instead(self.target.typed, place, format!("`{name}` begins at 1"), "1"));
        }
        let own = PageSize { default: None, cap: self.parameter.cap };
        let cap = if is_limit { self.target.page_size(self.scope()).cap } else { own.cap };
        let cap = cap.filter(|cap| number > *cap)?;
        let words =
            format!("`{name}` is at most {cap} here; Apple refuses more with 400 instead of cutting it");
        let advice = Advice::instead(self.target.typed, place, words, &cap.to_string());
        Some(Advice { is_final: true, ..advice })
    }

    /// `include[tracks]`: what stands in the brackets is a relationship, and should be a type.
    fn misplaced(&self, name: &Range<usize>) -> Option<Advice> {
        let scope = self.scope().filter(|scope| all().resource(scope).is_none())?;
        let speaks_of_types = matches!(
            self.parameter.source,
            Source::Relationships | Source::Views | Source::Extended | Source::Attributes
        );
        let related = self.target.resources.iter().find_map(|resource| resource.relationship(scope));
        let related = related.filter(|_| speaks_of_types)?;
        let kinds = listed(related.to.iter().map(String::as_str));
        let words =
            format!("the brackets take a type, and {} is a relationship; it leads to {kinds}", shown(scope));
        let first = related.to.first()?;
        let meant = format!("{}[{first}]", self.name.split('[').next().unwrap_or_default());
        Some(Advice::instead(self.target.typed, name, words, &meant))
    }

    fn text(&self, place: &Range<usize>) -> Option<Advice> {
        if self.parameter.name == "term" {
            return self.fragment(place);
        }
        if self.parameter.source == Source::Languages {
            return self.language(place);
        }
        self.allowed(place)
    }

    /// A `#` is sent as it was typed, but any other program ends the address there.
    fn fragment(&self, place: &Range<usize>) -> Option<Advice> {
        let at = place.start + self.target.typed.text[place.clone()].find('#')?;
        let words = "a # ends an address elsewhere; Segue sends it as %23, and that can be typed as well";
        Some(Advice::instead(self.target.typed, &(at..at + 1), words.to_owned(), "%23"))
    }

    /// A language that the storefront does not list may pass or be refused.
    fn language(&self, place: &Range<usize>) -> Option<Advice> {
        let in_path = self.target.found.captured("storefront").map(|captured| captured.value.as_str());
        let storefront = in_path?;
        let languages = self.known.told_languages(storefront);
        let tag = self.decoded(place);
        if languages.is_empty() {
            return Self::tongue(place, &tag);
        }
        if languages.iter().any(|language| language.eq_ignore_ascii_case(&tag)) {
            return None;
        }
        let names = listed(languages.iter().map(String::as_str));
        Some(Advice::at(
            place,
            format!("the storefront {storefront} has {names}, and may refuse {}", shown(&tag)),
        ))
    }

    /// Where no answer has told the languages of a storefront, one that no storefront is known to have: those that are built in
    /// may be out of date, and a language that others have may have come.
    fn tongue(place: &Range<usize>, tag: &str) -> Option<Advice> {
        let is_known = languages::all().iter().any(|known| known.eq_ignore_ascii_case(tag));
        let words =
            format!("no storefront is known to have the language {}, and it may be refused", shown(tag));
        (!is_known).then(|| Advice::at(place, words))
    }

    /// One of the listed values, where the list is complete.
    fn allowed(&self, place: &Range<usize>) -> Option<Advice> {
        let (values, text) = (&self.parameter.values, self.decoded(place));
        if values.is_empty() || self.parameter.is_open || values.contains(&text) {
            return None;
        }
        Some(self.none_of(place, &text, values.iter().map(String::as_str).collect()))
    }

    fn none_of(&self, place: &Range<usize>, text: &str, names: Vec<&str>) -> Advice {
        let words = format!(
            "{} is no value of `{}`; there is {}",
            shown(text),
            self.name,
            listed(names.iter().copied())
        );
        match near(text, names.into_iter()) {
            Some(meant) => Advice::instead(self.target.typed, place, words, meant),
            None => Advice::at(place, words),
        }
    }

    fn list(&self, place: &Range<usize>) -> Vec<Advice> {
        let places = items(self.target.typed.text, place.clone());
        let given = places.iter().filter(|item| !item.is_empty());
        let mut advice: Vec<Advice> = given.clone().filter_map(|item| self.item(item)).collect();
        let count = given.count();
        if let Some(cap) = self.parameter.cap.filter(|cap| count > *cap as usize) {
            let words = format!("`{}` takes {cap} at most, and there are {count}", self.name);
            advice.push(Advice::at(place, words));
        }
        advice
    }

    fn item(&self, place: &Range<usize>) -> Option<Advice> {
        match &self.parameter.source {
            Source::Storefronts => {
                path::storefront(self.target.typed, place, &self.decoded(place), self.known)
            }
            Source::Ids(None) if self.target.found.endpoint.of.as_deref() == Some("storefronts") => {
                path::storefront(self.target.typed, place, &self.decoded(place), self.known)
            }
            Source::Relationships => self.named(place, "relationship", |resource| {
                resource.relationships.iter().map(|one| one.name.as_str()).collect()
            }),
            Source::Views => self.named(place, "view", |resource| {
                resource.views.iter().map(|view| view.name.as_str()).collect()
            }),
            Source::Extended => self.extended(place),
            Source::Own => self.allowed(place),
            Source::Ids(_) | Source::Languages | Source::Attributes => None,
        }
    }

    /// Apple leaves out a name that it does not know without a word, so that nobody notices.
    fn named(
        &self,
        place: &Range<usize>,
        what: &str,
        names: impl Fn(&'static ResourceType) -> Vec<&'static str>,
    ) -> Option<Advice> {
        let scoped = self.scope().map(|scope| all().resource(scope));
        let resources = match scoped {
            Some(resource) => resource.into_iter().collect(),
            None => self.target.resources.clone(),
        };
        let (many, text) = (resources.first()?.many.as_str(), self.decoded(place));
        let all: Vec<&str> = resources.iter().flat_map(|resource| names(resource)).collect();
        if all.contains(&text.as_str()) {
            return None;
        }
        let words = format!("{many} have no {what} {}; Apple leaves it out without a word", shown(&text));
        Some(match near(&text, all.into_iter()) {
            Some(meant) => {
                Advice::instead(self.target.typed, place, format!("{words}. `{meant}` is one"), meant)
            }
            None => Advice::at(place, words),
        })
    }

    /// What `extend` takes is known in parts only: a slip of a known name is told, and nothing else.
    fn extended(&self, place: &Range<usize>) -> Option<Advice> {
        let text = self.decoded(place);
        let known = || {
            all()
                .resources()
                .iter()
                .flat_map(|resource| resource.extended.iter().chain(&resource.observed_extended))
        };
        if known().any(|name| *name == text) {
            return None;
        }
        let meant = near(&text, known().map(String::as_str))?;
        let words = format!("{} is probably `{meant}`; Apple leaves out what it does not know", shown(&text));
        Some(Advice::instead(self.target.typed, place, words, meant))
    }
}
