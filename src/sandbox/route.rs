//! From a path to an answer.

mod catalog;
mod charts;
mod history;
mod library;
mod list;
mod ratings;
mod search;
mod suggestions;
mod writes;

use list::{by_ids, data, one, only_get, read};
use serde_json::json;

use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node, STOREFRONT};
use crate::sandbox::resource::Place;
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
            let reader = read(call, call.home, world, &library, Some(&STOREFRONT))?;
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
