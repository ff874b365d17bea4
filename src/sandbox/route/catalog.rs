//! `/v1/catalog/{storefront}`: resources by id, by ids, by filter; their relationships and views; genres.

use serde_json::json;

use super::list::{by_ids, data, named, one, only_get, read, related};
use super::{charts, filter, observed, search, suggestions};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind, Node, Spec};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

/// What a collection accepts beside the common parameters.
pub(super) const COLLECTION: &[&str] = &["ids", "views", "views[", "limit[", "filter[", "restrict"];

pub(super) fn answer(call: &Call, storefront: &str, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let library = world.read();
    let spec = path.first().and_then(|name| CATALOG.iter().find(|spec| spec.path == *name));
    let reader = read(call, storefront, world, &library, spec)?;
    match (path, spec) {
        ([], _) => mixed(call, &reader),
        (["search"], _) => search::catalog(call, &reader),
        (["search", what], _) => suggestions::answer(call, &reader, what),
        (["charts"], _) => charts::answer(call, &reader),
        ([name, ..], None) => Err(Fault::path(format!("Unknown catalog resource type '{name}'"))),
        ([_], Some(spec)) => collection(call, &reader, spec),
        ([_, id], Some(spec)) => {
            call.query.allow(&["views", "views[", "limit["])?;
            one(&reader, spec, id)
        }
        (["artists", id, "songs"], _) if call.options.undocumented => observed::songs(call, &reader, id),
        (["songs", id, "syllable-lyrics"], _) if call.options.undocumented => {
            observed::lyrics(call, &reader, id)
        }
        (["songs", _, what @ ("lyrics" | "syllable-lyrics")], _) => Err(Fault::not_entitled(what)),
        ([_, id, "view", name], Some(spec)) => {
            view(call, &reader, reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?, name)
        }
        ([_, id, name], Some(spec)) => {
            related(call, &reader, reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?, name)
        }
        _ => Err(Fault::no_path()),
    }
}

fn view(call: &Call, reader: &Reader<'_>, node: Node, name: &str) -> Result<Answer, Fault> {
    let found = node.kind.spec().view(name);
    let view = found.ok_or_else(|| Fault::path(format!("No view found matching '{name}'")))?;
    call.query.allow(&["limit", "offset", "with"])?;
    let page = call.query.page(view.page, view.cap)?;
    let rows = reader.viewed(node, name);
    if rows.is_empty() {
        return Err(Fault::no_related(name));
    }
    let mut map = reader.listing(&format!("{}/view/{name}", reader.href(node)), &rows, page, Place::Inside);
    if call.query.list("with").contains(&"attributes") {
        map.insert("attributes".into(), json!({ "title": view.title }));
    }
    Ok(data(map))
}

fn collection(call: &Call, reader: &Reader<'_>, spec: &Spec) -> Result<Answer, Fault> {
    if let Some((filter, _)) = call.query.scoped("filter").next() {
        return filter::answer(call, reader, spec, filter);
    }
    if matches!(spec.kind, Kind::Genre | Kind::StationGenre) && call.query.get("ids").is_none() {
        return whole(call, reader, spec);
    }
    call.query.allow(COLLECTION)?;
    let mut nodes = by_ids(call, spec, reader)?;
    if filter::restricted(call)? {
        nodes.iter_mut().for_each(|node| *node = reader.clean(*node));
    }
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}

/// The types small enough to be listed.
fn whole(call: &Call, reader: &Reader<'_>, spec: &Spec) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset", "limit["])?;
    // Apple gives no numbers here either; all genres fit on one page unless fewer are asked for.
    let page = call.query.page(100, 100)?;
    let all: Vec<Node> = reader.catalogue.nodes(spec.kind).collect();
    let path = format!("/v1/catalog/{}/{}", reader.storefront_id(), spec.path);
    Ok(data(reader.listing(&path, &all, page, Place::Among)))
}

/// `/v1/catalog/us?ids[songs]=…&ids[albums]=…`: several types at once.
fn mixed(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["ids["])?;
    let mut nodes = Vec::new();
    // Ratings are the listener's, and none of them is in the catalogue.
    for (name, _) in call.query.scoped("ids").filter(|(name, _)| *name != "ratings") {
        let parameter = format!("ids[{name}]");
        let spec =
            CATALOG.iter().find(|spec| spec.name == name).ok_or_else(|| Fault::not_allowed(&parameter))?;
        nodes.extend(named(call, &parameter, spec, reader)?);
    }
    if call.query.scoped("ids").next().is_none() {
        return Err(Fault::no_ids());
    }
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}
