//! A terminal of its own reads what the canvas writes, and shows the frame after each.

use std::num::NonZero;

use proptest::prelude::*;
use ratatui::{
    buffer::{Cell, CellWidth},
    layout::Rect,
    style::{Color, Modifier, Style},
};

use super::*;

/// A terminal, and the canvas that writes to it.
struct Pair {
    terminal: vt100::Parser,
    canvas: Canvas,
}

impl Pair {
    fn new(width: u16, height: u16) -> Self {
        let size = |size| NonZero::new(size).unwrap();
        Self { terminal: vt100::Parser::new(size(height), size(width), 0), canvas: Canvas::default() }
    }

    /// Paints a frame, sees that it shows, and tells what was written.
    fn paint(&mut self, frame: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        self.paint_part(frame, frame, &whole(frame, cursor))
    }

    /// The same of a frame that was drawn in part, on paper.
    fn paint_part(&mut self, frame: &Buffer, paper: &Buffer, drawn: &Drawn) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.canvas.paint(paper, drawn, &mut bytes);
        self.terminal.process(&bytes);
        let written = String::from_utf8_lossy(&bytes).into_owned();
        let differs = seen(&self.terminal).into_iter().zip(meant(frame)).find(|(seen, meant)| seen != meant);
        assert_eq!(differs, None, "{written:?}");
        assert!(self.canvas.shown == Grid::of(frame), "{written:?}");
        assert!(self.canvas.next == self.canvas.shown, "{written:?}");
        let screen = self.terminal.screen();
        if let Some(at) = drawn.cursor {
            assert_eq!(screen.cursor_position(), (at.y, at.x), "{written:?}");
        }
        bytes
    }

    fn resize(&mut self, width: u16, height: u16) {
        let size = |size| NonZero::new(size).unwrap();
        self.terminal.screen_mut().set_size(size(height), size(width));
    }
}

/// A frame of which all was drawn.
fn whole(frame: &Buffer, cursor: Option<Position>) -> Drawn {
    Drawn { areas: vec![frame.area], cursor, moved: None }
}

/// What a place looks like. Of a blank, only the background can be seen, and some modifiers.
type Place = (u16, u16, String, [Option<u8>; 2], Modifier);

const MODIFIERS: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

fn meant(frame: &Buffer) -> Vec<Place> {
    let mut places = Vec::new();
    for y in 0..frame.area.height {
        let mut x = 0;
        while x < frame.area.width {
            let cell = &frame[(x, y)];
            let colour = |colour| match colour {
                Color::Red => Some(1),
                Color::LightBlue => Some(12),
                Color::Indexed(index) => Some(index),
                _ => None,
            };
            let colours = [colour(cell.fg), colour(cell.bg)];
            places.push(place((x, y), cell.symbol(), colours, cell.modifier & MODIFIERS));
            x += cell.cell_width();
        }
    }
    places
}

fn place((x, y): (u16, u16), symbol: &str, [front, back]: [Option<u8>; 2], modifier: Modifier) -> Place {
    let seen = modifier & (Modifier::UNDERLINED | Modifier::REVERSED);
    match symbol == " " && seen.is_empty() {
        true => (x, y, symbol.to_owned(), [None, back], seen),
        false => (x, y, symbol.to_owned(), [front, back], modifier),
    }
}

/// The same places, as the terminal has them.
fn seen(terminal: &vt100::Parser) -> Vec<Place> {
    let screen = terminal.screen();
    let (height, width) = screen.size();
    let (height, width) = (height.get(), width.get());
    let mut places = Vec::new();
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let cell = screen.cell(y, x).unwrap();
            let symbol = if cell.has_contents() { cell.contents() } else { " " };
            let colour = |colour| match colour {
                vt100::Color::Idx(index) => Some(index),
                _ => None,
            };
            let has = |is: bool, modifier| if is { modifier } else { Modifier::empty() };
            let modifier = has(cell.bold(), Modifier::BOLD)
                | has(cell.dim(), Modifier::DIM)
                | has(cell.italic(), Modifier::ITALIC)
                | has(cell.underline(), Modifier::UNDERLINED)
                | has(cell.inverse(), Modifier::REVERSED);
            let colours = [colour(cell.fgcolor()), colour(cell.bgcolor())];
            places.push(place((x, y), symbol, colours, modifier));
            x += symbol.cell_width();
        }
    }
    places
}

/// One thing that happens between two frames.
#[derive(Debug, Clone)]
enum Change {
    Move { first: u16, last: u16, by: i16 },
    Text { x: u16, y: u16, text: String, style: Style },
    Wipe { y: u16 },
    Resize { width: u16, height: u16 },
    Forget,
    Cursor(Option<(u16, u16)>),
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Color::Red)),
        1 => Just(Some(Color::LightBlue)),
        1 => Just(Some(Color::Indexed(200)))
    ];
    let modifiers = prop_oneof![3 => Just(0_u16), 1 => 0..0x200_u16];
    (colour.clone(), colour, modifiers).prop_map(|(front, back, modifiers)| Style {
        fg: front,
        bg: back,
        ..Style::new().add_modifier(Modifier::from_bits_truncate(modifiers) & MODIFIERS)
    })
}

fn text() -> impl Strategy<Value = String> {
    let pieces = ["ab", "漢", "字", " ", "  ", "e\u{301}", "❤\u{fe0f}", "👩", "│", "x", "─────", "        "];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..8).prop_map(|pieces| pieces.concat())
}

fn change() -> impl Strategy<Value = Change> {
    let line = (0..16_u16, 0..12_u16, text(), style());
    prop_oneof![
        6 => (0..12_u16, 0..12_u16, -6..7_i16).prop_map(|(first, last, by)| Change::Move { first, last, by }),
        6 => line.prop_map(|(x, y, text, style)| Change::Text { x, y, text, style }),
        1 => (0..12_u16).prop_map(|y| Change::Wipe { y }),
        1 => (2..24_u16, 1..14_u16).prop_map(|(width, height)| Change::Resize { width, height }),
        1 => Just(Change::Forget),
        1 => prop::option::of((0..20_u16, 0..10_u16)).prop_map(Change::Cursor),
    ]
}

/// Draws the next frame.
fn apply(change: &Change, frame: &mut Buffer) {
    let Rect { width, height, .. } = frame.area;
    match change {
        Change::Move { first, last, by } => {
            let old = frame.clone();
            for y in *first..=(*last).min(height - 1) {
                let from = i32::from(y) + i32::from(*by);
                let from = u16::try_from(from).ok().filter(|from| (*first..=*last).contains(from));
                if let Some(from) = from.filter(|from| *from < height) {
                    (0..width).for_each(|x| frame[(x, y)] = old[(x, from)].clone());
                }
            }
        }
        Change::Text { x, y, text, style } if *x < width && *y < height => {
            frame.set_stringn(*x, *y, text, usize::from(width - x), *style);
            // The terminal of this test is bold or dim, and not both.
            let both = Modifier::BOLD | Modifier::DIM;
            let is_both = |cell: &&mut Cell| cell.modifier.contains(both);
            frame.content.iter_mut().filter(is_both).for_each(|cell| cell.modifier -= Modifier::DIM);
        }
        Change::Wipe { y } if *y < height => (0..width).for_each(|x| frame[(x, *y)].reset()),
        Change::Resize { width, height } => {
            let mut new = Buffer::empty(Rect::new(0, 0, *width, *height));
            new.set_stringn(0, 0, "another size", usize::from(*width), Style::new());
            *frame = new;
        }
        Change::Text { .. } | Change::Wipe { .. } | Change::Forget | Change::Cursor(_) => {}
    }
}

fn songs(frame: &mut Buffer, rows: std::ops::Range<u16>, from: u32) {
    for (y, song) in rows.zip(from..) {
        let words =
            format!("│ {song} songs \"Glass Harbour {}\" · {:03} of all", song * 7919 % 1000, song % 9);
        frame.set_string(0, y, words, Style::new().add_modifier(Modifier::DIM));
        frame.set_string(frame.area.width - 1, y, "│", Style::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn after_any_frames_the_terminal_shows_the_last(
        groups in prop::collection::vec(prop::collection::vec(change(), 1..4), 1..14),
        repeats in any::<bool>(),
    ) {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 10));
        for y in 0..10 {
            frame.set_string(0, y, format!("{} the row {y} 漢", y * 37 % 10), Style::new());
        }
        let mut pair = Pair::new(20, 10);
        pair.canvas.repeat(repeats);
        let mut cursor = None;
        pair.paint(&frame, cursor);
        for change in groups.iter().flat_map(|group| group.iter().zip((0..group.len()).rev())) {
            let (change, left) = change;
            apply(change, &mut frame);
            match change {
                Change::Resize { width, height } => pair.resize(*width, *height),
                Change::Forget => pair.canvas.forget(),
                Change::Cursor(at) => cursor = at.map(Position::from),
                _ => {}
            }
            let Rect { width, height, .. } = frame.area;
            cursor = cursor.filter(|at| at.x < width && at.y < height);
            // A frame may hold several changes.
            if left == 0 {
                pair.paint(&frame, cursor);
            }
        }
    }
}

/// What moves, by how many rows, and what is written then.
type Step = ((u16, u16), (u16, u16), i16, (u16, u16), String, Style);

fn step() -> impl Strategy<Value = Step> {
    let text = prop::collection::vec(prop::sample::select(vec!["a", "e\u{301}", " ", "│", "1234"]), 1..6);
    let text = text.prop_map(|pieces| pieces.concat());
    ((0..20_u16, 1..21_u16), (0..10_u16, 1..11_u16), -4..5_i16, (0..20_u16, 0..10_u16), text, style())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_moved_and_what_was_drawn_make_a_frame(steps in prop::collection::vec(step(), 1..12)) {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 10));
        songs(&mut frame, 0..10, 1);
        // The terminal of this test is bold or dim, and not both.
        frame.set_style(frame.area, Style::new().remove_modifier(Modifier::DIM));
        let mut pair = Pair::new(20, 10);
        pair.paint(&frame, None);
        for ((x, width), (y, height), by, (column, row), text, style) in steps {
            let area = Rect { x, y, width, height }.intersection(frame.area);
            let old = frame.clone();
            for at in area.positions() {
                let from = at.y.checked_add_signed(by).filter(|from| (area.top()..area.bottom()).contains(from));
                if let Some(y) = from {
                    frame[at] = old[(at.x, y)].clone();
                }
            }
            let end = frame.set_stringn(column, row, &text, usize::from(20 - column), style.remove_modifier(Modifier::DIM)).0;
            let written = Rect { x: column, y: row, width: end - column, height: 1 };
            // What else was on it means nothing.
            let mut paper = Buffer::filled(frame.area, Cell::new("#"));
            written.positions().for_each(|at| paper[at] = frame[at].clone());
            let drawn = Drawn { moved: Some((area, i32::from(by))), areas: vec![written], cursor: None };
            pair.paint_part(&frame, &paper, &drawn);
        }
    }
}

#[test]
fn a_list_that_goes_on_by_a_row_is_moved() {
    for by in [1, 3, -1, -4_i32] {
        let mut frame = Buffer::empty(Rect::new(0, 0, 80, 24));
        frame.set_string(0, 0, "title", Style::new());
        songs(&mut frame, 2..22, 100);
        let mut pair = Pair::new(80, 24);
        let whole = pair.paint(&frame, None).len();
        songs(&mut frame, 2..22, 100_u32.checked_add_signed(by).unwrap());
        let moved = pair.paint(&frame, None);
        assert!(moved.starts_with(b"\x1b[3;2"), "{by}: {}", String::from_utf8_lossy(&moved));
        let rows = by.unsigned_abs() as usize;
        assert!(moved.len() < 50 + rows * 80 && moved.len() * 4 < whole, "{by}: {} of {whole}", moved.len());
    }
}

#[test]
fn a_frame_that_is_the_same_costs_nothing_and_a_cursor_what_it_takes() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 80, 24));
    songs(&mut frame, 0..24, 1);
    let mut pair = Pair::new(80, 24);
    pair.paint(&frame, None);
    assert_eq!(pair.paint(&frame, None), b"");
    assert_eq!(pair.paint(&frame, Some(Position { x: 4, y: 2 })), b"\x1b[?25h\x1b[3;5H");
    assert_eq!(pair.paint(&frame, Some(Position { x: 4, y: 2 })), b"");
    frame.set_string(1, 1, "▌", Style::new());
    let mark = "\x1b[2;2H\x1b[2m▌\x1b[3;5H".as_bytes();
    assert_eq!(pair.paint(&frame, Some(Position { x: 4, y: 2 })), mark);
    assert_eq!(pair.paint(&frame, None), b"\x1b[?25l");
}

#[test]
fn a_border_is_one_character_where_the_terminal_repeats_it() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 80, 2));
    frame.set_string(0, 0, "┌".to_owned() + &"─".repeat(78) + "┐", Style::new());
    frame.set_string(0, 1, "│".to_owned() + &"x".repeat(78) + "│", Style::new());
    let mut pair = Pair::new(80, 2);
    pair.canvas.repeat(true);
    let bytes = pair.paint(&frame, None);
    assert_eq!(String::from_utf8(bytes).unwrap(), "\x1b[m\x1b[2J\x1b[1H┌─\x1b[77b┐\r\n│x\x1b[77b│");
    // Of many that are the same, those that have changed are written.
    frame.set_string(1, 1, " ".repeat(6) + "x" + &" ".repeat(33), Style::new());
    let bytes = pair.paint(&frame, None);
    assert_eq!(String::from_utf8(bytes).unwrap(), "\x1b[2;2H      x \x1b[32b");
    frame.set_string(1, 0, "a", Style::new());
    pair.paint(&frame, None);
    frame.set_string(1, 0, "─", Style::new());
    assert_eq!(String::from_utf8(pair.paint(&frame, None)).unwrap(), "\x1b[1;2H─");
}

#[test]
fn looks_are_told_by_what_changes() {
    let table: &[(Style, Style, &str)] = &[
        (Style::new(), Style::new(), "ab"),
        (Style::new().fg(Color::Cyan), Style::new().fg(Color::Cyan).bg(Color::White), "\x1b[36ma\x1b[107mb"),
        (Style::new().fg(Color::DarkGray).bold(), Style::new().fg(Color::DarkGray), "\x1b[1;90ma\x1b[0;90mb"),
        (Style::new().bg(Color::Indexed(9)), Style::new(), "\x1b[101ma\x1b[mb"),
        (Style::new().fg(Color::Red).dim(), Style::new().dim(), "\x1b[2;31ma\x1b[0;2mb"),
        (
            Style::new().fg(Color::Rgb(1, 2, 3)),
            Style::new().bg(Color::Indexed(77)),
            "\x1b[38;2;1;2;3ma\x1b[0;48;5;77mb",
        ),
        (Style::new().underlined().underline_color(Color::Red), Style::new(), "\x1b[4;58;5;1ma\x1b[mb"),
    ];
    for (first, second, expected) in table {
        let mut canvas = Canvas::default();
        let mut frame = Buffer::empty(Rect::new(0, 0, 4, 1));
        canvas.paint(&frame, &whole(&frame, None), &mut Vec::new());
        frame.set_string(1, 0, "a", *first);
        frame.set_string(2, 0, "b", *second);
        let mut bytes = Vec::new();
        canvas.paint(&frame, &whole(&frame, None), &mut bytes);
        assert_eq!(String::from_utf8(bytes).unwrap(), format!("\x1b[1;2H{expected}"), "{first:?} {second:?}");
    }
}

/// Names that terminals disagree about: this one counts each character for itself.
const NAMES: [&str; 14] = [
    "海の見える駅",
    "한국 노래",
    "👩\u{200d}👩\u{200d}👧 family",
    "🇯🇵🇩🇪 flags",
    "❤\u{fe0f} heart",
    "1\u{fe0f}\u{20e3} keycap",
    "👍🏽 tone",
    "e\u{301}o\u{308}\u{323} marks",
    "क्षि ज्ञ",
    "ที่นี่",
    "ｶﾞｷﾞ",
    "שלום עולם",
    "لا إله",
    "g\u{337}\u{310}\u{341}\u{33e}\u{328}l\u{336}i\u{35c}t\u{334}ch",
];

#[test]
fn borders_stay_straight_where_a_terminal_counts_characters_otherwise() {
    let (width, height) = (40, u16::try_from(NAMES.len()).unwrap());
    let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
    for round in 0..NAMES.len() {
        for y in 0..height {
            let name = NAMES[(usize::from(y) + round) % NAMES.len()];
            frame.set_stringn(
                0,
                y,
                format!("│ {name} · {y}{}", " ".repeat(40)),
                usize::from(width) - 1,
                Style::new(),
            );
            frame.set_string(width - 1, y, "│", Style::new());
        }
        let mut bytes = Vec::new();
        // Each round on a terminal that shows nothing yet, and one that shows the round before.
        for is_first in [true, false] {
            let mut pair = Pair::new(width, height);
            if !is_first {
                let mut before = frame.clone();
                before.content.rotate_left(usize::from(width));
                pair.canvas.paint(&before, &whole(&before, None), &mut bytes);
            }
            pair.canvas.paint(&frame, &whole(&frame, None), &mut bytes);
            pair.terminal.process(&std::mem::take(&mut bytes));
            for y in 0..height {
                for x in [0, width - 1] {
                    let cell = pair.terminal.screen().cell(y, x).unwrap().contents();
                    assert_eq!(cell, "│", "row {y} column {x}: {}", pair.terminal.screen().contents());
                }
            }
        }
    }
}

#[test]
fn after_several_characters_in_one_place_the_next_place_is_named() {
    let mut frame = Buffer::empty(Rect::new(0, 0, 6, 1));
    frame.set_string(0, 0, "ae\u{301}x漢|", Style::new());
    let written = String::from_utf8(Pair::new(6, 1).paint(&frame, None)).unwrap();
    assert!(written.ends_with("\x1b[1Hae\u{301}\x1b[1;3Hx漢\x1b[1;6H|"), "{written:?}");
}
