//! `/v1/me/ratings`: 1 is love, -1 is dislike, and what was never rated is a 404.

use serde_json::{Value, json};

use super::list::{listed, only_get, read};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind, LIBRARY, Node, Spec};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

fn spec(kind: &str) -> Result<&'static Spec, Fault> {
    const RATED: &[Kind] = &[Kind::Song, Kind::Album, Kind::Playlist, Kind::Video, Kind::Station];
    let rated = |spec: &&Spec| spec.name == kind && (RATED.contains(&spec.kind) || spec.kind.is_library());
    let found = CATALOG.iter().chain(LIBRARY).filter(|spec| spec.kind != Kind::LibraryArtist).find(rated);
    found.ok_or_else(|| Fault::path(format!("Unknown rating resource type '{kind}'")))
}

/// The ratings of several things: fewer rows than ids, if some were never rated.
pub(super) fn several(call: &Call, kind: &str, world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let spec = spec(kind)?;
    call.query.allow(&["ids"])?;
    let library = world.read();
    let reader = read(call, storefronts::HOME, world, &library, None)?;
    let ids = listed(&call.query, "ids", spec.ids_cap)?;
    let rows: Vec<Value> = ids.iter().filter_map(|id| rating(call, &reader, spec, id)).collect();
    Ok(Answer::Data(200, json!({ "data": rows })))
}

/// One rating: read, set or taken back.
pub(super) fn one(call: &Call, kind: &str, id: &str, world: &World) -> Result<Answer, Fault> {
    let spec = spec(kind)?;
    call.query.allow(&[])?;
    match call.method.as_str() {
        "GET" => {}
        "PUT" => set(spec, id, world, Some(value(&call.body)?), call)?,
        "DELETE" => {
            set(spec, id, world, None, call)?;
            return Ok(Answer::Empty(204));
        }
        _ => return Err(Fault::method(&call.method)),
    }
    let library = world.read();
    let reader = read(call, storefronts::HOME, world, &library, None)?;
    let rating = rating(call, &reader, spec, id).ok_or_else(Fault::no_resource)?;
    Ok(Answer::Data(200, json!({ "data": [rating] })))
}

fn rating(call: &Call, reader: &Reader<'_>, spec: &Spec, id: &str) -> Option<Value> {
    let value = reader.library.ratings.get(&(spec.name.to_owned(), id.to_owned()))?;
    let href = format!("/v1/me/ratings/{}/{id}", spec.name);
    let mut rating = json!({ "id": id, "type": "ratings", "href": href, "attributes": { "value": value } });
    if call.query.list("include").contains(&"content") {
        let content: Vec<Node> = reader.find(spec.kind, id).into_iter().collect();
        let rows = reader.resources(&content, Place::Inside);
        rating["relationships"] = json!({ "content": { "href": format!("{href}/content"), "data": rows } });
    }
    Some(rating)
}

/// Sets or removes a rating. The catalogue's and the library's rating of the same thing stay in step.
fn set(spec: &Spec, id: &str, world: &World, value: Option<i64>, call: &Call) -> Result<(), Fault> {
    let mut keys = vec![(spec.name.to_owned(), id.to_owned())];
    {
        let library = world.read();
        let reader = read(call, storefronts::HOME, world, &library, None)?;
        let node = reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?;
        let other = if node.kind.is_library() { "catalog" } else { "library" };
        keys.extend(
            reader
                .related(node, other)
                .into_iter()
                .map(|node| (node.kind.spec().name.to_owned(), reader.id(node))),
        );
    }
    let mut library = world.write();
    for key in keys {
        match value {
            Some(value) => library.ratings.insert(key, value),
            None => library.ratings.remove(&key),
        };
    }
    Ok(())
}

/// The value in `{"type":"rating","attributes":{"value":1}}`.
fn value(body: &[u8]) -> Result<i64, Fault> {
    let body: Value =
        serde_json::from_slice(body).map_err(|_| Fault::body("The request body is not valid JSON"))?;
    if body["type"] != "rating" {
        return Err(Fault::body("The type of the request body must be 'rating'"));
    }
    match body["attributes"]["value"].as_i64() {
        Some(value @ (1 | -1)) => Ok(value),
        _ => Err(Fault::body("The value of a rating must be 1 or -1")),
    }
}
