//! What is known beside the catalogue: the storefronts, and the resources that answers have shown.

use std::collections::{HashMap, HashSet};

use super::Scope;
use crate::domain::storefronts::{self, languages};

/// What completion and advice may draw on. Nothing in it is secret.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub scope: Scope,
    /// The storefront in use, if one is set.
    pub storefront: Option<&'a str>,
    /// The storefronts that answers have told; the built-in ones count beside them.
    pub storefronts: &'a [Storefront],
    pub seen: &'a Seen,
}

impl<'a> Known<'a> {
    /// Every storefront by id and name: those that answers told, and those that are built in.
    pub(super) fn all_storefronts(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let told = self.storefronts;
        let built_in = storefronts::ALL.into_iter();
        let others = built_in.filter(move |(id, _)| told.iter().all(|storefront| storefront.id != *id));
        told.iter().map(|storefront| (storefront.id.as_str(), storefront.name.as_str())).chain(others)
    }

    /// Whether there is a storefront of this id.
    pub(super) fn is_storefront(&self, id: &str) -> bool {
        let is_listed = self.storefronts.iter().any(|storefront| storefront.id == id);
        is_listed || storefronts::is_known(id)
    }

    /// The languages that an answer has told of a storefront, its default first; none if none has.
    pub(super) fn told_languages(&self, id: &str) -> &'a [String] {
        let listed = self.storefronts.iter().find(|storefront| storefront.id == id);
        listed.map_or(&[], |storefront| &storefront.languages)
    }
}

/// The languages of a storefront, its default first: what an answer has told, else what is built in; none if neither has any.
#[must_use]
pub fn languages_of<'a>(id: &str, told: &'a [Storefront]) -> Vec<&'a str> {
    let listed = told.iter().find(|storefront| storefront.id == id && !storefront.languages.is_empty());
    match listed {
        Some(storefront) => storefront.languages.iter().map(String::as_str).collect(),
        None => languages::of(id).to_vec(),
    }
}

/// A storefront.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storefront {
    pub id: String,
    pub name: String,
    /// The languages that it offers, its default first.
    pub languages: Vec<String>,
}

/// The ids that answers have shown, with the names that went with them.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    by_type: HashMap<String, Vec<SeenId>>,
    ids: HashSet<(String, String)>,
}

/// A resource that an answer has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenId {
    pub id: String,
    /// Empty for one that came without a name.
    pub name: String,
    /// The name in small letters, for matching.
    pub(super) folded: String,
}

/// So many ids of one type are kept, the last seen: nobody looks through more, and completion has a frame's time.
const MOST: usize = 20_000;

/// So many more may come before the oldest go, all at once: to move the rest up for each one would take too long.
const SPARE: usize = 1_000;

impl Seen {
    /// Keeps a resource; what is kept already gets a name if it had none.
    pub fn add(&mut self, kind: &str, id: &str, name: &str) {
        let of_type = self.by_type.entry(kind.to_owned()).or_default();
        if !self.ids.insert((kind.to_owned(), id.to_owned())) {
            let nameless = (!name.is_empty())
                .then(|| of_type.iter_mut().find(|seen| seen.id == id && seen.name.is_empty()))
                .flatten();
            if let Some(seen) = nameless {
                (seen.name, seen.folded) = (name.to_owned(), name.to_lowercase());
            }
        } else {
            of_type.push(SeenId { id: id.to_owned(), name: name.to_owned(), folded: name.to_lowercase() });
            if of_type.len() >= MOST + SPARE {
                for oldest in of_type.drain(..SPARE) {
                    self.ids.remove(&(kind.to_owned(), oldest.id));
                }
            }
        }
    }

    /// What was seen of a type, in the order of its coming.
    #[must_use]
    pub fn of(&self, kind: &str) -> &[SeenId] {
        self.by_type.get(kind).map_or(&[], Vec::as_slice)
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_type.values().map(Vec::len).sum()
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_type.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_ids_the_newest_stay() {
        let mut seen = Seen::default();
        let all = MOST + 2 * SPARE;
        (0..all).for_each(|at| seen.add("songs", &at.to_string(), ""));
        let kept: Vec<_> = seen.of("songs").iter().map(|seen| seen.id.clone()).collect();
        let expected: Vec<_> = (all - MOST..all).map(|at| at.to_string()).collect();
        assert!(kept == expected, "{} ids, the first is {:?}", kept.len(), kept.first());
        seen.add("songs", "0", "Glass Harbour");
        assert_eq!(
            seen.of("songs").last().unwrap().name,
            "Glass Harbour",
            "an id that was let go may come again"
        );
    }
}
