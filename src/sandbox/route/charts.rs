//! `/v1/catalog/{storefront}/charts`: one list for each type, no deeper than 200.

use serde_json::{Map, Value, json};

use super::list::data;
use super::search::types;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::graph::genre_at;
use crate::sandbox::kinds::{CATALOG, Kind, Node, Spec};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::words;

/// Both the longest page and the end of every chart.
const DEEPEST: usize = 200;

pub(super) fn answer(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["types", "chart", "genre", "limit", "offset", "with"])?;
    let chart = call.query.get("chart").unwrap_or("most-played");
    if chart != "most-played" {
        return Err(Fault::value("chart", format!("Unknown chart '{chart}'")));
    }
    let genre = call.query.get("genre").map(|id| genre_at(id).ok_or_else(|| bad_genre(id))).transpose()?;
    let page = call.query.page(20, DEEPEST)?;
    if page.offset >= DEEPEST {
        return Err(Fault::value("offset", "offset must be less than 200"));
    }
    let mut results = Map::new();
    for spec in types(call, CATALOG)? {
        let title =
            title(spec).ok_or_else(|| Fault::value("types", format!("Unknown type '{}'", spec.name)))?;
        results.insert(spec.name.to_owned(), json!([one(reader, spec, title, genre, page)]));
    }
    let order: Vec<String> = results.keys().map(|name| format!("most-played:{name}")).collect();
    let mut map = Map::new();
    map.insert("results".into(), Value::Object(results));
    map.insert("meta".into(), json!({ "results": { "order": order } }));
    Ok(data(map))
}

fn bad_genre(id: &str) -> Fault {
    Fault::value("genre", format!("Unknown genre '{id}'"))
}

fn title(spec: &Spec) -> Option<&'static str> {
    match spec.kind {
        Kind::Song => Some("Top Songs"),
        Kind::Album => Some("Top Albums"),
        Kind::Playlist => Some("Top Playlists"),
        Kind::Video => Some("Top Music Videos"),
        _ => None,
    }
}

/// One chart. Unlike every other list, its `next` keeps the limit.
fn one(reader: &Reader<'_>, spec: &Spec, title: &str, genre: Option<u8>, page: Page) -> Value {
    let rows = ranking(reader, spec.kind, genre);
    let genre = genre.map(|at| format!("&genre={}", words::GENRES[at as usize].0)).unwrap_or_default();
    let language = reader.asks.language.as_ref().map(|tag| format!("&l={tag}")).unwrap_or_default();
    let start = format!(
        "/v1/catalog/{}/charts?chart=most-played{genre}{language}&limit={}",
        reader.storefront_id(),
        page.limit
    );
    let after = page.offset + page.limit;
    let mut map = Map::new();
    map.insert("chart".into(), json!("most-played"));
    map.insert("name".into(), json!(title));
    map.insert("orderId".into(), json!(format!("most-played:{}", spec.name)));
    if after < rows.len() {
        map.insert("next".into(), json!(format!("{start}&offset={after}&types={}", spec.name)));
    }
    let shown: Vec<Node> = rows.into_iter().skip(page.offset).take(page.limit).collect();
    map.insert("data".into(), json!(reader.resources(&shown, Place::Inside)));
    map.insert("href".into(), json!(format!("{start}&types={}", spec.name)));
    Value::Object(map)
}

/// The genre "Music" is the root: it holds everything.
fn ranking(reader: &Reader<'_>, kind: Kind, genre: Option<u8>) -> Vec<Node> {
    let nodes =
        reader.catalogue.nodes(kind).filter(|&node| reader.catalogue.sold_in(node, reader.storefront));
    let of_genre =
        nodes.filter(|&node| genre.is_none_or(|genre| genre == 0 || reader.genre_of(node) == Some(genre)));
    reader.popular(of_genre.collect(), DEEPEST)
}
