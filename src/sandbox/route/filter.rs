//! `filter[…]` on a collection of the catalogue: what is found by something other than its id.

use serde_json::{Map, Value, json};

use super::catalog::COLLECTION;
use super::list::listed;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node, Spec};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;
use crate::sandbox::storefronts;

/// A filter of a type: how many values it takes, and which, if they are fixed.
struct Filter {
    kind: Kind,
    name: &'static str,
    cap: usize,
    values: &'static [&'static str],
}

/// Apple gives no number for codes and equivalents of albums and for charts of storefronts; theirs are the caps of `ids`.
const FILTERS: &[Filter] = &[
    filter(Kind::Song, "isrc", 25),
    filter(Kind::Song, "equivalents", 300),
    filter(Kind::Video, "isrc", 25),
    filter(Kind::Video, "equivalents", 25),
    filter(Kind::Album, "upc", 100),
    filter(Kind::Album, "equivalents", 100),
    filter(Kind::Playlist, "storefront-chart", 25),
    Filter { kind: Kind::Station, name: "identity", cap: 1, values: &["personal"] },
    Filter { kind: Kind::Station, name: "featured", cap: 1, values: &["apple-music-live-radio"] },
];

const fn filter(kind: Kind, name: &'static str, cap: usize) -> Filter {
    Filter { kind, name, cap, values: &[] }
}

/// The answer maps every value that matched to what it matched.
pub(super) fn answer(call: &Call, reader: &Reader<'_>, spec: &Spec, name: &str) -> Result<Answer, Fault> {
    let parameter = format!("filter[{name}]");
    let filter = FILTERS
        .iter()
        .find(|filter| filter.kind == spec.kind && filter.name == name)
        .ok_or_else(|| Fault::not_allowed(&parameter))?;
    call.query.allow(COLLECTION)?;
    let values = listed(&call.query, &parameter, filter.cap)?;
    if let Some(value) =
        values.iter().find(|value| !filter.values.is_empty() && !filter.values.contains(value))
    {
        return Err(Fault::value(&parameter, format!("Unknown value '{value}'")));
    }
    if name == "identity" {
        call.listener.required()?;
    }
    let restricted = restricted(call)?;
    let (mut nodes, mut matched) = (Vec::new(), Map::new());
    for value in values {
        let found = matches(reader, filter, value, restricted);
        if !found.is_empty() {
            let identifiers = found.iter().map(|&node| Value::Object(reader.identifier(node))).collect();
            matched.insert(key(name, value), identifiers);
            nodes.extend(found.into_iter().filter(|node| !nodes.contains(node)).collect::<Vec<_>>());
        }
    }
    let rows = reader.resources(&nodes, Place::Among);
    Ok(Answer::Data(200, json!({ "data": rows, "meta": { "filters": { name: matched } } })))
}

/// Whether the request wants explicit things replaced.
pub(super) fn restricted(call: &Call) -> Result<bool, Fault> {
    match call.query.list("restrict").iter().find(|value| **value != "explicit") {
        Some(value) => Err(Fault::value("restrict", format!("Unknown value '{value}'"))),
        None => Ok(call.query.get("restrict").is_some()),
    }
}

/// Apple's key for a UPC has one leading zero less than the code.
fn key(filter: &str, value: &str) -> String {
    let shortened =
        if filter == "upc" { value.strip_prefix("00").map(|rest| format!("0{rest}")) } else { None };
    shortened.unwrap_or_else(|| value.to_owned())
}

fn matches(reader: &Reader<'_>, filter: &Filter, value: &str, restricted: bool) -> Vec<Node> {
    let (catalogue, kind) = (reader.catalogue, filter.kind);
    let found: Vec<Node> = match (kind, filter.name) {
        (Kind::Song, "isrc") => catalogue.find_isrc(value).into_iter().map(|at| kind.node(at)).collect(),
        (Kind::Video, "isrc") => {
            catalogue.nodes(kind).filter(|&node| reader.attributes(node, 0)["isrc"] == value).collect()
        }
        (Kind::Album, "upc") => catalogue.find_upc(value).map(|at| kind.node(at)).into_iter().collect(),
        (Kind::Station, "identity") => vec![kind.node(catalogue.personal_station())],
        (Kind::Station, "featured") => reader.live_stations(),
        (Kind::Playlist, _) => {
            let chart = |place: u32| kind.node(catalogue.daily_charts.start + 1 + place);
            storefronts::find(value).map(chart).into_iter().collect()
        }
        _ => reader.equivalent(kind, value, restricted).into_iter().collect(),
    };
    found.into_iter().filter(|&node| catalogue.sold_in(node, reader.storefront)).collect()
}
