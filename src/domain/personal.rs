//! What of an answer is personal, and what stands for it on a stage: names from a library, e-mail addresses, identifiers that
//! belong to an account. An identifier gets a stand-in that leads to the same place, so that links can still be followed.

mod net;
mod place;

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::LazyLock,
};

use regex::Regex;

use self::place::{Place, each};
use super::{
    catalog::{self, Scope},
    json::{Document, Kind, NodeId},
};

pub use net::{Net, Own};

/// What stands for a text that is personal.
pub const HIDDEN: &str = "••••";

/// What stands for an e-mail address.
const ADDRESS: &str = "•••@•••";

/// How every stand-in for an identifier begins, after what says which kind it is.
const STAND_IN: &str = "masked";

/// Names are looked for by so many characters that stand together; shorter names could be any word.
const WINDOW: usize = 8;

/// Windows of names that are kept: those of some ten thousand names.
const MOST_WINDOWS: usize = 200_000;

/// Members of a resource whose texts say nothing about a person.
const PLAIN: [&str; 8] =
    ["type", "kind", "contentRating", "format", "resourceTypes", "playlistType", "canonicalTypes", "status"];

static ADDRESSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)[\p{L}\p{N}._+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+").ok());

static LIBRARY_IDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:[ailpr]\.|pl\.u-)[A-Za-z0-9]{5,}\b").ok());

/// Windows of the names of endpoints: a playlist called `Playlists` must not blank every path.
static ORDINARY: LazyLock<HashSet<[char; WINDOW]>> = LazyLock::new(|| {
    let endpoints = catalog::all().endpoints(Scope::WithObserved);
    endpoints.flat_map(|endpoint| windows(&format!("{} {}", endpoint.path, endpoint.title))).collect()
});

/// What was met that is personal, and what stands for it.
#[derive(Clone, Default)]
pub struct Personal {
    stand_ins: HashMap<String, String>,
    real: HashMap<String, String>,
    names: HashMap<String, String>,
    counts: HashMap<String, usize>,
    windows: HashSet<[char; WINDOW]>,
}

impl fmt::Debug for Personal {
    /// How much, and not what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Personal").field("stand_ins", &self.stand_ins.len()).finish()
    }
}

/// Whether a path asks for what belongs to an account.
#[must_use]
pub fn is_of_account(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    steps.next().is_some() && steps.next().is_some_and(|step| step.eq_ignore_ascii_case("me"))
}

/// The e-mail addresses in a text.
pub fn addresses(text: &str) -> impl Iterator<Item = String> {
    let found = ADDRESSES.iter().flat_map(|addresses| addresses.find_iter(text));
    found.map(|found| found.as_str().to_owned()).collect::<Vec<_>>().into_iter()
}

impl Personal {
    /// The text of a document that came from this path, with stand-ins for what is personal. Only texts change, so that the
    /// tree is the same.
    pub fn document(&mut self, target: &str, document: &Document) -> Vec<u8> {
        let is_personal = self.is_personal(target);
        each(document, is_personal, &mut |node, place| self.learn(document, node, place));
        let (mut text, mut from) = (Vec::with_capacity(document.size()), 0);
        let mut replace = |range: std::ops::Range<usize>, new: &str| {
            text.extend_from_slice(&document.part(from..range.start));
            text.extend_from_slice(new.as_bytes());
            from = range.end;
        };
        each(document, is_personal, &mut |node, place| {
            if let Some(key) = document.raw_key(node).filter(|_| place.is_open())
                && let Some(decoded) = document.key(node)
                && let Some(new) = self.key(&decoded)
            {
                let start = document.member_start(node) + 1;
                let quoted = quoted(&new);
                replace(start..start + key.len(), &quoted[1..quoted.len() - 1]);
            }
            if document.kind(node) == Kind::String
                && let Some(old) = document.text(node)
                && let Some(new) = self.value(document, node, &old, place)
            {
                replace(document.range(node), &quoted(&new));
            }
        });
        text.extend_from_slice(&document.part(from..document.size()));
        text
    }

    /// Whether what comes from a path is personal: it is of an account, or was come to from there.
    #[must_use]
    pub fn is_personal(&self, target: &str) -> bool {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        is_of_account(target) || path.split('/').any(|step| self.stand_ins.contains_key(step))
    }

    /// Gives the identifier of a resource a stand-in, before any link names it.
    fn learn(&mut self, document: &Document, node: NodeId, place: &Place) {
        if place.is_resource
            && place.is_personal
            && document.has_key(node, "id")
            && let Some(id) = document.text(node)
        {
            self.stand_in(&id);
        }
    }

    fn key(&mut self, key: &str) -> Option<String> {
        self.stand_ins.get(key).cloned().or_else(|| self.changed(key))
    }

    fn value(&mut self, document: &Document, node: NodeId, old: &str, place: &Place) -> Option<String> {
        let key = document.key(node).unwrap_or_default();
        match &*key {
            "next" | "href" | "previous" => Some(self.link(old, place.is_personal)).filter(|new| new != old),
            _ if !place.is_personal => self.changed(old),
            "id" if place.is_resource => Some(self.stand_in(old)),
            key if PLAIN.contains(&key) => self.changed(old),
            "name" if place.is_attributes => {
                self.remember(old);
                Some(self.name(&place.kind, &place.id))
            }
            key if place.is_inside => {
                if ["name", "title", "Name", "Title"].iter().any(|end| key.ends_with(end)) {
                    self.remember(old);
                }
                Some(HIDDEN.to_owned())
            }
            _ => self.changed(old),
        }
    }

    /// The name that stands for a resource's: the same one each time.
    fn name(&mut self, kind: &str, id: &str) -> String {
        if let Some(name) = self.names.get(id) {
            return name.clone();
        }
        let count = self.counts.entry(kind.to_owned()).or_default();
        *count += 1;
        let noun = kind.strip_suffix('s').unwrap_or(kind).replace('-', " ");
        let name = format!("{noun} {count}");
        self.names.insert(id.to_owned(), name.clone());
        name
    }

    /// What stands for an identifier.
    fn stand_in(&mut self, id: &str) -> String {
        if self.real.contains_key(id) {
            return id.to_owned();
        }
        if let Some(known) = self.stand_ins.get(id) {
            return known.clone();
        }
        let kind = ["pl.u-", "a.", "i.", "l.", "p.", "r."].into_iter().find(|kind| id.starts_with(kind));
        let stand_in = format!("{}{STAND_IN}{}", kind.unwrap_or_default(), self.real.len() + 1);
        self.stand_ins.insert(id.to_owned(), stand_in.clone());
        self.real.insert(stand_in.clone(), id.to_owned());
        stand_in
    }

    /// A link with stand-ins for what is personal in it.
    pub fn link(&mut self, link: &str, is_personal: bool) -> String {
        let link = if is_personal { self.steps(link) } else { link.to_owned() };
        self.text(&link)
    }

    fn steps(&mut self, link: &str) -> String {
        let (path, query) = link.split_once('?').map_or((link, None), |(path, query)| (path, Some(query)));
        let known = |step: &str| self.stand_ins.get(step).cloned().unwrap_or_else(|| step.to_owned());
        let path: Vec<_> = path.split('/').map(known).collect();
        let Some(query) = query else { return path.join("/") };
        let parameter = |parameter: &str| match parameter.split_once('=') {
            Some((name @ "term", value)) if !value.is_empty() => {
                format!("{name}={}", self.stand_in(value))
            }
            Some((name @ ("ids" | "id"), value)) => {
                let ids: Vec<_> = value.split(',').map(|id| self.stand_in(id)).collect();
                format!("{name}={}", ids.join(","))
            }
            _ => parameter.to_owned(),
        };
        let query: Vec<_> = query.split('&').map(parameter).collect();
        format!("{}?{}", path.join("/"), query.join("&"))
    }

    /// A text from outside with stand-ins for what is personal wherever it is met: addresses, identifiers, names that were
    /// met in a library.
    pub fn text(&mut self, text: &str) -> String {
        let replaced = match &*ADDRESSES {
            Some(addresses) => addresses.replace_all(text, ADDRESS).into_owned(),
            None => text.to_owned(),
        };
        let Some(ids) = &*LIBRARY_IDS else { return replaced };
        let with_ids = ids.replace_all(&replaced, |found: &regex::Captures<'_>| match &found[0] {
            id if is_identifier(id) => self.stand_in(id),
            other => other.to_owned(),
        });
        let marks = self.names_in(&with_ids.chars().collect::<Vec<_>>());
        with_ids.chars().zip(marks).map(|(c, is_hidden)| if is_hidden { '•' } else { c }).collect()
    }

    fn changed(&mut self, text: &str) -> Option<String> {
        Some(self.text(text)).filter(|new| new != text)
    }

    /// A text that is about to be sent, with the identifiers themselves.
    #[must_use]
    pub fn unveil(&self, text: &str) -> String {
        if !text.contains(STAND_IN) {
            return text.to_owned();
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || ".-_~%+".contains(c);
        let (mut sent, mut rest) = (String::new(), text);
        while let Some(start) = rest.find(is_part) {
            sent.push_str(&rest[..start]);
            let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |end| start + end);
            let word = &rest[start..end];
            sent.push_str(self.real.get(word).map_or(word, String::as_str));
            rest = &rest[end..];
        }
        sent + rest
    }

    /// Remembers a name that must not show elsewhere either.
    fn remember(&mut self, name: &str) {
        if self.windows.len() < MOST_WINDOWS {
            self.windows.extend(windows(name).into_iter().filter(|window| !ORDINARY.contains(window)));
        }
    }

    /// Which characters belong to names that were met, by parts of eight.
    fn names_in(&self, text: &[char]) -> Vec<bool> {
        let mut marks = vec![false; text.len()];
        if self.windows.is_empty() {
            return marks;
        }
        let lowered: Vec<char> = text.iter().map(|c| lower(*c)).collect();
        for (at, window) in lowered.windows(WINDOW).enumerate() {
            if <[char; WINDOW]>::try_from(window).is_ok_and(|window| self.windows.contains(&window)) {
                marks[at..at + WINDOW].fill(true);
            }
        }
        marks
    }
}

/// Whether this looks like an identifier, and is none of ours: those have a digit or a capital among their letters.
fn is_identifier(id: &str) -> bool {
    let own = id.rsplit(['.', '-']).next().unwrap_or_default();
    !own.starts_with(STAND_IN) && own.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// In lower case, and with what stands for a space as one: in a query, or in the words of an address (`low-tide-letters`).
fn lower(c: char) -> char {
    if matches!(c, '+' | '-' | '_') { ' ' } else { c.to_lowercase().next().unwrap_or(c) }
}

fn windows(name: &str) -> Vec<[char; WINDOW]> {
    let characters: Vec<char> = name.chars().map(lower).collect();
    characters.windows(WINDOW).filter_map(|window| window.try_into().ok()).collect()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veiled(personal: &mut Personal, target: &str, body: &str) -> String {
        let document = Document::parse(body.as_bytes()).unwrap();
        String::from_utf8(personal.document(target, &document)).unwrap()
    }

    #[test]
    fn a_library_resource_keeps_its_shape_and_nothing_else() {
        let body = r#"{"next":"/v1/me/library/songs?offset=1","data":[{"href":"/v1/me/library/songs/i.Ab12Cd34","id":"i.Ab12Cd34","type":"library-songs","attributes":{"name":"Lullaby for Ann","durationInMillis":1,"playParams":{"id":"i.Ab12Cd34","kind":"song"},"genreNames":["Lullaby"]}}]}"#;
        let shown = veiled(&mut Personal::default(), "/v1/me/library/songs?limit=1", body);
        let expected = r#"{"next":"/v1/me/library/songs?offset=1","data":[{"href":"/v1/me/library/songs/i.masked1","id":"i.masked1","type":"library-songs","attributes":{"name":"library song 1","durationInMillis":1,"playParams":{"id":"••••","kind":"song"},"genreNames":["••••"]}}]}"#;
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_stands_for_an_identifier_leads_to_it() {
        let mut personal = Personal::default();
        let body =
            r#"{"resources":{"library-songs":{"i.Ab12Cd34":{"id":"i.Ab12Cd34","type":"library-songs"}}}}"#;
        let shown = veiled(&mut personal, "/v1/me/library/songs", body);
        assert!(shown.contains(r#"{"i.masked1":{"id":"i.masked1""#), "{shown}");
        assert_eq!(personal.unveil("/v1/me/x?ids=i.masked1,2"), "/v1/me/x?ids=i.Ab12Cd34,2");
        let link = personal.link("/v1/me/library/search?term=Ann%27s+song&offset=5", true);
        assert_eq!(link, "/v1/me/library/search?term=masked2&offset=5");
        assert_eq!(personal.unveil(&link), "/v1/me/library/search?term=Ann%27s+song&offset=5");
        assert_eq!(personal.link(&link, true), link);
    }

    #[test]
    fn what_was_played_is_personal_wherever_it_leads() {
        let mut personal = Personal::default();
        let song = r#"{"data":[{"id":"1000101","type":"songs","href":"/v1/catalog/us/songs/1000101","attributes":{"name":"Glass Harbour"}}]}"#;
        let shown = veiled(&mut personal, "/v1/me/recent/played/tracks", song);
        assert!(shown.contains(r#""href":"/v1/catalog/us/songs/masked1","attributes":{"name":"song 1"}"#));
        assert!(veiled(&mut personal, "/v1/catalog/us/songs/1000101", song).contains("song 1"));
        assert!(veiled(&mut Personal::default(), "/v1/catalog/us/songs/1000101", song).contains("Glass"));
    }

    #[test]
    fn addresses_and_identifiers_are_found_in_any_text() {
        let table = [
            ("ask ann.of-x@mail.example.com now", "ask •••@••• now"),
            ("/v1/x?q=ann%40example.com&a=1", "/v1/x?q=•••@•••&a=1"),
            ("no p.Xy12Zw3 here", "no p.masked1 here"),
            ("pl.u-abc123DEF", "pl.u-masked1"),
            ("pl.acc464c750b94302b8806e5fcbe56e17", "pl.acc464c750b94302b8806e5fcbe56e17"),
            ("a.example i.masked1", "a.example i.masked1"),
        ];
        for (text, expected) in table {
            assert_eq!(Personal::default().text(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_that_was_met_shows_nowhere_else() {
        let mut personal = Personal::default();
        let body = r#"{"data":[{"id":"p.Ab12Cd34","type":"library-playlists","attributes":{"name":"Playlists for Ann"}}]}"#;
        let _ = veiled(&mut personal, "/v1/me/library/playlists", body);
        assert_eq!(
            personal.text("no lists FOR+ANN here"),
            "no lists FOR+ANN here".replace("lists FOR+ANN", "•••••••••••••")
        );
        assert_eq!(personal.text("/us/playlists-for-ann/1"), "/us/pla••••••••••••••/1");
        assert_eq!(personal.text("/v1/me/library/playlists"), "/v1/me/library/playlists");
    }

    #[test]
    fn errors_of_an_account_say_what_they_say() {
        let body = r#"{"errors":[{"id":"X","title":"No related resources","detail":"for ann@example.com"}]}"#;
        let shown = veiled(&mut Personal::default(), "/v1/me/library/songs/i.Ab12Cd34", body);
        assert!(shown.contains("No related resources") && shown.contains("for •••@•••"), "{shown}");
    }
}
