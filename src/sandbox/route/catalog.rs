//! `/v1/catalog/{storefront}`: resources by id, by ids, by filter; their relationships and views; genres.

use serde_json::{Map, Value, json};

use super::list::{by_ids, data, listed, one, only_get, read, related};
use super::{charts, search, suggestions};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, Kind, NOT_SERVED, Node, Spec};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

/// What a collection accepts beside the common parameters.
const COLLECTION: &[&str] = &["ids", "views", "views[", "limit[", "filter[", "restrict"];

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
        ([name, ..], None) if NOT_SERVED.contains(name) => Err(Fault::not_served(name)),
        ([name, ..], None) => Err(Fault::path(format!("Unknown catalog resource type '{name}'"))),
        ([_], Some(spec)) => collection(call, &reader, spec),
        ([_, id], Some(spec)) => {
            call.query.allow(&["views", "views[", "limit["])?;
            one(&reader, spec, id)
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
        return filtered(call, reader, spec, filter);
    }
    if spec.kind == Kind::Genre && call.query.get("ids").is_none() {
        return genres(call, reader);
    }
    call.query.allow(COLLECTION)?;
    let nodes = by_ids(call, spec, reader)?;
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}

fn genres(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset"])?;
    // Apple gives no numbers here either; all genres fit on one page unless fewer are asked for.
    let page = call.query.page(100, 100)?;
    let all: Vec<Node> = reader.catalogue.nodes(Kind::Genre).collect();
    let path = format!("/v1/catalog/{}/genres", reader.storefront_id());
    Ok(data(reader.listing(&path, &all, page, Place::Among)))
}

/// `filter[isrc]` and its like. The answer maps every value that matched to what it matched.
fn filtered(call: &Call, reader: &Reader<'_>, spec: &Spec, filter: &str) -> Result<Answer, Fault> {
    let name = format!("filter[{filter}]");
    let cap = match (spec.kind, filter) {
        (Kind::Song, "isrc") | (Kind::Video, "isrc" | "equivalents") => 25,
        (Kind::Song, "equivalents") => 300,
        (Kind::Album, "upc" | "equivalents") => 100,
        (Kind::Playlist, "storefront-chart") | (Kind::Station, "identity") => 1,
        (Kind::Station, "featured") => return Err(Fault::not_served("live radio")),
        _ => return Err(Fault::not_allowed(&name)),
    };
    if name == "filter[identity]" && call.query.list(&name).contains(&"personal") {
        call.listener.required()?;
    }
    call.query.allow(COLLECTION)?;
    let (mut nodes, mut matched) = (Vec::new(), Map::new());
    for value in listed(&call.query, &name, cap)? {
        let found = matches(reader, spec.kind, filter, value);
        if !found.is_empty() {
            let identifiers = found.iter().map(|&node| Value::Object(reader.identifier(node))).collect();
            matched.insert(key(filter, value), identifiers);
            nodes.extend(found.into_iter().filter(|node| !nodes.contains(node)).collect::<Vec<_>>());
        }
    }
    let rows = reader.resources(&nodes, Place::Among);
    Ok(Answer::Data(200, json!({ "data": rows, "meta": { "filters": { filter: matched } } })))
}

/// Apple's key for a UPC has one leading zero less than the code.
fn key(filter: &str, value: &str) -> String {
    let shortened =
        if filter == "upc" { value.strip_prefix("00").map(|rest| format!("0{rest}")) } else { None };
    shortened.unwrap_or_else(|| value.to_owned())
}

fn matches(reader: &Reader<'_>, kind: Kind, filter: &str, value: &str) -> Vec<Node> {
    let catalogue = reader.catalogue;
    let found = match (kind, filter) {
        (Kind::Song, "isrc") => catalogue.find_isrc(value).map(|at| kind.node(at)),
        (Kind::Video, "isrc") => {
            catalogue.nodes(kind).find(|&node| reader.attributes(node, 0)["isrc"] == value)
        }
        (Kind::Album, "upc") => catalogue.find_upc(value).map(|at| kind.node(at)),
        (Kind::Station, "identity") if value == "personal" => Some(kind.node(catalogue.personal_station())),
        (Kind::Playlist, _) if value == reader.storefront_id() => {
            return catalogue
                .nodes(kind)
                .filter(|node| catalogue.playlists[node.at as usize].chart)
                .collect();
        }
        (_, "equivalents") => reader.find(kind, value),
        _ => None,
    };
    found.into_iter().filter(|&node| catalogue.sold_in(node, reader.storefront)).collect()
}

/// `/v1/catalog/us?ids[songs]=…&ids[albums]=…`: several types at once.
fn mixed(call: &Call, reader: &Reader<'_>) -> Result<Answer, Fault> {
    call.query.allow(&["ids["])?;
    let mut nodes = Vec::new();
    for (name, _) in call.query.scoped("ids") {
        let parameter = format!("ids[{name}]");
        let spec =
            CATALOG.iter().find(|spec| spec.name == name).ok_or_else(|| Fault::not_allowed(&parameter))?;
        let ids = listed(&call.query, &parameter, spec.ids_cap)?;
        nodes.extend(ids.iter().filter_map(|id| reader.find(spec.kind, id)));
    }
    if call.query.scoped("ids").next().is_none() {
        return Err(Fault::no_ids());
    }
    Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
}
