//! Clicks and the wheel, at places that are looked for on the drawn screen: what is hit is what is seen there.

use segue::{
    app::{
        composer::Row,
        demo,
        effect::Effect,
        event::{Event, Mouse, MouseKind},
        layout::Panel,
        message::Message,
        overlay::Overlay,
        pointing::{Target, hit},
    },
    domain::demo::parse_demo,
};

use super::stage::{Reply, Stage};

/// Side by side, stacked, and one panel at a time.
const SIZES: [(u16, u16); 3] = [(160, 50), (80, 24), (30, 12)];

/// The place of a text on the screen.
fn find(stage: &Stage, text: &str) -> Option<(u16, u16)> {
    let frame = stage.draw();
    let area = frame.buffer.area;
    let places = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    let stands_at = |(x, y): &(u16, u16)| {
        text.chars().zip(*x..).all(|(c, x)| {
            frame.buffer.cell((x, *y)).is_some_and(|cell| cell.symbol() == c.encode_utf8(&mut [0; 4]))
        })
    };
    places.into_iter().find(stands_at)
}

fn place(stage: &Stage, text: &str) -> (u16, u16) {
    find(stage, text).unwrap_or_else(|| panic!("no {text:?} in\n{}", glyphs(stage)))
}

fn mouse(stage: &mut Stage, kind: MouseKind, (column, row): (u16, u16)) {
    stage.tell(Message::Input(Event::Mouse(Mouse { kind, column, row })));
}

/// What is on the screen, without styles.
fn glyphs(stage: &Stage) -> String {
    let buffer = stage.draw().buffer;
    let width = usize::from(buffer.area.width).max(1);
    let line = |cells: &[ratatui::buffer::Cell]| cells.iter().map(|cell| cell.symbol()).collect::<String>();
    buffer.content.chunks(width).map(line).collect::<Vec<_>>().join("\n")
}

/// Clicks the first character of a text.
fn click(stage: &mut Stage, text: &str) {
    let at = place(stage, text);
    mouse(stage, MouseKind::Down, at);
}

fn with_mouse(mut stage: Stage) -> Stage {
    stage.model.screen.has_mouse = true;
    stage
}

/// A page of tracks, the focus in the response.
fn listed(width: u16, height: u16) -> Stage {
    let stage = Stage::new(width, height).press("<Enter>").answer(Reply::fixture("tracks_page_1", 200, 42));
    with_mouse(stage.press("<Esc>2"))
}

fn is_fetching(stage: &mut Stage) -> Option<String> {
    stage.effects().into_iter().rev().find_map(|effect| match effect {
        Effect::Fetch { request, .. } => Some(request.target),
        _ => None,
    })
}

#[test]
fn the_mouse_is_off_until_it_is_switched_on_and_m_says_how_to_select_text() {
    let mut stage = Stage::new(80, 24).press("<Esc>");
    let footer = place(&stage, "Response");
    mouse(&mut stage, MouseKind::Down, footer);
    assert_eq!(stage.model.screen.focus, Panel::Request);
    let mut stage = stage.press("M");
    assert!(stage.model.screen.has_mouse);
    assert!(find(&stage, "mouse on: Shift-drag selects text; M turns it off").is_some());
    click(&mut stage, "Response");
    assert_eq!(stage.model.screen.focus, Panel::Response);
    let stage = stage.press("<F1>MM<Esc>M");
    assert!(!stage.model.screen.has_mouse && find(&stage, "mouse off").is_some());
    assert!(
        Stage::new(80, 24).press("M").model.composer.path.text().ends_with('M'),
        "in a field it is typed"
    );
}

#[test]
fn a_click_puts_the_cursor_on_the_row_that_is_drawn_there_at_every_size() {
    for (width, height) in SIZES {
        for keys in ["", "E", "EGkk", "v", "Et<C-d>", "E/a"] {
            let mut stage = listed(width, height).press(keys);
            let panel = stage.model.areas().response;
            let mut rows = 0;
            for y in panel.y..panel.bottom() {
                for x in [panel.x + 1, panel.x + 9, panel.right() - 2] {
                    let Target::Tree(row) = hit(&stage.model, x, y) else { continue };
                    stage.model.pointed = None;
                    let offset = stage.model.response.offset();
                    mouse(&mut stage, MouseKind::Down, (x, y));
                    assert_eq!(stage.model.response.cursor(), row);
                    assert_eq!(stage.model.response.offset(), offset, "a click does not scroll");
                    let frame = stage.draw();
                    let mark = frame.buffer.cell((panel.x + 1, y)).unwrap().symbol();
                    assert_ne!(
                        mark,
                        " ",
                        "{width}x{height} {keys}: the cursor is not in line {y}\n{}",
                        glyphs(&stage)
                    );
                    rows += 1;
                }
            }
            assert!(rows > 3, "{width}x{height} {keys}: {rows}");
        }
    }
}

#[test]
fn no_place_on_any_screen_is_too_much() {
    for (width, height) in [(0, 0), (1, 1), (3, 5), (12, 6), (30, 10), (80, 24), (200, 60)] {
        for keys in ["", "v", "/a", "<Esc>1p", "<F1>", "<C-p>", "<F3>", "yT", "V", "s"] {
            let stage = listed(width, height).press(keys);
            for (x, y) in (0..height + 2).flat_map(|y| (0..width + 2).map(move |x| (x, y))) {
                _ = hit(&stage.model, x, y);
            }
            for (x, y) in [(0, 0), (width / 2, height / 2), (u16::MAX, u16::MAX)] {
                let mut stage = listed(width, height).press(keys);
                for kind in [MouseKind::WheelUp, MouseKind::WheelDown, MouseKind::Down] {
                    mouse(&mut stage, kind, (x, y));
                    mouse(&mut stage, kind, (x, y));
                    stage.draw();
                }
            }
        }
    }
}

#[test]
fn a_click_on_its_sign_folds_a_row_and_a_second_click_on_the_row_too() {
    for (width, height) in SIZES {
        let mut stage = listed(width, height).press("gC");
        let folded = stage.model.response.tree().unwrap().len();
        let rows = |stage: &Stage| stage.model.response.tree().unwrap().len();
        click(&mut stage, "▸ data");
        assert!(rows(&stage) > folded, "the sign unfolds at once");
        click(&mut stage, "▾ data");
        assert_eq!(rows(&stage), folded, "and folds");
        let name = |stage: &Stage| {
            let (x, y) = place(stage, "data");
            (x + 1, y)
        };
        let at = name(&stage);
        mouse(&mut stage, MouseKind::Down, at);
        assert_eq!(rows(&stage), folded, "a first click on the name only points");
        mouse(&mut stage, MouseKind::Down, at);
        assert!(rows(&stage) > folded, "{width}x{height}");
    }
}

#[test]
fn only_a_second_click_follows_a_next_and_a_key_in_between_makes_it_a_first_one() {
    for (width, height) in SIZES {
        let mut stage = listed(width, height).press("G");
        while find(&stage, "↓ next  /").is_none() {
            stage = stage.press("G");
        }
        let at = place(&stage, "↓ next  /");
        stage.effects();
        mouse(&mut stage, MouseKind::Down, at);
        assert_eq!(is_fetching(&mut stage), None, "{width}x{height}");
        stage = stage.press("<F11>");
        mouse(&mut stage, MouseKind::Down, at);
        assert_eq!(is_fetching(&mut stage), None, "a key was pressed in between");
        mouse(&mut stage, MouseKind::Down, at);
        let target = is_fetching(&mut stage).unwrap_or_default();
        assert!(target.contains("offset="), "{width}x{height}: {target:?}");
    }
}

#[test]
fn an_href_is_followed_by_two_clicks_on_its_row() {
    let mut stage = listed(160, 50).press("E");
    let at = place(&stage, "href");
    stage.effects();
    mouse(&mut stage, MouseKind::Down, at);
    assert_eq!(is_fetching(&mut stage), None);
    mouse(&mut stage, MouseKind::Down, at);
    assert!(is_fetching(&mut stage).unwrap().starts_with("/v1/catalog/us/"));
}

#[test]
fn a_click_in_the_form_points_toggles_and_places_the_cursor() {
    for (width, height) in [(160, 50), (80, 24)] {
        let mut stage = listed(width, height);
        click(&mut stage, "catalog");
        assert_eq!((stage.model.screen.focus, stage.model.composer.row()), (Panel::Request, Row::Path));
        assert_eq!(stage.model.composer.path.byte(), "/v1/".len(), "before the c of catalog");
        let shown = stage.draw();
        assert_eq!(shown.cursor.map(|at| (at.x, at.y)), Some(place(&stage, "catalog")), "and it shows there");
        let was = stage.model.composer.tokens();
        click(&mut stage, "Music-User-Token");
        assert_eq!((stage.model.composer.row(), stage.model.composer.tokens()), (Row::User, was));
        click(&mut stage, "Music-User-Token");
        assert_ne!(stage.model.composer.tokens(), was, "a second click on the row toggles");
        let (x, y) = place(&stage, "Music-User-Token");
        mouse(&mut stage, MouseKind::Down, (x - 4, y));
        assert_eq!(stage.model.composer.tokens(), was, "its box at once");
        click(&mut stage, "GET    /v1");
        assert_eq!(stage.model.composer.method.as_str(), "GET");
        click(&mut stage, "GET    /v1");
        assert_eq!(stage.model.composer.method.as_str(), "POST");
        click(&mut stage, "Errors");
        assert_eq!(stage.model.screen.focus, Panel::Errors);
    }
}

#[test]
fn a_long_path_is_hit_where_it_is_on_view() {
    let path = format!("/v1/catalog/us/search?term={}&types=songs", "漢字".repeat(60));
    let mut stage = with_mouse(Stage::at(80, 24, &path));
    let (x, y) = place(&stage, "&");
    mouse(&mut stage, MouseKind::Down, (x + 1, y));
    assert_eq!(stage.model.composer.path.byte(), path.find("types").unwrap());
}

#[test]
fn choices_are_chosen_by_a_click_and_taken_by_a_second_one() {
    let mut stage = with_mouse(Stage::new(80, 24)).press("<C-p>go to the");
    assert!(matches!(stage.model.overlay, Some(Overlay::Palette(_))));
    click(&mut stage, "go to the errors");
    let chosen = |stage: &Stage| match &stage.model.overlay {
        Some(Overlay::Palette(palette)) => palette.chosen().map(|choice| choice.label()),
        _ => None,
    };
    assert_eq!(chosen(&stage).as_deref(), Some("go to the errors"));
    click(&mut stage, "go to the errors");
    assert!(stage.model.overlay.is_none());
    assert_eq!(stage.model.screen.focus, Panel::Errors);
}

#[test]
fn in_a_list_that_is_scrolled_the_line_under_the_pointer_stays_there() {
    for keys in ["<F3>", "<C-p>"] {
        let mut stage = with_mouse(Stage::new(80, 24)).press(keys).press(&"<Down>".repeat(30));
        let chosen = |stage: &Stage| match &stage.model.overlay {
            Some(Overlay::Palette(palette)) => palette.selected(),
            _ => panic!("no list"),
        };
        for y in 5..12 {
            let Target::Choice(at) = hit(&stage.model, 30, y) else { continue };
            let before = glyphs(&stage);
            mouse(&mut stage, MouseKind::Down, (30, y));
            assert_eq!(chosen(&stage), at);
            let line =
                |text: &str| text.lines().nth(usize::from(y)).unwrap().chars().skip(3).collect::<String>();
            assert_eq!(line(&before), line(&glyphs(&stage)), "{keys}: the list has moved");
            stage.model.pointed = None;
        }
        let was = chosen(&stage);
        mouse(&mut stage, MouseKind::WheelUp, (30, 8));
        assert_eq!(chosen(&stage), was - 3);
        for _ in 0..400 {
            mouse(&mut stage, MouseKind::WheelUp, (30, 8));
        }
        assert_eq!(chosen(&stage), 0, "it stops at the first one");
    }
}

#[test]
fn what_could_stand_in_the_path_is_taken_by_a_click() {
    let mut stage = with_mouse(Stage::at(80, 24, "/v1/catalog/us/al"));
    stage = stage.press("b");
    let (x, y) = place(&stage, "albums");
    let offer = hit(&stage.model, x, y);
    assert!(matches!(offer, Target::Offer(_)), "{offer:?}\n{}", glyphs(&stage));
    mouse(&mut stage, MouseKind::Down, (x, y));
    assert!(stage.model.composer.path.text().starts_with("/v1/catalog/us/albums"));
}

#[test]
fn a_click_beside_what_lies_over_the_panels_closes_it_and_does_nothing_else() {
    for keys in ["<F1>", "V", "<C-p>", "d", "yT", "gA"] {
        let mut stage = listed(160, 50).press(keys);
        assert!(stage.model.overlay.is_some(), "{keys}");
        stage.effects();
        mouse(&mut stage, MouseKind::Down, (80, 17));
        assert!(stage.model.overlay.is_some(), "{keys}: a click on it leaves it");
        mouse(&mut stage, MouseKind::Down, (1, 30));
        assert!(stage.model.overlay.is_none(), "{keys}");
        assert_eq!(stage.model.screen.focus, Panel::Response);
        let effects = stage.effects();
        assert!(effects.iter().all(|effect| *effect == Effect::EndAsking), "{keys}: {effects:?}");
    }
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_leaves_the_focus() {
    let mut stage = listed(80, 24).press("Eg1<Esc>");
    let at = place(&stage, "songs");
    mouse(&mut stage, MouseKind::WheelDown, at);
    mouse(&mut stage, MouseKind::WheelDown, at);
    assert_eq!((stage.model.response.offset(), stage.model.response.cursor()), (6, 6));
    mouse(&mut stage, MouseKind::WheelUp, at);
    assert_eq!((stage.model.response.offset(), stage.model.response.cursor()), (3, 6), "it is on view still");
    for _ in 0..400 {
        mouse(&mut stage, MouseKind::WheelDown, at);
    }
    let tree = stage.model.response.tree().unwrap().len();
    let height = stage.model.height_of(Panel::Response);
    assert_eq!(stage.model.response.offset(), tree - height, "the last row is at the bottom");
    assert_eq!(stage.model.screen.focus, Panel::Request);
    let mut stage = stage.press("<F1>");
    mouse(&mut stage, MouseKind::WheelDown, (20, 10));
    assert!(matches!(&stage.model.overlay, Some(Overlay::Help(help)) if help.offset == 3));
}

#[test]
fn headers_and_texts_scroll_by_the_wheel_too() {
    let mut stage = listed(80, 24).press("w");
    let body = (0..90).map(|line| format!("line {line}\n")).collect::<String>();
    mouse(&mut stage, MouseKind::WheelDown, (10, 12));
    let mut stage = stage.press("w1<Esc><Enter>").answer(Reply::text(200, &body));
    let at = place(&stage, "line 3");
    mouse(&mut stage, MouseKind::WheelDown, at);
    assert_eq!(stage.model.response.scroll(), 3);
    for _ in 0..100 {
        mouse(&mut stage, MouseKind::WheelDown, at);
    }
    assert_eq!(
        stage.model.response.scroll(),
        stage.model.response.line_count() - stage.model.height_of(Panel::Response)
    );
}

#[test]
fn a_click_hits_what_is_seen_beside_the_note_of_a_demo() {
    let text = format!("title = \"{}\"\n[[step]]", "A long title ".repeat(12));
    // A third of the rows that stay free is above the palette: of three heights one tells a row more from a row less.
    for height in 24..30 {
        let mut stage = with_mouse(listed(80, height));
        let demo = demo::State::new(parse_demo(&text).unwrap(), &stage.model.keymap).unwrap();
        stage.model.demo = Some(Box::new(demo));
        stage.model.fit();
        let stage = stage.press("<C-p>").press("storefront");
        let Some(Overlay::Palette(palette)) = &stage.model.overlay else { panic!("no palette") };
        let first = palette.matching().next().unwrap().label();
        let (column, row) = place(&stage, &first);
        assert_eq!(hit(&stage.model, column, row), Target::Choice(0), "at {height} rows");
        assert_eq!(hit(&stage.model, column, row + 1), Target::Choice(1), "at {height} rows");
    }
}
