//! What most routes answer with: one resource, several by id, or a page of a list.

use serde_json::{Map, Value, json};

use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node, Spec};
use crate::sandbox::query::Query;
use crate::sandbox::reader::{Asks, Reader};
use crate::sandbox::resource::Place;
use crate::sandbox::state::State;
use crate::sandbox::storefronts;

pub(super) fn only_get(call: &Call) -> Result<(), Fault> {
    if call.method == "GET" { Ok(()) } else { Err(Fault::method(&call.method)) }
}

/// Eyes for a request. What changes is read through them too, so they are dropped before anything is written.
pub(super) fn read<'a>(
    call: &Call,
    storefront: &str,
    world: &'a World,
    state: &'a State,
    spec: Option<&Spec>,
) -> Result<Reader<'a>, Fault> {
    let storefront = storefronts::find(storefront)
        .ok_or_else(|| Fault::value("storefront", format!("Unknown storefront '{storefront}'")))?;
    let asks = Asks::read(&call.query, spec)?;
    if asks.needs_listener() {
        call.listener.required()?;
    }
    let (catalogue, library) = (&world.catalogue, &state.library);
    Ok(Reader { catalogue, library, state, storefront, asks, now: call.now })
}

/// One resource by its id.
pub(super) fn one(reader: &Reader<'_>, spec: &Spec, id: &str) -> Result<Answer, Fault> {
    let node = reader.find(spec.kind, id).ok_or_else(Fault::no_resource)?;
    Ok(Answer::Data(200, json!({ "data": [reader.resource(node, Place::Alone)] })))
}

/// The resources the `ids` parameter names.
pub(super) fn by_ids(call: &Call, spec: &Spec, reader: &Reader<'_>) -> Result<Vec<Node>, Fault> {
    named(call, "ids", spec, reader)
}

/// The resources a parameter names: unknown ids are skipped, and a repeated one counts once.
pub(super) fn named(
    call: &Call,
    parameter: &str,
    spec: &Spec,
    reader: &Reader<'_>,
) -> Result<Vec<Node>, Fault> {
    let ids = listed(&call.query, parameter, spec.ids_cap)?;
    let mut nodes: Vec<Node> = Vec::with_capacity(ids.len());
    for node in ids.iter().filter_map(|id| reader.find(spec.kind, id)) {
        if !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    Ok(nodes)
}

/// The values of a list parameter, which must be there, not empty, and no more than the cap.
pub(super) fn listed<'a>(query: &'a Query, name: &str, cap: usize) -> Result<Vec<&'a str>, Fault> {
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
pub(super) fn related(call: &Call, reader: &Reader<'_>, node: Node, name: &str) -> Result<Answer, Fault> {
    let found = node.kind.spec().edge(name);
    let edge = found.ok_or_else(|| Fault::path(format!("No relationship found matching '{name}'")))?;
    if name == "library" {
        call.listener.required()?;
    }
    call.query.allow(&["limit", "offset", "views", "views["])?;
    let page = call.query.page(edge.page, edge.cap)?;
    let rows = reader.related(node, name);
    // Behind the end of a folder there is nothing either; other lists have an empty page there.
    let is_past = node.kind == Kind::LibraryFolder && page.offset >= rows.len();
    if rows.is_empty() || is_past {
        return Err(Fault::no_related(name));
    }
    let mut map = reader.listing(&format!("{}/{name}", reader.href(node)), &rows, page, Place::Listed);
    if node.kind.is_library() {
        map.insert("meta".into(), json!({ "total": rows.len() }));
    }
    Ok(data(map))
}

/// The resources that `ids[songs]=…&ids[albums]=…` name, of the types that are allowed here.
/// As everywhere, unknown ids are skipped, and a repeated one counts once.
pub(super) fn typed(
    call: &Call,
    reader: &Reader<'_>,
    specs: &'static [Spec],
    is_allowed: impl Fn(Kind) -> bool,
) -> Result<Vec<Node>, Fault> {
    call.query.allow(&["ids["])?;
    let mut nodes: Vec<Node> = Vec::new();
    for (name, _) in call.query.scoped("ids") {
        let parameter = format!("ids[{name}]");
        let spec = specs.iter().find(|spec| spec.name == name && is_allowed(spec.kind));
        let spec = spec.ok_or_else(|| Fault::not_allowed(&parameter))?;
        let ids = listed(&call.query, &parameter, spec.ids_cap)?;
        for node in ids.iter().filter_map(|id| reader.find(spec.kind, id)) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
    }
    if call.query.scoped("ids").next().is_none() {
        return Err(Fault::no_ids());
    }
    Ok(nodes)
}

pub(super) fn data(map: Map<String, Value>) -> Answer {
    Answer::Data(200, Value::Object(map))
}
