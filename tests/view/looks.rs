//! The screen on terminals that show less: no UTF-8, no colours, no agreement on how wide a character is.

use segue::{
    app::{event::Event, message::Message},
    domain::{
        abilities::{Abilities, Charset, Colours},
        token::{DeveloperStanding, UserStanding},
    },
    ui::Theme,
};

use ratatui::style::Color;

use super::{
    Stage, dump, has, lacks,
    sizes::states,
    stage::{self, Reply, SECONDS},
};

fn look(charset: Charset) -> Theme {
    Theme::of(Abilities { colours: Colours::None, charset, can_place: true })
}

/// The rows of a screen, as text.
fn drawn(stage: &Stage, charset: Charset) -> String {
    dump::glyphs(&stage.draw_in(&look(charset), stage.model.screen.size).buffer).join("\n")
}

#[test]
fn where_the_locale_is_not_utf8_every_cell_is_ascii() {
    for (name, mut stage) in states() {
        for size in [(80, 24), (130, 45), (30, 10)] {
            stage.tell(Message::Input(Event::Resize(size.0, size.1)));
            let frame = stage.draw_in(&look(Charset::Ascii), size);
            let foreign = frame.buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
            assert_eq!(foreign, None, "{name} at {size:?}");
            // Nothing else changes place or look.
            let whole = stage.draw_in(&look(Charset::Unicode), size);
            assert_eq!(frame.cursor, whole.cursor, "{name}");
            for (ascii, unicode) in frame.buffer.content.iter().zip(&whole.buffer.content) {
                let style = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg, cell.modifier);
                assert_eq!(style(ascii), style(unicode), "{name}: {ascii:?} for {unicode:?}");
            }
        }
    }
}

#[test]
fn in_ascii_marks_are_told_apart_and_what_is_unknown_is_seen_to_be() {
    let stage = stage::two_pages(100, 24);
    let screen = drawn(&stage, Charset::Ascii);
    has(&screen, "developer * 11 h");
    has(&screen, "- data");
    has(&screen, "= page 2 - from 8 - 200");
    has(&screen, "+ Response ");
    lacks(&screen, "?l ");
    let mut hostile = Stage::at(100, 24, "/v1/x?q=駅é");
    hostile.tell(Message::Edited(Err("海 · x".to_owned())));
    let screen = drawn(&hostile, Charset::Ascii);
    has(&screen, "/v1/x?q=???");
    has(&screen, "?? - x");
}

#[test]
fn the_linux_console_gets_marks_that_its_fonts_have() {
    let screen = drawn(&stage::two_pages(100, 24), Charset::Console);
    has(&screen, "developer • 11 h");
    has(&screen, "▼ data");
    has(&screen, "┌ Response ");
    for absent in ["▾", "▸", "●", "…", "━", "┃"] {
        lacks(&screen, absent);
    }
}

#[test]
fn nothing_is_drawn_in_black_or_white_or_on_a_background_of_its_own() {
    const OWN: [Color; 5] = [Color::Reset, Color::Red, Color::Green, Color::Yellow, Color::Cyan];
    for (name, stage) in states() {
        for cell in stage.draw().buffer.content {
            assert!(OWN.contains(&cell.fg) && cell.bg == Color::Reset, "{name}: {cell:?}");
        }
    }
}

#[test]
fn colours_change_no_character_and_no_modifier() {
    for (name, stage) in states() {
        let size = stage.model.screen.size;
        let (plain, coloured) =
            (stage.draw_in(&Theme::new(false), size), stage.draw_in(&Theme::new(true), size));
        for (plain, coloured) in plain.buffer.content.iter().zip(&coloured.buffer.content) {
            let shown = (plain.symbol(), plain.modifier);
            assert_eq!(shown, (coloured.symbol(), coloured.modifier), "{name}");
            assert_eq!(plain.fg, Color::Reset, "{name}");
        }
    }
}

/// A screen with a developer token that stands like this.
fn developer(standing: DeveloperStanding) -> Stage {
    Stage::new(100, 24).standing(|now| now.developer = standing)
}

fn ready(left: i64) -> DeveloperStanding {
    DeveloperStanding::Ready {
        start: "eyJhbG".to_owned(),
        algorithm: Some("ES256".to_owned()),
        key_id: Some("SANDBOX001".to_owned()),
        team_id: None,
        fingerprint: "5b0e91aa".to_owned(),
        expires_at: Some(SECONDS + left),
        source: "sandbox".to_owned(),
    }
}

/// States of one thing that mean something else each.
fn meanings() -> Vec<(&'static str, Vec<Stage>)> {
    let faulty = || "is no token".to_owned();
    let user = |standing: UserStanding| Stage::new(100, 24).standing(|now| now.user = standing);
    let answer = |status, body: &str| Stage::new(100, 24).press("<Enter>").answer(Reply::text(status, body));
    vec![
        ("focus", vec![Stage::new(100, 24).press("<Esc>"), Stage::new(100, 24).press("<Esc>2")]),
        (
            "developer token",
            vec![
                developer(DeveloperStanding::Missing),
                developer(DeveloperStanding::Starting),
                developer(DeveloperStanding::Faulty { reason: faulty() }),
                developer(ready(30 * 86_400)),
                developer(ready(86_400)),
                developer(ready(-1)),
            ],
        ),
        (
            "user token",
            vec![
                user(UserStanding::Missing),
                user(UserStanding::Starting),
                user(UserStanding::Faulty { reason: faulty() }),
                Stage::new(100, 24),
            ],
        ),
        ("toggle", vec![Stage::new(100, 24).press("<Esc>"), Stage::new(100, 24).press("<Esc>D")]),
        (
            "row",
            vec![
                stage::tracks(100, 24),
                stage::tracks(100, 24).press("j"),
                stage::tracks(100, 24).press("jl"),
            ],
        ),
        (
            "hit",
            vec![
                stage::tracks(100, 24).press("/zebra").search(),
                stage::tracks(100, 24).press("/quill").search(),
            ],
        ),
        ("status", vec![answer(200, "[1]"), answer(301, "[1]"), answer(500, "[1]")]),
        (
            "completion",
            vec![Stage::at(100, 24, "/v1/").press("<C-n>"), Stage::at(100, 24, "/v1/").press("<C-n><Down>")],
        ),
    ]
}

#[test]
fn what_means_something_else_looks_other_without_colours() {
    for (name, stages) in meanings() {
        let looks: Vec<Vec<_>> = stages
            .iter()
            .map(|stage| {
                let frame = stage.draw_in(&Theme::new(false), stage.model.screen.size);
                frame.buffer.content.iter().map(|cell| (cell.symbol().to_owned(), cell.modifier)).collect()
            })
            .collect();
        for (at, look) in looks.iter().enumerate() {
            assert!(!looks[..at].contains(look), "{name}: number {at} looks like one before");
        }
    }
}

#[test]
fn names_of_every_script_keep_the_right_edge_straight() {
    let names = [
        "海の見える駅",
        "한국 노래",
        "👩\u{200d}👩\u{200d}👧 family",
        "🇯🇵🇩🇪",
        "❤\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "👍🏽",
        "e\u{301}o\u{308}\u{323}",
        "क्षि ज्ञ",
        "ที่นี่",
        "ｶﾞｷﾞ",
        "שלום עולם",
        "لا إله",
        "a\u{202e}b\u{200b}c",
        "z\u{337}\u{310}\u{341}\u{33e}algo",
    ];
    let song = |(at, name): (usize, &&str)| {
        format!(r#"{{"id":"{at}","type":"songs","attributes":{{"name":"{name}","artistName":"{name}"}}}}"#)
    };
    let songs: Vec<_> = names.iter().enumerate().map(song).collect();
    let body = format!(r#"{{"data":[{}]}}"#, songs.join(","));
    for keys in ["", "tE", "/駅", "<C-p>駅", "jV"] {
        let mut stage = Stage::new(100, 40).press("<Enter>").answer(Reply::text(200, &body)).press(keys);
        for width in 40..100 {
            stage.tell(Message::Input(Event::Resize(width, 40)));
            let frame = stage.draw_at((width, 40)).buffer;
            for y in 1..38 {
                let columns: usize = dump::cells(&frame, y).map(|(_, cell)| dump::columns(cell)).sum();
                assert_eq!(columns, usize::from(width), "{keys} {width} row {y}");
                let (first, last) = (frame[(0, y)].symbol(), frame[(width - 1, y)].symbol());
                let edge = ["│", "┃", "┐", "┘"];
                let is_row_of_a_panel = ["│", "┌", "└"].contains(&first);
                assert!(
                    !is_row_of_a_panel || edge.contains(&last),
                    "{keys} {width} row {y}: ends in {last:?}"
                );
            }
        }
    }
}
