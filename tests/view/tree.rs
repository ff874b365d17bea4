//! The tree of a response: lists and their pages, `next` at every depth, folded and plain.

use super::{
    Stage, has, lacks, shot,
    stage::{self, Reply, answered},
};

const SIZE: (u16, u16) = (80, 24);

#[test]
fn a_list_names_its_songs_and_shows_its_next() {
    let screen = shot("tree_list", &stage::tracks(80, 24));
    has(&screen, "data 8 songs so far");
    has(&screen, "Glass Harbour · Mara Quill · 3:45");
    has(&screen, "↓ next  /v1/catalog/us/albums/1000042/tracks?offset=8  + limit=8");
}

#[test]
fn followed_pages_stand_under_separators_that_say_what_was_put_back() {
    let screen = shot("tree_two_pages", &stage::two_pages(80, 30));
    has(&screen, "─ page 1 · 200 · 42.0 ms · 8 songs");
    has(&screen, "─ page 2 · from 8 · 200 · 38.0 ms · 8 songs · put back limit=8");
    has(&screen, "data 16 songs so far");
    has(&screen, "2 pages, more");
}

#[test]
fn wide_names_keep_the_columns_in_line() {
    let screen = shot("tree_two_pages_wide", &stage::two_pages(120, 30));
    let row = screen.lines().find(|line| line.contains("海の見える駅")).unwrap();
    let above = screen.lines().find(|line| line.contains("Moth Weather")).unwrap();
    let columns = unicode_width::UnicodeWidthStr::width;
    assert_eq!(columns(row), columns(above));
}

#[test]
fn a_song_unfolds_into_its_members() {
    let screen = shot("tree_song_unfolded", &stage::tracks(80, 30).press("zjjljjjjl"));
    has(&screen, "▾ attributes");
    has(&screen, "durationInMillis 242000");
}

#[test]
fn a_relationship_has_a_next_of_its_own() {
    let path = "/v1/catalog/us/artists/700001?include=albums&limit[albums]=2";
    let screen = shot("tree_relationship", &answered(SIZE, path, "artist", 200).press("zGkljl"));
    has(&screen, "albums 2 so far");
    has(&screen, "↓ next  /v1/catalog/us/artists/700001/albums?offset=2");
}

#[test]
fn a_folded_relationship_tells_its_next_in_the_same_line() {
    let path = "/v1/catalog/us/artists/700001?include=albums&limit[albums]=2";
    let screen = shot("tree_relationship_folded", &answered(SIZE, path, "artist", 200).press("zGkl"));
    has(&screen, "▸ albums 2 so far   ↓ next /v1/catalog/us/ar…ts/700001/albums?offset=2");
}

#[test]
fn what_a_resource_could_have_stands_at_its_end() {
    let path = "/v1/catalog/us/artists/700001?include=albums&limit[albums]=2";
    let screen = shot("absent_80x24", &answered(SIZE, path, "artist", 200).press("zG"));
    has(&screen, "▸ 4 relationships, 12 views not here: genres, music-videos, playlists");
    let screen = shot("absent_160x50", &answered((160, 50), path, "artist", 200).press("Glj"));
    has(&screen, "↓ relationship genres");
    has(&screen, "↓ with include=genres,music-videos,playlists,station");
}

#[test]
fn each_search_group_has_a_next_of_its_own() {
    let path = "/v1/catalog/us/search?term=harbour&types=songs,artists,albums&limit=2";
    let screen = shot("tree_search", &answered(SIZE, path, "search", 200).press("z"));
    assert_eq!(screen.matches("↓ next").count(), 3, "{screen}");
}

#[test]
fn charts_are_headed_by_their_names() {
    let path = "/v1/catalog/us/charts?types=songs,albums&limit=2";
    let screen = shot("tree_charts", &answered(SIZE, path, "charts", 200).press("z"));
    has(&screen, "Top Songs");
}

#[test]
fn storefronts_are_named_with_their_language() {
    let screen = shot("tree_storefronts", &answered((60, 16), "/v1/storefronts?limit=4", "storefronts", 200));
    has(&screen, "Argentina · es-MX");
}

#[test]
fn a_list_that_tells_its_total_shows_how_much_of_it_is_here() {
    let screen =
        shot("tree_library", &answered((80, 16), "/v1/me/library/songs?limit=3", "library_songs", 200));
    has(&screen, "data 3 of 1,200 songs");
    has(&screen, "Low Tide Letters · Mara Quill ");
}

#[test]
fn plain_json_shows_every_member_at_its_place() {
    let screen = shot("tree_plain", &stage::tracks(80, 24).press("t"));
    has(&screen, "\"data\": [8]");
    has(&screen, "\"next\": \"/v1/catalog/us/albums/1000042/tracks?offset=8\"");
    lacks(&screen, "Glass Harbour ·");
}

#[test]
fn a_folded_tree_still_tells_what_is_in_it() {
    let screen = shot("tree_folded", &stage::two_pages(80, 16).press("gC"));
    has(&screen, "16 songs");
}

#[test]
fn a_small_screen_keeps_name_and_length() {
    has(&shot("tree_40x14", &stage::tracks(40, 14)), "Glass Harbour");
    has(&shot("tree_20x5", &stage::tracks(20, 5)), "Glass");
}

#[test]
fn text_from_outside_is_made_visible() {
    let screen = shot(
        "tree_hostile",
        &Stage::at(80, 16, "/v1/x").press("<Enter>").answer(Reply::fixture("hostile", 200, 5)),
    );
    has(&screen, "Red \\u001b[31malert");
    has(&screen, "gpj.\\u202eexe.harmless");
    assert!(!screen.contains(['\u{1b}', '\u{202e}']), "{screen:?}");
}

#[test]
fn what_an_answer_says_beside_its_resources_is_told() {
    let path = "/v1/catalog/us/songs?filter[isrc]=ZZ1,ZZ2";
    let body = r#"{"data":[{"id":"1","type":"songs","attributes":{"name":"Low Tide"},"relationships":{"library":{"data":[]}}}],
        "errors":[{"status":"404","code":"40400","title":"Resource Not Found"}],
        "meta":{"filters":{"isrc":{"ZZ1":[{"id":"1","type":"songs"}]}},"results":{"order":["songs"]}}}"#;
    let stage = Stage::at(80, 24, path).press("<Enter>").answer(Reply::text(200, body)).press("2z");
    let screen = shot("tree_said", &stage);
    has(&screen, "errors 1 error beside the data");
    has(&screen, "meta isrc ZZ1: 1 song, ZZ2: nothing · order songs");
    has(&super::dump::glyphs(&stage.press("E").draw().buffer).join("\n"), "library nothing here");
}

#[test]
fn an_empty_list_is_told_to_be_no_error() {
    let stage = Stage::at(80, 16, "/v1/catalog/us/songs?ids=1").press("<Enter>");
    let screen = shot("tree_empty_list", &stage.answer(Reply::text(200, r#"{"data":[]}"#)));
    has(&screen, "data nothing here, and no error: none of the ids exists here");
    has(&screen, " Errors  nothing wrong");
}

#[test]
fn only_a_song_that_does_not_play_is_a_warning() {
    let songs = r#"{"data":[
        {"id":"1","type":"songs","attributes":{"name":"Nine Lanterns","artistName":"Mara Quill","contentRating":"explicit","playParams":{}}},
        {"id":"2","type":"songs","attributes":{"name":"Slow Signal","artistName":"Mara Quill"}}]}"#;
    let stage =
        Stage::at(60, 16, "/v1/catalog/us/songs?ids=1,2").press("<Enter>").answer(Reply::text(200, songs));
    has(&shot("tree_marks", &stage), "Nine Lanterns · Mara Quill · explicit");
    let frame = stage.draw();
    let warned = |y| {
        super::dump::cells(&frame.buffer, y)
            .any(|(_, cell)| super::dump::role(cell).as_deref() == Some("warning"))
    };
    assert_eq!((warned(8), warned(9)), (false, true));
}
