//! `/v1/me/favorites`: they can be added to, and neither read nor taken back by anything that Apple documents.

use super::list::{read, typed};
use crate::sandbox::call::{Call, World};
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{CATALOG, FAVORED, Kind, Node};
use crate::sandbox::storefronts;

/// Ids nobody has are passed over without a word. Whether something is a favorite, `extend=inFavorites` tells.
pub(super) fn answer(call: &Call, world: &World) -> Result<Answer, Fault> {
    let is_favorite = match call.method.as_str() {
        "POST" => true,
        "DELETE" if call.options.undocumented => false,
        "DELETE" => return Err(Fault::not_entitled("favorites")),
        _ => return Err(Fault::method(&call.method)),
    };
    let nodes: Vec<Node> = {
        let state = world.read();
        let reader = read(call, storefronts::HOME, world, &state, None)?;
        let is_favored = |kind: Kind| FAVORED.contains(&kind);
        typed(call, &reader, CATALOG, is_favored)?
    };
    let mut state = world.write();
    nodes.into_iter().for_each(|node| state.favor(node, is_favorite));
    Ok(Answer::Empty(if is_favorite { 202 } else { 204 }))
}
