//! `/v1/me/library`: lists, resources, relationships, what was added last, and search.

use serde_json::{Map, Value, json};

use super::list::{by_ids, data, listed, one, only_get, read, related};
use super::{search, writes};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, LIBRARY, Node, Spec};
use crate::sandbox::query::Page;
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

/// Apple serves these library types; the sandbox does not.
const NOT_SERVED: &[&str] = &["music-videos", "playlist-folders"];

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match call.method.as_str() {
        "POST" => return writes::answer(call, path, world),
        // Not a verb of a library. Apple says it with an empty 401, as if the token were to blame.
        "DELETE" | "PATCH" => return Err(Fault::unauthorized()),
        _ => only_get(call)?,
    }
    let library = world.read();
    let spec = path.first().and_then(|name| LIBRARY.iter().find(|spec| spec.path == *name));
    let reader = read(call, storefronts::HOME, world, &library, spec)?;
    match (path, spec) {
        ([], _) => mixed(call, &reader),
        (["search"], _) => search::library(call, &reader),
        (["recently-added"], _) => recently_added(call, &reader),
        ([name, ..], None) if NOT_SERVED.contains(name) => Err(Fault::not_served(&format!("library {name}"))),
        ([name, ..], None) => Err(Fault::path(format!("Unknown library resource type '{name}'"))),
        ([_], Some(spec)) if call.query.get("ids").is_some() => several(call, &reader, spec),
        ([_], Some(spec)) => list(call, &reader, spec),
        ([_, id], Some(spec)) => {
            call.query.allow(&["limit["])?;
            one(&reader, spec, id)
        }
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
    let (count, path) = (reader.library.count(spec.kind), format!("/v1/me/library/{}", spec.path));
    let mut map = if spec.kind == Kind::LibrarySong {
        songs(reader, &path, page, count)
    } else {
        let all: Vec<Node> = (0..count).map(|at| spec.kind.node(at)).collect();
        reader.listing(&path, &all, page, Place::Among)
    };
    map.insert("meta".into(), json!({ "total": count }));
    Ok(data(map))
}

/// A page of library songs can come up short: one place in a hundred and one is taken by something that is not shown,
/// and `offset` counts it all the same. So a client that stops at a short page, or at `meta.total`, loses songs.
fn songs(reader: &Reader<'_>, path: &str, page: Page, count: u32) -> Map<String, Value> {
    const CYCLE: usize = 101;
    const HIDDEN: usize = 57;
    let hidden_before = |place: usize| (place + CYCLE - 1 - HIDDEN) / CYCLE;
    let count = count as usize;
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

/// Albums and playlists, the newest first, without a total.
fn recently_added(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset"])?;
    let page = call.query.page(10, 25)?;
    let albums = reader
        .library
        .albums
        .iter()
        .map(|album| album.added)
        .zip(0..)
        .map(|(added, at)| (added, Kind::LibraryAlbum.node(at)));
    let playlists = reader
        .library
        .playlists
        .iter()
        .map(|playlist| playlist.added)
        .zip(0..)
        .map(|(added, at)| (added, Kind::LibraryPlaylist.node(at)));
    let mut all: Vec<(i64, Node)> = albums.chain(playlists).collect();
    all.sort_by_key(|(added, _)| std::cmp::Reverse(*added));
    let nodes: Vec<Node> = all.into_iter().map(|(_, node)| node).collect();
    Ok(data(reader.listing("/v1/me/library/recently-added", &nodes, page, Place::Among)))
}

/// `/v1/me/library?ids[library-songs]=…`: several types at once.
fn mixed(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["ids["])?;
    if call.query.scoped("ids").next().is_none() {
        return Err(Fault::no_ids());
    }
    let mut nodes = Vec::new();
    for (name, _) in call.query.scoped("ids") {
        let parameter = format!("ids[{name}]");
        let spec =
            LIBRARY.iter().find(|spec| spec.name == name).ok_or_else(|| Fault::not_allowed(&parameter))?;
        let ids = listed(&call.query, &parameter, spec.ids_cap)?;
        nodes.extend(ids.iter().filter_map(|id| reader.find(spec.kind, id)));
    }
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}
