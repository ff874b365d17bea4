//! `POST /v1/me/library`: additions and new playlists. Apple takes seconds to show them; the sandbox does at once.

use serde_json::{Value, json};

use super::list::read;
use crate::sandbox::call::{Call, World};
use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::library::Library;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match path {
        [] => add(call, world),
        ["playlists"] => create(call, world),
        ["playlists", id, "tracks"] => append(call, id, world),
        ["playlist-folders"] => Err(Fault::not_served("playlist folders")),
        _ => Err(Fault::method(&call.method)),
    }
}

/// Adds catalogue resources. What cannot be added is skipped without a word.
fn add(call: &Call, world: &World) -> Result<Answer, Fault> {
    call.query.allow(&["ids["])?;
    let mut nodes = Vec::new();
    for (name, ids) in call.query.scoped("ids") {
        let kind = match name {
            "songs" => Kind::Song,
            "albums" => Kind::Album,
            "playlists" => Kind::Playlist,
            "music-videos" => Kind::Video,
            _ => return Err(Fault::not_allowed(&format!("ids[{name}]"))),
        };
        nodes.extend(ids.split(',').filter_map(|id| world.catalogue.find(kind, id.trim(), home())));
    }
    if call.query.scoped("ids").all(|(_, ids)| ids.trim_matches([',', ' ']).is_empty()) {
        return Err(Fault::no_ids());
    }
    let mut library = world.write();
    for node in nodes {
        put(&mut library, &world.catalogue, node, call.now);
    }
    Ok(Answer::Empty(202))
}

fn put(library: &mut Library, catalogue: &Catalogue, node: Node, now: i64) {
    match node.kind {
        Kind::Song => _ = library.add_song(catalogue, node.at, now),
        Kind::Album => {
            catalogue.album_songs(node.at).for_each(|song| _ = library.add_song(catalogue, song, now))
        }
        Kind::Playlist => library.add_playlist(catalogue, node.at, now),
        // The sandbox's library holds no music videos.
        _ => {}
    }
}

/// Creates a playlist from `{"attributes":{"name","description"},"relationships":{"tracks":{"data":[…]}}}`.
fn create(call: &Call, world: &World) -> Result<Answer, Fault> {
    call.query.allow(&[])?;
    let body = body(&call.body)?;
    let name = body["attributes"]["name"].as_str().map(str::trim).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Fault::body("A playlist needs attributes.name"))?.to_owned();
    let about = body["attributes"]["description"].as_str().map(str::to_owned);
    let at = {
        let mut library = world.write();
        let songs = tracks(&body["relationships"]["tracks"]["data"], &mut library, world, call.now);
        library.create_playlist(name, about, songs, call.now)
    };
    let library = world.read();
    let reader = read(call, storefronts::HOME, world, &library, None)?;
    let playlist = reader.resource(Kind::LibraryPlaylist.node(at), Place::Among);
    Ok(Answer::Data(201, json!({ "data": [playlist] })))
}

/// Appends tracks from `{"data":[{"id","type"},…]}`; a playlist can only grow.
fn append(call: &Call, id: &str, world: &World) -> Result<Answer, Fault> {
    call.query.allow(&[])?;
    let body = body(&call.body)?;
    let mut library = world.write();
    let node = library.find(Kind::LibraryPlaylist, id).ok_or_else(Fault::no_resource)?;
    if !library.playlists[node.at as usize].can_edit {
        return Err(Fault::upstream("Unable to update tracks"));
    }
    let songs = tracks(&body["data"], &mut library, world, call.now);
    if songs.is_empty() {
        return Err(Fault::body("No track(s) supplied in the request body"));
    }
    library.playlists[node.at as usize].songs.extend(songs);
    Ok(Answer::Empty(204))
}

/// The library songs that these identifiers name; a catalogue song is added to the library first.
fn tracks(data: &Value, library: &mut Library, world: &World, now: i64) -> Vec<u32> {
    let rows = data.as_array().map(Vec::as_slice).unwrap_or_default();
    let song = |row: &Value| {
        let id = row["id"].as_str()?;
        match row["type"].as_str()? {
            "library-songs" => library.find(Kind::LibrarySong, id).map(|node| node.at),
            "songs" => {
                let song = world.catalogue.find(Kind::Song, id, home())?;
                Some(library.add_song(&world.catalogue, song.at, now))
            }
            _ => None,
        }
    };
    rows.iter().filter_map(song).collect()
}

fn body(bytes: &[u8]) -> Result<Value, Fault> {
    let body: Value =
        serde_json::from_slice(bytes).map_err(|_| Fault::body("The request body is not valid JSON"))?;
    if body.is_object() { Ok(body) } else { Err(Fault::body("The request body must be an object")) }
}

fn home() -> u32 {
    storefronts::find(storefronts::HOME).unwrap_or_default()
}
