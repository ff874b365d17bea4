//! The screen on terminals that show less: no UTF-8, no colours, no agreement on how wide a character is.

use segue::{
    app::{event::Event, message::Message},
    domain::abilities::{Abilities, Charset, Colours},
    ui::Theme,
};

use super::{Stage, dump, has, lacks, sizes::states, stage};

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
