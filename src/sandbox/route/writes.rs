//! `/v1/me/library`, written to: additions, new playlists and folders, tracks for a playlist.

use serde_json::{Value, json};

use super::body;
use super::list::{read, typed};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind, LIBRARY, Node};
use crate::sandbox::library::{New, ROOT};
use crate::sandbox::resource::Place;
use crate::sandbox::state::State;
use crate::sandbox::storefronts;

/// What can be added to a library.
const ADDED: &[Kind] = &[Kind::Song, Kind::Album, Kind::Playlist, Kind::Video];
/// What can be in a playlist.
const TRACKS: &[&str] = &["songs", "music-videos", "library-songs", "library-music-videos"];

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match path {
        [] => add(call, world),
        ["playlists"] => create_playlist(call, world),
        ["playlist-folders"] => create_folder(call, world),
        ["playlists", id, "tracks"] => append(call, id, world),
        _ => Err(Fault::method(&call.method)),
    }
}

/// What Apple does not document, and what some clients saw work.
pub(super) fn undocumented(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match (call.method.as_str(), path) {
        ("DELETE", ["playlists", id]) => {
            call.query.allow(&[])?;
            let mut state = world.write();
            let node = state.library.find(Kind::LibraryPlaylist, id).ok_or_else(Fault::no_resource)?;
            state.delete_playlist(node.at);
            Ok(Answer::Empty(204))
        }
        ("PUT", ["playlists", id, "tracks"]) => {
            set_tracks(call, id, world, true)?;
            Ok(Answer::Empty(204))
        }
        ("DELETE", _) => Err(Fault::unauthorized()),
        _ => Err(Fault::method(&call.method)),
    }
}

/// Adds catalogue resources. What cannot be added is skipped without a word; the rest shows a little later.
fn add(call: &Call, world: &World) -> Result<Answer, Fault> {
    let nodes = {
        let state = world.read();
        let reader = read(call, storefronts::HOME, world, &state, None)?;
        typed(call, &reader, CATALOG, |kind| ADDED.contains(&kind))?
    };
    world.write().add(&world.catalogue, nodes, call.now);
    Ok(Answer::Empty(202))
}

/// Creates a playlist from `{"attributes":{"name","description"},"relationships":{"tracks","parent"}}`.
fn create_playlist(call: &Call, world: &World) -> Result<Answer, Fault> {
    call.query.allow(&[])?;
    let body = body::object(&call.body)?;
    let rows = body::identifiers(&body, "/relationships/tracks/data", TRACKS)?;
    let node = {
        let mut state = world.write();
        let new = new(&body, &state, call)?;
        let tracks = tracks(&rows, &mut state, world, call.now);
        state.create_playlist(new, tracks)?
    };
    Ok(Answer::Data(201, json!({ "data": [shown(call, world, node)?] })))
}

/// Creates a folder from `{"attributes":{"name"},"relationships":{"parent"}}`.
fn create_folder(call: &Call, world: &World) -> Result<Answer, Fault> {
    call.query.allow(&[])?;
    let body = body::object(&call.body)?;
    let node = {
        let mut state = world.write();
        let new = new(&body, &state, call)?;
        state.create_folder(new)?
    };
    Ok(Answer::Data(201, json!({ "data": [shown(call, world, node)?], "meta": { "total": 1 } })))
}

/// Name, description and place of something new, as its creation says.
fn new(body: &Value, state: &State, call: &Call) -> Result<New, Fault> {
    const PARENT: &str = "/relationships/parent/data";
    let name = body::text(body, "/attributes/name")?.to_owned();
    let description = body::optional(body, "/attributes/description")?.map(str::to_owned);
    let parent = body::identifiers(body, PARENT, &["library-playlist-folders"])?;
    let folder = match &parent[..] {
        [] => ROOT,
        [parent] => state.library.find(Kind::LibraryFolder, parent.id).ok_or_else(Fault::no_resource)?.at,
        _ => return Err(Fault::body("There must be one parent at most", PARENT)),
    };
    Ok(New { name, description, folder, added: call.now })
}

/// Appends tracks from `{"data":[{"id","type"},…]}`; a playlist can only grow.
fn append(call: &Call, id: &str, world: &World) -> Result<Answer, Fault> {
    set_tracks(call, id, world, false)?;
    Ok(Answer::Empty(if call.options.append_created { 201 } else { 204 }))
}

fn set_tracks(call: &Call, id: &str, world: &World, replace: bool) -> Result<(), Fault> {
    call.query.allow(&[])?;
    let body = body::object(&call.body)?;
    let mut state = world.write();
    let node = state.library.find(Kind::LibraryPlaylist, id).ok_or_else(Fault::no_resource)?;
    let rows = body::identifiers(&body, "/data", TRACKS)?;
    if body["data"].is_null() || rows.is_empty() && !replace {
        return Err(Fault::body("No track(s) supplied in the request body", "/data"));
    }
    let tracks = tracks(&rows, &mut state, world, call.now);
    if tracks.is_empty() && !rows.is_empty() {
        return Err(Fault::no_resource());
    }
    state.set_tracks(node.at, tracks, replace)
}

/// The library's copies of what these identifiers name; those that name nothing are skipped.
fn tracks(rows: &[body::Named<'_>], state: &mut State, world: &World, now: i64) -> Vec<Node> {
    let home = storefronts::find(storefronts::HOME).unwrap_or_default();
    let find = |state: &State, row: &body::Named<'_>| {
        let spec = CATALOG.iter().chain(LIBRARY).find(|spec| spec.name == row.kind)?;
        match spec.kind.is_library() {
            true => state.library.find(spec.kind, row.id),
            false => world.catalogue.find(spec.kind, row.id, home),
        }
    };
    let mut tracks = Vec::with_capacity(rows.len());
    for row in rows {
        let node = find(state, row);
        tracks.extend(node.and_then(|node| state.track(&world.catalogue, node, now)));
    }
    tracks
}

fn shown(call: &Call, world: &World, node: Node) -> Result<Value, Fault> {
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, None)?;
    Ok(reader.resource(node, Place::Among))
}
