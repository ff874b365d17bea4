//! What the listener played: short lists without dates or totals, and never more than about fifty rows.

use super::list::{data, only_get, read};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

/// Clients of the real API never saw more.
const DEEPEST: usize = 50;

/// One list of what was played: its address, and how many rows a page has at most and without a `limit`.
struct Shelf {
    path: &'static str,
    page: usize,
    kinds: &'static [Kind],
    /// What `types` may name; a list without any has no such parameter.
    types: &'static [Kind],
}

/// Both lists of what was played can be narrowed by type, to types of the library too.
const SHELVES: &[Shelf] = &[
    Shelf {
        path: "recent/played",
        page: 10,
        kinds: &[Kind::Album, Kind::Playlist, Kind::Station],
        types: &[Kind::Album, Kind::Playlist, Kind::Station, Kind::LibraryAlbum, Kind::LibraryPlaylist],
    },
    Shelf {
        path: "recent/played/tracks",
        page: 30,
        kinds: &[Kind::Song],
        types: &[Kind::Song, Kind::Video, Kind::LibrarySong, Kind::LibraryVideo],
    },
    Shelf { path: "recent/radio-stations", page: 10, kinds: &[Kind::Station], types: &[] },
    Shelf {
        path: "history/heavy-rotation",
        page: 10,
        kinds: &[Kind::Album, Kind::Playlist, Kind::LibraryAlbum, Kind::LibraryPlaylist],
        types: &[],
    },
];

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let path = path.join("/");
    let shelf = SHELVES.iter().find(|shelf| shelf.path == path).ok_or_else(Fault::no_path)?;
    let allowed: &[&str] =
        if shelf.types.is_empty() { &["limit", "offset"] } else { &["limit", "offset", "types"] };
    call.query.allow(allowed)?;
    let page = call.query.page(shelf.page, shelf.page)?;
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, None)?;
    let kinds = kinds(call, shelf)?;
    Ok(data(reader.listing(&format!("/v1/me/{path}"), &played(&reader, &kinds), page, Place::Inside)))
}

/// The types that were asked for, else the usual ones.
fn kinds(call: &Call, shelf: &Shelf) -> Result<Vec<Kind>, Fault> {
    if call.query.get("types").is_none() {
        return Ok(shelf.kinds.to_vec());
    }
    let kind = |name: &str| {
        let found = shelf.types.iter().copied().find(|kind| kind.spec().name == name);
        found.ok_or_else(|| Fault::value("types", format!("Unknown type '{name}'")))
    };
    let kinds = call.query.list("types").into_iter().map(kind).collect::<Result<Vec<_>, _>>()?;
    if kinds.is_empty() { Err(Fault::value("types", "Value must not be empty")) } else { Ok(kinds) }
}

/// The kinds take turns, each with its most popular first.
fn played(reader: &Reader<'_>, kinds: &[Kind]) -> Vec<Node> {
    let all = |kind: Kind| match kind.is_library() {
        true => reader.library.nodes(kind).collect(),
        false => reader.catalogue.nodes(kind).collect(),
    };
    let columns: Vec<Vec<Node>> = kinds.iter().map(|&kind| reader.popular(all(kind), DEEPEST)).collect();
    let turns =
        (0..DEEPEST).flat_map(|turn| columns.iter().filter_map(move |column| column.get(turn).copied()));
    turns.take(DEEPEST).collect()
}
