//! The documents' pictures: real frames, drawn as SVG. Borders, the cursor and the scrollbar are drawn as shapes, so that they
//! meet; text stands in runs that each know their place and length, so that no font can push the columns out of line.
#![expect(clippy::disallowed_methods, reason = "the variable that writes documents is read here")]

use std::{fmt::Write as _, path::Path};

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::{
    dump::{cells, columns, glyphs},
    has,
    stage::{self, Frame, Stage},
    tour,
};

/// A picture, and where it stands.
struct Picture {
    /// Its file, below `docs`.
    file: &'static str,
    /// What it shows, for those who cannot see it.
    description: &'static str,
    /// What it is there for: on the screen, whatever else changes.
    shows: &'static str,
    stage: fn(u16, u16) -> Stage,
}

/// The size of all of them, in columns and rows.
const SIZE: (u16, u16) = (110, 30);

const PICTURES: [Picture; 4] = [
    Picture {
        file: "segue.svg",
        description: "The request for an album's tracks, its two tokens, and below it the answer: sixteen songs by name from \
                      two pages that were joined to one list, and the next page that can be followed.",
        shows: "page 2",
        stage: |width, height| stage::two_pages(width, height).press("jjjj"),
    },
    Picture {
        file: "tour-expired.svg",
        description: "A request that was refused with 401 and an empty body. Beside the empty answer the errors panel says: \
                      Likely DT047, the developer token has expired, three days ago by the server's clock. Mint a new one. \
                      Logging in again cannot help.",
        shows: "Likely DT047: The developer token has",
        stage: tour::expired,
    },
    Picture {
        file: "tour-revoked.svg",
        description: "The experiment: one request with neither token, 401; with the developer token, 403 and code 40300; with \
                      both, the same 403. Below it what the three prove: the developer token passes, and the Music User Token \
                      is not accepted.",
        shows: "The developer token passes",
        stage: tour::revoked,
    },
    Picture {
        file: "tour-skewed.svg",
        description: "The doctor's examination. Its verdict: likely this machine's clock is wrong, with the local time and the \
                      server's as evidence, ten minutes apart. Below it the four requests that were asked: one without a \
                      token, refused as it should be, and three that went through. Then the refused token's claims.",
        shows: "Likely: This machine's clock is wrong.",
        stage: tour::skewed,
    },
];

/// A cell, the room around the screen, and the letters, in pixels.
const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 18.0;
const LETTERS: f64 = 14.0;

/// From the top of a cell to the line that letters stand on.
const BASELINE: f64 = 13.0;

/// A calm dark palette.
const BACKGROUND: &str = "#15181e";
const PLAIN: &str = "#dde1e8";
const DIM: &str = "#828b9b";

#[test]
fn the_pictures_are_real_frames() {
    for picture in PICTURES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(picture.file);
        let (width, height) = SIZE;
        let frame = (picture.stage)(width, height).draw();
        has(&glyphs(&frame.buffer).join("\n"), picture.shows);
        let drawn = svg(&frame, picture.description);
        if std::env::var("SEGUE_WRITE_DOCS").is_ok() {
            std::fs::write(&path, &drawn).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == drawn, "SEGUE_WRITE_DOCS=1 cargo test --test view writes docs/{}", picture.file);
    }
}

fn svg(frame: &Frame, description: &str) -> String {
    let area = frame.buffer.area;
    let width = f64::from(area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n\
         <title id=\"title\">Segue in a terminal of {} columns and {} rows</title>\n\
         <desc id=\"desc\">{description}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"{BACKGROUND}\"/>\n\
         <g font-family=\"ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"{LETTERS}\" fill=\"{PLAIN}\">\n",
        area.width, area.height,
    );
    for y in area.top()..area.bottom() {
        for run in runs(frame, y) {
            svg.push_str(&text(&run, y));
        }
    }
    svg.push_str("</g>\n");
    shapes(frame, &mut svg);
    svg.push_str("</svg>\n");
    svg
}

/// Text of one look without a gap in it.
struct Run {
    x: u16,
    columns: usize,
    text: String,
    look: String,
}

/// The runs of a row. Characters that fonts disagree about stand alone.
fn runs(frame: &Frame, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_whole = true;
    for (x, cell) in cells(&frame.buffer, y) {
        let symbol = cell.symbol();
        if symbol == " " || shape(symbol).is_some() {
            continue;
        }
        let (look, is_letter) = (look(cell), is_letter(symbol));
        match runs.last_mut().filter(|run| is_whole && is_letter && run.look == look) {
            Some(run) if gap(run, x) <= 1 => {
                run.text.push_str(&" ".repeat(gap(run, x)));
                run.text.push_str(symbol);
                run.columns = usize::from(x - run.x) + columns(cell);
            }
            _ => runs.push(Run { x, columns: columns(cell), text: symbol.to_owned(), look }),
        }
        is_whole = is_letter;
    }
    runs
}

/// Columns between a run and what comes next.
fn gap(run: &Run, x: u16) -> usize {
    usize::from(x - run.x) - run.columns
}

/// Whether every monospaced font has the character, one column wide.
fn is_letter(symbol: &str) -> bool {
    symbol.chars().all(|c| c.is_ascii() || ('\u{a1}'..='\u{17f}').contains(&c))
}

fn text(run: &Run, y: u16) -> String {
    let x = left(run.x);
    let y = top(y) + BASELINE;
    let length = run.columns as f64 * CELL.0;
    let text = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\"{}>{text}</text>\n", run.look)
}

/// A cell's style as attributes.
fn look(cell: &Cell) -> String {
    let fill = match colour(cell) {
        PLAIN => String::new(),
        colour => format!(" fill=\"{colour}\""),
    };
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"700\"" } else { "" };
    format!("{fill}{weight}")
}

fn colour(cell: &Cell) -> &'static str {
    match cell.fg {
        Color::Cyan => "#7cc5d9",
        Color::Green => "#8fca8d",
        Color::Yellow => "#e3c078",
        Color::Red => "#ea8a82",
        Color::Reset if cell.modifier.contains(Modifier::DIM) => DIM,
        Color::Reset => PLAIN,
        other => panic!("the palette has no {other}"),
    }
}

/// What a character that is no letter looks like in its cell.
#[derive(Clone, Copy)]
enum Shape {
    /// Steps from the middle of the cell to the right, down, left, up.
    Lines(&'static [(f64, f64)]),
    /// A bar from top to bottom: where it begins and how wide it is, in pixels.
    Bar(f64, f64),
}

fn shape(symbol: &str) -> Option<Shape> {
    const RIGHT: (f64, f64) = (0.5, 0.0);
    const DOWN: (f64, f64) = (0.0, 0.5);
    const LEFT: (f64, f64) = (-0.5, 0.0);
    const UP: (f64, f64) = (0.0, -0.5);
    match symbol {
        "─" => Some(Shape::Lines(&[LEFT, RIGHT])),
        "│" => Some(Shape::Lines(&[UP, DOWN])),
        "┌" => Some(Shape::Lines(&[RIGHT, DOWN])),
        "┐" => Some(Shape::Lines(&[LEFT, DOWN])),
        "└" => Some(Shape::Lines(&[UP, RIGHT])),
        "┘" => Some(Shape::Lines(&[UP, LEFT])),
        "▌" => Some(Shape::Bar(0.0, 4.0)),
        "┃" => Some(Shape::Bar(CELL.0 / 2.0 - 1.5, 3.0)),
        _ => None,
    }
}

/// Borders and bars, one path for each colour of the borders.
fn shapes(frame: &Frame, svg: &mut String) {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for y in frame.buffer.area.top()..frame.buffer.area.bottom() {
        for (x, cell) in cells(&frame.buffer, y) {
            match shape(cell.symbol()) {
                None => {}
                Some(Shape::Bar(begin, width)) => svg.push_str(&bar((x, y), (begin, width), colour(cell))),
                Some(Shape::Lines(steps)) => {
                    let place = lines.iter().position(|(known, _)| *known == colour(cell));
                    let place = place.unwrap_or_else(|| {
                        lines.push((colour(cell), String::new()));
                        lines.len() - 1
                    });
                    strokes(&mut lines[place].1, x, y, steps);
                }
            }
        }
    }
    for (colour, path) in lines {
        writeln!(svg, "<path d=\"{path}\" stroke=\"{colour}\" fill=\"none\"/>").unwrap();
    }
}

fn strokes(path: &mut String, x: u16, y: u16, steps: &[(f64, f64)]) {
    let (middle_x, middle_y) = (left(x) + CELL.0 / 2.0, top(y) + CELL.1 / 2.0);
    for (right, down) in steps {
        let (right, down) = (right * CELL.0, down * CELL.1);
        write!(path, "M{middle_x:.1} {middle_y:.1}l{right:.1} {down:.1}").unwrap();
    }
}

fn bar((x, y): (u16, u16), (begin, width): (f64, f64), colour: &str) -> String {
    let (x, y, height) = (left(x) + begin, top(y), CELL.1);
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>\n")
}

fn left(x: u16) -> f64 {
    MARGIN + f64::from(x) * CELL.0
}

fn top(y: u16) -> f64 {
    MARGIN + f64::from(y) * CELL.1
}
