//! Resources in full: below the tree and over the panels.

use super::{
    Stage, has, lacks, shot,
    stage::{self, Reply},
};

/// An album with all that an album can tell.
const ALBUM: &str = r#"{"data":[{"id":"1000042","type":"albums","href":"/v1/catalog/us/albums/1000042",
    "attributes":{"name":"Low Water","artistName":"Mara Quill","trackCount":12,"releaseDate":"2024-03-01",
    "contentRating":"explicit","genreNames":["Harbour Pop","Fog"],"recordLabel":"Salt Records","upc":"0000000000042",
    "copyright":"℗ 2024 Salt Records","isSingle":false,"isCompilation":false,"isComplete":false,"isMasteredForItunes":true,
    "audioVariants":["dolby-atmos","hi-res-lossless","lossless","lossy-stereo"],
    "url":"https://music.example/us/album/low-water/1000042",
    "artwork":{"width":3000,"height":3000,"url":"https://art.example/low-water/{w}x{h}bb.jpg","bgColor":"102030",
        "textColor1":"f4f4f4","textColor2":"c8d0d8","textColor3":"c00000","textColor4":"00a0a0"},
    "editorialNotes":{"tagline":"Letters from low water.","short":"Mara Quill comes home &amp; leaves the windows open.",
        "standard":"Recorded in a harbour over one long winter, <i>Low Water</i> finds <b>Mara Quill</b> writing about departures &amp; small returns. The drums stay outside the door; everything else is let in.<br />Start with the <u>second</u> song. \u001b[31m"}},
    "relationships":{"library":{"data":[{"id":"l.abc","type":"library-albums","href":"/v1/me/library/albums/l.abc"}]}}}]}"#;

fn album(width: u16, height: u16) -> Stage {
    let path = "/v1/catalog/us/albums/1000042?relate=library";
    Stage::at(width, height, path).press("<Enter>").answer(Reply::text(200, ALBUM)).press("gj")
}

fn screen(stage: &Stage) -> String {
    super::dump::glyphs(&stage.draw().buffer).join("\n")
}

#[test]
fn a_resource_shows_in_full_below_the_tree() {
    let narrow = shot("detail_80x24", &album(80, 24).press("v"));
    has(&narrow, "── Low Water · album 1000042 ──");
    has(&narrow, "artist");
    let wide = shot("detail_160x50", &album(160, 50).press("v"));
    has(&wide, "lossless in high resolution");
    has(&wide, "not playable · it has no playParams");
}

#[test]
fn a_resource_shows_in_full_over_the_panels() {
    let whole = shot("detail_whole_80x24", &album(80, 24).press("V"));
    has(&whole, "┌ Low Water · album 1000042 ─");
    has(&whole, "██\u{a0}102030\u{a0}background");
    let notes = screen(&album(80, 24).press("V<Space>"));
    has(&notes, "departures & small returns");
    has(&notes, "<u>second</u> song. \\u001b[31m");
    let wide = shot("detail_whole_160x50", &album(160, 50).press("V"));
    has(&wide, "l.abc · /v1/me/library/albums/l.abc");
}

#[test]
fn the_resource_around_the_cursor_shows_from_any_row_inside() {
    let inside = album(80, 24).press("Ggjjjj");
    has(&screen(&inside.press("i")), "┌ Low Water · album 1000042 ─");
    let outside = stage::tracks(80, 24).press("gi");
    has(&screen(&outside), "no resource here; V shows the value");
    lacks(&screen(&album(80, 24).press("ii")), "┌ Low Water");
}

#[test]
fn plain_json_shows_a_resource_like_any_other_value() {
    let plain = album(80, 24).press("vt");
    lacks(&screen(&plain), "── Low Water · album 1000042");
    has(&screen(&plain.press("t")), "── Low Water · album 1000042");
}

#[test]
fn without_colours_the_digits_tell_the_artwork() {
    use ratatui::{Terminal, backend::TestBackend};
    use segue::ui::{Theme, view};
    let stage = album(80, 24).press("V");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| view(&stage.model, &Theme::new(false), frame)).unwrap();
    let glyphs = super::dump::glyphs(terminal.backend().buffer()).join("\n");
    has(&glyphs, "102030\u{a0}background");
    lacks(&glyphs, "█");
}
