//! What a row is too short for: the path of the row under the cursor, where the view is in the whole, and whole values.

use super::{
    Stage, has, lacks, shot,
    stage::{self, Reply},
};

/// A playlist with a description of many scripts, a line break and a control character.
const PLAYLIST: &str = r#"{"data":[{"id":"pl.1","type":"playlists","attributes":{"name":"Night Ferry",
    "description":{"standard":"Songs for the last boat home, chosen by people who have missed it: slow signals, low tides, and one long chord that the harbour holds until morning.\nSecond line: 海の見える駅で、最後の船を待つ夜のための歌。 \u001b[31m👩‍👩‍👧 לילה טוב"},
    "short":"brief"}}]}"#;

/// Names in which columns are easily miscounted.
const SCRIPTS: [&str; 9] = [
    "plain",
    "海の見える駅",
    "e\u{301}te\u{301}",
    "👩‍👩‍👧 family",
    "🇯🇵 flag",
    "❤\u{fe0f} heart",
    "שיר לים",
    "لا إله",
    "한국 노래",
];

fn playlist(width: u16, height: u16) -> Stage {
    let path = "/v1/catalog/us/playlists/pl.1";
    Stage::at(width, height, path).press("<Enter>").answer(Reply::text(200, PLAYLIST))
}

fn scripts() -> Stage {
    let song = |(at, name): (usize, &&str)| {
        format!(
            r#"{{"id":"{at}","type":"songs","attributes":{{"name":"{name}","artistName":"{name}","playParams":{{}}}}}}"#
        )
    };
    let songs: Vec<_> = SCRIPTS.iter().enumerate().map(song).collect();
    let body = format!(r#"{{"data":[{}]}}"#, songs.join(","));
    Stage::at(80, 24, "/v1/catalog/us/songs?ids=1").press("<Enter>").answer(Reply::text(200, &body))
}

fn screen(stage: &Stage) -> String {
    super::dump::glyphs(&stage.draw().buffer).join("\n")
}

#[test]
fn wide_and_combining_characters_and_those_from_the_right_line_up() {
    let stage = scripts();
    shot("tree_scripts", &stage);
    let frame = stage.draw();
    let ends: Vec<_> = (0..24)
        .filter_map(|y| {
            let row: Vec<_> = super::dump::cells(&frame.buffer, y).collect();
            let text: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
            let at = row
                .windows(5)
                .position(|part| part.iter().map(|(_, cell)| cell.symbol()).eq(["s", "o", "n", "g", "s"]));
            at.filter(|_| text.contains('▸')).map(|at| row[at].0)
        })
        .collect();
    assert_eq!(ends, [71; SCRIPTS.len()]);
}

#[test]
fn the_path_of_the_row_stands_in_the_border_while_the_tree_has_the_focus() {
    let stage = stage::tracks(80, 24).press("jljjj");
    has(&screen(&stage), "└ data[0].href ──");
    lacks(&screen(&stage.press("<Tab>")), "data[0].href");
}

#[test]
fn a_step_among_siblings_changes_a_few_cells() {
    let stage = stage::two_pages(120, 40).press("jjjj");
    let before = stage.draw().buffer;
    let after = stage.press("j").draw().buffer;
    assert_eq!(before.diff(&after).len(), 3);
}

#[test]
fn a_hostile_key_is_made_visible_in_the_path() {
    let body = "{\"a\\u001b\u{202e}b\":{\"c\":1}}";
    let stage = Stage::at(60, 16, "/v1/x").press("<Enter>").answer(Reply::text(200, body));
    has(&screen(&stage), r#"└ ["a\u001b\u202eb"]"#);
}

#[test]
fn a_value_shows_whole_below_the_tree_and_follows_the_cursor() {
    let open = |width, height| playlist(width, height).press("zE").press("jjjjjjjv");
    let narrow = shot("value_80x24", &open(80, 24));
    has(&narrow, "── standard · string · ");
    has(&narrow, r"\u001b[31m");
    shot("value_120x40", &open(120, 40));
    let next = open(80, 24).press("j");
    has(&screen(&next), "── short · string · 5 B ──");
    has(&screen(&next.press("kk")), "── description · object · ");
}

#[test]
fn the_value_below_the_tree_scrolls_and_goes_away() {
    let start = "Songs for the last boat home, chosen by people";
    let stage = playlist(60, 20).press("E").press("jjjjjjjv");
    has(&screen(&stage), start);
    let stage = stage.press("<C-e><C-e>");
    lacks(&screen(&stage), start);
    has(&screen(&stage.press("<C-y><C-y>")), start);
    let closed = playlist(60, 20).press("E").press("jjjjjjjvv");
    assert_eq!(screen(&closed), screen(&playlist(60, 20).press("E").press("jjjjjjj")));
}

#[test]
fn the_cursor_stays_above_the_value() {
    let stage = stage::two_pages(80, 24).press("vG");
    has(&screen(&stage), "▌  ↓ next");
    has(&screen(&stage), "── next ──");
}

#[test]
fn enter_on_a_string_shows_it_over_the_panels() {
    let stage = playlist(80, 24).press("E").press("jjjjjjj<Enter>");
    let screen_whole = shot("value_whole_80x24", &stage);
    has(&screen_whole, "┌ standard · string · ");
    has(&screen_whole, "until morning.");
    shot("value_whole_120x40", &playlist(120, 40).press("E").press("jjjjjjjV"));
    lacks(&screen(&stage.press("q")), "┌ standard");
}

#[test]
fn a_long_value_scrolls_to_its_end_where_what_is_left_out_is_told() {
    let body = format!(r#"{{"lyrics":"{}"}}"#, "salt on the radio ".repeat(100_000));
    let stage = Stage::at(80, 24, "/v1/x").press("<Enter>").answer(Reply::text(200, &body)).press("VG");
    let screen = shot("value_of_megabytes", &stage);
    has(&screen, "… 800 kB more; s saves the response");
}
