//! `/v1/me/library`, read: lists, resources, relationships, what was added last, and search.

use std::cmp::Reverse;

use serde_json::{Map, Value, json};

use super::list::{by_ids, data, one, only_get, read, related, typed};
use super::{folders, search, writes};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, LIBRARY, Node, Spec};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match call.method.as_str() {
        "POST" => return writes::answer(call, path, world),
        "PUT" | "DELETE" if call.options.undocumented && path.first() == Some(&"playlists") => {
            return writes::undocumented(call, path, world);
        }
        // Not a verb of a library. Apple says it with an empty 401, as if the token were to blame.
        "DELETE" | "PATCH" => return Err(Fault::unauthorized()),
        _ => only_get(call)?,
    }
    let state = world.read();
    let spec = path.first().and_then(|name| LIBRARY.iter().find(|spec| spec.path == *name));
    let reader = read(call, storefronts::HOME, world, &state, spec)?;
    match (path, spec) {
        ([], _) => mixed(call, &reader),
        (["search"], _) => search::library(call, &reader),
        (["recently-added"], _) => recently_added(call, &reader),
        ([name, ..], None) => Err(Fault::path(format!("Unknown library resource type '{name}'"))),
        ([_], Some(spec)) if call.query.get("ids").is_some() => several(call, &reader, spec),
        (["playlist-folders"], _) => folders::root(call, &reader),
        ([_], Some(spec)) => list(call, &reader, spec),
        (["playlist-folders", id], Some(spec)) => folders::one(call, &reader, spec, id),
        ([_, id], Some(spec)) => {
            call.query.allow(&["limit["])?;
            one(&reader, spec, id)
        }
        (["playlists", id, "parent"], _) if call.options.undocumented => folders::of(call, &reader, id),
        ([_, id, name], Some(spec)) => {
            related(call, &reader, reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?, name)
        }
        _ => Err(Fault::no_path()),
    }
}

/// Albums and playlists carry a total even when fetched by ids; songs and artists do not.
fn several(call: &Call, reader: &Reader<'_>, spec: &Spec) -> Result<Answer, Fault> {
    call.query.allow(&["ids", "limit["])?;
    let nodes = by_ids(call, spec, reader)?;
    let mut map = Map::new();
    map.insert("data".into(), json!(reader.resources(&nodes, Place::Among)));
    if matches!(spec.kind, Kind::LibraryAlbum | Kind::LibraryPlaylist) {
        map.insert("meta".into(), json!({ "total": nodes.len() }));
    }
    Ok(data(map))
}

fn list(call: &Call, reader: &Reader<'_>, spec: &Spec) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset", "limit["])?;
    let page = call.query.page(25, 100)?;
    let all: Vec<Node> = reader.library.nodes(spec.kind).collect();
    let path = format!("/v1/me/library/{}", spec.path);
    let mut map = match spec.kind {
        Kind::LibrarySong => songs(reader, &path, page, all.len()),
        _ => reader.listing(&path, &all, page, Place::Among),
    };
    map.insert("meta".into(), json!({ "total": all.len() }));
    Ok(data(map))
}

/// A page of library songs can come up short: one place in a hundred and one is taken by something that is not shown,
/// and `offset` counts it all the same. So a client that stops at a short page, or at `meta.total`, loses songs.
fn songs(reader: &Reader<'_>, path: &str, page: Page, count: usize) -> Map<String, Value> {
    const CYCLE: usize = 101;
    const HIDDEN: usize = 57;
    let hidden_before = |place: usize| (place + CYCLE - 1 - HIDDEN) / CYCLE;
    let shown = |place: usize| {
        (place % CYCLE != HIDDEN).then(|| place - hidden_before(place)).filter(|&at| at < count)
    };
    let end = page.offset.saturating_add(page.limit);
    let places = count + hidden_before(count + count / (CYCLE - 1));

    let mut map = Map::new();
    if end < places {
        map.insert("next".into(), json!(reader.next(path, end)));
    }
    let rows = (page.offset..end.min(places)).filter_map(shown);
    let rows = rows.map(|at| reader.resource(Kind::LibrarySong.node(at as u32), Place::Among)).collect();
    map.insert("data".into(), rows);
    map
}

/// Albums, playlists and music videos, the newest first, without a total.
fn recently_added(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset"])?;
    let page = call.query.page(10, 25)?;
    let kinds = [Kind::LibraryAlbum, Kind::LibraryPlaylist, Kind::LibraryVideo];
    let mut nodes: Vec<Node> = kinds.into_iter().flat_map(|kind| reader.library.nodes(kind)).collect();
    nodes.sort_by_key(|&node| Reverse(reader.library.added(node)));
    Ok(data(reader.listing("/v1/me/library/recently-added", &nodes, page, Place::Among)))
}

/// `/v1/me/library?ids[library-songs]=…`: several types at once.
fn mixed(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    let nodes = typed(call, reader, LIBRARY, |_| true)?;
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}
