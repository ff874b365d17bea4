//! What Apple's catalogue was seen to answer and its documents do not have: only a sandbox that is asked for it does.

use serde_json::json;

use super::list::data;
use crate::sandbox::call::Call;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::kinds::{Kind, Node};
use crate::sandbox::reader::Reader;
use crate::sandbox::resource::Place;

/// The cap that a refusal of the real API named.
const SONGS: usize = 20;

/// `/v1/catalog/{storefront}/artists/{id}/songs`
pub(super) fn songs(call: &Call, reader: &Reader<'_>, artist: &str) -> Result<Answer, Fault> {
    call.query.allow(&["limit", "offset"])?;
    let page = call.query.page(SONGS, SONGS)?;
    let artist = reader.find(Kind::Artist, artist).ok_or_else(Fault::no_resource)?;
    let mut rows = reader.songs_of(artist.at);
    rows.retain(|&node| reader.catalogue.sold_in(node, reader.storefront));
    Ok(data(reader.listing(&format!("{}/songs", reader.href(artist)), &rows, page, Place::Listed)))
}

/// `/v1/catalog/{storefront}/songs/{id}/syllable-lyrics`: for a listener alone. The lines are as fictional as the song.
pub(super) fn lyrics(call: &Call, reader: &Reader<'_>, song: &str) -> Result<Answer, Fault> {
    call.query.allow(&[])?;
    call.listener.required()?;
    let song: Node = reader.find(Kind::Song, song).ok_or_else(Fault::no_resource)?;
    let id = reader.id(song);
    let line = |at: u32| {
        let (begin, end) = (at * 4, at * 4 + 3);
        format!(
            r#"<p begin="{begin}.000" end="{end}.000"><span begin="{begin}.000" end="{end}.000">La</span></p>"#
        )
    };
    let lines: String = (1..=8).map(line).collect();
    let ttml = format!(
        r#"<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>{lines}</div></body></tt>"#
    );
    let row = json!({
        "id": id, "type": "syllable-lyrics",
        "attributes": { "ttml": ttml, "playParams": { "id": id, "kind": "lyric", "catalogId": id } },
    });
    Ok(Answer::Data(200, json!({ "data": [row] })))
}
