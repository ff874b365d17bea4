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

pub(super) fn check(typed: &Typed<'_>) -> Option<Advice> {
    let origin = typed.origin.clone()?;
    let address = &typed.text[origin.clone()];
    let host = address.split_once("://")?.1;
    if host == "api.music.apple.com" || !host.ends_with("music.apple.com") {
        return None;
    }
    let words = format!("{} is the web player and not the API; type the path alone", shown(host));
    let is_api = typed.text[origin.end..].starts_with("/v1/");
    let better = if is_api { Some(typed.text[origin.end..].to_owned()) } else { shared(typed) };
    Some(Advice { about: About::Path(origin), words, better })
}

/// The resource that a link for sharing leads to: `/us/album/name/1018700?i=1018701`.
fn shared(typed: &Typed<'_>) -> Option<String> {
    let parts: Vec<Cow<'_, str>> = typed.parts().map(|part| typed.segment(part)).collect();
    let (storefront, kind, id) = (parts.first()?, parts.get(1)?, parts.get(2..)?.last()?);
    let (_, kind) = KINDS.into_iter().find(|(word, _)| word == kind)?;
    match typed.given("i").filter(|_| kind == "albums") {
        Some(song) => Some(format!("/v1/catalog/{storefront}/songs/{song}")),
        None => Some(format!("/v1/catalog/{storefront}/{kind}/{id}")),
    }
}
