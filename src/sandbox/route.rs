//! From a path to an answer.

mod catalog;
mod charts;
mod history;
mod library;
mod ratings;
mod search;
mod suggestions;
mod writes;

use serde_json::{Map, Value, json};

use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node, STOREFRONT, Spec};
use crate::sandbox::library::Library;
use crate::sandbox::query::Query;
use crate::sandbox::reader::{Asks, Reader};
use crate::sandbox::resource::Place;
use crate::sandbox::server::{Call, World};
use crate::sandbox::storefronts;

/// Answers a request that passed the gate.
pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    match path {
        ["v1", "test"] => only_get(call).and_then(|()| call.query.allow(&[])).map(|()| Answer::Empty(200)),
        ["v1", "storefronts", rest @ ..] => storefront(call, rest, world),
        ["v1", "catalog", storefront, rest @ ..] => catalog::answer(call, storefront, rest, world),
        ["v1", "me", rest @ ..] => me(call, rest, world),
        ["v1", "language", _, "tag"] => Err(Fault::not_served("language tags")),
        _ => Err(Fault::no_path()),
    }
}

/// Everything under `/v1/me` belongs to a listener, so that is asked before the path is read.
fn me(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    call.listener.required()?;
    match path {
        ["storefront"] => {
            only_get(call)?;
            call.query.allow(&["limit", "offset"])?;
            let library = world.read();
            let reader = read(call, storefronts::HOME, world, &library, Some(&STOREFRONT))?;
            let page = call.query.page(10, 10)?;
            let home = Kind::Storefront.node(reader.storefront);
            Ok(data(reader.listing("/v1/me/storefront", &[home], page, Place::Alone)))
        }
        ["library", rest @ ..] => library::answer(call, rest, world),
        ["ratings", kind] => ratings::several(call, kind, world),
        ["ratings", kind, id] => ratings::one(call, kind, id, world),
        ["recent" | "history", ..] => history::answer(call, path, world),
        [what @ ("recommendations" | "music-summaries" | "favorites"), ..] => Err(Fault::not_served(what)),
        _ => Err(Fault::no_path()),
    }
}

fn storefront(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let library = world.read();
    let reader = read(call, storefronts::HOME, world, &library, Some(&STOREFRONT))?;
    match path {
        [] if call.query.get("ids").is_some() => {
            call.query.allow(&["ids"])?;
            let nodes = by_ids(call, &STOREFRONT, &reader)?;
            Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
        }
        [] => {
            call.query.allow(&["limit", "offset"])?;
            // Apple gives no numbers for storefronts. A hundred holds them all here.
            let page = call.query.page(100, 100)?;
            let all: Vec<Node> = world.catalogue.nodes(Kind::Storefront).collect();
            Ok(data(reader.listing("/v1/storefronts", &all, page, Place::Among)))
        }
        [id] => {
            call.query.allow(&[])?;
            one(&reader, &STOREFRONT, id)
        }
        _ => Err(Fault::no_path()),
    }
}

fn only_get(call: &Call) -> Result<(), Fault> {
    if call.method == "GET" { Ok(()) } else { Err(Fault::method(&call.method)) }
}

/// Eyes for a request. The library is read through them too, so they are dropped before anything is written.
fn read<'a>(
    call: &Call,
    storefront: &str,
    world: &'a World,
    library: &'a Library,
    spec: Option<&Spec>,
) -> Result<Reader<'a>, Fault> {
    let storefront = storefronts::find(storefront)
        .ok_or_else(|| Fault::value("storefront", format!("Unknown storefront '{storefront}'")))?;
    let asks = Asks::read(&call.query, spec)?;
    if asks.needs_listener() {
        call.listener.required()?;
    }
    Ok(Reader { catalogue: &world.catalogue, library, storefront, asks })
}

/// One resource by its id.
fn one(reader: &Reader<'_>, spec: &Spec, id: &str) -> Result<Answer, Fault> {
    let node = reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?;
    Ok(Answer::Data(200, json!({ "data": [reader.resource(node, Place::Alone)] })))
}

/// The resources the `ids` parameter names: unknown ids are skipped, and a repeated one counts once.
fn by_ids(call: &Call, spec: &Spec, reader: &Reader<'_>) -> Result<Vec<Node>, Fault> {
    let ids = listed(&call.query, "ids", spec.ids_cap)?;
    let mut nodes: Vec<Node> = Vec::with_capacity(ids.len());
    for node in ids.iter().filter_map(|id| reader.find(spec.kind, id)) {
        if !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    Ok(nodes)
}

/// The values of a list parameter, which must be there, not empty, and no more than the cap.
fn listed<'a>(query: &'a Query, name: &str, cap: usize) -> Result<Vec<&'a str>, Fault> {
    if query.get(name).is_none() {
        return Err(Fault::no_ids());
    }
    let values = query.list(name);
    match values.len() {
        0 => Err(Fault::value(name, format!("No id(s) supplied in the '{name}' query parameter"))),
        count if count > cap => {
            let detail = format!("Number of ids must be less than or equal to {cap}, but was: {count}");
            Err(Fault::value(name, detail))
        }
        _ => Ok(values),
    }
}

/// A relationship by its own address. One that leads nowhere is a 404; past its end is an empty page.
fn related(call: &Call, reader: &Reader<'_>, node: Node, name: &str) -> Result<Answer, Fault> {
    let found = node.kind.spec().edge(name);
    let edge = found.ok_or_else(|| Fault::path(format!("No relationship found matching '{name}'")))?;
    if name == "library" {
        call.listener.required()?;
    }
    call.query.allow(&["limit", "offset", "views", "views["])?;
    let page = call.query.page(edge.page, edge.cap)?;
    let rows = reader.related(node, name);
    if rows.is_empty() {
        return Err(Fault::no_related(name));
    }
    let mut map = reader.listing(&format!("{}/{name}", reader.href(node)), &rows, page, Place::Listed);
    if node.kind.is_library() {
        map.insert("meta".into(), json!({ "total": rows.len() }));
    }
    Ok(data(map))
}

fn data(map: Map<String, Value>) -> Answer {
    Answer::Data(200, Value::Object(map))
}
