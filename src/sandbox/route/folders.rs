//! `/v1/me/library/playlist-folders`: a tree whose root is known by an identity, and shows through its relationships alone.

use serde_json::{Map, Value, json};

use super::list;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Spec};
use crate::sandbox::library::{ROOT, ROOT_ID};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

/// `filter[identity]=playlistsroot`: no rows, and the root's identifier in `meta`.
pub(super) fn root(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    const NAME: &str = "filter[identity]";
    const IDENTITY: &str = "playlistsroot";
    if call.query.get(NAME).is_none() {
        call.query.allow(&["ids"])?;
        return Err(Fault::no_ids());
    }
    call.query.allow(&[NAME])?;
    if list::listed(&call.query, NAME, 1)? != [IDENTITY] {
        return Err(Fault::value(NAME, format!("Value must be '{IDENTITY}'")));
    }
    let root = reader.identifier(Kind::LibraryFolder.node(ROOT));
    let meta = json!({ "filters": { "identity": { IDENTITY: [root] } } });
    Ok(Answer::Data(200, json!({ "data": [], "meta": meta })))
}

/// One folder. The root is not found unless something of it is asked for, as a model of the real API has it.
pub(super) fn one(call: &Call, reader: &Reader<'_>, spec: &Spec, id: &str) -> Result<Answer, Fault> {
    call.query.allow(&["limit["])?;
    let wants = |name: &str| {
        ["include", "relate"].into_iter().any(|parameter| call.query.list(parameter).contains(&name))
    };
    if id == ROOT_ID && !wants("children") {
        return Err(Fault::no_resource());
    }
    list::one(reader, spec, id)
}

/// Not documented: the folder of a playlist, which is none where that is the root.
pub(super) fn of(call: &Call, reader: &Reader<'_>, playlist: &str) -> Result<Answer, Fault> {
    call.query.allow(&["limit"])?;
    let page = call.query.page(1, 1)?;
    let node = reader.find(Kind::LibraryPlaylist, playlist).ok_or_else(Fault::no_resource)?;
    let parent = reader.related(node, "parent");
    if parent.is_empty() {
        return Err(Fault::no_related("parent"));
    }
    let map: Map<String, Value> =
        reader.listing(&format!("{}/parent", reader.href(node)), &parent, page, Place::Among);
    Ok(list::data(map))
}
