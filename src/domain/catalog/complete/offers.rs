//! Choosing among what could be offered: what fits what was typed, best first, and no more than anybody reads.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Offer;
use crate::domain::{
    catalog::{
        Known, PageSize, Parameter,
        endpoint::{Kind, Source},
        resource::Relationship,
    },
    secret,
    visible::visible,
};

/// More than this nobody looks through.
pub(super) const MOST: usize = 60;

/// What a path or a query takes as it is, apart from letters and digits.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// A text as it can stand in a path or a value.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// How well a text fits what was typed, the smaller the better; none if it does not. Both in small letters.
pub(super) fn fit(typed: &str, text: &str) -> Option<u8> {
    if text.starts_with(typed) {
        return Some(0);
    }
    let at = text.find(typed)?;
    let begins_word = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    Some(if begins_word { 1 } else { 2 })
}

/// Offers that fit, the best first; equals stay in their order.
pub(super) fn fitting(typed: &str, offers: impl IntoIterator<Item = Offer>) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let ranked =
        offers.into_iter().filter_map(|offer| Some((fit(&typed, &offer.text.to_lowercase())?, offer)));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, offer)| offer).take(MOST).collect()
}

/// The ids of a type that were seen and fit by id or by name, the last seen first.
pub(super) fn ids(typed: &str, kind: &str, known: &Known<'_>, without: &[String]) -> Vec<Offer> {
    let folded = typed.to_lowercase();
    let rank = |seen: &crate::domain::catalog::SeenId| {
        if seen.id.starts_with(typed) { Some(0) } else { Some(1 + fit(&folded, &seen.folded)?) }
    };
    let of_type = known.seen.of(kind).iter().rev();
    let mut ranked: Vec<_> = of_type.filter_map(|seen| Some((rank(seen)?, seen))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let fit_to_show =
        ranked.into_iter().filter(|(_, seen)| !without.contains(&seen.id) && !secret::is_in(&seen.id));
    fit_to_show
        .take(MOST)
        .map(|(_, seen)| Offer { text: encoded(&seen.id), beside: visible(&seen.name).into_owned() })
        .collect()
}

/// The storefronts that fit by id or by name, the one in use first.
pub(super) fn storefronts(typed: &str, known: &Known<'_>, without: &[String]) -> Vec<Offer> {
    let folded = typed.to_lowercase();
    let is_whole = known.is_storefront(&folded);
    let mut ranked: Vec<_> = known
        .all_storefronts()
        .filter(|(id, _)| !without.iter().any(|there| there == id))
        .filter_map(|(id, name)| {
            let by_id = id.starts_with(&folded).then_some(0);
            // An id that is whole is what was meant, whatever names it stands in.
            let by_name = || fit(&folded, &name.to_lowercase()).filter(|_| !is_whole).map(|rank| rank + 1);
            let rank = by_id.or_else(by_name)?;
            Some((
                (known.storefront != Some(id), rank),
                Offer { text: encoded(id), beside: visible(name).into_owned() },
            ))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, offer)| offer).take(MOST).collect()
}

/// `list · required · topResults · default 5 · at most 25`
pub(super) fn about(parameter: &Parameter, size: PageSize) -> String {
    let mut facts = vec![parameter.kind.word().to_owned()];
    if parameter.is_required {
        facts.push("required".to_owned());
    }
    if !parameter.values.is_empty() {
        facts.push(parameter.values.join(", "));
    }
    let from = match &parameter.source {
        Source::Languages => "a language of the storefront",
        Source::Relationships => "relationships",
        Source::Views => "views",
        Source::Extended => "attributes to add",
        Source::Attributes => "attributes",
        Source::Ids(_) => "ids",
        Source::Storefronts => "storefronts",
        Source::Own => "",
    };
    facts.extend((!from.is_empty()).then(|| from.to_owned()));
    let numbers = if parameter.name == "limit" {
        size
    } else {
        PageSize { default: parameter.default, cap: parameter.cap }
    };
    facts.extend(self::numbers(numbers, parameter.kind == Kind::List));
    if !parameter.is_documented {
        facts.push("seen, not documented".to_owned());
    }
    facts.join(" · ")
}

fn numbers(size: PageSize, is_list: bool) -> Vec<String> {
    let default = size.default.map(|default| format!("default {default}"));
    let items = if is_list { " items" } else { "" };
    default.into_iter().chain(size.cap.map(|cap| format!("at most {cap}{items}"))).collect()
}

/// `songs, music-videos · objects · default 300 · at most 300`
pub(super) fn about_relationship(relationship: &Relationship) -> String {
    let mut facts = vec![relationship.to.join(", "), relationship.state.word().to_owned()];
    facts.extend(numbers(PageSize { default: relationship.default, cap: relationship.cap }, false));
    if relationship.is_personal {
        facts.push("needs a Music User Token".to_owned());
    }
    facts.join(" · ")
}
