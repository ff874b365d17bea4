//! The way that was gone, the keys that open what a row names, and the history.

use segue::{
    app::message::Message,
    domain::{
        history::Entry,
        request::{Draft, Method},
    },
};

use super::{
    Stage, has, lacks, shot,
    stage::{NOW, Reply, answered},
};

const ARTIST: &str = "/v1/catalog/us/artists/700001";

/// Sends another path and answers it.
fn go(stage: Stage, path: &str, reply: Reply) -> Stage {
    stage.press(&format!("1<Esc>p<C-u>{}<Enter>", path.replace(' ', "<Space>"))).answer(reply)
}

/// An artist, an album of theirs and its tracks.
pub(super) fn on_the_way(width: u16, height: u16) -> Stage {
    let album = r#"{"data":[{"id":"1000042","type":"albums","attributes":{"name":"Glass Harbour"}}]}"#;
    let stage = answered((width, height), ARTIST, "artist", 200);
    let stage = go(stage, "/v1/catalog/us/albums/1000042", Reply::text(200, album));
    let tracks = "/v1/catalog/us/albums/1000042/tracks?limit=8";
    go(stage, tracks, Reply::fixture("tracks_page_1", 200, 42))
}

/// The history with four requests in it.
pub(super) fn history(width: u16, height: u16) -> Stage {
    let entry = |minutes: i64, method, path: &str, status| Entry {
        at: NOW - minutes * 60_000,
        profile: "sandbox".to_owned(),
        draft: Draft { method, path: path.to_owned(), ..Draft::default() },
        status,
        millis: 42,
        is_partial: false,
    };
    let entries = [
        entry(3000, Method::Get, "/v1/storefronts?limit=25", Some(200)),
        entry(70, Method::Put, "/v1/me/ratings/songs/1000101", Some(401)),
        entry(
            5,
            Method::Get,
            "/v1/catalog/us/search?term=glass\u{1b}harbour&types=songs,albums&limit=25&with=topResults",
            None,
        ),
        entry(0, Method::Get, ARTIST, Some(200)),
    ];
    let mut stage = Stage::new(width, height).press("<C-r>");
    stage.tell(Message::Recalled { turn: stage.model.recalls, entries: entries.into() });
    stage
}

#[test]
fn a_way_of_several_steps_shows_above_the_response() {
    let screen = shot("trail_wide", &on_the_way(160, 50));
    has(&screen, "artists Mara Quill › albums Glass Harbour › tracks");
    has(&screen, "[ back");
    lacks(&screen, "] forward");
    let screen = shot("trail_narrow", &on_the_way(80, 24));
    has(&screen, "┌ … › albums Glass Harbour › tracks ─");
}

#[test]
fn a_step_back_shortens_the_way_and_offers_the_way_forward() {
    let screen = shot("trail_back", &on_the_way(160, 50).press("["));
    has(&screen, "artists Mara Quill › albums Glass Harbour ─");
    has(&screen, "] forward");
    lacks(&shot("trail_first", &on_the_way(80, 24).press("[[")), "›");
}

#[test]
fn a_row_that_names_a_resource_says_how_to_get_there() {
    let artist = answered((80, 24), ARTIST, "artist", 200);
    has(&shot("go_there", &artist.press("jj")), "o go there");
    let attributes = answered((80, 24), ARTIST, "artist", 200).press("Ejjj");
    lacks(&super::dump::glyphs(&attributes.draw().buffer).join("\n"), "o go there");
}

#[test]
fn the_history_shows_what_was_sent_newest_first() {
    let screen = shot("history", &history(80, 24));
    has(&screen, "no answer · 5 min ago");
    has(&screen, "Tab edit");
    has(&shot("history_narrowed", &history(160, 50).press("rating")), "PUT /v1/me/ratings/songs/1000101");
    has(&shot("history_being_read", &Stage::new(80, 24).press("<C-r>")), "reading what was sent …");
}
