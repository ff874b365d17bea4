//! `/v1/me`: everything that belongs to a listener.

use serde_json::json;

use super::list::{by_ids, data, one, only_get, read, related};
use super::{favorites, history, library, ratings, replay};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, RECOMMENDATION, STOREFRONT};
use crate::sandbox::resource::Place;
use crate::sandbox::{recommendations, storefronts};

/// Whose it is, is asked before the path is read.
pub(super) fn answer(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    call.listener.required()?;
    match path {
        ["storefront"] => storefront(call, world),
        ["account"] if call.options.undocumented => account(call),
        ["library", rest @ ..] => library::answer(call, rest, world),
        ["ratings", kind] => ratings::several(call, kind, world),
        ["ratings", kind, id] => ratings::one(call, kind, id, world),
        ["favorites"] => favorites::answer(call, world),
        ["recent" | "history", ..] => history::answer(call, path, world),
        ["recommendations", rest @ ..] => recommended(call, rest, world),
        ["music-summaries", rest @ ..] => replay::answer(call, rest, world),
        _ => Err(Fault::no_path()),
    }
}

fn storefront(call: &Call, world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    call.query.allow(&["limit", "offset"])?;
    let state = world.read();
    let reader = read(call, call.home, world, &state, Some(&STOREFRONT))?;
    let page = call.query.page(10, 10)?;
    let home = Kind::Storefront.node(reader.storefront);
    Ok(data(reader.listing("/v1/me/storefront", &[home], page, Place::Alone)))
}

/// Not documented: how MusicKit on the web learns of a subscription.
fn account(call: &Call) -> Result<Answer, Fault> {
    only_get(call)?;
    call.query.allow(&["meta", "challenge["])?;
    let subscription = json!({ "active": true, "storefront": storefronts::HOME });
    Ok(Answer::Data(200, json!({ "data": [], "meta": { "subscription": subscription } })))
}

/// `/v1/me/recommendations`: those of today, some by their ids, one, and what is in it.
fn recommended(call: &Call, path: &[&str], world: &World) -> Result<Answer, Fault> {
    only_get(call)?;
    let state = world.read();
    let reader = read(call, storefronts::HOME, world, &state, Some(&RECOMMENDATION))?;
    match path {
        [] if call.query.get("ids").is_some() => {
            call.query.allow(&["ids", "limit["])?;
            let nodes = by_ids(call, &RECOMMENDATION, &reader)?;
            Ok(Answer::Data(200, json!({ "data": reader.resources(&nodes, Place::Among) })))
        }
        [] => {
            call.query.allow(&["limit", "offset", "limit["])?;
            // Apple gives no default; 30 is the most that clients saw accepted.
            let page = call.query.page(10, 30)?;
            let all = recommendations::all();
            Ok(data(reader.listing("/v1/me/recommendations", &all, page, Place::Among)))
        }
        [id] => {
            call.query.allow(&["limit["])?;
            one(&reader, &RECOMMENDATION, id)
        }
        [id, name] => {
            let node = reader.find(Kind::Recommendation, id).ok_or_else(Fault::no_resource)?;
            related(call, &reader, node, name)
        }
        _ => Err(Fault::no_path()),
    }
}
