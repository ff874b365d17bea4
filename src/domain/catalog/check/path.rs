//! Advice about the method and the path in front of the query.

use std::ops::Range;

use super::{About, Advice, listed, shown};
use crate::domain::near::near;
use crate::domain::{
    catalog::{Known, Scope, Typed, all, coming::Target, endpoint::placeholder},
    request::Method,
    storefronts,
    visible::visible,
};

/// Stands for the storefront in use.
const STOREFRONT: &str = "{storefront}";

/// What was left of a template: `{id}`, in a segment or in a value.
pub(super) fn placeholders(typed: &Typed<'_>) -> Vec<Advice> {
    let values = typed.pairs.iter().filter_map(|pair| pair.value.as_ref());
    let places = typed.segments.iter().chain(values);
    let left = places.filter(|place| {
        let text = typed.segment(place);
        // That one is filled in when it is sent.
        if text == STOREFRONT {
            return false;
        }
        placeholder(text.as_ref()).is_some_and(|name| !name.is_empty())
            || is_angled(&text)
            || is_coloned(&text)
    });
    left.map(|place| {
        let words = format!("{} is a placeholder; put in what it stands for", shown(&typed.segment(place)));
        Advice::at(place, words)
    })
    .collect()
}

fn is_angled(text: &str) -> bool {
    text.len() > 2 && text.starts_with('<') && text.ends_with('>')
}

/// `:id`, as many an article writes it.
fn is_coloned(text: &str) -> bool {
    let name = text.strip_prefix(':').unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A path that means an endpoint: its storefront, relationship and view.
pub(super) fn check(target: &Target<'_>, known: &Known<'_>) -> Vec<Advice> {
    let of = target.found.endpoint.of.as_deref();
    let captured = target.found.captured.iter();
    captured
        .filter_map(|captured| match captured.name.as_str() {
            "storefront" => storefront(target.typed, &captured.at, &captured.value, known),
            "id" if of == Some("storefronts") => {
                storefront(target.typed, &captured.at, &captured.value, known)
            }
            name @ ("relationship" | "view") => named(target, name, &captured.at, &captured.value),
            _ => None,
        })
        .collect()
}

/// Whether there is such a storefront.
pub(super) fn storefront(
    typed: &Typed<'_>,
    place: &Range<usize>,
    id: &str,
    known: &Known<'_>,
) -> Option<Advice> {
    if id == STOREFRONT || known.is_storefront(id) {
        return None;
    }
    let by_name =
        || known.all_storefronts().find(|(_, name)| name.eq_ignore_ascii_case(id)).map(|(id, _)| id);
    let words = format!("there is no storefront {}", shown(id));
    Some(match storefronts::closest(id).or_else(by_name) {
        Some(meant) => Advice::instead(typed, place, format!("{words}; `{meant}` is one"), meant),
        None => Advice::at(place, format!("{words}; /v1/storefronts lists them")),
    })
}

/// Whether the resource has such a relationship or view.
fn named(target: &Target<'_>, what: &str, place: &Range<usize>, name: &str) -> Option<Advice> {
    let resource = all().resource(target.found.endpoint.of.as_deref()?)?;
    if (what, name) == ("relationship", "view") {
        // The name of a view is still to come.
        return None;
    }
    let names: Vec<&str> = match what {
        "view" => resource.views.iter().map(|view| view.name.as_str()).collect(),
        _ => resource.relationships.iter().map(|relationship| relationship.name.as_str()).collect(),
    };
    // What clients were seen to use works: it is no mistake, whatever is offered.
    let is_seen = all()
        .matching(target.found.endpoint.method, target.typed.text, Scope::WithObserved)
        .is_some_and(|found| !found.endpoint.is_documented);
    if names.contains(&name) || is_seen {
        return None;
    }
    let words = format!(
        "{} have no {what} {}; there is {}",
        resource.many,
        shown(name),
        listed(names.iter().copied())
    );
    Some(match near(name, names.into_iter()) {
        Some(meant) => Advice::instead(target.typed, place, words, meant),
        None => Advice::at(place, words),
    })
}

/// A method and path that mean no endpoint.
pub(super) fn unknown(typed: &Typed<'_>, method: Method, known: &Known<'_>) -> Vec<Advice> {
    let parts: Vec<&Range<usize>> = typed.parts().collect();
    let words: Vec<_> = parts.iter().map(|part| typed.segment(part)).collect();
    if let ["v1", "me"] = words.iter().map(AsRef::as_ref).collect::<Vec<&str>>()[..] {
        let whole = parts[0].start..parts[1].end;
        let words = "nothing answers at `/v1/me` itself, whatever Apple's article shows; \
                     `/v1/me/storefront` tells whether both tokens are good";
        return vec![Advice::instead(typed, &parts[1].clone(), words.to_owned(), "me/storefront")]
            .into_iter()
            .map(|advice| Advice { about: About::Path(whole.clone()), ..advice })
            .collect();
    }
    let offered = all().offering(typed.text, known.scope);
    if !offered.is_empty() {
        return vec![not_offered(method, &offered)];
    }
    let advice = without_version(typed, &parts, known).or_else(|| misspelt(typed, &parts, known));
    advice.or_else(|| stray(typed, &parts)).into_iter().collect()
}

fn not_offered(method: Method, offered: &[Method]) -> Advice {
    let offered = listed(offered.iter().map(|method| method.as_str()));
    let method_name = method.as_str();
    let words = match method {
        Method::Delete | Method::Patch => {
            format!("Apple takes {offered}; a 401 to `{method_name}` blames no token")
        }
        _ => format!("Apple offers {offered} for this path, not `{method_name}`"),
    };
    Advice { about: About::Method, words, better: None, is_final: false }
}

/// `/catalog/us/albums/1`
fn without_version(typed: &Typed<'_>, parts: &[&Range<usize>], known: &Known<'_>) -> Option<Advice> {
    let first = *parts.first()?;
    let better = format!("{}v1/{}", &typed.text[..first.start], &typed.text[first.start..]);
    if all().offering(&better, known.scope).is_empty() {
        return None;
    }
    let words = "the path lacks the version in front, `/v1`".to_owned();
    Some(Advice { about: About::Path(first.clone()), words, better: Some(better), is_final: false })
}

/// `/v1/catalog/us/album/1`: one word is a slip away from a path that exists.
fn misspelt(typed: &Typed<'_>, parts: &[&Range<usize>], known: &Known<'_>) -> Option<Advice> {
    let mut words: Vec<&str> =
        all().endpoints(known.scope).flat_map(|endpoint| endpoint.segments()).collect();
    words.sort_unstable();
    words.dedup();
    parts.iter().find_map(|place| {
        let typed_word = typed.segment(place);
        let meant = near(&typed_word, words.iter().copied().filter(|word| placeholder(word).is_none()))?;
        let words = format!("{} is probably `{meant}`", shown(&typed_word));
        let advice = Advice::instead(typed, place, words, meant);
        let is_path =
            advice.better.as_deref().is_some_and(|better| !all().offering(better, known.scope).is_empty());
        is_path.then_some(advice)
    })
}

/// `/v1/catalog/us/albums1000042`: the path goes a known way up to a word with which none goes on. Of what begins with a word of
/// its own, right behind the version, and of what lies behind the end of a known way, nothing is known and nothing said.
fn stray(typed: &Typed<'_>, parts: &[&Range<usize>]) -> Option<Advice> {
    let words: Vec<_> = parts.iter().map(|part| typed.segment(part)).collect();
    let mut candidates: Vec<Vec<&str>> =
        all().endpoints(Scope::WithObserved).map(|endpoint| endpoint.segments().collect()).collect();
    for (at, word) in words.iter().enumerate() {
        let fits = |segment: &str| segment == word || placeholder(segment).is_some();
        let going_on: Vec<_> = candidates
            .iter()
            .filter(|segments| segments.get(at).is_some_and(|segment| fits(segment)))
            .cloned()
            .collect();
        if going_on.is_empty() {
            let nexts: Vec<_> = candidates.iter().filter_map(|segments| segments.get(at).copied()).collect();
            return (at >= 2 && !nexts.is_empty()).then(|| strayed(typed, parts[at], word, &nexts));
        }
        candidates = going_on;
    }
    None
}

/// What stands where one of these should.
fn strayed(typed: &Typed<'_>, place: &Range<usize>, word: &str, nexts: &[&str]) -> Advice {
    let words = format!("no path is known that goes on with {} here", shown(word));
    let is_begin = |next: &&str| {
        word.strip_prefix(*next).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    match nexts.iter().copied().filter(is_begin).max_by_key(|next| next.len()) {
        Some(next) => {
            let meant = format!("{next}/{}", &word[next.len()..]);
            Advice::instead(typed, place, format!("{words}; `{}` is probably meant", visible(&meant)), &meant)
        }
        None => Advice::at(place, words),
    }
}
