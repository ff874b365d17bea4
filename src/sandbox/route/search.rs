//! Search of the catalogue and of the library: one group of results for each type, each with its own cursor.

use std::cmp::Reverse;

use serde_json::{Map, Value, json};
use url::form_urlencoded::byte_serialize;

use super::list::data;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind, LIBRARY, Node, Spec};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

/// Search runs dry: clients saw no more than about a hundred results of a type.
const DEEPEST: usize = 100;

pub(super) fn catalog(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["term", "types", "limit", "offset", "with"])?;
    let path = format!("/v1/catalog/{}/search", reader.storefront_id());
    search(call, reader, &path, CATALOG)
}

pub(super) fn library(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["term", "types", "limit", "offset"])?;
    search(call, reader, "/v1/me/library/search", LIBRARY)
}

fn search(call: &Call, reader: &Reader<'_>, path: &str, specs: &'static [Spec]) -> Result<Answer, Fault> {
    let term = term(call)?;
    let page = call.query.page(5, 25)?;
    let mut results = Map::new();
    let mut leaders = Vec::new();
    for spec in types(call, specs)? {
        let rows = found(reader, spec.kind, term);
        leaders.extend(rows.first().copied());
        if rows.len() > page.offset {
            results.insert(spec.name.to_owned(), group(reader, path, term, spec, &rows, page));
        }
    }
    let order: Vec<String> = results.keys().cloned().collect();
    if call.query.list("with").contains(&"topResults") && !leaders.is_empty() {
        results.insert("topResults".to_owned(), json!({ "data": reader.resources(&leaders, Place::Inside) }));
    }
    let mut map = Map::new();
    map.insert("results".into(), Value::Object(results));
    map.insert("meta".into(), json!({ "results": { "order": order, "rawOrder": order } }));
    Ok(data(map))
}

pub(super) fn term(call: &Call) -> Result<&str, Fault> {
    let term = call.query.get("term").map(str::trim);
    match term {
        None => Err(Fault::missing("term", "Parameter 'term' is required")),
        Some("") => Err(Fault::value("term", "Value must not be empty")),
        Some(term) => Ok(term),
    }
}

/// What no search looks for.
const UNSEARCHED: &[Kind] = &[Kind::LibraryFolder, Kind::Genre, Kind::StationGenre];

/// The types asked for. Others are refused by name.
pub(super) fn types(call: &Call, specs: &'static [Spec]) -> Result<Vec<&'static Spec>, Fault> {
    let names = call.query.list("types");
    if names.is_empty() {
        return Err(Fault::missing("types", "Parameter 'types' is required"));
    }
    let mut types: Vec<&'static Spec> = Vec::new();
    for name in names {
        match specs.iter().find(|spec| spec.name == name && !UNSEARCHED.contains(&spec.kind)) {
            Some(spec) if types.iter().any(|other| other.name == spec.name) => {}
            Some(spec) => types.push(spec),
            None => return Err(Fault::value("types", format!("Unknown type '{name}'"))),
        }
    }
    Ok(types)
}

/// Every type that can be searched for.
pub(super) fn every(specs: &'static [Spec]) -> Vec<&'static Spec> {
    specs.iter().filter(|spec| !UNSEARCHED.contains(&spec.kind)).collect()
}

fn group(reader: &Reader<'_>, path: &str, term: &str, spec: &Spec, rows: &[Node], page: Page) -> Value {
    let term: String = byte_serialize(term.as_bytes()).collect();
    let language = reader.asks.language.as_ref().map(|tag| format!("l={tag}&")).unwrap_or_default();
    // Artists are the one type whose albums show here too.
    let place = if spec.kind == Kind::Artist { Place::Listed } else { Place::Inside };
    let (limit, after) = (page.limit, page.offset.saturating_add(page.limit));
    let mut map = Map::new();
    map.insert(
        "href".into(),
        json!(format!("{path}?{language}limit={limit}&term={term}&types={}", spec.name)),
    );
    if after < rows.len() {
        let next = format!("{path}?{language}offset={after}&term={term}&types={}", spec.name);
        map.insert("next".into(), json!(next));
    }
    let shown: Vec<Node> = rows.iter().copied().skip(page.offset).take(limit).collect();
    map.insert("data".into(), json!(reader.resources(&shown, place)));
    Value::Object(map)
}

/// What matches all words of the term, best first.
pub(super) fn found(reader: &Reader<'_>, kind: Kind, term: &str) -> Vec<Node> {
    let term = term.to_lowercase();
    let words: Vec<&str> = term.split_whitespace().collect();
    let nodes: Vec<Node> = match kind.is_library() {
        true => reader.library.nodes(kind).collect(),
        false => reader.catalogue.nodes(kind).collect(),
    };
    let here = nodes.into_iter().filter(|&node| reader.catalogue.sold_in(node, reader.storefront));
    let mut ranked: Vec<(u8, u64, Node)> = here
        .filter_map(|node| {
            rank(reader, node, &term, &words).map(|rank| (rank, reader.popularity(node), node))
        })
        .collect();
    ranked.sort_unstable_by_key(|&(rank, popularity, _)| (rank, Reverse(popularity)));
    ranked.into_iter().take(DEEPEST).map(|(_, _, node)| node).collect()
}

/// 0 for the very name, 1 for its beginning, 2 for a name with all the words, 3 when the artist supplies some. The name at
/// home counts as much as the one in the listener's language.
fn rank(reader: &Reader<'_>, node: Node, term: &str, words: &[&str]) -> Option<u8> {
    let (plain, by) = names(reader, node);
    let (spoken, by) = (reader.name(node), by.to_lowercase());
    let translated = (spoken != plain).then(|| ranked(&spoken.to_lowercase(), &by, term, words)).flatten();
    [ranked(&plain.to_lowercase(), &by, term, words), translated].into_iter().flatten().min()
}

fn ranked(name: &str, by: &str, term: &str, words: &[&str]) -> Option<u8> {
    if name == term {
        return Some(0);
    }
    if words.iter().all(|word| name.contains(word)) {
        return Some(if name.starts_with(term) { 1 } else { 2 });
    }
    words.iter().all(|word| name.contains(word) || by.contains(word)).then_some(3)
}

/// What a resource is called at home, as far as that can differ, and who it is by.
fn names<'a>(reader: &'a Reader<'_>, node: Node) -> (&'a str, &'a str) {
    let (catalogue, at) = (reader.catalogue, node.at as usize);
    let artist = |at: u32| &*catalogue.artists[at as usize].name;
    let song = |at: u32| (&*catalogue.songs[at as usize].name, artist(catalogue.song_artist(at)));
    let album =
        |at: u32| (&*catalogue.albums[at as usize].name, artist(catalogue.albums[at as usize].artist));
    match node.kind {
        Kind::Song => song(node.at),
        Kind::Video => song(catalogue.videos[at]),
        Kind::Album => album(node.at),
        Kind::Artist => (artist(node.at), ""),
        Kind::Playlist => (&catalogue.playlists[at].name, ""),
        Kind::LibrarySong => song(reader.library.songs[at].song),
        Kind::LibraryAlbum => album(reader.library.albums[at].album),
        Kind::LibraryArtist => (artist(reader.library.artists[at].artist), ""),
        Kind::LibraryPlaylist => (&reader.library.playlists[at].name, ""),
        Kind::LibraryVideo => song(catalogue.videos[reader.library.videos[at].video as usize]),
        _ => ("", ""),
    }
}
