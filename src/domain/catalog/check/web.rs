//! An address of the web player, where one of the API was meant.

use std::borrow::Cow;

use super::{About, Advice, shown};
use crate::domain::catalog::Typed;

/// What the web player calls a type.
const KINDS: [(&str, &str); 7] = [
    ("album", "albums"),
    ("artist", "artists"),
    ("curator", "apple-curators"),
    ("music-video", "music-videos"),
    ("playlist", "playlists"),
    ("song", "songs"),
    ("station", "stations"),
];

/// The host of the API, and that of the web player.
const API: &str = "api.music.apple.com";
const PLAYER: &str = "music.apple.com";

pub(super) fn check(typed: &Typed<'_>) -> Option<Advice> {
    // Without its scheme, a host is what stands before the first slash.
    let bare = || typed.segments.first().filter(|first| typed.text[first.end..].starts_with('/')).cloned();
    let origin = typed.origin.clone().or_else(bare)?;
    let address = &typed.text[origin.clone()];
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let is_api = host == API;
    let is_apple = host == PLAYER || host.strip_suffix(PLAYER).is_some_and(|before| before.ends_with('.'));
    if !is_apple || (is_api && typed.origin.is_some()) {
        return None;
    }
    let words = match is_api {
        true => format!("{} needs no host here; type the path alone", shown(host)),
        false => format!("{} is the web player and not the API; type the path alone", shown(host)),
    };
    let is_path = typed.text[origin.end..].starts_with("/v1/");
    let better = if is_path { Some(typed.text[origin.end..].to_owned()) } else { shared(typed, origin.end) };
    Some(Advice { about: About::Path(origin), words, better, is_final: false })
}

/// The resource that a link for sharing leads to: `/us/album/name/1018700?i=1018701`.
fn shared(typed: &Typed<'_>, behind: usize) -> Option<String> {
    let parts = typed.parts().filter(|part| part.start >= behind);
    let parts: Vec<Cow<'_, str>> = parts.map(|part| typed.segment(part)).collect();
    let (storefront, kind, id) = (parts.first()?, parts.get(1)?, parts.get(2..)?.last()?);
    let (_, kind) = KINDS.into_iter().find(|(word, _)| word == kind)?;
    match typed.given("i").filter(|_| kind == "albums") {
        Some(song) => Some(format!("/v1/catalog/{storefront}/songs/{song}")),
        None => Some(format!("/v1/catalog/{storefront}/{kind}/{id}")),
    }
}
