//! `/v1/me/ratings`: 1 is love, -1 is dislike, and what was never rated is a 404.

use serde_json::{Value, json};

use super::body;
use super::list::{listed, only_get, read};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Spec};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

const RATED: &[Kind] = &[
    Kind::Song,
    Kind::Album,
    Kind::Playlist,
    Kind::Video,
    Kind::Station,
    Kind::LibrarySong,
    Kind::LibraryAlbum,
    Kind::LibraryPlaylist,
    Kind::LibraryVideo,
];

fn spec(kind: &str) -> Result<&'static Spec, Fault> {
    let rated = RATED.iter().map(|kind| kind.spec()).find(|spec| spec.name == kind);
    rated.ok_or_else(|| Fault::path(format!("Unknown rating resource type '{kind}'")))
}

/// The ratings of several things: fewer rows than ids, if some were never rated.
pub(super) fn several(call: &Call, kind: &str, world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let spec = spec(kind)?;
    call.query.allow(&["ids"])?;
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, None)?;
    let ids = listed(&call.query, "ids", spec.ids_cap)?;
    // As everywhere, a repeated id counts once.
    let firsts = ids.iter().enumerate().filter(|(at, id)| !ids[..*at].contains(id));
    let rows: Vec<Value> = firsts.filter_map(|(_, id)| rating(call, &reader, spec, id)).collect();
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
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, None)?;
    let rating = rating(call, &reader, spec, id).ok_or_else(Fault::no_resource)?;
    Ok(Answer::Data(200, json!({ "data": [rating] })))
}

fn rating(call: &Call, reader: &Reader<'_>, spec: &Spec, id: &str) -> Option<Value> {
    let node = reader.find(spec.kind, id)?;
    let value = reader.state.rating(reader.original(node))?;
    let href = format!("/v1/me/ratings/{}/{id}", spec.name);
    let mut rating = json!({ "id": id, "type": "ratings", "href": href, "attributes": { "value": value } });
    if call.query.list("include").contains(&"content") {
        let rows = reader.resources(&[node], Place::Inside);
        rating["relationships"] = json!({ "content": { "href": format!("{href}/content"), "data": rows } });
    }
    Some(rating)
}

/// Sets or removes a rating. The catalogue's and the library's rating of the same thing are one.
fn set(spec: &Spec, id: &str, world: &World, value: Option<i64>, call: &Call) -> Result<(), Fault> {
    let original = {
        let state = world.read();
        let reader = read(call, storefronts::HOME, world, &state, None)?;
        reader.original(reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?)
    };
    world.write().rate(original, value);
    Ok(())
}

/// The value in `{"type":"rating","attributes":{"value":1}}`.
fn value(bytes: &[u8]) -> Result<i64, Fault> {
    let body = body::object(bytes)?;
    if body::text(&body, "/type")? != "rating" {
        return Err(Fault::body("The type of the request body must be 'rating'", "/type"));
    }
    match body["attributes"]["value"].as_i64() {
        Some(value @ (1 | -1)) => Ok(value),
        _ => Err(Fault::body("The value of a rating must be 1 or -1", "/attributes/value")),
    }
}
