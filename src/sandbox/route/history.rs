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
}

const SHELVES: &[Shelf] = &[
    Shelf { path: "recent/played", page: 10, kinds: &[Kind::Album, Kind::Playlist, Kind::Station] },
    Shelf { path: "recent/played/tracks", page: 30, kinds: &[Kind::Song] },
    Shelf { path: "recent/radio-stations", page: 10, kinds: &[Kind::Station] },
    Shelf { path: "history/heavy-rotation", page: 10, kinds: &[Kind::LibraryAlbum, Kind::LibraryPlaylist] },
];

pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let path = path.join("/");
    let shelf = SHELVES.iter().find(|shelf| shelf.path == path).ok_or_else(Fault::no_path)?;
    call.query.allow(&["limit", "offset", "types"])?;
    let page = call.query.page(shelf.page, shelf.page)?;
    let library = world.read();
    let reader = read(call, storefronts::HOME, world, &library, None)?;
    let types = call.query.list("types");
    let wanted = |kind: &Kind| types.is_empty() || types.contains(&kind.spec().name);
    let kinds: Vec<Kind> = shelf.kinds.iter().copied().filter(wanted).collect();
    Ok(data(reader.listing(&format!("/v1/me/{path}"), &played(&reader, &kinds), page, Place::Inside)))
}

/// The kinds take turns, each with its most popular first.
fn played(reader: &Reader<'_>, kinds: &[Kind]) -> Vec<Node> {
    let all = |kind: Kind| match kind.is_library() {
        true => (0..reader.library.count(kind)).map(|at| kind.node(at)).collect(),
        false => reader.catalogue.nodes(kind).collect(),
    };
    let columns: Vec<Vec<Node>> = kinds.iter().map(|&kind| reader.popular(all(kind), DEEPEST)).collect();
    let turns =
        (0..DEEPEST).flat_map(|turn| columns.iter().filter_map(move |column| column.get(turn).copied()));
    turns.take(DEEPEST).collect()
}
